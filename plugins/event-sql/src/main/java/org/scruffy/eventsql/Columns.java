package org.scruffy.eventsql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;

/** The columns events had so far, the only names that ever get into an SQL text, and which of them the table has columns for. */
public class Columns {

    private static final int NOWHERE = -1;
    private static final int RATE = Typed.place(Event.SAMPLE_RATE);

    /**
     * All there is to know of a name, found at once: this is for every field of every event that is kept.
     *
     * @param place where its value is among those of the table's columns
     * @param hash what it has in a fingerprint
     */
    private record Known(Column column, int place, long hash) {

        Known(Column column, int place) {
            this(column, place, Fingerprint.of(column.name()));
        }

        Known at(int other) {
            return new Known(column, other, hash);
        }

        Known and(Known other) {
            Column both = new Column(column.name(), column.type().with(other.column.type()));
            return new Known(both, place, hash);
        }
    }

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private volatile List<String> own = List.of();

    public Columns() {
        Typed.COLUMNS.forEach(column -> known.put(column.name(), new Known(column, Typed.place(column.name()))));
    }

    /** The names that have a column of words in the table, after {@link Typed#COLUMNS}. */
    public List<String> own() {
        return own;
    }

    /** @param names known ones, those from before first */
    public void own(List<String> names) {
        for (int i = own.size(); i < names.size(); i++) {
            int place = Typed.COLUMNS.size() + i;
            known.computeIfPresent(names.get(i), (name, before) -> before.at(place));
        }
        own = List.copyOf(names);
    }

    /** An event's fields by where they are kept. */
    public Parted part(Event event) {
        return part(event, new HashMap<>());
    }

    /** @param changes gets the columns that the event adds or changes */
    public Parted part(Event event, Map<String, Column> changes) {
        Parted parted = new Parted(event, Typed.COLUMNS.size() + own.size());
        event.fields().forEach((name, value) -> part(name, value, parted, changes));
        return parted;
    }

    private void part(String name, Object value, Parted parted, Map<String, Column> changes) {
        Known found = known.get(name);
        int place = found == null ? NOWHERE : found.place;
        Object fitted = fitted(place, value);
        boolean typed = fitted != null && place < Typed.COLUMNS.size();
        if (place != RATE) { // a client that comes again may find other pressure
            parted.say(Fingerprint.of(found == null ? Fingerprint.of(name) : found.hash, typed ? fitted : value));
        }
        if (!typed) {
            note(name, Column.Type.of(value), found, changes);
        }
        if (fitted == null) {
            parted.put(name, value);
        } else {
            parted.put(place, fitted);
        }
    }

    private static Object fitted(int place, Object value) {
        if (place < 0) {
            return null;
        }
        return place < Typed.COLUMNS.size() ? Typed.fitted(Typed.COLUMNS.get(place), value) : value.toString();
    }

    private static void note(String name, Column.Type met, Known found, Map<String, Column> changes) {
        if (found != null && found.column.type() == met) {
            return; // of nearly all fields
        }
        Column before = changes.getOrDefault(name, found == null ? null : found.column);
        Column.Type after = before == null ? met : before.type().with(met);
        if (before == null || after != before.type()) {
            changes.put(name, new Column(name, after));
        }
    }

    /** In whatever order columns are met, what holds all their values is the same. */
    public void accept(Map<String, Column> met) {
        met.forEach((name, column) -> known.merge(name, new Known(column, NOWHERE), Known::and));
    }

    /** By name. */
    public List<Column> columns() {
        return byName(known.values().stream().map(Known::column));
    }

    /** What they are once these events are kept. */
    public List<Column> with(List<Event> events) {
        Map<String, Column> changes = new HashMap<>();
        events.forEach(event -> part(event, changes));
        List<Column> all = new ArrayList<>(changes.values());
        columns().stream().filter(column -> !changes.containsKey(column.name())).forEach(all::add);
        return byName(all.stream());
    }

    private static List<Column> byName(Stream<Column> columns) {
        return columns.sorted(Comparator.comparing(Column::name)).toList();
    }

    /** @throws IllegalArgumentException for one that no event had */
    public Column column(String name) {
        Known found = known.get(name);
        if (found == null) {
            throw new IllegalArgumentException("No event has a column '" + name + "'");
        }
        return found.column;
    }
}
