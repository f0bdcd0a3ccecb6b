package org.scruffy.eventsql;

import java.util.List;

/** A database while it answers one question. It gives up when the question's time is up. */
public interface Session {

    /** The rows, each with its values in their order: {@code String}s, {@code Number}s, {@code Boolean}s and null. */
    List<Object[]> rows(Sql sql) throws Exception;

    /** @throws IllegalArgumentException where the database does not understand the regular expression */
    void check(String pattern) throws Exception;
}
