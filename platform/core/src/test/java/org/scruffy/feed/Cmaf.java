package org.scruffy.feed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A CMAF track whose boxes say when it is presented and nothing that could be decoded.
 *
 * @param timescale ticks a second
 * @param sample ticks of a sample
 */
record Cmaf(boolean sound, int timescale, int sample) {

    static final Cmaf PICTURES = new Cmaf(false, 90_000, 3_000);
    static final Cmaf SOUND = new Cmaf(true, 48_000, 1_024);

    byte[] header() {
        byte[] entry = sound
                ? box("mp4a", bytes(28).putShort(16, (short) 2).putShort(24, (short) 48_000), descriptor())
                : box(
                        "avc1",
                        bytes(78).putShort(24, (short) 640).putShort(26, (short) 360),
                        box("avcC", ByteBuffer.wrap(new byte[] {1, 0x4d, 0x40, 0x1f})));
        byte[] table = box("stbl", bytes(0), box("stsd", bytes(8).putInt(4, 1), entry));
        byte[] information = box("minf", bytes(0), box(sound ? "smhd" : "vmhd", bytes(4)), table);
        byte[] handler = box("hdlr", bytes(24).put(8, (sound ? "soun" : "vide").getBytes(StandardCharsets.ISO_8859_1)));
        byte[] track = box(
                "trak",
                bytes(0),
                box("mdia", bytes(0), box("mdhd", bytes(24).putInt(12, timescale)), handler, information));
        byte[] defaults = box("mvex", bytes(0), box("trex", bytes(24).putInt(12, sample)));
        return joined(box("ftyp", bytes(8)), box("moov", bytes(0), track, defaults));
    }

    private static byte[] descriptor() {
        byte[] aac = {
            0, 0, 0, 0, 3, 25, 0, 0, 0, 4, 17, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 2, 0x11, (byte) 0x90
        };
        ByteBuffer body = ByteBuffer.wrap(aac);
        return box("esds", body);
    }

    /** A segment of about that length, in whole samples. */
    byte[] fragment(Duration at, Duration length) {
        long start = samples(at) * sample;
        int count = (int) (samples(at.plus(length)) - samples(at));
        byte[] time = box("tfdt", bytes(12).put(0, (byte) 1).putLong(4, start));
        byte[] run = box("trun", bytes(8).putInt(4, count));
        byte[] part = box("traf", bytes(0), box("tfhd", bytes(8)), time, run);
        return joined(box("styp", bytes(8)), box("moof", bytes(0), part), box("mdat", bytes(100)));
    }

    private long samples(Duration at) {
        return Math.round(at.toNanos() / 1e9 * timescale / sample);
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size);
    }

    static byte[] box(String type, ByteBuffer body, byte[]... children) {
        byte[] within = joined(children);
        int size = 8 + body.capacity() + within.length;
        return ByteBuffer.allocate(size)
                .putInt(size)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(body.array())
                .put(within)
                .array();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
