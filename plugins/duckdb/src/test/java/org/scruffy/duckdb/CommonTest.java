package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.eventsql.Columns;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Run;

/** Names that are common get a column of their own, and nobody who asks can tell when. */
class CommonTest {

    private static final Instant TEN = Instant.parse("2026-06-07T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ENOUGH = 10;

    @TempDir
    private Path folder;

    private final HandClock clock = new HandClock(TEN);
    private DuckDbStore store;

    @BeforeEach
    void open() throws Exception {
        store = new DuckDbStore(
                folder.resolve("events.duckdb"), clock, 0, (name, first, pace, work) -> {}, new Common(1, ENOUGH));
        store.open();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static Event event(Instant time, Object... fields) {
        Map<String, Object> all = new HashMap<>(Map.of("trace.trace_id", "t"));
        for (int i = 0; i < fields.length; i += 2) {
            Object value = fields[i + 1];
            all.put((String) fields[i], value instanceof Integer number ? (Object) number.longValue() : value);
        }
        return new Event(time, all);
    }

    /** Ten of them, each with what it is in its hour. */
    private static List<Event> hour(int hour, String kind) {
        return IntStream.range(0, ENOUGH)
                .mapToObj(i -> event(
                        TEN.plus(Duration.ofHours(hour)).plusSeconds(i),
                        "own.kind",
                        kind,
                        "own.number",
                        hour * ENOUGH + i))
                .toList();
    }

    private void seal(int hour) {
        clock.now = TEN.plus(Duration.ofHours(hour + 1)).plus(Duration.ofMinutes(11));
        store.tidy();
    }

    private static Query all() {
        return Query.between(TEN.minus(Duration.ofDays(1)), TEN.plus(Duration.ofDays(1)));
    }

    private List<Object> numbersOf(String kind) throws Exception {
        return store
                .query(
                        all().where(List.of(Filter.of("own.kind", Filter.Op.EQUAL, kind)))
                                .by(List.of("own.number")),
                        PATIENCE)
                .rows()
                .stream()
                .map(row -> row.group().get("own.number"))
                .sorted()
                .toList();
    }

    private static List<Object> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> (Object) (long) i).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("events.duckdb.segments"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<String> read(String sql, Path database) throws Exception {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + database, new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> read = new ArrayList<>();
            while (rows.next()) {
                read.add(rows.getString(1));
            }
            return read;
        }
    }

    private static List<String> read(Path parquet, String select) throws Exception {
        return read("SELECT " + select + " FROM read_parquet('" + parquet + "') ORDER BY ts", Path.of(""));
    }

    private List<String> columns() throws Exception {
        try (Connection reader = store.reader()) {
            return Layout.of(reader).own();
        }
    }

    private int settled() throws Exception {
        try (Connection reader = store.reader()) {
            return Layout.of(reader).settled();
        }
    }

    @Test
    void whateverPartOfThemCameBefore_eventsAreFoundCountedAndReadTheSame() throws Exception {
        List<Event> events = new ArrayList<>();
        for (Event event : List.of(event(TEN, "own.kind", "a", "own.number", 0), event(TEN.plusSeconds(1)))) {
            store.append(List.of(event)); // too few to be common yet
            events.add(event);
        }
        assertThat(columns()).isEmpty();
        seal(0); // a file of a store that has no columns of its own
        store.append(hour(1, "a").subList(0, 5));
        store.append(hour(1, "a").subList(5, 8));
        store.append(hour(1, "a").subList(8, ENOUGH));
        events.addAll(hour(1, "a"));
        assertThat(columns()).containsExactlyInAnyOrder("own.kind", "own.number");
        store.append(hour(2, "a"));
        events.addAll(hour(2, "a"));
        List<Object> expected = new ArrayList<>(numbers(10, 30));
        expected.add(0, 0L);

        assertThat(numbersOf("a")).as("nine of them in the map, twelve not").isEqualTo(expected);
        assertThat(store.trace("t", 100)).containsExactlyInAnyOrderElementsOf(events);
        assertThat(settled()).isZero();

        seal(2);
        assertThat(settled()).isEqualTo(2);
        assertThat(files()).hasSize(3);
        assertThat(read(files().get(0), "attrs['own.kind']")).containsExactly("a", null);
        for (Path file : files().subList(1, 3)) {
            assertThat(read(file, "\"attrs.own.kind\"")).containsOnly("a").hasSize(ENOUGH);
            assertThat(read(file, "cardinality(attrs)")).containsOnly("0");
        }
        store.append(hour(3, "a"));
        events.addAll(hour(3, "a"));
        expected.addAll(numbers(30, 40));
        assertThat(numbersOf("a")).isEqualTo(expected);
        assertThat(store.trace("t", 100)).containsExactlyInAnyOrderElementsOf(events);

        store.append(List.of(event(TEN.plusSeconds(7), "own.kind", "b", "own.number", 7)));
        events.add(event(TEN.plusSeconds(7), "own.kind", "b", "own.number", 7));
        clock.now = TEN.plus(Duration.ofHours(20));
        store.tidy(); // the first hour is written again, with columns
        store.tidy();
        store.tidy(); // and the file before it is gone
        assertThat(read(files().get(0), "\"attrs.own.kind\"")).containsExactly("a", null, "b");
        assertThat(read(files().get(0), "cardinality(attrs)")).containsOnly("0");
        assertThat(numbersOf("a")).isEqualTo(expected);
        assertThat(numbersOf("b")).containsExactly(7L);

        store.close();
        open();
        assertThat(numbersOf("a")).isEqualTo(expected);
        store.append(hour(4, "b"));
        events.addAll(hour(4, "b"));
        assertThat(store.trace("t", 100)).containsExactlyInAnyOrderElementsOf(events);
        store.append(hour(4, "b"));
        assertThat(numbersOf("b")).as("what is brought twice is there once").hasSize(ENOUGH + 1);
        assertThat(store.query(all(), PATIENCE).matched()).isEqualTo(events.size());
    }

    @Test
    void ofManyFilesOfDifferentColumns_eachEventIsItsOwn() throws Exception {
        for (int hour = 0; hour < 4; hour++) {
            List<Event> events = new ArrayList<>();
            for (Event event : hour(hour, "a")) {
                Map<String, Object> fields = new HashMap<>(event.fields());
                fields.remove("trace.trace_id"); // then it is a unit of its own
                fields.put("own.of." + hour, true);
                events.add(new Event(event.time(), fields));
            }
            store.append(events);
            seal(hour);
        }
        assertThat(columns()).hasSize(5); // the last one is still in the map
        Query some = all().where(List.of(Filter.of("own.of.1", Filter.Op.EXISTS)));
        Contrast contrast = store.contrast(some, all(), List.of(List.of("own.kind"), List.of("own.of.3")), PATIENCE);
        assertThat(contrast.selection().units()).isEqualTo(10);
        assertThat(contrast.baseline().units()).isEqualTo(30);
        assertThat(contrast.splits().get(0).shares())
                .containsExactly(new Contrast.Share(Map.of("own.kind", "a"), new Contrast.Weight(10, 30)));
        assertThat(contrast.splits().get(1).shares())
                .containsExactlyInAnyOrder(
                        new Contrast.Share(Map.of(), new Contrast.Weight(10, 20)),
                        new Contrast.Share(Map.of("own.of.3", true), new Contrast.Weight(0, 10)));
    }

    @Test
    void anExport_hasThemWhereverTheyAre() throws Exception {
        store.append(hour(0, "a").subList(0, 3));
        store.append(List.of(event(TEN.plusSeconds(20), "OWN.kind", "upper", "time", "noon")));
        store.append(hour(0, "b").subList(3, ENOUGH));
        store.append(hour(1, "b"));
        assertThat(columns()).contains("own.kind", "own.number").doesNotContain("OWN.kind", "time");
        Path file = folder.resolve("all.parquet");
        assertThat(store.export(all().calculating(List.of()).first(1_000), FileFormat.PARQUET, file, new Run(PATIENCE)))
                .isEqualTo(21);
        assertThat(store.read(file, 0)).containsExactlyInAnyOrderElementsOf(store.trace("t", 100));
        assertThat(store.read(file, 0)).anyMatch(event -> "upper".equals(event.text("OWN.kind")));
    }

    @Test
    void whileHoursAreSealed_andWhileOthersRead_namesWait() throws Exception {
        store.append(List.of(event(TEN, "own.number", -1)));
        AtomicReference<Exception> failure = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(2);
        Thread tidier = new Thread(() -> repeat(
                () -> {
                    clock.now = clock.now.plus(Duration.ofHours(7));
                    store.tidy();
                    Thread.sleep(20); // when names may get columns
                },
                begun,
                over,
                failure));
        Thread reader = new Thread(() -> repeat(
                () -> {
                    Result result = store.query(
                            all().calculating(List.of(new Calculation(Calculation.Op.COUNT_DISTINCT, "own.number"))),
                            PATIENCE);
                    assertThat(result.rows()
                                    .get(0)
                                    .values()
                                    .values()
                                    .iterator()
                                    .next()
                                    .longValue())
                            .isEqualTo(result.matched());
                },
                begun,
                over,
                failure));
        clock.now = TEN.plus(Duration.ofHours(1));
        tidier.start();
        reader.start();
        begun.await();
        for (int i = 0; i < 40; i++) {
            String added = "own.added." + i;
            for (int hour = 0; hour < 2; hour++) {
                List<Event> events = new ArrayList<>();
                for (int n = 0; n < ENOUGH; n++) {
                    events.add(event(
                            TEN.plus(Duration.ofHours(hour)).plusSeconds(n),
                            "own.number",
                            (i * 2 + hour) * ENOUGH + n,
                            added,
                            n));
                }
                store.append(events);
            }
        }
        over.set(true);
        tidier.join();
        reader.join();
        assertThat(failure.get()).isNull();
        assertThat(columns()).contains("own.number").hasSizeGreaterThan(1);
        for (int i = 0; i < 40; i++) {
            Query query = all().where(List.of(Filter.of("own.added." + i, Filter.Op.EXISTS)));
            assertThat(store.query(query, PATIENCE).matched()).isEqualTo(2L * ENOUGH);
        }
    }

    @Test
    void aSealedHour_isAFileOfEventsForAnotherStore() throws Exception {
        store.append(hour(0, "a"));
        store.append(List.of(
                event(TEN.plusSeconds(20), "own.half", 0.5, "own.flag", true, "own.mixed", 7, "own.words", "007"),
                event(TEN.plusSeconds(21), "own.half", 2, "own.kind", "one.5", "own.mixed", "seven", "own.number", 4),
                event(TEN.plusSeconds(22), "status_code", 7, "http.status_code", "200", "error", true, "name", "true"),
                event(TEN.plusSeconds(23), "own.mixed", "NaN", "duration_ms", 1.5, "own.least", Long.MIN_VALUE)));
        seal(0);
        assertThat(columns()).containsExactlyInAnyOrder("own.kind", "own.number");
        try (DuckDbStore other = new DuckDbStore(folder.resolve("other.duckdb"), clock)) {
            other.open();
            assertThat(other.load(files().get(0))).isEqualTo(14);
            assertThat(other.trace("t", 100)).isEqualTo(store.trace("t", 100)).hasSize(14);
            assertThat(other.columns()).isEqualTo(store.columns());
        }
    }

    @Test
    void aFileWhoseTimesAreWords_isRefused() throws Exception {
        Path file = folder.resolve("words.parquet");
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 'noon' AS ts) TO '" + file + "'");
        }
        assertThatThrownBy(() -> store.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column 'ts' is VARCHAR, expected times of events");
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void repeat(
            Work work, CountDownLatch begun, AtomicBoolean over, AtomicReference<Exception> failure) {
        try {
            while (!over.get()) {
                work.run();
                begun.countDown();
            }
        } catch (Exception | AssertionError e) {
            failure.set(e instanceof Exception exception ? exception : new IllegalStateException(e));
            begun.countDown();
        }
    }

    private static List<String> among(Common common, List<String> own, Map<String, Object> fields, int events) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            common.look(List.of(new Columns().part(new Event(TEN, fields))));
            found.addAll(common.names(own));
        }
        return found;
    }

    @Test
    void commonIsWhatOneEventInTwentyHas_amongEnoughOfThem() {
        Common common = new Common(1, 100);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Map<String, Object> fields = new HashMap<>(Map.of("each", 1L, "of 2", 2L, "name", "typed"));
            fields.put(i % 20 == 0 ? "of/20" : "of.rare." + i, true);
            fields.put(i % 25 == 0 ? "of-25" : "of.others." + i, true);
            fields.put(i % 2 == 0 ? "Each" : "of.others." + i, true);
            common.look(List.of(new Columns().part(new Event(TEN, fields))));
            found.addAll(common.names(List.of("known")));
            assertThat(found.isEmpty()).isEqualTo(i < 99);
        }
        assertThat(found).containsExactly("each", "of/20");
    }

    @Test
    void thereIsRoomForSoManyOnly() {
        Map<String, Object> fields = new HashMap<>();
        IntStream.range(0, 100).forEach(i -> fields.put("own." + i, true));
        List<String> found = among(new Common(1, 10), List.of(), fields, 10);
        assertThat(found).hasSize(Common.MOST).doesNotHaveDuplicates();
        assertThat(among(new Common(1, 10), found, fields, 10)).isEmpty();
        assertThat(among(new Common(1, 10), found.subList(0, 60), fields, 10)).hasSize(4);
    }

    @Test
    void oneEventInAFewIsLookedAt() {
        assertThat(among(new Common(17, 10), List.of(), Map.of("own", 1L), 169)).isEmpty();
        assertThat(among(new Common(17, 10), List.of(), Map.of("own", 1L), 170)).containsExactly("own");
    }
}
