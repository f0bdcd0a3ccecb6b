package org.scruffy.feed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A box of an ISO base media file (ISO/IEC 14496-12).
 *
 * @param from where it begins in the bytes it was found in
 * @param body what is in it, with its position at 0
 */
record Box(String type, int from, ByteBuffer body) {

    /** The boxes in some bytes, up to one that is not whole. */
    static List<Box> in(ByteBuffer bytes) {
        List<Box> boxes = new ArrayList<>();
        int at = 0;
        while (at + 8 <= bytes.limit()) {
            boolean large = bytes.getInt(at) == 1 && at + 16 <= bytes.limit();
            long size = large ? bytes.getLong(at + 8) : Integer.toUnsignedLong(bytes.getInt(at));
            int head = large ? 16 : 8;
            if (size < head || size > bytes.limit() - at) {
                break;
            }
            boxes.add(new Box(type(bytes, at + 4), at, bytes.slice(at + head, (int) size - head)));
            at += (int) size;
        }
        return boxes;
    }

    /** The bodies of all boxes at a path of types. */
    static List<ByteBuffer> find(ByteBuffer bytes, String... path) {
        Stream<ByteBuffer> found = Stream.of(bytes);
        for (String type : path) {
            found = found.flatMap(body -> in(body).stream())
                    .filter(box -> box.type.equals(type))
                    .map(Box::body);
        }
        return found.toList();
    }

    private static String type(ByteBuffer bytes, int at) {
        byte[] type = new byte[4];
        bytes.get(at, type);
        return new String(type, StandardCharsets.ISO_8859_1);
    }
}
