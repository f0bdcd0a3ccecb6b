package org.scruffy.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.report.BlastRadius.Booked;
import org.scruffy.report.BlastRadius.Slot;
import org.scruffy.report.BlastRadius.Touched;

/** Looks up in the schedule and in what was decided on the air whom something has hit. */
@ApplicationScoped
public class BlastRadii {

    /** The most places that are looked up at once. */
    public static final int MOST_PLACES = 1_000;

    /**
     * Where something happened, and when.
     *
     * @param station a call sign; one that is not known hits nothing
     * @param feed a feed's name, empty for all of the station
     * @param avail the key of an avail, empty for all that was on
     * @param adBreak the id of a planned break, empty for all that was on
     */
    public record Place(String station, String feed, String avail, String adBreak, Instant from, Instant to) {}

    private static final String PLACES = """
            WITH w AS (
                SELECT DISTINCT s.call_sign AS station, f.name AS feed, f.id AS feed_id, n.avail, n.break_id, n.since, n.until
                FROM unnest(CAST(?1 AS text[]), CAST(?2 AS text[]), CAST(?3 AS text[]), CAST(?4 AS text[]),
                            CAST(?5 AS timestamptz[]), CAST(?6 AS timestamptz[])) AS n(station, feed, avail, break_id, since, until)
                JOIN station s ON s.call_sign = n.station JOIN feed f ON f.station_id = s.id AND n.feed IN ('', f.name))
            """;

    private static final String SLOTS = PLACES + """
            SELECT DISTINCT w.station, w.feed, p.title, t.starts_at, t.ends_at
            FROM w JOIN timeslot t ON t.feed_id = w.feed_id AND t.starts_at <= w.until AND t.ends_at > w.since AND t.state <> 'CANCELLED'
            JOIN program p ON p.id = t.program_id
            ORDER BY 1, 2, 4 LIMIT 1000
            """;

    /**
     * A break is at most ten minutes long. An avail may fill another break than the planned one, or none: then it is there by itself. A
     * break that an avail stands for is not there once more, nor is one that has aired by hand at another time than was planned.
     */
    private static final String SPOTS = PLACES + """
            , hit AS (
                SELECT w.station, w.feed, w.feed_id, 'break-' || b.id AS id, true AS planned, b.id AS break_id, b.starts_at AS at,
                       b.capacity_ms AS length_ms
                FROM w JOIN ad_break b ON b.feed_id = w.feed_id AND b.starts_at <= w.until AND b.starts_at > w.since - interval '10 minutes'
                       AND b.starts_at + b.capacity_ms * interval '1 millisecond' > w.since
                WHERE w.avail = '' AND w.break_id = '' AND NOT EXISTS (
                    SELECT 1 FROM avail a WHERE a.feed_id = w.feed_id AND a.break_id = CAST(b.id AS text) AND a.reason = '')
                UNION
                SELECT w.station, w.feed, w.feed_id, CAST(a.id AS text), false, CAST(substring(a.break_id FROM '^[0-9]{1,18}$') AS bigint), a.at,
                       a.planned_ms
                FROM w JOIN avail a ON a.feed_id = w.feed_id AND a.key = w.avail
                WHERE w.avail <> ''
                UNION
                SELECT w.station, w.feed, w.feed_id, CAST(a.id AS text), false, CAST(substring(a.break_id FROM '^[0-9]{1,18}$') AS bigint), a.at,
                       a.planned_ms
                FROM w JOIN avail a ON a.feed_id = w.feed_id AND a.at <= w.until AND a.at > w.since - interval '10 minutes'
                       AND a.at + a.planned_ms * interval '1 millisecond' > w.since
                WHERE w.avail = '' AND w.break_id = ''
                UNION
                SELECT w.station, w.feed, w.feed_id, 'break-' || b.id, true, b.id, b.starts_at, b.capacity_ms
                FROM w JOIN ad_break b ON b.feed_id = w.feed_id AND b.id = CAST(substring(w.break_id FROM '^[0-9]{1,18}$') AS bigint)
                WHERE NOT EXISTS (SELECT 1 FROM avail a WHERE a.feed_id = w.feed_id AND a.key = w.avail))
            SELECT h.station, h.feed, h.id, h.at, h.length_ms, p.id, coalesce(ou.name, cu.name), p.duration_ms
            FROM (SELECT * FROM hit WHERE NOT (planned AND EXISTS (
                    SELECT 1 FROM hit a WHERE NOT a.planned AND a.feed_id = hit.feed_id AND a.break_id = hit.break_id))
                  ORDER BY station, feed, at, id LIMIT 1000) h
            LEFT JOIN ad_break b ON b.id = h.break_id AND b.feed_id = h.feed_id
            LEFT JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on
            LEFT JOIN creative c ON c.id = p.creative_id LEFT JOIN underwriter cu ON cu.id = c.underwriter_id
            LEFT JOIN order_line l ON l.id = p.order_line_id LEFT JOIN traffic_order o ON o.id = l.order_id
            LEFT JOIN underwriter ou ON ou.id = o.underwriter_id
            ORDER BY 1, 2, 4, 3, p.seq
            """;

    private final Database database;

    protected BlastRadii() {
        this(null);
    }

    @Inject
    public BlastRadii(Database database) {
        this.database = database;
    }

    /** What was on at these places, at most the first {@link #MOST_PLACES}, in two statements. */
    public BlastRadius of(List<Place> places) {
        List<Place> some = places.subList(0, Math.min(places.size(), MOST_PLACES));
        return database.read(em -> {
            Sql sql = new Sql(em);
            Object[] told = told(some);
            List<Slot> slots = sql.rows(SLOTS, told).stream()
                    .map(row -> new Slot(row.text(0), row.text(1), row.text(2), row.at(3), row.at(4)))
                    .toList();
            return radius(slots, sql.rows(SPOTS, told));
        });
    }

    private static Object[] told(List<Place> places) {
        return List.<Function<Place, Object>>of(
                        Place::station, Place::feed, Place::avail, Place::adBreak, Place::from, Place::to)
                .stream()
                .map(part -> places.stream().map(part).toList())
                .toArray();
    }

    private static BlastRadius radius(List<Slot> slots, List<Row> spots) {
        Map<List<String>, Touched> breaks = new LinkedHashMap<>();
        Map<String, Booked> underwriters = new LinkedHashMap<>();
        Set<String> counted = new HashSet<>(); // two avails may have filled the same break
        for (Row row : spots) {
            boolean booked = !row.text(6).isEmpty();
            long length = booked ? row.number(7) : 0;
            breaks.merge(
                    List.of(row.text(0), row.text(1), row.text(2)),
                    new Touched(
                            row.text(0),
                            row.text(1),
                            row.text(2),
                            row.at(3),
                            row.number(4),
                            row.empty(5) ? 0 : 1,
                            length),
                    BlastRadii::sum);
            if (booked && counted.add(row.id(5))) {
                underwriters.merge(row.text(6), new Booked(row.text(6), 1, length), BlastRadii::sum);
            }
        }
        List<Booked> most = underwriters.values().stream()
                .sorted(Comparator.comparingLong(Booked::bookedMs).reversed().thenComparing(Booked::underwriter))
                .toList();
        return new BlastRadius(
                slots,
                List.copyOf(breaks.values()),
                most,
                most.stream().mapToLong(Booked::bookedMs).sum());
    }

    private static Touched sum(Touched one, Touched more) {
        return new Touched(
                one.station(),
                one.feed(),
                one.id(),
                one.at(),
                one.lengthMs(),
                one.spots() + more.spots(),
                one.bookedMs() + more.bookedMs());
    }

    private static Booked sum(Booked one, Booked more) {
        return new Booked(one.underwriter(), one.spots() + more.spots(), one.bookedMs() + more.bookedMs());
    }
}
