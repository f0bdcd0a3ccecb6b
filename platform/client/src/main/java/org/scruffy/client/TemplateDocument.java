package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.time.LocalDate;
import java.util.List;

/**
 * A weekly clock of a feed.
 *
 * @param id left out for a new one
 * @param fromWeek instead of items, for a new one: any day of the week that it is made of
 */
public record TemplateDocument(
        String id, String feed, String name, Integer version, String fromWeek, List<Item> items) {

    /**
     * One program.
     *
     * @param id left out for a new one
     * @param day 1 is Monday
     * @param start local, like {@code 06:30}
     * @param fold {@code EARLIER} or {@code LATER} of two equal local times, EARLIER where left out
     * @param rrule a rule of RFC 5545 by days, like {@code FREQ=MONTHLY;BYDAY=1SU}; left out for every week. Where it falls, what
     *     airs every week at that time does not
     * @param ruleStart the first day that such a program may air on
     * @param exdates days that it does not air on all the same
     */
    public record Item(
            String id,
            int day,
            String start,
            String fold,
            long durationMs,
            WeekDocument.ProgramEntry program,
            List<Break> breaks,
            String rrule,
            LocalDate ruleStart,
            List<LocalDate> exdates) {

        @JsonbCreator
        public Item {
            exdates = exdates == null ? List.of() : List.copyOf(exdates);
            breaks = breaks == null ? List.of() : List.copyOf(breaks);
        }
    }

    /** @param anchor {@code BEFORE}, {@code AFTER} or {@code OFFSET} */
    public record Break(String anchor, long offsetMs, int capacityMs, String kind) {

        @JsonbCreator
        public Break {}
    }

    @JsonbCreator
    public TemplateDocument {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
