package org.scruffy.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.scruffy.ffmpeg.process.Ffmpeg;
import org.scruffy.ffmpeg.process.Folders;
import org.scruffy.spi.feed.Booked;
import org.scruffy.spi.feed.Conditioned;
import org.scruffy.spi.feed.Conditioner;
import org.scruffy.spi.feed.ConditioningWatch;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Rung;
import org.scruffy.spi.feed.Probe;

/** Conditions with ffmpeg, libopenh264 and ffmpeg's own AAC encoder. */
final class FfmpegConditioner implements Conditioner {

    /** Raised whenever copies are made in another way. */
    private static final String RECIPE = "ffmpeg-2";

    private static final Duration INCOMPLETE = Duration.ofMillis(700);
    private static final int MOST_PIXELS = 8192 * 4608;

    private final Path home;
    private Ffmpeg ffmpeg;
    private boolean stopped;

    FfmpegConditioner(Path home) throws IOException {
        this.home = home;
        Folders.fresh(home.resolve("work"));
    }

    /** Unpacked when it is needed for the first time. */
    private synchronized Ffmpeg ffmpeg() throws IOException {
        if (stopped) {
            throw new IOException("Conditioning has stopped");
        }
        if (ffmpeg == null) {
            ffmpeg = Ffmpeg.unpack(home);
        }
        return ffmpeg;
    }

    @Override
    public String recipe() {
        return RECIPE;
    }

    @Override
    public Probe probe(Path file) throws IOException, InterruptedException {
        return at(file, ConditioningWatch.NOBODY, bench -> Sent.read(bench).probe());
    }

    @Override
    public Conditioned condition(Path source, Booked booked, Ladder ladder, Path folder, ConditioningWatch watch)
            throws IOException, InterruptedException {
        return at(source, watch, bench -> {
            try {
                return copy(bench, booked, ladder, folder);
            } catch (Unfit unfit) {
                return new Conditioned.Refusal(unfit.getMessage());
            }
        });
    }

    private interface Work<R> {
        R at(Workbench bench) throws IOException, InterruptedException;
    }

    private <R> R at(Path source, ConditioningWatch watch, Work<R> work) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(
                home.resolve("work").resolve(UUID.randomUUID().toString()));
        try {
            return work.at(new Workbench(ffmpeg(), folder, source.toAbsolutePath(), watch));
        } finally {
            Folders.delete(folder);
        }
    }

    private static Conditioned copy(Workbench bench, Booked booked, Ladder ladder, Path folder)
            throws IOException, InterruptedException {
        bench.watch().progress(0, "Looking at the file");
        Sent sent = Sent.read(bench);
        check(sent, booked);
        boolean carried = Captions.carried(bench, sent);
        Measured measured = Measured.of(bench, sent, booked);
        check(sent, measured, booked);
        Grid grid = Grid.of(ladder, booked.length());
        Path samples = Sound.make(bench, sent, measured, ladder.sound(), grid.length());
        Encoding encoding = new Encoding(ladder, grid, samples, folder);
        boolean captions = encoding.make(bench, sent, carried);
        bench.watch().progress(0.92, "Checking the copy");
        List<Checked> renditions = new ArrayList<>();
        for (int i = 0; i < ladder.rungs().size(); i++) {
            renditions.add(Checked.video(bench, encoding, i));
        }
        Checked sound = ladder.demuxed() ? Checked.sound(bench, encoding) : renditions.get(0);
        Sound.Level after = Checked.level(bench, encoding);
        new Playlists(ladder, grid, folder).write(renditions, sound, captions);
        Rung best = ladder.rungs().stream()
                .max(Comparator.comparingInt(Rung::height))
                .orElseThrow();
        return new Conditioned.Copy(
                grid.length(),
                sent.probe(),
                new Conditioned.Loudness(measured.lkfs(), after.lkfs(), after.peak()),
                Findings.of(sent, measured, captions, grid, best, after),
                files(folder));
    }

    /** What can be told before anything is decoded. */
    private static void check(Sent sent, Booked booked) throws Unfit {
        Probe.Picture picture = sent.probe()
                .picture()
                .orElseThrow(() -> new Unfit(
                        sent.sound().isEmpty()
                                ? "The file has neither pictures nor sound."
                                : "The file has sound but no pictures."));
        if ((long) picture.width() * picture.height() > MOST_PIXELS) {
            throw new Unfit("The picture is " + picture.width() + "x" + picture.height()
                    + "; at most 8K (8192x4608) is taken. Send it smaller.");
        }
        if (!sent.probe().length().isZero()) {
            check(sent.probe().length(), booked);
        }
    }

    private static void check(Duration found, Booked booked) throws Unfit {
        if (found.minus(booked.length()).abs().compareTo(booked.tolerance()) > 0) {
            throw new Unfit("The file lasts " + Words.length(found) + ", the creative is booked with "
                    + Words.length(booked.length()) + ". Send the right file, or correct the length of the creative.");
        }
    }

    private static void check(Sent sent, Measured measured, Booked booked) throws Unfit {
        Duration said = sent.probe().length();
        if (!said.isZero() && said.minus(measured.pictures()).compareTo(INCOMPLETE) > 0) {
            throw new Unfit("The file is incomplete: it should last " + Words.length(said) + ", its pictures end after "
                    + Words.length(measured.pictures()) + ". Send it again.");
        }
        check(measured.pictures(), booked);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    synchronized void stop() {
        stopped = true;
        if (ffmpeg != null) {
            ffmpeg.stop();
        }
    }
}
