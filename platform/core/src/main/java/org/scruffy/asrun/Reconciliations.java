package org.scruffy.asrun;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Desk;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Options;
import org.scruffy.schedule.ScheduleChanged;
import org.scruffy.spi.telemetry.Telemetry;

/** What aired, and what became of the spots that were planned. */
@ApplicationScoped
public class Reconciliations {

    private final Database database;
    private final Clock clock;
    private final Telemetry telemetry;
    private final Event<ScheduleChanged> changes;
    private final Desk desk;

    protected Reconciliations() {
        this(null, null, null, null, null);
    }

    @Inject
    public Reconciliations(
            Database database, Clock clock, Telemetry telemetry, Event<ScheduleChanged> changes, Desk desk) {
        this.database = database;
        this.clock = clock;
        this.telemetry = telemetry;
        this.changes = changes;
        this.desk = desk;
    }

    /**
     * Matches the logs of a broadcast day with its spots and writes what became of each whose time is over. Again changes nothing,
     * unless there are other rows then; what a person said stays. There is nothing to undo: nobody decided it, the logs say it.
     *
     * @param evenIfEmpty whether to go on where the logs have no row of that day: then nothing of it aired
     * @return how many spots changed
     * @throws AsRunProblem where the logs have no row of that day
     */
    public int run(String callSign, String feedName, LocalDate day, boolean evenIfEmpty, String actor) {
        try (Telemetry.Span span = telemetry.span("reconcile").set("job.name", "reconcile")) {
            span.set("station", callSign).set("feed", feedName);
            int changed = database.transaction(em -> {
                Sql sql = new Sql(em);
                FeedAt feed = FeedAt.named(sql, callSign, feedName);
                Decisions decisions = new Decisions(sql, Trail.of(sql, clock, actor, span.traceId()), feed);
                if (!evenIfEmpty && !decisions.logged(feed.day(day))) {
                    throw AsRunProblem.conflict(
                            "The logs have no row of " + feedName + " on " + day + " yet",
                            "day",
                            day.toString(),
                            "a day with rows in the as-run log");
                }
                return evenIfEmpty
                        ? decisions.change(feed.day(day), clock.instant())
                        : decisions.write(day, clock.instant());
            });
            if (changed > 0) {
                changes.fire(new ScheduleChanged(callSign, feedName));
            }
            return changed;
        }
    }

    /**
     * Says what became of a spot, in place of what the logs say. It is one command of the desk, which the one who said it can undo.
     *
     * @param asRun the row that shows it, empty where none does
     * @throws AsRunProblem where there is no reason, no such spot, or the spot is made good already
     */
    public void correct(
            String callSign, String placement, Outcome outcome, String asRun, String reason, Editor editor) {
        if (reason.isBlank() || reason.length() > 500) {
            throw AsRunProblem.bad(
                    "reason", reason.isBlank() ? "" : "over 500 characters", "why, in 1 to 500 characters");
        }
        if (!outcome.aired() && !asRun.isEmpty()) {
            throw AsRunProblem.bad("asRun", asRun, "nothing: no row shows a spot that did not air");
        }
        long spot = id("placement", placement);
        Optional<Long> row = asRun.isEmpty() ? Optional.empty() : Optional.of(id("as-run row", asRun));
        Correction said = database.read(em -> {
            Sql sql = new Sql(em);
            FeedAt feed = feedOf(sql, callSign, spot);
            ReconciledSpot planned = SpotsPlanned.spot(
                    sql.rows(SpotsPlanned.SELECT + " WHERE p.id = ?1", spot).get(0));
            return new Correction(feed, planned, outcome, row, reason.strip(), editor.name(), clock);
        });
        Options options = Options.plain()
                .named(said.spot().adId() + ": " + outcome.words())
                .because(reason.strip());
        desk.apply(editor, callSign, List.of(), said, options);
    }

    static FeedAt feedOf(Sql sql, String callSign, long placement) {
        return sql.rows("""
                        SELECT f.name FROM placement p JOIN ad_break b ON b.id = p.break_id JOIN feed f ON f.id = b.feed_id
                        JOIN station s ON s.id = f.station_id WHERE p.id = ?1 AND s.call_sign = ?2
                        """, placement, callSign).stream()
                .findFirst()
                .map(row -> FeedAt.named(sql, callSign, row.text(0)))
                .orElseThrow(() -> AsRunProblem.unknown("placement", "" + placement));
    }

    static long id(String what, String text) {
        if (text == null || !text.matches("\\d{1,18}")) {
            throw AsRunProblem.unknown(what, "" + text);
        }
        return Long.parseLong(text);
    }

    /** A broadcast day as it was planned and as it went. Three statements whatever the size. */
    public ReconciledDay day(String callSign, String feedName, LocalDate day) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            FeedAt feed = FeedAt.named(sql, callSign, feedName);
            BroadcastDay broadcast = feed.day(day);
            List<ReconciledSpot> spots = sql
                    .rows(
                            SpotsPlanned.SELECT
                                    + " WHERE b.feed_id = ?1 AND b.starts_at >= CAST(?2 AS timestamptz)"
                                    + " AND b.starts_at < CAST(?3 AS timestamptz)"
                                    + SpotsPlanned.ORDER,
                            feed.id(),
                            broadcast.start(),
                            broadcast.end())
                    .stream()
                    .map(SpotsPlanned::spot)
                    .toList();
            List<AsRunRow> unscheduled = sql
                    .rows(
                            ROWS
                                    + " WHERE a.feed_id = ?1 AND a.actual_start >= CAST(?2 AS timestamptz)"
                                    + " AND a.actual_start < CAST(?3 AS timestamptz) AND r.placement_id IS NULL"
                                    + " ORDER BY a.actual_start, a.id",
                            feed.id(),
                            broadcast.start(),
                            broadcast.end())
                    .stream()
                    .map(Reconciliations::row)
                    .toList();
            return new ReconciledDay(
                    callSign, feedName, day, feed.zone(), broadcast.start(), broadcast.end(), spots, unscheduled);
        });
    }

    private static final String ROWS = """
            SELECT a.id, a.feed, a.actual_start, a.length_ms, a.ad_id, a.title, a.source,
                   COALESCE(CAST(r.placement_id AS text), a.placement), COALESCE(r.outcome, ''), a.reason,
                   a.avail_id, a.avail_key, a.cue, a.planned_start, a.planned_ms, a.ticks, a.first_sequence, a.last_sequence,
                   a.discontinuity, a.renditions, a.fill, a.splice_error_ms, a.media, a.content_hash, a.loudness_lufs, a.etag, a.trace_id
            FROM as_run a LEFT JOIN reconciliation r ON r.as_run_id = a.id
            """;

    private static AsRunRow row(Row row) {
        return new AsRunRow(
                row.id(0),
                row.text(1),
                row.at(2),
                row.length(3),
                row.text(4),
                row.text(5),
                row.text(6),
                row.text(7),
                row.text(8),
                row.text(9),
                row.empty(15) ? Optional.empty() : Optional.of(proof(row)));
    }

    private static AsRunRow.Proof proof(Row row) {
        return new AsRunRow.Proof(
                row.id(10),
                row.text(11),
                row.text(12),
                row.at(13),
                row.length(14),
                row.number(15),
                row.number(16),
                row.number(17),
                row.number(18),
                List.of(row.text(19).split(" ")),
                row.text(20),
                row.length(21),
                row.text(22),
                row.text(23),
                row.empty(24) ? Optional.empty() : Optional.of(Double.valueOf(row.text(24))),
                row.text(25),
                row.text(26));
    }

    /**
     * What is asked of the as-run log of a feed.
     *
     * @param adId only that, empty for all
     * @param outcome only of spots with that outcome, empty for all
     */
    public record Question(
            String callSign, String feed, LocalDate from, LocalDate to, String adId, Optional<Outcome> outcome) {}

    /**
     * Some rows of the as-run log of some broadcast days, in air order.
     *
     * @param after where the page before ended: {@link #mark} of its last row, empty for the first page
     */
    public List<AsRunRow> rows(Question asked, String after, int most) {
        Instant from = after.isEmpty() ? Instant.EPOCH : at(after);
        long above = after.isEmpty() ? 0 : id("after", after.substring(after.indexOf('_') + 1));
        return database.read(em -> {
            Sql sql = new Sql(em);
            FeedAt feed = FeedAt.named(sql, asked.callSign(), asked.feed());
            return sql
                    .rows(
                            ROWS + """
                                     WHERE a.feed_id = ?1 AND a.actual_start >= CAST(?2 AS timestamptz)
                                       AND a.actual_start < CAST(?3 AS timestamptz)
                                       AND (a.actual_start, a.id) > (CAST(?4 AS timestamptz), CAST(?5 AS bigint))
                                       AND (?6 = '' OR a.ad_id = ?6) AND (?7 = '' OR r.outcome = ?7)
                                     ORDER BY a.actual_start, a.id LIMIT ?8
                                    """,
                            feed.id(),
                            feed.day(asked.from()).start(),
                            feed.day(asked.to()).end(),
                            from,
                            above,
                            asked.adId(),
                            asked.outcome().map(Enum::name).orElse(""),
                            most)
                    .stream()
                    .map(Reconciliations::row)
                    .toList();
        });
    }

    private static Instant at(String after) {
        if (!after.matches("-?\\d{1,14}\\d{6}_\\d{1,18}")) {
            throw AsRunProblem.bad("after", after, "what 'next' of the page before was");
        }
        long micros = Long.parseLong(after.substring(0, after.indexOf('_')));
        return Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS);
    }

    /** Where a page ends with this row. */
    public static String mark(AsRunRow row) {
        return java.time.temporal.ChronoUnit.MICROS.between(Instant.EPOCH, row.at()) + "_" + row.id();
    }
}
