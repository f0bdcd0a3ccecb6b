package org.scruffy.duckdb;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.scruffy.eventsql.Conditions;
import org.scruffy.eventsql.Parted;

/**
 * A table function that has the events to be kept, column by column. DuckDB's appender goes to the database with every single value,
 * which takes half as long again.
 */
final class Brought implements DuckDBTableFunction<Void, Brought.Passed, Void> {

    static final String NAME = "brought";

    /** Nanoseconds, for there is nothing that writes a time with as many. */
    static final Column TIME = new Column("ts", DuckDBColumnType.BIGINT, Brought::nanos);

    /** The map in JSON, NULL where it is empty, for there is nothing that writes one. */
    static final Column REST = new Column("attrs", DuckDBColumnType.VARCHAR, event -> json(event.rest()));

    /** @param value what an event has there, null where it has nothing */
    record Column(String name, DuckDBColumnType type, Function<Parted, Object> value) {

        private void write(List<Parted> events, DuckDBWritableVector rows) {
            switch (type) {
                case VARCHAR -> words(events, rows);
                case BIGINT -> each(events, rows, (value, row) -> rows.setLong(row, (Long) value));
                case DOUBLE -> each(events, rows, (value, row) -> rows.setDouble(row, (Double) value));
                case BOOLEAN -> each(events, rows, (value, row) -> rows.setBoolean(row, (Boolean) value));
                default -> throw new IllegalStateException("No column of events is " + type);
            }
        }

        private void words(List<Parted> events, DuckDBWritableVector rows) {
            byte[][] words = new byte[events.size()][];
            for (int row = 0; row < words.length; row++) {
                Object word = value.apply(events.get(row));
                words[row] = word == null ? null : ((String) word).getBytes(StandardCharsets.UTF_8);
            }
            rows.setStringUtf8Batch(0, words);
        }

        private void each(List<Parted> events, DuckDBWritableVector rows, ObjIntConsumer<Object> write) {
            for (int row = 0; row < events.size(); row++) {
                Object written = value.apply(events.get(row));
                if (written == null) {
                    rows.setNull(row);
                } else {
                    write.accept(written, row);
                }
            }
        }
    }

    private record Batch(List<Column> columns, List<Parted> events) {}

    /** How many events of a batch the database has. */
    static final class Passed {
        private int count;
    }

    private volatile Batch batch;

    void register(Connection connection) throws SQLException {
        DuckDBFunctions.tableFunction().withName(NAME).withFunction(this).register(connection);
    }

    /** What whoever selects from it gets from now on. */
    void show(List<Column> columns, List<Parted> events) {
        batch = new Batch(columns, events);
    }

    @Override
    public Void bind(DuckDBTableFunctionBindInfo info) {
        batch.columns.forEach(column -> info.addResultColumn(column.name, column.type));
        info.setCardinality(batch.events.size(), true);
        return null;
    }

    @Override
    public Passed init(DuckDBTableFunctionInitInfo info) {
        info.setMaxThreads(1);
        return new Passed();
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter rows) {
        Passed passed = info.getInitData();
        int from = passed.count;
        int to = (int) Math.min(from + rows.capacity(), batch.events.size());
        List<Parted> events = batch.events.subList(from, to);
        for (int i = 0; i < batch.columns.size(); i++) {
            batch.columns.get(i).write(events, rows.vector(i));
        }
        passed.count = to;
        return to - from;
    }

    private static Object nanos(Parted event) {
        return Conditions.nanos(event.event().time());
    }

    private static String json(Map<String, Object> rest) {
        if (rest.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder("{");
        rest.forEach((name, value) -> {
            quote(name, json.append(json.length() > 1 ? "," : ""));
            quote(value.toString(), json.append(':'));
        });
        return json.append('}').toString();
    }

    private static void quote(String words, StringBuilder json) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(words, json);
        json.append('"');
    }
}
