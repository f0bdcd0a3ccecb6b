package org.scruffy.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.eventsql.Sql;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.FileFormat;

/**
 * A file of events with a column for each field, as {@code EventStore.export} writes and {@code load} reads it, or a sealed hour as in
 * {@link Layout}.
 */
final class EventFile {

    private static final String TIME = "time";
    private static final String SEALED_TIME = "ts";
    private static final String REST = "attrs";
    private static final int PORTION = 10_000;

    private EventFile() {}

    /** Writes the rows; how many there were. */
    static long write(Sql rows, FileFormat format, Path file, Connection reader, Deadline deadline)
            throws SQLException {
        Sql copy = switch (format) {
            case PARQUET -> copy(rows, "FORMAT parquet, COMPRESSION zstd", file);
            case CSV -> copy(rows, "FORMAT csv, HEADER", file);
            case JSON -> copy(objects(rows), "FORMAT csv, HEADER false, QUOTE '', DELIMITER '\u0001'", file);
        };
        try (PreparedStatement statement = copy.on(reader)) {
            return deadline.update(statement);
        }
    }

    private static Sql copy(Sql rows, String options, Path file) {
        return Sql.of("COPY (").then(rows).then(") TO " + Segments.literal(file) + " (" + options + ")");
    }

    /** DuckDB's own lines of JSON would have the names that have no value, too. In these no character is below U+0020. */
    private static Sql objects(Sql rows) {
        return Sql.of("SELECT json_merge_patch('{}', to_json(line)) FROM (")
                .then(rows)
                .then(") AS line");
    }

    /** What becomes of the events of a file, portion by portion. */
    interface Sink {
        void accept(List<Event> events) throws SQLException;
    }

    /** Reads a Parquet file; how many events there were. */
    static long read(Path parquet, Connection reader, Sink sink) throws SQLException {
        long read = 0;
        List<Event> events;
        do {
            events = read(parquet, read, reader);
            sink.accept(events);
            read += events.size();
        } while (events.size() == PORTION);
        return read;
    }

    /** A portion of a Parquet file, from this event on. */
    static List<Event> read(Path parquet, long from, Connection reader) throws SQLException {
        String file = "read_parquet(" + Segments.literal(parquet) + ")";
        Map<String, String> types = types(parquet, file, reader);
        boolean sealed = !types.containsKey(TIME) && types.containsKey(SEALED_TIME);
        String time = sealed ? SEALED_TIME : TIME;
        Map<String, String> fields = fields(types, time);
        String columns = fields.values().stream().map(", "::concat).collect(Collectors.joining());
        Sql portion = Sql.of(
                "SELECT epoch_ns(" + time + ")" + columns + " FROM " + file
                        + " WHERE file_row_number >= ? AND file_row_number < ? ORDER BY file_row_number",
                from,
                from + PORTION);
        try (PreparedStatement statement = portion.on(reader)) {
            return events(statement, time, List.copyOf(fields.keySet()), sealed);
        }
    }

    private static Map<String, String> types(Path parquet, String file, Connection reader) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (PreparedStatement statement = reader.prepareStatement("DESCRIBE SELECT * FROM " + file);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                types.put(rows.getString(1), rows.getString(2));
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException(
                    parquet.getFileName() + " cannot be read as Parquet: " + firstLine(e.getMessage()), e);
        }
        return types;
    }

    /** The columns beside the time, each as an SQL expression of a type that events have. */
    private static Map<String, String> fields(Map<String, String> types, String time) {
        Map<String, String> fields = new LinkedHashMap<>(types);
        String type = fields.remove(time);
        if (type == null || !type.startsWith("TIMESTAMP")) {
            throw new IllegalArgumentException(
                    "Column '" + time + "' is " + (type == null ? "missing" : type) + ", expected times of events");
        }
        fields.replaceAll(EventFile::expression);
        return fields;
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private static String expression(String name, String type) {
        String column = Typed.quoted(name);
        if (name.equals(REST) && type.equals("MAP(VARCHAR, VARCHAR)")) {
            return column;
        }
        return switch (type) {
            case "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN" -> column;
            case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER" ->
                "CAST(" + column + " AS BIGINT)";
            case "FLOAT" -> "CAST(" + column + " AS DOUBLE)";
            default ->
                throw new IllegalArgumentException("Column '" + name + "' is " + type
                        + ", expected words, whole numbers up to 64 bits, numbers or truth values");
        };
    }

    private static List<Event> events(PreparedStatement statement, String time, List<String> columns, boolean sealed)
            throws SQLException {
        List<Event> events = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Map<String, Object> fields = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    put(columns.get(i), rows.getObject(i + 2), sealed, fields);
                }
                long nanos = rows.getLong(1);
                if (rows.wasNull()) {
                    throw new IllegalArgumentException(
                            "Column '" + time + "' has no value in a row, expected one in each");
                }
                events.add(new Event(Instant.ofEpochSecond(0, nanos), fields));
            }
        }
        return events;
    }

    private static void put(String column, Object value, boolean sealed, Map<String, Object> fields) {
        if (value instanceof Map<?, ?> rest) {
            rest.forEach((own, text) -> fields.put((String) own, read((String) own, text.toString(), sealed)));
        } else if (value != null) {
            String name = sealed ? Layout.field(column) : column;
            fields.put(name, name.equals(column) ? value : read(name, value.toString(), sealed));
        }
    }

    /** Exported words are words. */
    private static Object read(String name, String words, boolean sealed) {
        return sealed ? Typed.meant(name, words) : words;
    }
}
