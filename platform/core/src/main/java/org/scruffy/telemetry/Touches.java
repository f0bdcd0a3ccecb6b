package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Function;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;

/** Finds the stations, feeds and avails that traces and errors are about. */
@ApplicationScoped
public class Touches {

    private static final String TRACE = "trace.trace_id";
    private static final String AT = "touch.at";
    private static final int MOST_TRACES = 100;
    private static final int MOST_ALONE = 1_000;
    private static final int MOST_READ = 50_000;
    private static final double NANOS = 1e9;
    private static final List<String> TELLING = List.of(
            "station",
            "station.call_sign",
            "feed",
            "avail.key",
            "break",
            Touch.STREAM,
            "http.target",
            "url.full",
            "http.url");

    private final Events events;
    private final Queries queries;

    protected Touches() {
        this(null, null);
    }

    @Inject
    public Touches(Events events, Queries queries) {
        this.events = events;
        this.queries = queries;
    }

    /** The feed that the address of a stream names; empty where it names none. */
    public static Optional<Touch> ofStream(String address, Instant at) {
        return Touch.of(new Event(at, Map.of(Touch.STREAM, address)));
    }

    /** Of one trace, by time. */
    public List<Touch> ofTrace(String id) {
        return Touch.of(events.trace(id));
    }

    /** Of one span of a trace and all that is below it, by time. */
    public List<Touch> ofSpan(String trace, String span) {
        return Touch.of(Touch.below(span, events.trace(trace)));
    }

    /** Of events that meet all filters: the latest 100 traces that have one, whole, and the latest 1,000 that are of no trace. */
    public List<Touch> ofEvents(Instant from, Instant to, List<Filter> filters) {
        Set<String> known = columns();
        if (filters.stream().anyMatch(filter -> !known.contains(filter.column()))) {
            return List.of();
        }
        Query latest = Query.between(from, to)
                .defining(List.of(new CalculatedField(AT, new Expression.Call(Function.EVENT_TIMESTAMP, List.of()))))
                .within(filters)
                .every(Duration.between(from, to));
        List<Event> found = new ArrayList<>(alone(latest, known));
        if (known.contains(TRACE)) {
            events.traces(traces(latest), MOST_READ).values().forEach(found::addAll);
        }
        return Touch.of(found);
    }

    /** The names of the columns that events have. */
    public Set<String> columns() {
        return events.names();
    }

    private List<String> traces(Query query) {
        Calculation newest = new Calculation(Calculation.Op.MAX, AT);
        Query traces = query.where(List.of(Filter.of(TRACE, Filter.Op.EXISTS)))
                .by(List.of(TRACE))
                .calculating(List.of(newest))
                .orderedBy(List.of(new Order(newest.label(), true)))
                .first(MOST_TRACES);
        return queries.ask(traces).rows().stream()
                .map(row -> row.group().get(TRACE).toString())
                .toList();
    }

    private List<Event> alone(Query query, Set<String> known) {
        List<String> telling = TELLING.stream().filter(known::contains).toList();
        if (telling.isEmpty()) {
            return List.of();
        }
        List<Filter> free = known.contains(TRACE) ? List.of(Filter.of(TRACE, Filter.Op.DOES_NOT_EXIST)) : List.of();
        Query alone = query.where(free)
                .by(Stream.concat(Stream.of(AT), telling.stream()).toList())
                .orderedBy(List.of(new Order(AT, true)))
                .first(MOST_ALONE);
        return queries.ask(alone).rows().stream().map(Touches::event).toList();
    }

    private static Event event(Result.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>(row.group());
        double seconds = ((Number) fields.remove(AT)).doubleValue();
        return new Event(Instant.ofEpochSecond(0, (long) (seconds * NANOS)), fields);
    }
}
