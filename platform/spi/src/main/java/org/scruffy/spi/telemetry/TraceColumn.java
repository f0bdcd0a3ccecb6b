package org.scruffy.spi.telemetry;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is known of the whole trace of an event, as a column of the event: of all spans that are kept, wherever in time, each one
 * once whatever its sample rate. An event without a trace has none of them.
 */
public enum TraceColumn {
    SPAN_COUNT("trace.span_count", Column.Type.INTEGER),
    /** Of spans with a {@code db.statement}. */
    DB_COUNT("trace.db_count", Column.Type.INTEGER),
    /** How long they run together, in milliseconds, also where they run beside each other; 0 without any. */
    DB_MS("trace.db_ms", Column.Type.FLOAT),
    /** How often the {@code db.statement} that is there most often is there, letter by letter; 0 without any. */
    MAX_REPEAT("trace.max_repeat", Column.Type.INTEGER),
    /** Of spans whose {@code error} is true. */
    ERROR_COUNT("trace.error_count", Column.Type.INTEGER),
    /** How many values {@code service.name} has. */
    SERVICE_COUNT("trace.service_count", Column.Type.INTEGER),
    /** From the start of the first span to the end of the last, in milliseconds. */
    DURATION_MS("trace.duration_ms", Column.Type.FLOAT);

    private final String column;
    private final Column.Type type;

    TraceColumn(String column, Column.Type type) {
        this.column = column;
        this.type = type;
    }

    public String column() {
        return column;
    }

    public Column.Type type() {
        return type;
    }

    public static Optional<TraceColumn> of(String name) {
        return Arrays.stream(values()).filter(one -> one.column.equals(name)).findFirst();
    }
}
