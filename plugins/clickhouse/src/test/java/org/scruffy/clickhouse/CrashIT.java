package org.scruffy.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Query;

class CrashIT {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final int BATCH = 1_000;
    private static final int ACKNOWLEDGED = 15;

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void nodeKilledInFullIngest_losesNothingAcknowledged() throws Exception {
        List<Node> nodes = Node.started(1);
        try (ClickHouseStore store = Nodes.store(nodes, "", folder, Nodes.EARLY)) {
            killedInFullIngest(store, nodes.get(0));
        } finally {
            nodes.get(0).kill();
        }
    }

    @Test
    @Timeout(180)
    void nodeOfAClusterKilledInFullIngest_losesNothingAcknowledged() throws Exception {
        List<Node> nodes = Node.started(2);
        try (ClickHouseStore store = Nodes.store(nodes, "scruffy", folder, Nodes.EARLY)) {
            killedInFullIngest(store, nodes.get(1));
        } finally {
            for (Node node : nodes) {
                node.kill();
            }
        }
    }

    /** What was on its way is brought again when the node is back, as clients do, and is kept once. */
    private static void killedInFullIngest(ClickHouseStore store, Node node) throws Exception {
        store.open();
        AtomicLong acknowledged = new AtomicLong();
        CompletableFuture<Exception> failure = CompletableFuture.supplyAsync(() -> untilItFails(store, acknowledged));
        while (acknowledged.get() < ACKNOWLEDGED) {
            assertThat(failure).isNotDone();
            Thread.sleep(5);
        }
        node.kill();
        assertThat(failure.get()).isInstanceOf(IOException.class);
        long safe = acknowledged.get();
        node.start();
        assertThat(kept(store)).isGreaterThanOrEqualTo(safe * BATCH);
        store.append(batch(safe));
        assertThat(kept(store)).isEqualTo((safe + 1) * BATCH);
    }

    private static Exception untilItFails(ClickHouseStore store, AtomicLong acknowledged) {
        try {
            while (true) {
                store.append(batch(acknowledged.get()));
                acknowledged.incrementAndGet();
            }
        } catch (IOException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private static List<Event> batch(long number) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            events.add(new Event(
                    START.plusMillis(number),
                    Map.of("trace.trace_id", number + "-" + i / 10, "trace.span_id", "s" + i, "own.batch", number)));
        }
        return events;
    }

    private static long kept(ClickHouseStore store) throws Exception {
        return store.query(Query.between(START, START.plus(Duration.ofDays(1))), Duration.ofSeconds(60))
                .matched();
    }
}
