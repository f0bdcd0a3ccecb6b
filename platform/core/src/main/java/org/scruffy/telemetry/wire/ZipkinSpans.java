package org.scruffy.telemetry.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.scruffy.spi.telemetry.Event;
import zipkin2.Annotation;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

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
    private static final Set<String> SAID_BY_ERROR = Set.of("error", "status_message");
    private static final List<String> FLAGS = List.of("debug", "shared");
    private static final Endpoint NOWHERE = Endpoint.newBuilder().build();
    private static final JsonFactory JSON = new JsonFactory();
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
        if (id.length() > digits) {
            return false;
        }
        boolean zero = true;
        for (int i = 0; i < id.length(); i++) {
            char digit = id.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
            zero &= digit == '0';
        }
        return !zero;
    }

    /** The spans, in the order of the events. */
    public static List<Span> of(List<Event> events) {
        return SpanBytesDecoder.JSON_V2.decodeList(json(events));
    }

    /** The same as the list of JSON that Zipkin's server answers; written at once, for traces may have thousands of wide spans. */
    public static byte[] json(List<Event> events) {
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
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(list)) {
            json.writeStartArray();
            for (Event event : told) {
                boolean alone = inside.isEmpty(); // as nearly always: to look takes a tenth of all the time
                write(event, alone ? List.of() : inside.getOrDefault(half(event, "trace.span_id"), List.of()), json);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return list.toByteArray();
    }

    /** A client and its server may share a span: what happened inside belongs to one of them. */
    private static String half(Event event, String id) {
        return event.text(id) + " " + event.text("zipkin.shared");
    }

    private static void write(Event event, List<Event> inside, JsonGenerator json) throws IOException {
        json.writeStartObject();
        String id = id(event.text("trace.span_id"));
        json.writeStringField("traceId", Span.normalizeTraceId(event.text("trace.trace_id")));
        json.writeStringField("id", id);
        String parent = event.text("trace.parent_id");
        if (!parent.isEmpty() && !id(parent).equals(id)) {
            json.writeStringField("parentId", id(parent));
        }
        if (KINDS.contains(event.text("span.kind"))) {
            json.writeStringField("kind", event.text("span.kind").toUpperCase(Locale.ROOT));
        }
        if (!event.text("name").isEmpty()) {
            json.writeStringField("name", event.text("name").toLowerCase(Locale.ROOT));
        }
        if (event.text("zipkin.timeless").isEmpty()) {
            writePositive("timestamp", micros(event), json);
        }
        writePositive("duration", Math.round(event.number("duration_ms") * MICROS_PER_MS), json);
        writeEndpoint("localEndpoint", event, "service.name", "net.host", json);
        writeEndpoint("remoteEndpoint", event, "peer.service", "net.peer", json);
        writeAnnotations(event, inside, json);
        writeTags(event, json);
        for (String flag : FLAGS) {
            if (Boolean.TRUE.equals(event.fields().get("zipkin." + flag))) {
                json.writeBooleanField(flag, true);
            }
        }
        json.writeEndObject();
    }

    private static String id(String id) {
        if (!isId(id, SPAN_DIGITS)) {
            UUID named = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().toHexDigits(named.getMostSignificantBits());
        }
        return "0".repeat(SPAN_DIGITS - id.length()) + id;
    }

    private static void writePositive(String name, long micros, JsonGenerator json) throws IOException {
        if (micros > 0) {
            json.writeNumberField(name, micros);
        }
    }

    private static void writeEndpoint(String name, Event event, String service, String prefix, JsonGenerator json)
            throws IOException {
        Endpoint endpoint = endpoint(event, service, prefix);
        if (endpoint.equals(NOWHERE)) {
            return;
        }
        json.writeObjectFieldStart(name);
        writeWords("serviceName", endpoint.serviceName(), json);
        writeWords("ipv4", endpoint.ipv4(), json);
        writeWords("ipv6", endpoint.ipv6(), json);
        writePositive("port", endpoint.portAsInt(), json);
        json.writeEndObject();
    }

    private static void writeWords(String name, String words, JsonGenerator json) throws IOException {
        if (words != null) {
            json.writeStringField(name, words);
        }
    }

    private static void writeAnnotations(Event event, List<Event> inside, JsonGenerator json) throws IOException {
        if (inside.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("annotations");
        List<Annotation> annotations = inside.stream()
                .map(annotation -> Annotation.create(micros(annotation, event), annotation.text("name")))
                .distinct()
                .sorted()
                .toList();
        for (Annotation annotation : annotations) {
            json.writeStartObject();
            json.writeNumberField("timestamp", annotation.timestamp());
            json.writeStringField("value", annotation.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTags(Event event, JsonGenerator json) throws IOException {
        boolean failed = Boolean.TRUE.equals(event.fields().get("error"));
        json.writeObjectFieldStart("tags");
        for (Map.Entry<String, Object> field : event.fields().entrySet()) {
            boolean said = failed && SAID_BY_ERROR.contains(field.getKey());
            if (!said && isTag(field.getKey())) {
                json.writeStringField(field.getKey(), field.getValue().toString());
            }
        }
        if (failed) {
            json.writeStringField("error", error(event));
        }
        json.writeEndObject();
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
