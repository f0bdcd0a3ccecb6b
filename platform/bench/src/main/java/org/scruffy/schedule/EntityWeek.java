package org.scruffy.schedule;

import jakarta.persistence.EntityGraph;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Subgraph;
import jakarta.persistence.TypedQuery;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiConsumer;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;

/** A week read as entities, all of a station's feeds at once, by the plans that JPA and EclipseLink have for it. */
public enum EntityWeek {

    /** One statement whose rows repeat slots and breaks. */
    JOIN_FETCH((em, query) -> hints(query, "eclipselink.left-join-fetch")),

    /** A load graph, which says what to read, and batches, which say how. */
    GRAPH_AND_BATCHES((em, query) -> {
        query.setHint("jakarta.persistence.loadgraph", graph(em));
        query.setHint("eclipselink.batch.type", "EXISTS");
        hints(query, "eclipselink.batch");
    });

    private static final List<String> HOPS = List.of(
            "t.program",
            "t.breaks",
            "t.breaks.placements",
            "t.breaks.placements.creative",
            "t.breaks.placements.creative.underwriter");

    private final BiConsumer<EntityManager, TypedQuery<SlotEntity>> plan;

    EntityWeek(BiConsumer<EntityManager, TypedQuery<SlotEntity>> plan) {
        this.plan = plan;
    }

    private static void hints(TypedQuery<SlotEntity> query, String hint) {
        HOPS.forEach(hop -> query.setHint(hint, hop));
    }

    private static EntityGraph<SlotEntity> graph(EntityManager em) {
        EntityGraph<SlotEntity> graph = em.createEntityGraph(SlotEntity.class);
        graph.addAttributeNodes("program");
        Subgraph<?> placements = graph.addSubgraph("breaks").addSubgraph("placements");
        placements.addSubgraph("creative").addAttributeNodes("underwriter");
        return graph;
    }

    public List<FeedSheet> read(Database database, String callSign, LocalDate monday) {
        return database.read(em -> {
            List<FeedRow> feeds = FeedRow.named(new Sql(em), callSign, "", monday);
            LocalWeek week = feeds.get(0).week(monday);
            TypedQuery<SlotEntity> query = em.createQuery(
                            "SELECT t FROM Timeslot t WHERE t.feedId IN :feeds AND t.startsAt < :end AND t.endsAt > :start"
                                    + " AND t.state <> 'CANCELLED' ORDER BY t.feedId, t.startsAt",
                            SlotEntity.class)
                    .setParameter("feeds", FeedRow.ids(feeds))
                    .setParameter("start", week.start().atOffset(ZoneOffset.UTC))
                    .setParameter("end", week.end().atOffset(ZoneOffset.UTC));
            plan.accept(em, query);
            return sheets(feeds, monday, List.copyOf(new LinkedHashSet<>(query.getResultList())));
        });
    }

    /** Every feed of these has the same zone and so the same number of slots. */
    private static List<FeedSheet> sheets(List<FeedRow> feeds, LocalDate monday, List<SlotEntity> slots) {
        int ofEach = slots.size() / feeds.size();
        List<FeedSheet> sheets = new ArrayList<>();
        for (FeedRow feed : feeds) {
            int from = sheets.size() * ofEach;
            sheets.add(WeekPlan.sheet(
                    feed,
                    monday,
                    slots.subList(from, from + ofEach).stream()
                            .map(LegacyWeek::slot)
                            .toList()));
        }
        return sheets;
    }
}
