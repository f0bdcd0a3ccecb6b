package org.scruffy.duckdb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;

/** What the names in a query mean. Names that get into an SQL text come from the catalogue. */
final class Terms {

    private final Catalogue catalogue;
    private final Formula formula;
    private final Map<String, Term> calculated = new HashMap<>();

    Terms(Query query, Catalogue catalogue) {
        this.catalogue = catalogue;
        Map<String, Column.Type> types = query.fields().isEmpty()
                ? Map.of()
                : catalogue.columns().stream().collect(Collectors.toMap(Column::name, Column::type));
        formula = new Formula(types, this::column);
        for (CalculatedField field : query.fields()) {
            calculated.put(field.name(), formula.term(field.name(), field.expression()));
        }
    }

    Term term(String name) {
        Term term = calculated.get(name);
        return term == null ? column(name) : term;
    }

    private Term column(String name) {
        Column column = catalogue.column(name);
        return new Term(name, Sql.of(Layout.expression(column)), column.type());
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
        List<Sql> conditions = filters.stream()
                .map(filter -> term(filter.column()).meets(filter))
                .toList();
        return Sql.of("(").then(Sql.join(" " + combination + " ", conditions)).then(")");
    }
}
