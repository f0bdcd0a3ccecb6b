package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Event;

class SpanEventsTest {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00.123456789Z");

    private final Recorder recorder = new Recorder(10);

    @Test
    void span_becomesAWideEvent() {
        Span parent = recorder.tracer().spanBuilder("parent").startSpan();
        Span span = recorder.tracer()
                .spanBuilder("stitch")
                .setParent(Context.root().with(parent))
                .setSpanKind(SpanKind.INTERNAL)
                .setStartTimestamp(START)
                .setAttribute("feed", "main")
                .setAttribute("spots", 4)
                .setAttribute("fill", 0.5)
                .setAttribute("late", true)
                .setAttribute(AttributeKey.stringArrayKey("ids"), List.of("a", "b"))
                .setAttribute("name", "an attribute of that name")
                .startSpan();
        span.setStatus(StatusCode.ERROR, "no spot");
        span.end(START.plusMillis(250));

        Event event = recorder.events().get(0);
        assertThat(event.time()).isEqualTo(START);
        assertThat(event.fields())
                .containsEntry("name", "stitch")
                .containsEntry("trace.trace_id", span.getSpanContext().getTraceId())
                .containsEntry("trace.span_id", span.getSpanContext().getSpanId())
                .containsEntry("trace.parent_id", parent.getSpanContext().getSpanId())
                .containsEntry("duration_ms", 250.0)
                .containsEntry("span.kind", "internal")
                .containsEntry("error", true)
                .containsEntry("status_message", "no spot")
                .containsEntry("feed", "main")
                .containsEntry("spots", 4L)
                .containsEntry("fill", 0.5)
                .containsEntry("late", true)
                .containsEntry("ids", "[a, b]")
                .containsKey("service.name");
    }

    @Test
    void exception_isCopiedToItsSpan() {
        Span span = recorder.tracer().spanBuilder("n").startSpan();
        span.recordException(new IllegalStateException("broken"));
        span.end();
        assertThat(recorder.events())
                .singleElement()
                .satisfies(event -> assertThat(event.fields())
                        .containsEntry("exception.type", "java.lang.IllegalStateException")
                        .containsEntry("exception.message", "broken")
                        .containsKey("exception.stacktrace"));
    }

    @Test
    void eventInASpan_isAnEventBelowIt() {
        Span span = recorder.tracer().spanBuilder("n").setStartTimestamp(START).startSpan();
        span.addEvent("spliced", Attributes.of(AttributeKey.stringKey("spot"), "7"), START.plusMillis(3));
        span.end();
        assertThat(recorder.events().get(1).fields())
                .containsEntry("name", "spliced")
                .containsEntry("spot", "7")
                .containsEntry("meta.annotation_type", "span_event")
                .containsEntry("meta.time_since_span_start_ms", 3.0)
                .containsEntry("trace.parent_id", span.getSpanContext().getSpanId());
    }

    @Test
    void clockThatWentBack_isToldAndNotNegative() {
        Span span = recorder.tracer().spanBuilder("n").setStartTimestamp(START).startSpan();
        span.end(START.minusMillis(5));
        assertThat(recorder.events().get(0).fields())
                .containsEntry("duration_ms", 0.0)
                .containsEntry("meta.invalid_duration", true);
    }
}
