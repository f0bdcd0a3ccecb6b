package org.scruffy.dataset;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.EventWatch;

/** The columns of one dataset, at most {@value #MOST}, and no more than there is room for in all datasets together. */
final class Columns {

    static final int MOST = 2_000;

    /** What makes an event what it is finds room in any dataset. */
    private static final Set<String> ALWAYS = Set.of(
            Event.DATASET,
            Event.SAMPLE_RATE,
            EventWatch.REFUSED_COLUMNS,
            "meta.signal_type",
            "meta.annotation_type",
            "trace.trace_id",
            "trace.span_id",
            "trace.parent_id",
            "trace.link.trace_id",
            "trace.link.span_id",
            "service.name",
            "station",
            "name",
            "duration_ms",
            "error");

    private final AtomicInteger roomOfAll;
    private final Map<String, Observed> byName = new ConcurrentHashMap<>();
    private final Observed all = new Observed(Column.Type.STRING);

    Columns(AtomicInteger roomOfAll) {
        this.roomOfAll = roomOfAll;
    }

    /** The dataset as if it were a column, for when it was written to. */
    Observed all() {
        return all;
    }

    Map<String, Observed> byName() {
        return byName;
    }

    /** The column of a field, new or not; empty where there is no room for another one. */
    Optional<Observed> of(String name, Column.Type type) {
        Observed known = byName.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        String kept = Names.kept(name);
        return hasRoom(kept) ? add(kept, type) : Optional.ofNullable(byName.get(kept));
    }

    private boolean hasRoom(String name) {
        return byName.size() < MOST && roomOfAll.get() > 0 || ALWAYS.contains(name);
    }

    private synchronized Optional<Observed> add(String name, Column.Type type) {
        Observed column = byName.get(name);
        if (column == null && hasRoom(name)) {
            column = new Observed(type);
            roomOfAll.decrementAndGet();
            byName.put(name, column);
        }
        return Optional.ofNullable(column);
    }

    void remove(String name) {
        if (byName.remove(name) != null) {
            roomOfAll.incrementAndGet();
        }
    }
}
