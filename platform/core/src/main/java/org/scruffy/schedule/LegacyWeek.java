package org.scruffy.schedule;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.metamodel.Bindable;
import jakarta.persistence.metamodel.EntityType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;

/**
 * A week as the application before Scruffy read it: entities walked lazily, a statement for every slot, break and creative
 * that is touched. Kept so that the demo can show what that looks like in a trace.
 *
 * @param relations those that are read for all owners at once, {@code Timeslot.breaks}; none in the application before Scruffy
 */
record LegacyWeek(EntityManager em, List<String> relations) {

    private static final String ROOT = "Timeslot";
    private static final String ALIAS = "t";

    List<FeedSheet.Slot> slots(long feedId, LocalWeek week) {
        TypedQuery<SlotEntity> query = em.createQuery(
                        "SELECT t FROM Timeslot t WHERE t.feedId = :feed AND t.startsAt < :end AND t.endsAt > :start"
                                + " AND t.state <> 'CANCELLED' ORDER BY t.startsAt",
                        SlotEntity.class)
                .setParameter("feed", feedId)
                .setParameter("start", week.start().atOffset(ZoneOffset.UTC))
                .setParameter("end", week.end().atOffset(ZoneOffset.UTC));
        List<String> batches = batches();
        if (!batches.isEmpty()) {
            query.setHint("eclipselink.batch.type", "EXISTS");
            batches.forEach(path -> query.setHint("eclipselink.batch", path));
        }
        return query.getResultList().stream().map(LegacyWeek::slot).toList();
    }

    /** The relations as paths from the slots, {@code t.breaks.placements}; those that no path leads to are left out. */
    List<String> batches() {
        Map<String, String> pathsOfEntities = new HashMap<>(Map.of(ROOT, ALIAS));
        List<String> batches = new ArrayList<>();
        Set<String> left = new LinkedHashSet<>(relations);
        while (left.removeIf(relation -> reached(relation, pathsOfEntities, batches))) {
            // the next round reaches what those of this one lead to
        }
        return batches;
    }

    private boolean reached(String relation, Map<String, String> pathsOfEntities, List<String> batches) {
        String[] parts = relation.split("\\.", 2);
        String owner = pathsOfEntities.get(parts[0]);
        if (owner == null || parts.length < 2) {
            return false;
        }
        String path = owner + "." + parts[1];
        batches.add(path);
        pathsOfEntities.putIfAbsent(target(parts[0], parts[1]), path);
        return true;
    }

    private String target(String entity, String attribute) {
        EntityType<?> owner = em.getMetamodel().getEntities().stream()
                .filter(type -> type.getName().equals(entity))
                .findFirst()
                .orElseThrow();
        Class<?> target = ((Bindable<?>) owner.getAttribute(attribute)).getBindableJavaType();
        return em.getMetamodel().entity(target).getName();
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
