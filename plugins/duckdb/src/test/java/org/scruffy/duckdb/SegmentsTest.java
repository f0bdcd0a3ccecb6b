package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Retention;
import org.scruffy.spi.telemetry.Usage;

class SegmentsTest {

    private static final Instant TEN = Instant.parse("2026-06-07T10:00:00Z");
    private static final Instant NOON = Instant.parse("2026-06-07T12:00:00Z");

    @TempDir
    private Path folder;

    private final HandClock clock = new HandClock(NOON);
    private DuckDbStore store;

    @BeforeEach
    void open() throws Exception {
        open(0);
    }

    private void open(int staying) throws Exception {
        store = new DuckDbStore(folder.resolve("events.duckdb"), clock, staying);
        store.open();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static Event event(Instant time, Object... fields) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put((String) fields[i], fields[i + 1]);
        }
        return new Event(time, all);
    }

    private long count() throws Exception {
        return store.query(
                        Query.between(TEN.minus(Duration.ofDays(10)), TEN.plus(Duration.ofDays(10))),
                        Duration.ofSeconds(30))
                .matched();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("events.duckdb.segments"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<String> read(Path file, String select) throws Exception {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + select + " FROM read_parquet('" + file + "')")) {
            List<String> read = new ArrayList<>();
            while (rows.next()) {
                read.add(rows.getString(1));
            }
            return read;
        }
    }

    @Test
    void anHourThatIsOver_isAFileByTimeThatAnyToolReads() throws Exception {
        store.append(
                List.of(event(TEN.plusSeconds(2), "name", "b"), event(TEN.plusSeconds(1), "name", "a", "own", 7L)));
        store.tidy();
        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(file.getFileName().toString()).matches("2026-06-07T10\\.\\d+\\.parquet");
            assertThat(read(file, "name")).containsExactly("a", "b");
            assertThat(read(file, "attrs['own']")).containsExactly("7", null);
        });
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void anHourThatIsNotOver_andWhatCameLast_staysHot() throws Exception {
        store.close();
        open(1);
        store.append(List.of(
                event(TEN, "name", "first"), event(TEN, "name", "last"), event(NOON.minusSeconds(1), "name", "now")));
        clock.now = NOON.plus(Duration.ofMinutes(9));
        store.tidy();
        assertThat(files())
                .singleElement()
                .satisfies(file -> assertThat(read(file, "name")).containsExactly("first", "last"));
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void whatComesLate_isFoundAtOnceAndJoinsItsHourLater() throws Exception {
        store.append(List.of(event(TEN, "trace.trace_id", "t", "name", "early")));
        store.tidy();
        store.append(List.of(event(TEN.plusSeconds(5), "trace.trace_id", "t", "name", "late")));
        store.tidy();
        assertThat(store.trace("t", 10)).extracting(event -> event.text("name")).containsExactly("early", "late");
        assertThat(count()).isEqualTo(2);
        Path before = files().get(0);
        clock.now = NOON.plus(Duration.ofHours(7));
        store.tidy();
        store.tidy();
        assertThat(files()).hasSize(2).contains(before); // somebody may read it still
        assertThat(count()).isEqualTo(2);
        store.tidy();
        assertThat(files()).hasSize(1).doesNotContain(before);
        assertThat(read(files().get(0), "name")).containsExactly("early", "late");
    }

    @Test
    void whatAClientBringsAgain_isKeptOnceAlsoAfterItWasSealedAndAfterARestart() throws Exception {
        List<Event> batch = List.of(event(TEN, "trace.trace_id", "t", "trace.span_id", "1"));
        store.append(batch);
        store.tidy();
        store.append(batch);
        assertThat(count()).isEqualTo(1);
        store.close();
        open(Recent.AFTER_RESTART);
        store.append(List.of(event(TEN, "trace.trace_id", "t", "trace.span_id", "2")));
        store.tidy();
        store.close();
        open(Recent.AFTER_RESTART);
        store.append(List.of(event(TEN, "trace.trace_id", "t", "trace.span_id", "2")));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void relatives_areFoundInOtherHours() throws Exception {
        store.append(List.of(
                event(TEN.minus(Duration.ofHours(3)), "trace.trace_id", "t", "trace.span_id", "1", "name", "root"),
                event(TEN, "trace.trace_id", "t", "trace.span_id", "2", "trace.parent_id", "1", "name", "child"),
                event(TEN, "trace.trace_id", "u", "trace.span_id", "3", "trace.parent_id", "9", "name", "orphan")));
        store.tidy();
        assertThat(files()).hasSize(2);
        Query roots = Query.between(TEN, TEN.plusSeconds(1)).by(List.of("root.name"));
        assertThat(store.query(roots, Duration.ofSeconds(30)).rows())
                .extracting(row -> row.group().getOrDefault("root.name", "none"))
                .containsExactlyInAnyOrder("root", "none");
    }

    @Test
    void datasets_areLetGoOfEachInItsTime() throws Exception {
        store.append(List.of(event(TEN, Event.DATASET, "short"), event(TEN, Event.DATASET, "long"), event(TEN)));
        store.tidy();
        store.retain(new Retention(10, Map.of("short", 2, "long", 30)));
        clock.now = TEN.plus(Duration.ofDays(3));
        store.tidy();
        assertThat(count()).isEqualTo(2);
        clock.now = TEN.plus(Duration.ofDays(11));
        store.tidy();
        assertThat(count()).isEqualTo(1);
        assertThat(read(files().get(files().size() - 1), "\"meta.dataset\"")).containsExactly("long");
        clock.now = TEN.plus(Duration.ofDays(31));
        store.tidy();
        assertThat(count()).isZero();
        store.tidy();
        store.tidy();
        assertThat(files()).isEmpty();
    }

    @Test
    void traceThatIsLetGoOf_isNotToldToWhoeverSawIt() throws Exception {
        store.append(List.of(event(TEN, "trace.trace_id", "t")));
        store.tidy();
        assertThat(store.trace("t", 10)).hasSize(1);
        store.retain(new Retention(2, Map.of()));
        clock.now = TEN.plus(Duration.ofDays(3));
        store.tidy();
        assertThat(store.trace("t", 10)).isEmpty();
    }

    @Test
    void filesOfNobody_goWhenTheStoreIsOpened() throws Exception {
        store.append(List.of(event(TEN)));
        store.tidy();
        Path half = folder.resolve("events.duckdb.segments").resolve("2026-06-07T09.99.parquet.tmp");
        Files.writeString(half, "half a file");
        store.close();
        open();
        assertThat(files()).hasSize(1).doesNotContain(half);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void readers_seeEachEventOnceWhileHoursAreSealed() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread tidier = new Thread(() -> {
            while (!done.get()) {
                clock.now = clock.now.plus(Duration.ofHours(7)); // late ones are due too
                store.tidy();
            }
        });
        tidier.start();
        try {
            long kept = 0;
            for (int batch = 0; batch < 60; batch++) {
                List<Event> events = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    events.add(event(TEN.minus(Duration.ofHours(batch % 3)).plusMillis(batch), "own", (long) i));
                }
                store.append(events);
                kept += events.size();
                assertThat(count()).isEqualTo(kept);
            }
        } finally {
            done.set(true);
            tidier.join();
        }
    }

    @Test
    void aFileFromBeforeHoursWereSealed_isReadOn() throws Exception {
        store.close();
        Path file = folder.resolve("older.duckdb");
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE event (ts TIMESTAMP_NS NOT NULL, attrs MAP(VARCHAR, VARCHAR) NOT NULL)");
            statement.execute("INSERT INTO event VALUES (TIMESTAMP_NS '2026-06-07 10:00:00', MAP {'name': 'old'})");
        }
        store = new DuckDbStore(file, clock, 0);
        store.open();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aLargeBaseline_isSampledByTraceAndScaled() throws Exception {
        keep(2_400_000, "'t' || (i // 8) AS \"trace.trace_id\", 's' || (i // 8 % 4) AS station, i < 100 AS error");
        store.tidy();
        Query baseline = Query.between(TEN, TEN.plus(Duration.ofHours(1)));
        Query selection = baseline.where(List.of(Filter.of("error", Filter.Op.EQUAL, true)));
        Contrast contrast = store.contrast(selection, baseline, List.of(List.of("station")), Duration.ofSeconds(60));
        assertThat(contrast.oneIn()).isEqualTo(20);
        assertThat(contrast.selection().weight()).isEqualTo(100);
        assertThat(contrast.baseline().events()).isBetween(110_000L, 130_000L);
        assertThat(contrast.baseline().units()).isBetween(13_750L, 16_250L);
        assertThat(contrast.baseline().weight()).isCloseTo(2_399_900, withinPercentage(5));
        assertThat(contrast.splits().get(0).shares())
                .hasSize(4)
                .allSatisfy(share -> assertThat(share.weight().baseline()).isCloseTo(600_000, withinPercentage(8)));
    }

    @Test
    void aLargeBaselineOfEventsWithAndWithoutTraces_isSampledOfBoth() throws Exception {
        keep(
                4_200_000,
                "CASE WHEN i % 2 = 0 THEN 't' || (i // 8) END AS \"trace.trace_id\","
                        + " CASE WHEN i % 2 = 0 THEN 'traced' ELSE 'alone' END AS feed, i < 100 AS error");
        Query baseline = Query.between(TEN, TEN.plus(Duration.ofHours(2)));
        Query selection = baseline.where(List.of(Filter.of("error", Filter.Op.EQUAL, true)));
        Contrast contrast = store.contrast(selection, baseline, List.of(List.of("feed")), Duration.ofSeconds(60));
        assertThat(contrast.oneIn()).isEqualTo(40);
        assertThat(contrast.splits().get(0).shares())
                .hasSize(2)
                .allSatisfy(share -> assertThat(share.weight().selected()).isEqualTo(50))
                .allSatisfy(share -> assertThat(share.weight().baseline()).isCloseTo(2_100_000, withinPercentage(5)));
    }

    @Test
    void aSelection_isFoundWholeAlsoOutsideABaselineOfWhichAPartIsSealed() throws Exception {
        String columns = "'t' || (i // 8) AS \"trace.trace_id\", i < 100 AS error, ";
        keep(2_400_000, columns + "'sealed' AS feed");
        store.tidy();
        assertThat(files()).hasSize(1);
        keep(11, 2_400_000, columns + "'hot' AS feed");
        keep(12, 50, columns + "'outside' AS feed");
        Query baseline = Query.between(TEN, TEN.plus(Duration.ofHours(2)));
        Query selection = Query.between(TEN, TEN.plus(Duration.ofHours(3)))
                .where(List.of(Filter.of("error", Filter.Op.EQUAL, true)));
        Contrast contrast = store.contrast(selection, baseline, List.of(List.of("feed")), Duration.ofSeconds(60));
        assertThat(contrast.oneIn()).isEqualTo(40);
        assertThat(contrast.selection().weight()).isEqualTo(250);
        Map<Object, Contrast.Weight> weights = contrast.splits().get(0).shares().stream()
                .collect(Collectors.toMap(share -> share.group().get("feed"), Contrast.Share::weight));
        assertThat(weights.get("outside")).isEqualTo(new Contrast.Weight(50, 0));
        for (String feed : List.of("sealed", "hot")) {
            assertThat(weights.get(feed).selected()).isEqualTo(100);
            assertThat(weights.get(feed).baseline()).isCloseTo(2_399_900, withinPercentage(5));
        }
    }

    private void keep(int events, String columns) throws Exception {
        keep(10, events, columns);
    }

    /** Events a millisecond after each other, from an hour on, written past the store. */
    private void keep(int hour, int events, String columns) throws Exception {
        store.close();
        try (Connection connection =
                        new DuckDBDriver().connect("jdbc:duckdb:" + folder.resolve("events.duckdb"), new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO hot BY NAME SELECT"
                    + " TIMESTAMP_NS '2026-06-07 " + hour + ":00:00' + to_milliseconds(i) AS ts, MAP {} AS attrs, "
                    + columns
                    + " FROM range(" + events + ") AS r (i)");
        }
        open();
    }

    @Test
    void whatEachDatasetTakes_isToldOfBothParts() throws Exception {
        store.append(
                List.of(event(TEN, Event.DATASET, "a"), event(TEN.plusSeconds(9), Event.DATASET, "a"), event(TEN)));
        store.tidy();
        store.append(List.of(event(TEN.minusSeconds(5), Event.DATASET, "a")));
        assertThat(store.usage())
                .hasSize(2)
                .allSatisfy(usage -> assertThat(usage.bytes()).isPositive());
        assertThat(store.usage().get(0).dataset()).isEmpty();
        Usage a = store.usage().get(1);
        assertThat(new Usage("a", 3, a.bytes(), TEN.minusSeconds(5), TEN.plusSeconds(9)))
                .isEqualTo(a);
    }

    @Test
    void howLongEventsAreKept_isKnownAfterARestart() throws Exception {
        assertThat(store.retention()).isEqualTo(Retention.DEFAULT);
        Retention wanted = new Retention(7, Map.of("audit", 400, "", 1));
        store.retain(Retention.DEFAULT);
        store.retain(wanted);
        store.close();
        open();
        assertThat(store.retention()).isEqualTo(wanted);
    }
}
