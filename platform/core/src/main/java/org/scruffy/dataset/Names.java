package org.scruffy.dataset;

import java.util.regex.Pattern;

/** Names as PostgreSQL can keep them. */
public final class Names {

    private static final Pattern UNKEPT = Pattern.compile("[\\x00\\p{Cs}]");

    private Names() {}

    /** The same without the null character and without halves of characters. */
    public static String kept(String name) {
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter == 0 || Character.isSurrogate(letter)) { // of hardly any, and the pattern takes its time
                return UNKEPT.matcher(name).replaceAll("\uFFFD");
            }
        }
        return name;
    }
}
