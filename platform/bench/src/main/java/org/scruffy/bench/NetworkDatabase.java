package org.scruffy.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.scruffy.database.Database;
import org.scruffy.spi.schedule.LocalTimes;

/** A PostgreSQL of its own with a {@link Network} in it, reached through a pool as the product does. */
final class NetworkDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final HikariDataSource pool;
    private final Database database;
    private final Network network;

    NetworkDatabase(Network network) throws IOException, SQLException {
        this.network = network;
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        HikariConfig config = new HikariConfig();
        config.setDataSource(postgres.getPostgresDatabase());
        pool = new HikariDataSource(config);
        database = new Database() {};
        database.open(pool);
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            load(connection);
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("VACUUM ANALYZE");
            }
        }
    }

    Database database() {
        return database;
    }

    DataSource source() {
        return pool;
    }

    String size() throws SQLException {
        return text("SELECT pg_size_pretty(pg_database_size(current_database()))");
    }

    String text(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void load(Connection to) throws SQLException {
        desk(to);
        feeds(to);
        weeks(to);
        spots(to);
        try (Statement statement = to.createStatement()) {
            for (String table : new String[] {
                "station",
                "feed",
                "program",
                "category",
                "underwriter",
                "creative",
                "traffic_order",
                "order_line",
                "timeslot",
                "ad_break",
                "placement"
            }) {
                statement.execute(
                        "SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), max(id)) FROM " + table);
            }
        }
    }

    private void desk(Connection to) throws SQLException {
        try (Copy programs = new Copy(to, "program (id, title, episode, nola)")) {
            for (int i = 1; i <= Network.PROGRAMS; i++) {
                programs.row(i, "Program of the \"Public\" " + i, "Episode " + i, "NOLA" + i);
            }
        }
        try (Copy categories = new Copy(to, "category (id, code, name)")) {
            for (int i = 1; i <= Network.CATEGORIES; i++) {
                categories.row(i, "CATEGORY" + i, "Category " + i);
            }
        }
        try (Copy underwriters = new Copy(to, "underwriter (id, name, category_id)")) {
            for (int i = 1; i <= Network.UNDERWRITERS; i++) {
                underwriters.row(i, "Underwriter & Söhne " + i, 1 + i % Network.CATEGORIES);
            }
        }
        try (Copy creatives = new Copy(to, "creative (id, ad_id, title, underwriter_id, duration_ms, media, kind)")) {
            for (int i = 1; i <= Network.CREATIVES; i++) {
                creatives.row(
                        i,
                        String.format(java.util.Locale.ROOT, "TEST%07dH", i),
                        "A creative of many words " + i,
                        1 + (i - 1) % Network.UNDERWRITERS,
                        Network.SPOT_MS,
                        "spots/" + i,
                        "PREMIER");
            }
        }
    }

    private void feeds(Connection to) throws SQLException {
        try (Copy stations = new Copy(to, "station (id, call_sign, name, zone)")) {
            for (int i = 1; i <= network.stations(); i++) {
                stations.row(i, Network.callSign(i), "Station " + i, Network.ZONE);
            }
        }
        try (Copy feeds =
                new Copy(to, "feed (id, station_id, name, title, kind, zone, origin, break_signal, added_by)")) {
            for (int feed = 1; feed <= network.stations() * network.feeds(); feed++) {
                int number = 1 + (feed - 1) % network.feeds();
                feeds.row(
                        feed,
                        stationOf(feed),
                        "f" + number,
                        "Feed " + number,
                        "OTHER",
                        Network.ZONE,
                        "http://origin.test/x.m3u8",
                        "CUES",
                        "SOURCE");
            }
        }
        try (Copy orders = new Copy(to, "traffic_order (id, station_id, underwriter_id, name, state)")) {
            for (int i = 0; i < network.stations() * Network.LINES; i++) {
                int line = i % Network.LINES;
                orders.row(i + 1, 1 + i / Network.LINES, 1 + line % Network.UNDERWRITERS, "Order " + line, "APPROVED");
            }
        }
        try (Copy lines = new Copy(to, "order_line (id, order_id, name, flight, spots, duration_ms, sep_minutes)")) {
            String flight = "[" + Network.MONDAY + "," + network.lastMonday().plusWeeks(2) + ")";
            for (int i = 1; i <= network.stations() * Network.LINES; i++) {
                lines.row(i, i, "Line " + i, flight, Network.SPOTS_OF_A_LINE, Network.SPOT_MS, 15);
            }
        }
        try (Copy links = new Copy(to, "line_creative (line_id, creative_id)")) {
            for (int i = 1; i <= network.stations() * Network.LINES; i++) {
                links.row(i, 1 + (i - 1) % Network.LINES);
            }
        }
        try (Copy links = new Copy(to, "order_line_feed (line_id, feed_id)")) {
            for (int feed = 1; feed <= network.stations() * network.feeds(); feed++) {
                for (int line = 1; line <= Network.LINES; line++) {
                    links.row((stationOf(feed) - 1) * Network.LINES + line, feed);
                }
            }
        }
    }

    private int stationOf(int feed) {
        return 1 + (feed - 1) / network.feeds();
    }

    @FunctionalInterface
    private interface EachSlot {
        void at(int feed, long slot, Instant start) throws SQLException;
    }

    private void slots(EachSlot each) throws SQLException {
        long slot = 0;
        for (int feed = 1; feed <= network.stations() * network.feeds(); feed++) {
            for (int week = 0; week < network.weeks(); week++) {
                Instant start = LocalTimes.startOf(Network.MONDAY.plusWeeks(week), Network.ZONE);
                for (int i = 0; i < Network.SLOTS; i++) {
                    each.at(feed, ++slot, start.plus(Network.SLOT.multipliedBy(i)));
                }
            }
        }
    }

    private static Instant ofBreak(Instant slot, int number) {
        return slot.plus(Network.SLOT.dividedBy(Network.BREAKS).multipliedBy(number - 1L));
    }

    private void weeks(Connection to) throws SQLException {
        try (Copy weeks = new Copy(to, "feed_week (feed_id, week_start, revision)")) {
            for (int feed = 1; feed <= network.stations() * network.feeds(); feed++) {
                for (int week = 0; week < network.weeks(); week++) {
                    weeks.row(feed, Network.MONDAY.plusWeeks(week), 1 + week);
                }
            }
        }
        try (Copy slots = new Copy(to, "timeslot (id, feed_id, starts_at, ends_at, program_id)")) {
            slots((feed, slot, start) ->
                    slots.row(slot, feed, start, start.plus(Network.SLOT), 1 + slot % Network.PROGRAMS));
        }
        try (Copy breaks = new Copy(to, "ad_break (id, slot_id, feed_id, pos, starts_at, capacity_ms, kind)")) {
            slots((feed, slot, start) -> {
                for (int i = 1; i <= Network.BREAKS; i++) {
                    breaks.row(
                            (slot - 1) * Network.BREAKS + i,
                            slot,
                            feed,
                            i,
                            ofBreak(start, i),
                            Network.CAPACITY_MS,
                            "UNDERWRITING");
                }
            });
        }
    }

    private void spots(Connection to) throws SQLException {
        Instant empty = network.emptyLast() ? LocalTimes.startOf(network.lastMonday(), Network.ZONE) : Instant.MAX;
        String columns = "(id, airs_on, break_id, seq, creative_id, order_line_id, duration_ms)";
        try (Copy spots = new Copy(to, "placement " + columns)) {
            slots((feed, slot, start) -> {
                if (feed > network.feeds() || start.isBefore(empty)) {
                    spots(spots, feed, slot, start);
                }
            });
        }
    }

    private void spots(Copy to, int feed, long slot, Instant start) throws SQLException {
        for (int i = 1; i <= Network.BREAKS; i++) {
            long adBreak = (slot - 1) * Network.BREAKS + i;
            LocalDate day = LocalDate.ofInstant(ofBreak(start, i), ZoneOffset.UTC);
            for (int seq = 1; seq <= Network.SPOTS; seq++) {
                long spot = (adBreak - 1) * Network.SPOTS + seq;
                long line = (stationOf(feed) - 1L) * Network.LINES + 1 + spot % Network.LINES;
                to.row(spot, day, adBreak, seq, 1 + spot % Network.CREATIVES, line, Network.SPOT_MS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        database.close();
        pool.close();
        postgres.close();
    }
}
