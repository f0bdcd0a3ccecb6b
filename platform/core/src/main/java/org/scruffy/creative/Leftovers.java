package org.scruffy.creative;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.feed.Manifests;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Deletes the copies that nobody needs: their creative has another file or length or is deleted, or no feed has their ladder. They
 * stay for a week, in which they can be needed again, and longer where a playlist or a record can name them.
 */
@ApplicationScoped
public class Leftovers {

    /** How long a copy stays that nobody needs. */
    public static final Duration GRACE = Duration.ofDays(7);

    private static final Logger LOG = Logger.getLogger(Leftovers.class.getName());
    private static final Duration FREED = Duration.ofDays(30);
    /** More than a playlist lists of what aired before it was published. */
    private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

    private static final int MOST = 200;
    private static final String AIR = "air/";

    /**
     * The folders that somebody needs: what is planned or could be, what fills breaks, and what the records name that a playlist is
     * made of: all from ?1 on, and the newest of each feed, which a feed that starts reads.
     */
    private static final String NEEDED = """
            WITH filling AS (
                SELECT slate AS ad_id FROM feed_stitching UNION SELECT unnest(string_to_array(fillers, ' ')) FROM feed_stitching),
            alive AS (
                SELECT * FROM creative WHERE NOT disabled OR ad_id IN (SELECT ad_id FROM filling)),
            recent AS (
                SELECT id FROM (SELECT id, at, row_number() OVER (PARTITION BY feed_id ORDER BY id DESC) AS age FROM avail) a
                WHERE age <= 40 OR at > CAST(?1 AS timestamptz)),
            needed AS (
                SELECT a.folder FROM air_copy a
                JOIN alive c ON c.id = a.creative_id AND c.sha256 = a.source AND c.duration_ms = a.booked_ms
                WHERE EXISTS (SELECT 1 FROM feed_ladder l JOIN feed f ON f.id = l.feed_id WHERE l.ladder = a.ladder
                              AND (c.station_id IS NULL OR f.station_id = c.station_id OR c.ad_id IN (SELECT ad_id FROM filling)))
                UNION SELECT media FROM alive
                UNION SELECT (regexp_matches(s.pod, '/spots/(air/[0-9a-f]{64})/', 'g'))[1] FROM splice s JOIN recent r ON r.id = s.avail_id)
            """;

    private final Database database;
    private final Platform platform;
    private final Telemetry telemetry;
    private final Clock clock;
    private final Duration named;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "leftovers");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    protected Leftovers() {
        this(null, null, Duration.ZERO, null, null);
    }

    @Inject
    public Leftovers(Database database, Platform platform, Manifests manifests, Telemetry telemetry, Clock clock) {
        this(database, platform, manifests.kept(), telemetry, clock);
    }

    /** @param manifests how long published playlists are kept */
    Leftovers(Database database, Platform platform, Duration manifests, Telemetry telemetry, Clock clock) {
        this.database = database;
        this.platform = platform;
        this.telemetry = telemetry;
        this.clock = clock;
        Duration listed = manifests.plus(LONGEST_WINDOW);
        this.named = listed.compareTo(GRACE) > 0 ? listed : GRACE;
    }

    void start(
            @Observes @Priority(Platform.GO_ON_AIR + 1) @Initialized(ApplicationScoped.class) Object event,
            Routines routines) {
        routines.every(Duration.ofMinutes(2), Duration.ofHours(1), thread, "copy retention", this::look);
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    /** Takes note of what nobody needs, and deletes what nobody has needed for the grace time. */
    void look() {
        try (Telemetry.Span job = telemetry.job("copy retention")) {
            try {
                database.change(em -> mark(new Sql(em)));
                int freed = database.transaction(em -> free(new Sql(em)));
                job.set("copies.freed", freed);
                tidy();
            } catch (IOException | RuntimeException e) {
                job.fail(e);
                LOG.log(Level.WARNING, "Copies that nobody needs cannot be deleted; it is tried again in an hour", e);
            }
        }
    }

    /** Deletes what is on its way out, also what a node left there when it ended: where a row stands still, it was not to go yet. */
    private void tidy() throws IOException {
        for (Path gone : Content.folders(leaving())) {
            String folder = AIR + gone.getFileName();
            boolean stands = database.read(em -> !new Sql(em)
                    .rows("SELECT 1 FROM air_copy WHERE folder = ?1 LIMIT 1", folder)
                    .isEmpty());
            if (stands && !Files.exists(home(folder))) {
                Content.move(gone, home(folder));
            }
            Content.delete(gone);
        }
    }

    private Path home(String folder) {
        return platform.media().resolve(folder);
    }

    private Path leaving() {
        return platform.media().resolve(".leaving");
    }

    private Instant horizon() {
        return clock.instant().minus(named);
    }

    private void mark(Sql sql) {
        sql.run(NEEDED + """
                UPDATE air_copy SET unneeded_since = CASE WHEN unneeded_since IS NULL THEN CAST(?2 AS timestamptz) END
                WHERE folder <> '' AND (unneeded_since IS NULL) <> (folder IN (SELECT folder FROM needed))
                """, horizon(), clock.instant());
        sql.rows("SELECT DISTINCT folder FROM air_copy WHERE unneeded_since IS NOT NULL AND bytes = 0")
                .forEach(row ->
                        sql.run("UPDATE air_copy SET bytes = ?2 WHERE folder = ?1", row.text(0), bytes(row.text(0))));
    }

    private long bytes(String folder) {
        try {
            return Content.bytes(home(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks again, since somebody may need a copy by now, and takes folders away with their rows: nobody finds half of one. Creatives
     * with the same content share a folder, and all of them must be without need of it.
     *
     * @return how many copies are gone
     */
    private int free(Sql sql) {
        Queue.alone(sql);
        List<Row> gone = sql.rows(NEEDED + """
                DELETE FROM air_copy WHERE folder NOT IN (SELECT folder FROM needed) AND folder IN (
                    SELECT folder FROM air_copy WHERE folder <> '' GROUP BY folder
                    HAVING bool_and(unneeded_since IS NOT NULL AND unneeded_since <= CAST(?2 AS timestamptz)))
                RETURNING folder, bytes
                """, horizon(), clock.instant().minus(GRACE));
        if (gone.isEmpty()) {
            return 0;
        }
        Map<String, Long> folders = new TreeMap<>();
        gone.forEach(row -> folders.put(row.text(0), row.number(1)));
        sql.run("UPDATE creative SET media = '' WHERE media = ANY (CAST(?1 AS text[]))", folders.keySet());
        sql.run(
                "INSERT INTO copies_freed (at, copies, bytes) VALUES (CAST(?1 AS timestamptz), ?2, ?3)",
                clock.instant(),
                gone.size(),
                folders.values().stream().mapToLong(Long::longValue).sum());
        folders.keySet()
                .forEach(folder -> Content.move(home(folder), leaving().resolve(folder.substring(AIR.length()))));
        return gone.size();
    }

    /**
     * What nobody needs.
     *
     * @param bytes of all of it; copies with the same content share their folder and count once
     * @param copies what goes first before the rest; 200 at most
     * @param freedCopies how many were deleted in the last 30 days, at all stations
     * @param freedBytes what that freed
     */
    public record Look(long bytes, List<Leftover> copies, int freedCopies, long freedBytes) {}

    /** What of a station's creatives is going to be deleted, and what was. Two statements. */
    public Look of(String callSign) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            List<Row> rows = sql.rows("""
                    SELECT c.ad_id, c.title, a.rungs, a.bytes, a.unneeded_since,
                           (SELECT sum(f.bytes) FROM (SELECT DISTINCT folder, bytes FROM air_copy o
                            JOIN creative oc ON oc.id = o.creative_id LEFT JOIN station os ON os.id = oc.station_id
                            WHERE o.unneeded_since IS NOT NULL AND (os.id IS NULL OR os.call_sign = ?1)) f)
                    FROM air_copy a JOIN creative c ON c.id = a.creative_id LEFT JOIN station own ON own.id = c.station_id
                    WHERE a.unneeded_since IS NOT NULL AND (own.id IS NULL OR own.call_sign = ?1)
                    ORDER BY a.unneeded_since, a.id LIMIT ?2
                    """, callSign, MOST);
            Row freed = sql.rows(
                            "SELECT COALESCE(sum(copies), 0), COALESCE(sum(bytes), 0) FROM copies_freed"
                                    + " WHERE at > CAST(?1 AS timestamptz)",
                            clock.instant().minus(FREED))
                    .get(0);
            return new Look(
                    rows.isEmpty() ? 0 : rows.get(0).number(5),
                    rows.stream().map(Leftovers::leftover).toList(),
                    (int) freed.number(0),
                    freed.number(1));
        });
    }

    private static Leftover leftover(Row row) {
        return new Leftover(
                row.text(0),
                row.text(1),
                LadderText.words(LadderText.read(row.text(2))),
                row.number(3),
                row.at(4),
                row.at(4).plus(GRACE));
    }
}
