package org.scruffy.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.scruffy.spi.telemetry.Event;

/**
 * Spans as services tell them: traces of eight, 40 attributes, of which each span has those that it would have, and a few that are rare
 * out of 1,950. The same number gives the same span. One route is twelve times as slow at one station: the anomaly to be found.
 */
public final class Traffic {

    /** Of a trace. */
    public static final int SPANS = 8;

    public static final String SLOW_ROUTE = "/api/route/7";
    public static final String SLOW_STATION = "K17";

    private static final long MIXED = 0x5DEECE66DL; // numbers of traces have chances of their own
    private static final int ROUTES = 40;
    private static final int STATIONS = 60;
    private static final int USERS = 200_000;
    private static final int SESSIONS = 1_000_000;

    private final Instant start;
    private final long step;

    /** @param events how many of them fill the time */
    public Traffic(Instant start, Duration time, long events) {
        this.start = start;
        step = time.toNanos() / events;
    }

    /** The id of a trace, 32 hexadecimal digits. */
    public static String trace(long number) {
        SplittableRandom random = new SplittableRandom(number);
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }

    /** Spans as one trace, all others below the first. */
    public static List<Event> together(String trace, List<Event> spans) {
        String root = spans.get(0).text("trace.span_id");
        return spans.stream().map(span -> within(trace, root, span)).toList();
    }

    private static Event within(String trace, String root, Event span) {
        Map<String, Object> fields = new LinkedHashMap<>(span.fields());
        fields.put("trace.trace_id", trace);
        if (span.text("trace.span_id").equals(root)) {
            fields.remove("trace.parent_id");
        } else {
            fields.put("trace.parent_id", root);
        }
        return new Event(span.time(), fields);
    }

    private static String span(long number) {
        return String.format("%016x", new SplittableRandom(~number).nextLong());
    }

    /** The span of a number. */
    public Event event(long number) {
        SplittableRandom random = new SplittableRandom(number ^ MIXED);
        Map<String, Object> fields = new LinkedHashMap<>();
        long trace = number / SPANS;
        int place = (int) (number % SPANS);
        fields.put("trace.trace_id", trace(trace));
        fields.put("trace.span_id", span(number));
        if (place > 0) {
            fields.put("trace.parent_id", span(trace * SPANS + random.nextInt(place)));
        }
        fields.put("service.name", "service-" + place % 5);
        fields.put(Event.DATASET, "service-" + place % 5);
        fields.put("name", "operation " + random.nextInt(40));
        fields.put("span.kind", place == 0 ? "server" : "client");
        boolean slow = ofTheTrace(trace, random, fields);
        ofTheProcess(trace, place, random, fields);
        if (place == 0) {
            ofTheServer(trace, random, fields);
        } else {
            ofTheDatabase(random, fields);
        }
        double ms = Math.exp(random.nextGaussian() * 1.5 + 2) * (slow ? 12 : 1);
        fields.put("duration_ms", Math.round(ms * 1000) / 1000.0);
        if (random.nextInt(100) == 0) {
            fields.put("error", true);
            fields.put("exception.type", "java.io.IOException");
        }
        for (int rare = random.nextInt(5); rare > 0; rare--) {
            fields.put("rare." + random.nextInt(1_950), (long) random.nextInt(1_000));
        }
        return new Event(start.plusNanos(step * number + random.nextInt(1_000_000)), fields);
    }

    /** Whether it is one of the slow ones. */
    private static boolean ofTheTrace(long trace, SplittableRandom random, Map<String, Object> fields) {
        String station = "K" + Math.floorMod(trace * 31, STATIONS);
        fields.put("station", station);
        fields.put("feed", Math.floorMod(trace, 3) == 0 ? "hd" : "main");
        fields.put("own.user", "user-" + user(random));
        fields.put("own.region", "region-" + trace % 7);
        fields.put("own.version", "1." + trace / USERS);
        fields.put("own.cache_hit", random.nextBoolean());
        return station.equals(SLOW_STATION) && route(trace).equals(SLOW_ROUTE);
    }

    private static void ofTheProcess(long trace, int place, SplittableRandom random, Map<String, Object> fields) {
        fields.put("host.name", "node-" + Math.floorMod(trace, 12));
        fields.put("k8s.pod.name", "service-" + place % 5 + "-" + Math.floorMod(trace, 9));
        fields.put("deployment.environment", "production");
        fields.put("telemetry.sdk.language", "java");
        fields.put("library.name", place == 0 ? "io.opentelemetry.servlet" : "io.opentelemetry.jdbc");
        fields.put("thread.name", "worker-" + random.nextInt(50));
        fields.put("own.session", "session-" + new SplittableRandom(trace).nextInt(SESSIONS));
        fields.put("own.tenant", "tenant-" + Math.floorMod(trace, 30));
        fields.put("own.attempt", random.nextInt(50) == 0 ? 2L : 1L);
        fields.put("own.queue_ms", random.nextInt(400) / 100.0);
    }

    private static String route(long trace) {
        return "/api/route/" + new SplittableRandom(trace).nextInt(ROUTES);
    }

    private static void ofTheServer(long trace, SplittableRandom random, Map<String, Object> fields) {
        fields.put("http.method", trace % 10 == 0 ? "POST" : "GET");
        fields.put("http.route", route(trace));
        fields.put("http.status_code", random.nextInt(50) == 0 ? 500L : 200L);
        fields.put("http.target", route(trace) + "?user=" + user(random));
        fields.put("http.user_agent", "Mozilla/5.0 (of kind " + random.nextInt(500) + ")");
        fields.put("http.response_content_length", (long) (200 * Math.exp(random.nextDouble() * 6)));
    }

    private static void ofTheDatabase(SplittableRandom random, Map<String, Object> fields) {
        fields.put("db.system", "postgresql");
        fields.put("db.operation", "SELECT");
        fields.put("db.statement", "SELECT a, b, c FROM table_" + random.nextInt(60) + " WHERE id = ?");
        fields.put("db.rows", (long) random.nextInt(100));
        fields.put("db.name", "station");
    }

    private static int user(SplittableRandom random) {
        double skew = random.nextDouble();
        return (int) (USERS * skew * skew * skew);
    }
}
