package org.scruffy.ffmpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.ffmpeg.Workbench.Step;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Container;
import org.scruffy.spi.feed.Ladder.Rung;
import org.scruffy.spi.feed.Probe;

/**
 * A rendition that was made, looked at as a player will: that all its frames are there, in order, and that segments start with key
 * frames.
 *
 * @param peak bits a second of the fullest segment
 * @param average of all
 */
record Checked(Probe probe, long peak, long average) {

    static Checked video(Workbench bench, Encoding encoding, int index) throws IOException, InterruptedException {
        Ladder ladder = encoding.ladder();
        Path whole = whole(bench, encoding, Encoding.rendition(index));
        frames(bench, encoding, whole, index, ladder.rungs().get(index));
        return rates(encoding, Encoding.rendition(index), probe(bench, whole));
    }

    static Checked sound(Workbench bench, Encoding encoding) throws IOException, InterruptedException {
        Path whole = whole(bench, encoding, Encoding.SOUND);
        return rates(encoding, Encoding.SOUND, probe(bench, whole));
    }

    /** How loud a copy came out. */
    static Sound.Level level(Workbench bench, Encoding encoding) throws IOException, InterruptedException {
        String rendition = encoding.ladder().demuxed() ? Encoding.SOUND : Encoding.rendition(0);
        Step step = new Step("Checking the copy", 0.96, 1, encoding.grid().length());
        return Sound.level(bench, step, whole(bench, encoding, rendition));
    }

    private static Probe probe(Workbench bench, Path whole) throws IOException, InterruptedException {
        return Sent.read(new Workbench(bench.ffmpeg(), bench.work(), whole, bench.watch()))
                .probe();
    }

    /** All segments in one file, as a player's buffer has them. */
    private static Path whole(Workbench bench, Encoding encoding, String rendition) throws IOException {
        Path whole = bench.work().resolve(rendition + ".whole");
        try (OutputStream out = Files.newOutputStream(whole)) {
            if (encoding.ladder().container() == Container.FMP4) {
                Files.copy(encoding.folder().resolve(rendition).resolve("init.mp4"), out);
            }
            for (Path segment : segments(encoding, rendition)) {
                Files.copy(segment, out);
            }
        }
        return whole;
    }

    private static List<Path> segments(Encoding encoding, String rendition) throws IOException {
        List<Path> segments = new ArrayList<>();
        Path folder = encoding.folder().resolve(rendition);
        for (int i = 0; i < encoding.grid().segments().size(); i++) {
            Path segment = folder.resolve(Encoding.segment(encoding.ladder().container(), i));
            if (!Files.isRegularFile(segment)) {
                throw new IOException("The copy has no segment " + i + " of " + rendition);
            }
            segments.add(segment);
        }
        Path oneMore = folder.resolve(Encoding.segment(encoding.ladder().container(), segments.size()));
        if (Files.exists(oneMore)) {
            throw new IOException("The copy has more than " + segments.size() + " segments of " + rendition);
        }
        return segments;
    }

    private static void frames(Workbench bench, Encoding encoding, Path whole, int index, Rung rung)
            throws IOException, InterruptedException {
        List<String> packets = bench.look(
                        whole, "-select_streams", "v", "-show_entries", "packet=pts,dts,flags", "-of", "csv=p=0")
                .lines()
                .filter(line -> line.contains("_"))
                .toList();
        Grid grid = encoding.grid();
        int times = grid.times(rung);
        List<Integer> keys = new ArrayList<>(List.of(0));
        grid.cuts().forEach(cut -> keys.add(cut * times));
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            String[] fields = packets.get(i).split(",");
            if (fields[2].startsWith("K")) {
                found.add(i);
            }
            if (!fields[0].equals(fields[1])) {
                throw new IOException("Frame " + i + " of rendition " + index + " is out of order");
            }
        }
        if (packets.size() != grid.frames() * times || !found.equals(keys)) {
            throw new IOException("Rendition " + index + " has " + packets.size() + " frames with key frames at "
                    + found + ", expected " + grid.frames() * times + " with key frames at " + keys);
        }
    }

    private static Checked rates(Encoding encoding, String rendition, Probe probe) throws IOException {
        List<Path> segments = segments(encoding, rendition);
        long peak = 0;
        long all = 0;
        for (int i = 0; i < segments.size(); i++) {
            long bits = Files.size(segments.get(i)) * 8;
            Duration length =
                    encoding.grid().rate().length(encoding.grid().segments().get(i));
            peak = Math.max(peak, rate(bits, length));
            all += bits;
        }
        return new Checked(probe, peak, rate(all, encoding.grid().length()));
    }

    private static long rate(long bits, Duration length) {
        return (long) Math.ceil(bits / (length.toNanos() / 1e9));
    }
}
