package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private final HandClock clock = new HandClock(Instant.parse("2026-06-07T10:00:00Z"));
    private final Workers workers = new Workers(3, clock);
    private Connection engine;

    @BeforeEach
    void open() throws SQLException {
        engine = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = engine.createStatement()) {
            statement.execute("SET GLOBAL threads = 3");
        }
    }

    @AfterEach
    void close() throws SQLException {
        engine.close();
    }

    private int threads() throws SQLException {
        try (Statement statement = engine.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_setting('threads')")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void keepEventsAfter(int seconds) throws SQLException {
        clock.now = clock.now.plusSeconds(seconds);
        workers.rest(engine);
    }

    @Test
    void one_worksWhileNobodyAsked() throws SQLException {
        keepEventsAfter(1);
        assertThat(threads()).isEqualTo(3);
        keepEventsAfter(2);
        assertThat(threads()).isEqualTo(1);
    }

    @Test
    void all_workAsSoonAsSomebodyAsksAndUntilTheLastHasItsAnswer() throws SQLException {
        keepEventsAfter(3);
        Workers.Asking first = workers.ask(engine);
        Workers.Asking second = workers.ask(engine);
        assertThat(threads()).isEqualTo(3);
        first.close();
        keepEventsAfter(60);
        assertThat(threads()).isEqualTo(3);
        second.close();
        keepEventsAfter(1);
        assertThat(threads()).isEqualTo(3);
        keepEventsAfter(2);
        assertThat(threads()).isEqualTo(1);
    }
}
