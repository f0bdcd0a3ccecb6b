package org.scruffy.telemetry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;

/** The spans above a span. */
final class Ancestors {

    private static final Set<String> ENTRANCES = Set.of("server", "consumer");

    private static final int MANY = 5;

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern INDEX = Pattern.compile("\\.(?:\\d+|\\*)(?=\\.|$)");

    /** Spans that do the same for one after the other: their names may count them, as those of GraphQL's resolvers do. */
    private record Twin(String parent, String name) {

        static Twin of(TraceSpan span) {
            return new Twin(span.parent(), NUMBER.matcher(span.name()).replaceAll("#"));
        }
    }

    private final Map<String, TraceSpan> byId = new HashMap<>();

    private final Map<Twin, Integer> twins = new HashMap<>();

    private final Map<String, String> workers = new HashMap<>();

    private final Map<String, String> tops = new HashMap<>();

    Ancestors(List<TraceSpan> spans) {
        for (TraceSpan span : spans) {
            byId.put(span.id(), span);
            twins.merge(Twin.of(span), 1, Integer::sum);
        }
    }

    /**
     * The id of whoever asked: the nearest span above that is no statement itself and is not one of many of its name, as where a
     * method with a span of its own is called for each row.
     */
    String worker(TraceSpan statement) {
        return climb(statement.parent(), workers, above -> above.statement() || oneOfMany(above));
    }

    /** The first id, from this one upwards, of no span that is passed. Spans may hang in chains as long as the trace, or in a circle. */
    private String climb(String from, Map<String, String> known, Predicate<TraceSpan> passed) {
        Set<String> below = new HashSet<>();
        String id = from;
        while (!known.containsKey(id) && byId.containsKey(id) && passed.test(byId.get(id)) && below.add(id)) {
            id = byId.get(id).parent();
        }
        String end = known.getOrDefault(id, id);
        below.forEach(one -> known.put(one, end));
        return end;
    }

    /** Whether a call is made for another one: by the client of a service, whose span tells more of it. */
    boolean withinCall(TraceSpan call) {
        TraceSpan above = byId.get(call.parent());
        return above != null && Call.remote(above);
    }

    /** Whether what the worker with this id does is done for a request or a job, and not for a page that somebody looks at. */
    boolean served(String worker) {
        return top(worker).filter(Ancestors::entrance).isPresent();
    }

    /** Spans by the id of whoever asked, in the order of their start. */
    Map<String, List<TraceSpan>> byWorker(Stream<TraceSpan> asked) {
        return asked.sorted(Comparator.comparingDouble(TraceSpan::startMs))
                .collect(Collectors.groupingBy(this::worker, LinkedHashMap::new, Collectors.toList()));
    }

    private boolean oneOfMany(TraceSpan span) {
        return !ENTRANCES.contains(span.kind()) && twins.get(Twin.of(span)) >= MANY;
    }

    /** Where a span is whose worker has this id. */
    Finding.Place place(String worker, TraceSpan span) {
        TraceSpan parent = byId.get(worker);
        String function = span.text("code.function");
        String code = function.isEmpty() ? "" : span.text("code.namespace") + "." + function + line(span);
        return new Finding.Place(entryPoint(worker), parent == null ? "" : parent.name(), code, worker);
    }

    /** The GraphQL field, without the places in lists, that a statement is read for; empty where it is for none. */
    String field(TraceSpan statement, String worker) {
        TraceSpan span = byId.get(statement.parent());
        for (int hops = 0; span != null && hops < byId.size(); hops++) {
            String path = span.text("graphql.field.path");
            if (!path.isEmpty() || span.id().equals(worker)) {
                return INDEX.matcher(path).replaceAll("");
            }
            span = byId.get(span.parent());
        }
        return "";
    }

    private static String line(TraceSpan span) {
        String line = span.text("code.lineno");
        return line.isEmpty() ? "" : ":" + line;
    }

    private String entryPoint(String id) {
        return top(id).map(TraceSpan::name).orElse("");
    }

    /** The nearest request or job, from the span with this id upwards, else the root. */
    private Optional<TraceSpan> top(String id) {
        return Optional.ofNullable(
                byId.get(climb(id, tops, span -> !entrance(span) && byId.containsKey(span.parent()))));
    }

    private static boolean entrance(TraceSpan span) {
        return ENTRANCES.contains(span.kind()) || !span.text("job.name").isEmpty();
    }
}
