package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
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
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Retention;

class CrashTest {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final Query ALL = Query.between(START, START.plus(Duration.ofDays(1)));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BATCH = 100;
    private static final int ALIKE = 3;
    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    @Test
    void killedInFullFlight_losesNothingItAcknowledged() throws Exception {
        killAndCheck(Writer.class);
    }

    @Test
    void killedWhileItSeals_losesNothingAndDoublesNothing() throws Exception {
        killAndCheck(Sealer.class);
    }

    private void killAndCheck(Class<?> program) throws Exception {
        Path file = folder.resolve("events.duckdb");
        long acknowledged = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            acknowledged += acknowledged(program, file, kill);
        }
        try (DuckDbStore store = new DuckDbStore(file, Clock.systemUTC(), 0)) {
            store.open();
            Result result = store.query(ALL.calculating(List.of(distinct("own.event"))), PATIENCE);
            assertThat(result.matched()).isBetween(acknowledged * BATCH, (acknowledged + KILLS) * BATCH);
            assertThat(result.matched() % BATCH).as("no batch is kept by half").isZero();
            assertThat(only(result.rows().get(0))).isEqualTo(result.matched());
            checkNames(store);
        }
    }

    /** How many batches it had said were kept when it was killed: as it writes the next thing, a name's column before a batch with it. */
    private static long acknowledged(Class<?> program, Path file, int kill) throws IOException, InterruptedException {
        Process process = ChildJvm.start(program, file.toString(), Integer.toString(kill));
        try (BufferedReader lines = ChildJvm.lines(process)) {
            long batches = 0;
            while (batches < ALIKE * (1 + kill)) {
                batches = Long.parseLong(lines.readLine());
            }
            File log = new File(file + ".wal");
            long before = log.length();
            while (log.length() == before) {
                Thread.onSpinWait();
            }
            process.toHandle()
                    .destroyForcibly(); // SIGKILL; the process's own method would also close what it said last
            process.waitFor();
            String line;
            while ((line = lines.readLine()) != null) {
                batches = Long.parseLong(line);
            }
            return batches;
        }
    }

    /** Each event has the field that it says it has, wherever that is kept. */
    private static void checkNames(DuckDbStore store) throws Exception {
        List<Result.Row> names =
                store.query(ALL.by(List.of("own.name")).first(1_000), PATIENCE).rows();
        for (Result.Row row : names) {
            String name = (String) row.group().get("own.name");
            Query with = ALL.where(List.of(Filter.of(name, Filter.Op.EXISTS)));
            Result found = store.query(with.calculating(List.of(distinct(name))), PATIENCE);
            assertThat(found.matched()).as(name).isEqualTo(only(row));
            assertThat(only(found.rows().get(0))).as(name).isEqualTo(only(row));
        }
        try (Connection reader = store.reader()) {
            // some only: while an hour is sealed a name has to wait
            assertThat(Layout.of(reader).own()).anyMatch(name -> name.startsWith("own.added."));
        }
    }

    private static Calculation distinct(String column) {
        return new Calculation(Calculation.Op.COUNT_DISTINCT, column);
    }

    private static long only(Result.Row row) {
        assertThat(row.values()).hasSize(1);
        return row.values().values().iterator().next().longValue();
    }

    private static DuckDbStore opened(String file, Clock clock) throws Exception {
        DuckDbStore store =
                new DuckDbStore(Path.of(file), clock, 0, (name, first, pace, work) -> {}, new Common(1, 10));
        store.open();
        return store;
    }

    /** Appends batch after batch, and says so after each. A few have a name of their own, which gets a column after the first of them, unless it has it from before. */
    private static void write(String kill, DuckDbStore store) throws Exception {
        for (long batch = 1; ; batch++) {
            String name = "own.added." + batch / ALIKE;
            Instant time = START.plus(Duration.ofHours(batch % 2)).plusMillis(batch);
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                String event = kill + "." + batch + "." + i;
                events.add(new Event(time, Map.of("own.event", event, "own.name", name, name, event)));
            }
            store.append(events);
            System.out.println(batch);
            Thread.sleep(10); // for whoever kills it to be ready
        }
    }

    static final class Writer {
        public static void main(String[] arguments) throws Exception {
            write(arguments[1], opened(arguments[0], Clock.systemUTC()));
        }
    }

    /** Seals and seals again meanwhile. */
    static final class Sealer {
        public static void main(String[] arguments) throws Exception {
            HandClock clock = new HandClock(START.plus(Duration.ofDays(Long.parseLong(arguments[1]))));
            DuckDbStore store = opened(arguments[0], clock);
            store.retain(new Retention(Retention.MOST_DAYS, Map.of()));
            Thread tidier = new Thread(() -> seal(store, clock));
            tidier.setDaemon(true);
            tidier.start();
            write(arguments[1], store);
        }

        private static void seal(DuckDbStore store, HandClock clock) {
            while (true) {
                clock.now = clock.now.plus(Duration.ofHours(7)); // what came since is due too
                store.tidy();
                try {
                    Thread.sleep(100); // when names may get columns
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
