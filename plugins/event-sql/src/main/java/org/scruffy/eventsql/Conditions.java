package org.scruffy.eventsql;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;

/** The WHERE clause of a query and the values to bind to it. */
public final class Conditions {

    private Conditions() {}

    /** @param columns those of the store */
    public static Sql of(Query query, List<Column> columns, Dialect dialect) {
        return of(query, new Terms(query, columns, dialect), dialect);
    }

    static Sql of(Query query, Terms terms, Dialect dialect) {
        return time(query, dialect)
                .then(" AND ")
                .then(terms.meets(query.filters(), query.combination()))
                .then(" AND ")
                .then(terms.meets(query.within(), Filter.Combination.AND));
    }

    static Sql time(Query query, Dialect dialect) {
        return time(query.from(), query.to(), dialect);
    }

    /** Not bound but said: a database that knows a range need not look at each event of a file that is all within it. */
    static Sql time(Instant from, Instant to, Dialect dialect) {
        return Sql.of("ts >= " + dialect.phrase(Word.TIME, String.valueOf(nanos(from))) + " AND ts < "
                + dialect.phrase(Word.TIME, String.valueOf(nanos(to))));
    }

    public static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
