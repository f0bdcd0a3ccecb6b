package org.scruffy.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Plain SQL through the entity manager, so that it takes part in its transaction and is seen as a span. */
public record Sql(EntityManager em) {

    /** One row of an answer, by column from 0. */
    public record Row(Object[] columns) {

        public long number(int column) {
            return ((Number) columns[column]).longValue();
        }

        public String id(int column) {
            return Long.toString(number(column));
        }

        public String text(int column) {
            return columns[column] == null ? "" : columns[column].toString();
        }

        public boolean empty(int column) {
            return columns[column] == null;
        }

        public boolean flag(int column) {
            return (Boolean) columns[column];
        }

        public Instant at(int column) {
            return ((Timestamp) columns[column]).toInstant();
        }

        public LocalDate day(int column) {
            return ((java.sql.Date) columns[column]).toLocalDate();
        }

        public Duration length(int column) {
            return Duration.ofMillis(number(column));
        }
    }

    public List<Row> rows(String sql, Object... parameters) {
        List<?> answer = Caller.asks(sql, () -> query(sql, parameters).getResultList());
        return answer.stream()
                .map(row -> new Row(row instanceof Object[] columns ? columns : new Object[] {row}))
                .toList();
    }

    public int run(String sql, Object... parameters) {
        return Caller.asks(sql, () -> query(sql, parameters).executeUpdate());
    }

    private Query query(String sql, Object... parameters) {
        Query query = em.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameter(parameters[i]));
        }
        return query;
    }

    private static Object parameter(Object value) {
        if (value instanceof Collection<?> elements) {
            return array(elements);
        }
        return value instanceof Instant || value instanceof LocalDate || value instanceof Enum<?>
                ? value.toString()
                : value;
    }

    /** The text form of a PostgreSQL array: a whole column of rows travels as one parameter. */
    private static String array(Collection<?> elements) {
        return elements.stream().map(Sql::element).collect(Collectors.joining(",", "{", "}"));
    }

    private static String element(Object element) {
        if (element == null) {
            return "NULL";
        }
        return '"' + element.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
