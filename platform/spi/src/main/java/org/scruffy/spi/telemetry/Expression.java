package org.scruffy.spi.telemetry;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a calculated field comes to its value, event by event. What is worked out of a value that an event does not have is not there
 * either, but for questions: they are answered with true or false always, and of what is not there only NOT is true.
 *
 * <p>A value of a {@code MIXED} column is words where words are wanted, a number where a number is, if its words are those of one: else it
 * is not there; and where a condition is wanted, what {@code BOOL} makes of it. Beside a number it is compared as a number, beside anything else as words, two of them as numbers where
 * they are put in order, and as words where they may be equal.
 */
public sealed interface Expression {

    /** @param value a {@code String}, {@code Long}, finite {@code Double} or {@code Boolean} */
    record Literal(Object value) implements Expression {

        public Literal {
            boolean known = value instanceof String
                    || value instanceof Long
                    || value instanceof Boolean
                    || value instanceof Double number && Double.isFinite(number);
            if (!known) {
                throw new IllegalArgumentException("No literal: " + value);
            }
        }
    }

    /** @param name of a column, also of a related span; calculated fields are made of columns only */
    record Field(String name) implements Expression {}

    record Call(Function function, List<Expression> arguments) implements Expression {

        public Call {
            arguments = List.copyOf(arguments);
            if (arguments.size() < function.least || arguments.size() > function.most) {
                throw new IllegalArgumentException(
                        function + " takes " + function.arguments() + ", found " + arguments.size());
            }
        }
    }

    /** What can be called. Numbers are worked with as {@code Double}s, so that nothing overflows. */
    enum Function {
        /** Condition, value, as often as wanted, and what else; nothing where that is not said. */
        IF(2, 100),
        /** What is looked at, what it may equal, value, as often as wanted, and what else; nothing where that is not said. */
        SWITCH(3, 100),
        /** The first that is there. */
        COALESCE(1, 100),
        AND(1, 100),
        OR(1, 100),
        NOT(1, 1),
        LT(2, 2),
        LTE(2, 2),
        GT(2, 2),
        GTE(2, 2),
        /** Never true of a number and words, whatever they read. */
        EQUALS(2, 2),
        /** Whether the first equals one of the others: of as many as a filter may have. */
        IN(2, 101),
        EXISTS(1, 1),
        STARTS_WITH(2, 2),
        ENDS_WITH(2, 2),
        CONTAINS(2, 2),
        /** Whether a regular expression, a literal, is met somewhere in the words. */
        REG_MATCH(2, 2),
        /** What the expression's first group met first, or all of it where it has no group. */
        REG_VALUE(2, 2),
        /** How often it is met. */
        REG_COUNT(2, 2),
        CONCAT(1, 100),
        TO_LOWER(1, 1),
        /** In characters of Unicode. */
        LENGTH(1, 1),
        /** Without what follows the point; words that are no number are not there. */
        INT(1, 1),
        FLOAT(1, 1),
        /** A number but 0, the word "true". */
        BOOL(1, 1),
        STRING(1, 1),
        SUM(1, 100),
        SUB(2, 2),
        MUL(1, 100),
        /** Not there where it is divided by 0. */
        DIV(2, 2),
        /** With the sign of the first. */
        MOD(2, 2),
        /** The least of those that are there. */
        MIN(1, 100),
        MAX(1, 100),
        /** Of numbers above 0. */
        LOG10(1, 1),
        /** The multiple of the second, a size above 0, that is next below the first. */
        BUCKET(2, 2),
        /** Seconds since 1970 of a time such as 2026-01-31T12:00:00.5Z, in words. */
        UNIX_TIMESTAMP(1, 1),
        /** The event's time in seconds since 1970. */
        EVENT_TIMESTAMP(0, 0),
        /**
         * A time of the years 1900 to 2261, in seconds since 1970, in words of UTC. The format is a literal of POSIX strftime: %Y %y %m %d
         * %j %H %I %M %S %p %A %a %B %b %h %u %w %G %V %F %D %T %R %r %z %Z %n %t %%.
         */
        FORMAT_TIME(2, 2),
        /** Some number, at least 0 and below 1, another for each event. */
        RAND(0, 0);

        private final int least;
        private final int most;

        Function(int least, int most) {
            this.least = least;
            this.most = most;
        }

        private String arguments() {
            if (least == most) {
                return least + (least == 1 ? " argument" : " arguments");
            }
            return least + " to " + most + " arguments";
        }
    }

    /** The names of the columns it is made of, as often as it uses them. */
    default Stream<String> columns() {
        if (this instanceof Call call) {
            return call.arguments().stream().flatMap(Expression::columns);
        }
        return this instanceof Field field ? Stream.of(field.name()) : Stream.empty();
    }

    /**
     * What its values are.
     *
     * @throws IllegalArgumentException for a column there is not, or an argument that does not suit its function
     */
    default Column.Type type(Schema schema) {
        if (this instanceof Literal literal) {
            return Column.Type.of(literal.value());
        }
        if (this instanceof Field field) {
            if (schema.relation(field.name()).filter(Relation.NONE::equals).isPresent()) {
                throw new IllegalArgumentException("'" + field.name() + "' can be asked for in filters only");
            }
            return schema.type(field.name())
                    .orElseThrow(() -> new IllegalArgumentException("No event has a column '" + field.name() + "'"));
        }
        return new Signature((Call) this, schema).type();
    }

    /** What a function makes of the types of its arguments. */
    final class Signature {

        private static final Pattern TIME_FORMAT = Pattern.compile("([^%]|%[YymdjHIMSpAaBbhuwGVFDTRrzZnt%])++");

        private final Function function;
        private final List<Expression> arguments;
        private final List<Column.Type> types;

        private Signature(Call call, Schema schema) {
            function = call.function();
            arguments = call.arguments();
            types = arguments.stream().map(argument -> argument.type(schema)).toList();
        }

        private Column.Type type() {
            return switch (function) {
                case IF -> branches();
                case SWITCH -> values(2);
                case COALESCE -> common(0, 1);
                case AND, OR, NOT -> truths();
                case LT, LTE, GT, GTE -> ordered();
                case EQUALS, IN, EXISTS, BOOL -> Column.Type.BOOLEAN;
                case STARTS_WITH, ENDS_WITH, CONTAINS -> words(Column.Type.BOOLEAN);
                case REG_MATCH -> pattern(Column.Type.BOOLEAN);
                case REG_VALUE -> pattern(Column.Type.STRING);
                case REG_COUNT -> pattern(Column.Type.INTEGER);
                case CONCAT, STRING -> Column.Type.STRING;
                case TO_LOWER -> words(Column.Type.STRING);
                case LENGTH -> words(Column.Type.INTEGER);
                case UNIX_TIMESTAMP -> words(Column.Type.FLOAT);
                case INT -> Column.Type.INTEGER;
                case FLOAT, EVENT_TIMESTAMP, RAND -> Column.Type.FLOAT;
                case FORMAT_TIME -> format();
                case SUM, SUB, MUL, DIV, MOD, MIN, MAX, LOG10, BUCKET -> numbers();
            };
        }

        private Column.Type branches() {
            for (int i = 0; i + 1 < types.size(); i += 2) {
                require(i, isTruth(i), "a condition");
            }
            return values(1);
        }

        /** Every second one, and the last where there is one too many for pairs. */
        private Column.Type values(int first) {
            int last = types.size() - 1;
            return last % 2 == first % 2 ? common(first, 2) : common(first, 2, types.get(last));
        }

        private Column.Type common(int first, int step, Column.Type... others) {
            Column.Type common = others.length == 0 ? types.get(first) : others[0];
            for (int i = first; i < types.size(); i += step) {
                Column.Type both = common.beside(types.get(i));
                require(i, both != Column.Type.MIXED || common == types.get(i), common + " like the others");
                common = both;
            }
            return common;
        }

        private Column.Type words(Column.Type result) {
            for (int i = 0; i < types.size(); i++) {
                require(i, types.get(i).hasWords(), "STRING");
            }
            return result;
        }

        private Column.Type truths() {
            for (int i = 0; i < types.size(); i++) {
                require(i, isTruth(i), "BOOLEAN");
            }
            return Column.Type.BOOLEAN;
        }

        private boolean isTruth(int argument) {
            return types.get(argument) == Column.Type.BOOLEAN || types.get(argument) == Column.Type.MIXED;
        }

        private Column.Type numbers() {
            for (int i = 0; i < types.size(); i++) {
                require(i, types.get(i).hasNumbers(), "a number");
            }
            return Column.Type.FLOAT;
        }

        private Column.Type ordered() {
            boolean words = types.contains(Column.Type.STRING);
            for (int i = 0; i < types.size(); i++) {
                require(
                        i,
                        words ? types.get(i).hasWords() : types.get(i).hasNumbers(),
                        words ? "STRING like the other" : "a number");
            }
            return Column.Type.BOOLEAN;
        }

        private Column.Type format() {
            require(0, literal(0) instanceof String, "a literal format");
            require(1, types.get(1).hasNumbers(), "a number of seconds");
            if (!TIME_FORMAT.matcher((String) literal(0)).matches()) {
                throw new IllegalArgumentException("FORMAT_TIME's format is '" + literal(0)
                        + "', expected words and directives of %Y %y %m %d %j %H %I %M %S %p %A %a %B %b %h %u %w %G %V %F %D"
                        + " %T %R %r %z %Z %n %t %%");
            }
            return Column.Type.STRING;
        }

        private Object literal(int argument) {
            return arguments.get(argument) instanceof Literal literal ? literal.value() : null;
        }

        private Column.Type pattern(Column.Type result) {
            words(result);
            require(1, arguments.get(1) instanceof Literal, "a literal pattern");
            return result;
        }

        private void require(int argument, boolean right, String expected) {
            if (!right) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Argument %d of %s is %s, expected %s",
                        argument + 1,
                        function,
                        types.get(argument),
                        expected));
            }
        }
    }
}
