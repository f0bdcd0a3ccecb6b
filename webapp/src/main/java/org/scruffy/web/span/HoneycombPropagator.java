package org.scruffy.web.span;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.List;

/**
 * Reads the header by which Honeycomb's Beelines pass a trace on:
 *
 * <pre>
 * X-Honeycomb-Trace: 1;trace_id=4bf92f3577b34da6a3ce929d0e0e4736,parent_id=00f067aa0ba902b7,context=e30=,dataset=shop
 * </pre>
 *
 * The ids are read, in any order; the caller's fields and dataset stay with the caller. Another version, ids that OpenTelemetry cannot have
 * (the first Beelines made UUIDs) are as no header. It writes none: whom we call understands W3C's.
 */
final class HoneycombPropagator implements TextMapPropagator {

    private static final String HEADER = "X-Honeycomb-Trace";
    private static final String VERSION = "1;";

    @Override
    public List<String> fields() {
        return List.of(HEADER);
    }

    @Override
    public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
        // reads only
    }

    @Override
    public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
        String header = getter.get(carrier, HEADER);
        if (header == null || !header.startsWith(VERSION)) {
            return context;
        }
        String[] fields = header.substring(VERSION.length()).split(",");
        SpanContext caller = SpanContext.createFromRemoteParent(
                value(fields, "trace_id="),
                value(fields, "parent_id="),
                TraceFlags.getSampled(),
                TraceState.getDefault());
        return caller.isValid() ? context.with(Span.wrap(caller)) : context;
    }

    private static String value(String[] fields, String name) {
        for (String field : fields) {
            if (field.startsWith(name)) {
                return field.substring(name.length());
            }
        }
        return "";
    }
}
