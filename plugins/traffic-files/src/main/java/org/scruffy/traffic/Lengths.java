package org.scruffy.traffic;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths as people write them: seconds, {@code mm:ss} or {@code hh:mm:ss}, with a fraction of three digits at most. */
final class Lengths {

    static final String EXPECTED = "seconds, mm:ss or hh:mm:ss, for example 30.03 or 00:30";

    private static final Pattern LENGTH =
            Pattern.compile("(?:(?:(\\d{1,2}):)?(\\d{1,2}):)?(\\d{1,6})(?:\\.(\\d{1,3}))?");

    private Lengths() {}

    static Optional<Duration> parse(String text) {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            return Optional.empty();
        }
        String fraction = length.group(4) == null ? "000" : (length.group(4) + "00").substring(0, 3);
        return Optional.of(Duration.ofHours(number(length.group(1)))
                .plusMinutes(number(length.group(2)))
                .plusSeconds(number(length.group(3)))
                .plusMillis(number(fraction)));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** Seconds, without zeros at the end. */
    static String of(Duration length) {
        return BigDecimal.valueOf(length.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
