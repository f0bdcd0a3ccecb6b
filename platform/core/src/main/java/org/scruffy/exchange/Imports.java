package org.scruffy.exchange;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Desk;
import org.scruffy.desk.EditRefused;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Options;
import org.scruffy.exchange.ExchangeRefused.Reason;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Plugins;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Files of schedules on their way in: read into rows, checked against the schedule, shown, and then taken over as a whole or thrown
 * away. Reading says how far it is every few hundred rows; one that says nothing for {@link #SILENCE} died with its server.
 */
@ApplicationScoped
public class Imports {

    static final Duration SILENCE = Duration.ofMinutes(1);
    private static final Duration LONGEST_READING = Duration.ofHours(1);
    private static final int MOST_LISTED = 100;

    /**
     * A file that somebody brings.
     *
     * @param format by name
     * @param bytes how long it is, -1 where it is not known
     * @param replace whether it takes the place of what is scheduled in its time, or only fills free time
     * @param settings for the format
     */
    public record Brought(
            String callSign,
            String feed,
            String format,
            String fileName,
            long bytes,
            boolean replace,
            Map<String, String> settings,
            String actor) {}

    private record Scope(long feedId, FeedClock clock, ImportFile file) {}

    private final Plugins plugins;
    private final Database database;
    private final Clock clock;
    private final Telemetry telemetry;
    private final Desk desk;

    protected Imports() {
        this(null, null, null, null, null);
    }

    @Inject
    public Imports(Plugins plugins, Database database, Clock clock, Telemetry telemetry, Desk desk) {
        this.plugins = plugins;
        this.database = database;
        this.clock = clock;
        this.telemetry = telemetry;
        this.desk = desk;
    }

    void start(@Observes @Priority(Platform.IMPORT_SCHEDULE) @Initialized(ApplicationScoped.class) Object event) {
        markSilent();
    }

    /** Marks what no server reads any more. Its rows go; nothing of it was in the schedule. */
    private void markSilent() {
        database.change(em -> {
            Sql sql = new Sql(em);
            List<Row> dead = sql.rows("""
                    UPDATE import_file SET state = 'FAILED', ended_at = CAST(?1 AS timestamptz),
                           problem = 'The server stopped while it read the file; nothing was taken over. Bring it again.'
                    WHERE kind = 'SCHEDULE' AND state = 'READING' AND touched_at < CAST(?2 AS timestamptz)
                    RETURNING CAST(id AS text)
                    """, clock.instant(), clock.instant().minus(SILENCE));
            dead.forEach(row -> dropRows(sql, row.text(0)));
        });
    }

    private static void dropRows(Sql sql, String id) {
        sql.run("DELETE FROM import_row WHERE import_id = CAST(?1 AS uuid)", id);
    }

    /** The formats, by title. */
    public List<Format> formats() {
        return plugins.scheduleReaders().stream()
                .map(reader -> reader.call(
                        "describe",
                        Optional.<Format>empty(),
                        format -> Optional.of(new Format(format.name(), format.title(), "", "", reader.plugin()))))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Format::title))
                .toList();
    }

    private Extension<ScheduleReader> reader(String name) {
        return plugins.scheduleReaders().stream()
                .filter(reader ->
                        reader.call("describe", false, format -> format.name().equals(name)))
                .findFirst()
                .orElseThrow(() -> new ExchangeRefused(
                        Reason.SETTINGS,
                        "format",
                        name,
                        "one of: "
                                + String.join(
                                        ", ",
                                        formats().stream().map(Format::name).toList())));
    }

    /**
     * Reads a file to its end and checks it; the import is a preview then, or has failed and says why.
     *
     * @throws ExchangeRefused where the format is not known
     * @throws org.scruffy.schedule.NoSuchFeed where the feed is not known
     */
    public ImportFile read(Brought brought, InputStream file) {
        FeedLine feed = database.read(em -> FeedLine.named(new Sql(em), brought.callSign(), brought.feed()));
        Extension<ScheduleReader> reader = reader(brought.format());
        String id = UUID.randomUUID().toString();
        database.change(em -> open(new Sql(em), id, feed.id(), brought));
        try (Telemetry.Span span = telemetry.span("import schedule")) {
            Upload upload = new Upload(file);
            Reading rows = new Reading(clock.instant(), batch -> store(id, upload, batch));
            boolean whole = reader.call("read", LONGEST_READING, false, format -> {
                format.read(upload, feed.clock(), brought.settings(), rows);
                rows.flush();
                return true;
            });
            span.set("station", brought.callSign()).set("feed", brought.feed()).set("rows", rows.rows());
            close(id, feed, brought.replace(), upload, whole, reader);
        }
        return find(brought.callSign(), id);
    }

    private void open(Sql sql, String id, long feedId, Brought brought) {
        List<String> names = new ArrayList<>(List.of("replace"));
        List<String> values = new ArrayList<>(List.of("" + brought.replace()));
        brought.settings().forEach((name, value) -> {
            names.add(name);
            values.add(value);
        });
        sql.run(
                """
                INSERT INTO import_file (id, at, actor, station, kind, file_name, sha256, state, settings, feed_id, format,
                                         bytes_total, touched_at)
                VALUES (CAST(?1 AS uuid), CAST(?2 AS timestamptz), ?3, ?4, 'SCHEDULE', ?5, '', 'READING',
                        jsonb_object(CAST(?6 AS text[]), CAST(?7 AS text[])), ?8, ?9, ?10, CAST(?2 AS timestamptz))
                """,
                id,
                clock.instant(),
                brought.actor(),
                brought.callSign(),
                plainName(brought.fileName()),
                names,
                values,
                feedId,
                brought.format(),
                brought.bytes());
    }

    /** What a browser calls the file, without folders and control characters: it is shown, never opened. */
    static String plainName(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = last.replaceAll("\\p{Cntrl}", "").strip();
        return plain.length() > 200 ? plain.substring(0, 200) : plain;
    }

    /** A batch that cannot be stored, or that nobody wants any more, ends the file. */
    private void store(String id, Upload upload, Reading.Batch batch) {
        if (upload.failure() != null) {
            return;
        }
        try {
            if (!database.transaction(em -> store(new Sql(em), id, upload.bytes(), batch))) {
                upload.stop(new IllegalStateException("thrown away while it was read"));
            }
        } catch (RuntimeException e) {
            upload.stop(e);
        }
    }

    private boolean store(Sql sql, String id, long bytes, Reading.Batch batch) {
        int wanted = sql.run("""
                UPDATE import_file SET rows_read = rows_read + ?2, rows_bad = rows_bad + ?3, bytes_read = ?4,
                       touched_at = CAST(?5 AS timestamptz)
                WHERE id = CAST(?1 AS uuid) AND state = 'READING'
                """, id, batch.numbers.size(), batch.bad, bytes, clock.instant());
        if (wanted == 1 && !batch.numbers.isEmpty()) {
            sql.run(
                    """
                    INSERT INTO import_row (import_id, line, content, problem)
                    SELECT CAST(?1 AS uuid), n.number, jsonb_build_object('kind', n.kind, 'line', n.line, 'slot', nullif(n.slot, ''), 'start', nullif(n.start, ''),
                           'end', nullif(n.until, ''), 'title', n.title, 'episode', n.episode, 'nola', n.nola, 'breakKind', n.break_kind,
                           'position', nullif(n.position, ''), 'adId', n.ad_id, 'underwriter', n.underwriter, 'lengthMs', nullif(n.length, '')), n.problem
                    FROM unnest(CAST(?2 AS bigint[]), CAST(?3 AS bigint[]), CAST(?4 AS text[]), CAST(?5 AS text[]),
                                CAST(?6 AS text[]), CAST(?7 AS text[]), CAST(?8 AS text[]), CAST(?9 AS text[]), CAST(?10 AS text[]),
                                CAST(?11 AS text[]), CAST(?12 AS text[]), CAST(?13 AS text[]), CAST(?14 AS text[]),
                                CAST(?15 AS text[]), CAST(?16 AS text[]))
                         AS n(number, line, kind, slot, start, until, title, episode, nola, break_kind, position, ad_id, underwriter,
                              length, problem)
                    """,
                    id,
                    batch.numbers,
                    batch.lines,
                    batch.kinds,
                    batch.slots,
                    batch.starts,
                    batch.ends,
                    batch.titles,
                    batch.episodes,
                    batch.nolas,
                    batch.breakKinds,
                    batch.positions,
                    batch.adIds,
                    batch.underwriters,
                    batch.lengths,
                    batch.problems);
        }
        return wanted == 1;
    }

    private void close(
            String id, FeedLine feed, boolean replace, Upload upload, boolean whole, Extension<ScheduleReader> reader) {
        String problem = problem(upload, whole, reader);
        database.change(em -> new Sql(em).run("ANALYZE import_row"));
        database.change(em -> {
            Sql sql = new Sql(em);
            long bad = problem.isEmpty() ? new Check(sql, id, feed.id(), feed.clock(), replace).bad() : 0;
            sql.run("""
                    UPDATE import_file SET state = CASE WHEN ?2 = '' THEN 'PREVIEW' ELSE 'FAILED' END, problem = ?2, sha256 = ?3,
                           bytes_read = ?4, rows_bad = ?5, touched_at = CAST(?6 AS timestamptz)
                    WHERE id = CAST(?1 AS uuid) AND state = 'READING'
                    """, id, problem, upload.sha256Hex(), upload.bytes(), bad, clock.instant());
            if (!problem.isEmpty()) {
                dropRows(sql, id);
            }
        });
    }

    private static String problem(Upload upload, boolean whole, Extension<ScheduleReader> reader) {
        if (upload.failure() != null) {
            return "The file did not come in whole: " + upload.failure().getMessage();
        }
        return whole ? "" : "The plugin " + reader.plugin() + " could not read the file: " + reader.lastFailure();
    }

    /** The imports of a station, newest first. */
    public List<ImportFile> all(String callSign) {
        markSilent();
        return database.read(em -> new Sql(em)
                .rows(ImportFile.SELECT + " ORDER BY i.at DESC LIMIT " + MOST_LISTED, callSign).stream()
                        .map(ImportFile::of)
                        .toList());
    }

    /**
     * One of them.
     *
     * @throws ExchangeRefused where the station has none of that id
     */
    public ImportFile find(String callSign, String id) {
        markSilent();
        return database.read(em -> row(new Sql(em), callSign, id, "")).file();
    }

    private static Scope row(Sql sql, String callSign, String id, String lock) {
        String uuid = id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? id : new UUID(0, 0).toString();
        return sql.rows(ImportFile.SELECT + " AND i.id = CAST(?2 AS uuid)" + lock, callSign, uuid).stream()
                .findFirst()
                .map(row -> {
                    ImportFile file = ImportFile.of(row);
                    return new Scope(
                            row.number(14),
                            FeedLine.named(sql, callSign, file.feed()).clock(),
                            file);
                })
                .orElseThrow(
                        () -> new ExchangeRefused(Reason.UNKNOWN, "import", id, "the id of an import of " + callSign));
    }

    /**
     * The rows of an import, those with a problem first.
     *
     * @param bad whether only those with a problem
     * @param offset how many to pass over
     */
    public List<ImportRow> rows(String callSign, String id, boolean bad, int offset, int limit) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            row(sql, callSign, id, "");
            return sql.rows("""
                            SELECT line, content ->> 'line', content ->> 'kind', content ->> 'start', content ->> 'title',
                                   content ->> 'adId', content ->> 'lengthMs', problem
                            FROM import_row WHERE import_id = CAST(?1 AS uuid) AND (problem <> '' OR NOT ?2)
                            ORDER BY problem = '', line OFFSET ?3 LIMIT ?4
                            """, id, bad, offset, limit).stream()
                    .map(row -> new ImportRow(
                            row.number(0),
                            Long.parseLong(row.text(1)),
                            row.text(2),
                            row.text(3),
                            row.text(4),
                            row.text(5),
                            row.text(6).isEmpty() ? 0 : Long.parseLong(row.text(6)),
                            row.text(7)))
                    .toList();
        });
    }

    /**
     * How an import is taken over.
     *
     * @param key names the request, so that it is done once however often it is sent; empty where it has none
     * @param skipBad whether rows with a problem are left out, where there are some
     * @param reason why warnings of the rules do not count, empty where there is none
     */
    public record Terms(String key, boolean skipBad, String reason) {}

    /**
     * Takes an import over into the schedule, all of it or nothing: one command of the desk, which whoever brought it can undo.
     *
     * @throws ExchangeRefused where it is no preview, or has rows with problems, also such as came up since it was read
     * @throws org.scruffy.desk.EditRefused where a rule is against it, or it overlaps what was scheduled just now
     */
    public ImportFile commit(String callSign, String id, Terms terms, Editor editor) {
        if (!terms.key().isEmpty() && done(callSign, id, terms.key(), editor.name())) {
            return find(callSign, id);
        }
        try (Telemetry.Span span = telemetry.span("commit import")) {
            span.set("station", callSign);
            Scope scope = database.read(em -> row(new Sql(em), callSign, id, ""));
            Options options = Options.plain()
                    .named("Import " + scope.file().fileName())
                    .because(terms.reason())
                    .as(UUID.fromString(scope.file().id()));
            long[] bad = {0};
            TakeOver takeOver = new TakeOver(
                    id,
                    scope.feedId(),
                    scope.clock(),
                    scope.file().replace(),
                    sql -> bad[0] = check(sql, callSign, id, terms),
                    sql -> committed(sql, id, bad[0], terms, editor.name()));
            refuseUnlessPreview(scope);
            desk.apply(editor, callSign, List.of(), takeOver, options);
        } catch (ExchangeRefused | EditRefused e) {
            checkAgain(callSign, id);
            throw e;
        }
        return find(callSign, id);
    }

    private boolean done(String callSign, String id, String key, String actor) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            row(sql, callSign, id, "");
            List<Row> before =
                    sql.rows("SELECT fingerprint FROM idempotent_request WHERE actor = ?1 AND key = ?2", actor, key);
            if (!before.isEmpty() && !before.get(0).text(0).equals(fingerprint(id))) {
                throw new ExchangeRefused(
                        Reason.KEY_REUSED, "Idempotency-Key", key, "a key of its own for each request");
            }
            return !before.isEmpty();
        });
    }

    private static String fingerprint(String id) {
        return "commit import " + id;
    }

    private static void refuseUnlessPreview(Scope scope) {
        if (scope.file().state() != ImportFile.State.PREVIEW) {
            throw new ExchangeRefused(
                    Reason.CONFLICT, "state", scope.file().state().name(), "PREVIEW");
        }
    }

    /** How many rows are left out. */
    private static long check(Sql sql, String callSign, String id, Terms terms) {
        Scope scope = row(sql, callSign, id, " FOR UPDATE OF i");
        refuseUnlessPreview(scope);
        long bad =
                new Check(sql, id, scope.feedId(), scope.clock(), scope.file().replace()).bad();
        if (bad > 0 && !terms.skipBad() || bad >= scope.file().rowsRead()) {
            throw new ExchangeRefused(
                    Reason.CONFLICT,
                    "rows",
                    bad + " with a problem; the first: " + first(sql, id),
                    "none with a problem");
        }
        return bad;
    }

    private void committed(Sql sql, String id, long bad, Terms terms, String actor) {
        dropRows(sql, id);
        sql.run("""
                UPDATE import_file SET state = 'COMMITTED', rows_bad = ?2, ended_at = CAST(?3 AS timestamptz)
                WHERE id = CAST(?1 AS uuid)
                """, id, bad, clock.instant());
        if (!terms.key().isEmpty()) {
            sql.run("""
                    INSERT INTO idempotent_request (actor, key, fingerprint, at, status, body)
                    VALUES (?1, ?2, ?3, CAST(?4 AS timestamptz), 200, '')
                    """, actor, terms.key(), fingerprint(id), clock.instant());
        }
    }

    private static String first(Sql sql, String id) {
        return sql.rows("""
                        SELECT content ->> 'line', problem FROM import_row WHERE import_id = CAST(?1 AS uuid) AND problem <> ''
                        ORDER BY line LIMIT 1
                        """, id).stream()
                .findFirst()
                .map(row -> "line " + row.text(0) + ": " + row.text(1))
                .orElse("the file has no rows");
    }

    /** What stood in the way is shown with the rows, though the attempt itself is undone. */
    private void checkAgain(String callSign, String id) {
        database.change(em -> {
            Sql sql = new Sql(em);
            Scope scope = row(sql, callSign, id, " FOR UPDATE OF i");
            if (scope.file().state() == ImportFile.State.PREVIEW) {
                long bad = new Check(
                                sql,
                                id,
                                scope.feedId(),
                                scope.clock(),
                                scope.file().replace())
                        .bad();
                sql.run("UPDATE import_file SET rows_bad = ?2 WHERE id = CAST(?1 AS uuid)", id, bad);
            }
        });
    }

    /**
     * Throws an import away that is not taken over.
     *
     * @throws ExchangeRefused where it is
     */
    public void discard(String callSign, String id) {
        database.change(em -> {
            Sql sql = new Sql(em);
            Scope scope = row(sql, callSign, id, " FOR UPDATE OF i");
            ImportFile.State state = scope.file().state();
            if (state == ImportFile.State.COMMITTED || state == ImportFile.State.UNDONE) {
                throw new ExchangeRefused(Reason.CONFLICT, "state", state.name(), "READING, PREVIEW or FAILED");
            }
            sql.run(
                    "UPDATE import_file SET state = 'CANCELLED', ended_at = CAST(?2 AS timestamptz) WHERE id = CAST(?1 AS uuid)",
                    id,
                    clock.instant());
            dropRows(sql, id);
        });
    }
}
