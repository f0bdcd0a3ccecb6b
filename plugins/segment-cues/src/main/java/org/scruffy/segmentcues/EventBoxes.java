package org.scruffy.segmentcues;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scruffy.spi.scte35.SpliceInfo;

/** One reading of a segment of fragmented MP4 for the SCTE 35 messages in its event boxes (ISO/IEC 23009-1, emsg). Never throws. */
final class EventBoxes {

    private static final String SCHEME = "urn:scte:scte35:2013:bin";
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    /** Beyond that it is no time of anybody's. */
    private static final BigInteger FARTHEST = BigInteger.valueOf(Long.MAX_VALUE);

    private record Event(SpliceInfo info, boolean absolute, long time, long timescale) {}

    private final List<Event> events = new ArrayList<>();
    /** The decode time of the first fragment, which counts as the events do (ISO/IEC 23000-19, section 7.4.5). */
    private Optional<BigInteger> start = Optional.empty();

    static List<Message> messages(byte[] bytes) {
        EventBoxes boxes = new EventBoxes();
        boxes.read(ByteBuffer.wrap(bytes));
        return boxes.events.stream().map(boxes::message).toList();
    }

    private void read(ByteBuffer bytes) {
        while (bytes.remaining() >= 8) {
            long size = Integer.toUnsignedLong(bytes.getInt());
            int type = bytes.getInt();
            if (size == 1 && bytes.remaining() >= 8) {
                size = bytes.getLong() - 8;
            }
            long length = size == 0 ? bytes.remaining() : size - 8;
            if (length < 0 || length > bytes.remaining()) {
                return;
            }
            ByteBuffer box = bytes.slice(bytes.position(), (int) length);
            bytes.position(bytes.position() + (int) length);
            box(type, box);
        }
    }

    private void box(int type, ByteBuffer box) {
        switch (type) {
            case 0x6D6F6F66, 0x74726166 -> read(box); // moof, traf
            case 0x74666474 -> decodeTime(box); // tfdt
            case 0x656D7367 -> event(box); // emsg
            default -> {
                // pictures, sound and their tables
            }
        }
    }

    private void decodeTime(ByteBuffer box) {
        boolean wide = box.remaining() > 0 && box.get(0) == 1;
        if (start.isEmpty() && box.remaining() >= (wide ? 12 : 8)) {
            start = Optional.of(wide ? unsigned(box.getLong(4)) : BigInteger.valueOf(box.getInt(4) & 0xFFFF_FFFFL));
        }
    }

    private static BigInteger unsigned(long number) {
        return new BigInteger(Long.toUnsignedString(number));
    }

    private void event(ByteBuffer box) {
        if (box.remaining() < 4) {
            return;
        }
        int version = box.getInt() >>> 24;
        String scheme = version == 0 ? text(box) : "";
        if (version == 0) {
            text(box);
        }
        if (version > 1 || box.remaining() < (version == 0 ? 16 : 20)) {
            return;
        }
        long timescale = box.getInt() & 0xFFFF_FFFFL;
        long time = version == 0 ? box.getInt() & 0xFFFF_FFFFL : box.getLong();
        box.position(box.position() + 8); // duration and id: the message has its own
        if (version == 1) {
            scheme = text(box);
            text(box);
        }
        if (!scheme.equals(SCHEME) || timescale == 0) {
            return;
        }
        byte[] section = new byte[box.remaining()];
        box.get(section);
        SpliceInfo.read(section).info().ifPresent(info -> events.add(new Event(info, version == 1, time, timescale)));
    }

    private static String text(ByteBuffer box) {
        int from = box.position();
        while (box.hasRemaining() && box.get() != 0) {
            // up to its end
        }
        byte[] text = new byte[Math.max(0, box.position() - from - 1)];
        box.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private Message message(Event event) {
        BigInteger ticks = event.absolute()
                ? unsigned(event.time()).subtract(start.orElseGet(() -> unsigned(event.time())))
                : BigInteger.valueOf(event.time());
        BigInteger nanos = ticks.multiply(NANOS).divide(BigInteger.valueOf(event.timescale()));
        Duration offset =
                Duration.ofNanos(nanos.min(FARTHEST).max(FARTHEST.negate()).longValue());
        return new Message(event.info(), offset, Duration.ZERO);
    }
}
