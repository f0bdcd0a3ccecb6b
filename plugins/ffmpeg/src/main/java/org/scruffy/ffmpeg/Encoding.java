package org.scruffy.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.scruffy.ffmpeg.Workbench.Step;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Container;
import org.scruffy.spi.feed.Ladder.Rung;

/**
 * Encodes a copy: all renditions from one decoding, each cut where the grid says. Captions go in between.
 *
 * @param sound of the whole copy, as samples
 * @param folder of the copy
 */
record Encoding(Ladder ladder, Grid grid, Path sound, Path folder) {

    /** The folder and the playlist of the sound, where it has its own. */
    static final String SOUND = "a0";

    private static final int VIDEO_PARTS = 70;
    private static final int PEAK_PARTS = 92;
    private static final int AAC_FRAME = 1024;
    private static final Duration A_LITTLE = Duration.ofMillis(1);

    static String rendition(int index) {
        return "v" + index;
    }

    /** What the segments of a ladder are called. */
    static String segment(Container container, int index) {
        return String.format(Locale.ROOT, "%03d.%s", index, ending(container));
    }

    private static String ending(Container container) {
        return container == Container.FMP4 ? "m4s" : "ts";
    }

    /**
     * Makes all segments.
     *
     * @param carried whether the pictures of the file have captions
     * @return whether the copy has captions
     */
    boolean make(Workbench bench, Sent sent, boolean carried) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(Workbench.open(bench.source()));
        arguments.addAll(List.of("-filter_complex", pictures(sent)));
        for (int i = 0; i < ladder.rungs().size(); i++) {
            arguments.addAll(encoded(bench, i, ladder.rungs().get(i)));
        }
        bench.run(new Step("Encoding", 0.4, 0.88, grid.length()), arguments);
        Map<FrameRate, Captions> captions = new HashMap<>();
        for (Rung rung : ladder.rungs()) {
            if (!captions.containsKey(rung.rate())) {
                captions.put(rung.rate(), Captions.of(bench, sent, carried, rung.rate(), grid));
            }
        }
        cut(bench, captions);
        return captions.values().stream().noneMatch(Captions::none);
    }

    /** Cuts pictures, with their captions, and sound into segments. */
    private void cut(Workbench bench, Map<FrameRate, Captions> captions) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < ladder.rungs().size(); i++) {
            FrameRate rate = ladder.rungs().get(i).rate();
            Path pictures = captions.get(rate).into(elementary(bench, i));
            arguments.addAll(List.of("-f", "h264", "-r", "" + rate, "-i", pictures.toString()));
        }
        arguments.addAll(List.of("-i", sound.toString()));
        for (int i = 0; i < ladder.rungs().size(); i++) {
            Files.createDirectories(folder.resolve(rendition(i)));
            arguments.addAll(List.of("-map", i + ":v", "-c:v", "copy"));
            if (!ladder.demuxed()) {
                arguments.addAll(aac());
            }
            arguments.addAll(
                    cut(rendition(i), times(0.25), ladder.rungs().get(i).rate()));
        }
        if (ladder.demuxed()) {
            Files.createDirectories(folder.resolve(SOUND));
            arguments.addAll(aac());
            arguments.addAll(cut(SOUND, times(0), new FrameRate(ladder.sound().rate(), AAC_FRAME)));
        }
        bench.run(new Step("Cutting", 0.88, 0.92, grid.length()), arguments);
    }

    /** The pictures of a rendition alone. */
    private static Path elementary(Workbench bench, int index) {
        return bench.work().resolve(rendition(index) + ".h264");
    }

    /** The last picture is held where the file is too short; what is too long is cut. */
    private String pictures(Sent sent) {
        int count = ladder.rungs().size();
        String named = IntStream.range(0, count).mapToObj(i -> "[s" + i + "]").collect(Collectors.joining());
        String squared = (sent.interlaced() ? "yadif=deint=interlaced," : "")
                + "scale=trunc(iw*sar/2)*2:trunc(ih/2)*2,setsar=1,split=" + count + named;
        StringBuilder filter = new StringBuilder("[0:" + sent.picture() + "]" + squared);
        for (int i = 0; i < count; i++) {
            Rung rung = ladder.rungs().get(i);
            String size = rung.width() + ":" + rung.height();
            filter.append(
                    ";[s" + i + "]fps=" + rung.rate() + ":start_time=0,tpad=stop=-1:stop_mode=clone,trim=end_frame="
                            + grid.frames() * grid.times(rung) + ",scale=" + size
                            + ":force_original_aspect_ratio=decrease:force_divisible_by=2:out_color_matrix=bt709:out_range=tv,pad="
                            + size + ":-1:-1,setsar=1,format=yuv420p[p" + i + "]");
        }
        return filter.toString();
    }

    private List<String> encoded(Workbench bench, int index, Rung rung) {
        int video =
                rung.bitsPerSecond() - (ladder.demuxed() ? 0 : ladder.sound().bitsPerSecond());
        List<String> arguments = new ArrayList<>(List.of("-map", "[p" + index + "]"));
        arguments.addAll(List.of("-c:v", "libopenh264", "-profile:v", profile(rung.codec()), "-level", level(rung)));
        arguments.addAll(List.of("-bf", "0", "-g", "" + grid.frames() * grid.times(rung) * 2));
        arguments.addAll(List.of("-b:v", "" + Math.max(8_000L, (long) video * VIDEO_PARTS / 100)));
        arguments.addAll(List.of("-maxrate", "" + Math.max(10_000L, (long) video * PEAK_PARTS / 100)));
        arguments.addAll(List.of("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"));
        if (!times(0).isEmpty()) {
            arguments.addAll(List.of("-force_key_frames", times(0.25)));
        }
        arguments.addAll(List.of("-f", "h264", elementary(bench, index).toString()));
        return arguments;
    }

    private List<String> aac() {
        Ladder.Sound sound = ladder.sound();
        return List.of(
                "-map",
                ladder.rungs().size() + ":a",
                "-c:a",
                "aac",
                "-b:a",
                "" + sound.bitsPerSecond(),
                "-ar",
                "" + sound.rate(),
                "-ac",
                "" + sound.channels());
    }

    /** One muxer writes all segments of a rendition, so that their times go on; the sound goes where the pictures are cut. */
    private List<String> cut(String rendition, String times, FrameRate rate) {
        List<String> arguments = new ArrayList<>(List.of("-f", "segment"));
        if (!times.isEmpty()) {
            arguments.addAll(List.of("-segment_times", times));
        } else {
            arguments.addAll(List.of("-segment_time", "100000"));
        }
        if (ladder.container() == Container.FMP4) {
            arguments.addAll(List.of("-segment_format", "mp4", "-individual_header_trailer", "0"));
            arguments.addAll(List.of(
                    "-segment_header_filename", folder.resolve(rendition).resolve("init.mp4") + ""));
            arguments.addAll(List.of(
                    "-segment_format_options", "movflags=+frag_custom+dash+delay_moov+skip_sidx" + fragments(rate)));
        } else {
            arguments.addAll(List.of("-segment_format", "mpegts"));
        }
        arguments.add(folder.resolve(rendition).resolve("%03d." + ending(ladder.container())) + "");
        return arguments;
    }

    /** The muxer begins a fragment with the frame that would make one longer: said a little early, no rounding adds a frame. */
    private String fragments(FrameRate rate) {
        long frames = rate.nearest(ladder.part());
        long whole = rate.length(frames).compareTo(ladder.part()) > 0 ? frames - 1 : frames;
        return whole < 1
                ? ""
                : ":frag_duration=" + rate.length(whole).minus(A_LITTLE).toNanos() / 1000;
    }

    /** When segments start, in seconds, some part of a frame early: so a picture is never missed by a rounding. */
    private String times(double early) {
        FrameRate rate = grid.rate();
        Duration little = Duration.ofNanos((long) (rate.length(1).toNanos() * early));
        return grid.cuts().stream()
                .map(frame -> rate.length(frame).minus(little))
                .map(at -> String.format(Locale.ROOT, "%.6f", at.toNanos() / 1e9))
                .collect(Collectors.joining(","));
    }

    private static String profile(String codec) {
        return switch (codec.substring(5, 7)) {
            case "42" -> "constrained_baseline";
            case "4d" -> "main";
            default -> "high";
        };
    }

    private static String level(Rung rung) {
        return "" + Integer.parseInt(rung.codec().substring(9, 11), 16);
    }
}
