package org.scruffy.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;

/** The spans above a span. */
final class Ancestors {

    private static final Set<String> ENTRANCES = Set.of("server", "consumer");

    private static final int MANY = 5;

    private record Twin(String parent, String name) {}

    private final Map<String, TraceSpan> byId = new HashMap<>();

    private final Map<Twin, Integer> twins = new HashMap<>();

    Ancestors(List<TraceSpan> spans) {
        for (TraceSpan span : spans) {
            byId.put(span.id(), span);
            twins.merge(new Twin(span.parent(), span.name()), 1, Integer::sum);
        }
    }

    /**
     * The id of whoever asked: the nearest span above that is no statement itself and is not one of many of its name, as where a
     * method with a span of its own is called for each row.
     */
    String worker(TraceSpan statement) {
        String id = statement.parent();
        for (int hops = 0; hops < byId.size(); hops++) {
            TraceSpan above = byId.get(id);
            if (above == null || !(above.statement() || oneOfMany(above))) {
                return id;
            }
            id = above.parent();
        }
        return id;
    }

    private boolean oneOfMany(TraceSpan span) {
        return !ENTRANCES.contains(span.kind()) && twins.get(new Twin(span.parent(), span.name())) >= MANY;
    }

    /** Where a span is whose worker has this id. */
    Finding.Place place(String worker, TraceSpan span) {
        TraceSpan parent = byId.get(worker);
        String function = span.text("code.function");
        String code = function.isEmpty() ? "" : span.text("code.namespace") + "." + function + line(span);
        return new Finding.Place(entryPoint(worker), parent == null ? "" : parent.name(), code, worker);
    }

    /** The GraphQL field that the span with this id resolves, empty for any other span. */
    String field(String id) {
        TraceSpan span = byId.get(id);
        return span == null ? "" : span.text("graphql.field.path");
    }

    private static String line(TraceSpan span) {
        String line = span.text("code.lineno");
        return line.isEmpty() ? "" : ":" + line;
    }

    /** The nearest request or job, from the span with this id upwards, else the root. */
    private String entryPoint(String id) {
        String name = "";
        TraceSpan span = byId.get(id);
        for (int hops = 0; span != null && hops < byId.size(); hops++) {
            name = span.name();
            if (ENTRANCES.contains(span.kind()) || !span.text("job.name").isEmpty()) {
                return name;
            }
            span = byId.get(span.parent());
        }
        return name;
    }
}
