package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;

/** Says how the traces of selected events go another way than those of the rest. */
@ApplicationScoped
public class Shapes {

    private static final String TRACE = "trace.trace_id";
    private static final int CANDIDATES = 1_000;
    private static final int SAMPLE = 100;
    private static final int MOST_READ = 50_000; // events of each side

    private final Events events;
    private final Queries queries;

    protected Shapes() {
        this(null, null);
    }

    @Inject
    public Shapes(Events events, Queries queries) {
        this.events = events;
        this.queries = queries;
    }

    /**
     * The traces of the selection beside those of the baseline that have no event of the selection. Of either side the first 100 by
     * their ids, which are random with nearly every sender, and at most 50,000 events; each trace counts once.
     *
     * @throws BadQuery for a query that cannot be asked
     */
    public TraceShape compare(Query selection, Query baseline) {
        BubbleUp.check("selection", selection, events.columns());
        BubbleUp.check("query", baseline, events.columns());
        ShapeTree tree = new ShapeTree();
        if (events.columns().stream().anyMatch(column -> column.name().equals(TRACE))) {
            whole(ids(selection, SAMPLE)).forEach(tree::select);
            whole(rest(selection, baseline)).forEach(tree::compare);
        }
        return tree.shape();
    }

    private List<String> rest(Query selection, Query baseline) {
        List<String> candidates = ids(baseline, CANDIDATES);
        if (candidates.isEmpty()) {
            return candidates;
        }
        List<Map<String, Object>> among =
                candidates.stream().map(id -> Map.<String, Object>of(TRACE, id)).toList();
        Set<String> selected = Set.copyOf(ids(selection.among(among), CANDIDATES));
        return candidates.stream()
                .filter(id -> !selected.contains(id))
                .limit(SAMPLE)
                .toList();
    }

    private List<String> ids(Query query, int most) {
        List<Filter> within = new ArrayList<>(query.within());
        within.add(Filter.of(TRACE, Filter.Op.EXISTS));
        Query ids = query.calculating(List.of())
                .orderedBy(List.of())
                .within(within)
                .by(List.of(TRACE))
                .first(most);
        return queries.ask(ids).rows().stream()
                .map(row -> row.group().get(TRACE).toString())
                .toList();
    }

    /** Without the last where no more was read: that one may go on. */
    private Map<String, List<Event>> whole(List<String> ids) {
        Map<String, List<Event>> read = new LinkedHashMap<>(events.traces(ids, MOST_READ));
        List<String> found = List.copyOf(read.keySet());
        long all = read.values().stream().mapToLong(List::size).sum();
        if (all >= MOST_READ && found.size() > 1) {
            read.remove(found.get(found.size() - 1));
        }
        return read;
    }
}
