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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.Traffic;

/** A store of generated spans in a folder: what they take while they are hot and when they are sealed, and how fast it answers. */
public final class StoreCost implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-06-07T00:00:00Z");
    private static final Duration TIME = Duration.ofHours(24);
    private static final Clock LATER = Clock.fixed(START.plus(Duration.ofDays(2)), ZoneOffset.UTC);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BATCH = 10_000;
    private static final int REPEATS = 3;
    private static final int READS = 20; // until the reading itself is compiled
    private static final int LARGE = 4_201; // spans of a trace
    private static final String LARGE_TRACE = Traffic.trace(-1);
    private static final String HEATMAP = "heatmap, a day";
    private static final String COMPARISON = "BubbleUp of 24 columns, a day";
    private static final List<String> COMPARED = List.of(
            "name",
            "service.name",
            "span.kind",
            "http.method",
            "http.route",
            "http.status_code",
            "http.target",
            "db.system",
            "db.operation",
            "db.statement",
            "db.rows",
            "station",
            "feed",
            "error",
            "exception.type",
            "duration_ms",
            Event.DATASET,
            "own.user",
            "own.region",
            "own.version",
            "own.cache_hit",
            "rare.1",
            "rare.2",
            "rare.3");

    private final Path folder;
    private final int events;
    private final Traffic traffic;
    private DuckDbStore store;

    public StoreCost(Path folder, int events) throws Exception {
        this.folder = folder;
        this.events = events;
        traffic = new Traffic(START, TIME, events);
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

    /** A store of the same spans in another folder. */
    public StoreCost copied(Path other) throws Exception {
        store.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                Path copy = other.resolve(folder.relativize(path));
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy);
            }
        } finally {
            open();
        }
        return new StoreCost(other, events);
    }

    /** Lets spans come in, those that follow after the day. */
    public Arrivals arriving(int rate) {
        return new Arrivals(store, traffic, events, rate);
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

    /** How long questions take, in ms by their names: the best of three, of the large trace the best of twenty. */
    public Map<String, Double> questions() throws Exception {
        Query day = Query.between(START, START.plus(TIME));
        Query hour = Query.between(
                START.plus(TIME.dividedBy(2)), START.plus(TIME.dividedBy(2)).plusSeconds(3600));
        Calculation heatmap = new Calculation(Calculation.Op.HEATMAP, "duration_ms");
        List<Filter> slow = List.of(Filter.of("duration_ms", Filter.Op.GREATER, 200.0));
        List<List<String>> columns = COMPARED.stream().map(List::of).toList();
        Map<String, Double> took = new LinkedHashMap<>();
        took.put("count, a day", ms(() -> store.query(day, PATIENCE)));
        took.put("heatmap, an hour", ms(() -> store.query(painted(hour, heatmap), PATIENCE)));
        took.put(HEATMAP, ms(() -> store.query(painted(day, heatmap), PATIENCE)));
        took.put(
                "P99 by route, a day",
                ms(() -> store.query(
                        day.by(List.of("http.route"))
                                .calculating(List.of(new Calculation(Calculation.Op.P99, "duration_ms"))),
                        PATIENCE)));
        took.put(COMPARISON, ms(() -> store.contrast(day.where(slow), day, columns, PATIENCE)));
        took.put(
                "10 slowest traces, a day",
                ms(() -> store.query(
                        day.by(List.of("trace.trace_id"))
                                .calculating(List.of(new Calculation(Calculation.Op.MAX, "duration_ms")))
                                .where(List.of(Filter.of("span.kind", Filter.Op.EQUAL, "server")))
                                .first(10),
                        PATIENCE)));
        took.put("trace by id", ms(() -> read(Traffic.trace(events / Traffic.SPANS / 3))));
        took.put("a trace of 4,201 spans", ms(READS, () -> read(LARGE_TRACE)));
        return took;
    }

    /** Not what the store holds of the traces that were read last. */
    private Map<String, List<Event>> read(String trace) throws Exception {
        return store.traces(List.of(trace), 2 * LARGE);
    }

    /** How long the database itself takes for two of them, said as well as can be in SQL: the heatmap with a trace for each cell. */
    public Map<String, Double> raw(boolean sealed) throws Exception {
        String segments = folder.resolve("events.duckdb.segments").toString();
        String events = sealed ? "read_parquet('" + segments + "/*.parquet', union_by_name = true)" : "hot";
        String sample = sealed
                ? "read_parquet('" + segments + "/samples/*.parquet', union_by_name = true)"
                : "(SELECT * FROM hot WHERE hash(\"trace.trace_id\") % 20 = 0)";
        String day = "ts >= TIMESTAMP_NS '2026-06-07 00:00:00' AND ts < TIMESTAMP_NS '2026-06-08 00:00:00'";
        String heatmap = "SELECT (epoch_ns(ts) - epoch_ns(TIMESTAMP '2026-06-07 00:00:00')) // 720000000000 AS x,"
                + " CAST(floor(ln(greatest(duration_ms, 0.1) / 0.1) * 5) AS INTEGER) AS y, count(*),"
                + " max(duration_ms), arg_max(\"trace.trace_id\", duration_ms) FROM " + events
                + " WHERE " + day + " AND duration_ms > 0 GROUP BY 1, 2";
        try (Connection connection =
                        new DuckDBDriver().connect("jdbc:duckdb:" + folder.resolve("events.duckdb"), new Properties());
                Statement statement = connection.createStatement()) {
            Layout layout = Layout.of(connection);
            List<String> columns = new ArrayList<>();
            List<String> sets = new ArrayList<>();
            for (String name : COMPARED) {
                String column = name.equals("duration_ms")
                        ? "floor(log2(greatest(duration_ms, 0.01)))"
                        : layout.expression(new Column(name, Column.Type.STRING));
                columns.add(column + " AS c" + columns.size());
                sets.add("(c" + sets.size() + ")");
            }
            String compared =
                    "SELECT COLUMNS('c[0-9]+'), count(*) FILTER (selected) AS s, count(*) FILTER (NOT selected) AS b"
                            + " FROM (SELECT " + String.join(", ", columns) + ", true AS selected FROM " + events
                            + " WHERE " + day
                            + " AND duration_ms > 200 UNION ALL SELECT " + String.join(", ", columns)
                            + ", false AS selected FROM "
                            + sample + " WHERE " + day + ") GROUP BY GROUPING SETS (" + String.join(", ", sets)
                            + ") HAVING s > 0 OR b > 20";
            return Map.of(HEATMAP, ms(() -> rows(statement, heatmap)), COMPARISON, ms(() -> rows(statement, compared)));
        }
    }

    /**
     * Lists each sealed file so often, as if there were as many times the events: in its own hour, or in those of the days before.
     * Only links are made.
     */
    public void list(int times, boolean ofTheSameHour) throws Exception {
        Path segments = folder.resolve("events.duckdb.segments");
        try (Connection connection =
                        new DuckDBDriver().connect("jdbc:duckdb:" + folder.resolve("events.duckdb"), new Properties());
                Statement statement = connection.createStatement()) {
            List<long[]> files = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT number, hour FROM segment")) {
                while (rows.next()) {
                    files.add(new long[] {rows.getLong(1), rows.getLong(2)});
                }
            }
            long next = number(statement);
            for (int day = 1; day < times; day++) {
                for (long[] file : files) {
                    long hour = ofTheSameHour ? file[1] : file[1] - 24L * day;
                    link(segments, file, next, hour);
                    link(segments.resolve("samples"), file, next, hour);
                    statement.execute("INSERT INTO segment SELECT " + next + ", " + hour
                            + ", sealed, bytes, own FROM segment WHERE number = " + file[0]);
                    next++;
                }
            }
        }
    }

    private static long number(Statement statement) throws Exception {
        try (ResultSet row = statement.executeQuery("SELECT max(number) + 1 FROM segment")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void link(Path folder, long[] file, long number, long hour) throws IOException {
        Files.createLink(folder.resolve(name(number, hour)), folder.resolve(name(file[0], file[1])));
    }

    private static String name(long number, long hour) {
        return Instant.ofEpochSecond(hour * 3600).toString().substring(0, "2026-06-07T10".length()) + "." + number
                + ".parquet";
    }

    private static int rows(Statement statement, String sql) throws Exception {
        int count = 0;
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
                count++;
            }
        }
        return count;
    }

    private static Query painted(Query query, Calculation heatmap) {
        Duration range = Duration.between(query.from(), query.to());
        return query.calculating(List.of(heatmap)).every(range.dividedBy(120));
    }

    private static double ms(Callable<?> question) throws Exception {
        return ms(REPEATS, question);
    }

    private static double ms(int repeats, Callable<?> question) throws Exception {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < repeats; i++) {
            long before = System.nanoTime();
            question.call();
            best = Math.min(best, System.nanoTime() - before);
        }
        return best / 1e6;
    }

    /** The one in the middle begins with a large trace. */
    private List<Event> batch(int first) {
        List<Event> batch = new ArrayList<>(BATCH);
        for (int i = first; i < Math.min(events, first + BATCH); i++) {
            batch.add(traffic.event(i));
        }
        if (first == events / 2 / BATCH * BATCH) {
            List<Event> large = batch.subList(0, Math.min(LARGE, batch.size()));
            Collections.copy(batch, Traffic.together(LARGE_TRACE, large));
        }
        return batch;
    }

    @Override
    public void close() throws Exception {
        store.close();
    }
}
