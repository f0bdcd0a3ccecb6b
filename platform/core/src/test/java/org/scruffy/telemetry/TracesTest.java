package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

class TracesTest {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");

    private static Event span(String id, String parent, long startMs, double ms) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "trace.trace_id", "t", "trace.span_id", id, "name", id, "duration_ms", ms, "span.kind", "internal"));
        if (!parent.isEmpty()) {
            fields.put("trace.parent_id", parent);
        }
        return new Event(START.plusMillis(startMs), fields);
    }

    @Test
    void trace_comesBreadthFirstWithTimesFromItsStart() {
        Trace trace = Traces.assemble(
                        "t",
                        List.of(
                                span("b", "root", 30, 5),
                                span("a", "root", 10, 5),
                                span("a1", "a", 11, 100),
                                span("root", "", 0, 50)),
                        100,
                        Traces::ownFindings)
                .orElseThrow();
        assertThat(trace.spans()).extracting(TraceSpan::id).containsExactly("root", "a", "b", "a1");
        assertThat(trace.spans()).extracting(TraceSpan::startMs).containsExactly(0.0, 10.0, 30.0, 11.0);
        assertThat(trace.start()).isEqualTo(START);
        assertThat(trace.durationMs()).isEqualTo(111);
        assertThat(trace.truncated()).isFalse();
    }

    @Test
    void hugeTrace_isCutBelowNotBeside() {
        List<Event> events = new ArrayList<>(List.of(span("root", "", 0, 50), span("last", "root", 40, 1)));
        for (int i = 0; i < 50; i++) {
            events.add(span("deep" + i, "last", 41, 1));
        }
        Trace trace = Traces.assemble("t", events, 10, Traces::ownFindings).orElseThrow();
        assertThat(trace.spans()).hasSize(10).extracting(TraceSpan::id).startsWith("root", "last");
        assertThat(trace.truncated()).isTrue();
    }

    @Test
    void spanWhoseParentIsMissing_isARoot() {
        Trace trace = Traces.assemble("t", List.of(span("orphan", "nobody", 0, 1)), 10, Traces::ownFindings)
                .orElseThrow();
        assertThat(trace.spans()).hasSize(1);
    }

    @Test
    void whatHappenedInsideASpan_isNotedBesideTheSpans() {
        Event link = new Event(
                START,
                Map.of("trace.trace_id", "t", "trace.parent_id", "a", "meta.annotation_type", "link", "name", "b"));
        Trace trace = Traces.assemble("t", List.of(span("a", "", 0, 1), link), 10, Traces::ownFindings)
                .orElseThrow();
        assertThat(trace.spans()).extracting(TraceSpan::id).containsExactly("a");
        assertThat(trace.notes()).containsExactly(link);
    }

    @Test
    void notes_areOfSpansThatAreGiven_andNotEndless() {
        List<Event> events = new ArrayList<>(List.of(span("a", "", 0, 9), span("b", "a", 1, 9), note("b", 0)));
        for (int i = 3; i >= 1; i--) {
            events.add(note("a", i));
        }
        Trace cut = Traces.assemble("t", events, 1, Traces::ownFindings).orElseThrow();
        assertThat(cut.notes()).containsExactly(note("a", 1));
        Trace whole = Traces.assemble("t", events, 4, Traces::ownFindings).orElseThrow();
        assertThat(whole.notes()).containsExactly(note("b", 0), note("a", 1), note("a", 2), note("a", 3));
        assertThat(whole.truncated()).isFalse();
        events.add(note("b", 7));
        Trace endless = Traces.assemble("t", events, 4, Traces::ownFindings).orElseThrow();
        assertThat(endless.notes()).isEqualTo(whole.notes());
        assertThat(endless.truncated()).isTrue();
    }

    private static Event note(String span, long atMs) {
        return new Event(
                START.plusMillis(atMs),
                Map.of("trace.trace_id", "t", "trace.parent_id", span, "meta.annotation_type", "span_event"));
    }

    @Test
    void spansInACircle_areGivenOnce() {
        Trace trace = Traces.assemble("t", List.of(span("a", "b", 0, 1), span("b", "a", 1, 1)), 10, Traces::ownFindings)
                .orElseThrow();
        assertThat(trace.spans()).extracting(TraceSpan::id).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void longChainOfStatements_isReadQuickly() {
        List<TraceSpan> chain = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            Map<String, Object> fields = Map.of("db.statement", "SELECT a FROM t WHERE b = " + i);
            chain.add(new TraceSpan("s" + i, "s" + (i - 1), "query", "client", "scruffy", i, 30_000, false, fields));
        }
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Traces.ownFindings(chain)))
                .isNotEmpty();
    }

    private record Failing(Supplier<List<Finding>> way) implements TraceAnalyzer {

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public List<Finding> findings(List<TraceSpan> spans) {
            return way.get();
        }
    }

    @Test
    void analyzerThatFails_findsNothing() {
        TraceAnalyzer wrong = new Failing(() -> {
            throw new IllegalStateException();
        });
        TraceAnalyzer endless = new Failing(() -> {
            throw new StackOverflowError();
        });
        assertThat(Traces.found(wrong, List.of())).isEmpty();
        assertThat(Traces.found(endless, List.of())).isEmpty();
    }

    @Test
    void traceOfNothing_isEmpty() {
        assertThat(Traces.assemble("t", List.of(), 10, Traces::ownFindings)).isEmpty();
    }
}
