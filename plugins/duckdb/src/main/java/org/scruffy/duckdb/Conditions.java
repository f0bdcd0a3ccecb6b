package org.scruffy.duckdb;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;

/** The WHERE clause of a query and the values to bind to it. */
final class Conditions {

    private final Terms terms;
    private final Sql sql;

    Conditions(Query query, Catalogue catalogue) {
        this(query, new Terms(query, catalogue));
    }

    Conditions(Query query, Terms terms) {
        this.terms = terms;
        sql = Sql.of(
                        "ts >= make_timestamp_ns(?) AND ts < make_timestamp_ns(?) AND ",
                        nanos(query.from()),
                        nanos(query.to()))
                .then(terms.meets(query.filters(), query.combination()))
                .then(" AND ")
                .then(terms.meets(query.within(), Filter.Combination.AND));
    }

    static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    boolean wholeTraces() {
        return terms.wholeTraces();
    }

    String sql() {
        return sql.text();
    }

    Sql whole() {
        return sql;
    }

    /** Binds the values from the given parameter on and answers the next free one. */
    int bind(PreparedStatement statement, int first) throws SQLException {
        return sql.bind(statement, first);
    }
}
