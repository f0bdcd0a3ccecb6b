package org.scruffy.feed;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One reading of a segment of fragmented MP4 for where its fragments begin (ISO/IEC 14496-12, section 8.8). */
final class Fragments {

    private static final int HEADER = 8;

    /** A box without its header. */
    private record Box(String type, int from, ByteBuffer content) {}

    private Fragments() {}

    /**
     * In play order, none where it is no such segment.
     *
     * @param map the initialisation section
     */
    static List<Frame> in(byte[] bytes, byte[] map) {
        long scale = child(ByteBuffer.wrap(map), "moov", "trak", "mdia", "mdhd")
                .map(header -> (long) header.getInt(header.get(0) == 1 ? 20 : 12))
                .orElse(0L);
        List<Frame> frames = new ArrayList<>();
        long first = -1;
        int from = -1;
        for (Box box : boxes(ByteBuffer.wrap(bytes))) {
            from = from < 0 ? box.from() : from;
            if (box.type().equals("moof")) {
                Optional<Long> time = child(box.content(), "traf", "tfdt")
                        .map(decoded -> decoded.get(0) == 1 ? decoded.getLong(4) : decoded.getInt(4) & 0xFFFFFFFFL);
                if (time.isEmpty() || scale <= 0) {
                    return List.of();
                }
                first = first < 0 ? time.get() : first;
                frames.add(new Frame(
                        from, Duration.ofNanos((time.get() - first) * 1_000_000_000 / scale), frames.isEmpty()));
            } else if (box.type().equals("mdat")) {
                from = -1;
            }
        }
        return frames;
    }

    private static Optional<ByteBuffer> child(ByteBuffer parent, String... path) {
        Optional<ByteBuffer> found = Optional.of(parent);
        for (String type : path) {
            found = found.flatMap(within -> boxes(within).stream()
                    .filter(box -> box.type().equals(type))
                    .findFirst()
                    .map(Box::content));
        }
        return found;
    }

    private static List<Box> boxes(ByteBuffer within) {
        List<Box> boxes = new ArrayList<>();
        int at = 0;
        while (at + HEADER <= within.limit()) {
            int size = within.getInt(at);
            if (size < HEADER || size > within.limit() - at) {
                break;
            }
            byte[] type = new byte[4];
            within.get(at + 4, type);
            boxes.add(new Box(
                    new String(type, java.nio.charset.StandardCharsets.US_ASCII),
                    at,
                    within.slice(at + HEADER, size - HEADER)));
            at += size;
        }
        return boxes;
    }
}
