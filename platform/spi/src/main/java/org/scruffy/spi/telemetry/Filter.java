package org.scruffy.spi.telemetry;

import java.util.List;

/**
 * A condition on a column. A number is compared as a number, words letter by letter.
 *
 * @param column the column's name
 * @param op how its value is compared
 * @param values what with: one value, none for EXISTS and DOES_NOT_EXIST
 */
public record Filter(String column, Op op, List<Object> values) {

    /** Ways to compare. All but NOT_EQUAL and DOES_NOT_EXIST refuse an event without the column. */
    public enum Op {
        EQUAL("="),
        NOT_EQUAL("!="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        CONTAINS("contains"),
        EXISTS("exists"),
        DOES_NOT_EXIST("does-not-exist");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        /** How people write it: {@code >=}, {@code does-not-exist}. */
        public String sign() {
            return sign;
        }

        /** How many values it compares with. */
        public int operands() {
            return this == EXISTS || this == DOES_NOT_EXIST ? 0 : 1;
        }
    }

    public Filter {
        values = List.copyOf(values);
        if (values.size() != op.operands()) {
            throw new IllegalArgumentException(
                    column + " " + op.sign() + " compares with " + op.operands() + " values, found " + values.size());
        }
    }

    public static Filter of(String column, Op op, Object... values) {
        return new Filter(column, op, List.of(values));
    }
}
