package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.Plugins;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

/** Traces put together from their spans, with what is wrong in them. */
@ApplicationScoped
public class Traces {

    /** How many spans of a trace are given, and how many notes of these. */
    public static final int MOST_SPANS = 32_000;

    private static final double NANOS_PER_MS = 1e6;

    private static final Logger LOG = Logger.getLogger(Traces.class.getName());

    private final Events events;
    private final Plugins plugins;

    protected Traces() {
        this(null, null);
    }

    @Inject
    public Traces(Events events, Plugins plugins) {
        this.events = events;
        this.plugins = plugins;
    }

    /** A trace by its id, empty where no span of it is kept (yet). */
    public Optional<Trace> trace(String id) {
        return assemble(id, events.trace(id), MOST_SPANS, this::findings);
    }

    private List<Finding> findings(List<TraceSpan> spans) {
        List<Finding> findings = new ArrayList<>(ownFindings(spans));
        for (Extension<TraceAnalyzer> analyzer : plugins.traceAnalyzers()) {
            findings.addAll(analyzer.call("findings", List.of(), asked -> asked.findings(spans)));
        }
        return findings;
    }

    /** What the platform's own analyzers find, the costliest of each first. */
    static List<Finding> ownFindings(List<TraceSpan> spans) {
        List<Finding> repetitions = found(new Repetitions(), spans);
        List<Finding> repeatedCalls = found(new RepeatedCalls(), spans);
        return Stream.of(
                        found(new Budgets(), spans),
                        repetitions,
                        found(new SlowStatements(), spans),
                        repeatedCalls,
                        found(new SerialCalls(repeatedCalls), spans),
                        found(new SerialStatements(repetitions), spans))
                .flatMap(List::stream)
                .toList();
    }

    /** What one of them finds, nothing where it fails: a trace is to be seen whatever can be said of it. */
    static List<Finding> found(TraceAnalyzer analyzer, List<TraceSpan> spans) {
        try {
            return analyzer.findings(spans);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.WARNING, e, () -> "A trace is shown without what " + analyzer.name() + " would find in it");
            return List.of();
        }
    }

    static Optional<Trace> assemble(
            String id, List<Event> events, int most, Function<List<TraceSpan>, List<Finding>> analysis) {
        List<Event> told = events.stream()
                .filter(event -> event.text("meta.annotation_type").isEmpty())
                .sorted(Comparator.comparing(Event::time))
                .toList();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        Instant start = told.get(0).time();
        List<TraceSpan> spans = told.stream()
                .map(event -> TraceSpan.of(event, millis(start, event.time())))
                .toList();
        double end = spans.stream()
                .mapToDouble(span -> span.startMs() + span.durationMs())
                .max()
                .orElse(0);
        List<TraceSpan> given = breadthFirst(spans, most);
        List<Event> notes = notes(events, given);
        boolean truncated = given.size() < spans.size() || notes.size() > most || events.size() >= Events.MOST_OF_TRACE;
        List<Event> first = notes.subList(0, Math.min(most, notes.size()));
        return Optional.of(new Trace(id, start, end, truncated, given, first, analysis.apply(spans)));
    }

    private static List<Event> notes(List<Event> events, List<TraceSpan> spans) {
        Set<String> ids = spans.stream().map(TraceSpan::id).collect(Collectors.toSet());
        return events.stream()
                .filter(event -> !event.text("meta.annotation_type").isEmpty())
                .filter(event -> ids.contains(event.text("trace.parent_id")))
                .sorted(Comparator.comparing(Event::time))
                .toList();
    }

    private static double millis(Instant start, Instant time) {
        return Duration.between(start, time).toNanos() / NANOS_PER_MS;
    }

    /** Roots are spans whose parent is nowhere; what hangs in a circle comes last. */
    private static List<TraceSpan> breadthFirst(List<TraceSpan> spans, int most) {
        Set<String> ids = new HashSet<>();
        spans.forEach(span -> ids.add(span.id()));
        Map<String, List<TraceSpan>> children = new HashMap<>();
        Queue<TraceSpan> next = new ArrayDeque<>();
        for (TraceSpan span : spans) {
            if (ids.contains(span.parent())) {
                children.computeIfAbsent(span.parent(), parent -> new ArrayList<>())
                        .add(span);
            } else {
                next.add(span);
            }
        }
        List<TraceSpan> order = new ArrayList<>();
        while (!next.isEmpty() && order.size() < most) {
            TraceSpan span = next.remove();
            order.add(span);
            List<TraceSpan> below = children.remove(span.id());
            if (below != null) {
                next.addAll(below);
            }
        }
        children.values().stream()
                .flatMap(List::stream)
                .filter(span -> next.isEmpty())
                .limit(most - order.size())
                .forEach(order::add);
        return order;
    }
}
