package org.scruffy.desk;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

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
     */
    public record Item(
            long id,
            DayOfWeek day,
            LocalTime start,
            boolean later,
            Duration length,
            Edit.ProgramName program,
            List<Break> breaks) {

        public Item {
            breaks = List.copyOf(breaks);
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
