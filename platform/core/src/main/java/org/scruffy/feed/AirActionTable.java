package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/** What people did by hand, in PostgreSQL; each change leaves a line in the audit. */
record AirActionTable(Sql sql) {

    /** Longer than this after it was done, only a bypass still matters, and what was cancelled. */
    private static final Duration MATTERS = Duration.ofHours(3);

    private static final String ACTIONS =
            "SELECT id, kind, at, actor, break_id, undone_at FROM air_action WHERE feed_id = ?1 AND ";

    private static AirAction action(Row row) {
        return new AirAction(
                row.number(0),
                AirAction.Kind.valueOf(row.text(1)),
                row.at(2),
                row.text(3),
                row.text(4),
                row.empty(5) ? Optional.empty() : Optional.of(row.at(5)));
    }

    /** What holds, and what was taken back lately; oldest first. */
    List<AirAction> recent(long feed, Instant now) {
        return sql
                .rows(
                        ACTIONS
                                + "(at >= CAST(?2 AS timestamptz) OR (kind = 'BYPASS' AND undone_at IS NULL)) ORDER BY id",
                        feed,
                        now.minus(MATTERS))
                .stream()
                .map(AirActionTable::action)
                .toList();
    }

    List<AirAction> between(long feed, Instant from, Instant to) {
        return sql
                .rows(
                        ACTIONS + "at >= CAST(?2 AS timestamptz) AND at < CAST(?3 AS timestamptz) ORDER BY id",
                        feed,
                        from,
                        to)
                .stream()
                .map(AirActionTable::action)
                .toList();
    }

    Optional<AirAction> one(long feed, long id) {
        return sql.rows(ACTIONS + "id = ?2", feed, id).stream().findFirst().map(AirActionTable::action);
    }

    AirAction add(long feed, AirAction.Kind kind, Instant at, String breakId, AirActions.By by) {
        long id = sql.rows(
                        "INSERT INTO air_action (feed_id, kind, at, actor, break_id)"
                                + " VALUES (?1, ?2, CAST(?3 AS timestamptz), ?4, ?5) RETURNING id",
                        feed,
                        kind,
                        at,
                        by.user(),
                        breakId)
                .get(0)
                .number(0);
        audit("add", id, "", at, by);
        return new AirAction(id, kind, at, by.user(), breakId, Optional.empty());
    }

    void undo(long id, Instant at, AirActions.By by) {
        String before = row(id);
        sql.run(
                "UPDATE air_action SET undone_at = CAST(?2 AS timestamptz), undone_by = ?3 WHERE id = ?1 AND undone_at IS NULL",
                id,
                at,
                by.user());
        audit("change", id, before, at, by);
    }

    private String row(long id) {
        return sql.rows("SELECT CAST(to_jsonb(t) AS text) FROM air_action t WHERE id = ?1", id)
                .get(0)
                .text(0);
    }

    private void audit(String action, long id, String before, Instant at, AirActions.By by) {
        sql.run(
                """
                INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id, reason)
                VALUES (CAST(?1 AS timestamptz), ?2, ?3, ?4, 'air', ?5, CAST(NULLIF(?6, '') AS jsonb), CAST(?7 AS jsonb),
                        CAST(?8 AS uuid), ?9, ?10)
                """,
                at,
                by.user(),
                by.callSign(),
                action,
                id,
                before,
                row(id),
                UUID.randomUUID().toString(),
                by.traceId(),
                by.reason());
    }

    /** Whether a break was decided about already. */
    boolean decided(long feed, String breakId) {
        return !sql.rows("SELECT 1 FROM avail WHERE feed_id = ?1 AND break_id = ?2 AND break_id <> ''", feed, breakId)
                .isEmpty();
    }

    /** Whether the avail that an action asked for was decided. */
    boolean taken(long feed, AirAction action) {
        return decided(feed, action.breakId())
                || !sql.rows("SELECT 1 FROM avail WHERE feed_id = ?1 AND key = ?2", feed, Manual.key(action))
                        .isEmpty();
    }

    static long feed(Sql sql, String station, String feed) {
        return sql
                .rows(
                        "SELECT f.id FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = ?1 AND f.name = ?2",
                        station,
                        feed)
                .stream()
                .findFirst()
                .map(row -> row.number(0))
                .orElseThrow(() -> new org.scruffy.schedule.NoSuchFeed(
                        "feed",
                        feed,
                        sql
                                .rows(
                                        "SELECT f.name FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = ?1 ORDER BY f.name",
                                        station)
                                .stream()
                                .map(row -> row.text(0))
                                .toList()));
    }
}
