package org.scruffy.telemetry.wire;

import java.util.Locale;

/** The names of datasets. */
public final class Dataset {

    /** Where an event goes whose client does not say what it is. */
    public static final String UNKNOWN = "unknown_service";

    private static final int LONGEST = 100;

    private Dataset() {}

    /** The form of a name that counts: lower case, with a dash for what is neither a letter nor a digit, dot or underscore. */
    public static String slug(String name) {
        String slug = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}._]+", "-");
        String cut = slug.substring(0, Math.min(slug.length(), LONGEST));
        return cut.isEmpty() ? UNKNOWN : cut;
    }
}
