package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.telemetry.wire.ZipkinSpans;
import zipkin2.DependencyLink;
import zipkin2.Span;
import zipkin2.internal.DependencyLinker;
import zipkin2.storage.QueryRequest;

/** What is kept, whoever brought it, as Zipkin tells it. An id of a trace means itself: 64 bits of a longer one mean another trace. */
@ApplicationScoped
public class ZipkinTraces {

    private static final int LINKED = 1_000;
    private static final String NOTHING = "[]";
    private static final int LOW_BITS = 16;

    private final TraceSearch search;
    private final Events events;

    protected ZipkinTraces() {
        this(null, null);
    }

    @Inject
    public ZipkinTraces(TraceSearch search, Events events) {
        this.search = search;
        this.events = events;
    }

    public List<String> services() {
        return words("", "service.name");
    }

    public List<String> spanNames(String service) {
        return words(service, "name");
    }

    public List<String> remoteServices(String service) {
        return words(service, "peer.service");
    }

    private List<String> words(String service, String column) {
        return search.values(service, column).stream()
                .map(found -> found.get(column).toString().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** The traces that a request means, see {@link TraceSearch#traces}, each a list of JSON. */
    public List<byte[]> traces(QueryRequest request) {
        return search.traces(request).stream().map(ZipkinSpans::json).toList();
    }

    /** The spans of a trace as a list of JSON; empty where there is none. */
    public Optional<byte[]> trace(String id) {
        return Optional.of(ZipkinSpans.json(search.trace(id))).filter(json -> json.length > NOTHING.length());
    }

    /** Those of the traces that there are, each a list of JSON. */
    public List<byte[]> traces(Collection<String> ids) {
        return ids.stream()
                .distinct()
                .map(this::trace)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The time whose {@link #dependencies} are wanted.
     *
     * @param endTs the last millisecond
     * @param lookback how many milliseconds before
     * @throws IllegalArgumentException for what is not above 0
     */
    public static QueryRequest time(long endTs, long lookback) {
        return QueryRequest.newBuilder()
                .endTs(endTs)
                .lookback(lookback)
                .limit(LINKED)
                .build();
    }

    /** Which services called which and how often, in the newest 1,000 traces that a request means. */
    public List<DependencyLink> dependencies(QueryRequest request) {
        // what dropped the high bits of an id on its way is the same trace here
        Map<String, List<Span>> together = search.traces(request).stream()
                .map(ZipkinSpans::of)
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(ZipkinTraces::lowBits, TreeMap::new, Collectors.toList()));
        DependencyLinker linker = new DependencyLinker();
        together.values().forEach(linker::putTrace);
        return linker.link();
    }

    private static String lowBits(Span span) {
        return span.traceId().substring(Math.max(0, span.traceId().length() - LOW_BITS));
    }

    /** The tags that spans had. */
    public List<String> tagKeys() {
        return events.columns().stream()
                .map(Column::name)
                .filter(ZipkinSpans::isTag)
                .toList();
    }

    /** The values that spans of the last week had for a tag, at most 1,000. */
    public List<String> tagValues(String key) {
        if (!ZipkinSpans.isTag(key)) {
            return List.of();
        }
        return search.values("", key).stream()
                .map(found -> found.get(key).toString())
                .toList();
    }
}
