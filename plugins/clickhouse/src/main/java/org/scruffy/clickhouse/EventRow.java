package org.scruffy.clickhouse;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.eventsql.Columns;
import org.scruffy.eventsql.Conditions;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;

/** An event as a row of the table. */
final class EventRow {

    /** What {@link #event} reads. */
    static final String READ = Typed.COLUMNS.stream()
            .map(column -> Typed.quoted(column.name()))
            .collect(Collectors.joining(", ", "toUnixTimestamp64Nano(ts), attrs, ", ""));

    private EventRow() {}

    /** In the order of {@link Tables#EVENT}. */
    static void write(Event event, long id, RowWriter row) {
        Map<String, Object> rest = new LinkedHashMap<>(event.fields());
        Object[] typed = new Object[Typed.COLUMNS.size()];
        for (int i = 0; i < typed.length; i++) {
            Column column = Typed.COLUMNS.get(i);
            Object value = rest.get(column.name());
            typed[i] = value == null ? null : Typed.fitted(column, value).orElse(null);
            if (typed[i] != null) {
                rest.remove(column.name());
            }
        }
        row.number(Conditions.nanos(event.time())).number(id).map(rest);
        for (Object value : typed) {
            row.nullable(value);
        }
    }

    static Event event(Object[] row, Columns columns) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < Typed.COLUMNS.size(); i++) {
            if (row[i + 2] != null) {
                fields.put(Typed.COLUMNS.get(i).name(), row[i + 2]);
            }
        }
        ((Map<?, ?>) row[1])
                .forEach((name, text) -> fields.put((String) name, typed((String) name, (String) text, columns)));
        return new Event(Instant.ofEpochSecond(0, (Long) row[0]), fields);
    }

    /** What did not fit its typed column stays the words it is. */
    private static Object typed(String name, String text, Columns columns) {
        if (Typed.has(name)) {
            return text;
        }
        return switch (columns.column(name).type()) {
            case STRING -> text;
            case INTEGER -> Long.valueOf(text);
            case FLOAT -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
        };
    }
}
