package org.scruffy.feed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One reading of a segment of fragmented MP4 for where its fragments begin (ISO/IEC 14496-12, section 8.8). */
final class Fragments {

    private static final String SOUND = "soun";

    private Fragments() {}

    /**
     * In play order, none where it is no such segment or damaged.
     *
     * @param map the initialisation section; what is said of its first track holds for all
     */
    static List<Frame> in(byte[] bytes, byte[] map) {
        try {
            return Box.find(ByteBuffer.wrap(map), "moov", "trak", "mdia").stream()
                    .findFirst()
                    .map(track -> in(ByteBuffer.wrap(bytes), scale(track), sound(track)))
                    .orElse(List.of());
        } catch (IndexOutOfBoundsException e) {
            return List.of();
        }
    }

    private static long scale(ByteBuffer track) {
        return first(track, "mdhd")
                .map(header -> Integer.toUnsignedLong(header.getInt(header.get(0) == 1 ? 20 : 12)))
                .orElse(0L);
    }

    private static boolean sound(ByteBuffer track) {
        return first(track, "hdlr")
                .map(handler -> StandardCharsets.ISO_8859_1.decode(handler.slice(8, 4)))
                .filter(type -> SOUND.contentEquals(type))
                .isPresent();
    }

    private static List<Frame> in(ByteBuffer segment, long scale, boolean sound) {
        List<Frame> frames = new ArrayList<>();
        long first = -1;
        int from = -1;
        for (Box box : Box.in(segment)) {
            from = from < 0 ? box.from() : from;
            if (box.type().equals("moof")) {
                Optional<Long> time = first(box.body(), "traf", "tfdt").map(Fragments::time);
                if (time.isEmpty() || scale == 0 || time.get() < Math.max(first, 0)) {
                    return List.of();
                }
                first = frames.isEmpty() ? time.get() : first;
                frames.add(new Frame(from, length(time.get() - first, scale), sound || frames.isEmpty()));
            } else if (box.type().equals("mdat")) {
                from = -1;
            }
        }
        return frames;
    }

    private static long time(ByteBuffer decoded) {
        return decoded.get(0) == 1 ? decoded.getLong(4) : Integer.toUnsignedLong(decoded.getInt(4));
    }

    private static Duration length(long ticks, long scale) {
        return Duration.ofSeconds(ticks / scale, ticks % scale * 1_000_000_000 / scale);
    }

    private static Optional<ByteBuffer> first(ByteBuffer within, String... path) {
        return Box.find(within, path).stream().findFirst();
    }
}
