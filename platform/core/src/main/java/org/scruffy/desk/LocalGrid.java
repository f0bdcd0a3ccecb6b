package org.scruffy.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * Programs at local times, put on the clocks of a zone. Each keeps its local time and its length, and ends early where the next one
 * starts. Where the clocks skip a local time its program starts later by what was skipped, and where its local time was the second
 * of two and comes only once it starts then; such a program yields to every one that is at its own time.
 */
record LocalGrid(ZoneId zone) {

    /**
     * @param source what it is made from
     * @param later whether it is the second of two equal local times
     */
    record Cell(long source, LocalDateTime local, boolean later, Duration length) {

        boolean meets(Cell other) {
            return local.isBefore(other.local.plus(other.length)) && other.local.isBefore(local.plus(length));
        }
    }

    /** @param local whose day it belongs to */
    record Placed(long source, LocalDateTime local, Instant start, Instant end, boolean yields) {

        boolean overlaps(Placed other) {
            return start.isBefore(other.end) && other.start.isBefore(end);
        }

        Placed until(Instant newEnd) {
            return new Placed(source, local, start, newEnd, yields);
        }
    }

    List<Placed> place(List<Cell> cells) {
        List<Placed> all = new ArrayList<>();
        for (Cell cell : cells) {
            boolean twice = LocalTimes.every(cell.local(), zone).size() == 2;
            Instant start = cell.later() && twice
                    ? LocalTimes.instant(cell.local(), zone, LocalTimes.Fold.LATER)
                    : LocalTimes.instant(cell.local(), zone);
            boolean yields = LocalTimes.every(cell.local(), zone).isEmpty() || (cell.later() && !twice);
            all.add(new Placed(cell.source(), cell.local(), start, start.plus(cell.length()), yields));
        }
        all.sort(Comparator.comparing(Placed::start).thenComparing(Placed::yields));
        List<Placed> kept = new ArrayList<>(all.stream()
                .filter(one -> !one.yields() || all.stream().noneMatch(o -> !o.yields() && o.overlaps(one)))
                .toList());
        return cutAtTheNext(kept);
    }

    private static List<Placed> cutAtTheNext(List<Placed> sorted) {
        List<Placed> cut = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Placed one = sorted.get(i);
            Instant next = i + 1 < sorted.size() ? sorted.get(i + 1).start() : one.end();
            if (next.isAfter(one.start())) {
                cut.add(next.isBefore(one.end()) ? one.until(next) : one);
            }
        }
        return cut;
    }
}
