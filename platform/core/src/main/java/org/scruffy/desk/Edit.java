package org.scruffy.desk;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One change to the schedule of a station. Ids are those of the week; a version is the one that whoever asks has seen of what they
 * change, null where they say none, which is refused. Positions count from 1; a position beyond the last, or null, is the end.
 */
public sealed interface Edit {

    /** As the API names it, for example {@code moveSpot}. */
    default String op() {
        String name = getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** What airs; episode and nola may be empty. */
    record ProgramName(String title, String episode, String nola) {}

    /** @param source {@code LOCAL}, {@code NATIONAL} or {@code COVER_UP} */
    record CreateSlot(String feed, Instant start, Instant end, ProgramName program, String source) implements Edit {}

    /** Its breaks and their spots go with it. */
    record MoveSlot(long slot, Instant start, Integer version) implements Edit {}

    /** Breaks keep their distance from the start; one that would be left outside refuses it. */
    record ResizeSlot(long slot, Instant start, Instant end, Integer version) implements Edit {}

    /** The breaks from then on belong to the second part, which shows the same program. */
    record SplitSlot(long slot, Instant at, Integer version) implements Edit {}

    record DeleteSlot(long slot, Integer version) implements Edit {}

    /** @param kind {@code UNDERWRITING}, {@code PROMO}, {@code ID} or {@code MIXED} */
    record CreateBreak(long slot, Instant start, int capacityMs, String kind) implements Edit {}

    /** What is null stays. */
    record ChangeBreak(long adBreak, Instant start, Integer capacityMs, String kind, Boolean locked, Integer version)
            implements Edit {}

    record DeleteBreak(long adBreak, Integer version) implements Edit {}

    /** @param line of an order that asked for the spot, null for none */
    record PlaceSpot(long adBreak, Integer position, String adId, Long line) implements Edit {}

    record MoveSpot(long spot, long adBreak, Integer position, Integer version) implements Edit {}

    record ReplaceSpot(long spot, String adId, Integer version) implements Edit {}

    record RemoveSpot(long spot, Integer version) implements Edit {}

    /**
     * Copies what starts on a local day, at the same local times. A program whose time the clocks of the other day skip, or do not
     * repeat, yields to one that is at its own.
     *
     * @param toFeed null for the same
     * @param replace whether what starts on the other day goes first
     */
    record CopyDay(String feed, LocalDate day, LocalDate toDay, String toFeed, boolean replace) implements Edit {}

    /** The same for each day of the weeks that two days are in. */
    record CopyWeek(String feed, LocalDate week, LocalDate toWeek, String toFeed, boolean replace) implements Edit {}

    /** Writes a template into what is free of the week that a day is in; what it wrote there before stays as it is. */
    record ApplyTemplate(long template, LocalDate week) implements Edit {}

    /** Nobody edits a locked day. */
    record LockDay(String feed, LocalDate day) implements Edit {}

    /** By whoever locked it, or an administrator. */
    record UnlockDay(String feed, LocalDate day) implements Edit {}

    record PublishDay(String feed, LocalDate day) implements Edit {}
}
