package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;

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

    /** The airing of a program. */
    public static EditDocument createSlot(
            String feed, Instant startsAt, Instant endsAt, WeekDocument.ProgramEntry program) {
        return of("createSlot", feed, null, startsAt.toString(), endsAt.toString(), program, null, null);
    }

    /** A time set aside for spots, within a slot or at its edge. */
    public static EditDocument createBreak(String slot, Instant startsAt, int capacityMs, String kind) {
        return of("createBreak", null, slot, startsAt.toString(), null, null, capacityMs, kind);
    }

    /** Another length for a break, whose version goes beside it. */
    public static EditDocument changeBreak(int capacityMs) {
        return of("changeBreak", null, null, null, null, null, capacityMs, null);
    }

    private static EditDocument of(
            String op,
            String feed,
            String slot,
            String startsAt,
            String endsAt,
            WeekDocument.ProgramEntry program,
            Integer capacityMs,
            String kind) {
        return new EditDocument(
                op,
                null,
                feed,
                slot,
                null,
                null,
                startsAt,
                endsAt,
                null,
                program,
                null,
                null,
                null,
                null,
                capacityMs,
                kind,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
