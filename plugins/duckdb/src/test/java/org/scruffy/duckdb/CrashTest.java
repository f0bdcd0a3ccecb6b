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
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Query;

class CrashTest {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final int BATCH = 100;
    private static final int ACKNOWLEDGED = 40;

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
