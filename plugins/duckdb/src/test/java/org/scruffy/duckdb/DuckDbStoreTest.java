package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.Background;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Run;

class DuckDbStoreTest {

    private static final Instant NOW = Instant.parse("2026-06-07T10:00:00Z");

    @TempDir
    private Path folder;

    private DuckDbStore store(String name) {
        return new DuckDbStore(folder.resolve(name), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void open_saysInOneSentenceThatTheFileIsNoDatabase() throws Exception {
        Files.writeString(folder.resolve("garbage.duckdb"), "this is no database".repeat(1000));
        try (DuckDbStore store = store("garbage.duckdb")) {
            assertThatThrownBy(store::open)
                    .hasMessageStartingWith(
                            "The event store file " + folder.resolve("garbage.duckdb") + " cannot be opened: ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void open_saysInOneSentenceThatTheFolderIsNotThere() throws Exception {
        try (DuckDbStore store = store("missing/events.duckdb")) {
            assertThatThrownBy(store::open)
                    .hasMessageContaining("cannot be opened")
                    .hasMessageNotContaining("\n");
        }
    }

    /** Half a character beyond U+FFFF, which UTF-8 has nothing for. */
    @Test
    void halfACharacter_isKeptAsAQuestionMark() throws Exception {
        try (DuckDbStore store = store("half.duckdb")) {
            store.open();
            store.append(List.of(new Event(NOW, Map.of("trace.trace_id", "t", "name", "a\ud83db", "note", "\ude00"))));
            assertThat(store.trace("t", 10))
                    .containsExactly(new Event(NOW, Map.of("trace.trace_id", "t", "name", "a?b", "note", "?")));
        }
    }

    @Test
    void open_saysInOneSentenceThatAnotherProcessHasTheFile() throws Exception {
        Path file = folder.resolve("taken.duckdb");
        Process other = ChildJvm.start(Hoarder.class, file.toString());
        try (DuckDbStore store = store("taken.duckdb")) {
            assertThat(ChildJvm.lines(other).readLine()).isEqualTo("open");
            assertThatThrownBy(store::open).hasMessageContaining("lock").hasMessageNotContaining("\n");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    /** Opens the store and keeps it. */
    static final class Hoarder {
        public static void main(String[] arguments) throws Exception {
            new DuckDbStore(Path.of(arguments[0]), Clock.systemUTC()).open();
            System.out.println("open");
            System.in.read();
        }
    }

    @Test
    @Timeout(60)
    void query_isCancelledWhenItsTimeIsUp() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Deadline deadline = new Deadline(Duration.ofMillis(300), timer);
                PreparedStatement endless = connection.prepareStatement(
                        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3")) {
            assertThatThrownBy(() -> deadline.query(endless)).isInstanceOf(SQLException.class);
            assertThat(deadline.passed()).isTrue();
            assertThatThrownBy(() -> deadline.query(endless)).hasMessage("The time of the query is up");
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void query_isCancelledWhenNobodyWaitsForItAnyMore() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Run run = new Run(Duration.ofMinutes(5));
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Deadline deadline = new Deadline(run, timer);
                PreparedStatement endless = connection.prepareStatement(
                        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3")) {
            timer.schedule(run::cancel, 300, TimeUnit.MILLISECONDS);
            assertThatThrownBy(() -> deadline.query(endless)).isInstanceOf(SQLException.class);
            assertThatThrownBy(run::check).isInstanceOf(CancellationException.class);
        } finally {
            timer.shutdownNow();
        }
    }

    private DuckDbStore store(Map<String, String> environment) {
        return new DuckDbStore(
                folder.resolve("events.duckdb"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                0,
                (name, first, pace, work) -> {},
                new Common(),
                environment);
    }

    @Test
    void query_hasAShareOfTheMemory() throws Exception {
        try (DuckDbStore store = store("events.duckdb")) {
            store.open();
            assertThat(setting("memory_limit", store)).isEqualTo("953.6 MiB");
            assertThat(setting("operator_memory_limit", store)).isEqualTo("244.1 MiB");
        }
    }

    @Test
    void open_takesAsMuchOfTheMachineAsItIsTold() throws Exception {
        try (DuckDbStore store = store(Map.of("DUCKDB_THREADS", "3", "DUCKDB_MEMORY", "2 GB"))) {
            store.open();
            assertThat(setting("threads", store)).isEqualTo("3");
            assertThat(setting("memory_limit", store)).isEqualTo("1.8 GiB");
            assertThat(setting("operator_memory_limit", store)).isEqualTo("488.2 MiB");
            assertThat(store.dialect(new Layout(List.of(), 0)).mostInMemory()).isEqualTo(16_000_000);
        }
    }

    private static String setting(String name, DuckDbStore store) throws SQLException {
        try (Connection reader = store.reader();
                PreparedStatement statement =
                        reader.prepareStatement("SELECT CAST(current_setting('" + name + "') AS VARCHAR)");
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void open_refusesSettingsThatAreWrong() throws Exception {
        try (DuckDbStore store = store(Map.of("DUCKDB_MEMORY", "10 MB"))) {
            assertThatThrownBy(store::open).hasMessageStartingWith("DUCKDB_MEMORY is '10 MB', expected ");
            assertThat(folder).isEmptyDirectory();
        }
    }

    /** What a group is called is in memory while groups are told apart, and two thousand rows are looked at together. */
    @Test
    void query_saysHowMuchMemoryThereIsWhereThatIsTooLittle() throws Exception {
        Expression name = new Expression.Call(
                Expression.Function.CONCAT,
                List.of(new Expression.Field("own.number"), new Expression.Literal("x".repeat(200_000))));
        Query query = Query.between(NOW, NOW.plusSeconds(1))
                .defining(List.of(new CalculatedField("name of 200 kB", name)))
                .by(List.of("name of 200 kB"));
        try (DuckDbStore store = store(Map.of("DUCKDB_THREADS", "1", "DUCKDB_MEMORY", "256 MB"))) {
            store.open();
            store.append(IntStream.range(0, 2_000)
                    .mapToObj(i -> new Event(NOW, Map.of("own.number", (long) i)))
                    .toList());
            assertThatThrownBy(() -> store.query(query, Duration.ofSeconds(30)))
                    .isInstanceOf(SQLException.class)
                    .hasMessage(
                            "The query needs more memory than the store has, 256 MB: ask for less time or fewer groups");
        }
    }

    @Test
    void tidy_letsGoOfWhatIsOlderThanSixtyDays() throws Exception {
        try (DuckDbStore store = store("events.duckdb")) {
            store.open();
            store.append(
                    List.of(at(NOW.minus(Duration.ofDays(61)), "old"), at(NOW.minus(Duration.ofDays(59)), "young")));
            store.tidy();
            assertThat(store.trace("old", 10)).isEmpty();
            assertThat(store.trace("young", 10)).hasSize(1);
        }
    }

    @Test
    void open_asksForItsTidying_whichFailsWhereItCannot() throws Exception {
        Map<String, Background.Work> asked = new LinkedHashMap<>();
        Background background = (name, first, pace, work) -> asked.put(name + " " + first + " " + pace, work);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (DuckDbStore store = new DuckDbStore(folder.resolve("events.duckdb"), clock, 0, background)) {
            assertThat(asked).isEmpty();
            store.open();
            assertThat(asked).containsOnlyKeys("tidying PT1M PT5M");
            Background.Work tidying = asked.get("tidying PT1M PT5M");
            store.append(List.of(at(NOW.minus(Duration.ofDays(61)), "old")));
            tidying.run(null);
            assertThat(store.trace("old", 10)).isEmpty();

            try (Connection other = store.reader();
                    Statement change = other.createStatement()) {
                change.execute("DROP TABLE hot");
                other.commit();
            }
            assertThatThrownBy(() -> tidying.run(null))
                    .hasMessageStartingWith(
                            "The event store file " + folder.resolve("events.duckdb") + " cannot be tidied: ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void append_failsWhereTheTableDoesNotTakeTheEvents() throws Exception {
        try (DuckDbStore store = store("events.duckdb")) {
            store.open();
            try (Connection other = store.reader();
                    Statement change = other.createStatement()) {
                change.execute("ALTER TABLE hot ADD COLUMN another INTEGER");
                assertThatThrownBy(() -> store.append(List.of(at(NOW, "a")))).isInstanceOf(SQLException.class);
                other.rollback();
            }
            store.append(List.of(at(NOW, "a")));
            assertThat(store.trace("a", 10)).hasSize(1);
        }
    }

    @Test
    void append_keepsNoEventWhoseColumnsItCannot() throws Exception {
        try (DuckDbStore store = store("events.duckdb")) {
            store.open();
            try (Connection other = store.reader();
                    Statement change = other.createStatement()) {
                change.execute("ALTER TABLE event_column RENAME TO elsewhere");
                other.commit();
                assertThatThrownBy(() ->
                                store.append(List.of(new Event(NOW, Map.of("trace.trace_id", "a", "another", 1L)))))
                        .isInstanceOf(SQLException.class);
                change.execute("ALTER TABLE elsewhere RENAME TO event_column");
                other.commit();
            }
            assertThat(store.trace("a", 10)).isEmpty();
        }
    }

    @Test
    void query_findsWhatWasKeptBeforeTheFieldHadAColumn() throws Exception {
        Query three = Query.between(NOW, NOW.plusSeconds(1))
                .where(List.of(
                        Filter.of("span.num_links", Filter.Op.EQUAL, 3L),
                        Filter.of("meta.signal_type", Filter.Op.EQUAL, "trace")));
        try (DuckDbStore store = store("events.duckdb")) {
            store.open();
            try (Connection before = store.reader();
                    Statement insert = before.createStatement()) {
                insert.execute("INSERT INTO hot (ts, attrs) VALUES (TIMESTAMP_NS '2026-06-07 10:00:00',"
                        + " MAP {'span.num_links': '3', 'meta.signal_type': 'trace'})");
                before.commit();
            }
            store.append(List.of(
                    new Event(NOW, Map.of("span.num_links", 3L, "meta.signal_type", "trace")),
                    new Event(NOW, Map.of("span.num_links", 4L, "meta.signal_type", "trace"))));
            assertThat(store.query(three, Duration.ofSeconds(30)).matched()).isEqualTo(2);
        }
    }

    @Test
    void usage_countsWhatIsInTheLogOnly() throws Exception {
        try (DuckDbStore store = store("events.duckdb")) {
            store.open();
            String word = "x".repeat(60_000);
            store.append(List.of(new Event(NOW, Map.of("a", word + 1)), new Event(NOW, Map.of("a", word + 2))));
            assertThat(store.usage())
                    .singleElement()
                    .satisfies(usage -> assertThat(usage.bytes()).isGreaterThan(2 * word.length()));
        }
    }

    private static Event at(Instant time, String trace) {
        return new Event(time, Map.of("trace.trace_id", trace));
    }

    /** Who reads an event knows its columns, however soon that is. */
    @Test
    void aColumnIsKnown_beforeAnyEventThatHasIt() throws Exception {
        AtomicReference<Exception> failure = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        try (DuckDbStore store = store("events.duckdb")) {
            store.open();
            Thread reader = new Thread(() -> {
                try {
                    while (!over.get()) {
                        store.trace("t", 1_000);
                    }
                } catch (Exception e) {
                    failure.set(e);
                }
            });
            reader.start();
            for (int i = 0; i < 300 && failure.get() == null; i++) {
                store.append(List.of(new Event(NOW, Map.of("trace.trace_id", "t", "own." + i, 1L))));
            }
            over.set(true);
            reader.join();
        }
        assertThat(failure.get()).isNull();
    }
}
