package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * One change to the schedule: its {@code op}, and of the rest what that op needs. Ids are those of the week; instants are RFC 3339
 * like {@code 2026-11-24T18:00:00Z}, days like {@code 2026-11-24}, lengths whole milliseconds, positions from 1.
 *
 * @param op {@code createSlot moveSlot resizeSlot splitSlot deleteSlot createBreak changeBreak deleteBreak placeSpot moveSpot
 *     replaceSpot removeSpot copyDay copyWeek applyTemplate lockDay unlockDay publishDay}
 * @param version of what is changed, as whoever asks has seen it
 * @param source {@code LOCAL}, {@code NATIONAL} or {@code COVER_UP}
 * @param position left out, or beyond the last, for the end of the break
 * @param creative its Ad-ID
 * @param line of an order
 * @param kind {@code UNDERWRITING}, {@code PROMO}, {@code ID} or {@code MIXED}
 * @param week any day of it
 * @param toFeed left out for the same feed
 * @param replace whether what is there goes first
 */
public record EditDocument(
        String op,
        Integer version,
        String feed,
        String slot,
        @JsonbProperty("break") String adBreak,
        String spot,
        String startsAt,
        String endsAt,
        String at,
        WeekDocument.ProgramEntry program,
        String source,
        Integer position,
        String creative,
        String line,
        Integer capacityMs,
        String kind,
        Boolean locked,
        String day,
        String toDay,
        String week,
        String toWeek,
        String toFeed,
        Boolean replace,
        String template) {

    @JsonbCreator
    public EditDocument {}
}
