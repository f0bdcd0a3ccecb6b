package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Function;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Schema;
import org.scruffy.telemetry.wire.ZipkinSpans;
import zipkin2.storage.QueryRequest;

/**
 * Traces found by what their spans say, and the words there are to ask with: what the tools of others look for. A request is
 * Zipkin's, and so is what it means: each condition is met by some span of the service, not all by the same one.
 */
@ApplicationScoped
public class TraceSearch {

    private static final Duration AHEAD = Duration.ofDays(1); // clocks differ
    private static final Duration NAMED = Duration.ofDays(7);
    private static final Duration FURTHEST = Duration.ofDays(30);
    private static final Duration LONGEST_TRACE = Duration.ofHours(1);
    private static final Duration INSTANT = Duration.ofNanos(1_000);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 1_000;
    private static final int PAGES = 20;
    private static final int PORTION = 100; // of traces, at most read in one look
    private static final int MOST_READ = 100_000;
    private static final String TRACE = "trace.trace_id";
    private static final String LATEST = "found.latest";
    private static final Calculation NEWEST = new Calculation(Calculation.Op.MAX, LATEST);
    private static final double NANOS = 1e9;

    private final Events events;
    private final Queries queries;
    private final Clock clock;

    protected TraceSearch() {
        this(null, null, null);
    }

    @Inject
    public TraceSearch(Events events, Queries queries, Clock clock) {
        this.events = events;
        this.queries = queries;
        this.clock = clock;
    }

    /** The events of a trace by time, of a very large one the first 100,000; empty where nothing of it is kept (yet). */
    public List<Event> trace(String id) {
        return events.trace(id);
    }

    /**
     * The combinations of values that spans of the last week had in some columns, in order and at most 1,000; none where no event
     * ever had one of the columns. A span without the first column takes no part.
     *
     * @param service of which service, in any case of letters; empty for all
     */
    public List<Map<String, Object>> values(String service, String... columns) {
        TraceConditions conditions = new TraceConditions(new Schema(events.columns()), service);
        if (!conditions.canMeet(columns)) {
            return List.of();
        }
        Instant now = clock.instant();
        Query query = conditions
                .query(conditions.spansWith(columns[0]), now.minus(NAMED), now.plus(AHEAD))
                .calculating(List.of())
                .by(List.of(columns))
                .first(PAGE);
        return queries.ask(query).rows().stream().map(Result.Row::group).toList();
    }

    /**
     * The traces that a request means, by their latest span that meets its first condition, newest first. They are looked for among
     * the 20,000 newest that meet it, at most 30 days back from the request's end, and for ten seconds; once 100,000 events are found, no
     * more are read. A request that ends later than a day from now ends then.
     */
    public List<List<Event>> traces(QueryRequest wanted) {
        Instant until = clock.instant().plus(PATIENCE);
        QueryRequest request = withinTime(wanted);
        String service = request.serviceName() == null ? "" : request.serviceName();
        TraceConditions conditions = new TraceConditions(new Schema(events.columns()), service);
        List<TraceConditions.Condition> all = conditions.of(request);
        Instant to = Instant.ofEpochMilli(request.endTs()).plusMillis(1);
        Instant first = Instant.ofEpochMilli(request.endTs() - request.lookback());
        Instant from = first.isAfter(to.minus(FURTHEST)) ? first : to.minus(FURTHEST);
        List<List<Event>> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Instant end = to;
        for (int page = 0; page < PAGES && !all.isEmpty() && from.isBefore(end); page++) {
            Map<String, Instant> newest = page(conditions.query(all.get(0), from, end));
            List<String> ids = newest.keySet().stream()
                    .filter(id -> ZipkinSpans.isTraceId(id) && seen.add(id))
                    .toList();
            for (TraceConditions.Condition more : all.subList(1, all.size())) {
                ids = narrowed(ids, conditions.query(more, from, to.plus(LONGEST_TRACE)));
            }
            take(ids, request, found, until);
            if (newest.size() < PAGE
                    || found.size() >= request.limit()
                    || clock.instant().isAfter(until)) {
                break;
            }
            end = nextEnd(newest, end);
        }
        return found;
    }

    /** Zipkin's times are milliseconds, of which it makes microseconds: far-off ones would be none of a span. */
    private QueryRequest withinTime(QueryRequest request) {
        long end = Math.min(request.endTs(), clock.instant().plus(AHEAD).toEpochMilli());
        long first = Math.min(Math.max(0, request.endTs() - request.lookback()), end - 1);
        return request.toBuilder().endTs(end).lookback(end - first).build();
    }

    /** Of traces as old as the oldest of a page more may be on the next. */
    private static Instant nextEnd(Map<String, Instant> page, Instant end) {
        Instant oldest = page.values().stream().min(Instant::compareTo).orElse(end);
        return oldest.isBefore(end.minus(INSTANT)) ? oldest.plus(INSTANT) : end.minusMillis(1);
    }

    /** The newest traces with an event that a query is about, and when that was. */
    private Map<String, Instant> page(Query query) {
        List<CalculatedField> fields = new ArrayList<>(query.fields());
        fields.add(new CalculatedField(LATEST, new Expression.Call(Function.EVENT_TIMESTAMP, List.of())));
        Query newest = query.defining(fields)
                .calculating(List.of(NEWEST))
                .orderedBy(List.of(new Order(NEWEST.label(), true)))
                .by(List.of(TRACE))
                .first(PAGE);
        Map<String, Instant> ids = new LinkedHashMap<>();
        for (Result.Row row : queries.ask(newest).rows()) {
            long nanos = (long) (row.values().get(NEWEST.label()).doubleValue() * NANOS);
            ids.put(row.group().get(TRACE).toString(), Instant.ofEpochSecond(0, nanos));
        }
        return ids;
    }

    private List<String> narrowed(List<String> ids, Query query) {
        if (ids.isEmpty()) {
            return ids;
        }
        List<Map<String, Object>> among =
                ids.stream().map(id -> Map.<String, Object>of(TRACE, id)).toList();
        Set<String> met = new HashSet<>();
        queries.ask(query.calculating(List.of()).by(List.of(TRACE)).among(among).first(PAGE))
                .rows()
                .forEach(row -> met.add(row.group().get(TRACE).toString()));
        return ids.stream().filter(met::contains).toList();
    }

    private void take(List<String> ids, QueryRequest request, List<List<Event>> found, Instant until) {
        QueryRequest exact = told(request);
        int most = Math.min(PORTION, request.limit());
        for (int first = 0; first < ids.size(); first += most) {
            List<String> portion = ids.subList(first, Math.min(ids.size(), first + most));
            if (enough(found, request) || clock.instant().isAfter(until)) {
                return;
            }
            Map<String, List<Event>> whole = whole(events.traces(portion, MOST_READ), portion.size());
            for (String id : portion) {
                if (enough(found, request) || clock.instant().isAfter(until)) {
                    return;
                }
                List<Event> trace = whole.containsKey(id) ? whole.get(id) : trace(id);
                if (!trace.isEmpty() && exact.test(ZipkinSpans.of(trace))) {
                    found.add(trace);
                }
            }
        }
    }

    /** Without the last where the limit of what is read was reached: that one may go on. Equal events, read once, count for it too. */
    private static Map<String, List<Event>> whole(Map<String, List<Event>> read, int asked) {
        long events = read.values().stream().mapToLong(List::size).sum();
        if (read.size() == asked && events < MOST_READ) {
            return read;
        }
        Map<String, List<Event>> whole = new LinkedHashMap<>(read);
        read.keySet().stream().reduce((before, last) -> last).ifPresent(whole::remove);
        return whole;
    }

    private static boolean enough(List<List<Event>> found, QueryRequest request) {
        return found.size() >= request.limit()
                || found.stream().mapToLong(List::size).sum() >= MOST_READ;
    }

    /** Without what Zipkin's spans do not tell as a tag: the store alone answers for that. */
    private static QueryRequest told(QueryRequest request) {
        Map<String, String> tags = new LinkedHashMap<>(request.annotationQuery());
        tags.keySet().removeIf(key -> !ZipkinSpans.isTag(key));
        return request.toBuilder().annotationQuery(tags).build();
    }
}
