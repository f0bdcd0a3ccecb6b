package org.scruffy.eventsql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.telemetry.Event;

/** Events of traces as they are read, trace by trace, equal ones once. */
public final class Traces {

    private static final String ID = "trace.trace_id";

    private final Map<String, List<Event>> traces = new LinkedHashMap<>();
    private final Set<Event> atOnce = new HashSet<>(); // asked only where times are equal: a hash of all fields is dear

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

    /** @param event the first of another trace than the last one, or not before it */
    public void add(Event event) {
        List<Event> trace = traces.computeIfAbsent(event.text(ID), first -> new ArrayList<>());
        if (isNew(event, trace)) {
            trace.add(event);
        }
    }

    private boolean isNew(Event event, List<Event> trace) {
        Event last = trace.isEmpty() ? null : trace.get(trace.size() - 1);
        if (last == null || last.time().isBefore(event.time())) {
            return true;
        }
        atOnce.add(last);
        return atOnce.add(event);
    }

    /** All there are so far, by their ids. */
    public Map<String, List<Event>> read() {
        Map<String, List<Event>> read = new LinkedHashMap<>();
        traces.forEach((id, events) -> read.put(id, List.copyOf(events)));
        return read;
    }
}
