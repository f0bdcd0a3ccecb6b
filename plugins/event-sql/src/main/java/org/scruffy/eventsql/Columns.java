package org.scruffy.eventsql;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;

/** The columns events had so far: the only names that ever get into an SQL text. */
public class Columns {

    private final Map<String, Column> columns = new ConcurrentHashMap<>();

    public Columns() {
        Typed.COLUMNS.forEach(column -> columns.put(column.name(), column));
    }

    /** The columns these events add or change. */
    public Map<String, Column> changes(List<Parted> events) {
        Map<String, Column> changes = new HashMap<>();
        for (Parted event : events) {
            event.rest().forEach((name, value) -> note(name, Column.Type.of(value), changes));
        }
        return changes;
    }

    private void note(String name, Column.Type met, Map<String, Column> changes) {
        Column known = columns.get(name);
        if (known != null && known.type() == met || Typed.has(name)) {
            return; // of nearly all fields
        }
        Column before = changes.getOrDefault(name, known);
        Column.Type after = before == null ? met : before.type().with(met);
        if (before == null || after != before.type()) {
            changes.put(name, new Column(name, after));
        }
    }

    private static Column both(Column one, Column other) {
        return new Column(one.name(), one.type().with(other.type()));
    }

    /** In whatever order columns are met, what holds all their values is the same. */
    public void accept(Map<String, Column> met) {
        met.forEach((name, column) -> columns.merge(name, column, Columns::both));
    }

    /** By name. */
    public List<Column> columns() {
        return byName(columns);
    }

    /** What they are once these events are kept. */
    public List<Column> with(List<Event> events) {
        Map<String, Column> all = new HashMap<>(columns);
        all.putAll(changes(events.stream().map(Parted::of).toList()));
        return byName(all);
    }

    private static List<Column> byName(Map<String, Column> columns) {
        return columns.values().stream()
                .sorted(Comparator.comparing(Column::name))
                .toList();
    }

    /** @throws IllegalArgumentException for one that no event had */
    public Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("No event has a column '" + name + "'");
        }
        return column;
    }
}
