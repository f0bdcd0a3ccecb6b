package org.scruffy.duckdb;

import java.util.Collections;
import java.util.List;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;

/** A value of each event, as an expression of its type; NULL for events that do not have it. */
record Term(String name, Sql sql, Column.Type type) {

    /** As a number to work with. */
    Sql number() {
        if (type != Column.Type.INTEGER && type != Column.Type.FLOAT) {
            throw new IllegalArgumentException("Column '" + name + "' is " + type + ", expected numbers");
        }
        return Sql.of("CAST(").then(sql).then(" AS DOUBLE)");
    }

    /** To make groups by: there is one zero. */
    Sql key() {
        return type == Column.Type.FLOAT ? Sql.of("(").then(sql).then(" + 0.0)") : sql;
    }

    /** Whether an event meets the filter: NULL is as good as FALSE. */
    Sql meets(Filter filter) {
        if (!filter.suits(type)) {
            throw new IllegalArgumentException("Column '" + name + "' is " + type + ", found "
                    + filter.op().sign() + " '"
                    + (filter.values().isEmpty() ? "" : filter.values().get(0)) + "'");
        }
        return Sql.of("(").then(affirmed(filter)).then(filter.op().denies() ? ") IS NOT TRUE" : ")");
    }

    private Sql affirmed(Filter filter) {
        Filter.Op op = filter.op().affirmed();
        List<Object> values = operands(filter);
        return switch (op) {
            case EXISTS -> sql.then(" IS NOT NULL");
            case STARTS_WITH -> text("starts_with", values.get(0));
            case ENDS_WITH -> text("suffix", values.get(0));
            case CONTAINS -> text("contains", values.get(0));
            case IN ->
                sql.then(" IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")", values.toArray());
            default -> sql.then(" " + op.sign() + " ?", values.get(0));
        };
    }

    private Sql text(String function, Object operand) {
        return Sql.of(function + "(CAST(").then(sql).then(" AS VARCHAR), ?)", operand);
    }

    /** One that need not be whole makes all of them so: they are compared in one go. */
    private List<Object> operands(Filter filter) {
        if (type == Column.Type.STRING || filter.op().ofText()) {
            return filter.values().stream()
                    .map(value -> (Object) value.toString())
                    .toList();
        }
        if (filter.values().stream().anyMatch(Double.class::isInstance)) {
            return filter.values().stream()
                    .map(value -> (Object) ((Number) value).doubleValue())
                    .toList();
        }
        return filter.values();
    }
}
