package org.scruffy.asrun;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.plugin.Platform;
import org.scruffy.schedule.ScheduleChanged;

/**
 * In demo mode, and there only: the week before the demo was first started, so that there is something to reconcile, to make good
 * and to swear to. What the orders asked for is theirs then, and the log of an automation is read in by the door that everybody's
 * comes in by; in it one break did not air, one spot was missed, one was cut and one came late.
 */
@ApplicationScoped
public class DemoPast {

    private static final int DAYS = 7;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd,HH:mm:ss");

    private final Platform platform;
    private final Database database;
    private final Clock clock;
    private final AsRunImports imports;
    private final Reconciliations reconciliations;
    private volatile boolean written;

    protected DemoPast() {
        this(null, null, null, null, null);
    }

    @Inject
    public DemoPast(
            Platform platform, Database database, Clock clock, AsRunImports imports, Reconciliations reconciliations) {
        this.platform = platform;
        this.database = database;
        this.clock = clock;
        this.imports = imports;
        this.reconciliations = reconciliations;
    }

    /** Once the demo's orders are there. */
    void followed(@Observes @Priority(Interceptor.Priority.APPLICATION + 600) ScheduleChanged change) {
        if (!platform.demo() || written) {
            return;
        }
        List<FeedAt> feeds = database.read(em -> feedsOfOrders(new Sql(em), change.callSign()));
        written = feeds.isEmpty() ? written : true;
        feeds.forEach(this::write);
    }

    /** None where a log was read before. */
    private static List<FeedAt> feedsOfOrders(Sql sql, String callSign) {
        return sql.rows("""
                        SELECT DISTINCT f.name FROM feed f JOIN station s ON s.id = f.station_id
                        JOIN order_line_feed l ON l.feed_id = f.id
                        WHERE s.call_sign = ?1 AND NOT EXISTS (SELECT 1 FROM import_file WHERE kind = 'AS_RUN' AND station = ?1)
                        """, callSign).stream()
                .map(row -> FeedAt.named(sql, callSign, row.text(0)))
                .toList();
    }

    private void write(FeedAt feed) {
        LocalDate today = feed.dayOf(clock.instant());
        List<LocalDate> days = today.minusDays(DAYS).datesUntil(today).toList();
        LocalDate last = days.get(DAYS - 1);
        database.change(em -> new Sale(feed).sell(new Sql(em), days.get(0), last));
        List<ReconciledSpot> spots = days.stream()
                .flatMap(day -> reconciliations.day(feed.callSign(), feed.name(), day).spots().stream())
                .toList();
        if (!spots.isEmpty()) {
            readIn(feed, days.get(0), last, log(feed, spots, feed.day(last).start()));
        }
    }

    private void readIn(FeedAt feed, LocalDate first, LocalDate last, String log) {
        AsRunImports.Request request =
                new AsRunImports.Request(feed.callSign(), feed.name(), "csv", first, last, "automation-week.csv");
        AsRunImport read =
                imports.read(request, new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), "demo");
        imports.commit(feed.callSign(), read.id(), "demo");
    }

    /** Gives the lines of approved orders what they asked for of the spots that are there. */
    private static final class Sale {

        private static final String FITTING = """
                SELECT p.id, b.starts_at, l.id AS line, lower(l.flight), upper(l.flight), l.days, CAST(l.from_local AS text),
                       CAST(l.to_local AS text), l.spots, l.sep_minutes
                FROM ad_break b JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on
                JOIN line_creative c ON c.creative_id = p.creative_id JOIN order_line l ON l.id = c.line_id
                JOIN order_line_feed f ON f.line_id = l.id AND f.feed_id = b.feed_id
                JOIN traffic_order o ON o.id = l.order_id AND o.state = 'APPROVED'
                WHERE b.feed_id = ?1 AND b.starts_at >= CAST(?2 AS timestamptz) AND b.starts_at < CAST(?3 AS timestamptz)
                  AND p.order_line_id IS NULL ORDER BY l.id, b.starts_at, p.id
                """;

        private final FeedAt feed;
        private final Map<String, Long> soldOfDay = new HashMap<>();
        private final Map<Long, Instant> lastOfLine = new HashMap<>();
        private final List<Long> spots = new ArrayList<>();
        private final List<Long> lines = new ArrayList<>();

        Sale(FeedAt feed) {
            this.feed = feed;
        }

        void sell(Sql sql, LocalDate first, LocalDate last) {
            sql.rows(FITTING, feed.id(), feed.day(first).start(), feed.day(last).end())
                    .forEach(this::offer);
            sql.run("""
                    UPDATE placement p SET order_line_id = t.line, version = p.version + 1
                    FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS bigint[])) AS t(id, line) WHERE p.id = t.id
                    """, spots, lines);
        }

        private void offer(Row row) {
            long line = row.number(2);
            String day = line + " " + feed.dayOf(row.at(1));
            Instant free = lastOfLine.getOrDefault(line, Instant.EPOCH).plus(Duration.ofMinutes(row.number(9)));
            if (airs(row) && !row.at(1).isBefore(free) && soldOfDay.getOrDefault(day, 0L) < row.number(8) / DAYS) {
                soldOfDay.merge(day, 1L, Long::sum);
                lastOfLine.put(line, row.at(1));
                spots.add(row.number(0));
                lines.add(line);
            }
        }

        private boolean airs(Row row) {
            Daypart daypart = new Daypart(
                    row.day(3),
                    row.day(4),
                    (int) row.number(5),
                    LocalTime.parse(row.text(6)),
                    LocalTime.parse(row.text(7)));
            LocalDateTime local = row.at(1).atZone(feed.zone()).toLocalDateTime();
            return daypart.flies(local) && daypart.holds(local);
        }
    }

    /** What the automation says it played: everything as planned, but for what makes a traffic desk's morning. */
    private static String log(FeedAt feed, List<ReconciledSpot> spots, Instant lastDay) {
        Morning morning = Morning.of(spots, lastDay);
        return spots.stream()
                .filter(spot -> !spot.adBreak().equals(morning.dark())
                        && !spot.placement().equals(morning.missed()))
                .map(spot -> line(feed, spot, morning))
                .collect(Collectors.joining("", "Date,Time,Length,Ad-ID,Title\n", ""));
    }

    /**
     * What went wrong, each empty where there is nothing that could.
     *
     * @param dark the break that did not air
     * @param missed the spot of yesterday that did not, unlike the rest of its break
     * @param cut the one that was cut
     * @param late the one that came late
     */
    private record Morning(String dark, String missed, String cut, String late) {

        static Morning of(List<ReconciledSpot> spots, Instant lastDay) {
            Map<String, Long> inBreak =
                    spots.stream().collect(Collectors.groupingBy(ReconciledSpot::adBreak, Collectors.counting()));
            Map<Boolean, List<ReconciledSpot>> owed = spots.stream()
                    .filter(spot -> !spot.order().isEmpty())
                    .collect(Collectors.partitioningBy(spot -> !spot.plannedAt().isBefore(lastDay)));
            List<ReconciledSpot> yesterday = owed.get(true);
            String missed = yesterday.stream()
                    .filter(spot -> inBreak.get(spot.adBreak()) > 1)
                    .map(ReconciledSpot::placement)
                    .findFirst()
                    .orElse("");
            List<String> others = yesterday.stream()
                    .map(ReconciledSpot::placement)
                    .filter(spot -> !spot.equals(missed))
                    .toList();
            return new Morning(
                    owed.get(false).stream()
                            .map(ReconciledSpot::adBreak)
                            .findFirst()
                            .orElse(""),
                    missed,
                    others.isEmpty() ? "" : others.get(0),
                    others.size() < 2 ? "" : others.get(1));
        }
    }

    private static String line(FeedAt feed, ReconciledSpot spot, Morning morning) {
        Duration behind = Duration.ofMinutes(spot.placement().equals(morning.late()) ? 4 : 0);
        Duration length =
                spot.placement().equals(morning.cut()) ? spot.planned().dividedBy(2) : spot.planned();
        return "%s,00:%02d:%02d.%03d,%s,\"%s\"\n"
                .formatted(
                        TIME.format(spot.plannedAt().plus(behind).atZone(feed.zone())),
                        length.toMinutes(),
                        length.toSecondsPart(),
                        length.toMillisPart(),
                        spot.adId(),
                        spot.title().replace("\"", "\"\""));
    }
}
