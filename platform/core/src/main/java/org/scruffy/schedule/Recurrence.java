package org.scruffy.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * A rule of recurrence (RFC 5545, section 3.3.10) on local times: what it answers becomes instants by
 * {@link org.scruffy.spi.schedule.LocalTimes} and nowhere else, so that 20:00 stays 20:00 through every change of clocks. The
 * start counts as an occurrence only where the rule meets it.
 *
 * <p>A rule may be endless; nobody waits for its end. Occurrences are worked out one by one when they are asked for, and a
 * question that would look at more than {@value #MOST} of them is refused.
 */
public final class Recurrence {

    /** How many occurrences are looked at for one question. */
    public static final int MOST = 100_000;

    private static final int LONGEST = 1_000;
    private static final int LAST_YEAR = 9999;

    private final String text;
    private final RecurrenceRule rule;
    private final DateTime start;
    private final Predicate<LocalDateTime> excepted;

    private Recurrence(String text, RecurrenceRule rule, DateTime start, Predicate<LocalDateTime> excepted) {
        this.text = text;
        this.rule = rule;
        this.start = start;
        this.excepted = excepted;
    }

    /**
     * Reads a rule.
     *
     * @param rule for example {@code FREQ=MONTHLY;BYDAY=-1SU}, at most 1000 characters; its UNTIL is a date, which is meant to
     *     its end, or a local time
     * @param start when it starts, to the second
     * @throws BadRecurrence where it cannot be read
     */
    public static Recurrence of(String rule, LocalDateTime start) {
        RecurrenceRule read = read(rule);
        if (read.getUntil() != null
                && !read.getUntil().isFloating()
                && !read.getUntil().isAllDay()) {
            throw new BadRecurrence(rule, "an UNTIL in local time, without Z, because the start is local");
        }
        return of(rule, read, start);
    }

    /** The same, where an UNTIL in UTC means the local time of that zone, as calendars write it. */
    public static Recurrence of(String rule, LocalDateTime start, ZoneId zone) {
        RecurrenceRule read = read(rule);
        DateTime until = read.getUntil();
        if (until != null && !until.isFloating() && !until.isAllDay()) {
            read.setUntil(time(LocalDateTime.ofInstant(Instant.ofEpochMilli(until.getTimestamp()), zone)));
        }
        return of(rule, read, start);
    }

    private static Recurrence of(String text, RecurrenceRule rule, LocalDateTime start) {
        if (start.getYear() < 1 || start.getYear() > LAST_YEAR) {
            throw new BadRecurrence(text, "a start in the years 1 to " + LAST_YEAR + ", not " + start);
        }
        DateTime until = rule.getUntil();
        if (until != null && until.isAllDay()) {
            rule.setUntil(new DateTime(until.getYear(), until.getMonth(), until.getDayOfMonth(), 23, 59, 59));
        }
        Recurrence recurrence = new Recurrence(text, rule, time(start), time -> false);
        recurrence.begin();
        return recurrence;
    }

    private static RecurrenceRule read(String rule) {
        if (rule.length() > LONGEST) {
            throw new BadRecurrence(rule.substring(0, 40) + "…", "at most " + LONGEST + " characters");
        }
        try {
            RecurrenceRule read = new RecurrenceRule(rule, RecurrenceRule.RfcMode.RFC5545_STRICT);
            refuseWhatFallsWrong(rule, read);
            return read;
        } catch (InvalidRecurrenceRuleException | IllegalArgumentException e) {
            throw new BadRecurrence(rule, "a rule of RFC 5545 like FREQ=WEEKLY;BYDAY=MO: " + e.getMessage());
        }
    }

    /** Published vectors show that the library puts these on other days; a wrong day on air is worse than none. */
    private static void refuseWhatFallsWrong(String text, RecurrenceRule rule) {
        List<Integer> weeks = rule.getByPart(RecurrenceRule.Part.BYWEEKNO);
        if (weeks != null && (weeks.contains(53) || weeks.contains(-53))) {
            throw new BadRecurrence(text, "weeks 1 to 52 or -52 to -1: most years have no week 53");
        }
        List<Integer> days = rule.getByPart(RecurrenceRule.Part.BYYEARDAY);
        if (days != null && rule.getFreq() != Freq.YEARLY && days.stream().anyMatch(day -> day < 0)) {
            throw new BadRecurrence(text, "days of the year counted from its end in a YEARLY rule only");
        }
    }

    private static DateTime time(LocalDateTime local) {
        return new DateTime(
                local.getYear(),
                local.getMonthValue() - 1,
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond());
    }

    private static LocalDateTime local(DateTime time) {
        return LocalDateTime.of(
                time.getYear(),
                time.getMonth() + 1,
                time.getDayOfMonth(),
                time.getHours(),
                time.getMinutes(),
                time.getSeconds());
    }

    /** The same without what falls on those days. */
    public Recurrence exceptOn(Collection<LocalDate> days) {
        Set<LocalDate> none = new HashSet<>(days);
        return new Recurrence(text, rule, start, excepted.or(time -> none.contains(time.toLocalDate())));
    }

    /** The same without those times. */
    public Recurrence exceptAt(Collection<LocalDateTime> times) {
        return new Recurrence(text, rule, start, excepted.or(new HashSet<>(times)::contains));
    }

    /**
     * The occurrences of a window, in order.
     *
     * @param from the first that may be in it
     * @param to the first that is no longer in it
     * @throws BadRecurrence where there are more than can be looked at
     */
    public List<LocalDateTime> within(LocalDateTime from, LocalDateTime to) {
        return from(from).takeWhile(time -> time.isBefore(to)).toList();
    }

    /**
     * The occurrences from a time on, worked out as they are taken, up to the end of the year 9999.
     *
     * @throws BadRecurrence when more are taken than can be looked at
     */
    public Stream<LocalDateTime> from(LocalDateTime from) {
        return StreamSupport.stream(new Occurrences(begin(), from), false).filter(time -> !excepted.test(time));
    }

    /** Every occurrence, worked out as it is taken. */
    public Stream<LocalDateTime> all() {
        return from(LocalDateTime.MIN);
    }

    /** Whether it comes to an end by itself. */
    public boolean endless() {
        return rule.isInfinite();
    }

    private RecurrenceRuleIterator begin() {
        try {
            return rule.iterator(start);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw tooSparse(e);
        }
    }

    private BadRecurrence tooSparse(RuntimeException e) {
        return new BadRecurrence(text, "a rule that some day meets, and often enough to be found: " + e.getMessage());
    }

    @Override
    public String toString() {
        return text;
    }

    private final class Occurrences extends Spliterators.AbstractSpliterator<LocalDateTime> {

        private final RecurrenceRuleIterator iterator;
        private final LocalDateTime from;
        private int seen;

        Occurrences(RecurrenceRuleIterator iterator, LocalDateTime from) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
            this.iterator = iterator;
            this.from = from;
        }

        @Override
        public boolean tryAdvance(Consumer<? super LocalDateTime> taker) {
            Optional<LocalDateTime> next = next();
            next.ifPresent(taker);
            return next.isPresent();
        }

        private Optional<LocalDateTime> next() {
            try {
                if (seen == 0) {
                    skip();
                }
                while (iterator.hasNext()) {
                    if (++seen > MOST) {
                        throw new BadRecurrence(text, "at most " + MOST + " occurrences up to where it was asked");
                    }
                    LocalDateTime next = local(iterator.nextDateTime());
                    if (next.getYear() > LAST_YEAR) {
                        return Optional.empty();
                    }
                    if (!next.isBefore(from)) {
                        return Optional.of(next);
                    }
                }
                return Optional.empty();
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw tooSparse(e);
            }
        }

        /** A rule that counts has to be counted through, and one by the hour takes the library too long; any other jumps. */
        private void skip() {
            boolean byDays = rule.getFreq().compareTo(Freq.HOURLY) < 0;
            if (byDays && rule.getCount() == null && from.getYear() > start.getYear() && from.getYear() <= LAST_YEAR) {
                iterator.fastForward(time(from));
            }
        }
    }
}
