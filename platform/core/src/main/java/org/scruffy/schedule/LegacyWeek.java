package org.scruffy.schedule;

import jakarta.persistence.EntityManager;
import java.time.ZoneOffset;
import java.util.List;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;

/**
 * A week as the application before Scruffy read it: entities walked lazily, a statement for every slot, break and creative
 * that is touched. Kept so that the demo can show what that looks like in a trace.
 */
record LegacyWeek(EntityManager em) {

    List<FeedSheet.Slot> slots(long feedId, LocalWeek week) {
        return em
                .createQuery(
                        "SELECT t FROM Timeslot t WHERE t.feedId = :feed AND t.startsAt < :end AND t.endsAt > :start"
                                + " AND t.state <> 'CANCELLED' ORDER BY t.startsAt",
                        SlotEntity.class)
                .setParameter("feed", feedId)
                .setParameter("start", week.start().atOffset(ZoneOffset.UTC))
                .setParameter("end", week.end().atOffset(ZoneOffset.UTC))
                .getResultList()
                .stream()
                .map(LegacyWeek::slot)
                .toList();
    }

    static FeedSheet.Slot slot(SlotEntity slot) {
        ProgramEntity program = slot.program();
        return new FeedSheet.Slot(
                Long.parseLong(slot.id()),
                slot.version(),
                slot.start(),
                slot.end(),
                new Program(program.title(), program.episode(), program.nola()),
                slot.source(),
                slot.state(),
                slot.breaks().stream().map(LegacyWeek::adBreak).toList());
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
        CreativeEntity creative = placement.creative();
        return new FeedSheet.Placement(
                Long.parseLong(placement.id()),
                placement.version(),
                new Creative(
                        creative.adId(), creative.title(), creative.underwriter(), creative.length(), creative.media()),
                placement.status(),
                placement.origin(),
                line(placement.line()));
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
