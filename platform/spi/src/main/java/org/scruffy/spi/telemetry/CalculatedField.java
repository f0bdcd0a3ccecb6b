package org.scruffy.spi.telemetry;

/**
 * A column that a query makes for itself. Within the query it hides an event's column of the same name.
 *
 * @param name what the query calls it
 * @param expression how it comes to its value
 */
public record CalculatedField(String name, Expression expression) {

    public CalculatedField {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A calculated field has no name");
        }
    }
}
