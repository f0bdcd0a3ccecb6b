package org.scruffy.eventsql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.telemetry.Event;

/** Events of traces as they are read, trace by trace, equal ones once. */
public final class Traces {

    private static final String ID = "trace.trace_id";

    private final Map<String, Set<Event>> traces = new LinkedHashMap<>();

    /**
     * The statement that reads them in their order.
     *
     * @param ids at least one
     * @param columns what of each event
     */
    public static Sql read(List<String> ids, int limit, String columns, String table, Dialect dialect) {
        Sql listed = Sql.of(String.join(", ", Collections.nCopies(ids.size(), "?")), ids.toArray());
        String trace = Typed.quoted(ID);
        return Sql.of("SELECT " + columns + " FROM " + table + " WHERE " + trace + " IN (")
                .then(listed)
                .then(") ORDER BY ")
                .then(dialect.say(Word.PLACE, listed, Sql.of(trace)))
                .then(", ts LIMIT ?", limit);
    }

    public void add(Event event) {
        traces.computeIfAbsent(event.text(ID), first -> new LinkedHashSet<>()).add(event);
    }

    /** All there are so far, by their ids. */
    public Map<String, List<Event>> read() {
        Map<String, List<Event>> read = new LinkedHashMap<>();
        traces.forEach((id, events) -> read.put(id, List.copyOf(events)));
        return read;
    }
}
