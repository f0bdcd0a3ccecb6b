package org.scruffy.demo;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.scruffy.demo.ProgramGrid.Airing;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * What a feed airs in every segment there ever is: the program's loop between breaks, from its start after each, and the
 * network's card in breaks. Discontinuities are counted from the first week, so the numbers are the same after any restart.
 */
final class NetworkFeed {

    /** So many segments has the loop, which then starts again. */
    static final int LOOP = 20;

    /** So many segments has the card of the longest break; it counts down to its end. */
    static final int CARD = 20;

    /** Discontinuities are counted from here; before it the demo has no feeds. */
    static final LocalDate FIRST_MONDAY = LocalDate.of(2024, 1, 1);

    private static final int WEEKS_KEPT = 3;

    /**
     * One segment on air.
     *
     * @param clip the folder of the clip it is taken from
     * @param index its place in the clip
     * @param discontinuity whether its timestamps do not follow from those of the segment before
     * @param discontinuities its Discontinuity Sequence Number
     * @param planned the break it is in
     * @param returned whether the segment before was the last of a break
     * @param domain the segment at which the first frame of its clip airs, or would have aired
     */
    record OnAir(
            long segment,
            String clip,
            int index,
            boolean discontinuity,
            long discontinuities,
            Optional<PlannedBreak> planned,
            boolean returned,
            long domain) {}

    /** A break, or the program from the end of a break until the next. */
    private record Stretch(long first, long discontinuities, Optional<PlannedBreak> planned) {

        OnAir at(long segment, DemoFeed feed) {
            int from = (int) (segment - first);
            if (planned.isPresent()) {
                int skipped = CARD - planned.get().segments();
                return new OnAir(
                        segment, "break", skipped + from, from == 0, discontinuities, planned, false, first - skipped);
            }
            int loops = from / LOOP;
            return new OnAir(
                    segment,
                    feed.name(),
                    from % LOOP,
                    from % LOOP == 0,
                    discontinuities + loops,
                    planned,
                    from == 0,
                    first + (long) loops * LOOP);
        }

        long discontinuitiesBefore(long segment) {
            return discontinuities + (segment - first + LOOP - 1) / LOOP;
        }
    }

    private final DemoFeed feed;
    private final NavigableMap<Long, Stretch> stretches = new TreeMap<>();
    private LocalDate nextMonday = FIRST_MONDAY;

    NetworkFeed(DemoFeed feed) {
        this.feed = feed;
    }

    /** The newest segment that is whole at an instant. */
    static long newest(Instant now) {
        return SegmentGrid.at(now) - 1;
    }

    synchronized OnAir at(long segment) {
        LocalDate date = SegmentGrid.start(segment).atZone(DemoFeed.ZONE).toLocalDate();
        if (date.isBefore(FIRST_MONDAY)) {
            throw new IllegalArgumentException("The demo's feeds start on " + FIRST_MONDAY);
        }
        LocalDate monday = date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        if (!stretches.isEmpty() && stretches.firstKey() > segment) {
            stretches.clear();
            nextMonday = FIRST_MONDAY;
        }
        while (!nextMonday.isAfter(monday)) {
            addWeek();
        }
        return stretches.floorEntry(segment).getValue().at(segment, feed);
    }

    private void addWeek() {
        for (Airing airing : feed.airings(nextMonday)) {
            feed.breaks(airing).forEach(this::add);
        }
        nextMonday = nextMonday.plusDays(7);
        Instant kept = LocalTimes.startOf(nextMonday.minusWeeks(WEEKS_KEPT), DemoFeed.ZONE);
        Long oldest = stretches.floorKey(SegmentGrid.at(kept));
        if (oldest != null) {
            stretches.headMap(oldest).clear();
        }
    }

    private void add(PlannedBreak planned) {
        if (stretches.isEmpty()) {
            Instant start = LocalTimes.startOf(FIRST_MONDAY, DemoFeed.ZONE);
            add(new Stretch(SegmentGrid.at(start), 0, Optional.empty()));
        }
        Map.Entry<Long, Stretch> before = stretches.lastEntry();
        long count = before.getValue().discontinuitiesBefore(planned.first());
        add(new Stretch(planned.first(), count, Optional.of(planned)));
        add(new Stretch(planned.end(), count + 1, Optional.empty()));
    }

    private void add(Stretch stretch) {
        stretches.put(stretch.first(), stretch);
    }
}
