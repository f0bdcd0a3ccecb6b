package org.scruffy.telemetry.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        List<Row> rows = new ArrayList<>();
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

    private static boolean blank(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static Row row(byte[] bytes, int from, int length, String dataset, Instant arrival) throws IOException {
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
        Map<String, Object> fields = JsonText.mapOf(value);
        String when = fields.containsKey("time") ? "time" : "timestamp";
        return Row.of(() -> {
            Object said = fields.remove(when);
            return new Fields()
                    .sampledAt(fields.remove("samplerate"))
                    .putAll(fields)
                    .put(Event.DATASET, dataset)
                    .refuseLong()
                    .at(Honeycomb.time(said, arrival));
        });
    }
}
