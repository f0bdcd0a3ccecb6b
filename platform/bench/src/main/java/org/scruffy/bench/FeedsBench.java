package org.scruffy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.scruffy.feed.ManyFeeds;
import org.scruffy.telemetry.Jobs;
import org.scruffy.telemetry.OpenTelemetrySpans;

/** Feeds of three renditions on air in one process: what one more costs in processor time and in memory. */
final class FeedsBench implements Benchmark {

    private static final List<Integer> COUNTS = List.of(100, 300, 1_000);
    /** Code is compiled until then, and after it now and then. */
    private static final long WARM_POLLS = 12_000;

    private static final Duration START = Duration.ofMinutes(2);
    private static final long SETTLED_MILLIS = 15_000;
    private static final long MEASURED_MILLIS = 30_000;
    private static final List<String> COMPILERS = List.of("C1 Compiler", "C2 Compiler");

    /** What has been done and used up to now. */
    private record Used(long polls, double micros) {

        static Used by(ManyFeeds feeds) throws IOException {
            OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            double others = feeds.originNanos() / 1e3
                    + ThreadTimes.micros(ProcessHandle.current().pid(), COMPILERS);
            return new Used(feeds.polls(), process.getProcessCpuTime() / 1e3 - others);
        }
    }

    @Override
    public String name() {
        return "feeds";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        Table table = new Table(
                "feeds",
                "on air",
                "all after s",
                "polls a second",
                "CPU µs a poll",
                "CPU % of a core a feed",
                "heap KiB a feed",
                "heap MiB",
                "resident MiB");
        warm();
        for (int count : COUNTS) {
            table.row(measure(count));
        }
        table.print(out);
    }

    private static ManyFeeds feeds(int count) throws IOException {
        OpenTelemetrySpans telemetry =
                new OpenTelemetrySpans(OpenTelemetry.noop().getTracer("bench"), new Jobs(Clock.systemUTC()));
        return new ManyFeeds(count, Files.createTempDirectory("scruffy-bench"), telemetry);
    }

    private static void warm() throws Exception {
        try (ManyFeeds feeds = feeds(300)) {
            await(() -> feeds.polls() >= WARM_POLLS);
        }
    }

    /** How many seconds it took, or that it took too long. */
    private static String await(BooleanSupplier done) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < START.toNanos()) {
            if (done.getAsBoolean()) {
                return number((System.nanoTime() - start) / 1e9);
            }
            Thread.sleep(200);
        }
        return "> " + START.toSeconds();
    }

    private static Object[] measure(int count) throws Exception {
        long empty = heap();
        try (ManyFeeds feeds = feeds(count)) {
            String allAfter = await(() -> feeds.onAir() == count);
            Thread.sleep(SETTLED_MILLIS);
            Used before = Used.by(feeds);
            Thread.sleep(MEASURED_MILLIS);
            Used after = Used.by(feeds);
            long polls = after.polls() - before.polls();
            double micros = after.micros() - before.micros();
            long heap = heap();
            return new Object[] {
                count,
                feeds.onAir(),
                allAfter,
                number(polls * 1e3 / MEASURED_MILLIS),
                number(micros / polls),
                String.format(Locale.ROOT, "%.3f", micros / 10 / MEASURED_MILLIS / count),
                number((heap - empty) / 1024.0 / count),
                heap >> 20,
                resident()
            };
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long resident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
