package org.scruffy.clickhouse;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads ClickHouse's RowBinaryWithNamesAndTypes, of the types that our questions get for an answer. */
final class RowReader {

    private interface Value {
        Object read() throws IOException;
    }

    private final DataInputStream bytes;
    private final List<Value> types = new ArrayList<>();

    RowReader(InputStream answer) throws IOException {
        bytes = new DataInputStream(new BufferedInputStream(answer));
        if (ended()) {
            return; // nothing was asked for
        }
        int columns = length();
        for (int i = 0; i < columns; i++) {
            string(); // the name
        }
        for (int i = 0; i < columns; i++) {
            types.add(value(string()));
        }
    }

    /** The next row, null after the last. */
    Object[] next() throws IOException {
        if (ended()) {
            return null;
        }
        Object[] row = new Object[types.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = types.get(i).read();
        }
        return row;
    }

    private boolean ended() throws IOException {
        bytes.mark(1);
        boolean ended = bytes.read() < 0;
        bytes.reset();
        return ended;
    }

    private Value value(String type) {
        if (type.startsWith("Nullable(")) {
            Value within = value(inner(type));
            return () -> bytes.readByte() == 0 ? within.read() : null;
        }
        if (type.startsWith("LowCardinality(")) {
            return value(inner(type));
        }
        if (type.startsWith("Map(")) {
            int comma = type.lastIndexOf(", ");
            return map(
                    value(type.substring("Map(".length(), comma)), value(type.substring(comma + 2, type.length() - 1)));
        }
        return switch (type) {
            case "String" -> this::string;
            case "Bool" -> () -> bytes.readByte() != 0;
            case "UInt8" -> () -> (long) (bytes.readByte() & 0xff);
            case "UInt16" -> () -> (long) Character.reverseBytes(bytes.readChar());
            case "UInt32" -> () -> Integer.toUnsignedLong(Integer.reverseBytes(bytes.readInt()));
            case "Int8" -> () -> (long) bytes.readByte();
            case "Int16" -> () -> (long) Short.reverseBytes(bytes.readShort());
            case "Int32" -> () -> (long) Integer.reverseBytes(bytes.readInt());
            case "Int64", "UInt64" -> this::number; // what we count stays below 2^63
            case "Float64" -> () -> Double.longBitsToDouble(number());
            case "Nothing" -> () -> null;
            default -> throw new IllegalStateException("ClickHouse answers with " + type + ", expected none such");
        };
    }

    private static String inner(String type) {
        return type.substring(type.indexOf('(') + 1, type.length() - 1);
    }

    private Value map(Value key, Value value) {
        return () -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int left = length(); left > 0; left--) {
                map.put(key.read(), value.read());
            }
            return map;
        };
    }

    private long number() throws IOException {
        return Long.reverseBytes(bytes.readLong());
    }

    private String string() throws IOException {
        byte[] text = new byte[length()];
        bytes.readFully(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** A LEB128. */
    private int length() throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = bytes.readByte();
            length |= (part & 0x7f) << shift;
            if (part >= 0) {
                return length;
            }
        }
    }
}
