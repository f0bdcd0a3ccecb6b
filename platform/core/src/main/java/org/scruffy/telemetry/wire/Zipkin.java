package org.scruffy.telemetry.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.scruffy.spi.telemetry.Event;
import zipkin2.Annotation;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/** Spans as Zipkin's reporters send them, version 2 of its model, in JSON or protobuf. */
public final class Zipkin {

    private static final double MICROS_PER_MS = 1e3;
    private static final Pattern STATUS = Pattern.compile("[1-9][0-9]{2}");
    private static final long A_DAY = TimeUnit.DAYS.toMicros(1);

    private Zipkin() {}

    public static List<Row> read(InputStream body, boolean json, Instant arrival) throws IOException {
        List<Row> rows = new Rows();
        for (Span span : spans(body.readAllBytes(), json)) {
            rows.add(Row.of(() -> event(span, arrival)));
            for (Annotation annotation : span.annotations()) {
                rows.add(Row.of(() -> inside(annotation, span)));
            }
        }
        return rows;
    }

    private static List<Span> spans(byte[] body, boolean json) throws Unreadable {
        if (json && (body.length == 0 || body[0] != '[')) {
            throw new Unreadable("Expected a JSON_V2 encoded list");
        }
        try {
            return (json ? SpanBytesDecoder.JSON_V2 : SpanBytesDecoder.PROTO3).decodeList(body);
        } catch (RuntimeException e) { // whatever the codec trips over
            throw new Unreadable(String.valueOf(e.getMessage()), e);
        }
    }

    private static Event event(Span span, Instant arrival) {
        Fields fields = new Fields();
        span.tags().forEach((name, value) -> fields.put(name, tag(name, value)));
        if (span.tags().containsKey("error")) {
            fields.put("error", true);
            fields.put("status_message", span.tags().get("error"));
            fields.put("status_code", 2L);
        }
        common(span, fields);
        endpoint(span.localEndpoint(), "net.host", fields);
        endpoint(span.remoteEndpoint(), "net.peer", fields);
        if (span.remoteServiceName() != null) {
            fields.put("peer.service", span.remoteServiceName());
        }
        fields.put("trace.span_id", span.id())
                .put("trace.parent_id", span.parentId())
                .put("name", span.name());
        fields.put("span.kind", span.kind() == null ? null : span.kind().name().toLowerCase(Locale.ROOT));
        fields.put("duration_ms", span.durationAsLong() / MICROS_PER_MS);
        fields.put("zipkin.debug", span.debug());
        boolean timeless = span.timestampAsLong() == 0;
        fields.put("zipkin.timeless", timeless ? true : null);
        return fields.at(timeless ? arrival : time(span.timestampAsLong()));
    }

    /** Tags are words; the one that has a column of numbers becomes one. */
    private static Object tag(String name, String value) {
        return name.equals("http.status_code") && STATUS.matcher(value).matches()
                ? (Object) Long.valueOf(value)
                : value;
    }

    private static void common(Span span, Fields fields) {
        String service = span.localServiceName() == null ? "" : span.localServiceName();
        fields.put("trace.trace_id", span.traceId()).put("meta.signal_type", "trace");
        fields.put("zipkin.shared", span.shared());
        fields.put("service.name", service.isEmpty() ? null : service).put(Event.DATASET, Dataset.slug(service));
    }

    private static void endpoint(Endpoint endpoint, String prefix, Fields fields) {
        if (endpoint == null) {
            return;
        }
        fields.put(prefix + ".ip", endpoint.ipv4() == null ? endpoint.ipv6() : endpoint.ipv4());
        fields.put(prefix + ".ip6", endpoint.ipv4() == null ? null : endpoint.ipv6());
        fields.put(prefix + ".port", endpoint.port());
    }

    private static Event inside(Annotation annotation, Span span) {
        Fields fields = new Fields();
        common(span, fields);
        fields.put("trace.parent_id", span.id())
                .put("name", annotation.value())
                .put("parent_name", span.name())
                .put("meta.annotation_type", "span_event");
        if (span.timestampAsLong() == 0) {
            return fields.at(time(annotation.timestamp()));
        }
        long since = annotation.timestamp() - span.timestampAsLong();
        fields.put("meta.time_since_span_start_ms", since / MICROS_PER_MS);
        // another clock told it: where its time is, nobody would look for it
        boolean astray = Math.abs(since) > A_DAY;
        return fields.at(time(astray ? span.timestampAsLong() : annotation.timestamp()));
    }

    private static Instant time(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }
}
