package org.scruffy.order;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants a line to be, as they wrote it.
 *
 * @param feeds names of feeds of the station
 * @param per WEEK or FLIGHT
 * @param days MON to SUN
 * @param fromLocal and toLocal such as 22:00
 * @param pacing EVEN, FRONT or ASAP
 * @param rotation EVEN, WEIGHTED or SEQUENTIAL
 * @param creatives in the order of a sequence
 */
public record LineDraft(
        String name,
        List<String> feeds,
        Optional<LocalDate> from,
        Optional<LocalDate> until,
        int spots,
        String per,
        int lengthMs,
        List<String> days,
        String fromLocal,
        String toLocal,
        int priority,
        String pacing,
        int minutesApart,
        Optional<Integer> maxPerDay,
        int maxPerBreak,
        String rotation,
        List<Weight> creatives) {

    /** A creative and how often it comes compared with the others. */
    public record Weight(String adId, int weight) {}

    /** The daypart, where all of it can be read. */
    Daypart daypart() {
        return new Daypart(Daypart.days(days, new ArrayList<>()), LocalTime.parse(fromLocal), LocalTime.parse(toLocal));
    }

    /** What is wrong with it, without looking anything up. */
    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        text(faults);
        flight(faults);
        numbers(faults);
        time("fromLocal", fromLocal, faults);
        time("toLocal", toLocal, faults);
        Set<DayOfWeek> read = Daypart.days(days, faults);
        if (faults.isEmpty() && !airsEver(read)) {
            faults.add(new Fault(
                    "days",
                    String.join(", ", days),
                    "at least one day of the flight, from " + from.get() + " to " + until.get()));
        }
        one("per", per, Order.Per.values(), faults);
        one("pacing", pacing, Order.Pacing.values(), faults);
        one("rotation", rotation, Rotation.values(), faults);
        weights(faults);
        return faults;
    }

    private boolean airsEver(Set<DayOfWeek> read) {
        Set<DayOfWeek> flown = EnumSet.noneOf(DayOfWeek.class);
        from.get().datesUntil(until.get().plusDays(1)).limit(7).forEach(day -> flown.add(day.getDayOfWeek()));
        flown.retainAll(read);
        return !flown.isEmpty();
    }

    private void text(List<Fault> faults) {
        if (name.isBlank() || name.strip().length() > 200) {
            faults.add(new Fault("name", name, "a name of 1 to 200 characters"));
        }
        if (feeds.isEmpty()) {
            faults.add(new Fault("feeds", "none", "the name of at least one feed"));
        }
    }

    private void flight(List<Fault> faults) {
        if (from.isEmpty()) {
            faults.add(new Fault("from", "nothing", "the first day of the flight, such as 2026-11-24"));
        }
        if (until.isEmpty()) {
            faults.add(new Fault("until", "nothing", "the last day of the flight, such as 2026-12-31"));
        }
        Fault.year("from", from, faults);
        Fault.year("until", until, faults);
        if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
            faults.add(new Fault("until", "" + until.get(), "from, which is " + from.get() + ", or later"));
        }
    }

    private void numbers(List<Fault> faults) {
        number("spots", spots, 1, 100_000, faults);
        number("lengthMs", lengthMs, 1_000, 600_000, faults);
        number("priority", priority, 1, 16, faults);
        number("minutesApart", minutesApart, 0, 10_080, faults);
        maxPerDay.ifPresent(most -> number("maxPerDay", most, 1, 500, faults));
        number("maxPerBreak", maxPerBreak, 1, 20, faults);
        if (maxPerDay.filter(most -> most < maxPerBreak).isPresent()) {
            faults.add(new Fault("maxPerBreak", "" + maxPerBreak, "at most maxPerDay, which is " + maxPerDay.get()));
        }
        if (minutesApart > 0 && maxPerBreak > 1) {
            faults.add(new Fault(
                    "maxPerBreak",
                    "" + maxPerBreak,
                    "1: minutesApart is " + minutesApart + ", and one break has no minutes in it"));
        }
    }

    private static void number(String field, int value, int least, int most, List<Fault> faults) {
        if (value < least || value > most) {
            faults.add(new Fault(field, "" + value, least + " to " + most));
        }
    }

    private static void time(String field, String text, List<Fault> faults) {
        try {
            if (text.matches("\\d\\d:\\d\\d(:00)?")) {
                LocalTime.parse(text);
                return;
            }
        } catch (DateTimeParseException e) {
            // the same fault as for another form
        }
        faults.add(new Fault(field, text, "a local time such as 22:00"));
    }

    private static void one(String field, String name, Enum<?>[] values, List<Fault> faults) {
        if (Arrays.stream(values).noneMatch(value -> value.name().equals(name))) {
            faults.add(new Fault(
                    field,
                    name,
                    "one of "
                            + String.join(
                                    ", ", Arrays.stream(values).map(Enum::name).toList())));
        }
    }

    private void weights(List<Fault> faults) {
        Set<String> seen = new HashSet<>();
        for (Weight one : creatives) {
            if (one.weight() < 1 || one.weight() > 100) {
                faults.add(new Fault("creatives.weight", "" + one.weight(), "1 to 100"));
            }
            if (!seen.add(one.adId())) {
                faults.add(new Fault("creatives", one.adId() + " twice", "each creative once, with a weight"));
            }
        }
    }
}
