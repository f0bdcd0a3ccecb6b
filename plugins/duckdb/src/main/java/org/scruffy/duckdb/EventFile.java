package org.scruffy.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.scruffy.eventsql.Conditions;
import org.scruffy.eventsql.Sql;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Query;

/** A file of events with a column for each field, as {@code EventStore.export} writes and {@code load} reads it. */
final class EventFile {

    private static final String TIME = "time";
    private static final String REST = "attrs";
    private static final int PORTION = 10_000;

    private EventFile() {}

    /** Writes the rows; how many there were. */
    static long write(Sql rows, FileFormat format, Path file, Connection reader, Deadline deadline)
            throws SQLException {
        String options = switch (format) {
            case PARQUET -> "FORMAT parquet, COMPRESSION zstd";
            case CSV -> "FORMAT csv, HEADER";
            case JSON -> "FORMAT json";
        };
        Sql copy = Sql.of("COPY (").then(rows).then(") TO " + Segments.literal(file) + " (" + options + ")");
        try (PreparedStatement statement = copy.on(reader)) {
            return deadline.update(statement);
        }
    }

    /** The events of a query by time, with a column for each field that any of them has. */
    static Sql events(Query query, Catalogue catalogue, FileFormat format, Connection reader, Deadline deadline)
            throws SQLException {
        Sql conditions = Conditions.of(query, catalogue.columns(), DuckDbStore.DIALECT);
        Set<String> inMap = names(
                Sql.of("SELECT DISTINCT unnest(map_keys(attrs)) FROM event WHERE ")
                        .then(conditions),
                reader,
                deadline);
        List<Column> columns = columns(catalogue, inMap, typed(conditions, reader, deadline));
        columns.stream().map(Column::name).filter(name -> !Typed.has(name)).forEach(inMap::remove);
        Sql rows = Sql.of("SELECT " + time(format) + " AS " + TIME);
        for (Column column : columns) {
            rows = rows.then(", " + Layout.expression(column) + " AS " + Typed.quoted(column.name()));
        }
        if (!inMap.isEmpty()) {
            rows = rows.then(", ").then(rest(inMap, format)).then(" AS " + REST);
        }
        return rows.then(" FROM event WHERE ").then(conditions).then(" ORDER BY ts LIMIT ?", query.limit());
    }

    private static String time(FileFormat format) {
        // %n of strftime counts its letters wrong
        return format == FileFormat.PARQUET
                ? "ts"
                : "strftime(ts, '%Y-%m-%dT%H:%M:%S.') || lpad(CAST(epoch_ns(ts) % 1000000000 AS VARCHAR), 9, '0') || 'Z'";
    }

    private static Sql rest(Set<String> names, FileFormat format) {
        String listed = String.join(", ", Collections.nCopies(names.size(), "?"));
        String rest = "nullif(list_filter(map_entries(attrs), lambda entry: entry.key IN (" + listed + ")), [])";
        return Sql.of(
                format == FileFormat.CSV ? "to_json(map_from_entries(" + rest + "))" : "map_from_entries(" + rest + ")",
                names.toArray());
    }

    private static Set<String> names(Sql sql, Connection reader, Deadline deadline) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (PreparedStatement statement = sql.on(reader);
                ResultSet rows = deadline.query(statement)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** The typed columns that have values. */
    private static Set<String> typed(Sql conditions, Connection reader, Deadline deadline) throws SQLException {
        String counts = Typed.COLUMNS.stream()
                .map(column -> "count(" + Typed.quoted(column.name()) + ")")
                .collect(Collectors.joining(", "));
        Set<String> typed = new HashSet<>();
        try (PreparedStatement statement = Sql.of("SELECT " + counts + " FROM event WHERE ")
                        .then(conditions)
                        .on(reader);
                ResultSet rows = deadline.query(statement)) {
            rows.next();
            for (int i = 0; i < Typed.COLUMNS.size(); i++) {
                if (rows.getLong(i + 1) > 0) {
                    typed.add(Typed.COLUMNS.get(i).name());
                }
            }
        }
        return typed;
    }

    /** Names that differ in letter case only cannot be columns of one table: the first one is. */
    private static List<Column> columns(Catalogue catalogue, Set<String> inMap, Set<String> typed) {
        Set<String> taken = new HashSet<>(Set.of(TIME, REST));
        typed.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        return catalogue.columns().stream()
                .filter(column -> Typed.has(column.name())
                        ? typed.contains(column.name())
                        : inMap.contains(column.name())
                                && taken.add(column.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** What becomes of the events of a file, portion by portion. */
    interface Sink {
        void accept(List<Event> events) throws SQLException;
    }

    /** Reads a Parquet file; how many events there were. */
    static long read(Path parquet, Connection reader, Sink sink) throws SQLException {
        String file = "read_parquet(" + Segments.literal(parquet) + ")";
        Map<String, String> fields = fields(parquet, file, reader);
        String columns = fields.values().stream().map(", "::concat).collect(Collectors.joining());
        String portion = "SELECT epoch_ns(" + TIME + ")" + columns + " FROM " + file
                + " WHERE file_row_number >= ? AND file_row_number < ? ORDER BY file_row_number";
        long read = 0;
        try (PreparedStatement statement = reader.prepareStatement(portion)) {
            List<Event> events;
            do {
                Sql.of("", read, read + PORTION).bind(statement);
                events = events(statement, List.copyOf(fields.keySet()));
                sink.accept(events);
                read += events.size();
            } while (events.size() == PORTION);
        }
        return read;
    }

    /** The fields in the file, each as an SQL expression of a type that events have. */
    private static Map<String, String> fields(Path parquet, String file, Connection reader) throws SQLException {
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
        String time = types.remove(TIME);
        if (time == null || !time.startsWith("TIMESTAMP")) {
            throw new IllegalArgumentException(
                    "Column '" + TIME + "' is " + (time == null ? "missing" : time) + ", expected times of events");
        }
        types.replaceAll(EventFile::expression);
        return types;
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

    private static List<Event> events(PreparedStatement statement, List<String> names) throws SQLException {
        List<Event> events = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Map<String, Object> fields = new LinkedHashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    put(names.get(i), rows.getObject(i + 2), fields);
                }
                long nanos = rows.getLong(1);
                if (rows.wasNull()) {
                    throw new IllegalArgumentException(
                            "Column '" + TIME + "' has no value in a row, expected one in each");
                }
                events.add(new Event(Instant.ofEpochSecond(0, nanos), fields));
            }
        }
        return events;
    }

    private static void put(String name, Object value, Map<String, Object> fields) {
        if (value instanceof Map<?, ?> rest) {
            rest.forEach((own, text) -> fields.put((String) own, text.toString()));
        } else if (value != null) {
            fields.put(name, value);
        }
    }
}
