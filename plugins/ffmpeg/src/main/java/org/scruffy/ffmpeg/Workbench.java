package org.scruffy.ffmpeg;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.ffmpeg.process.Ffmpeg;
import org.scruffy.ffmpeg.process.Ffmpeg.Said;
import org.scruffy.spi.feed.ConditioningWatch;

/**
 * ffmpeg at work on one file, in a folder of its own.
 *
 * @param source the stranger's file
 */
record Workbench(Ffmpeg ffmpeg, Path work, Path source, ConditioningWatch watch) {

    private static final Duration PATIENCE = Duration.ofMinutes(40);

    /**
     * The containers that are opened. Playlists and lists of files are not among them: they would make ffmpeg read whatever they
     * name, on this machine or elsewhere.
     */
    private static final String FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,mxf,avi,flv,asf,dv,gxf,mpegvideo,h264,hevc,ogg,nut";

    private static final Pattern TIME = Pattern.compile("out_time_us=(\\d+)");
    private static final String PROGRESS = "progress.txt";
    private static final int TAIL = 2_000;

    /** A part of the whole work, from and to, 0 to 1, and how much video it goes through. */
    record Step(String words, double from, double to, Duration length) {}

    /** The options before a stranger's file. */
    static List<String> open(Path file) {
        return List.of("-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i", file.toString());
    }

    /** The same options as a filter takes them. */
    static String allowed(String separator) {
        return "protocol_whitelist=file" + separator + "format_whitelist=" + FORMATS;
    }

    /** ffprobe of a stranger's file. */
    String probe(String... entries) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error"));
        arguments.addAll(List.of(entries));
        arguments.addAll(List.of("-of", "flat"));
        arguments.addAll(open(source));
        return ffmpeg.run("ffprobe", work, arguments);
    }

    /** ffprobe of a file of our own. */
    String look(Path file, String... entries) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error"));
        arguments.addAll(List.of(entries));
        arguments.add(file.toString());
        return ffmpeg.run("ffprobe", work, arguments);
    }

    /** Runs ffmpeg, told of in the watch; what it remarks carries its level: {@code [error]}. */
    Said run(Step step, List<String> arguments) throws IOException, InterruptedException {
        watch.progress(step.from(), step.words());
        Files.deleteIfExists(work.resolve(PROGRESS));
        List<String> all = new ArrayList<>(List.of("-v", "level+info", "-nostats", "-progress", PROGRESS));
        all.addAll(arguments);
        try {
            return ffmpeg.make(work, all, PATIENCE, () -> goOn(step));
        } catch (CancellationException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(Words.failure(e.getMessage()), e);
        }
    }

    private boolean goOn(Step step) {
        double whole = Math.max(1, step.length().toNanos() / 1e3);
        double done = Math.min(1, microseconds() / whole);
        watch.progress(step.from() + done * (step.to() - step.from()), step.words());
        return !watch.cancelled();
    }

    /** How far ffmpeg is, by the end of the file it tells its progress in. */
    private long microseconds() {
        try (RandomAccessFile file = new RandomAccessFile(work.resolve(PROGRESS).toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            Matcher time = TIME.matcher(new String(tail, StandardCharsets.ISO_8859_1));
            long last = 0;
            while (time.find()) {
                last = Long.parseLong(time.group(1));
            }
            return last;
        } catch (IOException e) {
            return 0; // it has not told yet
        }
    }

    /** What ffmpeg told last of a number of its progress, 0 where it did not. */
    long last(String name) throws IOException {
        return Files.readAllLines(work.resolve(PROGRESS)).stream()
                .filter(line -> line.matches(name + "=\\d+"))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .reduce(0, (before, after) -> after);
    }
}
