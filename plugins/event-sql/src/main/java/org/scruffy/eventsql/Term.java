package org.scruffy.eventsql;

import java.util.Collections;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;

/** A value of each event, as an expression of its type; NULL for events that do not have it. */
record Term(String name, Sql sql, Column.Type type, Dialect dialect) {

    private static final String NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";

    /** As a number to work with. */
    Sql number() {
        if (!type.hasNumbers()) {
            throw new IllegalArgumentException("Column '" + name + "' is " + type + ", expected numbers");
        }
        return as(Column.Type.FLOAT);
    }

    /** As a value of another type. */
    Sql as(Column.Type other) {
        return switch (other) {
            case STRING, MIXED -> words(sql, type);
            case FLOAT -> type.hasWords() ? read(dialect, sql) : sql.as(other);
            case INTEGER, BOOLEAN -> sql.as(other);
        };
    }

    /** The number that words say, NULL where they say none. */
    private static Sql read(Dialect dialect, Sql words) {
        return said(dialect, Word.READ, NUMBER, words);
    }

    /** What words say, where they read as the pattern wants. */
    static Sql said(Dialect dialect, Word word, String pattern, Sql words) {
        return Sql.of("(CASE WHEN ")
                .then(dialect.say(Word.MATCHES_WHOLLY, words, Sql.of("?", pattern)))
                .then(" THEN ")
                .then(dialect.say(word, words))
                .then(" END)");
    }

    /** To make groups by: there is one zero, and one type, however it was worked out. */
    Sql key() {
        return switch (type) {
            case FLOAT -> Sql.of("(").then(sql).then(" + 0.0)");
            case INTEGER, BOOLEAN -> sql.as(type);
            case STRING, MIXED -> sql;
        };
    }

    /** A truth that was worked out may be a number to the database. */
    private static Sql words(Sql sql, Column.Type type) {
        return (type == Column.Type.BOOLEAN ? sql.as(type) : sql).as(Column.Type.STRING);
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
        return switch (filter.op().affirmed()) {
            case EXISTS -> sql.then(" IS NOT NULL");
            case STARTS_WITH -> letters(Word.STARTS_WITH, filter);
            case ENDS_WITH -> letters(Word.ENDS_WITH, filter);
            case CONTAINS -> letters(Word.CONTAINS, filter);
            default -> compared(filter);
        };
    }

    private Sql letters(Word word, Filter filter) {
        return dialect.say(
                word, as(Column.Type.STRING), Sql.of("?", filter.values().get(0).toString()));
    }

    /** One that need not be whole makes all of them so: they are compared in one go. */
    private Sql compared(Filter filter) {
        if (type == Column.Type.MIXED) {
            return Sql.join(
                    " OR ",
                    filter.values().stream()
                            .map(value -> compared(filter.op().affirmed(), value))
                            .toList());
        }
        if (type.number() && (type == Column.Type.FLOAT || anyFraction(filter))) {
            return Sql.join(
                    " OR ",
                    filter.values().stream()
                            .map(value -> Sql.of("?", ((Number) value).doubleValue()))
                            .map(value -> near(dialect, number(), filter.op().affirmed(), value))
                            .toList());
        }
        Object[] operands = filter.values().stream()
                .map(value -> type == Column.Type.STRING ? value.toString() : value)
                .toArray();
        return filter.op().takesMany()
                ? sql.then(" IN (" + String.join(", ", Collections.nCopies(operands.length, "?")) + ")", operands)
                : sql.then(" " + filter.op().affirmed().sign() + " ?", operands);
    }

    /** What may be anything is compared as what it is compared with is. */
    private Sql compared(Filter.Op op, Object value) {
        if (value instanceof Number number) {
            return near(dialect, number(), op, Sql.of("?", number.doubleValue()));
        }
        String sign = op == Filter.Op.IN ? Filter.Op.EQUAL.sign() : op.sign();
        return sql.then(" " + sign + " ?", value.toString());
    }

    private static boolean anyFraction(Filter filter) {
        return filter.values().stream().anyMatch(Double.class::isInstance);
    }

    /** Two numbers that need not be whole. */
    static Sql near(Dialect dialect, Sql one, Filter.Op op, Sql other) {
        return switch (op) {
            case LESS -> dialect.say(Word.LESS, one, other);
            case LESS_OR_EQUAL -> dialect.say(Word.LESS_OR_EQUAL, one, other);
            case GREATER -> dialect.say(Word.LESS, other, one);
            case GREATER_OR_EQUAL -> dialect.say(Word.LESS_OR_EQUAL, other, one);
            default -> dialect.say(Word.EQUAL, one, other);
        };
    }
}
