package org.scruffy.telemetry.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Stack;

/**
 * Envelopes as Sentry's SDKs send them: errors, transactions with their spans, and logs. What else is inside is passed over, as
 * the protocol wants it.
 *
 * @param id of the event that is reported, 32 hexadecimal digits, empty where there is none
 */
public record Sentry(String id, List<Row> rows) {

    /** @param project the last part of the DSN */
    public static Sentry read(InputStream body, String project, Instant arrival) throws IOException {
        return new Envelope(body.readAllBytes(), project, arrival).read();
    }

    private static final class Envelope {

        private final byte[] bytes;
        private final Map<String, Object> common;
        private final Instant arrival;
        private final List<Row> rows = new Rows();
        private int at;

        Envelope(byte[] bytes, String project, Instant arrival) {
            this.bytes = bytes;
            this.common = Map.of("sentry.project", project, Event.DATASET, Dataset.slug("sentry-" + project));
            this.arrival = arrival;
        }

        Sentry read() throws IOException {
            Map<String, Object> header = json(at, line());
            while (at < bytes.length) {
                int from = at;
                int length = line();
                if (length > 0) {
                    item(json(from, length));
                }
            }
            return new Sentry(String.valueOf(header.getOrDefault("event_id", "")), rows);
        }

        /** Steps over a line and answers its length. */
        private int line() {
            int from = at;
            while (at < bytes.length && bytes[at] != '\n') {
                at++;
            }
            int length = at - from;
            at++;
            return length;
        }

        private void item(Map<String, Object> header) throws IOException {
            int from = at;
            int length = header.get("length") instanceof Long said ? said(said) : line();
            if (header.get("length") instanceof Long) {
                at = from + length + (from + length < bytes.length && bytes[from + length] == '\n' ? 1 : 0);
            }
            switch (String.valueOf(header.get("type"))) {
                case "event" -> rows.add(error(json(from, length)));
                case "transaction" -> transaction(json(from, length));
                case "log" ->
                    JsonText.listOf(json(from, length).get("items")).forEach(log -> rows.add(log(JsonText.mapOf(log))));
                default -> {}
            }
        }

        private int said(long length) throws Unreadable {
            if (length < 0 || length > bytes.length - at) {
                throw new Unreadable(
                        "An item says it has " + length + " bytes, but " + (bytes.length - at) + " are left");
            }
            return (int) length;
        }

        private Map<String, Object> json(int from, int length) throws IOException {
            try {
                if (JsonText.read(bytes, from, Math.max(0, length)) instanceof Map<?, ?> object) {
                    return JsonText.mapOf(object);
                }
            } catch (JsonProcessingException e) {
                throw new Unreadable("Byte " + from + " of the envelope: " + JsonText.fault(e), e);
            }
            throw new Unreadable("Byte " + from + " of the envelope begins no JSON object");
        }

        private Fields fields(Map<String, Object> event) {
            Fields fields = new Fields().putAll(tags(event.get("tags"))).putAll(common);
            for (String name :
                    List.of("level", "release", "environment", "platform", "transaction", "server_name", "logger")) {
                fields.put(name, event.get(name));
            }
            fields.put("sentry.event_id", event.get("event_id"));
            fields.put("sentry.fingerprint", event.get("fingerprint"));
            fields.put("user", event.get("user"));
            Map<String, Object> request = JsonText.mapOf(event.get("request"));
            fields.put("http.method", request.get("method")).put("http.url", request.get("url"));
            Map<String, Object> trace =
                    JsonText.mapOf(JsonText.mapOf(event.get("contexts")).get("trace"));
            return fields.put("trace.trace_id", trace.get("trace_id"));
        }

        private static Map<String, Object> tags(Object tags) {
            if (!(tags instanceof List<?> pairs)) {
                return JsonText.mapOf(tags);
            }
            Map<String, Object> map = new LinkedHashMap<>();
            for (Object pair : pairs) {
                if (pair instanceof List<?> two && two.size() == 2) {
                    map.put(String.valueOf(two.get(0)), two.get(1));
                }
            }
            return map;
        }

        private Row error(Map<String, Object> event) {
            return Row.of(() -> {
                Fields fields = fields(event).put("meta.signal_type", "error");
                Map<String, Object> trace =
                        JsonText.mapOf(JsonText.mapOf(event.get("contexts")).get("trace"));
                if (trace.get("span_id") != null) {
                    fields.put("trace.parent_id", trace.get("span_id")).put("meta.annotation_type", "span_event");
                }
                String level = fields.text("level");
                fields.put("error", level.isEmpty() || level.equals("error") || level.equals("fatal"));
                fields.put("name", message(event));
                exception(event, fields);
                return fields.at(Honeycomb.time(event.get("timestamp"), arrival));
            });
        }

        private static Object message(Map<String, Object> event) {
            Map<String, Object> entry = JsonText.mapOf(event.getOrDefault("logentry", event.get("message")));
            Object formatted = entry.getOrDefault("formatted", entry.get("message"));
            return formatted == null && event.get("message") instanceof String text ? text : formatted;
        }

        /** The last of a chain is the one that was thrown at last, and so the one that was seen. */
        private static void exception(Map<String, Object> event, Fields fields) {
            Object said = event.get("exception");
            List<?> chain = said instanceof List<?> list
                    ? list
                    : JsonText.listOf(JsonText.mapOf(said).get("values"));
            if (chain.isEmpty()) {
                return;
            }
            Map<String, Object> thrown = JsonText.mapOf(chain.get(chain.size() - 1));
            Object module = thrown.get("module");
            fields.put("exception.type", (module == null ? "" : module + ".") + thrown.get("type"));
            fields.put("exception.message", thrown.get("value"));
            fields.put("exception.stacktrace", frames(thrown));
            fields.putMissing("name", thrown.get("type"));
        }

        /** Innermost first, as Java prints it. */
        private static String frames(Map<String, Object> thrown) {
            List<?> frames =
                    JsonText.listOf(JsonText.mapOf(thrown.get("stacktrace")).get("frames"));
            StringJoiner text = new StringJoiner("\n");
            for (int i = frames.size() - 1; i >= 0; i--) {
                text.add(frame(JsonText.mapOf(frames.get(i))));
            }
            return text.toString();
        }

        /** As the JVM prints it, or without a module as a script engine does; marked where it is of a library. */
        private static String frame(Map<String, Object> frame) {
            String place = frame.get("filename") + ":" + frame.getOrDefault("lineno", 0L);
            String words = frame.get("module") == null
                    ? frame.get("function") + " (" + place + ":" + frame.getOrDefault("colno", 0L) + ")"
                    : frame.get("module") + "." + frame.get("function") + "(" + place + ")";
            return "\tat " + words + (Boolean.FALSE.equals(frame.get("in_app")) ? Stack.OF_LIBRARY : "");
        }

        private void transaction(Map<String, Object> event) {
            Map<String, Object> root = new LinkedHashMap<>(
                    JsonText.mapOf(JsonText.mapOf(event.get("contexts")).get("trace")));
            root.put("start_timestamp", event.get("start_timestamp"));
            root.put("timestamp", event.get("timestamp"));
            root.putIfAbsent("description", event.get("transaction"));
            rows.add(span(root, event));
            JsonText.listOf(event.get("spans")).forEach(span -> rows.add(span(JsonText.mapOf(span), event)));
        }

        private Row span(Map<String, Object> span, Map<String, Object> event) {
            return Row.of(() -> {
                Instant start = Honeycomb.time(span.get("start_timestamp"), arrival);
                Instant end = Honeycomb.time(span.get("timestamp"), start);
                Object description = span.get("description");
                Object operation = span.get("op");
                Object status = span.get("status");
                Fields fields = fields(event)
                        .putAll(JsonText.mapOf(span.get("data")))
                        .putAll(common)
                        .put("meta.signal_type", "trace")
                        .put("trace.trace_id", span.get("trace_id"))
                        .put("trace.span_id", span.get("span_id"))
                        .put("trace.parent_id", span.get("parent_span_id"))
                        .put("name", description == null ? operation : description)
                        .put("sentry.op", operation)
                        .put("status_message", status)
                        .put("duration_ms", millis(Duration.between(start, end)));
                if (status != null && !status.equals("ok") && !status.equals("cancelled")) {
                    fields.put("error", true);
                }
                return fields.at(start);
            });
        }

        // in nanoseconds a long ends after 292 years
        private static double millis(Duration duration) {
            return duration.getSeconds() * 1e3 + duration.getNano() / 1e6;
        }

        private Row log(Map<String, Object> log) {
            return Row.of(() -> {
                Fields fields = new Fields();
                JsonText.mapOf(log.get("attributes"))
                        .forEach((name, value) ->
                                fields.put(name, JsonText.mapOf(value).get("value")));
                fields.putAll(common).put("meta.signal_type", "log");
                fields.put("trace.trace_id", log.get("trace_id")).put("severity", log.get("level"));
                fields.put("body", log.get("body"));
                return fields.at(Honeycomb.time(log.get("timestamp"), arrival));
            });
        }
    }
}
