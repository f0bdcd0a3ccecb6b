package org.scruffy.asrun;

import jakarta.enterprise.event.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.scruffy.HandClock;
import org.scruffy.Heard;
import org.scruffy.Silence;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.database.Sql;
import org.scruffy.desk.Desk;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.ScheduleChanged;

/** Station KSCF in New York, its day starting at 06:00, with an order, on a fresh database. */
final class AirDay {

    /** Made once: the tests of this package leave nothing in it that the next one would find. */
    private static final Supplier<Database> DATABASE = once();

    private static final List<String> TABLES = List.of(
            "reconciliation",
            "make_good",
            "as_run",
            "avail",
            "import_row",
            "import_file",
            "placement",
            "ad_break",
            "timeslot",
            "feed_week",
            "feed_day",
            "audit_entry",
            "command",
            "order_line",
            "traffic_order",
            "creative",
            "underwriter",
            "program",
            "as_run_settings",
            "log_template WHERE station_id IS NOT NULL",
            "feed",
            "station");

    static final String STATION = "KSCF";
    static final LocalDate DAY = LocalDate.of(2026, 11, 24);

    final HandClock clock = new HandClock(Instant.parse("2026-11-25T18:00:00Z"));
    final Database database;
    final List<ScheduleChanged> changed = new ArrayList<>();
    final Heard heard = new Heard();
    final AsRunImports imports;
    final Reconciliations reconciliations;
    final Desk desk;
    final MakeGoods makeGoods;
    final Affidavits affidavits;
    final AsRunSettingsTable settings;
    final LogTemplates templates;
    final long line;

    AirDay() {
        database = DATABASE.get();
        forget();
        imports = new AsRunImports(database, clock, heard, event());
        desk = new Desk(database, clock, new Silence(), event(), new Rules());
        reconciliations = new Reconciliations(database, clock, new Silence(), event(), desk);
        makeGoods = new MakeGoods(database, clock, new Silence(), desk);
        affidavits = new Affidavits(database, clock);
        settings = new AsRunSettingsTable(database, clock);
        templates = new LogTemplates(database, clock);
        change(
                "INSERT INTO station (call_sign, name, zone, broadcast_day_start) VALUES ('KSCF', 'Scruffy Public Media', 'America/New_York', '06:00')");
        change("INSERT INTO station (call_sign, name, zone) VALUES ('KOTH', 'Other', 'America/Chicago')");
        change("INSERT INTO feed (station_id, name, title, kind, zone, origin, break_signal, added_by)"
                + " SELECT id, 'main', 'Main', 'MAIN', zone, 'http://o.test/m.m3u8', 'CUES', 'PERSON' FROM station");
        change("INSERT INTO program (title, episode, nola) VALUES ('Nature', '1', 'NATU')");
        change("INSERT INTO underwriter (name) VALUES ('=Acme \"Żółw\" 鉄')");
        change("INSERT INTO traffic_order (station_id, underwriter_id, name, state)"
                + " SELECT s.id, u.id, 'Autumn', 'APPROVED' FROM station s, underwriter u WHERE s.call_sign = 'KSCF'");
        line = insert("INSERT INTO order_line (order_id, name, flight, spots, duration_ms, sep_minutes)"
                + " SELECT id, 'Prime', '[2026-03-01,2026-12-01)', 10, 30000, 60 FROM traffic_order RETURNING id");
    }

    private static Supplier<Database> once() {
        Database[] opened = new Database[1];
        return () -> {
            try {
                opened[0] = opened[0] == null ? FreshDatabase.open() : opened[0];
                return opened[0];
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /** Without the triggers that keep people from it. */
    private void forget() {
        database.change(em -> {
            Sql sql = new Sql(em);
            sql.run("SET LOCAL session_replication_role = replica");
            TABLES.forEach(table -> sql.run("DELETE FROM " + table));
        });
    }

    void change(String sql, Object... parameters) {
        database.change(em -> new Sql(em).run(sql, parameters));
    }

    long insert(String sql, Object... parameters) {
        return database.transaction(
                em -> new Sql(em).rows(sql, parameters).get(0).number(0));
    }

    String value(String sql, Object... parameters) {
        return database.read(em -> new Sql(em).rows(sql, parameters).get(0).text(0));
    }

    /** A break of a minute and more in a timeslot of its own. */
    long adBreak(Instant at) {
        long slot = insert(
                "INSERT INTO timeslot (feed_id, starts_at, ends_at, program_id) SELECT f.id, CAST(?1 AS timestamptz),"
                        + " CAST(?1 AS timestamptz) + interval '4 minutes', g.id FROM feed f JOIN station s ON s.id = f.station_id,"
                        + " program g WHERE s.call_sign = 'KSCF' RETURNING id",
                at);
        change(
                "INSERT INTO feed_week (feed_id, week_start) SELECT feed_id, CAST(?2 AS date) FROM timeslot WHERE id = ?1 ON CONFLICT DO NOTHING",
                slot,
                LocalWeek.at(at, java.time.ZoneId.of("America/New_York")).monday());
        return insert(
                "INSERT INTO ad_break (slot_id, feed_id, pos, starts_at, capacity_ms, kind) SELECT id, feed_id, 1, starts_at, 75000,"
                        + " 'UNDERWRITING' FROM timeslot WHERE id = ?1 RETURNING id",
                slot);
    }

    /** A spot of the order's line at the end of a break. */
    long spot(long adBreak, String adId, int seconds) {
        change(
                "INSERT INTO creative (ad_id, title, underwriter_id, duration_ms, media) SELECT ?1, 'Spot ' || ?1, id, ?2, 'spots/a'"
                        + " FROM underwriter ON CONFLICT DO NOTHING",
                adId,
                seconds * 1000);
        return insert(
                "INSERT INTO placement (airs_on, break_id, seq, creative_id, order_line_id, duration_ms) SELECT b.airs_on, b.id,"
                        + " 1 + (SELECT count(*) FROM placement WHERE break_id = b.id), c.id, ?3, ?4 FROM ad_break b, creative c"
                        + " WHERE b.id = ?1 AND c.ad_id = ?2 RETURNING id",
                adBreak,
                adId,
                line,
                seconds * 1000);
    }

    /** What both synthetic logs are about. */
    void plan() {
        long eight = adBreak(Instant.parse("2026-11-25T01:00:00Z"));
        spot(eight, "SYNA0001000H", 30);
        spot(eight, "SYNB0001000H", 30);
        long half = adBreak(Instant.parse("2026-11-25T01:30:00Z"));
        spot(half, "SYNC0001000H", 30);
        spot(half, "SYND0001000H", 30);
        spot(adBreak(Instant.parse("2026-11-25T05:30:00Z")), "SYNE0001000H", 15);
        spot(adBreak(Instant.parse("2026-11-25T04:00:00Z")), "SYNF0001000H", 15);
    }

    AsRunImports.Request request(String template, LocalDate from, LocalDate to) {
        return new AsRunImports.Request(STATION, "main", template, from, to, "log");
    }

    AsRunImport read(String template, LocalDate day, String log) {
        return imports.read(
                request(template, day, day), new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), "traffic");
    }

    static String resource(String name) {
        try (InputStream in = AirDay.class.getResourceAsStream("/logs/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What became of each spot of a day, by Ad-ID. */
    Map<String, String> outcomes(LocalDate day) {
        Map<String, String> outcomes = new TreeMap<>();
        reconciliations
                .day(STATION, "main", day)
                .spots()
                .forEach(spot ->
                        outcomes.put(spot.adId(), spot.outcome().map(Enum::name).orElse("")));
        return outcomes;
    }

    @SuppressWarnings("unchecked") // a proxy knows no type arguments
    private Event<ScheduleChanged> event() {
        return (Event<ScheduleChanged>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
                    changed.add((ScheduleChanged) arguments[0]);
                    return null;
                });
    }
}
