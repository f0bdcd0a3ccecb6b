package org.scruffy.schedule;

import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.scruffy.database.Sql;

/** Reads one week in several ways, counts what each takes and compares what they read. */
final class WeekReadings {

    private static final double NANOS_PER_MS = 1e6;

    private final EntityManager em;
    private final List<FeedRow> feeds;
    private final LocalDate monday;
    private final LongSupplier statements;
    private final List<Reading> taken = new ArrayList<>();
    private List<FeedSheet> first;

    WeekReadings(EntityManager em, List<FeedRow> feeds, LocalDate monday, LongSupplier statements) {
        this.em = em;
        this.feeds = feeds;
        this.monday = monday;
        this.statements = statements;
    }

    List<Reading> with(List<String> relations) {
        LegacyWeek batched = new LegacyWeek(em, relations);
        add("lazily", List.of(), () -> sheets(new LegacyWeek(em, List.of())));
        add("with the relations at once", batched.batches(), () -> sheets(batched));
        add("by its fetch plan", List.of(), () -> new WeekPlan(new Sql(em)).sheets(feeds, monday));
        return List.copyOf(taken);
    }

    private List<FeedSheet> sheets(LegacyWeek week) {
        return feeds.stream()
                .map(row -> WeekPlan.sheet(row, monday, week.slots(row.id(), row.week(monday))))
                .toList();
    }

    private void add(String way, List<String> batches, Supplier<List<FeedSheet>> reading) {
        em.clear(); // nothing that the way before has read
        long before = statements.getAsLong();
        long start = System.nanoTime();
        List<FeedSheet> read = reading.get();
        double ms = (System.nanoTime() - start) / NANOS_PER_MS;
        first = first == null ? read : first;
        taken.add(new Reading(way, batches, statements.getAsLong() - before, ms, read.equals(first)));
    }
}
