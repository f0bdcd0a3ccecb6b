package org.scruffy.eventsql;

import java.util.Arrays;
import java.util.List;
import org.scruffy.spi.telemetry.Column;

/** How a database says what this package has to say. What is not here all of them say alike. */
public interface Dialect {

    /** Its phrase for a word, with $1, $2 … where the parts go. */
    String phrase(Word word);

    /** The table of events, with a column {@code ts} and one for each of {@link Typed#COLUMNS}. */
    String table();

    /** A column as an expression of its type; NULL for events that do not have it. */
    String column(Column column);

    /** The names of fields, beside {@link Typed#COLUMNS}, that have a column of their own rather than a place in the map. */
    default List<String> own() {
        return List.of();
    }

    /** A name that anybody may have given, as an identifier. */
    default String named(String name) {
        return Typed.quoted(name);
    }

    /** Whether a question within a question may be about a column of the outer one, wherever and however often. */
    boolean correlates();

    /**
     * A statement that reads events, which columns and conditions may call {@code event}, with what is joined to each. It gives a row
     * for each event that meets the conditions, or, where the columns are aggregates, one for each place that events are kept in.
     */
    Sql events(Sql columns, Sql joined, Sql conditions);

    /** A statement of how many events meet the conditions; about, where there is a sample. */
    default Sql counted(Sql joined, Sql conditions) {
        return Sql.of("SELECT sum(n) FROM (")
                .then(events(Sql.of("count(*) AS n"), joined, conditions))
                .then(")");
    }

    /** How many values of a percentile the database keeps in memory at once: of more, it is narrowed down first. */
    default long mostInMemory() {
        return Long.MAX_VALUE;
    }

    /** Of how many traces one is in the sample, by what UNIT leaves when divided by it; 1 where there is no sample. */
    default int sampledOneIn() {
        return 1;
    }

    /**
     * The same of the events of a selection, and of those others that meet a condition; with a last column {@code selected}. Each event
     * is judged once, for a selection may be one of chance.
     *
     * @param time when all of them are
     */
    Sql compared(Sql columns, Sql joined, Sql time, Sql selection, Sql rest);

    /** The same, and of the others those that are in the sample. Not asked for where there is none. Nothing is joined: whoever has a sample {@link #correlates}. */
    default Sql comparedSampled(Sql columns, Sql time, Sql selection, Sql rest) {
        throw new UnsupportedOperationException("There is no sample");
    }

    /** What its FORMATTED writes for a directive of POSIX strftime. */
    default String directive(char posix) {
        return "%" + posix;
    }

    /** The phrase with its parts. */
    default String phrase(Word word, String... parts) {
        return say(word, Arrays.stream(parts).map(Sql::of).toArray(Sql[]::new)).text();
    }

    default Sql say(Word word, Sql... parts) {
        return Sql.of("").filling(phrase(word), parts);
    }
}
