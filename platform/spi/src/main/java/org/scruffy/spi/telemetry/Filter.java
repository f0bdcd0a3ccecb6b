package org.scruffy.spi.telemetry;

import java.util.List;

/**
 * A condition on a column. A number is compared as a number; words letter by letter, the order of letters is that of Unicode.
 * NaN is NaN, and the largest of all numbers. A {@code MIXED} column is compared with a number where its value is one, with anything
 * else as words; whether it is a whole number beyond {@link #LARGEST_EXACT} its digits say.
 *
 * @param column the column's name
 * @param op how its value is compared
 * @param values what with: one value, none for EXISTS and DOES_NOT_EXIST, at least one for IN and NOT_IN
 */
public record Filter(String column, Op op, List<Object> values) {

    /** The largest whole number up to which all of them are {@code FLOAT}s, too: 2^53. */
    public static final long LARGEST_EXACT = 1L << 53;

    /** How several conditions make one. */
    public enum Combination {
        AND,
        OR
    }

    /**
     * Ways to compare. An event without the column meets those that deny, {@link #denies}, and no other. The text of a number that
     * need not be whole is nobody's business: what looks at letters takes columns of words, whole numbers and truths.
     */
    public enum Op {
        EQUAL("="),
        NOT_EQUAL("!="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        STARTS_WITH("starts-with"),
        DOES_NOT_START_WITH("does-not-start-with"),
        ENDS_WITH("ends-with"),
        DOES_NOT_END_WITH("does-not-end-with"),
        CONTAINS("contains"),
        DOES_NOT_CONTAIN("does-not-contain"),
        EXISTS("exists"),
        DOES_NOT_EXIST("does-not-exist"),
        IN("in"),
        NOT_IN("not-in");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        /** How people write it: {@code >=}, {@code does-not-exist}. */
        public String sign() {
            return sign;
        }

        /** How many values it compares with; IN and NOT_IN with one or more. */
        public int operands() {
            return this == EXISTS || this == DOES_NOT_EXIST ? 0 : 1;
        }

        public boolean takesMany() {
            return this == IN || this == NOT_IN;
        }

        /** Whether it is true of what the {@link #affirmed} one is not. */
        public boolean denies() {
            return affirmed() != this;
        }

        /** The one that it denies, or itself. */
        public Op affirmed() {
            return switch (this) {
                case NOT_EQUAL -> EQUAL;
                case DOES_NOT_START_WITH -> STARTS_WITH;
                case DOES_NOT_END_WITH -> ENDS_WITH;
                case DOES_NOT_CONTAIN -> CONTAINS;
                case DOES_NOT_EXIST -> EXISTS;
                case NOT_IN -> IN;
                default -> this;
            };
        }

        /** Whether it looks at letters. */
        public boolean ofText() {
            Op said = affirmed();
            return said == STARTS_WITH || said == ENDS_WITH || said == CONTAINS;
        }

        /** Whether it puts two numbers in order, or finds them equal: all that HAVING knows. */
        public boolean compares() {
            return ordinal() <= LESS_OR_EQUAL.ordinal();
        }
    }

    public Filter {
        values = List.copyOf(values);
        if (op.takesMany() ? values.isEmpty() : values.size() != op.operands()) {
            throw new IllegalArgumentException(column + " " + op.sign() + " compares with "
                    + (op.takesMany() ? "at least one value" : op.operands() + " values") + ", found " + values.size());
        }
    }

    public static Filter of(String column, Op op, Object... values) {
        return new Filter(column, op, List.of(values));
    }

    /** Whether a column of this type can be compared with these values. */
    public boolean suits(Column.Type type) {
        if (op.ofText()) {
            return type != Column.Type.FLOAT;
        }
        return values.stream().allMatch(value -> switch (type) {
            case STRING, MIXED -> true;
            case INTEGER, FLOAT -> value instanceof Number;
            case BOOLEAN -> value instanceof Boolean;
        });
    }
}
