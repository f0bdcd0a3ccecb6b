package org.scruffy.spi.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@link SpotFiller} is asked: breaks of one feed and the spots that want into them. Whatever depends on local time, on
 * flights, dayparts and the station's rules was worked out by the platform before.
 *
 * @param feed its name
 * @param breaks in air order, also those before and after the ones to fill, as far as separation reaches: these are not open
 * @param lines what orders ask for
 * @param pinned what is in the breaks already and stays there
 * @param category how far spots of one category are kept apart
 * @param advertiser how far spots of one advertiser are kept apart
 */
public record FillProblem(
        String feed, List<Break> breaks, List<Line> lines, List<Pinned> pinned, Apart category, Apart advertiser) {

    /**
     * A break.
     *
     * @param id unique within the problem
     * @param start when it is planned to start
     * @param capacity how long all its spots together may last, what the platform tolerates included
     * @param kind what belongs into it
     * @param day the day of the feed that it counts for
     * @param time of the feed's clock
     * @param open whether spots may be placed in it; one that is not is there for what is pinned in it
     */
    public record Break(
            String id,
            Instant start,
            Duration capacity,
            AdBreak.Kind kind,
            LocalDate day,
            LocalTime time,
            boolean open) {

        public Break {
            if (capacity.isNegative()) {
                throw new IllegalArgumentException("Break " + id + " has a capacity of " + capacity);
            }
        }
    }

    /** How the spots of a line are spread over the days that have open breaks for it. */
    public enum Pacing {
        /** The same number on each day. */
        EVEN,
        /** Falling from day to day: of n days the first gets n parts, the second n - 1, the last one. */
        FRONT,
        /** As many as the line's limit allows on the first day, then on the second, and so on. */
        ASAP
    }

    /**
     * A line of an order: so many equal spots.
     *
     * @param id unique within the problem
     * @param advertiser empty where there is none
     * @param categories of the advertiser: its own first, then those above that; empty where there is none
     * @param priority 1, the most important, to 16; leaving out one spot of priority p costs 17 - p
     * @param spots how many are to be placed; what is pinned is not among them
     * @param length of each
     * @param pacing over the days; what is pinned counts
     * @param separation least time from the start of a break with a spot of the line to the start of another with one
     * @param mostADay how many may be on one day, pinned ones included
     * @param mostABreak how many may be in one break, pinned ones included
     * @param barred the breaks it must not go into, by reason, as indexes into {@link FillProblem#breaks}; not to be changed
     */
    public record Line(
            String id,
            String advertiser,
            List<String> categories,
            int priority,
            int spots,
            Duration length,
            Pacing pacing,
            Duration separation,
            int mostADay,
            int mostABreak,
            Map<Reason, BitSet> barred) {

        public Line {
            if (priority < 1 || priority > 16) {
                throw new IllegalArgumentException("Line " + id + " has priority " + priority + ", expected 1 to 16");
            }
            if (spots < 0 || mostADay < 0 || mostABreak < 0) {
                throw new IllegalArgumentException("Line " + id + " counts spots below zero");
            }
            if (length.isNegative() || length.isZero() || separation.isNegative()) {
                throw new IllegalArgumentException(
                        "Line " + id + " has spots of " + length + " that are " + separation + " apart");
            }
            categories = List.copyOf(categories);
            barred = barred.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry ->
                    (BitSet) entry.getValue().clone()));
        }

        /** What leaving out one of its spots costs. */
        public int weight() {
            return 17 - priority;
        }

        /** Why it must not go into a break, whatever else is there; the first reason in the order of {@link Reason}. */
        public Optional<Reason> bar(int breakIndex) {
            Reason first = null;
            for (Map.Entry<Reason, BitSet> entry : barred.entrySet()) {
                if (entry.getValue().get(breakIndex)
                        && (first == null || entry.getKey().compareTo(first) < 0)) {
                    first = entry.getKey();
                }
            }
            return Optional.ofNullable(first);
        }
    }

    /**
     * A spot that stays where it is.
     *
     * @param breakId one of the problem's breaks
     * @param line of the problem, empty where it belongs to none of them
     * @param advertiser as in {@link Line#advertiser}
     * @param categories as in {@link Line#categories}
     */
    public record Pinned(String breakId, String line, String advertiser, List<String> categories, Duration length) {

        public Pinned {
            categories = List.copyOf(categories);
        }
    }

    /**
     * How far spots are kept apart that have something in common. Two categories are in common where one is the other, or above it.
     *
     * @param shareBreak whether they may be in the same break
     * @param neighbours whether they may be in breaks that follow each other
     * @param time least time between the starts of their breaks, where these are two
     */
    public record Apart(boolean shareBreak, boolean neighbours, Duration time) {

        /** No limit. */
        public static final Apart FREE = new Apart(true, true, Duration.ZERO);

        /** Not in the same break. */
        public static final Apart ONE_A_BREAK = new Apart(false, true, Duration.ZERO);
    }

    /** Why a spot cannot go into a break. Of several reasons the first of this order is the one that is counted. */
    public enum Reason {
        /** The break is not open: it was locked, has started, or lies outside what is filled. */
        CLOSED,
        /** Outside the line's flight. */
        FLIGHT,
        /** Outside the line's days and times. */
        DAYPART,
        /** The break is for spots of another kind. */
        KIND,
        /** A rule of the station forbids it. */
        RULE,
        /** Not enough of the break is left. */
        CAPACITY,
        /** The line has as many spots in the break as it may. */
        BREAK_CAP,
        /** The line has as many spots on that day as it may. */
        DAY_CAP,
        /** Another spot of the line is too close. */
        SEPARATION,
        /** A spot of the same category is too close. */
        CATEGORY,
        /** A spot of the same advertiser is too close. */
        ADVERTISER
    }

    public FillProblem {
        breaks = List.copyOf(breaks);
        lines = List.copyOf(lines);
        pinned = List.copyOf(pinned);
        requireAirOrder(breaks);
        Set<String> ids = unique("break", breaks.stream().map(Break::id).toList());
        unique("line", lines.stream().map(Line::id).toList());
        for (Pinned spot : pinned) {
            if (!ids.contains(spot.breakId())) {
                throw new IllegalArgumentException(
                        "A spot is pinned in break " + spot.breakId() + ", which is not in the problem");
            }
        }
    }

    private static void requireAirOrder(List<Break> breaks) {
        for (int i = 1; i < breaks.size(); i++) {
            if (breaks.get(i).start().isBefore(breaks.get(i - 1).start())) {
                throw new IllegalArgumentException("Break " + breaks.get(i).id() + " starts before the one before it");
            }
        }
    }

    private static Set<String> unique(String what, List<String> ids) {
        Set<String> known = new HashSet<>();
        for (String id : ids) {
            if (!known.add(id)) {
                throw new IllegalArgumentException("There are two of " + what + " " + id);
            }
        }
        return known;
    }
}
