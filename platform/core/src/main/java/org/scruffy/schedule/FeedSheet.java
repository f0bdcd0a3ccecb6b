package org.scruffy.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;

/**
 * A week of a feed with all that a traffic desk has to know of it.
 *
 * @param station the call sign
 * @param publishedRevision 0 where the week was never published
 * @param days those that were locked or published, in order
 * @param reference grows with every change of what weeks name or are judged by: creatives, underwriters, lines, rules
 * @param revisions of all weeks of the feed together: they grow with every change to any of them
 * @param slots in air order; a slot that reaches over the week's edge is in both weeks
 */
public record FeedSheet(
        String station,
        Feed feed,
        LocalWeek week,
        long revision,
        long publishedRevision,
        List<Day> days,
        long reference,
        long revisions,
        List<Slot> slots) {

    /**
     * A local day.
     *
     * @param publishedRevision 0 where the day was never published
     */
    public record Day(LocalDate date, boolean locked, long publishedRevision) {}

    /** The airing of a program. */
    public record Slot(
            long id,
            int version,
            Instant start,
            Instant end,
            Program program,
            String source,
            String state,
            List<Break> breaks) {}

    /** A time set aside for spots. */
    public record Break(
            long id,
            int version,
            Instant start,
            long capacityMs,
            AdBreak.Kind kind,
            boolean locked,
            List<Placement> placements) {

        public long bookedMs() {
            long booked = 0;
            for (Placement placement : placements) {
                booked += placement.creative().length().toMillis();
            }
            return booked;
        }
    }

    /**
     * A spot in a break.
     *
     * @param line what it was ordered by, null for none
     */
    public record Placement(long id, int version, Creative creative, String status, String origin, Line line) {}

    /** A line of an order. */
    public record Line(long id, String name, String order, String underwriter) {}

    /** The same as plugins know it. */
    public Week plain() {
        return new Week(
                station,
                feed,
                week.monday(),
                revision,
                slots.stream().map(FeedSheet::timeslot).toList());
    }

    /** The breaks of some sheets; one whose slot reaches over the edge of a day or of a week, once. */
    public static Set<Long> breakIds(List<FeedSheet> sheets) {
        return breaks(sheets).map(Break::id).collect(Collectors.toSet());
    }

    /** The names of those who pay for what is placed there, sorted. */
    public static SortedSet<String> underwriters(List<FeedSheet> sheets) {
        return breaks(sheets)
                .flatMap(adBreak -> adBreak.placements().stream())
                .flatMap(spot -> spot.line() == null
                        ? Stream.of(spot.creative().underwriter())
                        : Stream.of(spot.creative().underwriter(), spot.line().underwriter()))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Break> breaks(List<FeedSheet> sheets) {
        return sheets.stream().flatMap(sheet -> sheet.slots().stream()).flatMap(slot -> slot.breaks().stream());
    }

    private static Timeslot timeslot(Slot slot) {
        return new Timeslot(
                Long.toString(slot.id),
                slot.start,
                slot.end,
                slot.program,
                slot.breaks.stream().map(FeedSheet::adBreak).toList());
    }

    private static AdBreak adBreak(Break adBreak) {
        return new AdBreak(
                Long.toString(adBreak.id),
                adBreak.start,
                java.time.Duration.ofMillis(adBreak.capacityMs),
                adBreak.kind,
                adBreak.placements.stream()
                        .map(placement -> new Spot(Long.toString(placement.id), placement.creative))
                        .toList());
    }
}
