package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.scruffy.eventsql.Conditions;
import org.scruffy.eventsql.Sql;
import org.scruffy.spi.telemetry.Retention;

/** For how long events are kept, as the database knows it and as SQL says it. */
final class Keeping {

    private Keeping() {}

    static Retention open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // the row without a dataset is for all that have none of their own
            statement.execute("CREATE TABLE IF NOT EXISTS retention (dataset VARCHAR, days INTEGER NOT NULL)");
            int days = Retention.DEFAULT.days();
            Map<String, Integer> byDataset = new HashMap<>();
            try (ResultSet rows = statement.executeQuery("SELECT dataset, days FROM retention")) {
                while (rows.next()) {
                    if (rows.getString(1) == null) {
                        days = rows.getInt(2);
                    } else {
                        byDataset.put(rows.getString(1), rows.getInt(2));
                    }
                }
            }
            return new Retention(days, byDataset);
        }
    }

    static void write(Connection connection, Retention retention) throws SQLException {
        Segments.execute(connection, Sql.of("DELETE FROM retention"));
        Segments.execute(connection, Sql.of("INSERT INTO retention VALUES (NULL, ?)", retention.days()));
        for (Map.Entry<String, Integer> own : retention.byDataset().entrySet()) {
            Segments.execute(connection, Sql.of("INSERT INTO retention VALUES (?, ?)", own.getKey(), own.getValue()));
        }
    }

    /** Whether a part of the hour is kept: then the whole is. */
    static boolean keeps(int days, long hour, Instant now) {
        return Instant.ofEpochSecond((hour + 1) * 3600).isAfter(now.minus(Duration.ofDays(days)));
    }

    /** The condition of the events of an hour that are kept. */
    static Sql kept(Retention retention, long hour, Instant now) {
        return each(retention, days -> Boolean.toString(keeps(days, hour, now)));
    }

    /** The statement that takes what is too old out of the hot table. */
    static Sql tooOld(Retention retention, Instant now) {
        return Sql.of("DELETE FROM hot WHERE epoch_ns(ts) < ")
                .then(each(retention, days -> Long.toString(Conditions.nanos(now.minus(Duration.ofDays(days))))));
    }

    private static Sql each(Retention retention, IntFunction<String> value) {
        Sql each = Sql.of("(CASE");
        for (Map.Entry<String, Integer> own : retention.byDataset().entrySet()) {
            each = each.then(" WHEN " + Layout.DATASET + " = ? THEN " + value.apply(own.getValue()), own.getKey());
        }
        String others = value.apply(retention.days());
        return each.then(" WHEN TRUE THEN " + others + " END)");
    }
}
