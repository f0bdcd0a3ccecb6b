package org.scruffy.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scruffy.order.Daypart;

/** What is judged: breaks of a feed in air order with what is in them, and nothing that has to be asked for. */
final class Placed {

    private Placed() {}

    /**
     * A break.
     *
     * @param kind UNDERWRITING, PROMO, ID or MIXED
     */
    record Break(long id, Feed feed, Instant start, long capacityMs, String kind, List<Spot> spots) {

        LocalDateTime local() {
            return LocalDateTime.ofInstant(start, feed.zone());
        }

        LocalDate day() {
            return local().toLocalDate();
        }
    }

    record Feed(long id, String name, String kind, ZoneId zone, String callSign) {}

    record Spot(long id, long lengthMs, Creative creative, Optional<Line> line) {

        boolean credit() {
            return creative.kind().equals("CREDIT") || creative.kind().equals("PREMIER");
        }
    }

    /**
     * @param categories of its underwriter, and those above it, the own first
     * @param valid on which days
     */
    record Creative(
            String adId,
            String kind,
            long lengthMs,
            String approval,
            Days valid,
            boolean airReady,
            String underwriter,
            List<String> categories) {

        boolean is(String category) {
            return categories.contains(category);
        }

        /** Whether the category of one is that of the other, or above it. */
        boolean sharesCategoryWith(Creative other) {
            return !categories.isEmpty()
                    && !other.categories.isEmpty()
                    && (is(other.categories.get(0)) || other.is(categories.get(0)));
        }
    }

    /** Local days, both ends included where they are there. */
    record Days(Optional<LocalDate> from, Optional<LocalDate> until) {

        boolean hold(LocalDate day) {
            return from.filter(day::isBefore).isEmpty()
                    && until.filter(day::isAfter).isEmpty();
        }

        @Override
        public String toString() {
            return from.map(LocalDate::toString).orElse("ever") + " to "
                    + until.map(LocalDate::toString).orElse("ever");
        }
    }

    /** A line of an order, with the state of the order. */
    record Line(
            long id,
            String name,
            String orderState,
            Days flight,
            long durationMs,
            Daypart daypart,
            long minutesApart,
            Optional<Long> maxPerDay,
            long maxPerBreak,
            Set<Long> feeds) {}
}
