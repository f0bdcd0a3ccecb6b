package org.scruffy.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.scruffy.spi.telemetry.TraceSpan;

/** A trace as somebody makes it up: spans one after the other unless they are put elsewhere, with times that vary as real ones do. */
final class TraceSketch {

    static final String ROOT = "root";
    private static final double GAP_MS = 0.05;

    private final List<TraceSpan> spans = new ArrayList<>();
    private final Random random;
    private double now = 1;

    private TraceSketch(Random random, String name, String kind, Map<String, Object> fields) {
        this.random = random;
        spans.add(new TraceSpan(ROOT, "", name, kind, "it", 0, 0, false, fields));
    }

    /** Of a server that is asked. */
    static TraceSketch request(Random random) {
        return new TraceSketch(random, "GET /week", "server", Map.of("http.method", "GET"));
    }

    /** Of a browser that shows a page. */
    static TraceSketch page(Random random) {
        return new TraceSketch(random, "/week", "", Map.of("sentry.op", "pageload"));
    }

    Random random() {
        return random;
    }

    /** The next span of this parent; its id. */
    String span(String parent, String name, String kind, double ms, Map<String, Object> fields) {
        return failing(parent, name, kind, ms, fields, false);
    }

    String failing(String parent, String name, String kind, double ms, Map<String, Object> fields, boolean error) {
        String id = "s" + spans.size();
        double took = ms * (0.8 + 0.4 * random.nextDouble());
        spans.add(new TraceSpan(id, parent, name, kind, "it", now, took, error, fields));
        now += took + GAP_MS;
        return id;
    }

    String work(String parent, String name) {
        return span(parent, name, "internal", 0, Map.of());
    }

    /** A statement with hidden values. */
    String statement(String parent, double ms, String sql, Object bound, long rows) {
        return statement(parent, ms, sql, Map.of("db.bind_hash", "hash of " + bound, "db.rows", rows));
    }

    String statement(String parent, double ms, String sql, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of("db.system", "postgresql", "db.statement", sql));
        fields.putAll(more);
        return span(parent, sql.substring(0, Math.min(20, sql.length())), "client", ms, fields);
    }

    double now() {
        return now;
    }

    /** Lets time pass. */
    void idle(double ms) {
        now += ms;
    }

    /** Goes back, so that what comes next overlaps. */
    void back(double ms) {
        now = Math.max(1, now - ms);
    }

    /** The spans by their start, with a root that spans them. */
    List<TraceSpan> drawn() {
        double end = spans.stream()
                .mapToDouble(span -> span.startMs() + span.durationMs())
                .max()
                .orElse(0);
        TraceSpan root = spans.get(0);
        List<TraceSpan> drawn = new ArrayList<>(spans);
        drawn.set(0, new TraceSpan(ROOT, "", root.name(), root.kind(), "it", 0, end, false, root.fields()));
        drawn.sort((one, other) -> Double.compare(one.startMs(), other.startMs()));
        return drawn;
    }
}
