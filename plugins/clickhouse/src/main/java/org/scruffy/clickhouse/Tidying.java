package org.scruffy.clickhouse;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.scruffy.eventsql.Conditions;
import org.scruffy.eventsql.Sql;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Retention;

/** Lets go of what is older than its dataset is kept: whole days at once, of days that are kept longer for others event by event. */
record Tidying(Server server, String database, Retention retention, Instant now) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String DATASET = "ifNull(" + Typed.quoted(Event.DATASET) + ", '')";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

    void tidy(URI node) throws IOException, InterruptedException {
        int longest = Stream.concat(Stream.of(retention.days()), retention.byDataset().values().stream())
                .max(Integer::compare)
                .orElseThrow();
        dropDays(node, DAY.format(before(longest)));
        for (Map.Entry<String, Integer> own : retention.byDataset().entrySet()) {
            delete(node, Sql.of(DATASET + " = ?", own.getKey()), own.getValue(), longest);
        }
        Sql others = Sql.of("TRUE");
        for (String dataset : retention.byDataset().keySet()) {
            others = others.then(" AND " + DATASET + " != ?", dataset);
        }
        delete(node, others, retention.days(), longest);
    }

    private Instant before(int days) {
        return now.minus(days, ChronoUnit.DAYS);
    }

    private void dropDays(URI node, String first) throws IOException, InterruptedException {
        Sql old = Sql.of(
                "SELECT DISTINCT partition_id FROM system.parts"
                        + " WHERE database = ? AND table = 'event' AND active AND partition_id < ?",
                database,
                first);
        for (Object[] day : server.rows(node, old, PATIENCE)) {
            server.execute(node, "ALTER TABLE " + database + ".event DROP PARTITION ID '" + day[0] + "'", PATIENCE);
        }
    }

    private void delete(URI node, Sql dataset, int days, int longest) throws IOException, InterruptedException {
        if (days >= longest) {
            return; // its days have gone whole
        }
        Sql where = Sql.of(
                        " FROM " + database + ".event WHERE ts < fromUnixTimestamp64Nano(?, 'UTC') AND ",
                        Conditions.nanos(before(days)))
                .then(dataset);
        List<Object[]> found = server.rows(node, Sql.of("SELECT count(*)").then(where), PATIENCE);
        if ((Long) found.get(0)[0] > 0) {
            server.rows(node, Sql.of("DELETE").then(where), PATIENCE);
        }
    }
}
