package org.scruffy.segmentcues;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A transport stream of ffmpeg's with a stream of messages put into it. */
final class Multiplex {

    static final long FIRST_PICTURE = 127_920;
    static final int PID = 0x1F0;
    private static final int PACKET = 188;
    private static final int PROGRAM_MAP = 0x1000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int counter = 5;

    static byte[] file(String name) throws IOException {
        try (InputStream in = Multiplex.class.getResourceAsStream("/" + name)) {
            return in.readAllBytes();
        }
    }

    /** Puts packets behind so many of the feed's. */
    static byte[] with(int behind, byte[]... packets) throws IOException {
        byte[] feed = file("feed.ts");
        Multiplex multiplex = new Multiplex();
        for (int at = 0; at < feed.length; at += PACKET) {
            byte[] packet = Arrays.copyOfRange(feed, at, at + PACKET);
            multiplex.out.write((pid(packet) == PROGRAM_MAP) ? announcing(packet) : packet);
            if (at == behind * PACKET) {
                for (byte[] own : packets) {
                    multiplex.out.write(own);
                }
            }
        }
        return multiplex.out.toByteArray();
    }

    private static int pid(byte[] packet) {
        return (packet[1] & 0x1F) << 8 | packet[2] & 0xFF;
    }

    /** The program map with one stream more. */
    private static byte[] announcing(byte[] packet) {
        byte[] changed = packet.clone();
        int start = 5 + packet[4];
        int length = (packet[start + 1] & 0x0F) << 8 | packet[start + 2] & 0xFF;
        int end = start + 3 + length - 4;
        byte[] stream = {(byte) 0x86, (byte) (0xE0 | PID >> 8), (byte) PID, (byte) 0xF0, 0};
        System.arraycopy(stream, 0, changed, end, stream.length);
        changed[start + 2] = (byte) (length + stream.length);
        int crc = Section.crc(changed, start, end + stream.length);
        for (int i = 0; i < 4; i++) {
            changed[end + stream.length + i] = (byte) (crc >> 24 - 8 * i);
        }
        return changed;
    }

    /** A section in as many packets as it needs. */
    byte[] section(byte[] section) {
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        int at = 0;
        while (at < section.length) {
            boolean first = at == 0;
            int room = PACKET - 4 - (first ? 1 : 0);
            int length = Math.min(room, section.length - at);
            packets.writeBytes(new byte[] {
                0x47, (byte) ((first ? 0x40 : 0) | PID >> 8), (byte) PID, (byte) (0x10 | counter++ & 0x0F)
            });
            if (first) {
                packets.write(0);
            }
            packets.write(section, at, length);
            byte[] stuffing = new byte[room - length];
            Arrays.fill(stuffing, (byte) 0xFF);
            packets.writeBytes(stuffing);
            at += length;
        }
        return packets.toByteArray();
    }
}
