package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scruffy.plugin.PluginFailure;
import org.scruffy.spi.telemetry.Batching;
import org.scruffy.spi.telemetry.Event;

class IngestTest {

    private static final int CAPACITY = 100;
    private static final Instant NOW = Instant.parse("2026-06-07T10:00:00Z");

    private final Recorder recorder = new Recorder(CAPACITY);
    private final List<Event> kept = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String full = "";
    private Batching batching = Batching.AT_ONCE;
    private final AtomicInteger transactions = new AtomicInteger();
    private final Watch watch = new Watch();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final Ingest ingest =
            new Ingest(new Kept(), Clock.fixed(NOW, ZoneOffset.UTC), recorder.queue, List.of(watch));

    /** Takes what is secret out of events, and tells which are kept. */
    private static final class Watch implements EventWatch {

        private final List<Event> kept = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Event admit(Event event) {
            Map<String, Object> fields = new HashMap<>(event.fields());
            fields.remove("secret");
            return new Event(event.time(), fields);
        }

        @Override
        public int rate(Event event, boolean pressed) {
            return (int) Math.max(1, event.number(pressed ? "pressed.rate" : "wanted.rate"));
        }

        @Override
        public void kept(List<Event> events) {
            kept.addAll(events);
            throw new IllegalStateException("a watch that fails");
        }
    }

    /** A store that fails as often as it is told, and never takes an event named "poison". */
    private final class Kept extends Events {
        @Override
        public boolean installed() {
            return true;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public String full() {
            return full;
        }

        @Override
        Batching batching() {
            return batching;
        }

        @Override
        void append(List<Event> events) throws PluginFailure {
            if (failures.getAndDecrement() > 0) {
                throw new PluginFailure("acme", new IllegalStateException("disk full"));
            }
            if (events.stream().anyMatch(event -> event.text("name").equals("poison"))) {
                throw new PluginFailure("acme", new IllegalArgumentException("poison"));
            }
            kept.addAll(events);
            transactions.incrementAndGet();
        }
    }

    @AfterEach
    void stop() {
        ingest.stop();
        clients.shutdownNow();
    }

    private void span(String name) {
        recorder.tracer().spanBuilder(name).startSpan().end();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void spansThatEndedBeforeTheStart_areKept() throws InterruptedException {
        span("early");
        ingest.start(new Object());
        await(() -> kept.size() == 1);
        assertThat(ingest.kept()).isEqualTo(1);
        assertThat(ingest.dropped()).isZero();
    }

    @Test
    void watch_changesOurSpansAndSeesWhatIsKept() throws InterruptedException {
        recorder.tracer()
                .spanBuilder("n")
                .setAttribute("secret", "s")
                .startSpan()
                .end();
        span("poison");
        ingest.start(new Object());
        await(() -> watch.kept.size() == 1);
        assertThat(kept)
                .isEqualTo(watch.kept)
                .allSatisfy(event -> assertThat(event.fields()).doesNotContainKey("secret"));
    }

    @Test
    void sample_isKeptByTraceAndSaysWhatItStandsFor() throws Exception {
        ingest.start(new Object());
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            String trace = Integer.toHexString(i / 2 * 7_919);
            events.add(new Event(
                    Instant.EPOCH,
                    Map.of("wanted.rate", i % 2 == 0 ? 4L : 8L, "trace.trace_id", trace, Event.SAMPLE_RATE, 2L)));
        }
        assertThat(ingest.keep(events)).hasSize(4_000).containsOnly("");

        assertThat(kept)
                .hasSizeBetween(650, 850)
                .allSatisfy(event ->
                        assertThat(event.number(Event.SAMPLE_RATE)).isEqualTo(2 * event.number("wanted.rate")));
        List<String> rare = kept.stream()
                .filter(event -> event.number("wanted.rate") == 4)
                .map(event -> event.text("trace.trace_id"))
                .toList();
        assertThat(kept).extracting(event -> event.text("trace.trace_id")).isSubsetOf(rare);
        assertThat(ingest.leftOut()).isEqualTo(4_000 - kept.size());
        assertThat(ingest.keep(List.of(new Event(Instant.EPOCH, Map.of("wanted.rate", 1L)))))
                .containsExactly("");
    }

    @Test
    void whileRoomIsTight_moreIsLeftOutAndSaysWhatItStandsFor() throws Exception {
        ingest.start(new Object());
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            String trace = Integer.toHexString(i * 7_919);
            events.add(new Event(NOW, Map.of("pressed.rate", 10L, "wanted.rate", 1L, "trace.trace_id", trace)));
        }
        Room room = ingest.room();
        try (Room.Share others = room.share()) {
            for (int i = 0; i < 3; i++) {
                others.take(room.largest());
            }
            ingest.keep(events);
            assertThat(kept).as("three quarters are taken").hasSize(4_000);
            kept.clear();
            others.take(1);
            assertThat(ingest.keep(events)).hasSize(4_000).containsOnly("");
        }
        assertThat(kept)
                .hasSizeBetween(300, 500)
                .allSatisfy(event -> assertThat(event.number(Event.SAMPLE_RATE)).isEqualTo(10));
        assertThat(ingest.leftOut()).isEqualTo(4_000 - kept.size());
        kept.clear();
        ingest.keep(events);
        assertThat(kept).as("there is room again").hasSize(4_000);
    }

    @Test
    void failingStore_isAskedAgainAndLosesNothing() throws InterruptedException {
        failures.set(2);
        span("one");
        ingest.start(new Object());
        span("two");
        await(() -> kept.size() == 2);
        assertThat(ingest.dropped()).isZero();
    }

    @Test
    void spansBeyondTheQueue_areCounted() {
        for (int i = 0; i < CAPACITY + 7; i++) {
            span("n");
        }
        assertThat(ingest.dropped()).isEqualTo(7);
        assertThat(ingest.waiting()).isEqualTo(CAPACITY);
    }

    @Test
    void eventTheStoreRefuses_isDroppedAlone() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            span(i == 3 ? "poison" : "n");
        }
        ingest.start(new Object());
        await(() -> ingest.dropped() > 0);
        assertThat(ingest.dropped()).isEqualTo(1);
        assertThat(kept).hasSize(9);
    }

    @Test
    void stop_keepsWhatStillWaits() {
        span("last");
        ingest.stop();
        assertThat(kept).hasSize(1);
    }

    private Future<List<String>> bring(String... names) {
        List<Event> batch = Stream.of(names)
                .map(name -> new Event(Instant.EPOCH, Map.of("name", name)))
                .toList();
        return clients.submit(() -> ingest.keep(batch));
    }

    @Test
    void manyRequests_areFewTransactions() throws Exception {
        List<Future<List<String>>> brought = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            brought.add(bring("one", "two"));
        }
        await(() -> ((ThreadPoolExecutor) clients).getActiveCount() == 100);
        ingest.start(new Object());
        for (Future<List<String>> answer : brought) {
            assertThat(answer.get()).containsExactly("", "");
        }
        assertThat(kept).hasSize(200);
        assertThat(transactions.get()).isLessThan(50);
    }

    @Test
    void ourSpansOfAnInterval_areOneBatch() throws Exception {
        batching = new Batching(10_000, Duration.ofSeconds(1));
        long start = System.nanoTime();
        ingest.start(new Object());
        for (int i = 0; i < 40; i++) {
            span("own");
            Thread.sleep(50);
        }
        int batches = transactions.get();
        assertThat(batches)
                .isBetween(
                        1,
                        (int) ((System.nanoTime() - start) / batching.interval().toNanos()) + 1);
    }

    @Test
    void requestsOfAnInterval_areOneBatchTogetherWithOurSpans() throws Exception {
        batching = new Batching(10_000, Duration.ofMillis(100));
        long start = System.nanoTime();
        ingest.start(new Object());
        List<Future<Integer>> senders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            senders.add(clients.submit(() -> {
                for (int request = 0; request < 10; request++) {
                    span("own");
                    assertThat(bring("one").get()).containsExactly("");
                }
                return 10;
            }));
        }
        for (Future<Integer> sender : senders) {
            sender.get();
        }
        await(() -> kept.size() == 400 - ingest.dropped());
        long intervals = (System.nanoTime() - start) / batching.interval().toNanos();
        assertThat(transactions.get()).isLessThanOrEqualTo((int) intervals + 1);
    }

    @Test
    void eventAfterAQuietTime_waitsForNobody() throws Exception {
        batching = new Batching(10_000, Duration.ofSeconds(1));
        ingest.start(new Object());
        long waited = 0;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            bring("lone").get();
            waited += System.nanoTime() - start;
            Thread.sleep(1_000);
        }
        assertThat(waited).isLessThan(batching.interval().toNanos());
        assertThat(transactions).hasValue(3);
    }

    @Test
    void enoughEvents_areABatchAtOnce() throws Exception {
        batching = new Batching(4, Duration.ofSeconds(1));
        ingest.start(new Object());
        bring("first").get();
        Future<List<String>> few = bring("one", "two");
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            bring("three", "four", "five", "six").get();
        }
        few.get();
        assertThat(System.nanoTime() - start)
                .isLessThan(batching.interval().multipliedBy(10).toNanos());
        assertThat(kept).hasSize(83);
    }

    @Test
    void requestsWaitNoMore_whereNobodyElseMay() throws Exception {
        batching = new Batching(10_000, Duration.ofSeconds(1));
        ingest.start(new Object());
        bring("first").get();
        long start = System.nanoTime();
        for (int round = 0; round < 10; round++) {
            List<Future<List<String>>> brought = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                brought.add(bring("one"));
            }
            for (Future<List<String>> answer : brought) {
                assertThat(answer.get()).containsExactly("");
            }
        }
        assertThat(System.nanoTime() - start)
                .isLessThan(batching.interval().multipliedBy(5).toNanos());
    }

    @Test
    void stop_keepsAtOnceWhatWaitsForOthers() throws Exception {
        long waited = 0;
        for (int i = 0; i < 5; i++) {
            Ingest stopped = new Ingest(new Kept(), Clock.fixed(NOW, ZoneOffset.UTC), new SpanQueue(1));
            batching = new Batching(10_000, Duration.ofSeconds(1));
            stopped.start(new Object());
            stopped.keep(List.of(new Event(NOW, Map.of())));
            Future<List<String>> waits = clients.submit(() -> stopped.keep(List.of(new Event(NOW, Map.of()))));
            await(() -> waitingAtTheQueue() == 1 || waits.isDone());
            long start = System.nanoTime();
            stopped.stop();
            waited += System.nanoTime() - start;
            assertThat(waits.get()).containsExactly("");
        }
        assertThat(waited).isLessThan(batching.interval().multipliedBy(2).toNanos());
        assertThat(kept).hasSize(10);
    }

    @Test
    void moreRequestsThanMayWait_areSentAwayAtOnce() throws Exception {
        List<Future<List<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(bring("waits"));
        }
        await(() -> waitingAtTheQueue() == 100);
        assertThatThrownBy(() -> bring("one", "two").get())
                .hasCauseInstanceOf(NotKept.class)
                .hasMessageContaining("100 requests wait for their events to be kept already");
        assertThat(ingest.shed().requests()).isEqualTo(1);
        ingest.start(new Object());
        for (Future<List<String>> answer : waiting) {
            assertThat(answer.get()).containsExactly("");
        }
        assertThat(bring("again").get()).containsExactly("");
    }

    private static long waitingAtTheQueue() {
        return Thread.getAllStackTraces().values().stream()
                .filter(frames -> calls(frames, Ingest.class, "bring") && calls(frames, CompletableFuture.class, "get"))
                .count();
    }

    private static boolean calls(StackTraceElement[] frames, Class<?> type, String method) {
        return Stream.of(frames)
                .anyMatch(frame -> frame.getClassName().equals(type.getName())
                        && frame.getMethodName().equals(method));
    }

    @Test
    void batchIsAnsweredWhenItIsKept_andSaysWhatNeverCanBe() throws Exception {
        ingest.start(new Object());
        assertThat(bring("fine", "poison", "too").get())
                .satisfiesExactly(
                        fine -> assertThat(fine).isEmpty(),
                        poison -> assertThat(poison).contains("never").contains("poison"),
                        too -> assertThat(too).isEmpty());
        assertThat(kept).extracting(event -> event.text("name")).containsExactly("fine", "too");
        assertThat(ingest.dropped()).as("our own").isZero();
    }

    @Test
    void failingStore_sendsClientsAwayToComeAgain() throws Exception {
        failures.set(1);
        ingest.start(new Object());
        Future<List<String>> refused = bring("one");
        assertThatThrownBy(refused::get)
                .cause()
                .isInstanceOfSatisfying(
                        NotKept.class, e -> assertThat(e.retryAfter()).isPositive());
        assertThat(kept).isEmpty();
        assertThat(bring("one").get()).containsExactly("");
    }

    @Test
    void fullDisk_sendsClientsAwayUntilThereIsRoomAgain_andSaysHowMuch() throws Exception {
        ingest.start(new Object());
        full = "The disk is nearly full";
        span("own");
        assertThatThrownBy(bring("one", "two")::get).cause().isInstanceOfSatisfying(NotKept.class, e -> {
            assertThat(e).hasMessage(full);
            assertThat(e.retryAfter()).isPositive();
        });
        assertThat(ingest.shed()).isEqualTo(new Shed(1, 2, NOW, full));
        Thread.sleep(600); // two rounds
        assertThat(kept).isEmpty();
        assertThat(ingest.waiting()).as("our own").isEqualTo(1);
        full = "";
        assertThat(bring("one").get()).containsExactly("");
        await(() -> kept.size() == 2);
    }

    @Test
    void stop_endsAlsoWhileTheDiskIsFull() {
        full = "The disk is nearly full";
        span("own");
        ingest.stop();
        assertThat(kept).isEmpty();
    }

    @Test
    void room_isGivenBackAndNotGivenTwice() throws Exception {
        List<NotKept> sentAway = new ArrayList<>();
        Room room = new Room(100, sentAway::add);
        try (Room.Share one = room.share();
                Room.Share other = room.share()) {
            one.take(60);
            assertThatThrownBy(() -> other.take(50)).isInstanceOf(NotKept.class);
            other.take(40);
        }
        assertThat(room.taken()).isZero();
        assertThat(sentAway).hasSize(1);
    }
}
