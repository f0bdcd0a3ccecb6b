package org.scruffy.telemetry;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scruffy.spi.telemetry.Event;

/** A real OpenTelemetry SDK whose finished spans can be read as events. */
final class Recorder {

    final SpanQueue queue;
    private final SdkTracerProvider sdk;

    Recorder(int capacity) {
        queue = new SpanQueue(capacity);
        sdk = SdkTracerProvider.builder()
                .addSpanProcessor(new SpanTap.Tap(queue))
                .build();
    }

    Tracer tracer() {
        return sdk.get("test");
    }

    /** The spans that ended since the last time, as events by time. */
    List<Event> events() {
        List<ReadableSpan> spans = new ArrayList<>();
        queue.drainTo(spans, Integer.MAX_VALUE);
        return spans.stream()
                .flatMap(span -> SpanEvents.of(span.toSpanData()).stream())
                .sorted(Comparator.comparing(Event::time))
                .toList();
    }
}
