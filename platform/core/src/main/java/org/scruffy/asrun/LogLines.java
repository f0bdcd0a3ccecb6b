package org.scruffy.asrun;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a log that may be no log at all: a line that is too long is skipped to its end without being kept, one that is not
 * in the charset says so, and the lines after them are read as ever.
 */
final class LogLines {

    /** A line, or why it cannot be read. */
    record Line(long number, String text, Optional<BadRow> bad) {}

    /** In bytes. A row of a log has some hundred. */
    static final int LONGEST = 8_192;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final Charset charset;
    private final byte[] bytes = new byte[LONGEST];
    private final byte[] buffer = new byte[65_536];
    private int at;
    private int end;
    private long number;

    LogLines(InputStream in, Charset charset) {
        this.in = in;
        this.charset = charset;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** The next line without its end; empty where there is none. */
    Optional<Line> next() throws IOException {
        int length = 0;
        long whole = 0;
        int read = read();
        if (read < 0) {
            return Optional.empty();
        }
        number++;
        while (read >= 0 && read != '\n') {
            if (length < LONGEST) {
                bytes[length++] = (byte) read;
            }
            whole++;
            read = read();
        }
        if (whole > LONGEST) {
            return Optional.of(
                    bad("", "line", whole + " bytes", "at most " + LONGEST + " bytes to the end of the line"));
        }
        return Optional.of(line(length > 0 && bytes[length - 1] == '\r' ? length - 1 : length));
    }

    /** The next byte, below 0 at the end. A stream's own buffer would take a lock for each. */
    private int read() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end ? buffer[at++] & 0xFF : -1;
    }

    private Line line(int length) {
        int start = number == 1 && bom(length) ? 3 : 0;
        for (int i = start; i < length; i++) {
            if (bytes[i] == 0) {
                return bad(
                        "",
                        "line",
                        "byte 0 at column " + (i - start + 1),
                        "text: is this a log, saved as " + charset + "?");
            }
        }
        try {
            String text = decoder.decode(ByteBuffer.wrap(bytes, start, length - start))
                    .toString();
            return new Line(number, text, Optional.empty());
        } catch (CharacterCodingException e) {
            String seen = new String(Arrays.copyOfRange(bytes, start, length), StandardCharsets.ISO_8859_1);
            return bad(
                    seen.replaceAll("[^ -~]", "?"),
                    "line",
                    "bytes that are not " + charset,
                    charset + ", or a template of another charset");
        }
    }

    private boolean bom(int length) {
        return charset.equals(StandardCharsets.UTF_8)
                && length >= 3
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
    }

    private Line bad(String seen, String field, String found, String expected) {
        return new Line(number, seen, Optional.of(new BadRow(number, seen, field, found, expected)));
    }
}
