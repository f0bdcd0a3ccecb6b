package org.scruffy.bench;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * The week of a station by hand: JDBC and a JSON generator, nothing between, as short as it can be done for that one answer. The
 * rows of slots and breaks and those of spots come in the order in which they are written, so that nothing is put together.
 */
record JdbcWeek(DataSource source) {

    private static final String FEEDS = """
            SELECT f.id, f.name, f.title, f.kind, f.zone, w.revision, COALESCE(w.published_revision, 0),
                   (SELECT count(*) FROM feed_day d WHERE d.feed_id = f.id AND d.day >= w.week_start AND d.day < w.week_start + 7)
            FROM station s JOIN feed f ON f.station_id = s.id JOIN feed_week w ON w.feed_id = f.id AND w.week_start = ?
            WHERE s.call_sign = ? ORDER BY f.id
            """;

    private static final String FROM_WEEK =
            " FROM timeslot t JOIN ad_break b ON b.slot_id = t.id %s WHERE t.feed_id = ANY (?) AND t.state <> 'CANCELLED'"
                    + " AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(?, ?, '[)')";

    private static final String SLOTS =
            "SELECT t.feed_id, t.id, t.starts_at, t.ends_at, t.program_id, p.title, p.episode, p.nola, t.version, t.source,"
                    + " t.state, b.id, b.pos, b.starts_at, b.kind, b.capacity_ms, b.version, b.locked"
                    + FROM_WEEK.replace("%s", "JOIN program p ON p.id = t.program_id")
                    + " ORDER BY t.feed_id, t.starts_at, b.pos";

    /** What is placed often comes once, before the placements. */
    private static final String SPOTS =
            "WITH spot AS MATERIALIZED (SELECT t.feed_id, t.starts_at, b.pos, p.seq, b.id AS break_id,"
                    + " p.id, p.creative_id, p.order_line_id, p.version, p.status, p.origin"
                    + FROM_WEEK.replace("%s", "JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on") + ")"
                    + """
            SELECT 0 AS break_id, 'C' AS kind, c.id, 0 AS creative, 0 AS line, c.duration_ms, c.ad_id, c.title, u.name,
                   c.media <> '' AS ready, 0 AS feed_id, CAST(NULL AS timestamptz) AS starts_at, 0 AS pos, 0 AS seq
            FROM creative c LEFT JOIN underwriter u ON u.id = c.underwriter_id WHERE c.id IN (SELECT creative_id FROM spot)
            UNION ALL
            SELECT 0, 'L', l.id, 0, 0, 0, l.name, o.name, u.name, false, 0, CAST(NULL AS timestamptz), 0, 0
            FROM order_line l JOIN traffic_order o ON o.id = l.order_id JOIN underwriter u ON u.id = o.underwriter_id
            WHERE l.id IN (SELECT order_line_id FROM spot)
            UNION ALL
            SELECT break_id, NULL, id, creative_id, order_line_id, version, status, origin, NULL, false, feed_id, starts_at, pos, seq
            FROM spot ORDER BY feed_id, starts_at, pos, seq
            """;

    private record FeedLine(
            long id, String name, String title, String kind, ZoneId zone, long revision, long published) {}

    private record CreativeLine(String adId, String title, String underwriter, long durationMs, boolean airReady) {}

    private record LineLine(String name, String order, String underwriter) {}

    private record ProgramLine(String title, String episode, String nola) {}

    private record Spot(
            long id, String creative, long durationMs, int version, String status, String origin, String line) {}

    private record Break(
            long id, Instant start, String kind, long capacityMs, int version, boolean locked, List<Spot> spots) {

        long booked() {
            long booked = 0;
            for (Spot spot : spots) {
                booked += spot.durationMs();
            }
            return booked;
        }

        String fill() {
            long left = capacityMs - booked();
            if (spots.isEmpty()) {
                return "EMPTY";
            }
            return left <= -1000 ? "OVER" : left < 1000 ? "FULL" : "PARTIAL";
        }
    }

    /** The dictionaries while they grow. */
    private static final class Words {
        private final Map<Long, String> programKeys = new HashMap<>();
        private final Map<String, ProgramLine> programs = new TreeMap<>();
        private final Map<Long, CreativeLine> creativeById = new HashMap<>();
        private final Map<String, CreativeLine> creatives = new TreeMap<>();
        private final Map<Long, String> lineKeys = new HashMap<>();
        private final Map<String, LineLine> lines = new TreeMap<>();

        /** Leaves the rows at the first placement. */
        void read(ResultSet row) throws SQLException {
            while (row.next() && row.getLong(1) == 0) {
                if (row.getString(2).equals("L")) {
                    String key = "l" + row.getLong(3);
                    lineKeys.put(row.getLong(3), key);
                    lines.put(key, new LineLine(row.getString(7), row.getString(8), row.getString(9)));
                } else {
                    String underwriter = row.getString(9);
                    CreativeLine creative = new CreativeLine(
                            row.getString(7),
                            row.getString(8),
                            underwriter == null ? "" : underwriter,
                            row.getLong(6),
                            row.getBoolean(10));
                    creativeById.put(row.getLong(3), creative);
                    creatives.put(creative.adId(), creative);
                }
            }
        }
    }

    byte[] json(String callSign, LocalDate monday) throws SQLException {
        try (Connection connection = source.getConnection()) {
            List<FeedLine> feeds = feeds(connection, callSign, monday);
            ZoneId zone = feeds.get(0).zone();
            Instant from = LocalTimes.startOf(monday, zone);
            Instant to = LocalTimes.startOf(monday.plusDays(7), zone);
            Array ids = connection.createArrayOf(
                    "bigint", feeds.stream().map(FeedLine::id).toArray());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
            Words words = new Words();
            try (JsonGenerator json = Json.createGenerator(bytes);
                    PreparedStatement slots = ofWeek(connection, SLOTS, ids, from, to);
                    PreparedStatement spots = ofWeek(connection, SPOTS, ids, from, to);
                    ResultSet slot = slots.executeQuery();
                    ResultSet spot = spots.executeQuery()) {
                json.writeStartObject();
                json.write("station", callSign);
                json.write("start", monday.toString());
                json.writeStartArray("feeds");
                slot.next();
                words.read(spot);
                for (FeedLine feed : feeds) {
                    feed(json, feed, from, to, slot, spot, words);
                }
                json.writeEnd();
                dictionaries(json, words);
                json.writeEnd();
            }
            return bytes.toByteArray();
        }
    }

    private static List<FeedLine> feeds(Connection connection, String callSign, LocalDate monday) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FEEDS)) {
            statement.setObject(1, monday);
            statement.setString(2, callSign);
            try (ResultSet row = statement.executeQuery()) {
                List<FeedLine> feeds = new ArrayList<>();
                while (row.next()) {
                    feeds.add(new FeedLine(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            ZoneId.of(row.getString(5)),
                            row.getLong(6),
                            row.getLong(7)));
                }
                return feeds;
            }
        }
    }

    private static PreparedStatement ofWeek(Connection connection, String sql, Array feeds, Instant from, Instant to)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setArray(1, feeds);
        statement.setObject(2, OffsetDateTime.ofInstant(from, java.time.ZoneOffset.UTC));
        statement.setObject(3, OffsetDateTime.ofInstant(to, java.time.ZoneOffset.UTC));
        return statement;
    }

    private static void feed(
            JsonGenerator json, FeedLine feed, Instant from, Instant to, ResultSet slot, ResultSet spot, Words words)
            throws SQLException {
        json.writeStartObject();
        json.write("name", feed.name());
        json.write("title", feed.title());
        json.write("kind", feed.kind());
        json.write("zone", feed.zone().getId());
        json.write("revision", feed.revision());
        json.write("from", from.toString());
        json.write("to", to.toString());
        json.write("hours", Duration.between(from, to).toHours());
        json.writeStartArray("slots");
        while (!slot.isAfterLast() && slot.getLong(1) == feed.id()) {
            slot(json, feed, slot, spot, words);
        }
        json.writeEnd();
        json.write("publishedRevision", feed.published());
        json.writeStartArray("days");
        json.writeEnd();
        json.writeEnd();
    }

    private static void slot(JsonGenerator json, FeedLine feed, ResultSet slot, ResultSet spot, Words words)
            throws SQLException {
        long id = slot.getLong(2);
        Instant start = slot.getTimestamp(3).toInstant();
        json.writeStartObject();
        json.write("id", Long.toString(id));
        json.write("startsAt", start.toString());
        json.write("endsAt", slot.getTimestamp(4).toInstant().toString());
        json.write("localStart", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(start.atZone(feed.zone())));
        json.write("program", program(slot, words));
        int version = slot.getInt(9);
        String source = slot.getString(10);
        String state = slot.getString(11);
        List<Break> breaks = new ArrayList<>(4);
        do {
            breaks.add(adBreak(slot, spot, words));
        } while (slot.next() && slot.getLong(2) == id);
        fillOf(json, breaks);
        json.writeStartArray("breaks");
        for (int i = 0; i < breaks.size(); i++) {
            write(json, i + 1, breaks.get(i));
        }
        json.writeEnd();
        json.write("version", version);
        json.write("source", source);
        json.write("state", state);
        json.writeEnd();
    }

    private static String program(ResultSet slot, Words words) throws SQLException {
        long id = slot.getLong(5);
        String key = words.programKeys.get(id);
        if (key == null) {
            key = "p" + (words.programKeys.size() + 1);
            words.programKeys.put(id, key);
            words.programs.put(key, new ProgramLine(slot.getString(6), slot.getString(7), slot.getString(8)));
        }
        return key;
    }

    private static Break adBreak(ResultSet slot, ResultSet spot, Words words) throws SQLException {
        long id = slot.getLong(12);
        List<Spot> spots = new ArrayList<>(4);
        while (!spot.isAfterLast() && spot.getLong(1) == id) {
            spots.add(spot(spot, words));
            spot.next();
        }
        return new Break(
                id,
                slot.getTimestamp(14).toInstant(),
                slot.getString(15),
                slot.getLong(16),
                slot.getInt(17),
                slot.getBoolean(18),
                spots);
    }

    private static Spot spot(ResultSet row, Words words) throws SQLException {
        CreativeLine creative = words.creativeById.get(row.getLong(4));
        long line = row.getLong(5);
        return new Spot(
                row.getLong(3),
                creative.adId(),
                creative.durationMs(),
                row.getInt(6),
                row.getString(7),
                row.getString(8),
                line == 0 ? "" : words.lineKeys.get(line));
    }

    private static void write(JsonGenerator json, int position, Break adBreak) {
        json.writeStartObject();
        json.write("id", Long.toString(adBreak.id()));
        json.write("pos", position);
        json.write("startsAt", adBreak.start().toString());
        json.write("kind", adBreak.kind());
        fill(json, adBreak.capacityMs(), adBreak.booked(), adBreak.fill());
        json.writeStartArray("placements");
        int seq = 1;
        for (Spot spot : adBreak.spots()) {
            json.writeStartObject();
            json.write("id", Long.toString(spot.id()));
            json.write("seq", seq++);
            json.write("creative", spot.creative());
            json.write("durationMs", spot.durationMs());
            json.write("version", spot.version());
            json.write("status", spot.status());
            json.write("origin", spot.origin());
            json.write("line", spot.line());
            json.writeEnd();
        }
        json.writeEnd();
        json.write("version", adBreak.version());
        json.write("locked", adBreak.locked());
        json.writeEnd();
    }

    private static void fillOf(JsonGenerator json, List<Break> breaks) {
        long capacity = 0;
        long booked = 0;
        boolean over = false;
        String same = breaks.get(0).fill();
        for (Break each : breaks) {
            capacity += each.capacityMs();
            booked += each.booked();
            String fill = each.fill();
            over = over || fill.equals("OVER");
            same = same.equals(fill) ? same : "PARTIAL";
        }
        fill(json, capacity, booked, over ? "OVER" : same);
    }

    private static void fill(JsonGenerator json, long capacityMs, long bookedMs, String state) {
        json.writeStartObject("fill");
        json.write("capacityMs", capacityMs);
        json.write("bookedMs", bookedMs);
        json.write("state", state);
        json.writeEnd();
    }

    private static void dictionaries(JsonGenerator json, Words words) {
        json.writeStartObject("programs");
        words.programs.forEach((key, program) -> {
            json.writeStartObject(key);
            json.write("title", program.title());
            json.write("episode", program.episode());
            json.write("nola", program.nola());
            json.writeEnd();
        });
        json.writeEnd();
        json.writeStartObject("creatives");
        words.creatives.forEach((key, creative) -> {
            json.writeStartObject(key);
            json.write("title", creative.title());
            json.write("underwriter", creative.underwriter());
            json.write("durationMs", creative.durationMs());
            json.write("airReady", creative.airReady());
            json.writeEnd();
        });
        json.writeEnd();
        json.writeStartObject("lines");
        words.lines.forEach((key, line) -> {
            json.writeStartObject(key);
            json.write("name", line.name());
            json.write("order", line.order());
            json.write("underwriter", line.underwriter());
            json.writeEnd();
        });
        json.writeEnd();
    }
}
