package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Event;

class TailTest {

    private final Tail tail = new Tail();

    @AfterEach
    void stop() {
        tail.stop();
    }

    private static Event event(long number) {
        return new Event(Instant.EPOCH, Map.of("n", number));
    }

    private Tail.Listener listen() {
        return tail.listen(event -> event.number("n") < 5_000, () -> {}).orElseThrow();
    }

    @Test
    void listener_hearsWhatItWantsInOrder() {
        Tail.Listener listener = listen();
        tail.kept(List.of(event(1), event(7_000), event(2)));
        assertThat(listener.next()).contains(event(1));
        assertThat(listener.next()).contains(event(2));
        assertThat(listener.next()).isEmpty();
        assertThat(listener.missed()).isZero();
    }

    @Test
    void slowListener_losesTheOldestAndIsToldHowMany() {
        Tail.Listener listener = listen();
        tail.kept(LongStream.range(0, 1_003).mapToObj(TailTest::event).toList());
        assertThat(listener.missed()).isEqualTo(3);
        assertThat(listener.missed()).isZero();
        assertThat(listener.next()).contains(event(3));
    }

    @Test
    void longEvents_areHeldWithinBounds() {
        Tail.Listener listener = listen();
        Event endless = new Event(Instant.EPOCH, Map.of("text", "x".repeat(900_000)));
        tail.kept(List.of(endless, endless, endless, event(1)));
        assertThat(listener.missed()).isEqualTo(1);
        assertThat(listener.next()).contains(endless);
        assertThat(listener.next()).contains(endless);
        assertThat(listener.next()).contains(event(1));
    }

    @Test
    void whoLeaves_hearsNothingAndMakesRoom() {
        Tail.Listener first = listen();
        for (int i = 1; i < 50; i++) {
            listen();
        }
        assertThat(tail.listen(event -> true, () -> {})).isEmpty();
        first.leave();
        tail.kept(List.of(event(1)));
        assertThat(first.next()).isEmpty();
        assertThat(tail.listen(event -> true, () -> {})).isPresent();
        assertThat(tail.listeners()).isEqualTo(50);
    }

    @Test
    void listeners_areWokenByOneThread() throws InterruptedException {
        CountDownLatch woken = new CountDownLatch(6);
        tail.listen(event -> true, woken::countDown);
        tail.listen(event -> true, woken::countDown);
        assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("tail"))
                .hasSize(1);
    }
}
