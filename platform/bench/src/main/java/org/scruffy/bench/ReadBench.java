package org.scruffy.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.scruffy.feed.PlaylistSteps;

/** The next version of a live playlist, read at the cost of what changed and read anew. */
final class ReadBench implements Benchmark {

    private static final int VERSIONS = 250;
    private static final Duration TIME = Duration.ofSeconds(6);
    private static final List<Integer> SIZES = List.of(8, 1_200);

    @Override
    public String name() {
        return "read";
    }

    @Override
    public void run(PrintStream out) {
        Table table = new Table("segments listed", "bytes", "following µs", "anew µs", "ratio");
        for (int size : SIZES) {
            List<byte[]> versions = versions(size);
            double following = median(versions, () -> new PlaylistSteps()::follow, size);
            double anew = median(versions, () -> PlaylistSteps::anew, size);
            table.row(
                    size,
                    versions.get(0).length,
                    String.format(Locale.ROOT, "%.1f", following),
                    String.format(Locale.ROOT, "%.1f", anew),
                    String.format(Locale.ROOT, "1 : %.0f", anew / following));
        }
        table.print(out);
    }

    /** Of the second half of the time: the first warms up. */
    private static double median(List<byte[]> versions, Supplier<ToIntFunction<byte[]>> reader, int size) {
        List<Double> times = new ArrayList<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < TIME.toNanos()) {
            boolean warm = System.nanoTime() - start > TIME.toNanos() / 2;
            times.addAll(times(versions, reader.get(), size).subList(0, warm ? versions.size() - 1 : 0));
        }
        return WeekBench.median(times);
    }

    /** Without that of the first version, which follows nothing. */
    private static List<Double> times(List<byte[]> versions, ToIntFunction<byte[]> read, int size) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            long began = System.nanoTime();
            if (read.applyAsInt(versions.get(i)) != size) {
                throw new IllegalStateException("Version " + i + " was not read whole");
            }
            if (i > 0) {
                times.add((System.nanoTime() - began) / 1e3);
            }
        }
        return times;
    }

    /** Each drops a segment and lists a new one. */
    private static List<byte[]> versions(int size) {
        List<byte[]> versions = new ArrayList<>();
        for (int first = 0; first < VERSIONS; first++) {
            versions.add(version(first, size));
        }
        return versions;
    }

    private static byte[] version(int first, int size) {
        StringBuilder text = new StringBuilder(
                "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:" + first + "\n");
        for (int i = first; i < first + size; i++) {
            text.append("#EXT-X-PROGRAM-DATE-TIME:")
                    .append(Instant.ofEpochMilli(1_790_000_000_123L + 6_006L * i))
                    .append("\n#EXTINF:6.006,\nindex_1_")
                    .append(i)
                    .append(".ts?m=1566416212\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
