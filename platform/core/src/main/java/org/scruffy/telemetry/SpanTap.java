package org.scruffy.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Taps OpenTelemetry for finished spans. Found by name in META-INF/services when the application's SDK is made. */
public final class SpanTap implements AutoConfigurationCustomizerProvider {

    @Override
    public void customize(AutoConfigurationCustomizer sdk) {
        sdk.addTracerProviderCustomizer(
                (tracers, settings) -> tracers.addSpanProcessor(new Tap(SpanQueue.APPLICATION)));
    }

    record Tap(SpanQueue queue) implements SpanProcessor {

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            queue.offer(span);
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
