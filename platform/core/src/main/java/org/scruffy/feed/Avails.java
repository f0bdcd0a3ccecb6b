package org.scruffy.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.schedule.Schedule;
import org.scruffy.spi.schedule.AdBreak;

/** What became of each avail of a feed, and of each planned break that no cue ever came for. */
@ApplicationScoped
public class Avails {

    private static final Duration NEAR = Duration.ofMinutes(2);

    private final Database database;
    private final Schedule schedule;
    private final Clock clock;

    protected Avails() {
        this(null, null, null);
    }

    @Inject
    public Avails(Database database, Schedule schedule, Clock clock) {
        this.database = database;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * The avails of an interval, in air order. At most eleven statements, however many there are.
     *
     * @throws org.scruffy.schedule.NoSuchFeed where there is no such feed
     */
    public List<AvailStory> between(String callSign, String feed, Instant from, Instant to) {
        List<AdBreak> breaks = schedule.breaks(callSign, feed, from.minus(NEAR), to.plus(NEAR));
        return stories(callSign, feed, breaks, from, to);
    }

    /**
     * One of them.
     *
     * @param id as in {@link AvailStory#id}, or {@code break-} and the id of a break that was decided about
     */
    public Optional<AvailStory> one(String callSign, String feed, String id) {
        boolean planned = id.startsWith("break-");
        String number = planned ? id.substring(6) : id;
        Optional<Instant> at = database.read(em -> {
            Sql sql = new Sql(em);
            long feedId = AirActionTable.feed(sql, callSign, feed);
            return sql
                    .rows(
                            planned
                                    ? "SELECT coalesce((SELECT max(at) FROM avail WHERE feed_id = ?1 AND break_id = ?2),"
                                            + " (SELECT starts_at FROM ad_break WHERE feed_id = ?1 AND CAST(id AS text) = ?2))"
                                    : "SELECT at FROM avail WHERE feed_id = ?1 AND CAST(id AS text) = ?2",
                            feedId,
                            number)
                    .stream()
                    .filter(row -> !row.empty(0))
                    .map(row -> row.at(0))
                    .findFirst();
        });
        return at.flatMap(instant -> between(callSign, feed, instant.minus(NEAR), instant.plus(NEAR)).stream()
                .filter(story ->
                        planned ? story.breakId().equals(number) : story.id().equals(number))
                .max(Comparator.comparingInt(AvailStory::aired)));
    }

    List<AvailStory> stories(String callSign, String feed, List<AdBreak> breaks, Instant from, Instant to) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            long feedId = AirActionTable.feed(sql, callSign, feed);
            boolean cued = sql.rows("SELECT break_signal FROM feed WHERE id = ?1", feedId)
                    .get(0)
                    .text(0)
                    .equals("CUES");
            Map<String, AdBreak> planned = breaks.stream()
                    .collect(Collectors.toMap(AdBreak::id, one -> one, (one, other) -> one, TreeMap::new));
            List<AvailFacts.Decided> decided = decided(sql, AirLog.between(em, feedId, from, to));
            List<AvailFacts.Seen> cues = cues(sql, feedId, from, to);
            List<AirNotes.Trouble> troubles = troubles(sql, feedId, from, to);
            List<AirAction> actions = new AirActionTable(sql).between(feedId, from.minus(NEAR), to.plus(NEAR));
            Instant now = clock.instant();
            List<AvailFacts> facts = new ArrayList<>();
            decided.forEach(one -> facts.add(new AvailFacts(
                    cued,
                    now,
                    Optional.ofNullable(planned.remove(one.avail().breakId())),
                    Optional.of(one),
                    cues.stream()
                            .filter(cue -> cue.key().equals(one.avail().key()))
                            .findFirst(),
                    during(troubles, one.avail().at(), one.avail().planned()),
                    actions)));
            List<String> taken = decided.stream().map(one -> one.avail().key()).toList();
            planned.values().stream()
                    .filter(one -> !one.start().isBefore(from) && one.start().isBefore(to))
                    .filter(one -> !one.start().isAfter(now.plus(NEAR)))
                    .forEach(one -> facts.add(new AvailFacts(
                            cued,
                            now,
                            Optional.of(one),
                            Optional.empty(),
                            cues.stream()
                                    .filter(cue -> !taken.contains(cue.key()))
                                    .filter(cue -> Duration.between(cue.at(), one.start())
                                                    .abs()
                                                    .compareTo(NEAR)
                                            <= 0)
                                    .findFirst(),
                            during(troubles, one.start(), one.capacity()),
                            actions)));
            return facts.stream()
                    .map(AvailSteps::of)
                    .sorted(Comparator.comparing(AvailStory::at))
                    .toList();
        });
    }

    private static List<AirNotes.Trouble> during(List<AirNotes.Trouble> troubles, Instant at, Duration length) {
        return troubles.stream()
                .filter(one -> one.since().isBefore(at.plus(length).plus(NEAR)))
                .filter(one -> one.until().map(until -> until.isAfter(at)).orElse(true))
                .toList();
    }

    private static List<AvailFacts.Decided> decided(Sql sql, List<AirLog.Kept> avails) {
        List<Long> ids = avails.stream().map(one -> one.avail().id()).toList();
        Map<Long, Map<Integer, AirNotes.Shown>> shown = new HashMap<>();
        Map<Long, List<AvailFacts.Row>> aired = new HashMap<>();
        if (!ids.isEmpty()) {
            sql.rows(
                            "SELECT avail_id, position, at, etag, trace_id FROM spot_shown"
                                    + " WHERE avail_id = ANY (CAST(?1 AS bigint[]))",
                            ids)
                    .forEach(row -> shown.computeIfAbsent(row.number(0), id -> new TreeMap<>())
                            .put(
                                    (int) row.number(1),
                                    new AirNotes.Shown(
                                            row.number(0), (int) row.number(1), row.at(2), row.text(3), row.text(4))));
            sql.rows(
                            "SELECT avail_id, position, actual_start, length_ms, reason FROM as_run"
                                    + " WHERE avail_id = ANY (CAST(?1 AS bigint[])) ORDER BY avail_id, position",
                            ids)
                    .forEach(row -> aired.computeIfAbsent(row.number(0), id -> new ArrayList<>())
                            .add(new AvailFacts.Row((int) row.number(1), row.at(2), row.length(3), row.text(4))));
        }
        return avails.stream()
                .map(one -> new AvailFacts.Decided(
                        one.avail(),
                        one.decidedAt(),
                        one.traceId(),
                        one.endReason(),
                        shown.getOrDefault(one.avail().id(), Map.of()),
                        aired.getOrDefault(one.avail().id(), List.of())))
                .toList();
    }

    private static List<AvailFacts.Seen> cues(Sql sql, long feed, Instant from, Instant to) {
        return sql
                .rows(
                        "SELECT key, at, seen_at, late_ms, trace_id FROM cue_seen WHERE feed_id = ?1 AND type = 'OUT'"
                                + " AND at >= CAST(?2 AS timestamptz) AND at < CAST(?3 AS timestamptz) ORDER BY at",
                        feed,
                        from.minus(NEAR),
                        to.plus(NEAR))
                .stream()
                .map(row -> new AvailFacts.Seen(row.text(0), row.at(1), row.at(2), row.length(3), row.text(4)))
                .toList();
    }

    private static List<AirNotes.Trouble> troubles(Sql sql, long feed, Instant from, Instant to) {
        return sql
                .rows(
                        "SELECT kind, since, until, words, trace_id FROM air_trouble WHERE feed_id = ?1"
                                + " AND since < CAST(?3 AS timestamptz) AND (until IS NULL OR until > CAST(?2 AS timestamptz)) ORDER BY since",
                        feed,
                        from.minus(NEAR),
                        to.plus(NEAR))
                .stream()
                .map(row -> new AirNotes.Trouble(
                        AirTrouble.Kind.valueOf(row.text(0)),
                        row.at(1),
                        row.empty(2) ? Optional.empty() : Optional.of(row.at(2)),
                        row.text(3),
                        row.text(4)))
                .toList();
    }
}
