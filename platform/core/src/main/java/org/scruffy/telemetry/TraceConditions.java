package org.scruffy.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Call;
import org.scruffy.spi.telemetry.Expression.Field;
import org.scruffy.spi.telemetry.Expression.Function;
import org.scruffy.spi.telemetry.Expression.Literal;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Filter.Op;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Schema;
import zipkin2.storage.QueryRequest;

/** What a request for traces asks of their spans, in words of a query. Names of services and spans are compared in lower case. */
final class TraceConditions {

    private static final String SERVICE = "service.name";
    private static final String NAME = "name";
    private static final String REMOTE = "peer.service";
    private static final String TYPE = "meta.annotation_type";
    private static final String ERROR = "error";
    private static final String ANNOTATION = "found.annotation";
    private static final String DURATION = "duration_ms";
    private static final String TRACE = "trace.trace_id";
    private static final String SPAN = "trace.span_id";
    private static final double MICROS_PER_MS = 1e3;
    private static final double HALF = 0.5;

    /** What an event meets that meets one of some filters, or there is none, and all of the others. */
    record Condition(List<Filter> one, List<Filter> all) {}

    private final Schema schema;
    private final Map<String, CalculatedField> fields = new TreeMap<>();
    private final List<Filter> service;
    private final boolean possible;

    /** @param service empty for all */
    TraceConditions(Schema schema, String service) {
        this.schema = schema;
        possible = know(TRACE, SPAN) && (service.isEmpty() || know(SERVICE));
        this.service = service.isEmpty() || !possible ? List.of() : List.of(lower(SERVICE, service));
    }

    private boolean know(String... columns) {
        return Stream.of(columns).allMatch(column -> schema.type(column).isPresent());
    }

    /** Whether there can be spans of the service with these columns. */
    boolean canMeet(String... columns) {
        return possible && know(columns);
    }

    /** The events of the service that meet a condition. */
    Query query(Condition condition, Instant from, Instant to) {
        List<Filter> all = new ArrayList<>(service);
        all.addAll(condition.all);
        return Query.between(from, to)
                .defining(List.copyOf(fields.values()))
                .where(condition.one, Filter.Combination.OR)
                .within(all)
                .every(Duration.ofDays(1));
    }

    Condition spansWith(String column) {
        return new Condition(List.of(), span(Filter.of(column, Op.EXISTS)));
    }

    /** One at least, those that few traces meet first; none where no event can meet one of them. */
    List<Condition> of(QueryRequest request) {
        List<Optional<Condition>> all = new ArrayList<>();
        request.annotationQuery().forEach((key, value) -> all.add(value.isEmpty() ? told(key) : tag(key, value)));
        if (request.remoteServiceName() != null) {
            all.add(about(REMOTE, () -> List.of(lower(REMOTE, request.remoteServiceName()))));
        }
        if (request.spanName() != null) {
            all.add(about(NAME, () -> span(lower(NAME, request.spanName()))));
        }
        if (request.minDuration() != null) {
            all.add(about(DURATION, () -> lengths(request)));
        }
        if (all.isEmpty()) {
            all.add(about(TRACE, () -> span(Filter.of(TRACE, Op.EXISTS))));
        }
        boolean met = possible && all.stream().allMatch(Optional::isPresent);
        return met ? all.stream().map(Optional::orElseThrow).toList() : List.of();
    }

    private Optional<Condition> about(String column, Supplier<List<Filter>> filters) {
        return know(column) ? Optional.of(new Condition(List.of(), filters.get())) : Optional.empty();
    }

    private List<Filter> span(Filter filter) {
        List<Filter> span = new ArrayList<>(List.of(filter, Filter.of(SPAN, Op.EXISTS)));
        if (know(TYPE)) {
            span.add(Filter.of(TYPE, Op.DOES_NOT_EXIST));
        }
        return span;
    }

    private Filter lower(String column, String value) {
        String name = "found." + column;
        Expression words = new Call(Function.STRING, List.of(new Field(column)));
        fields.put(name, new CalculatedField(name, new Call(Function.TO_LOWER, List.of(words))));
        return Filter.of(name, Op.EQUAL, value.toLowerCase(Locale.ROOT));
    }

    private static List<Filter> lengths(QueryRequest request) {
        List<Filter> lengths = new ArrayList<>();
        lengths.add(Filter.of(DURATION, Op.GREATER_OR_EQUAL, (request.minDuration() - HALF) / MICROS_PER_MS));
        if (request.maxDuration() != null) {
            lengths.add(Filter.of(DURATION, Op.LESS_OR_EQUAL, (request.maxDuration() + HALF) / MICROS_PER_MS));
        }
        return lengths;
    }

    /** A span with a tag of this name, or something of this name that happened inside one. */
    private Optional<Condition> told(String key) {
        List<Filter> one = new ArrayList<>();
        if (know(key)) {
            one.add(key.equals(ERROR) ? Filter.of(key, Op.EQUAL, true) : Filter.of(key, Op.EXISTS));
        }
        if (know(TYPE)) {
            Expression inside = new Call(Function.EQUALS, List.of(new Field(TYPE), new Literal("span_event")));
            fields.put(
                    ANNOTATION,
                    new CalculatedField(
                            ANNOTATION, new Call(Function.IF, List.of(inside, new Field(NAME), new Literal("")))));
            one.add(Filter.of(ANNOTATION, Op.EQUAL, key));
        }
        return Optional.of(new Condition(one, List.of(Filter.of(TRACE, Op.EXISTS))))
                .filter(condition -> !condition.one.isEmpty());
    }

    private Optional<Condition> tag(String key, String value) {
        String column = key.equals(ERROR) ? "status_message" : key;
        return schema.type(column)
                .flatMap(type -> typed(type, value))
                .map(typed -> new Condition(
                        List.of(), List.of(Filter.of(column, Op.EQUAL, typed), Filter.of(TRACE, Op.EXISTS))));
    }

    private static Optional<Object> typed(Column.Type type, String value) {
        if (type.hasWords()) {
            return Optional.of(value);
        }
        if (type == Column.Type.BOOLEAN) {
            return value.equals("true") || value.equals("false")
                    ? Optional.of(Boolean.valueOf(value))
                    : Optional.empty();
        }
        try {
            return Optional.of(type == Column.Type.INTEGER ? (Object) Long.valueOf(value) : Double.valueOf(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
