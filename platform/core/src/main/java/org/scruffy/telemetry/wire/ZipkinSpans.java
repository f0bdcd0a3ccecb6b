package org.scruffy.telemetry.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.scruffy.spi.telemetry.Event;
import zipkin2.Endpoint;
import zipkin2.Span;

/**
 * The events of traces as Zipkin's spans, whoever brought them: those that Zipkin's reporters brought as they were, others with
 * their fields for tags. Names become lower case, as everywhere in Zipkin; an id of a span that is none of Zipkin's, 16 digits, is
 * replaced by one; a trace whose id is none cannot be told.
 */
public final class ZipkinSpans {

    private static final Set<String> NO_TAGS = Set.of(
            "trace.trace_id",
            "trace.span_id",
            "trace.parent_id",
            "name",
            "service.name",
            "peer.service",
            "span.kind",
            "duration_ms",
            "status_code",
            "span.num_events",
            "span.num_links",
            "meta.signal_type",
            Event.DATASET);
    private static final List<String> NO_TAGS_EITHER = List.of("zipkin.", "net.host.", "net.peer.");
    private static final Set<String> KINDS = Set.of("client", "server", "producer", "consumer");
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    private static final int LAST_PORT = 0xffff;
    private static final int BAD_REQUEST = 400;
    private static final double MICROS_PER_MS = 1e3;

    private ZipkinSpans() {}

    /** Whether Zipkin has a word for the trace of this id. */
    public static boolean isTraceId(String id) {
        return isId(id, TRACE_DIGITS);
    }

    private static boolean isId(String id, int digits) {
        return id.length() <= digits && isHex(id) && id.chars().anyMatch(digit -> digit != '0');
    }

    private static boolean isHex(String id) {
        for (int i = 0; i < id.length(); i++) {
            char digit = id.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** The spans, in the order of the events. */
    public static List<Span> of(List<Event> events) {
        Map<String, List<Event>> inside = new HashMap<>();
        List<Event> told = new ArrayList<>();
        for (Event event : events) {
            String type = event.text("meta.annotation_type");
            if (type.isEmpty() && !event.text("trace.span_id").isEmpty() && isTraceId(event.text("trace.trace_id"))) {
                told.add(event);
            } else if (type.equals("span_event")) {
                inside.computeIfAbsent(half(event, "trace.parent_id"), first -> new ArrayList<>())
                        .add(event);
            }
        }
        return told.parallelStream() // a trace may have thousands
                .map(event -> span(event, inside.getOrDefault(half(event, "trace.span_id"), List.of())))
                .toList();
    }

    /** A client and its server may share a span: what happened inside belongs to one of them. */
    private static String half(Event event, String id) {
        return event.text(id) + " " + event.text("zipkin.shared");
    }

    private static Span span(Event event, List<Event> inside) {
        Span.Builder span = Span.newBuilder()
                .traceId(event.text("trace.trace_id"))
                .id(id(event.text("trace.span_id")))
                .name(event.text("name"))
                .localEndpoint(endpoint(event, "service.name", "net.host"))
                .remoteEndpoint(endpoint(event, "peer.service", "net.peer"))
                .duration(Math.max(0, Math.round(event.number("duration_ms") * MICROS_PER_MS)));
        if (!event.text("trace.parent_id").isEmpty()) {
            span.parentId(id(event.text("trace.parent_id")));
        }
        if (KINDS.contains(event.text("span.kind"))) {
            span.kind(Span.Kind.valueOf(event.text("span.kind").toUpperCase(Locale.ROOT)));
        }
        if (event.text("zipkin.timeless").isEmpty()) {
            span.timestamp(micros(event));
        }
        flags(event, span);
        tags(event, span);
        inside.forEach(annotation -> span.addAnnotation(micros(annotation, event), annotation.text("name")));
        return span.build();
    }

    private static String id(String id) {
        return isId(id, SPAN_DIGITS)
                ? id
                : String.format(
                        Locale.ROOT,
                        "%016x",
                        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                                .getMostSignificantBits());
    }

    private static void flags(Event event, Span.Builder span) {
        if (event.fields().get("zipkin.shared") instanceof Boolean shared) {
            span.shared(shared);
        }
        if (event.fields().get("zipkin.debug") instanceof Boolean debug) {
            span.debug(debug);
        }
    }

    private static void tags(Event event, Span.Builder span) {
        boolean failed = Boolean.TRUE.equals(event.fields().get("error"));
        event.fields().forEach((name, value) -> {
            if (isTag(name) && !(failed && name.equals("status_message"))) {
                span.putTag(name, value.toString());
            }
        });
        if (failed) {
            span.putTag("error", error(event));
        }
    }

    /** What went wrong, else the status a server answered, as Zipkin's own instrumentation has it, else what was thrown. */
    private static String error(Event event) {
        if (!event.text("status_message").isEmpty()) {
            return event.text("status_message");
        }
        boolean refused = event.number("http.status_code") >= BAD_REQUEST;
        return event.text(refused ? "http.status_code" : "exception.type");
    }

    /** Whether Zipkin has no place of its own for a field, so that it is a tag. */
    public static boolean isTag(String field) {
        for (String prefix : NO_TAGS_EITHER) {
            if (field.startsWith(prefix)) {
                return false;
            }
        }
        return !NO_TAGS.contains(field);
    }

    private static Endpoint endpoint(Event event, String service, String prefix) {
        Endpoint.Builder endpoint = Endpoint.newBuilder().serviceName(event.text(service));
        endpoint.parseIp(event.text(prefix + ".ip"));
        endpoint.parseIp(event.text(prefix + ".ip6"));
        double port = event.number(prefix + ".port");
        return endpoint.port(port >= 0 && port <= LAST_PORT ? (int) port : 0).build();
    }

    private static long micros(Event annotation, Event span) {
        return annotation.fields().get("meta.time_since_span_start_ms") instanceof Double since
                ? Math.max(1, micros(span) + Math.round(since * MICROS_PER_MS))
                : micros(annotation);
    }

    private static long micros(Event event) {
        return TimeUnit.SECONDS.toMicros(event.time().getEpochSecond())
                + TimeUnit.NANOSECONDS.toMicros(event.time().getNano());
    }
}
