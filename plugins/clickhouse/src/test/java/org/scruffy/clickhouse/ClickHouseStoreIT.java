package org.scruffy.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.eventsql.Sql;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Function;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Retention;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.spi.telemetry.Usage;

class ClickHouseStoreIT {

    private static final Instant NOW = Instant.parse("2026-06-07T10:00:00Z");

    /** For ClickHouse, for minutes. */
    private static final Sql LONG =
            Sql.of("SELECT count(*) FROM numbers(1000000000000) WHERE sipHash64(number) % 7 = 3");

    @TempDir
    private Path folder;

    private static Event at(Instant time, String trace, Object... more) {
        return new Event(
                time,
                more.length == 0
                        ? Map.of("trace.trace_id", trace)
                        : Map.of("trace.trace_id", trace, (String) more[0], more[1]));
    }

    @Test
    @Timeout(120)
    void storeThatCannotBeReached_takesEventsOnceItIsThere() throws Exception {
        List<Node> nodes = Node.started(1);
        Node node = nodes.get(0);
        node.kill();
        try (ClickHouseStore store = Nodes.store(nodes, "", folder, Nodes.EARLY)) {
            store.open();
            assertThatThrownBy(() -> store.append(List.of(at(NOW, "t"))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(node.url().getAuthority());
            assertThat(store.columns()).isNotEmpty();
            node.start();
            store.append(List.of(at(NOW, "t")));
            assertThat(store.trace("t", 10)).hasSize(1);
        } finally {
            node.kill();
        }
    }

    @Test
    void columnsThatAnotherScruffyBrings_areKnownHereToo() throws Exception {
        try (ClickHouseStore here = Nodes.together(folder);
                ClickHouseStore there = Nodes.together(folder)) {
            here.open();
            there.open();
            there.append(List.of(at(NOW, "t", "own.new", 7L)));
            assertThat(here.trace("t", 10)).containsExactly(at(NOW, "t", "own.new", 7L));
            here.append(List.of(at(NOW, "t", "own.new", 7L)));
            assertThat(there.trace("t", 10)).hasSize(1);
        }
    }

    @Test
    void tidy_letsGoOfWhatIsOlderThanItsDatasetIsKept() throws Exception {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (ClickHouseStore store = Nodes.alone(folder, clock);
                ClickHouseStore another = Nodes.alone(folder, clock)) {
            store.open();
            store.retain(new Retention(10, Map.of("short", 2, "long", 30)));
            another.open();
            store.append(List.of(
                    at(NOW.minus(Duration.ofDays(31)), "long-old", Event.DATASET, "long"),
                    at(NOW.minus(Duration.ofDays(29)), "long-young", Event.DATASET, "long"),
                    at(NOW.minus(Duration.ofDays(11)), "old"),
                    at(NOW.minus(Duration.ofDays(9)), "young"),
                    at(NOW.minus(Duration.ofDays(3)), "short-old", Event.DATASET, "short"),
                    at(NOW.minus(Duration.ofDays(1)), "short-young", Event.DATASET, "short")));
            another.tidy();
            List<String> gone = new ArrayList<>();
            for (String trace : List.of("long-old", "long-young", "old", "young", "short-old", "short-young")) {
                if (store.trace(trace, 10).isEmpty()) {
                    gone.add(trace);
                }
            }
            assertThat(gone).containsExactly("long-old", "old", "short-old");
        }
    }

    @Test
    void load_keepsTheEventsOfAParquetFileOnce() throws Exception {
        Path file = folder.resolve("events.parquet");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute(
                    "COPY (SELECT make_timestamp_ns(1780826400000000001 + i) AS time, 'it''s ' || i AS \"own.?text\","
                            + " i AS \"own.whole\", i / 4 AS \"duration_ms\", i % 2 = 0 AS error, 't' AS \"trace.trace_id\","
                            + " CASE WHEN i = 1 THEN map {'status_code': 'teapot'} ELSE map {} END AS attrs"
                            + " FROM range(25000) AS rows (i)) TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
        }
        try (ClickHouseStore store = Nodes.alone(folder)) {
            store.open();
            assertThat(store.load(file)).isEqualTo(25_000);
            assertThat(store.load(file)).isEqualTo(25_000);
            assertThat(store.trace("t", 30_000)).hasSize(25_000);
            assertThat(store.trace("t", 2).get(1))
                    .isEqualTo(new Event(
                            Instant.ofEpochSecond(0, 1780826400000000002L),
                            Map.of(
                                    "own.?text",
                                    "it's 1",
                                    "own.whole",
                                    1L,
                                    "duration_ms",
                                    0.25,
                                    "error",
                                    false,
                                    "trace.trace_id",
                                    "t",
                                    "status_code",
                                    "teapot")));
            List<Usage> usage = store.usage();
            assertThat(usage).hasSize(1);
            assertThat(usage.get(0).events()).isEqualTo(25_000);
            assertThat(usage.get(0).bytes()).isPositive();
        }
    }

    @Test
    void load_saysWhatIsWrongWithAFileThatIsNone() throws Exception {
        Path file = Files.writeString(folder.resolve("no.parquet"), "no such file".repeat(100));
        try (ClickHouseStore store = Nodes.alone(folder)) {
            store.open();
            assertThatThrownBy(() -> store.load(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("no.parquet cannot be read as Parquet")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    @Timeout(60)
    void question_isGivenUpWhenItsTimeIsUp() throws Exception {
        try (ClickHouseStore store = Nodes.alone(folder)) {
            store.open();
            assertThatThrownBy(() -> store.within(new Run(Duration.ofMillis(300)), question -> question.rows(LONG)))
                    .isInstanceOf(TimeoutException.class);
            nothingRuns(store);
        }
    }

    @Test
    @Timeout(60)
    void question_isStoppedWhenNobodyWaitsForItAnyMore() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (ClickHouseStore store = Nodes.alone(folder)) {
            store.open();
            Run run = new Run(Duration.ofMinutes(5));
            timer.schedule(run::cancel, 500, TimeUnit.MILLISECONDS);
            assertThatThrownBy(() -> store.within(run, question -> question.rows(LONG)))
                    .isInstanceOf(CancellationException.class);
            nothingRuns(store);
        } finally {
            timer.shutdownNow();
        }
    }

    /** Of some megabytes that are kept, groups that would be gigabytes. */
    @Test
    @Timeout(120)
    void question_thatNeedsMoreMemoryThanThereIsForOneIsRefusedAndTheNextIsAnswered() throws Exception {
        Expression all = new Expression.Call(Function.CONCAT, Collections.nCopies(100, new Expression.Field("name")));
        Query large = Query.between(NOW, NOW.plusSeconds(1))
                .defining(List.of(new CalculatedField("large", all)))
                .by(List.of("large"));
        List<Event> events = IntStream.range(0, 500)
                .mapToObj(i -> at(NOW, "t" + i, "name", i + "x".repeat(60_000)))
                .toList();
        try (ClickHouseStore alone = Nodes.alone(folder.resolve("alone"));
                ClickHouseStore together = Nodes.together(folder.resolve("together"))) {
            for (ClickHouseStore store : List.of(alone, together)) {
                store.open();
                store.append(events);
                assertTooLarge(() -> store.query(large, new Run(Duration.ofMinutes(1))));
                assertTooLarge(() -> store.export(
                        large, FileFormat.CSV, folder.resolve("large.csv"), new Run(Duration.ofMinutes(1))));
                assertThat(named(store, events.get(7).text("name"))).isEqualTo(1);
            }
        }
    }

    private static void assertTooLarge(ThrowingCallable question) {
        assertThatThrownBy(question)
                .isInstanceOf(IOException.class)
                .hasMessage("The query needs more memory than ClickHouse gives it: ask for less time or fewer groups");
    }

    /** It may take a moment to stop. */
    private static void nothingRuns(ClickHouseStore store) throws Exception {
        Sql sql = Sql.of("SELECT query FROM system.processes WHERE query LIKE ?", "SELECT count(*) FROM numbers%");
        List<Object[]> running = List.of();
        for (int i = 0; i < 100; i++) {
            running = store.within(new Run(Duration.ofSeconds(10)), question -> question.rows(sql));
            if (running.isEmpty()) {
                return;
            }
            Thread.sleep(50);
        }
        assertThat(running).isEmpty();
    }

    @Test
    void valueOfAFilter_mayBeLongButNotEndless() throws Exception {
        try (ClickHouseStore store = Nodes.alone(folder)) {
            store.open();
            String longest = "ж\n\t\\".repeat(10_000);
            store.append(List.of(at(NOW, "t", "name", longest)));
            assertThat(named(store, longest)).isEqualTo(1);
            assertThatThrownBy(() -> named(store, "x".repeat(200_000)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("200000 characters, expected at most");
        }
    }

    private static long named(ClickHouseStore store, String name) throws Exception {
        Query query = Query.between(NOW, NOW.plusSeconds(1)).where(List.of(Filter.of("name", Filter.Op.EQUAL, name)));
        return store.query(query, Duration.ofSeconds(10)).matched();
    }
}
