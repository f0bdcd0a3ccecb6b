package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Retention;

class CrashTest {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final int BATCH = 100;
    private static final int ACKNOWLEDGED = 40;
    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    @Test
    void killedInFullFlight_losesNothingItAcknowledged() throws Exception {
        Path file = folder.resolve("events.duckdb");
        Process writer = ChildJvm.start(Writer.class, file.toString());
        long acknowledged = 0;
        try (BufferedReader lines = ChildJvm.lines(writer)) {
            while (acknowledged < ACKNOWLEDGED) {
                acknowledged = Long.parseLong(lines.readLine());
            }
            writer.toHandle().destroyForcibly(); // SIGKILL; the process's own method would also close what it said last
            writer.waitFor();
            String line;
            while ((line = lines.readLine()) != null) {
                acknowledged = Long.parseLong(line);
            }
        }
        try (DuckDbStore store = new DuckDbStore(file, Clock.systemUTC())) {
            store.open();
            Query all = Query.between(START, START.plus(Duration.ofDays(1)));
            long kept = store.query(all, Duration.ofSeconds(60)).matched();
            assertThat(kept).isGreaterThanOrEqualTo(acknowledged * BATCH);
            assertThat(kept % BATCH).as("no batch is kept by half").isZero();
        }
    }

    @Test
    void killedWhileItSeals_losesNothingAndDoublesNothing() throws Exception {
        Path file = folder.resolve("events.duckdb");
        long acknowledged = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Process writer = ChildJvm.start(Sealer.class, file.toString(), Long.toString(kill));
            try (BufferedReader lines = ChildJvm.lines(writer)) {
                long batches = 0;
                while (batches < 5 + 7 * kill) { // at another moment each time
                    batches = Long.parseLong(lines.readLine());
                }
                writer.toHandle().destroyForcibly();
                writer.waitFor();
                String line;
                while ((line = lines.readLine()) != null) {
                    batches = Long.parseLong(line);
                }
                acknowledged += batches;
            }
        }
        try (DuckDbStore store = new DuckDbStore(file, Clock.systemUTC(), 0)) {
            store.open();
            Query all = Query.between(START, START.plus(Duration.ofDays(1)))
                    .calculating(List.of(new Calculation(Calculation.Op.COUNT_DISTINCT, "own.event")));
            Result result = store.query(all, Duration.ofSeconds(60));
            assertThat(result.matched()).isBetween(acknowledged * BATCH, (acknowledged + KILLS) * BATCH);
            assertThat(result.matched() % BATCH).as("no batch is kept by half").isZero();
            assertThat(result.rows().get(0).values().values())
                    .singleElement()
                    .satisfies(distinct -> assertThat(distinct.longValue()).isEqualTo(result.matched()));
        }
    }

    /** Appends batch after batch of two hours, and seals and seals again, all at once. */
    static final class Sealer {
        public static void main(String[] arguments) throws Exception {
            HandClock clock = new HandClock(START.plus(Duration.ofDays(Long.parseLong(arguments[1]))));
            DuckDbStore store = new DuckDbStore(Path.of(arguments[0]), clock, 0);
            store.open();
            store.retain(new Retention(Retention.MOST_DAYS, Map.of()));
            Thread tidier = new Thread(() -> {
                while (true) {
                    clock.now = clock.now.plus(Duration.ofHours(7)); // what came since is due too
                    store.tidy();
                }
            });
            tidier.setDaemon(true);
            tidier.start();
            for (long batch = 1; ; batch++) {
                store.append(batch(arguments[1], batch));
                System.out.println(batch);
            }
        }

        private static List<Event> batch(String kill, long number) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                Instant time = START.plus(Duration.ofHours(number % 2)).plusMillis(number);
                events.add(new Event(time, Map.of("own.event", kill + "." + number + "." + i)));
            }
            return events;
        }
    }

    /** Appends batch after batch and says so after each. */
    static final class Writer {
        public static void main(String[] arguments) throws Exception {
            DuckDbStore store = new DuckDbStore(Path.of(arguments[0]), Clock.systemUTC());
            store.open();
            for (long batch = 1; ; batch++) {
                store.append(batch(batch));
                System.out.println(batch);
            }
        }

        private static List<Event> batch(long number) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                events.add(new Event(START.plusMillis(number), Map.of("name", "n", "own.batch", number)));
            }
            return events;
        }
    }
}
