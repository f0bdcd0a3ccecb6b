package org.scruffy.order;

import java.util.Locale;

/**
 * The name of a creative in the trade. What is as long as an Ad-ID has to be one, so that a slip of the pen does not become a house
 * id.
 *
 * @param text capital letters and digits
 */
public record AdId(String text, Kind kind) {

    /** Who gave the name. */
    public enum Kind {
        /** 11 characters, or 12 of which the last is H (high definition) or D (3D); the first four name the company. */
        AD_ID,
        /** Four letters and four digits. */
        ISCI,
        /** Any other 4 to 32 letters and digits. */
        HOUSE
    }

    private static final String LETTERS_AND_DIGITS = "letters A to Z and digits only";

    /**
     * Reads what somebody wrote; blanks around it and small letters do not matter.
     *
     * @throws Refused saying what is wrong with it
     */
    public static AdId of(String written) {
        String text = written == null ? "" : written.strip().toUpperCase(Locale.ROOT);
        if (!text.matches("[A-Z0-9]*")) {
            throw wrong(text, LETTERS_AND_DIGITS);
        }
        if (text.length() < 4 || text.length() > 32) {
            throw wrong(
                    text,
                    "an Ad-ID (11 or 12 characters), an ISCI code (4 letters and 4 digits) or a house id of 4 to 32");
        }
        if (text.length() == 11 || text.length() == 12) {
            return adId(text);
        }
        return new AdId(text, text.matches("[A-Z]{4}[0-9]{4}") ? Kind.ISCI : Kind.HOUSE);
    }

    private static AdId adId(String text) {
        if (text.startsWith("0")) {
            throw wrong(
                    text,
                    "a first character that is not 0: 11 or 12 characters are an Ad-ID, and its four-character prefix does not start"
                            + " with 0; a house id has another length");
        }
        if (text.length() == 12 && !text.matches(".*[HD]")) {
            throw wrong(
                    text,
                    "H (high definition) or D (3D) as the 12th character of an Ad-ID; a house id has another length");
        }
        return new AdId(text, Kind.AD_ID);
    }

    private static Refused wrong(String text, String expected) {
        return Refused.invalid("adId", text, expected);
    }
}
