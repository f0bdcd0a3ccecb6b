package org.scruffy.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.ffmpeg.process.Ffmpeg;

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
