package org.scruffy.schedule;

import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;

/**
 * A week as the application before Scruffy read it: entities walked lazily, a statement for every slot, break and creative
 * that is touched. Kept so that the demo can show what that looks like in a trace.
 */
record LegacyWeek(EntityManager em, LocalDate monday) {

    List<FeedSheet> sheets(FeedRow feed) {
        List<FeedSheet.Slot> slots = of(
                        feed,
                        "SELECT t FROM Timeslot t WHERE t.feedId = :feed AND t.startsAt < :end AND t.endsAt > :start"
                                + " AND t.state <> 'CANCELLED' ORDER BY t.startsAt",
                        SlotEntity.class)
                .map(LegacyWeek::slot)
                .toList();
        return List.of(WeekPlan.sheet(feed, monday, slots));
    }

    List<FeedSheet.Break> breaks(FeedRow feed) {
        return of(
                        feed,
                        "SELECT b FROM AdBreak b WHERE b.slot.feedId = :feed AND b.startsAt >= :start AND b.startsAt < :end"
                                + " AND b.slot.state <> 'CANCELLED' ORDER BY b.startsAt",
                        BreakEntity.class)
                .map(LegacyWeek::adBreak)
                .toList();
    }

    List<PlannedSpot> spots(FeedRow feed) {
        return of(
                        feed,
                        "SELECT p FROM Placement p WHERE p.adBreak.slot.feedId = :feed AND p.adBreak.startsAt >= :start"
                                + " AND p.adBreak.startsAt < :end AND p.adBreak.slot.state <> 'CANCELLED'"
                                + " ORDER BY p.adBreak.startsAt, p.sequence",
                        PlacementEntity.class)
                .map(LegacyWeek::spot)
                .toList();
    }

    private <E> Stream<E> of(FeedRow feed, String jpql, Class<E> entity) {
        LocalWeek week = feed.week(monday);
        return em
                .createQuery(jpql, entity)
                .setParameter("feed", feed.id())
                .setParameter("start", week.start().atOffset(ZoneOffset.UTC))
                .setParameter("end", week.end().atOffset(ZoneOffset.UTC))
                .getResultList()
                .stream();
    }

    static FeedSheet.Slot slot(SlotEntity slot) {
        return new FeedSheet.Slot(
                Long.parseLong(slot.id()),
                slot.version(),
                slot.start(),
                slot.end(),
                program(slot.program()),
                slot.source(),
                slot.state(),
                slot.breaks().stream().map(LegacyWeek::adBreak).toList());
    }

    private static Program program(ProgramEntity program) {
        return new Program(program.title(), program.episode(), program.nola());
    }

    private static FeedSheet.Break adBreak(BreakEntity adBreak) {
        return new FeedSheet.Break(
                Long.parseLong(adBreak.id()),
                adBreak.version(),
                adBreak.start(),
                adBreak.capacity().toMillis(),
                AdBreak.Kind.valueOf(adBreak.kind()),
                adBreak.locked(),
                adBreak.placements().stream().map(LegacyWeek::placement).toList());
    }

    private static FeedSheet.Placement placement(PlacementEntity placement) {
        return new FeedSheet.Placement(
                Long.parseLong(placement.id()),
                placement.version(),
                creative(placement.creative()),
                placement.status(),
                placement.origin(),
                line(placement.line()));
    }

    private static PlannedSpot spot(PlacementEntity placement) {
        BreakEntity adBreak = placement.adBreak();
        return new PlannedSpot(adBreak.start(), program(adBreak.slot().program()), creative(placement.creative()));
    }

    private static Creative creative(CreativeEntity creative) {
        return new Creative(
                creative.adId(), creative.title(), creative.underwriter(), creative.length(), creative.media());
    }

    private static FeedSheet.Line line(OrderLineEntity line) {
        return line == null
                ? null
                : new FeedSheet.Line(
                        line.id(),
                        line.name(),
                        line.order().name(),
                        line.order().underwriter());
    }
}
