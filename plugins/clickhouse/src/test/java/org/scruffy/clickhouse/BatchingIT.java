package org.scruffy.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.eventsql.Sql;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.telemetry.Host;

/** What becomes of requests, as the host brings them: every insert makes a part. */
class BatchingIT {

    private static final Instant NOW = Instant.parse("2026-06-07T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int SENDERS = 20;
    private static final int REQUESTS = 10;

    @TempDir
    private Path folder;

    private final ExecutorService clients = Executors.newFixedThreadPool(SENDERS);
    private ClickHouseStore store;
    private Host host;

    @BeforeEach
    void open() throws Exception {
        store = Nodes.alone(folder, INTERVAL);
        store.open();
        host = new Host(store);
    }

    @AfterEach
    void close() {
        host.close();
        clients.shutdownNow();
        store.close();
    }

    @Test
    void manySmallSenders_makeAPartAnIntervalAtMost_andReadWhatIsAcknowledged() throws Exception {
        long start = System.nanoTime();
        List<Callable<Integer>> senders = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            senders.add(requests("t" + sender));
        }
        for (Future<Integer> sent : clients.invokeAll(senders)) {
            assertThat(sent.get()).isEqualTo(REQUESTS);
        }
        long intervals = (System.nanoTime() - start) / INTERVAL.toNanos();
        assertThat(parts()).isBetween(1L, intervals + 1);
    }

    /** How many of its events a sender reads when the last of them is acknowledged. */
    private Callable<Integer> requests(String trace) {
        return () -> {
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(host.keep(events(trace, i, 1))).containsExactly("");
            }
            return store.trace(trace, REQUESTS).size();
        };
    }

    /** How many were made, also those that are merged by now: ClickHouse counts them. */
    private long parts() throws Exception {
        Sql sql = Sql.of(
                "SELECT max(max_block_number) FROM system.parts WHERE database = ? AND table = 'event'",
                Nodes.database(folder));
        return (Long) store.within(new Run(Duration.ofSeconds(10)), question -> question.rows(sql))
                .get(0)[0];
    }

    private static List<Event> events(String trace, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new Event(NOW.plusMillis(i), Map.of("trace.trace_id", trace, "trace.span_id", "s" + i)))
                .toList();
    }
}
