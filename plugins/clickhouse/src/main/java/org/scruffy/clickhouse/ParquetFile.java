package org.scruffy.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.eventsql.Sql;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Event;

/** A Parquet file of events, as any store exports them or DuckDB's seals them. ClickHouse reads it for us; the events come back one by one. */
final class ParquetFile implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String TIME = "time";
    private static final String SEALED_TIME = "ts";
    private static final String REST = "attrs";
    private static final String SEALED_FIELD = REST + ".";

    /** As ClickHouse documents its format ParquetMetadata, whole: it takes no other. */
    private static final String METADATA = "columns Array(Tuple(name String, path String, max_definition_level UInt64,"
            + " max_repetition_level UInt64, physical_type String, logical_type String, compression String,"
            + " total_uncompressed_size UInt64, total_compressed_size UInt64, space_saved String, encodings Array(String)))";

    private final Path file;
    private final String time;
    private final List<String> columns;
    private final InputStream answer;
    private final RowReader rows;

    /** All of them. */
    ParquetFile(Path file, Server server) throws IOException, InterruptedException {
        this(file, server, 0, Long.MAX_VALUE);
    }

    /**
     * @param from how many of the first ones are passed over
     * @param most how many of the others there are, if there are so many
     * @throws IllegalArgumentException for a file that is no such file, naming what is wrong with it
     */
    ParquetFile(Path file, Server server, long from, long most) throws IOException, InterruptedException {
        this.file = file;
        Map<String, String> types = types(server);
        time = types.containsKey(TIME) || !types.containsKey(SEALED_TIME) ? TIME : SEALED_TIME;
        if (types.replace(time, "DateTime64(9, 'UTC')") == null) {
            throw new IllegalArgumentException(
                    file.getFileName() + ": column 'time' is missing, expected the events' timestamps");
        }
        columns = types.keySet().stream()
                .filter(name -> !name.equals(time) && !name.equals(REST))
                .toList();
        String rest = types.containsKey(REST) ? ", " + REST : ", CAST(map() AS Map(String, String))";
        Sql sql = Sql.of(
                "SELECT toUnixTimestamp64Nano(" + time + ")" + rest
                        + columns.stream().map(name -> ", " + quoted(name)).collect(Collectors.joining())
                        + " FROM brought LIMIT ? OFFSET ? SETTINGS input_format_parquet_preserve_order = 1",
                most,
                from);
        String structure = types.entrySet().stream()
                .map(column -> quoted(column.getKey()) + " " + column.getValue())
                .collect(Collectors.joining(", "));
        answer = asked(server, sql, structure, "Parquet");
        rows = new RowReader(answer);
    }

    private Map<String, String> types(Server server) throws IOException, InterruptedException {
        Map<String, String> types = new LinkedHashMap<>();
        Sql sql = Sql.of("SELECT c.1, c.2, c.5 FROM brought ARRAY JOIN columns AS c");
        try (InputStream answer = asked(server, sql, METADATA, "ParquetMetadata")) {
            RowReader columns = new RowReader(answer);
            for (Object[] column = columns.next(); column != null; column = columns.next()) {
                boolean within = !column[0].equals(column[1]);
                String name = within ? outermost((String) column[1]) : (String) column[0];
                types.put(name, within ? "Map(String, String)" : type(name, (String) column[2]));
            }
        }
        return types;
    }

    /** Only {@code attrs} has columns within. */
    private String outermost(String path) {
        if (!path.startsWith(REST + ".")) {
            throw new IllegalArgumentException(file.getFileName() + ": column '" + path
                    + "' is within another, expected that of the map 'attrs' only");
        }
        return REST;
    }

    private String type(String name, String physical) {
        return switch (physical) {
            case "BYTE_ARRAY" -> "Nullable(String)";
            case "INT32", "INT64" -> "Nullable(Int64)";
            case "FLOAT", "DOUBLE" -> "Nullable(Float64)";
            case "BOOLEAN" -> "Nullable(Bool)";
            default ->
                throw new IllegalArgumentException(file.getFileName() + ": column '" + name + "' is " + physical
                        + ", expected words, whole numbers, numbers or truth values");
        };
    }

    private InputStream asked(Server server, Sql sql, String structure, String format)
            throws IOException, InterruptedException {
        BodyPublisher bytes = BodyPublishers.ofFile(file);
        try {
            return server.answer(sql, PATIENCE, new Server.Beside("brought", structure, format, bytes));
        } catch (Refused e) {
            throw new IllegalArgumentException(
                    file.getFileName() + " cannot be read as Parquet: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /** A name in a structure. */
    static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("?", "\\x3F") + '"';
    }

    /** The next event, null after the last. */
    Event next() throws IOException {
        Object[] row = rows.next();
        if (row == null) {
            return null;
        }
        Map<String, Object> event = new LinkedHashMap<>();
        ((Map<?, ?>) row[1]).forEach((name, words) -> event.put((String) name, read((String) name, (String) words)));
        for (int i = 0; i < columns.size(); i++) {
            if (row[i + 2] != null) {
                put(columns.get(i), row[i + 2], event);
            }
        }
        return new Event(Instant.ofEpochSecond(0, (Long) row[0]), event);
    }

    private void put(String column, Object value, Map<String, Object> event) {
        if (isSealed() && column.startsWith(SEALED_FIELD)) {
            String name = column.substring(SEALED_FIELD.length());
            event.put(name, read(name, value.toString()));
        } else {
            event.put(column, value);
        }
    }

    /** Exported words are words. */
    private Object read(String name, String words) {
        return isSealed() ? Typed.meant(name, words) : words;
    }

    private boolean isSealed() {
        return time.equals(SEALED_TIME);
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}
