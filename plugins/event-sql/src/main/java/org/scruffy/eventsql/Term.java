package org.scruffy.eventsql;

import java.util.Collections;
import java.util.Optional;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;

/**
 * A value of each event, as an expression of its type; NULL for events that do not have it.
 *
 * @param typed of what may be anything the column that has all values of one type, if there is such
 */
record Term(String name, Sql sql, Column.Type type, Optional<Column> typed, Dialect dialect) {

    private static final String NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";

    Term(String name, Sql sql, Column.Type type, Dialect dialect) {
        this(name, sql, type, Optional.empty(), dialect);
    }

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
            case FLOAT -> type.hasWords() ? read() : sql.as(other);
            case INTEGER, BOOLEAN -> sql.as(other);
        };
    }

    /** The number that words say, NULL where they say none. */
    private Sql read() {
        Sql read = said(dialect, Word.READ, NUMBER, sql);
        return typed.filter(Column::number)
                .map(column -> Sql.of("coalesce(")
                        .then(column(column).as(Column.Type.FLOAT))
                        .then(", ")
                        .then(read)
                        .then(")"))
                .orElse(read);
    }

    private static Sql column(Column column) {
        return Sql.of(Typed.quoted(column.name()));
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
            if (asksForTruths(filter)) {
                return new Term(name, column(typed.get()), Column.Type.BOOLEAN, dialect).compared(filter);
            }
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

    /** All truths are in a typed column of them: whoever asks for one need not read the others. */
    private boolean asksForTruths(Filter filter) {
        Filter.Op op = filter.op().affirmed();
        return typed.filter(column -> column.type() == Column.Type.BOOLEAN).isPresent()
                && (op == Filter.Op.EQUAL || op == Filter.Op.IN)
                && filter.values().stream().allMatch(Boolean.class::isInstance);
    }

    /** What may be anything is compared as what it is compared with is; a number that no other stands for by its digits. */
    private Sql compared(Filter.Op op, Object value) {
        boolean same = op == Filter.Op.EQUAL || op == Filter.Op.IN;
        boolean digits = same && value instanceof Long whole && Math.abs(whole) > Filter.LARGEST_EXACT;
        if (value instanceof Number number && !digits) {
            return near(dialect, number(), op, Sql.of("?", number.doubleValue()));
        }
        String sign = same ? Filter.Op.EQUAL.sign() : op.sign();
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
