package org.scruffy.spi.telemetry;

/**
 * A field some event had, as a column of all events.
 *
 * @param name the field's name, for example {@code http.route}
 * @param type what its values are; a column that met whole numbers and others is {@code FLOAT}, one that met words {@code STRING}
 */
public record Column(String name, Type type) {

    /** What the values of a column are. */
    public enum Type {
        STRING,
        INTEGER,
        FLOAT,
        BOOLEAN;

        /** The type of a column that holds both. */
        public Type with(Type other) {
            if (this == other) {
                return this;
            }
            return number() && other.number() ? FLOAT : STRING;
        }

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
