package org.scruffy.telemetry.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.scruffy.spi.telemetry.Event;

/**
 * Plain JSON, an object a line: its field {@code time} or {@code timestamp} says when, {@code samplerate} for how many it stands,
 * all others are kept. A line that cannot be read is refused by itself.
 */
public final class JsonLines {

    private JsonLines() {}

    public static List<Row> read(InputStream body, String dataset, Instant arrival) throws IOException {
        byte[] bytes = body.readAllBytes();
        String slug = Dataset.slug(dataset);
        List<Row> rows = new Rows();
        for (int from = 0; from < bytes.length; ) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (!blank(bytes, from, end)) {
                rows.add(row(bytes, from, end - from, slug, arrival));
            }
            from = end + 1;
        }
        return rows;
    }

    /** An event as it was exported: its time, its fields, and those in {@code attrs}. */
    public static Row exported(byte[] line) throws IOException {
        return parsed(line, 0, line.length, fields -> {
            Object time = fields.remove("time");
            Fields all =
                    new Fields().putAll(JsonText.mapOf(fields.remove("attrs"))).putAll(fields);
            return all.refuseLong().at(exactly(time));
        });
    }

    private static Instant exactly(Object time) {
        try {
            return Instant.parse(String.valueOf(time));
        } catch (DateTimeParseException e) {
            throw new Refused("Field 'time' is " + time + ", expected one such as 2026-01-31T12:00:00.5Z");
        }
    }

    /** Whether a line says nothing: it is passed over. */
    public static boolean isBlank(byte[] line) {
        return blank(line, 0, line.length);
    }

    private static boolean blank(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static Row row(byte[] bytes, int from, int length, String dataset, Instant arrival) throws IOException {
        return parsed(bytes, from, length, fields -> {
            Object said = fields.remove(fields.containsKey("time") ? "time" : "timestamp");
            return new Fields()
                    .sampledAt(fields.remove("samplerate"))
                    .putAll(fields)
                    .put(Event.DATASET, dataset)
                    .refuseLong()
                    .at(Honeycomb.time(said, arrival));
        });
    }

    private static Row parsed(byte[] bytes, int from, int length, Function<Map<String, Object>, Event> event)
            throws IOException {
        Object value;
        try {
            value = JsonText.read(bytes, from, length);
        } catch (JsonProcessingException e) {
            return Row.refused(JsonText.fault(e));
        } catch (Unreadable e) {
            return Row.refused(e.getMessage());
        }
        if (!(value instanceof Map<?, ?>)) {
            return Row.refused("The line is no JSON object");
        }
        return Row.of(() -> event.apply(JsonText.mapOf(value)));
    }
}
