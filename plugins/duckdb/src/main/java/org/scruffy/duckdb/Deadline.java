package org.scruffy.duckdb;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.spi.telemetry.Run;

/** Cancels whatever statement of a query runs when its time is up or nobody waits for it any more, and refuses the next. */
final class Deadline implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Deadline.class.getName());
    // a statement that is about to begin does not notice: it is told again
    private static final long AGAIN_MS = 100;

    private final ScheduledExecutorService timer;
    private final Future<?> alarm;
    private Statement running;
    private boolean passed;

    Deadline(Run run, ScheduledExecutorService timer) {
        this.timer = timer;
        alarm = timer.schedule(this::pass, run.timeout().toNanos(), TimeUnit.NANOSECONDS);
        run.onCancel(this::pass);
    }

    Deadline(Duration timeout, ScheduledExecutorService timer) {
        this(new Run(timeout), timer);
    }

    private synchronized void pass() {
        passed = true;
        if (running == null) {
            return;
        }
        try {
            running.cancel();
        } catch (SQLException e) {
            LOG.log(Level.FINE, "A statement cannot be cancelled", e);
        }
        timer.schedule(this::pass, AGAIN_MS, TimeUnit.MILLISECONDS);
    }

    ResultSet query(PreparedStatement statement) throws SQLException {
        start(statement);
        try {
            return statement.executeQuery();
        } finally {
            stop();
        }
    }

    ResultSet query(Statement statement, String sql) throws SQLException {
        start(statement);
        try {
            return statement.executeQuery(sql);
        } finally {
            stop();
        }
    }

    /** Runs what changes or writes something; of how many rows. */
    long update(PreparedStatement statement) throws SQLException {
        start(statement);
        try {
            return statement.executeUpdate();
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
