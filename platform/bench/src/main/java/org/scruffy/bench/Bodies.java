package org.scruffy.bench;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.scruffy.spi.telemetry.Event;
import zipkin2.Endpoint;
import zipkin2.codec.SpanBytesEncoder;

/** Spans as clients bring them. */
final class Bodies {

    private static final Set<String> OF_THE_SPAN = Set.of(
            "trace.trace_id",
            "trace.span_id",
            "trace.parent_id",
            "name",
            "service.name",
            "span.kind",
            "duration_ms",
            Event.DATASET);

    private Bodies() {}

    /** An ExportTraceServiceRequest of protobuf. */
    static byte[] otlp(List<Event> events) {
        Map<String, ResourceSpans.Builder> services = new LinkedHashMap<>();
        for (Event event : events) {
            services.computeIfAbsent(event.text("service.name"), Bodies::service)
                    .getScopeSpansBuilder(0)
                    .addSpans(span(event));
        }
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        services.values().forEach(request::addResourceSpans);
        return request.build().toByteArray();
    }

    private static ResourceSpans.Builder service(String name) {
        ResourceSpans.Builder service = ResourceSpans.newBuilder();
        service.getResourceBuilder().addAttributes(attribute("service.name", name));
        service.addScopeSpansBuilder();
        return service;
    }

    private static Span span(Event event) {
        long start = nanos(event);
        Span.Builder span = Span.newBuilder()
                .setTraceId(bytes(event.text("trace.trace_id")))
                .setSpanId(bytes(event.text("trace.span_id")))
                .setParentSpanId(bytes(event.text("trace.parent_id")))
                .setName(event.text("name"))
                .setKind(
                        event.text("span.kind").equals("server")
                                ? Span.SpanKind.SPAN_KIND_SERVER
                                : Span.SpanKind.SPAN_KIND_CLIENT)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + (long) (event.number("duration_ms") * 1e6));
        event.fields().forEach((name, value) -> {
            if (!OF_THE_SPAN.contains(name)) {
                span.addAttributes(attribute(name, value));
            }
        });
        return span.build();
    }

    private static long nanos(Event event) {
        return TimeUnit.SECONDS.toNanos(event.time().getEpochSecond())
                + event.time().getNano();
    }

    private static ByteString bytes(String hexadecimal) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hexadecimal));
    }

    private static KeyValue attribute(String name, Object value) {
        AnyValue.Builder any = AnyValue.newBuilder();
        if (value instanceof Long number) {
            any.setIntValue(number);
        } else if (value instanceof Boolean truth) {
            any.setBoolValue(truth);
        } else {
            any.setStringValue(value.toString());
        }
        return KeyValue.newBuilder().setKey(name).setValue(any).build();
    }

    /** A list of Zipkin's spans in JSON. */
    static byte[] zipkin(List<Event> events) {
        List<zipkin2.Span> spans = new ArrayList<>();
        for (Event event : events) {
            zipkin2.Span.Builder span = zipkin2.Span.newBuilder()
                    .traceId(event.text("trace.trace_id"))
                    .id(event.text("trace.span_id"))
                    .name(event.text("name"))
                    .kind(
                            event.text("span.kind").equals("server")
                                    ? zipkin2.Span.Kind.SERVER
                                    : zipkin2.Span.Kind.CLIENT)
                    .localEndpoint(Endpoint.newBuilder()
                            .serviceName(event.text("service.name"))
                            .build())
                    .timestamp(nanos(event) / 1_000)
                    .duration(Math.max(1, (long) (event.number("duration_ms") * 1e3)));
            if (!event.text("trace.parent_id").isEmpty()) {
                span.parentId(event.text("trace.parent_id"));
            }
            event.fields().forEach((name, value) -> {
                if (!OF_THE_SPAN.contains(name)) {
                    span.putTag(name, value.toString());
                }
            });
            spans.add(span.build());
        }
        return SpanBytesEncoder.JSON_V2.encodeList(spans);
    }
}
