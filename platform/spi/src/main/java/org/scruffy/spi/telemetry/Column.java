package org.scruffy.spi.telemetry;

/**
 * A field some event had, as a column of all events.
 *
 * @param name the field's name, for example {@code http.route}
 * @param type what its values are; a column that met whole numbers and others is {@code FLOAT}, one that met values of more kinds
 *     {@code MIXED}
 */
public record Column(String name, Type type) {

    /** What the values of a column are. */
    public enum Type {
        STRING,
        INTEGER,
        FLOAT,
        BOOLEAN,
        /**
         * Words, numbers or truths, in whatever mixture: one event with {@code "n/a"} takes nothing from the others. Each value is had
         * as words, and where its words are those of a finite number as a {@code FLOAT} too: where numbers are asked for the others are
         * not there.
         */
        MIXED;

        /** The type of a column that holds both. */
        public Type with(Type other) {
            if (this == other) {
                return this;
            }
            return number() && other.number() ? FLOAT : MIXED;
        }

        /** What values of both are taken for where they are compared or one stands for the other; {@code MIXED} where nothing suits both. */
        public Type beside(Type other) {
            if (this == MIXED && other != MIXED) {
                return other.number() ? FLOAT : STRING;
            }
            return other == MIXED && this != MIXED ? other.beside(this) : with(other);
        }

        /** Whether there can be numbers among its values. */
        public boolean hasNumbers() {
            return number() || this == MIXED;
        }

        /** Whether there can be words among its values. */
        public boolean hasWords() {
            return this == STRING || this == MIXED;
        }

        /** Whether all of its values are numbers. */
        public boolean number() {
            return this == INTEGER || this == FLOAT;
        }

        /** The type of a field's value. */
        public static Type of(Object value) {
            if (value instanceof Long) {
                return INTEGER;
            }
            if (value instanceof Double) {
                return FLOAT;
            }
            return value instanceof Boolean ? BOOLEAN : STRING;
        }
    }

    public boolean number() {
        return type.number();
    }
}
