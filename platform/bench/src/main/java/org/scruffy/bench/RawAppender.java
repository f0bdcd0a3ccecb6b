package org.scruffy.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.scruffy.eventsql.Columns;
import org.scruffy.eventsql.Parted;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;

/** Nothing but DuckDB's appender: the typed columns that the product has and the map, each batch on disk when it returns. */
final class RawAppender implements AutoCloseable {

    private static final Columns TYPED = new Columns();

    private record Row(long nanos, Map<String, String> rest, Object[] typed) {

        static Row of(Event event) {
            Parted parted = TYPED.part(event);
            Map<String, String> rest = new TreeMap<>();
            parted.rest().forEach((name, value) -> rest.put(name, value.toString()));
            return new Row(
                    event.time().getEpochSecond() * 1_000_000_000L
                            + event.time().getNano(),
                    rest,
                    parted.values());
        }

        void append(DuckDBAppender appender) throws Exception {
            appender.beginRow();
            appender.appendEpochNanos(nanos);
            appender.append(rest);
            for (Object value : typed) {
                if (value == null) {
                    appender.appendNull();
                } else if (value instanceof String text) {
                    appender.append(text);
                } else if (value instanceof Long number) {
                    appender.append(number.longValue());
                } else if (value instanceof Double number) {
                    appender.append(number.doubleValue());
                } else {
                    appender.append(((Boolean) value).booleanValue());
                }
            }
            appender.endRow();
        }
    }

    private final Path folder;
    private final DuckDBConnection connection;

    RawAppender(Path folder) throws Exception {
        this.folder = folder;
        connection = (DuckDBConnection)
                new DuckDBDriver().connect("jdbc:duckdb:" + folder.resolve("raw.duckdb"), new Properties());
        String columns = Typed.COLUMNS.stream().map(RawAppender::sql).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL wal_autocheckpoint = '512MB'; SET GLOBAL memory_limit = '1GB';"
                    + " CREATE TABLE raw (ts TIMESTAMP_NS, attrs MAP(VARCHAR, VARCHAR), " + columns + ")");
        }
    }

    private static String sql(Column column) {
        return Typed.quoted(column.name()) + " " + Typed.sql(column.type());
    }

    /** What a batch takes in nanoseconds, without what it takes to make it ready; processor time is of this process. */
    record Took(long wall, long cpu) {}

    Took append(List<Event> batch) throws Exception {
        List<Row> rows = batch.stream().map(Row::of).toList();
        long cpu = cpu();
        long began = System.nanoTime();
        try (DuckDBAppender appender = connection.createAppender("raw")) {
            for (Row row : rows) {
                row.append(appender);
            }
            appender.flush();
        }
        return new Took(System.nanoTime() - began, cpu() - cpu);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    @Override
    public void close() throws Exception {
        connection.close();
        StoreBench.delete(folder);
    }
}
