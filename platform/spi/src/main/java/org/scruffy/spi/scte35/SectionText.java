package org.scruffy.spi.scte35;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The spellings of a section. */
final class SectionText {

    /** No section is longer: its length has 12 bits. */
    private static final int LONGEST = 4096 * 2 + 2;

    private static final Pattern HEX = Pattern.compile("(?:0[xX])?((?:\\p{XDigit}{2})+)");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

    private SectionText() {}

    static Optional<byte[]> bytes(String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST) {
            return Optional.empty();
        }
        var hex = HEX.matcher(stripped);
        // "FC" is the first byte of every section, and no section in base64 begins so
        if (hex.matches() && hex.group(1).regionMatches(true, 0, "fc", 0, 2)) {
            return Optional.of(HexFormat.of().parseHex(hex.group(1)));
        }
        String standard = stripped.replace('-', '+').replace('_', '/');
        return BASE64.matcher(standard).matches() ? decoded(standard) : Optional.empty();
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.replace("=", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
