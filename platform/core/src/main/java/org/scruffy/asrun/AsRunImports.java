package org.scruffy.asrun;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.scruffy.asrun.Matching.Matched;
import org.scruffy.asrun.Matching.Seen;
import org.scruffy.asrun.Matching.Verdict;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Retries;
import org.scruffy.schedule.ScheduleChanged;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Takes logs of automations over: read into a preview, looked at, committed into the as-run log. A file is taken over once; what
 * is only half read, because we were stopped, is never committed.
 */
@ApplicationScoped
public class AsRunImports {

    static final long MOST_BYTES = 256L << 20;
    static final long MOST_ROWS = 500_000;
    private static final int BATCH = 500;
    private static final int MOST_DAYS = 31;
    private static final int BAD_KEPT = 1_000;
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final String KIND = "AS_RUN";

    private final Database database;
    private final Clock clock;
    private final Telemetry telemetry;
    private final Event<ScheduleChanged> changes;

    protected AsRunImports() {
        this(null, null, null, null);
    }

    @Inject
    public AsRunImports(Database database, Clock clock, Telemetry telemetry, Event<ScheduleChanged> changes) {
        this.database = database;
        this.clock = clock;
        this.telemetry = telemetry;
        this.changes = changes;
    }

    /** Where a log is read to: a feed, by a template, of the broadcast days from one to another. */
    public record Request(
            String callSign, String feed, String template, LocalDate from, LocalDate to, String fileName) {

        public Request {
            if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
                throw AsRunProblem.bad(
                        "to", to.toString(), "a day from " + from + ", at most " + MOST_DAYS + " days in all");
            }
            fileName = fileName.length() > 200 ? fileName.substring(0, 200) : fileName;
        }
    }

    /**
     * Reads a log into a preview.
     *
     * @throws AsRunProblem where the same file was read before, is too large or holds nothing that can be read
     */
    public AsRunImport read(Request request, InputStream log, String actor) {
        String id = UUID.randomUUID().toString();
        FeedAt feed = database.read(em -> FeedAt.named(new Sql(em), request.callSign(), request.feed()));
        LogTemplate template =
                database.read(em -> LogTemplates.named(new Sql(em), request.callSign(), request.template()));
        begin(id, request, actor);
        try (Telemetry.Span span = telemetry.span("read as-run log").set("job.name", "read as-run log")) {
            span.set("station", request.callSign()).set("feed", request.feed()).set("import", id);
            LogReader.Context context =
                    new LogReader.Context(feed.zone(), feed.dayStart(), feed.rate(), request.from(), request.to());
            try {
                String sha256 = rows(id, log, template, context);
                preview(id, feed, request, sha256);
                return named(request.callSign(), id);
            } catch (RuntimeException e) {
                throw told(span, e);
            }
        } catch (RuntimeException e) {
            fail(id, e);
            throw e;
        }
    }

    private void begin(String id, Request request, String actor) {
        database.change(em -> {
            Sql sql = new Sql(em);
            sql.run("""
                    UPDATE import_file SET state = 'FAILED', problem = 'reading it was cut off'
                    WHERE kind = ?1 AND station = ?2 AND state = 'READING' AND at < CAST(?3 AS timestamptz)
                    """, KIND, request.callSign(), clock.instant().minus(ABANDONED));
            sql.run("""
                    DELETE FROM import_row r USING import_file f
                    WHERE f.id = r.import_id AND f.kind = ?1 AND f.station = ?2 AND f.state = 'FAILED'
                    """, KIND, request.callSign());
            sql.run(
                    """
                    INSERT INTO import_file (id, at, actor, station, kind, file_name, sha256, state, settings)
                    VALUES (CAST(?1 AS uuid), CAST(?2 AS timestamptz), ?3, ?4, ?5, ?6, '', 'READING',
                            jsonb_build_object('feed', CAST(?7 AS text), 'template', CAST(?8 AS text), 'from', CAST(?9 AS text),
                                               'to', CAST(?10 AS text)))
                    """,
                    id,
                    clock.instant(),
                    actor,
                    request.callSign(),
                    KIND,
                    request.fileName(),
                    request.feed(),
                    request.template(),
                    request.from(),
                    request.to());
        });
    }

    private String rows(String id, InputStream log, LogTemplate template, LogReader.Context context) {
        Tally tally = new Tally(id);
        try {
            DigestInputStream hashed =
                    new DigestInputStream(new Limited(log, MOST_BYTES), MessageDigest.getInstance("SHA-256"));
            LogReader reader = new LogReader(hashed, template, context);
            for (Optional<LogEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                tally.add(entry.get());
            }
            tally.end();
            return HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException("The log could not be read to its end", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** What was read so far; written in batches, so that a log of any length needs the memory of one batch. */
    private final class Tally {

        private final String id;
        private final List<LogRow> rows = new ArrayList<>();
        private final List<BadRow> bad = new ArrayList<>();
        private String firstBad = "";
        private long good;
        private long wrong;
        private long skipped;

        Tally(String id) {
            this.id = id;
        }

        void add(LogEntry entry) {
            if (entry instanceof LogRow row) {
                rows.add(row);
                good++;
            } else if (entry instanceof BadRow row) {
                note(row);
            } else {
                skipped++;
            }
            if (good + wrong + skipped > MOST_ROWS) {
                throw new AsRunProblem(
                        AsRunProblem.Kind.TOO_LARGE,
                        "The log has too many lines",
                        "file",
                        "over " + MOST_ROWS + " lines",
                        "at most " + MOST_ROWS);
            }
            if (rows.size() + bad.size() >= BATCH) {
                flush();
            }
        }

        private void note(BadRow row) {
            firstBad = firstBad.isEmpty() ? row.words() : firstBad;
            if (wrong++ < BAD_KEPT) {
                bad.add(row);
            }
            if (good == 0 && wrong == BAD_KEPT) {
                nothing();
            }
        }

        private void nothing() {
            throw AsRunProblem.bad(
                    "file",
                    firstBad.isEmpty() ? "no line of a spot" : "no line that can be read; " + firstBad,
                    "a log as the template describes it");
        }

        void end() {
            if (good == 0) {
                nothing();
            }
            flush();
        }

        private void flush() {
            database.change(em -> {
                Sql sql = new Sql(em);
                write(sql);
                sql.run("""
                        UPDATE import_file SET rows_read = ?2, rows_bad = ?3,
                            settings = settings || jsonb_build_object('skipped', CAST(?4 AS bigint))
                        WHERE id = CAST(?1 AS uuid)
                        """, id, good, wrong, skipped);
            });
            rows.clear();
            bad.clear();
        }

        private void write(Sql sql) {
            sql.run(
                    """
                    INSERT INTO import_row (import_id, line, content)
                    SELECT CAST(?1 AS uuid), t.line, jsonb_build_object('raw', t.raw, 'at', t.at, 'ms', t.ms, 'adId', t.ad_id,
                           'title', t.title, 'scheduled', NULLIF(t.scheduled, ''))
                    FROM unnest(CAST(?2 AS bigint[]), CAST(?3 AS text[]), CAST(?4 AS text[]), CAST(?5 AS bigint[]),
                                CAST(?6 AS text[]), CAST(?7 AS text[]), CAST(?8 AS text[]))
                         AS t(line, raw, at, ms, ad_id, title, scheduled)
                    """,
                    id,
                    rows.stream().map(LogRow::line).toList(),
                    rows.stream().map(LogRow::raw).toList(),
                    rows.stream().map(row -> row.at().toString()).toList(),
                    rows.stream().map(row -> row.length().toMillis()).toList(),
                    rows.stream().map(LogRow::adId).toList(),
                    rows.stream().map(LogRow::title).toList(),
                    rows.stream()
                            .map(row -> row.scheduled().map(Object::toString).orElse(""))
                            .toList());
            sql.run(
                    """
                    INSERT INTO import_row (import_id, line, content, problem)
                    SELECT CAST(?1 AS uuid), t.line, jsonb_build_object('raw', t.raw), t.problem
                    FROM unnest(CAST(?2 AS bigint[]), CAST(?3 AS text[]), CAST(?4 AS text[])) AS t(line, raw, problem)
                    """,
                    id,
                    bad.stream().map(BadRow::line).toList(),
                    bad.stream().map(BadRow::raw).toList(),
                    bad.stream().map(BadRow::words).toList());
        }
    }

    private void preview(String id, FeedAt feed, Request request, String sha256) {
        database.change(em -> {
            Sql sql = new Sql(em);
            // two uploads of the same file wait here for each other
            sql.rows(
                    "SELECT CAST(pg_advisory_xact_lock(hashtextextended(?1, 0)) AS text)", request.callSign() + sha256);
            refuseTwice(sql, request.callSign(), sha256);
            sql.run("""
                    UPDATE import_row i SET content = i.content || '{"known": true}'
                    FROM as_run a
                    WHERE i.import_id = CAST(?1 AS uuid) AND i.problem = '' AND a.feed_id = ?2 AND a.source = 'AUTOMATION'
                      AND a.actual_start = CAST(i.content ->> 'at' AS timestamptz) AND a.ad_id = i.content ->> 'adId'
                    """, id, feed.id());
            AsRunSettings settings = AsRunSettingsTable.of(sql, request.callSign());
            request.from()
                    .datesUntil(request.to().plusDays(1))
                    .forEach(day -> match(sql, id, new DayOnAir(sql, feed, feed.day(day), settings)));
            sql.run("UPDATE import_file SET state = 'PREVIEW', sha256 = ?2 WHERE id = CAST(?1 AS uuid)", id, sha256);
        });
    }

    private static void refuseTwice(Sql sql, String callSign, String sha256) {
        sql.rows("""
                        SELECT id, file_name, state, settings ->> 'feed' FROM import_file
                        WHERE kind = ?1 AND station = ?2 AND sha256 = ?3 AND state IN ('PREVIEW', 'COMMITTED')
                        """, KIND, callSign, sha256).stream().findFirst().ifPresent(row -> {
            throw AsRunProblem.conflict(
                    "The same file was read before, as " + row.text(1) + " of feed " + row.text(3) + ", and is "
                            + row.text(2),
                    "file",
                    row.text(1) + ", import " + row.text(0),
                    "a file that was not read before; cancel the preview of the other to read it again");
        });
    }

    /** Writes into the rows of a day which spots they would show. */
    private void match(Sql sql, String id, DayOnAir onAir) {
        List<Seen> rows = sql
                .rows(
                        """
                        SELECT line, content ->> 'at', content ->> 'ms', content ->> 'adId' FROM import_row
                        WHERE import_id = CAST(?1 AS uuid) AND problem = '' AND content -> 'known' IS NULL
                          AND CAST(content ->> 'at' AS timestamptz) >= CAST(?2 AS timestamptz)
                          AND CAST(content ->> 'at' AS timestamptz) < CAST(?3 AS timestamptz)
                        """,
                        id,
                        onAir.day().start().minus(onAir.settings().near()).toString(),
                        onAir.day().end().plus(onAir.settings().near()).toString())
                .stream()
                .map(row -> new Seen(
                        -row.number(0),
                        Instant.parse(row.text(1)),
                        Duration.ofMillis(Long.parseLong(row.text(2))),
                        row.text(3),
                        Optional.empty()))
                .toList();
        Matched matched = onAir.matched(clock.instant(), rows);
        List<Verdict> shown = matched.verdicts().stream()
                .filter(verdict -> verdict.row().filter(row -> row.id() < 0).isPresent())
                .toList();
        sql.run(
                """
                UPDATE import_row i SET content = i.content || jsonb_build_object('placement', t.placement, 'outcome', t.outcome)
                FROM unnest(CAST(?2 AS bigint[]), CAST(?3 AS text[]), CAST(?4 AS text[])) AS t(line, placement, outcome)
                WHERE i.import_id = CAST(?1 AS uuid) AND i.line = t.line
                """,
                id,
                shown.stream().map(verdict -> -verdict.row().orElseThrow().id()).toList(),
                shown.stream()
                        .map(verdict -> Long.toString(verdict.spot().id()))
                        .toList(),
                shown.stream().map(verdict -> verdict.outcome().name()).toList());
    }

    /** What is wrong with the file is for who brought it; anything else is ours. */
    private static RuntimeException told(Telemetry.Span span, RuntimeException why) {
        if (!(why instanceof AsRunProblem)) {
            span.fail(why);
        }
        return why;
    }

    private void fail(String id, RuntimeException why) {
        String words = why.getMessage() == null ? why.toString() : why.getMessage();
        database.change(em -> {
            Sql sql = new Sql(em);
            sql.run("DELETE FROM import_row WHERE import_id = CAST(?1 AS uuid)", id);
            sql.run("UPDATE import_file SET state = 'FAILED', problem = ?2 WHERE id = CAST(?1 AS uuid)", id, words);
        });
    }

    /**
     * Takes the rows of a preview over into the as-run log, and tells what became of the planned spots of its days. Again does
     * nothing more.
     *
     * @return the import as it is then
     * @throws AsRunProblem where there is no such import, or it is no preview
     */
    public AsRunImport commit(String callSign, String id, String actor) {
        return commit(callSign, id, actor, span -> {});
    }

    void start(
            @Observes @Priority(Platform.GO_ON_AIR) @Initialized(ApplicationScoped.class) Object event,
            Retries retries) {
        retries.never(
                "read as-run log", "The file is not kept when it cannot be read: bring it again on the page As-run");
        retries.by("commit as-run log", this::again);
    }

    /** Takes the same preview over once more. */
    Retries.Asked again(Retries.Run run) {
        AsRunImport known = named(run.text("station"), run.text("import"));
        commit(run.text("station"), known.id(), run.who(), span -> span.set(Retries.OF, run.traceId()));
        return new Retries.Asked(
                "The log " + known.fileName() + " is taken over.",
                "as-run.xhtml?station=" + run.text("station") + "&feed=" + known.feed());
    }

    private AsRunImport commit(String callSign, String id, String actor, Consumer<Telemetry.Span> more) {
        AsRunImport known = named(callSign, id);
        try (Telemetry.Span span = telemetry.span("commit as-run log").set("job.name", "commit as-run log")) {
            span.set("station", callSign).set("feed", known.feed()).set("import", id);
            more.accept(span);
            try {
                database.change(em -> commit(new Sql(em), known, callSign, actor, span.traceId()));
            } catch (RuntimeException e) {
                throw told(span, e);
            }
        }
        changes.fire(new ScheduleChanged(callSign, known.feed()));
        return named(callSign, id);
    }

    private void commit(Sql sql, AsRunImport known, String callSign, String actor, String traceId) {
        String state = lock(sql, callSign, known.id());
        if (state.equals("COMMITTED")) {
            return;
        }
        if (!state.equals("PREVIEW")) {
            throw AsRunProblem.conflict("Only a preview can be committed", "state", state, "PREVIEW");
        }
        FeedAt feed = FeedAt.named(sql, callSign, known.feed());
        sql.run("""
                INSERT INTO as_run (feed_id, station, feed, avail_key, position, break_id, placement, ad_id, title, planned_start,
                                    actual_start, length_ms, reason, source, import_id, line, raw_line, recorded_at)
                SELECT ?2, ?3, ?4, '', 0, '', '', content ->> 'adId', content ->> 'title',
                       CAST(content ->> 'scheduled' AS timestamptz), CAST(content ->> 'at' AS timestamptz),
                       CAST(content ->> 'ms' AS bigint), '', 'AUTOMATION', import_id, line, content ->> 'raw',
                       CAST(?5 AS timestamptz)
                FROM import_row i
                WHERE import_id = CAST(?1 AS uuid) AND problem = ''
                  AND NOT EXISTS (SELECT FROM as_run a WHERE a.feed_id = ?2 AND a.source = 'AUTOMATION'
                      AND a.actual_start = CAST(i.content ->> 'at' AS timestamptz) AND a.ad_id = i.content ->> 'adId')
                ORDER BY line
                """, known.id(), feed.id(), callSign, feed.name(), clock.instant());
        sql.run("UPDATE import_file SET state = 'COMMITTED' WHERE id = CAST(?1 AS uuid)", known.id());
        Trail trail = Trail.of(sql, clock, actor, traceId);
        trail.say(callSign, "import", "as_run", feed.id(), "", "{\"import\":\"" + known.id() + "\"}", "");
        known.from()
                .datesUntil(known.to().plusDays(1))
                .forEach(day -> new Decisions(sql, trail, feed).write(day, clock.instant()));
    }

    /** Throws a preview away. */
    public void cancel(String callSign, String id) {
        database.change(em -> {
            Sql sql = new Sql(em);
            String state = lock(sql, callSign, id);
            if (!state.equals("PREVIEW")) {
                throw AsRunProblem.conflict("Only a preview can be cancelled", "state", state, "PREVIEW");
            }
            sql.run("DELETE FROM import_row WHERE import_id = CAST(?1 AS uuid)", id);
            sql.run("UPDATE import_file SET state = 'CANCELLED' WHERE id = CAST(?1 AS uuid)", id);
        });
    }

    private static String lock(Sql sql, String callSign, String id) {
        return sql
                .rows(
                        "SELECT state FROM import_file WHERE kind = ?1 AND station = ?2 AND id = CAST(?3 AS uuid) FOR UPDATE",
                        KIND,
                        callSign,
                        uuid(id))
                .stream()
                .findFirst()
                .orElseThrow(() -> AsRunProblem.unknown("import", id))
                .text(0);
    }

    private static String uuid(String id) {
        try {
            return UUID.fromString(id).toString();
        } catch (IllegalArgumentException e) {
            throw AsRunProblem.unknown("import", id);
        }
    }

    private static final String SELECT = """
            SELECT f.id, f.at, f.actor, f.file_name, f.settings ->> 'feed', f.settings ->> 'template', f.settings ->> 'from',
                   f.settings ->> 'to', f.state, f.rows_read, f.rows_bad,
                   count(*) FILTER (WHERE r.content -> 'known' IS NOT NULL),
                   count(*) FILTER (WHERE r.content -> 'placement' IS NOT NULL),
                   COALESCE(CAST(f.settings ->> 'skipped' AS bigint), 0), f.problem
            FROM import_file f LEFT JOIN import_row r ON r.import_id = f.id
            WHERE f.kind = ?1 AND f.station = ?2
            """;

    /** @throws AsRunProblem where the station has no such import */
    public AsRunImport named(String callSign, String id) {
        return database.read(em -> new Sql(em)
                .rows(SELECT + " AND f.id = CAST(?3 AS uuid) GROUP BY f.id", KIND, callSign, uuid(id)).stream()
                        .findFirst()
                        .map(AsRunImports::of)
                        .orElseThrow(() -> AsRunProblem.unknown("import", id)));
    }

    /** The last imports of a station, latest first. */
    public List<AsRunImport> last(String callSign, int most) {
        return database.read(em -> new Sql(em)
                .rows(SELECT + " GROUP BY f.id ORDER BY f.at DESC, f.id LIMIT ?3", KIND, callSign, most).stream()
                        .map(AsRunImports::of)
                        .toList());
    }

    private static AsRunImport of(Row row) {
        return new AsRunImport(
                row.text(0),
                row.at(1),
                row.text(2),
                row.text(3),
                row.text(4),
                row.text(5),
                LocalDate.parse(row.text(6)),
                LocalDate.parse(row.text(7)),
                row.text(8),
                row.number(9),
                row.number(10),
                row.number(11),
                row.number(12),
                row.number(13),
                row.text(14));
    }

    /** The lines of a preview or a committed import after a line, in order. */
    public List<AsRunImportRow> rows(String callSign, String id, boolean onlyBad, long after, int most) {
        named(callSign, id);
        return database.read(em -> new Sql(em)
                .rows("""
                        SELECT line, content ->> 'raw', content ->> 'at', content ->> 'ms', content ->> 'adId', content ->> 'title',
                               content ->> 'placement', content ->> 'outcome', content -> 'known' IS NOT NULL, problem
                        FROM import_row
                        WHERE import_id = CAST(?1 AS uuid) AND line > ?2 AND (NOT CAST(?3 AS boolean) OR problem <> '')
                        ORDER BY line LIMIT ?4
                        """, id, after, onlyBad, most).stream()
                        .map(AsRunImports::row)
                        .toList());
    }

    private static AsRunImportRow row(Row row) {
        return new AsRunImportRow(
                row.number(0),
                row.text(1),
                row.empty(2) ? Optional.empty() : Optional.of(Instant.parse(row.text(2))),
                row.empty(3) ? Duration.ZERO : Duration.ofMillis(Long.parseLong(row.text(3))),
                row.text(4),
                row.text(5),
                row.text(6),
                row.text(7),
                Boolean.parseBoolean(row.text(8)),
                row.text(9));
    }
}
