package org.scruffy.testkit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Relation;
import org.scruffy.spi.telemetry.TraceColumn;

/** The spans of each trace. */
final class Family {

    private static final Comparator<Event> FIRST =
            Comparator.comparing(Event::time).thenComparing(event -> event.text("trace.span_id"));

    private final Map<String, List<Event>> traces;

    Family(List<Event> events) {
        traces = events.stream()
                .filter(event -> event.fields().containsKey("trace.trace_id"))
                .filter(event -> event.fields().containsKey("trace.span_id"))
                .collect(Collectors.groupingBy(event -> event.text("trace.trace_id")));
    }

    /** Those that the relation can be about. */
    Stream<Event> of(Event event, Relation relation) {
        return spans(event).stream()
                .filter(span -> switch (relation) {
                    case ROOT -> !span.fields().containsKey("trace.parent_id");
                    case PARENT -> same(span, "trace.span_id", event, "trace.parent_id");
                    case CHILD -> same(span, "trace.parent_id", event, "trace.span_id");
                    default -> true;
                })
                .sorted(FIRST);
    }

    private static boolean same(Event one, String field, Event other, String others) {
        Object value = one.fields().get(field);
        return value != null
                && other.fields().get(others) != null
                && one.text(field).equals(other.text(others));
    }

    private List<Event> spans(Event event) {
        Object trace = event.fields().get("trace.trace_id");
        return trace == null ? List.of() : traces.getOrDefault(trace.toString(), List.of());
    }

    /** Null where the event has no trace. */
    Object whole(Event event, TraceColumn column) {
        if (!event.fields().containsKey("trace.trace_id")) {
            return null;
        }
        List<Event> spans = spans(event);
        return switch (column) {
            case SPAN_COUNT -> (long) spans.size();
            case DB_COUNT -> statements(spans).count();
            case DB_MS ->
                spans.stream()
                                .filter(span -> span.fields().containsKey("db.statement"))
                                .map(span -> BigInteger.valueOf(running(span)))
                                .reduce(BigInteger.ZERO, BigInteger::add)
                                .doubleValue()
                        / 1e6;
            case MAX_REPEAT ->
                statements(spans)
                        .collect(Collectors.groupingBy(statement -> statement, Collectors.counting()))
                        .values()
                        .stream()
                        .max(Comparator.naturalOrder())
                        .orElse(0L);
            case ERROR_COUNT ->
                spans.stream().filter(span -> span.text("error").equals("true")).count();
            case SERVICE_COUNT ->
                spans.stream()
                        .map(span -> span.fields().get("service.name"))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count();
            case DURATION_MS -> length(spans).map(nanos -> nanos / 1e6).orElse(null);
        };
    }

    private static Stream<String> statements(Collection<Event> spans) {
        return spans.stream()
                .filter(span -> span.fields().containsKey("db.statement"))
                .map(span -> span.text("db.statement"));
    }

    private static Optional<Long> length(List<Event> spans) {
        Optional<Long> end =
                spans.stream().map(span -> nanos(span.time()) + running(span)).max(Comparator.naturalOrder());
        return end.map(last -> last
                - spans.stream().mapToLong(span -> nanos(span.time())).min().orElseThrow());
    }

    static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }

    /** How long a span runs, in nanoseconds; 0 where it does not say so. */
    static long running(Event span) {
        double length = span.number("duration_ms");
        return Double.isFinite(length) ? (long) Math.floor(Math.max(0, Math.min(length, 9e11)) * 1e6) : 0;
    }
}
