package org.scruffy.schedule;

import jakarta.persistence.EntityManager;
import java.time.ZoneOffset;
import java.util.List;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;

/**
 * A week as the application before Scruffy read it: entities walked lazily, a statement for every slot, break and creative
 * that is touched. Kept so that the demo can show what that looks like in a trace.
 */
record LegacyWeek(EntityManager em) {

    List<Timeslot> slots(long feedId, LocalWeek week) {
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

    private static Timeslot slot(SlotEntity slot) {
        ProgramEntity program = slot.program();
        return new Timeslot(
                slot.id(),
                slot.start(),
                slot.end(),
                new Program(program.title(), program.episode(), program.nola()),
                slot.breaks().stream().map(LegacyWeek::adBreak).toList());
    }

    private static AdBreak adBreak(BreakEntity adBreak) {
        return new AdBreak(
                adBreak.id(),
                adBreak.start(),
                adBreak.capacity(),
                AdBreak.Kind.valueOf(adBreak.kind()),
                adBreak.placements().stream().map(LegacyWeek::spot).toList());
    }

    private static Spot spot(PlacementEntity placement) {
        CreativeEntity creative = placement.creative();
        return new Spot(
                placement.id(),
                new Creative(
                        creative.adId(),
                        creative.title(),
                        creative.underwriter(),
                        creative.length(),
                        creative.media()));
    }
}
