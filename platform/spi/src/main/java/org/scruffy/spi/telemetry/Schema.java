package org.scruffy.spi.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a name in a query can mean: a {@link TraceColumn}; a column of a related span, where the name begins like a
 * {@link Relation} and goes on like a column; a column.
 */
public final class Schema {

    private final Map<String, Column.Type> columns = new HashMap<>();

    /** @param columns those of the store */
    public Schema(List<Column> columns) {
        columns.forEach(column -> this.columns.put(column.name(), column.type()));
    }

    /** The relation that a name is about; empty where it is about the event itself. */
    public Optional<Relation> relation(String name) {
        return Relation.of(name).filter(relation -> columns.containsKey(relation.column(name)));
    }

    /** What the values are; empty where there is nothing of the name. */
    public Optional<Column.Type> type(String name) {
        String column = relation(name).map(relation -> relation.column(name)).orElse(name);
        return TraceColumn.of(name).map(TraceColumn::type).or(() -> Optional.ofNullable(columns.get(column)));
    }
}
