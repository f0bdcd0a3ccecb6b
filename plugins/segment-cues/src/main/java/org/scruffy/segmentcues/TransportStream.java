package org.scruffy.segmentcues;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.scruffy.spi.scte35.SpliceInfo;

/** One reading of an MPEG transport stream (ISO/IEC 13818-1) for the SCTE 35 messages in it. Never throws. */
final class TransportStream {

    private static final int PACKET = 188;
    private static final int SYNC = 0x47;
    private static final int PROGRAMS = 0;
    private static final int SCTE_35 = 0x86;
    /** MPEG-1 and 2, MPEG-4, AVC, HEVC, VVC. */
    private static final Set<Integer> VIDEO = Set.of(0x01, 0x02, 0x10, 0x1B, 0x24, 0x33);

    private static final long PTS_COUNT = 1L << 33;

    /** @param at the time of the picture before it, 90 kHz; of the first picture where it stands before all of them */
    private record Found(SpliceInfo info, OptionalLong at) {}

    private final byte[] bytes;
    private final Map<Integer, Sections> tables = new HashMap<>(Map.of(PROGRAMS, new Sections()));
    private final Set<Integer> messages = new HashSet<>();
    private final Set<Integer> videos = new HashSet<>();
    private final List<Found> found = new ArrayList<>();
    private OptionalLong first = OptionalLong.empty();
    private OptionalLong latest = OptionalLong.empty();

    private TransportStream(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean is(byte[] bytes) {
        return bytes.length >= PACKET && bytes[0] == SYNC && (bytes.length == PACKET || bytes[PACKET] == SYNC);
    }

    /** The messages in the order they stand. Times are bound to the first picture, which is shown when the segment starts. */
    static List<Message> messages(byte[] bytes) {
        TransportStream stream = new TransportStream(bytes);
        stream.read();
        return stream.found.stream().map(stream::message).toList();
    }

    private Message message(Found one) {
        Duration here = sinceFirst(one.at);
        return new Message(one.info, one.info.at().isPresent() ? sinceFirst(one.info.at()) : here, here);
    }

    /** Times are numbers of 33 bits that begin anew after some 26.5 hours: the nearer way round is meant. */
    private Duration sinceFirst(OptionalLong pts) {
        if (first.isEmpty() || pts.isEmpty()) {
            return Duration.ZERO;
        }
        long ticks = Math.floorMod(pts.getAsLong() - first.getAsLong(), PTS_COUNT);
        long nearer = ticks > PTS_COUNT / 2 ? ticks - PTS_COUNT : ticks;
        return Duration.ofNanos(nearer * 100_000 / 9);
    }

    /** Where a packet does not begin as it must, the next one is looked for. */
    private void read() {
        int at = 0;
        while (at + PACKET <= bytes.length) {
            if (bytes[at] == SYNC) {
                packet(at);
                at += PACKET;
            } else {
                at++;
            }
        }
    }

    private void packet(int at) {
        boolean damaged = (bytes[at + 1] & 0x80) != 0;
        boolean scrambled = (bytes[at + 3] & 0xC0) != 0;
        boolean loaded = (bytes[at + 3] & 0x10) != 0;
        boolean adapted = (bytes[at + 3] & 0x20) != 0;
        int payload = at + 4 + (adapted ? 1 + (bytes[at + 4] & 0xFF) : 0);
        int end = at + PACKET;
        if (damaged || scrambled || !loaded || payload >= end) {
            return;
        }
        boolean starts = (bytes[at + 1] & 0x40) != 0;
        int pid = number(at + 1, 2) & 0x1FFF;
        Sections sections = tables.get(pid);
        if (sections != null) {
            sections.add(bytes, payload, end, starts, bytes[at + 3] & 0x0F).forEach(section -> section(pid, section));
        } else if (starts && videos.contains(pid)) {
            picture(payload, end);
        }
    }

    private void section(int pid, byte[] section) {
        if (messages.contains(pid)) {
            SpliceInfo.read(section).info().ifPresent(info -> found.add(new Found(info, latest)));
        } else if (pid == PROGRAMS) {
            programs(section);
        } else {
            streams(section);
        }
    }

    private void programs(byte[] section) {
        for (int i = 8; section[0] == 0 && i + 4 <= section.length - 4; i += 4) {
            int program = number(section, i);
            if (program != 0) {
                tables.putIfAbsent(number(section, i + 2) & 0x1FFF, new Sections());
            }
        }
    }

    private void streams(byte[] section) {
        if (section[0] != 2 || section.length < 16) {
            return;
        }
        int at = 12 + (number(section, 10) & 0xFFF);
        while (at + 5 <= section.length - 4) {
            int type = section[at] & 0xFF;
            int pid = number(section, at + 1) & 0x1FFF;
            if (type == SCTE_35 && tables.putIfAbsent(pid, new Sections()) == null) {
                messages.add(pid);
            }
            if (VIDEO.contains(type)) {
                videos.add(pid);
            }
            at += 5 + (number(section, at + 3) & 0xFFF);
        }
    }

    /** The start of a packetized elementary stream's packet, with its presentation time where it has one. */
    private void picture(int at, int end) {
        boolean timed = at + 14 <= end && number(at, 2) == 0 && bytes[at + 2] == 1 && (bytes[at + 7] & 0x80) != 0;
        if (!timed) {
            return;
        }
        long pts =
                (long) (bytes[at + 9] & 0x0E) << 29 | (long) (number(at + 10, 2) >> 1) << 15 | number(at + 12, 2) >> 1;
        latest = OptionalLong.of(pts);
        if (first.isEmpty()) {
            first = latest;
        }
    }

    private int number(int at, int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | bytes[at + i] & 0xFF;
        }
        return number;
    }

    private static int number(byte[] section, int at) {
        return (section[at] & 0xFF) << 8 | section[at + 1] & 0xFF;
    }
}
