package org.scruffy.traffic;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The columns of our CSV, in the order in which they are written. */
enum CsvColumn {
    TYPE,
    START,
    END,
    LENGTH,
    TITLE,
    EPISODE,
    NOLA,
    KIND,
    AD_ID,
    UNDERWRITER;

    String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String all() {
        return Arrays.stream(values()).map(CsvColumn::header).collect(Collectors.joining(", "));
    }
}
