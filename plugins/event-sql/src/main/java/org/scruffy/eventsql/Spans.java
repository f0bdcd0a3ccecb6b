package org.scruffy.eventsql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scruffy.spi.telemetry.Query;

/**
 * What an event is told of the spans of its trace, called {@code r}: looked for event by event, or, where a database does not do
 * that, worked out for all traces of the query's time and joined.
 */
final class Spans {

    /** Which of the trace's spans. */
    enum Kin {
        ALL("", ""),
        PARENT("trace.span_id", "trace.parent_id"),
        CHILDREN("trace.parent_id", "trace.span_id");

        private final String theirs;
        private final String own;

        Kin(String theirs, String own) {
            this.theirs = theirs;
            this.own = own;
        }

        /** What is the same of both, where more than the trace is. */
        private String same(String one, String other) {
            return this == ALL ? "" : " AND " + one + " = " + other;
        }
    }

    private static final String TRACE = Typed.quoted("trace.trace_id");

    private final Query query;
    private final Dialect dialect;
    private final String prefix;
    private final Map<Join, String> joins = new LinkedHashMap<>();
    private boolean asked;

    private record Join(Kin kin, Sql spans) {
        Sql named(String name) {
            return Sql.of(" LEFT JOIN ")
                    .then(spans)
                    .then(" AS " + name + " ON " + name + ".k = event." + TRACE
                            + kin.same(name + ".l", "event." + Typed.quoted(kin.own)));
        }
    }

    /** @param prefix what the names of joins begin with */
    Spans(Query query, Dialect dialect, String prefix) {
        this.query = query;
        this.dialect = dialect;
        this.prefix = prefix;
    }

    /** An aggregate of those spans that meet the conditions, NULL where there are none. */
    Sql worked(Kin kin, Sql aggregate, Sql conditions) {
        asked = true;
        if (dialect.correlates()) {
            return Sql.of("(SELECT ")
                    .then(aggregate)
                    .then(from())
                    .then(" AND r." + TRACE + " = event." + TRACE)
                    .then(kin.same("r." + Typed.quoted(kin.theirs), "event." + Typed.quoted(kin.own)))
                    .then(" AND ")
                    .then(conditions)
                    .then(")");
        }
        String second = kin == Kin.ALL ? "" : ", r." + Typed.quoted(kin.theirs) + " AS l";
        Sql all = Sql.of("(SELECT r." + TRACE + " AS k" + second + ", ")
                .then(aggregate)
                .then(" AS v" + from() + " AND r." + TRACE + " IN (SELECT " + TRACE + " FROM " + dialect.table()
                        + " WHERE ")
                .then(Conditions.time(query, dialect))
                .then(") AND ")
                .then(conditions)
                .then(" GROUP BY k" + (kin == Kin.ALL ? "" : ", l") + ")");
        return Sql.of(joins.computeIfAbsent(new Join(kin, all), first -> prefix + joins.size()) + ".v");
    }

    /** Whether any span meets the conditions: TRUE or FALSE. */
    Sql exists(Sql conditions) {
        asked = true;
        return dialect.correlates()
                ? Sql.of("EXISTS (SELECT 1" + from() + " AND r." + TRACE + " = event." + TRACE + " AND ")
                        .then(conditions)
                        .then(")")
                : Sql.of("coalesce(event." + TRACE + " IN (SELECT r." + TRACE + from() + " AND r." + TRACE
                                + " IS NOT NULL AND ")
                        .then(conditions)
                        .then("), FALSE)");
    }

    /** Whether anything was asked of them so far. */
    boolean asked() {
        return asked;
    }

    private String from() {
        return " FROM " + dialect.table() + " r WHERE r." + Typed.quoted("trace.span_id") + " IS NOT NULL";
    }

    /** What is to be joined to the events so that all that was worked out so far can be told. */
    Sql joined() {
        Sql joined = Sql.of("");
        for (Map.Entry<Join, String> join : joins.entrySet()) {
            joined = joined.then(join.getKey().named(join.getValue()));
        }
        return joined;
    }
}
