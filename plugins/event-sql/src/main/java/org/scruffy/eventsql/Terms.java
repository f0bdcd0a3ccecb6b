package org.scruffy.eventsql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Relation;
import org.scruffy.spi.telemetry.Schema;
import org.scruffy.spi.telemetry.TraceColumn;

/** What the names in a query mean. Names that get into an SQL text come from the columns of the store. */
final class Terms {

    private final Query query;
    private final Map<String, Column> columns;
    private final Dialect dialect;
    private final Schema schema;
    private final Spans spans;
    private final Formula formula;
    private final Map<String, Term> calculated = new HashMap<>();

    /** @param columns those of the store */
    Terms(Query query, List<Column> columns, Dialect dialect) {
        this(query, columns, dialect, "kin");
    }

    /** @param prefix what the names of joins begin with */
    Terms(Query query, List<Column> columns, Dialect dialect, String prefix) {
        spans = new Spans(query, dialect, prefix);
        this.query = query;
        this.columns = columns.stream().collect(Collectors.toMap(Column::name, Function.identity()));
        this.dialect = dialect;
        schema = new Schema(columns);
        formula = new Formula(schema, dialect, this::stored);
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
        Term column = own(relation.get().column(name));
        Spans.Kin kin = switch (relation.get()) {
            case PARENT -> Spans.Kin.PARENT;
            case CHILD -> Spans.Kin.CHILDREN;
            default -> Spans.Kin.ALL;
        };
        Sql first = spans.worked(kin, dialect.say(Word.FIRST, column.sql()), which(relation.get()));
        return new Term(name, first, column.type(), dialect);
    }

    /** A column of the event, or of the span that a subquery is about: the nearest table is meant. */
    private Term own(String name) {
        Optional<TraceColumn> whole = TraceColumn.of(name);
        if (whole.isPresent()) {
            return new Term(name, rolledUp(whole.get()), whole.get().type(), dialect);
        }
        Column column = column(name);
        Optional<Column> typed = Optional.of(name).filter(Typed::has).map(Typed::column);
        return new Term(name, Sql.of(dialect.column(column)), column.type(), typed, dialect);
    }

    Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("No event has a column '" + name + "'");
        }
        return column;
    }

    private Sql rolledUp(TraceColumn whole) {
        String aggregate = switch (whole) {
            case SPAN_COUNT -> "count(*)";
            case DB_COUNT -> "count(r.\"db.statement\")";
            case DB_MS ->
                "CAST(sum(CAST(" + running()
                        + " AS DECIMAL(38, 0))) FILTER (WHERE r.\"db.statement\" IS NOT NULL) AS DOUBLE) / 1e6";
            case MAX_REPEAT -> dialect.phrase(Word.MOST_REPEATED, "r.\"db.statement\"");
            case ERROR_COUNT -> "count(*) FILTER (WHERE r.\"error\")";
            case SERVICE_COUNT -> "count(DISTINCT r.\"service.name\")";
            case DURATION_MS -> "(max(" + end() + ") - min(" + begin() + ")) / 1e6::DOUBLE";
        };
        Sql worked = spans.worked(Spans.Kin.ALL, Sql.of(aggregate), Sql.of("TRUE"));
        return whole == TraceColumn.DURATION_MS
                ? worked
                : Sql.of("(CASE WHEN event.\"trace.trace_id\" IS NOT NULL THEN coalesce(")
                        .then(worked)
                        .then(", 0) END)");
    }

    private String begin() {
        return dialect.phrase(Word.NANOS, "r.ts");
    }

    private String end() {
        return begin() + " + " + running();
    }

    /** In nanoseconds, as far as they make sense. */
    private static String running() {
        return "CASE WHEN isFinite(r.\"duration_ms\") THEN"
                + " CAST(floor(greatest(least(r.\"duration_ms\", 9e11), 0) * 1e6) AS BIGINT) ELSE 0 END";
    }

    private Sql which(Relation relation) {
        return switch (relation) {
            case ROOT -> Sql.of("r.\"trace.parent_id\" IS NULL");
            case PARENT, CHILD -> Sql.of("TRUE");
            default ->
                query.combination() == Filter.Combination.AND
                        ? all(asked(query.filters()).getOrDefault(relation, List.of()))
                        : Sql.of("TRUE");
        };
    }

    /** Whether any term so far looks at other spans of the event's trace, which may be of another time. */
    boolean wholeTraces() {
        return spans.asked();
    }

    /** What is to be joined to the events for the terms so far. */
    Sql joined() {
        return spans.joined();
    }

    /** Regular expressions that only the database can check. */
    Set<String> patterns() {
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
        return Sql.of(relation == Relation.NONE ? "NOT " : "").then(spans.exists(all(filters)));
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
