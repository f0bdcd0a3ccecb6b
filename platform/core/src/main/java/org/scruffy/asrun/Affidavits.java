package org.scruffy.asrun;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.schedule.LocalTimes;

/** What is sworn to underwriters. */
@ApplicationScoped
public class Affidavits {

    private static final int MOST_DAYS = 366;

    private static final String FEEDS = """
            SELECT f.id, f.zone, CAST(s.broadcast_day_start AS text)
            FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = ?1
            """;

    private final Database database;
    private final Clock clock;

    protected Affidavits() {
        this(null, null);
    }

    @Inject
    public Affidavits(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** An order of a station that has spots. */
    public record Ordered(String id, String name, String underwriter) {}

    /** The orders that had spots on a broadcast day of a feed. */
    public List<Ordered> orders(String callSign, String feedName, LocalDate day) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            BroadcastDay on = FeedAt.named(sql, callSign, feedName).day(day);
            return sql.rows("""
                            SELECT DISTINCT o.id, o.name, u.name AS underwriter
                            FROM ad_break b JOIN feed f ON f.id = b.feed_id JOIN station s ON s.id = f.station_id
                            JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on
                            JOIN order_line l ON l.id = p.order_line_id JOIN traffic_order o ON o.id = l.order_id
                            JOIN underwriter u ON u.id = o.underwriter_id
                            WHERE s.call_sign = ?1 AND f.name = ?2 AND b.starts_at >= CAST(?3 AS timestamptz)
                              AND b.starts_at < CAST(?4 AS timestamptz)
                            ORDER BY underwriter, o.name
                            """, callSign, feedName, on.start(), on.end()).stream()
                    .map(row -> new Ordered(row.id(0), row.text(1), row.text(2)))
                    .toList();
        });
    }

    /**
     * The affidavit of an order over some broadcast days.
     *
     * @param flight the id of a line of the order, empty for all of them
     * @throws AsRunProblem where the station has no such order or line, or the days are in no order
     */
    public Affidavit of(String callSign, String order, String flight, LocalDate from, LocalDate to) {
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw AsRunProblem.bad(
                    "to", to.toString(), "a day from " + from + ", at most " + MOST_DAYS + " days in all");
        }
        return database.read(em -> {
            Sql sql = new Sql(em);
            Row known = sql.rows("""
                            SELECT o.id, o.name, u.name AS underwriter, s.name AS station
                            FROM traffic_order o JOIN station s ON s.id = o.station_id
                            JOIN underwriter u ON u.id = o.underwriter_id WHERE o.id = ?1 AND s.call_sign = ?2
                            """, Reconciliations.id("order", order), callSign).stream()
                    .findFirst()
                    .orElseThrow(() -> AsRunProblem.unknown("order", order));
            String line = flight.isEmpty() ? "" : line(sql, known.number(0), flight);
            List<Affidavit.Aired> spots = new ArrayList<>(spots(sql, callSign, known.number(0), flight, from, to));
            spots.sort(Comparator.comparing((Affidavit.Aired row) -> row.spot().plannedAt()));
            return new Affidavit(callSign, known.text(3), known.text(2), order, known.text(1), line, from, to, spots);
        });
    }

    private static String line(Sql sql, long order, String flight) {
        return sql
                .rows(
                        "SELECT name FROM order_line WHERE id = ?1 AND order_id = ?2",
                        Reconciliations.id("line", flight),
                        order)
                .stream()
                .findFirst()
                .orElseThrow(() -> AsRunProblem.unknown("line", flight))
                .text(0);
    }

    /** Of every feed by its own broadcast days. Two statements, however many feeds. */
    private static List<Affidavit.Aired> spots(
            Sql sql, String callSign, long order, String flight, LocalDate from, LocalDate to) {
        List<Long> feeds = new ArrayList<>();
        List<Instant> starts = new ArrayList<>();
        List<Instant> ends = new ArrayList<>();
        for (Row feed : sql.rows(FEEDS, callSign)) {
            ZoneId zone = LocalTimes.zone(feed.text(1));
            LocalTime dayStart = LocalTime.parse(feed.text(2));
            feeds.add(feed.number(0));
            starts.add(new BroadcastDay(from, dayStart, zone).start());
            ends.add(new BroadcastDay(to, dayStart, zone).end());
        }
        return sql
                .rows(
                        SpotsPlanned.SELECT
                                + " JOIN unnest(CAST(?1 AS bigint[]), CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[]))"
                                + " AS w(feed_id, starts, ends) ON w.feed_id = b.feed_id AND b.starts_at >= w.starts"
                                + " AND b.starts_at < w.ends"
                                + " WHERE o.id = ?4 AND (?5 = '' OR CAST(l.id AS text) = ?5)"
                                + SpotsPlanned.ORDER,
                        feeds,
                        starts,
                        ends,
                        order,
                        flight)
                .stream()
                .map(row -> new Affidavit.Aired(
                        row.text(20),
                        LocalTimes.zone(row.text(19)),
                        !row.text(21).isEmpty(),
                        SpotsPlanned.spot(row)))
                .toList();
    }

    /** It as PDF, on the station's paper. */
    public byte[] pdf(Affidavit affidavit) {
        AsRunSettings.Paper paper = database.read(em -> AsRunSettingsTable.of(new Sql(em), affidavit.callSign()))
                .paper();
        return new AffidavitPdf(affidavit, paper, clock.instant()).bytes();
    }

    /** It as CSV, with a head. */
    public String csv(Affidavit affidavit) {
        return new AffidavitCsv(affidavit).text();
    }
}
