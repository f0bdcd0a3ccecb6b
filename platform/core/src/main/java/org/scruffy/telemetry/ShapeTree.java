package org.scruffy.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.TraceSpan;

/** Merges traces of two sides into one tree, span by span. No recursion: chains of calls are as long as they like. */
final class ShapeTree {

    private static final int MOST_NODES = 2_000;
    private static final int SIDES = 2;
    private static final double NANOS_PER_MS = 1e6;
    private static final Comparator<TraceSpan> BY_START = Comparator.comparingDouble(TraceSpan::startMs);

    private record Key(String service, String name, String relation) {

        static Key of(TraceSpan span) {
            return new Key(span.service(), span.name(), span.text("jpa.relation"));
        }
    }

    /** A place in the tree, with what either side did there. */
    private static final class Branch {

        private final Key key;
        private final Map<Key, Branch> children = new LinkedHashMap<>();
        private final Tally[] sides = {new Tally(), new Tally()};
        private double difference; // of it and of all below it

        Branch(Key key) {
            this.key = key;
        }

        Branch child(Key of) {
            return children.computeIfAbsent(of, Branch::new);
        }
    }

    private static final class Tally {

        private long spans;
        private int traces;
        private double selfMs;
        private double totalMs;
        private double longest = -1;
        private String last = "";
        private String trace = "";
        private String span = "";

        void add(String traceId, TraceSpan one, double self) {
            spans++;
            totalMs += one.durationMs();
            selfMs += self;
            if (!traceId.equals(last)) {
                traces++;
                last = traceId;
            }
            if (self > longest) {
                longest = self;
                trace = traceId;
                span = one.id();
            }
        }

        TraceShape.Side of(int all) {
            int parts = Math.max(1, all);
            return new TraceShape.Side((double) spans / parts, selfMs / parts, totalMs / parts, traces, trace, span);
        }
    }

    private record Placed(Branch branch, TraceSpan span) {}

    private record Numbered(Branch branch, int parent) {}

    private final Branch top = new Branch(new Key("", "", ""));
    private final int[] traces = new int[SIDES];

    /** Adds a trace of the selection. */
    void select(String id, List<Event> events) {
        add(0, id, events);
    }

    /** Adds one of the baseline. */
    void compare(String id, List<Event> events) {
        add(1, id, events);
    }

    private void add(int side, String id, List<Event> events) {
        List<TraceSpan> spans = spans(events);
        if (spans.isEmpty()) {
            return;
        }
        traces[side]++;
        Set<String> ids = spans.stream().map(TraceSpan::id).collect(Collectors.toSet());
        Map<String, List<TraceSpan>> below = new HashMap<>();
        Deque<Placed> next = new ArrayDeque<>();
        for (TraceSpan span : spans) {
            if (ids.contains(span.parent())) {
                below.computeIfAbsent(span.parent(), parent -> new ArrayList<>())
                        .add(span);
            } else {
                next.add(new Placed(top.child(Key.of(span)), span));
            }
        }
        while (!next.isEmpty()) {
            Placed placed = next.remove();
            List<TraceSpan> children = below.remove(placed.span.id());
            List<TraceSpan> kids = children == null ? List.of() : children;
            placed.branch.sides[side].add(id, placed.span, selfMs(placed.span, kids));
            kids.forEach(kid -> next.add(new Placed(placed.branch.child(Key.of(kid)), kid)));
        }
    }

    private static List<TraceSpan> spans(List<Event> events) {
        List<Event> told = events.stream()
                .filter(event -> event.text("meta.annotation_type").isEmpty())
                .filter(event -> !event.text("trace.span_id").isEmpty())
                .toList();
        Instant start = told.stream().map(Event::time).min(Instant::compareTo).orElse(Instant.EPOCH);
        return told.stream()
                .map(event -> TraceSpan.of(
                        event, Duration.between(start, event.time()).toNanos() / NANOS_PER_MS))
                .sorted(BY_START)
                .toList();
    }

    /** How long a span was busy itself: while none of those below it was, which come by their start. */
    private static double selfMs(TraceSpan span, List<TraceSpan> kids) {
        double end = span.startMs() + span.durationMs();
        double until = span.startMs();
        double covered = 0;
        for (TraceSpan kid : kids) {
            double to = Math.min(end, kid.startMs() + kid.durationMs());
            covered += Math.max(0, to - Math.max(until, kid.startMs()));
            until = Math.max(until, to);
        }
        return Math.max(0, span.durationMs() - covered);
    }

    TraceShape shape() {
        weigh();
        List<TraceShape.Node> nodes = new ArrayList<>();
        Deque<Numbered> next = new ArrayDeque<>();
        enqueue(top, -1, next);
        while (!next.isEmpty() && nodes.size() < MOST_NODES) {
            Numbered numbered = next.remove();
            Branch branch = numbered.branch;
            enqueue(branch, nodes.size(), next);
            nodes.add(new TraceShape.Node(
                    numbered.parent,
                    branch.key.service,
                    branch.key.name,
                    branch.key.relation,
                    branch.sides[0].of(traces[0]),
                    branch.sides[1].of(traces[1])));
        }
        return new TraceShape(traces[0], traces[1], !next.isEmpty(), nodes);
    }

    private static void enqueue(Branch parent, int number, Deque<Numbered> next) {
        parent.children.values().stream()
                .sorted(Comparator.<Branch>comparingDouble(branch -> -branch.difference)
                        .thenComparing(branch -> branch.key.name))
                .forEach(branch -> next.add(new Numbered(branch, number)));
    }

    /** Sums up from the leaves what differs. */
    private void weigh() {
        Deque<Branch> next = new ArrayDeque<>(List.of(top));
        Deque<Branch> leavesFirst = new ArrayDeque<>();
        while (!next.isEmpty()) {
            Branch branch = next.remove();
            leavesFirst.push(branch);
            next.addAll(branch.children.values());
        }
        for (Branch branch : leavesFirst) {
            double self = branch.sides[0].of(traces[0]).selfMs()
                    - branch.sides[1].of(traces[1]).selfMs();
            branch.difference = Math.abs(self)
                    + branch.children.values().stream()
                            .mapToDouble(child -> child.difference)
                            .sum();
        }
    }
}
