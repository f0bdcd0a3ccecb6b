package org.scruffy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.opentelemetry.api.OpenTelemetry;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.scruffy.feed.ManyFeeds;
import org.scruffy.telemetry.Jobs;
import org.scruffy.telemetry.OpenTelemetrySpans;

/** Feeds of three renditions on air in one process: what one more costs in processor time and in memory. */
final class FeedsBench implements Benchmark {

    private static final List<Integer> COUNTS = List.of(100, 300, 1_000);
    private static final long WARM_MILLIS = 20_000;
    private static final long MEASURED_MILLIS = 30_000;

    @Override
    public String name() {
        return "feeds";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        Table table = new Table(
                "feeds",
                "on air",
                "polls a second",
                "CPU µs a poll",
                "CPU % of a core a feed",
                "heap KiB a feed",
                "heap MiB",
                "resident MiB");
        // compiled code is not what is compared
        measure(100, 2 * WARM_MILLIS);
        for (int count : COUNTS) {
            table.row(measure(count, WARM_MILLIS));
        }
        table.print(out);
    }

    private static Object[] measure(int count, long warm) throws Exception {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Path media = Files.createTempDirectory("scruffy-bench");
        long empty = heap();
        OpenTelemetrySpans telemetry =
                new OpenTelemetrySpans(OpenTelemetry.noop().getTracer("bench"), new Jobs(Clock.systemUTC()));
        try (ManyFeeds feeds = new ManyFeeds(count, media, telemetry)) {
            Thread.sleep(warm);
            long polls = feeds.polls();
            long origin = feeds.originNanos();
            long used = process.getProcessCpuTime();
            Thread.sleep(MEASURED_MILLIS);
            long polled = feeds.polls() - polls;
            double nanos = process.getProcessCpuTime() - used - (feeds.originNanos() - origin);
            long heap = heap();
            return new Object[] {
                count,
                feeds.onAir(),
                number(polled * 1e3 / MEASURED_MILLIS),
                number(nanos / 1e3 / polled),
                String.format(Locale.ROOT, "%.3f", nanos / 1e4 / MEASURED_MILLIS / count),
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
