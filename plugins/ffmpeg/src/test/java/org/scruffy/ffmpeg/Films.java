package org.scruffy.ffmpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.scruffy.ffmpeg.process.Ffmpeg;
import org.scruffy.spi.feed.FrameRate;

/** Films made for tests by the real ffmpeg, off every ladder, and what is in what came of them. */
record Films(Ffmpeg ffmpeg, Path folder) {

    /** Moving pictures with a cut in the middle, and a tone with pauses. */
    Path film(String name, String size, String rate, double seconds, String sound, String... output)
            throws IOException, InterruptedException {
        List<String> inputs = List.of(
                "-f", "lavfi", "-i", "testsrc2=s=" + size + ":r=" + rate + ":d=" + seconds, "-f", "lavfi", "-i", sound);
        return made(name, inputs, output);
    }

    Path made(String name, List<String> inputs, String... output) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        List<String> arguments = new ArrayList<>(inputs);
        arguments.addAll(List.of(output));
        arguments.add(file.toString());
        ffmpeg.make(folder, arguments);
        return file;
    }

    static String tone(int rate, double seconds, String layout, double volume) {
        return "aevalsrc='" + volume + "*sin(2*PI*440*t)*(0.6+0.4*sin(2*PI*0.7*t))':s=" + rate + ":d=" + seconds
                + ":c=mono,aformat=channel_layouts=" + layout;
    }

    /** Cut off as by a transfer that broke. */
    Path cut(Path whole, String name, double part) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        Path file = folder.resolve(name);
        byte[] kept = new byte[(int) (bytes.length * part)];
        System.arraycopy(bytes, 0, kept, 0, kept.length);
        Files.write(file, kept);
        return file;
    }

    /** The packets of one stream of a file: presentation time, decoding time and flags of each. */
    List<String> packets(Path file, String stream) throws IOException, InterruptedException {
        return ffmpeg.run(
                        "ffprobe",
                        folder,
                        List.of(
                                "-v",
                                "error",
                                "-select_streams",
                                stream,
                                "-show_entries",
                                "packet=pts_time,dts_time,flags",
                                "-of",
                                "csv=p=0",
                                file.toString()))
                .lines()
                .filter(line -> line.contains("_"))
                .toList();
    }

    /** Hello from 0.8 s on, world from 2.9 to 4 s, as captions are kept beside films. */
    private Path scenarist() throws IOException {
        return Files.writeString(folder.resolve("words.scc"), """
                Scenarist_SCC V1.0

                00:00:00:10\t9420 9420 94ae 94ae 9470 9470 c8e5 ecec ef80 942c 942c 942f 942f

                00:00:02:15\t9420 9420 94ae 94ae 9470 9470 f7ef f2ec 6480 942c 942c 942f 942f

                00:00:04:00\t942c 942c

                """);
    }

    /** Five seconds with a track of captions. */
    Path captionTrack(String name) throws IOException, InterruptedException {
        String[] inputs = {"-f", "lavfi", "-i", "testsrc2=s=320x180:r=30000/1001:d=5.005", "-f", "scc", "-i"};
        List<String> all = new ArrayList<>(List.of(inputs));
        all.add(scenarist().toString());
        return made(name, all, "-map", "0:v", "-map", "1:s", "-c:v", "mpeg4", "-c:s", "copy");
    }

    /** Five seconds in MPEG-2 with captions in the pictures. */
    Path captioned(String name, String rate) throws IOException, InterruptedException {
        Path raw = made(
                name + ".rcwt",
                List.of("-f", "scc", "-i", scenarist() + ""),
                "-map",
                "0:s",
                "-c",
                "copy",
                "-f",
                "rcwt");
        Path pictures = made(
                name + ".h264",
                List.of("-f", "lavfi", "-i", "testsrc2=s=320x180:r=" + rate + ":d=5.04"),
                "-c:v",
                "libopenh264",
                "-bf",
                "0");
        FrameRate frames = new FrameRate(Integer.parseInt(rate), 1);
        Path captioned = Captions.read(Files.readAllBytes(raw), frames).into(pictures);
        List<String> inputs = List.of("-f", "h264", "-r", rate, "-i", captioned.toString());
        return made(name, inputs, "-c:v", "mpeg2video", "-b:v", "2M", "-bf", "2", "-a53cc", "1", "-f", "mpegts");
    }

    /** All segments of a rendition, one after the other. */
    Path whole(Path rendition) throws IOException {
        Path whole = folder.resolve("whole.media");
        try (Stream<Path> files = Files.list(rendition);
                OutputStream out = Files.newOutputStream(whole)) {
            // the initialization section is the last by its name
            List<Path> segments = new ArrayList<>(files.sorted().toList());
            if (segments.get(segments.size() - 1).endsWith("init.mp4")) {
                segments.add(0, segments.remove(segments.size() - 1));
            }
            for (Path segment : segments) {
                Files.copy(segment, out);
            }
        }
        return whole;
    }

    /** What a decoder shows of the captions in the pictures of a file. */
    List<String> words(Path file) throws IOException, InterruptedException {
        String graph = "movie=" + file.getFileName() + "[out0+subcc]";
        Path shown = made("shown.srt", List.of("-f", "lavfi", "-i", graph), "-map", "0:s:0");
        return Files.readAllLines(shown).stream()
                .filter(line -> line.contains("</font>"))
                .map(line -> line.replaceAll("<[^>]*>|\\{[^}]*\\}", ""))
                .toList();
    }

    /** How many samples of its first track each fragment of a segment has. */
    List<Integer> samples(Path segment) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
        List<Integer> samples = new ArrayList<>();
        for (int at = 0; at < bytes.limit(); at += bytes.getInt(at)) {
            if (type(bytes, at).equals("moof")) {
                int track = inside(bytes, at, "traf");
                samples.add(bytes.getInt(inside(bytes, track, "trun") + 12));
            }
        }
        return samples;
    }

    private static int inside(ByteBuffer bytes, int box, String type) {
        int at = box + 8;
        while (!type(bytes, at).equals(type)) {
            at += bytes.getInt(at);
        }
        return at;
    }

    private static String type(ByteBuffer bytes, int box) {
        return StandardCharsets.ISO_8859_1.decode(bytes.slice(box + 4, 4)).toString();
    }

    /** A segment with the initialization section a player puts before it. */
    Path playable(Path init, Path segment) throws IOException {
        Path file = folder.resolve("playable.mp4");
        Files.copy(init, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.write(file, Files.readAllBytes(segment), java.nio.file.StandardOpenOption.APPEND);
        return file;
    }
}
