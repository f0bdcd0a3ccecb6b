package org.scruffy.duckdb;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;

/** A store of generated spans in a folder: what they take while they are hot and when they are sealed, and how fast it answers. */
public final class StoreCost implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-06-07T00:00:00Z");
    private static final Duration TIME = Duration.ofHours(24);
    private static final Clock LATER = Clock.fixed(START.plus(Duration.ofDays(2)), ZoneOffset.UTC);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BATCH = 10_000;
    private static final int SPANS = 8; // of a trace
    private static final int REPEATS = 3;

    private final Path folder;
    private final int events;
    private final Random random = new Random(7);
    private DuckDbStore store;

    public StoreCost(Path folder, int events) throws Exception {
        this.folder = folder;
        this.events = events;
        open();
    }

    private void open() throws Exception {
        store = new DuckDbStore(folder.resolve("events.duckdb"), LATER, 0);
        store.open();
    }

    /** Appends all events; processor time of this process in µs an event, without that of making them. */
    public double append() throws Exception {
        long cpu = 0;
        for (int first = 0; first < events; first += BATCH) {
            List<Event> batch = batch(first);
            long before = cpu();
            store.append(batch);
            cpu += cpu() - before;
        }
        return cpu / 1e3 / events;
    }

    /** Seals all hours; processor time in µs an event. */
    public double seal() {
        long before = cpu();
        store.tidy();
        return (cpu() - before) / 1e3 / events;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** What the database uses of its file, in bytes an event. */
    public double database() throws Exception {
        store.close();
        try (Connection connection =
                        new DuckDBDriver().connect("jdbc:duckdb:" + folder.resolve("events.duckdb"), new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
            try (ResultSet row =
                    statement.executeQuery("SELECT used_blocks * block_size FROM pragma_database_size()")) {
                row.next();
                return (double) row.getLong(1) / events;
            }
        } finally {
            open();
        }
    }

    /** What the sealed files take, in bytes an event. */
    public double files() throws IOException {
        return files(folder.resolve("events.duckdb.segments"));
    }

    /** What the files of their samples take, in bytes an event. */
    public double samples() throws IOException {
        return files(folder.resolve("events.duckdb.segments").resolve("samples"));
    }

    private double files(Path below) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(below)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return (double) bytes / events;
    }

    /** How long questions take, in ms by their names: the best of three. */
    public Map<String, Double> questions() throws Exception {
        Query day = Query.between(START, START.plus(TIME));
        Query hour = Query.between(
                START.plus(TIME.dividedBy(2)), START.plus(TIME.dividedBy(2)).plusSeconds(3600));
        Calculation heatmap = new Calculation(Calculation.Op.HEATMAP, "duration_ms");
        List<Filter> slow = List.of(Filter.of("duration_ms", Filter.Op.GREATER, 200.0));
        List<List<String>> columns = Stream.of(
                        "name", "http.route", "station", "feed", "http.status_code", "own.region")
                .map(List::of)
                .toList();
        Map<String, Double> took = new LinkedHashMap<>();
        took.put("count, a day", ms(() -> store.query(day, PATIENCE)));
        took.put("heatmap, an hour", ms(() -> store.query(painted(hour, heatmap), PATIENCE)));
        took.put("heatmap, a day", ms(() -> store.query(painted(day, heatmap), PATIENCE)));
        took.put(
                "P99 by route, a day",
                ms(() -> store.query(
                        day.by(List.of("http.route"))
                                .calculating(List.of(new Calculation(Calculation.Op.P99, "duration_ms"))),
                        PATIENCE)));
        took.put("BubbleUp of 6 columns, a day", ms(() -> store.contrast(day.where(slow), day, columns, PATIENCE)));
        took.put("trace by id", ms(() -> store.trace("t" + events / SPANS / 3, 1_000)));
        return took;
    }

    private static Query painted(Query query, Calculation heatmap) {
        Duration range = Duration.between(query.from(), query.to());
        return query.calculating(List.of(heatmap)).every(range.dividedBy(120));
    }

    private static double ms(Callable<?> question) throws Exception {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < REPEATS; i++) {
            long before = System.nanoTime();
            question.call();
            best = Math.min(best, System.nanoTime() - before);
        }
        return best / 1e6;
    }

    private List<Event> batch(int first) {
        List<Event> batch = new ArrayList<>(BATCH);
        for (int i = first; i < Math.min(events, first + BATCH); i++) {
            batch.add(span(i));
        }
        return batch;
    }

    /** Spans as services tell them: some 25 fields, few of them of many values, and a few that are rare. */
    private Event span(int i) {
        Map<String, Object> fields = new LinkedHashMap<>();
        int trace = i / SPANS;
        boolean root = i % SPANS == 0;
        fields.put("trace.trace_id", "t" + trace);
        fields.put("trace.span_id", Long.toHexString(random.nextLong()));
        if (!root) {
            fields.put("trace.parent_id", Long.toHexString(random.nextLong()));
        }
        fields.put("service.name", "service-" + i % SPANS % 5);
        fields.put(Event.DATASET, "service-" + i % SPANS % 5);
        fields.put("name", "operation " + random.nextInt(40));
        fields.put("span.kind", root ? "server" : "client");
        fields.put("duration_ms", Math.round(Math.exp(random.nextGaussian() * 1.5 + 2) * 1000) / 1000.0);
        fields.put("station", "K" + Math.floorMod(trace * 31, 60));
        fields.put("feed", Math.floorMod(trace, 3) == 0 ? "hd" : "main");
        if (root) {
            fields.put("http.method", trace % 10 == 0 ? "POST" : "GET");
            fields.put("http.route", "/api/route/" + random.nextInt(40));
            fields.put("http.status_code", random.nextInt(50) == 0 ? 500L : 200L);
            fields.put("http.target", "/api/route/" + random.nextInt(40) + "?user=" + user());
        } else {
            fields.put("db.system", "postgresql");
            fields.put("db.operation", "SELECT");
            fields.put("db.statement", "SELECT a, b, c FROM table_" + random.nextInt(60) + " WHERE id = ?");
            fields.put("db.rows", (long) random.nextInt(100));
        }
        if (random.nextInt(100) == 0) {
            fields.put("error", true);
            fields.put("exception.type", "java.io.IOException");
        }
        fields.put("own.user", "user-" + user());
        fields.put("own.region", "region-" + trace % 7);
        fields.put("own.version", "1." + trace / 200_000);
        fields.put("own.cache_hit", random.nextBoolean());
        for (int rare = random.nextInt(5); rare > 0; rare--) {
            fields.put("rare." + random.nextInt(1_960), (long) random.nextInt(1_000));
        }
        long nanos = TIME.toNanos() / events * i + random.nextInt(1_000_000);
        return new Event(START.plusNanos(nanos), fields);
    }

    private int user() {
        double skew = random.nextDouble();
        return (int) (200_000 * skew * skew * skew);
    }

    @Override
    public void close() throws Exception {
        store.close();
    }
}
