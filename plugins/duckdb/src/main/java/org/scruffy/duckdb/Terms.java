package org.scruffy.duckdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Relation;
import org.scruffy.spi.telemetry.Schema;
import org.scruffy.spi.telemetry.TraceColumn;

/** What the names in a query mean. Names that get into an SQL text come from the catalogue. */
final class Terms {

    private static final String SPANS =
            " FROM event r WHERE r.\"trace.trace_id\" = event.\"trace.trace_id\" AND r.\"trace.span_id\" IS NOT NULL";

    // nanoseconds, as far as they make sense
    private static final String END = "epoch_ns(r.ts) + CASE WHEN isfinite(r.\"duration_ms\") THEN"
            + " CAST(floor(greatest(least(r.\"duration_ms\", 9e11), 0) * 1e6) AS BIGINT) ELSE 0 END";

    private final Query query;
    private final Catalogue catalogue;
    private final Schema schema;
    private final Formula formula;
    private final Map<String, Term> calculated = new HashMap<>();
    private boolean wholeTraces;

    Terms(Query query, Catalogue catalogue) {
        this.query = query;
        this.catalogue = catalogue;
        schema = new Schema(catalogue.columns());
        formula = new Formula(schema, this::stored);
        for (CalculatedField field : query.fields()) {
            calculated.put(field.name(), formula.term(field.name(), field.expression()));
        }
    }

    Term term(String name) {
        Term term = calculated.get(name);
        return term == null ? stored(name) : term;
    }

    private Term stored(String name) {
        Optional<Relation> relation = schema.relation(name);
        if (relation.isEmpty()) {
            return own(name);
        }
        if (relation.get() == Relation.NONE) {
            throw new IllegalArgumentException("'" + name + "' can be asked for in filters only");
        }
        wholeTraces = true;
        Term column = own(relation.get().column(name));
        Sql sql = Sql.of("(SELECT first(")
                .then(column.sql())
                .then(" ORDER BY r.ts, r.\"trace.span_id\")" + SPANS)
                .then(related(relation.get()))
                .then(")");
        return new Term(name, sql, column.type());
    }

    /** A column of the event, or of the span that a subquery is about: the nearest table is meant. */
    private Term own(String name) {
        Optional<TraceColumn> whole = TraceColumn.of(name);
        if (whole.isPresent()) {
            wholeTraces = true;
            return new Term(name, Sql.of(rolledUp(whole.get())), whole.get().type());
        }
        Column column = catalogue.column(name);
        return new Term(name, Sql.of(Layout.expression(column)), column.type());
    }

    private static String rolledUp(TraceColumn whole) {
        String worked = switch (whole) {
            case SPAN_COUNT -> "SELECT count(*)" + SPANS;
            case DB_COUNT -> "SELECT count(r.\"db.statement\")" + SPANS;
            case MAX_REPEAT ->
                "SELECT coalesce(max(n), 0) FROM (SELECT count(r.\"db.statement\") AS n" + SPANS
                        + " GROUP BY r.\"db.statement\")";
            case ERROR_COUNT -> "SELECT count(*) FILTER (WHERE r.\"error\")" + SPANS;
            case DURATION_MS -> "SELECT (max(" + END + ") - min(epoch_ns(r.ts))) / 1e6::DOUBLE" + SPANS;
        };
        return "(CASE WHEN event.\"trace.trace_id\" IS NOT NULL THEN (" + worked + ") END)";
    }

    private Sql related(Relation relation) {
        return switch (relation) {
            case ROOT -> Sql.of(" AND r.\"trace.parent_id\" IS NULL");
            case PARENT -> Sql.of(" AND r.\"trace.span_id\" = event.\"trace.parent_id\"");
            case CHILD -> Sql.of(" AND r.\"trace.parent_id\" = event.\"trace.span_id\"");
            default ->
                query.combination() == Filter.Combination.AND
                        ? Sql.of(" AND ").then(all(asked(query.filters()).getOrDefault(relation, List.of())))
                        : Sql.of("");
        };
    }

    /** Whether any term so far looks at other spans of the event's trace, which may be of another time. */
    boolean wholeTraces() {
        return wholeTraces;
    }

    /** Regular expressions that only the database can check. */
    List<String> patterns() {
        return formula.patterns();
    }

    /** Whether an event meets the filters: TRUE where there is none. */
    Sql meets(List<Filter> filters, Filter.Combination combination) {
        if (filters.isEmpty()) {
            return Sql.of("TRUE");
        }
        List<Sql> conditions = new ArrayList<>();
        Map<Relation, List<Filter>> somewhere = asked(filters);
        for (Filter filter : filters) {
            Optional<Relation> relation = somewhere(filter);
            if (relation.isEmpty()) {
                conditions.add(term(filter.column()).meets(filter));
            } else if (combination == Filter.Combination.OR) {
                conditions.add(exists(relation.get(), List.of(filter)));
            }
        }
        if (combination == Filter.Combination.AND) {
            somewhere.forEach((relation, asked) -> conditions.add(exists(relation, asked)));
        }
        return Sql.of("(").then(Sql.join(" " + combination + " ", conditions)).then(")");
    }

    private Map<Relation, List<Filter>> asked(List<Filter> filters) {
        Map<Relation, List<Filter>> asked = new LinkedHashMap<>();
        for (Filter filter : filters) {
            somewhere(filter)
                    .ifPresent(relation -> asked.computeIfAbsent(relation, first -> new ArrayList<>())
                            .add(filter));
        }
        return asked;
    }

    private Optional<Relation> somewhere(Filter filter) {
        return calculated.containsKey(filter.column())
                ? Optional.empty()
                : schema.relation(filter.column()).filter(relation -> relation.ordinal() >= Relation.ANY.ordinal());
    }

    private Sql exists(Relation relation, List<Filter> filters) {
        wholeTraces = true;
        return Sql.of(relation == Relation.NONE ? "NOT EXISTS (SELECT 1" : "EXISTS (SELECT 1")
                .then(SPANS + " AND ")
                .then(all(filters))
                .then(")");
    }

    /** Whether the span that a subquery is about meets all of them. */
    private Sql all(List<Filter> filters) {
        if (filters.isEmpty()) {
            return Sql.of("TRUE");
        }
        return Sql.join(
                " AND ",
                filters.stream()
                        .map(filter -> own(schema.relation(filter.column())
                                        .orElseThrow()
                                        .column(filter.column()))
                                .meets(filter))
                        .toList());
    }
}
