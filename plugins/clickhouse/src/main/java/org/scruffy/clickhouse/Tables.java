package org.scruffy.clickhouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Column;

/**
 * The tables of a node: {@code event} in the order of time, {@code event_column} and {@code event_retention}; in a cluster also
 * {@code event_all} and so on, which are those of all nodes. A trace is on one node whole.
 */
final class Tables {

    /** Words of which a table has many different ones: a dictionary of them would be of no use. */
    private static final Set<String> MANY = Set.of(
            "trace.trace_id",
            "trace.span_id",
            "trace.parent_id",
            "http.target",
            "db.statement",
            "db.bind_hash",
            "exception.message");

    /** In the order of {@link EventRow}. */
    static final String EVENT = Typed.COLUMNS.stream()
            .map(column -> Typed.quoted(column.name()))
            .collect(Collectors.joining(", ", "ts, event_id, attrs, ", ""));

    private final Settings settings;

    Tables(Settings settings) {
        this.settings = settings;
    }

    /** Where all events are read and brought. */
    String events() {
        return everywhere("event");
    }

    /** Where all columns are read and brought. */
    String columns() {
        return everywhere("event_column");
    }

    /** Where it is read and brought for how long events are kept; the last row counts. */
    String retentions() {
        return everywhere("event_retention");
    }

    private String everywhere(String table) {
        return local(settings.clustered() ? table + "_all" : table);
    }

    /** Makes the tables of a node, or gives older ones what they lack. */
    List<String> made() {
        List<String> made = new ArrayList<>();
        made.add("CREATE DATABASE IF NOT EXISTS " + settings.database());
        String safely = settings.fsync() ? " SETTINGS fsync_after_insert = 1, fsync_part_directory = 1" : "";
        made.add("CREATE TABLE IF NOT EXISTS " + local("event")
                + " (ts DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)), event_id UInt64 CODEC(ZSTD(1)),"
                + " attrs Map(LowCardinality(String), String) CODEC(ZSTD(1)), "
                + Typed.COLUMNS.stream().map(Tables::defined).collect(Collectors.joining(", "))
                + ", INDEX by_trace \"trace.trace_id\" TYPE bloom_filter(0.01) GRANULARITY 1)"
                + " ENGINE = " + engine("MergeTree", "event")
                + " PARTITION BY toYYYYMMDD(ts) ORDER BY ts" + safely);
        made.add("CREATE TABLE IF NOT EXISTS " + local("event_column")
                + " (name String, type LowCardinality(String)) ENGINE = " + engine("ReplacingMergeTree", "event_column")
                + " ORDER BY (name, type)" + safely);
        made.add("CREATE TABLE IF NOT EXISTS " + local("event_retention")
                + " (at DateTime64(9, 'UTC'), days Int64, datasets Map(String, String)) ENGINE = "
                + engine("MergeTree", "event_retention") + " ORDER BY at" + safely);
        String lacking = Typed.COLUMNS.stream()
                .map(column -> "ADD COLUMN IF NOT EXISTS " + defined(column))
                .collect(Collectors.joining(", "));
        made.add("ALTER TABLE " + local("event") + " " + lacking);
        if (settings.clustered()) {
            made.add(all("event", "cityHash64(ifNull(\"trace.trace_id\", toString(event_id)))"));
            made.add("ALTER TABLE " + local("event_all") + " " + lacking.replaceAll(" CODEC\\(ZSTD\\(1\\)\\)", ""));
            made.add(all("event_column", "cityHash64(name)"));
            made.add(all("event_retention", "toUnixTimestamp64Nano(at)"));
        }
        return made;
    }

    private String local(String table) {
        return settings.database() + "." + table;
    }

    private String engine(String engine, String table) {
        return settings.replicated()
                ? "Replicated" + engine + "('/clickhouse/tables/{shard}/" + settings.database() + "/" + table
                        + "', '{replica}')"
                : engine;
    }

    private String all(String table, String sharding) {
        return "CREATE TABLE IF NOT EXISTS " + local(table + "_all") + " AS " + local(table)
                + " ENGINE = Distributed(" + settings.cluster() + ", " + settings.database() + ", " + table + ", "
                + sharding + ")";
    }

    private static String defined(Column column) {
        return Typed.quoted(column.name()) + " " + type(column) + " CODEC(ZSTD(1))";
    }

    private static String type(Column column) {
        boolean few = !MANY.contains(column.name());
        return switch (column.type()) {
            case STRING, MIXED -> few ? "LowCardinality(Nullable(String))" : "Nullable(String)";
            case INTEGER -> "Nullable(Int64)";
            case FLOAT -> "Nullable(Float64)";
            case BOOLEAN -> "Nullable(Bool)";
        };
    }
}
