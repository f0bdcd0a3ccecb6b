package org.scruffy.traffic;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * The text of a file whose encoding nobody told: by its byte order mark, else by its first 64 KB. What is not UTF-8 there is taken
 * for Windows-1252, which is what office programs write; bytes that no text has are refused.
 */
final class Text {

    /** A file that is not text, or not in one encoding. */
    static final class NotText extends Exception {

        private static final long serialVersionUID = 1L;

        final String found;

        NotText(String found) {
            super(found);
            this.found = found;
        }
    }

    static final String EXPECTED = "text in UTF-8, UTF-16 or Windows-1252";
    static final Charset WINDOWS = Charset.forName("windows-1252");

    private static final int LOOK = 64 * 1024;
    private static final String TEXT_CONTROLS = "\t\n\f\r\u001a";

    private Text() {}

    static Reader of(InputStream in) throws IOException, NotText {
        BufferedInputStream file = new BufferedInputStream(in, LOOK);
        file.mark(LOOK);
        byte[] first = file.readNBytes(LOOK);
        file.reset();
        Charset charset = charset(first);
        file.skipNBytes(mark(first));
        return new InputStreamReader(file, strict(charset));
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private static Charset charset(byte[] first) throws NotText {
        if (starts(first, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        if (starts(first, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        refuseBinary(first);
        return isUtf8(first) ? StandardCharsets.UTF_8 : WINDOWS;
    }

    private static int mark(byte[] first) {
        if (starts(first, 0xEF, 0xBB, 0xBF)) {
            return 3;
        }
        return starts(first, 0xFF, 0xFE) || starts(first, 0xFE, 0xFF) ? 2 : 0;
    }

    private static boolean starts(byte[] first, int... bytes) {
        return first.length >= bytes.length
                && IntStream.range(0, bytes.length).allMatch(i -> (first[i] & 0xFF) == bytes[i]);
    }

    private static void refuseBinary(byte[] first) throws NotText {
        for (int i = 0; i < first.length; i++) {
            if (first[i] >= 0 && first[i] < ' ' && TEXT_CONTROLS.indexOf(first[i]) < 0) {
                throw new NotText("byte " + first[i] + " at " + i + ": a binary file, or UTF-16 without its mark");
            }
        }
    }

    /** Whether the bytes are UTF-8 as far as they go: the last character may be cut. */
    private static boolean isUtf8(byte[] first) {
        CoderResult result = strict(StandardCharsets.UTF_8)
                .decode(ByteBuffer.wrap(first), CharBuffer.allocate(first.length + 1), first.length < LOOK);
        return !result.isError();
    }
}
