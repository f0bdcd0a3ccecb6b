package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.plugin.OnePlugin;
import org.scruffy.spi.telemetry.Batching;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Run;

/** The store of a plugin, on the threads of that plugin. */
class EventsTest {

    /** Takes four seconds for each answer, and no time to keep events. */
    private static final String SLOW = """
            public String name() { return "slow"; }
            public List<org.scruffy.spi.telemetry.EventStore> eventStores() {
                return List.of(new org.scruffy.spi.telemetry.EventStore() {
                    public void open() {}
                    public org.scruffy.spi.telemetry.Batching batching() {
                        return new org.scruffy.spi.telemetry.Batching(7, java.time.Duration.ofMillis(70));
                    }
                    public void append(List<org.scruffy.spi.telemetry.Event> events) {}
                    public org.scruffy.spi.telemetry.Result query(
                            org.scruffy.spi.telemetry.Query query, org.scruffy.spi.telemetry.Run run)
                            throws InterruptedException {
                        Thread.sleep(4_000);
                        return null;
                    }
                    public List<org.scruffy.spi.telemetry.Event> trace(String id, int limit) { return List.of(); }
                    public List<org.scruffy.spi.telemetry.Column> columns() { return List.of(); }
                    public void close() {}
                });
            }
            """;

    private static final Instant NOW = Instant.parse("2026-06-07T10:00:00Z");
    private static final int ASKING = 40;
    private static final int ANSWERED = 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private OnePlugin host;
    private Events events;

    @BeforeEach
    void open(@TempDir Path temp) throws IOException {
        host = new OnePlugin(temp, "Slow", SLOW);
        events = new Events(host.plugins());
        events.open();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        host.close();
    }

    @Test
    void batching_isWhatTheStoreLikes() {
        assertThat(events.batching()).isEqualTo(new Batching(7, Duration.ofMillis(70)));
    }

    private Future<?> ask(CountDownLatch asked) {
        return threads.submit(() -> {
            asked.countDown();
            return events.query(Query.between(NOW, NOW.plusSeconds(1)), new Run(Duration.ofSeconds(10)));
        });
    }

    @Test
    void manyWhoAsk_keepNobodyFromBringingEvents() throws Exception {
        CountDownLatch asked = new CountDownLatch(ASKING);
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            answers.add(ask(asked));
        }
        asked.await();
        List<Future<?>> brought = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            brought.add(threads.submit(() -> {
                for (int batch = 0; batch < 50; batch++) {
                    assertThat(events.full()).isEmpty();
                }
                return null;
            }));
        }
        for (int batch = 0; batch < 300; batch++) {
            events.append(List.of(new Event(NOW, Map.of("name", "a"))));
            Thread.sleep(10);
        }
        for (Future<?> each : brought) {
            each.get();
        }
        int given = 0;
        for (Future<?> answer : answers) {
            try {
                answer.get();
                given++;
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOf(NoAnswer.class)
                        .hasMessage("10 questions are being answered already: ask again soon");
            }
        }
        assertThat(given).isEqualTo(ANSWERED);
        assertThat(events.columns()).isEmpty();
    }

    @Test
    void aQuestionThatIsAskedTooMany_isRefusedSoon() throws Exception {
        CountDownLatch asked = new CountDownLatch(ANSWERED);
        for (int i = 0; i < ANSWERED; i++) {
            ask(asked);
        }
        asked.await();
        Thread.sleep(200);
        assertThatThrownBy(events::columns).isInstanceOf(NoAnswer.class).hasMessageContaining("ask again soon");
    }
}
