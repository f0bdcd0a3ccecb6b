package org.scruffy.feed;

import java.time.Instant;
import java.util.List;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;

/** The notes of one feed in PostgreSQL. */
record AirNoteLog(Database database, long feedId) implements AirNotes {

    private static final int KEPT = 100;

    @Override
    public List<Shown> shown() {
        return database.read(em -> new Sql(em)
                        .rows(
                                "SELECT s.avail_id, s.position, s.at, s.etag, s.trace_id FROM spot_shown s JOIN avail a ON a.id = s.avail_id"
                                        + " WHERE a.feed_id = ?1 ORDER BY s.avail_id DESC LIMIT " + KEPT,
                                feedId)
                        .stream()
                        .map(row -> new Shown(row.number(0), (int) row.number(1), row.at(2), row.text(3), row.text(4)))
                        .toList());
    }

    @Override
    public void begin(Instant now, String traceId) {
        database.change(em -> {
            Sql sql = new Sql(em);
            sql.run(
                    "UPDATE air_trouble SET until = GREATEST(since, CAST(?2 AS timestamptz)) WHERE feed_id = ?1 AND until IS NULL",
                    feedId,
                    now);
            sql.run("""
                    INSERT INTO air_trouble (feed_id, kind, since, until, words, trace_id)
                    SELECT ?1, 'OFF', last.at, CAST(?2 AS timestamptz), 'Nothing was published', ?3
                    FROM (SELECT coalesce(max(marked_at), to_timestamp(0)) AS at FROM numbering WHERE feed_id = ?1) last
                    WHERE last.at < CAST(?2 AS timestamptz) - interval '5 seconds' ON CONFLICT DO NOTHING
                    """, feedId, now, traceId);
        });
    }

    @Override
    public void saw(Sighting seen) {
        database.change(em -> new Sql(em)
                .run(
                        """
                        INSERT INTO cue_seen (feed_id, key, type, at, planned_ms, raw, seen_at, late_ms, trace_id)
                        VALUES (?1, ?2, ?3, CAST(?4 AS timestamptz), ?5, ?6, CAST(?7 AS timestamptz), ?8, ?9) ON CONFLICT DO NOTHING
                        """,
                        feedId,
                        seen.cue().key(),
                        seen.cue().type(),
                        seen.cue().at(),
                        seen.cue().length().toMillis(),
                        seen.cue().raw().replace("\0", ""),
                        seen.at(),
                        seen.late().toMillis(),
                        seen.traceId()));
    }

    @Override
    public void decided(Avail avail, String traceId) {
        database.change(em -> {
            Sql sql = new Sql(em);
            if (avail.id() == 0) {
                sql.run(
                        """
                        INSERT INTO avail (feed_id, key, epoch, at, planned_ms, break_id, reason)
                        VALUES (?1, ?2, ?3, CAST(?4 AS timestamptz), ?5, ?6, ?7) ON CONFLICT DO NOTHING
                        """,
                        feedId,
                        avail.key(),
                        avail.epoch(),
                        avail.at(),
                        avail.planned().toMillis(),
                        avail.breakId(),
                        avail.reason());
            }
            sql.run(
                    "UPDATE avail SET trace_id = ?3 WHERE feed_id = ?1 AND key = ?2 AND trace_id IS NULL",
                    feedId,
                    avail.key(),
                    traceId);
        });
    }

    @Override
    public void shown(Shown first) {
        database.change(em -> new Sql(em)
                .run(
                        "INSERT INTO spot_shown (avail_id, position, at, etag, trace_id)"
                                + " VALUES (?1, ?2, CAST(?3 AS timestamptz), ?4, ?5) ON CONFLICT DO NOTHING",
                        first.avail(),
                        first.position(),
                        first.at(),
                        first.etag(),
                        first.traceId()));
    }

    @Override
    public void trouble(Trouble trouble) {
        database.change(em -> new Sql(em)
                .run(
                        """
                        INSERT INTO air_trouble (feed_id, kind, since, until, words, trace_id)
                        VALUES (?1, ?2, CAST(?3 AS timestamptz), CAST(NULLIF(?4, '') AS timestamptz), ?5, ?6)
                        ON CONFLICT (feed_id, kind, since) DO UPDATE SET until = excluded.until, words = excluded.words
                        """,
                        feedId,
                        trouble.kind(),
                        trouble.since(),
                        trouble.until().map(Instant::toString).orElse(""),
                        trouble.words(),
                        trouble.traceId()));
    }
}
