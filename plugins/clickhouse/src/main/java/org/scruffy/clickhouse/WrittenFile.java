package org.scruffy.clickhouse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.eventsql.Sql;
import org.scruffy.spi.telemetry.FileFormat;

/** A file as {@code EventStore.export} says, by the formats that ClickHouse writes. */
final class WrittenFile {

    private static final Map<String, String> PARQUET =
            Map.of("default_format", "Parquet", "output_format_parquet_compression_method", "zstd");
    private static final Map<String, String> CSV =
            Map.of("default_format", "CSVWithNames", "format_csv_null_representation", "");
    private static final Map<String, String> JSON = Map.of(
            "default_format",
            "TSVRaw",
            "output_format_json_skip_null_value_in_named_tuples",
            "1",
            "output_format_json_quote_64bit_integers",
            "0",
            "output_format_json_escape_forward_slashes",
            "0");

    private WrittenFile() {}

    /** How many rows there are. */
    static long write(Sql rows, FileFormat format, Path file, Question question)
            throws IOException, InterruptedException {
        return switch (format) {
            case PARQUET -> question.write(rows, PARQUET, file);
            case CSV -> question.write(rows, CSV, file);
            case JSON -> question.write(objects(rows, question), JSON, file);
        };
    }

    /** ClickHouse's own lines of JSON would have the names that have no value, too. */
    private static Sql objects(Sql rows, Question question) throws IOException, InterruptedException {
        List<Object[]> columns =
                question.rows(Sql.of("DESCRIBE TABLE (").then(rows).then(")"));
        String type = columns.stream()
                .map(column -> ParquetFile.quoted((String) column[0]) + " " + column[1])
                .collect(Collectors.joining(", ", "Tuple(", ")"));
        // a map is never NULL, and within words the quotes would have backslashes
        return Sql.of("SELECT replaceOne(toJSONString(CAST(tuple(*), " + Bound.literal(type)
                        + ")), ',\"attrs\":{}', '') FROM (")
                .then(rows)
                .then(")");
    }
}
