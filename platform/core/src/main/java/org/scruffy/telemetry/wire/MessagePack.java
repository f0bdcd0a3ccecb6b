package org.scruffy.telemetry.wire;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePack.UnpackerConfig;
import org.msgpack.core.MessageUnpacker;

/** MessagePack as maps, lists, words, numbers, booleans, times and null. A length is believed when the bytes are there. */
final class MessagePack {

    private static final int LONGEST = 1_000_000;
    private static final int DEEPEST = 100;
    private static final byte TIMESTAMP = -1;
    private static final int LONG_TIMESTAMP = 12;
    private static final long LAST_NANO = 999_999_999;
    private static final UnpackerConfig CONFIG =
            new UnpackerConfig().withStringSizeLimit(LONGEST).withAllowReadingBinaryAsString(false);

    private MessagePack() {}

    static MessageUnpacker open(InputStream body) {
        return CONFIG.newUnpacker(body);
    }

    static Object value(MessageUnpacker body) throws IOException {
        return value(body, 0);
    }

    private static Object value(MessageUnpacker body, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new Unreadable("MessagePack is nested deeper than " + DEEPEST);
        }
        switch (body.getNextFormat().getValueType()) {
            case NIL -> {
                body.unpackNil();
                return null;
            }
            case BOOLEAN -> {
                return body.unpackBoolean();
            }
            case INTEGER -> {
                BigInteger number = body.unpackBigInteger();
                return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number.doubleValue();
            }
            case FLOAT -> {
                return body.unpackDouble();
            }
            case STRING -> {
                return body.unpackString();
            }
            case BINARY -> {
                return body.readPayload(checked(body.unpackBinaryHeader()));
            }
            case ARRAY -> {
                return array(body, depth);
            }
            case MAP -> {
                return map(body, depth);
            }
            default -> {
                return extension(body);
            }
        }
    }

    private static int checked(int length) throws Unreadable {
        if (length > LONGEST) {
            throw new Unreadable("A value of MessagePack has " + length + " bytes, expected at most " + LONGEST);
        }
        return length;
    }

    private static List<Object> array(MessageUnpacker body, int depth) throws IOException {
        int size = body.unpackArrayHeader();
        List<Object> array = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            array.add(value(body, depth + 1));
        }
        return array;
    }

    private static Map<String, Object> map(MessageUnpacker body, int depth) throws IOException {
        int size = body.unpackMapHeader();
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object name = value(body, depth + 1);
            map.put(String.valueOf(name), value(body, depth + 1));
        }
        return map;
    }

    private static Object extension(MessageUnpacker body) throws IOException {
        ExtensionTypeHeader header = body.unpackExtensionTypeHeader();
        if (header.getType() == TIMESTAMP && header.getLength() <= LONG_TIMESTAMP) {
            return header.getLength() == LONG_TIMESTAMP
                    ? time(body.readPayload(LONG_TIMESTAMP))
                    : body.unpackTimestamp(header);
        }
        return body.readPayload(checked(header.getLength()));
    }

    // more seconds fit than Java's clock has: these are its first or last time, which no event can have
    private static Instant time(byte[] payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        long nanos = Math.min(Integer.toUnsignedLong(bytes.getInt()), LAST_NANO);
        long seconds = Math.max(bytes.getLong(), Instant.MIN.getEpochSecond());
        return Instant.ofEpochSecond(Math.min(seconds, Instant.MAX.getEpochSecond()), nanos);
    }
}
