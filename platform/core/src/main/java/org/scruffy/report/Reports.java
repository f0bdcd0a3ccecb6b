package org.scruffy.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/** The reports of a station over some broadcast days; each takes two statements, whatever the days and the feeds. */
@ApplicationScoped
public class Reports {

    /** The most days of a report: a quarter. */
    public static final int MOST_DAYS = 100;

    /** By quarters of an hour: no local day and no part of one begins within one, whatever the zone. */
    private static final String FILL_RATE = """
            SELECT b.feed_id, date_bin('15 minutes', b.starts_at, timestamptz '2000-01-01 00:00Z'), count(*),
                   count(*) FILTER (WHERE p.booked IS NULL) AS empty, sum(b.capacity_ms), COALESCE(sum(p.booked), 0) AS booked,
                   COALESCE(sum(p.ordered), 0) AS ordered
            FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[])) AS w(feed_id, starts, ends)
            JOIN ad_break b ON b.feed_id = w.feed_id AND b.starts_at >= w.starts AND b.starts_at < w.ends
            JOIN timeslot t ON t.id = b.slot_id AND t.state <> 'CANCELLED'
            LEFT JOIN LATERAL (
                SELECT sum(duration_ms) AS booked, sum(duration_ms) FILTER (WHERE order_line_id IS NOT NULL) AS ordered
                FROM placement WHERE break_id = b.id AND airs_on = b.airs_on) p ON true
            GROUP BY 1, 2 ORDER BY 1, 2
            """;

    private static final String DELIVERY = """
            SELECT o.id AS order_id, o.name AS order_name, u.name AS underwriter, o.state, l.id, l.name, lower(l.flight) AS first_day,
                   upper(l.flight) - 1 AS last_day,
                   CASE l.per WHEN 'FLIGHT' THEN l.spots
                        ELSE l.spots * (((upper(l.flight) - 1) - CAST(date_trunc('week', lower(l.flight)) AS date)) / 7 + 1) END
                       AS ordered,
                   d.scheduled, d.unproved, d.aired, d.cut, d.missed, d.made_good
            FROM order_line l JOIN traffic_order o ON o.id = l.order_id AND NOT o.disabled AND o.state <> 'DRAFT'
            JOIN station s ON s.id = o.station_id JOIN underwriter u ON u.id = o.underwriter_id
            LEFT JOIN LATERAL (
                SELECT count(*) FILTER (WHERE w.stands AND NOT w.proved AND w.starts_at > CAST(?4 AS timestamptz)) AS scheduled,
                       count(*) FILTER (WHERE w.stands AND NOT w.proved AND w.starts_at <= CAST(?4 AS timestamptz)) AS unproved,
                       count(*) FILTER (WHERE w.stands AND w.proved) AS aired, count(*) FILTER (WHERE w.stands AND w.cut) AS cut,
                       count(*) FILTER (WHERE w.status IN ('MISSED', 'PREEMPTED')) AS missed,
                       count(*) FILTER (WHERE w.status = 'MADE_GOOD') AS made_good
                FROM (SELECT p.status, b.starts_at, p.status NOT IN ('MISSED', 'PREEMPTED', 'MADE_GOOD') AS stands,
                             p.status = 'AIRED' OR COALESCE(r.outcome, '') IN ('AIRED', 'LATE', 'EARLY', 'SHORT') AS proved,
                             COALESCE(r.outcome, '') = 'SHORT' AS cut
                      FROM placement p JOIN ad_break b ON b.id = p.break_id AND b.airs_on = p.airs_on
                      LEFT JOIN reconciliation r ON r.placement_id = p.id WHERE p.order_line_id = l.id) w) d ON true
            WHERE s.call_sign = ?1 AND NOT l.disabled AND l.flight && daterange(CAST(?2 AS date), CAST(?3 AS date), '[]')
              AND (?5 = '' OR EXISTS (SELECT 1 FROM order_line_feed lf JOIN feed f ON f.id = lf.feed_id
                                      WHERE lf.line_id = l.id AND f.name = ?5))
            ORDER BY u.name, o.name, o.id, l.id
            """;

    private static final String OWED = """
            SELECT p.id, f.id AS feed_id, b.starts_at, c.ad_id, c.title, u.name AS underwriter, o.name AS order_name,
                   l.name AS line_name, COALESCE(r.outcome, p.status) AS outcome, mb.starts_at AS made_at,
                   mp.status = 'AIRED' OR COALESCE(mr.outcome, '') IN ('AIRED', 'LATE', 'EARLY', 'SHORT') AS proved
            FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[])) AS w(feed_id, starts, ends)
            JOIN feed f ON f.id = w.feed_id
            JOIN ad_break b ON b.feed_id = f.id AND b.starts_at >= w.starts AND b.starts_at < w.ends
            JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on AND p.status IN ('MISSED', 'PREEMPTED', 'MADE_GOOD')
            JOIN creative c ON c.id = p.creative_id
            JOIN order_line l ON l.id = p.order_line_id JOIN traffic_order o ON o.id = l.order_id
            JOIN underwriter u ON u.id = o.underwriter_id
            LEFT JOIN reconciliation r ON r.placement_id = p.id
            LEFT JOIN make_good m ON m.missed_id = p.id AND m.missed_on = p.airs_on
            LEFT JOIN placement mp ON mp.id = m.made_id AND mp.airs_on = m.made_on
            LEFT JOIN ad_break mb ON mb.id = mp.break_id
            LEFT JOIN reconciliation mr ON mr.placement_id = mp.id
            ORDER BY b.starts_at, p.id
            """;

    private final Database database;
    private final Clock clock;

    protected Reports() {
        this(null, null);
    }

    @Inject
    public Reports(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * How full the breaks are, by feed, broadcast day and part of the day, in this order; where there are no breaks there is no row.
     *
     * @param feed empty for all feeds of the station
     * @param to the last day
     * @throws org.scruffy.schedule.NoSuchFeed where the station or the feed is not known
     */
    public List<FillRate> fillRate(String callSign, String feed, LocalDate from, LocalDate to) {
        return withFeeds(callSign, feed, (sql, feeds) -> {
            Map<List<Object>, FillRate> sums = new LinkedHashMap<>();
            for (Row row : sql.rows(FILL_RATE, scope(feeds.values(), from, to))) {
                ReportFeed on = feeds.get(row.number(0));
                FillRate one = fillRate(on, row);
                sums.merge(List.of(on.name(), one.day(), one.part()), one, FillRate::plus);
            }
            return List.copyOf(sums.values());
        });
    }

    private static FillRate fillRate(ReportFeed feed, Row row) {
        return new FillRate(
                feed.name(),
                feed.dayOf(row.at(1)),
                PartOfDay.of(feed.local(row.at(1)).toLocalTime()),
                row.number(2),
                row.number(3),
                row.number(4),
                row.number(5),
                row.number(6));
    }

    /**
     * What the lines got whose flight touches those days, by underwriter. It is told of whole flights, as they are now; drafts are
     * not among them.
     *
     * @param feed that the lines run on, empty for all
     */
    public List<LineDelivery> delivery(String callSign, String feed, LocalDate from, LocalDate to) {
        Instant now = clock.instant();
        return withFeeds(callSign, feed, (sql, feeds) -> {
            LocalDate today = feeds.values().iterator().next().dayOf(now);
            return sql.rows(DELIVERY, callSign, from, to, now, feed).stream()
                    .map(row -> delivery(row, today))
                    .toList();
        });
    }

    private static LineDelivery delivery(Row row, LocalDate today) {
        return new LineDelivery(
                row.id(0),
                row.text(1),
                row.text(2),
                row.text(3),
                row.id(4),
                row.text(5),
                row.day(6),
                row.day(7),
                row.number(8),
                row.number(9),
                row.number(10),
                row.number(11),
                row.number(12),
                row.number(13),
                row.number(14),
                LineDelivery.expected(row.number(8), row.day(6), row.day(7), today));
    }

    /**
     * The spots of orders that did not air on those days, in air order, made good or not.
     *
     * @param feed empty for all feeds of the station
     */
    public List<Owed> owed(String callSign, String feed, LocalDate from, LocalDate to) {
        return withFeeds(
                callSign,
                feed,
                (sql, feeds) -> sql.rows(OWED, scope(feeds.values(), from, to)).stream()
                        .map(row -> owed(feeds.get(row.number(1)), row))
                        .toList());
    }

    private static Owed owed(ReportFeed feed, Row row) {
        return new Owed(
                row.id(0),
                feed.name(),
                feed.zone().getId(),
                row.at(2),
                feed.dayOf(row.at(2)),
                row.text(3),
                row.text(4),
                row.text(5),
                row.text(6),
                row.text(7),
                row.text(8),
                row.empty(9) ? Optional.empty() : Optional.of(row.at(9)),
                Boolean.parseBoolean(row.text(10)));
    }

    private <R> R withFeeds(String callSign, String feed, BiFunction<Sql, Map<Long, ReportFeed>, R> question) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            Map<Long, ReportFeed> feeds = new LinkedHashMap<>();
            ReportFeed.of(sql, callSign, feed).forEach(one -> feeds.put(one.id(), one));
            return question.apply(sql, feeds);
        });
    }

    private static Object[] scope(Collection<ReportFeed> feeds, LocalDate from, LocalDate to) {
        LocalDate after = to.plusDays(1);
        return new Object[] {
            feeds.stream().map(ReportFeed::id).toList(),
            feeds.stream().map(feed -> feed.start(from)).toList(),
            feeds.stream().map(feed -> feed.start(after)).toList()
        };
    }
}
