package org.scruffy.duckdb;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Cancels whatever statement of a query runs when its time is up, and refuses the next. */
final class Deadline implements AutoCloseable {

    private final Future<?> alarm;
    private Statement running;
    private boolean passed;

    Deadline(Duration timeout, ScheduledExecutorService timer) {
        alarm = timer.schedule(this::pass, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized Void pass() throws SQLException {
        passed = true;
        if (running != null) {
            running.cancel();
        }
        return null;
    }

    ResultSet query(PreparedStatement statement) throws SQLException {
        start(statement);
        try {
            return statement.executeQuery();
        } finally {
            stop();
        }
    }

    private synchronized void start(Statement statement) throws SQLException {
        if (passed) {
            throw new SQLException("The time of the query is up");
        }
        running = statement;
    }

    private synchronized void stop() {
        running = null;
    }

    synchronized boolean passed() {
        return passed;
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }
}
