package org.scruffy.dataset;

import java.util.regex.Pattern;

/** Names as PostgreSQL can keep them. */
public final class Names {

    private static final Pattern UNKEPT = Pattern.compile("[\\x00\\p{Cs}]");

    private Names() {}

    /** The same without the null character and without halves of characters. */
    public static String kept(String name) {
        return UNKEPT.matcher(name).replaceAll("\uFFFD");
    }
}
