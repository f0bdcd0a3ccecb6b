package org.scruffy.creative;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.feed.Conditioned.Copy;
import org.scruffy.spi.feed.Probe;

/** The queue of copies to make, in the database: every node takes from it, and it survives them all. */
record Queue(Sql sql, Instant now) {

    /** Longer than a node is ever silent while it conditions. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** A file that ends a node every time must not end all of them for ever. */
    static final int MOST_ATTEMPTS = 4;

    /** A copy that was taken to be made. */
    record Job(
            long id,
            long creative,
            String adId,
            String source,
            Duration booked,
            String rungs,
            int attempt,
            Lengths lengths) {}

    /** Whether some creative has a file, so that ladders are worth reading. */
    static boolean used(Sql sql) {
        return sql.rows(
                        "SELECT EXISTS (SELECT 1 FROM creative_file WHERE state IN ('WAITING', 'CONDITIONING', 'CONDITIONED'))")
                .get(0)
                .flag(0);
    }

    /** Lets nobody else publish or delete a folder until this transaction ends: folders with the same content are one. */
    static void alone(Sql sql) {
        sql.rows("SELECT CAST(pg_advisory_xact_lock(hashtext('air_copy.folder')) AS text)");
    }

    /** Asks for every copy that is missing, and for no other: of the newest files, on the ladders of their stations. */
    void fill() {
        sql.run("""
                UPDATE air_copy a SET state = 'CANCELLED', leased_until = NULL FROM creative c
                WHERE c.id = a.creative_id AND a.state IN ('WAITING', 'CONDITIONING')
                  AND (c.disabled OR c.sha256 <> a.source OR c.duration_ms <> a.booked_ms)
                """);
        sql.run("""
                UPDATE air_copy a SET state = 'WAITING', attempt = 0, problem = '', ended_at = NULL
                FROM creative c JOIN creative_file f ON f.creative_id = c.id AND f.state = 'WAITING'
                WHERE c.id = a.creative_id AND NOT c.disabled AND f.sha256 = a.source AND c.sha256 = a.source
                  AND c.duration_ms = a.booked_ms AND a.state IN ('FAILED', 'CANCELLED')
                """);
        sql.run("""
                UPDATE air_copy SET state = 'FAILED', leased_until = NULL, ended_at = CAST(?1 AS timestamptz),
                       problem = 'It was given up: Scruffy stopped each time it was being conditioned.'
                WHERE state = 'CONDITIONING' AND leased_until < CAST(?1 AS timestamptz) AND attempt >= ?2
                """, now, MOST_ATTEMPTS);
        sql.run("""
                INSERT INTO air_copy (creative_id, source, booked_ms, ladder, rungs, asked_at)
                SELECT DISTINCT ON (c.id, l.ladder) c.id, c.sha256, c.duration_ms, l.ladder, l.rungs, CAST(?1 AS timestamptz)
                FROM creative c JOIN feed f ON c.station_id IS NULL OR f.station_id = c.station_id
                JOIN feed_ladder l ON l.feed_id = f.id AND l.ladder <> ''
                WHERE NOT c.disabled AND EXISTS (SELECT 1 FROM creative_file n WHERE n.creative_id = c.id AND n.sha256 = c.sha256
                                                 AND n.state IN ('WAITING', 'CONDITIONING', 'CONDITIONED'))
                ON CONFLICT DO NOTHING
                """, now);
        sql.rows("""
                        SELECT DISTINCT f.creative_id FROM creative_file f LEFT JOIN air_copy a
                        ON a.creative_id = f.creative_id AND a.source = f.sha256 AND a.state IN ('WAITING', 'FAILED')
                        WHERE f.state IN ('WAITING', 'CONDITIONING') OR f.state = 'CONDITIONED' AND a.id IS NOT NULL
                        """).forEach(row -> settle(row.number(0)));
    }

    /** Takes the oldest copy that waits, or that a node left behind; nobody else gets it while the lease is renewed. */
    Optional<Job> take() {
        List<Row> taken = sql.rows("""
                UPDATE air_copy a SET state = 'CONDITIONING', attempt = attempt + 1, progress = 0, step = '', problem = '',
                       leased_until = CAST(?2 AS timestamptz)
                FROM creative c LEFT JOIN creative_lengths n ON n.id = c.station_id
                WHERE c.id = a.creative_id AND a.id = (
                    SELECT id FROM air_copy
                    WHERE state = 'WAITING' OR state = 'CONDITIONING' AND leased_until < CAST(?1 AS timestamptz) AND attempt < ?3
                    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING a.id, c.id AS creative, c.ad_id, a.source, a.booked_ms, a.rungs, a.attempt, n.tolerance_ms, n.longest_ms
                """, now, now.plus(LEASE), MOST_ATTEMPTS);
        taken.forEach(row -> settle(row.number(1)));
        return taken.stream()
                .findFirst()
                .map(row -> new Job(
                        row.number(0),
                        row.number(1),
                        row.text(2),
                        row.text(3),
                        row.length(4),
                        row.text(5),
                        (int) row.number(6),
                        row.empty(7) ? Lengths.DEFAULT : new Lengths(row.length(7), row.length(8))));
    }

    /** Tells how far a copy is and keeps it; false where nobody wants it any more. */
    boolean renew(Job job, double progress, String step) {
        return sql.run(
                        "UPDATE air_copy SET progress = ?3, step = ?4, leased_until = CAST(?5 AS timestamptz)"
                                + " WHERE id = ?1 AND attempt = ?2 AND state = 'CONDITIONING'",
                        job.id(),
                        job.attempt(),
                        progress,
                        step,
                        now.plus(LEASE))
                > 0;
    }

    void ready(Job job, String folder, Copy copy) {
        sql.run(
                """
                UPDATE air_copy SET state = 'READY', progress = 1, step = '', leased_until = NULL, ended_at = CAST(?3 AS timestamptz),
                       folder = ?4, length_ms = ?5, loudness_before = CAST(NULLIF(?6, '') AS double precision),
                       loudness_after = CAST(NULLIF(?7, '') AS double precision), peak = CAST(NULLIF(?8, '') AS double precision),
                       probe = ?9, findings = ?10
                WHERE id = ?1 AND attempt = ?2 AND state = 'CONDITIONING'
                """,
                job.id(),
                job.attempt(),
                now,
                folder,
                (int) copy.length().toMillis(),
                text(copy.loudness().before()),
                text(copy.loudness().after()),
                text(copy.loudness().peak()),
                words(copy.source()),
                AirCopies.text(copy.findings()));
        settle(job.creative());
        sql.run("UPDATE reference SET revision = revision + 1, raised_by = pg_current_xact_id()"
                + " WHERE raised_by <> pg_current_xact_id()");
    }

    private static String text(OptionalDouble level) {
        return level.isPresent() ? "" + level.getAsDouble() : "";
    }

    private static String words(Probe probe) {
        String picture = probe.picture()
                .map(one -> one.width() + "x" + one.height() + " " + one.codec())
                .orElse("");
        return picture
                + probe.sound()
                        .map(one -> ", " + one.codec() + " " + one.rate() + " Hz, " + one.channels()
                                + (one.channels() == 1 ? " channel" : " channels"))
                        .orElse(", no sound");
    }

    /** Lets the file of a creative that failed, or was cancelled, wait again; false where it is none of these. */
    boolean again(String adId) {
        return sql.run("""
                        UPDATE creative_file f SET state = 'WAITING', problem = '' FROM creative c
                        WHERE c.id = f.creative_id AND c.ad_id = ?1 AND f.state IN ('FAILED', 'CANCELLED')
                          AND f.id = (SELECT max(id) FROM creative_file WHERE creative_id = c.id)
                        """, adId) > 0;
    }

    void failed(Job job, String problem) {
        sql.run(
                "UPDATE air_copy SET state = 'FAILED', step = '', leased_until = NULL, ended_at = CAST(?3 AS timestamptz), problem = ?4"
                        + " WHERE id = ?1 AND attempt = ?2 AND state = 'CONDITIONING'",
                job.id(),
                job.attempt(),
                now,
                problem);
        settle(job.creative());
    }

    /** Puts a copy back that a node stops to make; it does not count as an attempt. */
    void giveBack(Job job) {
        sql.run(
                "UPDATE air_copy SET state = 'WAITING', attempt = attempt - 1, progress = 0, step = '', leased_until = NULL"
                        + " WHERE id = ?1 AND attempt = ?2 AND state = 'CONDITIONING'",
                job.id(),
                job.attempt());
    }

    /** The state of a creative's newest file is that of its copies; where all are ready, the creative is. */
    private void settle(long creative) {
        Row row = sql.rows("""
                SELECT f.id, f.state, c.media, count(w.ladder) AS wanted, count(*) FILTER (WHERE a.state = 'READY') AS ready,
                       count(*) FILTER (WHERE a.state = 'FAILED') AS failed, count(*) FILTER (WHERE a.state = 'CONDITIONING') AS running,
                       max(a.problem) FILTER (WHERE a.state = 'FAILED') AS problem,
                       (array_agg(a.folder ORDER BY w.first))[1] AS folder
                FROM creative c
                JOIN LATERAL (SELECT id, state FROM creative_file WHERE creative_id = c.id ORDER BY id DESC LIMIT 1) f ON true
                LEFT JOIN LATERAL (SELECT l.ladder, min(fe.id) AS first FROM feed fe JOIN feed_ladder l ON l.feed_id = fe.id
                                   WHERE l.ladder <> '' AND (c.station_id IS NULL OR fe.station_id = c.station_id)
                                   GROUP BY l.ladder) w ON true
                LEFT JOIN air_copy a ON a.creative_id = c.id AND a.source = c.sha256 AND a.booked_ms = c.duration_ms
                                    AND a.ladder = w.ladder
                WHERE c.id = ?1 GROUP BY f.id, f.state, c.media
                """, creative).get(0);
        String state = state(row.number(3), row.number(4), row.number(5), row.number(6));
        sql.run(
                "UPDATE creative_file SET state = ?2, problem = ?3 WHERE id = ?1 AND (state, problem) IS DISTINCT FROM (?2, ?3)"
                        + " AND state <> 'CANCELLED'",
                row.number(0),
                state,
                row.text(7));
        if (state.equals("CONDITIONED") && !row.text(1).equals("CANCELLED")) {
            sql.run("UPDATE creative SET media = ?2 WHERE id = ?1 AND media <> ?2", creative, row.text(8));
        }
    }

    private static String state(long wanted, long ready, long failed, long running) {
        if (failed > 0) {
            return "FAILED";
        }
        if (running > 0) {
            return "CONDITIONING";
        }
        return wanted > 0 && ready == wanted ? "CONDITIONED" : "WAITING";
    }
}
