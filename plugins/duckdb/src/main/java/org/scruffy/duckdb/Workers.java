package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How many threads DuckDB works with: all of them for whoever asks, one while events are only kept. A batch is too small to be shared,
 * but with a second thread there one of the two waits for the other, and does so by looking again and again.
 */
final class Workers {

    private static final Duration LINGER = Duration.ofSeconds(2); // who asks once asks more

    private final int all;
    private final Clock clock;
    private int asking;
    private Instant left;
    private boolean resting;

    /** @param all how many there are, which all work at first */
    Workers(int all, Clock clock) {
        this.all = all;
        this.clock = clock;
        this.left = clock.instant();
    }

    /** Somebody who asks; closed when the answer is read. */
    interface Asking extends AutoCloseable {
        @Override
        void close();
    }

    synchronized Asking ask(Connection reader) throws SQLException {
        if (resting) {
            set(all, reader);
            resting = false;
        }
        asking++;
        return this::leave;
    }

    private synchronized void leave() {
        asking--;
        left = clock.instant();
    }

    /** Called before events are kept. */
    synchronized void rest(Connection writer) throws SQLException {
        if (!resting && asking == 0 && clock.instant().isAfter(left.plus(LINGER))) {
            set(1, writer);
            resting = true;
        }
    }

    private static void set(int threads, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL threads = " + threads);
        }
    }
}
