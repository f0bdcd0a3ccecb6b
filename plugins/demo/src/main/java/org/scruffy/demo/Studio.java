package org.scruffy.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scruffy.ffmpeg.process.Ffmpeg;
import org.scruffy.ffmpeg.process.Folders;

/** Makes clips: an HLS presentation each, two renditions cut on the grid, ready for the air. */
final class Studio {

    /** The renditions, best first; their names are folders and playlists. */
    static final List<String> RENDITIONS = List.of("v720", "v360");

    private static final String MARKER = "recipe.txt";

    /** Raised whenever clips are made in another way, so that old ones are made again. */
    private static final String EDITION = "1";

    private static final String MASTER = """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-STREAM-INF:BANDWIDTH=1800000,AVERAGE-BANDWIDTH=1200000,RESOLUTION=1280x720,FRAME-RATE=29.970,CODECS="avc1.4d4c1f,mp4a.40.2"
            v720.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=800000,AVERAGE-BANDWIDTH=500000,RESOLUTION=640x360,FRAME-RATE=29.970,CODECS="avc1.4d4c1e,mp4a.40.2"
            v360.m3u8
            """;

    private final Ffmpeg ffmpeg;
    private final Path work;

    Studio(Ffmpeg ffmpeg, Path work) {
        this.ffmpeg = ffmpeg;
        this.work = work;
    }

    /** The multivariant playlist of every clip and of the live feeds. */
    static String master() {
        return MASTER;
    }

    static boolean made(Clip clip, Path folder) throws IOException {
        Path marker = folder.resolve(MARKER);
        return Files.isRegularFile(marker) && Files.readString(marker).equals(recipe(clip));
    }

    private static String recipe(Clip clip) {
        return EDITION + "\n" + clip + "\n";
    }

    /** Makes a clip; its folder appears when all of it is there. */
    void make(Clip clip, Path folder) throws IOException, InterruptedException {
        Path making = Folders.fresh(work.resolve("making"));
        Path made = Folders.fresh(work.resolve("made"));
        paint(clip, making);
        ffmpeg.make(making, arguments(clip, made));
        Files.writeString(made.resolve("master.m3u8"), MASTER);
        for (String rendition : RENDITIONS) {
            Files.writeString(made.resolve(rendition + ".m3u8"), playlist(rendition, clip.segments()));
        }
        Files.writeString(made.resolve(MARKER), recipe(clip));
        Folders.publish(made, folder);
        Folders.delete(making);
    }

    private static void paint(Clip clip, Path folder) throws IOException {
        for (int i = 0; i < clip.layers().size(); i++) {
            Files.write(
                    folder.resolve(i + ".rgba"),
                    clip.layers().get(i).canvas().get().rgba());
        }
        Files.write(folder.resolve("sound.raw"), clip.sound().samples(clip.segments()));
        for (Map.Entry<String, String> text : clip.texts().entrySet()) {
            Files.writeString(folder.resolve(text.getKey()), text.getValue());
        }
        copyFont("LeagueSpartan-Bold.otf", folder.resolve("head.otf"));
        copyFont("Cabin-SemiBold.otf", folder.resolve("body.otf"));
    }

    private static void copyFont(String font, Path file) throws IOException {
        try (InputStream in = Studio.class.getResourceAsStream("fonts/" + font)) {
            Files.copy(in, file);
        }
    }

    private static List<String> arguments(Clip clip, Path made) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < clip.layers().size(); i++) {
            Clip.Layer layer = clip.layers().get(i);
            arguments.addAll(List.of("-f", "rawvideo", "-pixel_format", "rgba", "-framerate", "30000/1001"));
            arguments.addAll(List.of("-video_size", layer.width() + "x" + layer.height(), "-i", i + ".rgba"));
        }
        arguments.addAll(List.of("-f", "s16le", "-ar", String.valueOf(Sound.RATE), "-ac", "1", "-i", "sound.raw"));
        arguments.addAll(List.of("-filter_complex", clip.filter() + ";" + outputs(clip)));
        for (int i = 0; i < RENDITIONS.size(); i++) {
            Files.createDirectory(made.resolve(RENDITIONS.get(i)));
            arguments.addAll(output(i, clip, made.resolve(RENDITIONS.get(i))));
        }
        return arguments;
    }

    /** The layers repeat for ever: without an end here ffmpeg would never stop. */
    private static String outputs(Clip clip) {
        return "[picture]trim=end_frame=" + clip.segments() * SegmentGrid.FRAMES
                + ",format=yuv420p,split[p0][big];[big]scale=640:360:flags=bilinear[p1]";
    }

    private static List<String> output(int index, Clip clip, Path segments) {
        boolean big = index == 0;
        return List.of(
                "-map",
                "[p" + index + "]",
                "-map",
                clip.layers().size() + ":a",
                "-c:v",
                "libopenh264",
                "-profile:v",
                "main",
                "-threads",
                "2",
                "-g",
                String.valueOf(SegmentGrid.FRAMES),
                "-b:v",
                big ? "1300k" : "420k",
                "-maxrate",
                big ? "2200k" : "700k",
                "-colorspace",
                "bt709",
                "-color_primaries",
                "bt709",
                "-color_trc",
                "bt709",
                "-c:a",
                "aac",
                "-b:a",
                "96k",
                "-aac_coder",
                "fast",
                "-aac_ms",
                "0", // both channels are the same; to look for what they share takes three quarters of the time
                "-ac",
                "2",
                "-f",
                "hls",
                "-hls_time",
                "3.003",
                "-hls_list_size",
                "0",
                "-hls_segment_filename",
                segments.resolve("%03d.ts").toString(),
                "out" + index + ".m3u8");
    }

    private static String playlist(String rendition, int segments) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n")
                .append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (int i = 0; i < segments; i++) {
            text.append("#EXTINF:3.003,\n")
                    .append(rendition)
                    .append('/')
                    .append(segment(i))
                    .append('\n');
        }
        return text.append("#EXT-X-ENDLIST\n").toString();
    }

    static String segment(int index) {
        return String.format(Locale.ROOT, "%03d.ts", index);
    }
}
