package org.scruffy.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolWaitsTest {

    private static final Duration HELD = Duration.ofMillis(300);

    @AfterEach
    void deafen() {
        PoolWaits.want(null);
    }

    @Test
    void whoeverWaitsForAConnection_isToldOf() throws Exception {
        HikariConfig config = Database.pool(FreshDatabase.current());
        config.setMaximumPoolSize(1);
        List<Duration> told = new CopyOnWriteArrayList<>();
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Connection held = pool.getConnection();
            PoolWaits.want(told::add);
            CompletableFuture<Void> back = CompletableFuture.runAsync(
                    () -> close(held), CompletableFuture.delayedExecutor(HELD.toMillis(), TimeUnit.MILLISECONDS));
            pool.getConnection().close();
            back.join();
        }
        assertThat(told).singleElement().satisfies(wait -> assertThat(wait).isGreaterThan(HELD.dividedBy(2)));
    }

    @Test
    void aConnectionThatIsThere_isNotToldOf() {
        List<Duration> told = new CopyOnWriteArrayList<>();
        PoolWaits.want(told::add);
        new PoolWaits().recordConnectionAcquiredNanos(999_999);
        assertThat(told).isEmpty();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
