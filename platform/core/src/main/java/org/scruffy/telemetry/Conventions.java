package org.scruffy.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import org.scruffy.spi.telemetry.Event;

/**
 * OpenTelemetry's semantic conventions gave new names to what requests (1.23) and statements (1.33) have in common. Half of all
 * clients use the old ones: an event that came with a new name has the old one too, so that one question asks about both. And a
 * request that was answered with 500 or more is an error by them, whether its client calls it one or leaves that out.
 */
final class Conventions {

    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("db.query.text", "db.statement"),
            Map.entry("db.system.name", "db.system"),
            Map.entry("db.operation.name", "db.operation"),
            Map.entry("db.namespace", "db.name"),
            Map.entry("db.collection.name", "db.sql.table"),
            Map.entry("db.response.returned_rows", "db.rows"),
            Map.entry("http.request.method", "http.method"),
            Map.entry("http.response.status_code", "http.status_code"),
            Map.entry("url.full", "http.url"),
            Map.entry("url.path", "http.target"));

    private static final int SERVER_ERROR = 500;

    private Conventions() {}

    /** The event with its old names, and with its error. */
    static Event known(Event event) {
        Map<String, Object> fields = event.fields();
        Map<String, Object> added = new LinkedHashMap<>();
        for (Entry<String, String> name : RENAMED.entrySet()) {
            Object value = fields.get(name.getKey());
            if (value != null && !fields.containsKey(name.getValue())) {
                added.put(name.getValue(), value);
            }
        }
        if (fields.getOrDefault("http.status_code", added.get("http.status_code")) instanceof Number status
                && status.doubleValue() >= SERVER_ERROR
                && !fields.containsKey("error")) {
            added.put("error", true);
        }
        if (added.isEmpty()) {
            return event;
        }
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.putAll(added);
        return new Event(event.time(), all);
    }
}
