package org.scruffy.desk;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.scruffy.schedule.BadRecurrence;
import org.scruffy.schedule.Recurrence;

/**
 * A weekly clock of a feed: programs at local times, with their breaks.
 *
 * @param id 0 before it is kept
 * @param version grows with every change
 */
public record WeekTemplate(long id, String feed, String name, int version, List<Item> items) {

    /** How many items a template may have: more than a week has quarters of an hour. */
    static final int MOST_ITEMS = 700;

    /**
     * One program.
     *
     * @param id 0 before it is kept; an item keeps what it wrote into weeks while it keeps its id
     * @param later of two equal local times the second
     * @param rule when it airs; while it does, what airs every week at that time does not
     */
    public record Item(
            long id,
            DayOfWeek day,
            LocalTime start,
            boolean later,
            Duration length,
            Edit.ProgramName program,
            List<Break> breaks,
            Rule rule) {

        public Item {
            breaks = List.copyOf(breaks);
        }

        /** Every week. */
        public Item(
                long id,
                DayOfWeek day,
                LocalTime start,
                boolean later,
                Duration length,
                Edit.ProgramName program,
                List<Break> breaks) {
            this(id, day, start, later, length, program, breaks, Rule.WEEKLY);
        }
    }

    /**
     * On which days a program airs.
     *
     * @param rrule a rule of RFC 5545 by days, for example {@code FREQ=MONTHLY;BYDAY=1SU}; empty for every week
     * @param from the first day that it may air on
     * @param except days that it does not air on all the same
     */
    public record Rule(String rrule, LocalDate from, List<LocalDate> except) {

        /** On the day of the item, every week. */
        public static final Rule WEEKLY = new Rule("", LocalDate.EPOCH, List.of());

        private static final Pattern BY_TIME =
                Pattern.compile("FREQ=(HOURLY|MINUTELY|SECONDLY)|BY(HOUR|MINUTE|SECOND)=", Pattern.CASE_INSENSITIVE);

        public Rule {
            except = List.copyOf(except);
        }

        public boolean weekly() {
            return rrule.isEmpty();
        }

        /**
         * The days of a week that it falls on. A rule that never ends is looked at only as far as that.
         *
         * @throws EditRefused where it cannot be followed to that week
         */
        List<LocalDate> daysOf(LocalDate monday) {
            return asked(days ->
                    days.within(monday.atStartOfDay(), monday.plusDays(7).atStartOfDay()));
        }

        /** @throws EditRefused where it cannot be read, falls on no day, or has a time of its own */
        void check() {
            if (weekly()) {
                return;
            }
            if (BY_TIME.matcher(rrule).find()) {
                throw EditRefused.invalid("items.rrule", rrule, "a rule by days: the time is that of the item");
            }
            if (asked(days -> days.all().limit(1).toList()).isEmpty()) {
                throw EditRefused.invalid("items.rrule", rrule, "a rule that falls on some day from " + from);
            }
        }

        private List<LocalDate> asked(Function<Recurrence, List<LocalDateTime>> question) {
            try {
                return question.apply(Recurrence.of(rrule, from.atStartOfDay()).exceptOn(except)).stream()
                        .map(LocalDateTime::toLocalDate)
                        .toList();
            } catch (BadRecurrence bad) {
                throw EditRefused.invalid("items.rrule", bad.found(), bad.expected());
            }
        }
    }

    /**
     * @param anchor {@code BEFORE}: at the start of the program, {@code AFTER}: at its end, {@code OFFSET}: so long after its start
     * @param kind {@code UNDERWRITING}, {@code PROMO}, {@code ID} or {@code MIXED}
     */
    public record Break(String anchor, long offsetMs, int capacityMs, String kind) {}

    public WeekTemplate {
        items = List.copyOf(items);
    }
}
