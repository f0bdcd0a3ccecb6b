package org.scruffy.order;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.scruffy.HandClock;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.database.Sql;
import org.scruffy.plugin.Platform;
import org.scruffy.schedule.LocalWeek;

/** Two stations on a fresh database: KSCF with the feeds main and kids in New York, KXYZ with main; and all that the desk keeps. */
public final class TestStationDesk implements AutoCloseable {

    public static final ZoneId ZONE = ZoneId.of("America/New_York");
    public static final Actor ANNA = new Actor("anna", "KSCF", false, "");
    public static final Actor ROOT = new Actor("root", "KSCF", true, "");
    public static final Actor XAVER = new Actor("xaver", "KXYZ", false, "");

    public final HandClock clock = new HandClock(Instant.parse("2026-06-01T12:00:00Z"));
    public final DataSource source;
    public final Database database;
    public final Underwriters underwriters;
    public final Orders orders;
    public final Inbox inbox;
    public final Creatives creatives;
    public final List<CreativeArrived> arrived = new ArrayList<>();

    public TestStationDesk(Path data, long mostBytes) throws SQLException {
        this(FreshDatabase.current(), data, mostBytes);
    }

    public TestStationDesk(DataSource source, Path data, long mostBytes) {
        this.source = source;
        database = FreshDatabase.on(source);
        underwriters = new Underwriters(database, clock);
        orders = new Orders(database, clock);
        inbox = new Inbox(new Platform(data, data, URI.create("http://localhost/"), false), mostBytes);
        creatives = new Creatives(database, clock, inbox, event());
        database.change(em -> {
            Sql sql = new Sql(em);
            sql.run("INSERT INTO station (call_sign, name, zone) VALUES ('KSCF', 'Scruffy', 'America/New_York'),"
                    + " ('KXYZ', 'Other', 'America/New_York')");
            sql.run("INSERT INTO feed (station_id, name, title, kind, zone, origin, break_signal, added_by)"
                    + " SELECT s.id, n.name, n.name, upper(n.name), s.zone, 'http://origin.test/x.m3u8', 'CUES', 'SOURCE'"
                    + " FROM station s, (VALUES ('main'), ('kids')) AS n(name) WHERE s.call_sign = 'KSCF' OR n.name = 'main'"
                    + " ORDER BY s.id, n.name DESC");
            sql.run("INSERT INTO program (title, episode, nola) VALUES ('Nature', '', '')");
        });
    }

    /** A break in a slot of its own, 10 minutes long. */
    public long adBreak(String feed, String local, String kind, int capacityMs) {
        Instant start = LocalWeek.instant(LocalDateTime.parse(local), ZONE);
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            long slot = sql.rows(
                            "INSERT INTO timeslot (feed_id, starts_at, ends_at, program_id)"
                                    + " SELECT f.id, CAST(?2 AS timestamptz), CAST(?3 AS timestamptz), p.id FROM feed f, program p,"
                                    + " station s WHERE s.id = f.station_id AND s.call_sign = 'KSCF' AND f.name = ?1 RETURNING id",
                            feed,
                            start,
                            start.plusSeconds(600))
                    .get(0)
                    .number(0);
            return sql.rows(
                            "INSERT INTO ad_break (slot_id, feed_id, pos, starts_at, capacity_ms, kind)"
                                    + " SELECT id, feed_id, 1, starts_at, ?2, ?3 FROM timeslot WHERE id = ?1 RETURNING id",
                            slot,
                            capacityMs,
                            kind)
                    .get(0)
                    .number(0);
        });
    }

    /** Places a creative at the end of a break; no line where it is empty. */
    public long place(long adBreak, String adId, String line) {
        return database.transaction(
                em -> new Sql(em).rows("""
                        INSERT INTO placement (break_id, airs_on, seq, creative_id, duration_ms, order_line_id)
                        SELECT b.id, b.airs_on, (SELECT count(*) + 1 FROM placement WHERE break_id = b.id), c.id, c.duration_ms,
                               CAST(NULLIF(?3, '') AS bigint)
                        FROM ad_break b, creative c WHERE b.id = ?1 AND c.ad_id = ?2 RETURNING id
                        """, adBreak, adId, line).get(0).number(0));
    }

    public void run(String sql) {
        database.change(em -> new Sql(em).run(sql));
    }

    /** A creative that is approved, ready, and as long as said. */
    public void creative(String adId, String kind, int lengthMs, String underwriterId) {
        database.change(em -> new Sql(em)
                .run(
                        "INSERT INTO creative (ad_id, title, kind, duration_ms, media, underwriter_id)"
                                + " VALUES (?1, ?1, ?2, ?3, 'x', CAST(NULLIF(?4, '') AS bigint))",
                        adId,
                        kind,
                        lengthMs,
                        underwriterId));
    }

    public List<String> column(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                var statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    @SuppressWarnings("unchecked") // a proxy knows no type arguments
    private Event<CreativeArrived> event() {
        return (Event<CreativeArrived>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
                    arrived.add((CreativeArrived) arguments[0]);
                    return null;
                });
    }

    @Override
    public void close() {
        database.close();
    }
}
