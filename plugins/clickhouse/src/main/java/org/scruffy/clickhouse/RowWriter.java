package org.scruffy.clickhouse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes ClickHouse's RowBinary. */
final class RowWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    RowWriter number(long number) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes.write((int) (number >>> shift));
        }
        return this;
    }

    RowWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        length(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    RowWriter map(Map<String, ?> map) {
        length(map.size());
        map.forEach((name, value) -> text(name).text(value.toString()));
        return this;
    }

    /** @param value a String, Long, Double or Boolean, or null */
    RowWriter nullable(Object value) {
        bytes.write(value == null ? 1 : 0);
        if (value instanceof String text) {
            text(text);
        } else if (value instanceof Long number) {
            number(number);
        } else if (value instanceof Double number) {
            number(Double.doubleToRawLongBits(number));
        } else if (value instanceof Boolean truth) {
            bytes.write(truth ? 1 : 0);
        }
        return this;
    }

    /** A LEB128. */
    private void length(int length) {
        int left = length;
        while (left > 0x7f) {
            bytes.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        bytes.write(left);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
