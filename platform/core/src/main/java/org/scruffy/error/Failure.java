package org.scruffy.error;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Stack;
import org.scruffy.telemetry.Template;

/** An error as an event tells it. */
record Failure(
        String dataset,
        String fingerprint,
        String type,
        String message,
        String saidIn,
        String clientFingerprint,
        String culprit,
        String stack,
        String traceId,
        String station,
        String build,
        String service,
        Instant time,
        long weight) {

    static final String CLIENT_FINGERPRINT = "sentry.fingerprint";
    static final int LONGEST = 500;
    private static final String SERVICE = "service.name";
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final int LONGEST_STACK = 16_000;
    private static final List<String> TELLING = List.of(
            Event.DATASET,
            Event.SAMPLE_RATE,
            "exception.type",
            "exception.message",
            "exception.stacktrace",
            "status_message",
            "name",
            CLIENT_FINGERPRINT,
            "trace.trace_id",
            "station",
            "station.call_sign",
            "service.version",
            "release",
            "build",
            SERVICE);
    /** In a fingerprint of a client: what the platform would have said. */
    static final String DEFAULT = "{{ default }}";

    /** Whether an event tells of an error: cheap, as it is asked of every event. The span tells the first of its own exceptions. */
    static boolean isTold(Event event) {
        boolean told = event.fields().containsKey("exception.type")
                || event.fields().containsKey("exception.stacktrace")
                || event.text("meta.signal_type").equals("error");
        boolean again = event.text("meta.annotation_type").equals("span_event")
                && event.text("meta.signal_type").equals("trace");
        return told && !again && !isRefusal(event);
    }

    /** A request that was refused is the doing of who sent it: what was thrown to refuse it says why, and is no fault of the server. */
    private static boolean isRefusal(Event event) {
        double status = event.number("http.status_code");
        return event.text("span.kind").equals("server") && status >= BAD_REQUEST && status < SERVER_ERROR;
    }

    /** The event with what tells of the error, cut: many of them may wait. */
    static Event told(Event event) {
        Map<String, Object> fields = new HashMap<>();
        for (String name : TELLING) {
            Object value = event.fields().get(name);
            if (value != null) {
                fields.put(name, value instanceof String text ? cut(text, LONGEST_STACK) : value);
            }
        }
        return new Event(event.time(), fields);
    }

    static Failure of(Event event) {
        String type = event.text("exception.type");
        String saidIn =
                naming(event, "exception.message", "status_message", "name").orElse("");
        String said = event.text(saidIn);
        String text = event.text("exception.stacktrace");
        Stack stack = Stack.parse(text);
        return new Failure(
                kept(event.text(Event.DATASET)),
                fingerprint(event, stack.fingerprint(type, said)),
                kept(type),
                kept(Template.of(said)),
                saidIn,
                kept(event.text(CLIENT_FINGERPRINT)),
                kept(stack.culprit()),
                cut(text, LONGEST_STACK),
                kept(event.text("trace.trace_id")),
                kept(first(event, "station", "station.call_sign").orElse("")),
                kept(first(event, "service.version", "release", "build").orElse("")),
                kept(event.text(SERVICE)),
                event.time(),
                Math.max(1, (long) event.number(Event.SAMPLE_RATE)));
    }

    /** What the client says belongs together does. */
    private static String fingerprint(Event event, String ours) {
        String said = event.text(CLIENT_FINGERPRINT);
        return said.isEmpty() ? ours : Stack.digest(said.replace(DEFAULT, ours));
    }

    private static Optional<String> first(Event event, String... fields) {
        return naming(event, fields).map(event::text);
    }

    /** The first field that says something. */
    private static Optional<String> naming(Event event, String... fields) {
        return Stream.of(fields).filter(field -> !event.text(field).isEmpty()).findFirst();
    }

    private static String kept(String text) {
        return cut(text, LONGEST);
    }

    /** As PostgreSQL can keep it. */
    private static String cut(String text, int most) {
        String cut = text.length() > most ? text.substring(0, most) : text;
        return cut.replaceAll("[\\x00\\p{Cs}]", "\uFFFD");
    }

    /** Errors that are counted together. */
    List<Object> sight() {
        return List.of(dataset, fingerprint, station, build, service, time.getEpochSecond() / 3_600);
    }
}
