package org.scruffy.ffmpeg;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.scruffy.ffmpeg.Workbench.Step;
import org.scruffy.spi.feed.FrameRate;

/**
 * Closed captions (CEA-608 and CEA-708) by the picture they go with, in the triplets of CTA-708. The encoder loses them, so they are
 * read from the file and written into the encoded pictures.
 *
 * @param triplets by the number of the picture, from 0
 */
record Captions(Map<Integer, List<byte[]>> triplets) {

    static final Captions NONE = new Captions(Map.of());

    /** How many triplets the picture of a broadcast may have. */
    private static final int MOST = 31;

    private static final String SOURCE = "captioned";
    private static final int HEAD = 11;
    private static final int PADDING = 0x80;

    /** Whether the pictures of the first seconds carry captions. */
    static boolean carried(Workbench bench, Sent sent) throws IOException, InterruptedException {
        return bench.probe(
                        "-select_streams",
                        "" + sent.picture(),
                        "-read_intervals",
                        "%+10",
                        "-show_entries",
                        "frame_side_data=side_data_type")
                .contains("Closed Captions");
    }

    /** Those that the pictures carry, or else those of the file's track of captions. */
    static Captions of(Workbench bench, Sent sent, boolean carried, FrameRate rate, Grid grid)
            throws IOException, InterruptedException {
        if (!carried && sent.captions().isEmpty()) {
            return NONE;
        }
        Path raw = bench.work().resolve("captions.rcwt");
        List<String> arguments = new ArrayList<>(carried ? pictures(bench, sent, rate) : track(bench, sent.captions()));
        arguments.addAll(List.of("-c", "copy", "-f", "rcwt", raw.toString()));
        bench.run(new Step("Reading the captions", 0.88, 0.88, grid.length()), arguments);
        return read(Files.readAllBytes(raw), rate);
    }

    private static List<String> track(Workbench bench, OptionalInt track) {
        List<String> arguments = new ArrayList<>(Workbench.open(bench.source()));
        arguments.addAll(List.of("-map", "0:" + track.getAsInt()));
        return arguments;
    }

    /** The frame rate is changed by a filter, which spreads captions over other pictures as they must be. */
    private static List<String> pictures(Workbench bench, Sent sent, FrameRate rate)
            throws IOException, InterruptedException {
        Path link = bench.work().resolve(SOURCE);
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, bench.source()); // what a stranger's file is called has no place in a filter
        }
        String graph = "movie=" + SOURCE + ":si=" + sent.picture() + ":format_opts='" + Workbench.allowed("\\:")
                + "',setpts=PTS-" + start(bench) + "/TB,fps=" + rate + ":start_time=0[out0+subcc]";
        return List.of("-f", "lavfi", "-i", graph, "-map", "0:s:0");
    }

    private static String start(Workbench bench) throws IOException, InterruptedException {
        String said = bench.probe("-show_entries", "format=start_time").replaceAll("(?s).*\"(.*)\".*", "$1");
        return said.matches("-?\\d{1,9}(\\.\\d+)?") ? "(" + said + ")" : "0";
    }

    /** Reads Raw Captions With Time: blocks of when in milliseconds, how many, and the triplets. */
    static Captions read(byte[] raw, FrameRate rate) {
        Map<Integer, List<byte[]>> triplets = new HashMap<>();
        ByteBuffer blocks = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        blocks.position(Math.min(HEAD, raw.length));
        while (blocks.remaining() >= 10) {
            long at = Math.round(blocks.getLong() * (double) rate.frames() / rate.seconds() / 1000);
            int count = Short.toUnsignedInt(blocks.getShort());
            for (int i = 0; i < count && blocks.remaining() >= 3; i++) {
                byte[] triplet = new byte[3];
                blocks.get(triplet);
                put(triplets, (int) Math.max(0, at), triplet);
            }
        }
        return new Captions(triplets);
    }

    /** A picture has room for one pair of each field: what comes at once is spread over the pictures after it. */
    private static void put(Map<Integer, List<byte[]>> triplets, int at, byte[] triplet) {
        int type = triplet[0] & 3;
        boolean pair = type < 2;
        if (pair && (triplet[1] & 0x7F) == 0 && (triplet[2] & 0x7F) == 0) {
            return;
        }
        int picture = at;
        while (full(triplets.getOrDefault(picture, List.of()), pair, type)) {
            picture++;
        }
        triplets.computeIfAbsent(picture, none -> new ArrayList<>()).add(triplet);
    }

    private static boolean full(List<byte[]> known, boolean pair, int type) {
        return known.size() >= MOST || pair && known.stream().anyMatch(other -> (other[0] & 3) == type);
    }

    boolean none() {
        return triplets.isEmpty();
    }

    /** Pictures as they were encoded, H.264 in Annex B, with their captions. */
    Path into(Path pictures) throws IOException {
        if (none()) {
            return pictures;
        }
        Path captioned = pictures.resolveSibling("captioned-" + pictures.getFileName());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(pictures), 1 << 16);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(captioned), 1 << 16)) {
            write(in, out);
        }
        return captioned;
    }

    private void write(InputStream in, OutputStream out) throws IOException {
        int zeros = 0;
        int picture = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == 0) {
                zeros++;
                continue;
            }
            boolean unit = next == 1 && zeros >= 2;
            int head = unit ? in.read() : 0;
            int first = unit ? in.read() : 0;
            if (slice(head) && (first & 0x80) != 0) {
                out.write(message(triplets.getOrDefault(picture++, List.of())));
            }
            out.write(new byte[zeros]);
            out.write(next);
            if (unit && head >= 0) {
                out.write(head);
            }
            zeros = unit && first == 0 ? 1 : 0;
            if (unit && first > 0) {
                out.write(first);
            }
        }
        out.write(new byte[zeros]);
    }

    /** Whether a unit is a slice; the first of a picture says so with its next bit. */
    private static boolean slice(int head) {
        int type = head & 31;
        return type == 1 || type == 5;
    }

    /** Supplemental information of registered users (H.264 D.1.6) as ATSC A/53 part 4 has it. */
    private static byte[] message(List<byte[]> triplets) {
        if (triplets.isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(new byte[] {(byte) 0xB5, 0, 0x31, 'G', 'A', '9', '4', 3});
        data.write(0x40 | triplets.size());
        data.write(0xFF);
        triplets.forEach(data::writeBytes);
        data.write(0xFF);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(4);
        message.write(data.size());
        message.writeBytes(data.toByteArray());
        message.write(PADDING);
        return unit(message.toByteArray());
    }

    /** With its start code, and with what keeps others from being seen in it. */
    private static byte[] unit(byte[] message) {
        ByteArrayOutputStream unit = new ByteArrayOutputStream();
        unit.writeBytes(new byte[] {0, 0, 0, 1, 6});
        int zeros = 0;
        for (byte next : message) {
            if (zeros >= 2 && (next & 0xFF) <= 3) {
                unit.write(3);
                zeros = 0;
            }
            unit.write(next);
            zeros = next == 0 ? zeros + 1 : 0;
        }
        return unit.toByteArray();
    }
}
