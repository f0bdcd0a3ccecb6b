package org.scruffy.order;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Days of the week and the local times of them. One that ends before it starts reaches over midnight, and what airs after that
 * midnight belongs to the day before; one that ends when it starts is the whole day.
 *
 * @param from included
 * @param to excluded
 */
public record Daypart(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    public static final Set<DayOfWeek> EVERY_DAY = Set.copyOf(EnumSet.allOf(DayOfWeek.class));
    public static final Daypart ALWAYS = new Daypart(EVERY_DAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    public Daypart {
        if (days.isEmpty()) {
            throw Refused.invalid("days", "none", "at least one of MON, TUE, WED, THU, FRI, SAT, SUN");
        }
        days = Set.copyOf(days);
    }

    /** Bit 0 is Monday. */
    public static Set<DayOfWeek> days(int bits) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if ((bits & 1 << day.ordinal()) != 0) {
                days.add(day);
            }
        }
        return days;
    }

    public int bits() {
        return days.stream().mapToInt(day -> 1 << day.ordinal()).sum();
    }

    /** MON to SUN, in the order of the week. */
    public List<String> dayNames() {
        return days.stream().sorted().map(day -> day.name().substring(0, 3)).toList();
    }

    /** Reads MON to SUN; faults are noted. */
    static Set<DayOfWeek> days(List<String> names, List<Fault> faults) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        List<String> wrong = new ArrayList<>();
        for (String name : names) {
            String upper = name == null ? "" : name.toUpperCase(Locale.ROOT);
            EVERY_DAY.stream()
                    .filter(day -> day.name().substring(0, 3).equals(upper))
                    .findFirst()
                    .ifPresentOrElse(days::add, () -> wrong.add("" + name));
        }
        if (!wrong.isEmpty() || days.isEmpty()) {
            faults.add(
                    new Fault("days", String.join(", ", wrong), "at least one of MON, TUE, WED, THU, FRI, SAT, SUN"));
        }
        return days;
    }

    /** The day an instant of local time counts for. */
    public LocalDate day(LocalDateTime local) {
        boolean afterMidnight = to.isBefore(from) && local.toLocalTime().isBefore(to);
        return afterMidnight ? local.toLocalDate().minusDays(1) : local.toLocalDate();
    }

    public boolean holds(LocalDateTime local) {
        return inTime(local.toLocalTime()) && days.contains(day(local).getDayOfWeek());
    }

    private boolean inTime(LocalTime time) {
        if (from.equals(to)) {
            return true;
        }
        boolean afterStart = !time.isBefore(from);
        boolean beforeEnd = time.isBefore(to);
        return from.isBefore(to) ? afterStart && beforeEnd : afterStart || beforeEnd;
    }
}
