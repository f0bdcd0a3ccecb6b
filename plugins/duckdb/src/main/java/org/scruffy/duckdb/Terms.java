package org.scruffy.duckdb;

import java.util.List;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;

/** What the names in a query mean. Names that get into an SQL text come from the catalogue. */
final class Terms {

    private final Catalogue catalogue;

    Terms(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    Term term(String name) {
        Column column = catalogue.column(name);
        return new Term(name, Sql.of(Layout.expression(column)), column.type());
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
