package org.scruffy.clickhouse;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.scruffy.eventsql.Session;
import org.scruffy.eventsql.Sql;

/** One question, which may ask ClickHouse several times, as long as it has time and nobody cancels it. */
final class Question implements Session {

    private final Server server;
    private final long end;
    private String running = "";
    private boolean cancelled;

    Question(Server server, Duration timeout) {
        this.server = server;
        end = System.nanoTime() + timeout.toNanos();
    }

    @Override
    public List<Object[]> rows(Sql sql) throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        start(id);
        return server.rows(sql, id, Duration.ofNanos(Math.max(left(), 1_000_000)));
    }

    /** Writes the rows into a file that is not there yet; how many there are. */
    long write(Sql sql, Map<String, String> format, Path file) throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        start(id);
        return server.write(sql, id, format, file, Duration.ofNanos(Math.max(left(), 1_000_000)));
    }

    private long left() {
        return end - System.nanoTime();
    }

    private synchronized void start(String id) throws IOException {
        if (cancelled || left() <= 0) {
            throw new IOException("The time of the query is up");
        }
        running = id;
    }

    synchronized void cancel() {
        cancelled = true;
        if (!running.isEmpty()) {
            server.kill(running);
        }
    }

    boolean late() {
        return left() <= 0;
    }

    @Override
    public void check(String pattern) throws IOException, InterruptedException {
        try {
            rows(Sql.of("SELECT match('', ?)", pattern));
        } catch (Refused e) {
            if (e.code() != Refused.CANNOT_COMPILE_REGEXP) {
                throw e;
            }
            throw new IllegalArgumentException("'" + pattern + "' is no regular expression: " + e.getMessage(), e);
        }
    }
}
