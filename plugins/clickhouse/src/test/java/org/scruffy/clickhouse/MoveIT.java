package org.scruffy.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.duckdb.DuckDbPlugin;
import org.scruffy.spi.Background;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Calculation.Op;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Run;

/** From the store that Scruffy has first to a cluster, and back. */
class MoveIT {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final Query ALL = Query.between(START, START.plus(Duration.ofHours(2)));
    private static final Query EVENTS = ALL.calculating(List.of()).first(1_000_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int COUNT = 12_000;

    @TempDir
    private Path folder;

    private final List<EventStore> opened = new ArrayList<>();
    private EventStore before;
    private EventStore after;

    @BeforeEach
    void open() throws Exception {
        before = duckDb("before");
        after = opened(Nodes.together(folder.resolve("after")));
        before.append(events());
        assertThat(after.load(exported(before))).isEqualTo(COUNT);
    }

    private EventStore duckDb(String name) throws Exception {
        return duckDb(name, Nodes.EARLY, (routine, first, pace, work) -> {});
    }

    private EventStore duckDb(String name, Clock clock, Background background) throws Exception {
        Plugin plugin = new DuckDbPlugin();
        Path data = Files.createDirectory(folder.resolve(name));
        plugin.start(new PluginContext(data, data, URI.create("http://localhost/"), false, clock, null, background));
        return opened(plugin.eventStores().get(0));
    }

    private EventStore opened(EventStore store) throws Exception {
        opened.add(store);
        store.open();
        return store;
    }

    @AfterEach
    void close() throws Exception {
        for (EventStore store : opened) {
            store.close();
        }
    }

    private Path exported(EventStore store) throws Exception {
        Path file = folder.resolve(opened.indexOf(store) + ".parquet");
        assertThat(store.export(EVENTS, FileFormat.PARQUET, file, new Run(PATIENCE)))
                .isEqualTo(COUNT);
        return file;
    }

    /** Traces of ten spans with fields of every type, some of them sampled, one with a field of its own. */
    private static List<Event> events() {
        return events("");
    }

    private static List<Event> events(String prefix) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("trace.trace_id", prefix + "t" + i / 10);
            fields.put("trace.span_id", "s" + i);
            fields.put("name", "operation " + i % 7);
            fields.put("duration_ms", i % 1_000 / 8.0);
            fields.put("error", i % 100 == 0);
            fields.put("http.status_code", i % 50 == 0 ? 500L : 200L);
            fields.put("own.words", "it's \"ж\"\n" + i % 3);
            fields.put("own.whole", Long.MAX_VALUE - i % 5);
            fields.put("own.number", 0.1 * (i % 11));
            fields.put("own.flag", i % 2 == 0);
            if (i % 10 == 0) {
                fields.put(Event.SAMPLE_RATE, 4L);
            }
            if (i == 4_321) {
                fields.put("Own.Words", "of the same name but for a letter");
            }
            events.add(new Event(START.plusNanos(i * 500_000_001L), fields));
        }
        return events;
    }

    @Test
    void columnsHaveTheTypesThatTheyHad() {
        assertThat(after.columns()).isEqualTo(before.columns());
    }

    @Test
    void traceIsTheOneItWas() throws Exception {
        assertThat(after.trace("t432", 100))
                .isEqualTo(before.trace("t432", 100))
                .hasSize(10);
    }

    @Test
    void countsAreTheSame() throws Exception {
        assertThat(after.query(ALL, PATIENCE).matched()).isEqualTo(COUNT);
        Query failed = ALL.where(List.of(Filter.of("http.status_code", Filter.Op.EQUAL, 500L)));
        assertThat(after.query(failed, PATIENCE)).isEqualTo(before.query(failed, PATIENCE));
    }

    @Test
    void groupsComeToTheSame_alsoWhereEventsWereSampled() throws Exception {
        Query groups = ALL.by(List.of("name", "own.flag"))
                .calculating(List.of(
                        Calculation.COUNT,
                        new Calculation(Op.COUNT_DISTINCT, "own.number"),
                        new Calculation(Op.MAX, "own.whole"),
                        new Calculation(Op.P99, "duration_ms")))
                .orderedBy(List.of(new Order("name", false), new Order("own.flag", false)))
                .first(100);
        Result was = before.query(groups, PATIENCE);
        assertThat(was.rows()).hasSize(14);
        assertThat(was.rows().get(0).errors()).containsKey("COUNT");
        assertSame(after.query(groups, PATIENCE), was);
    }

    private static void assertSame(Result is, Result was) {
        assertThat(is.rows())
                .usingRecursiveComparison()
                .withComparatorForType(MoveIT::nearly, Double.class)
                .isEqualTo(was.rows());
    }

    /** Sums of numbers that are no whole ones depend on the order. */
    private static int nearly(double one, double other) {
        return Math.abs(one - other) <= 1e-9 * Math.abs(other) ? 0 : Double.compare(one, other);
    }

    /** The last 50,000 events are not sealed. */
    @Test
    void sealedHour_isAFileOfEventsToo() throws Exception {
        List<Background.Work> tidying = new ArrayList<>();
        EventStore source = duckDb(
                "sealed",
                Clock.fixed(START.plus(Duration.ofDays(1)), ZoneOffset.UTC),
                (routine, first, pace, work) -> tidying.add(work));
        for (int copy = 0; copy < 6; copy++) {
            source.append(events("c" + copy + "."));
        }
        tidying.get(0).run(null);
        EventStore moved = opened(Nodes.alone(folder.resolve("moved")));
        long kept = 0;
        for (Path file : files(folder.resolve("sealed/events.duckdb.segments"))) {
            kept += moved.load(file);
        }
        assertThat(kept).isEqualTo(6 * COUNT - 50_000);
        assertThat(moved.columns()).isEqualTo(source.columns());
        assertThat(moved.trace("c0.t432", 100))
                .isEqualTo(source.trace("c0.t432", 100))
                .hasSize(10);
    }

    private static List<Path> files(Path segments) throws IOException {
        try (Stream<Path> files = Files.list(segments)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void wayBackIsOpen() throws Exception {
        EventStore again = duckDb("again");
        assertThat(again.load(exported(after))).isEqualTo(COUNT);
        assertThat(again.columns()).isEqualTo(before.columns());
        assertThat(again.trace("t432", 100)).isEqualTo(before.trace("t432", 100));
        Query sampled = ALL.by(List.of("own.words")).first(10);
        assertSame(again.query(sampled, PATIENCE), before.query(sampled, PATIENCE));
    }
}
