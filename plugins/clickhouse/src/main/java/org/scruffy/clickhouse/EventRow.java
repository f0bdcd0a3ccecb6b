package org.scruffy.clickhouse;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.eventsql.Columns;
import org.scruffy.eventsql.Conditions;
import org.scruffy.eventsql.Parted;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Event;

/** An event as a row of the table. */
final class EventRow {

    /** What {@link #event} reads. */
    static final String READ = Typed.COLUMNS.stream()
            .map(column -> Typed.quoted(column.name()))
            .collect(Collectors.joining(", ", "toUnixTimestamp64Nano(ts), attrs, ", ""));

    private EventRow() {}

    /** In the order of {@link Tables#EVENT}. */
    static void write(long id, Parted event, RowWriter row) {
        row.number(Conditions.nanos(event.event().time())).number(id).map(event.rest());
        for (Object value : event.values()) {
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
            case STRING, MIXED -> text;
            case INTEGER -> Long.valueOf(text);
            case FLOAT -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
        };
    }
}
