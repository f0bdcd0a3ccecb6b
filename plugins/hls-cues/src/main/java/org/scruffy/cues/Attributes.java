package org.scruffy.cues;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An attribute list (RFC 8216 section 4.2), as encoders write it: blanks, small letters and missing quotation marks are forgiven. */
record Attributes(Map<String, String> values) {

    private static final Pattern ATTRIBUTE = Pattern.compile("(?:^|,)\\s*([A-Za-z0-9-]+)\\s*=\\s*(\"[^\"]*\"|[^,]*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}(\\.\\d{0,9})?");

    static Attributes of(String list) {
        Map<String, String> values = new HashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(list);
        while (attribute.find()) {
            values.putIfAbsent(
                    attribute.group(1).toUpperCase(Locale.ROOT),
                    attribute.group(2).replace("\"", "").strip());
        }
        return new Attributes(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean is(String name, String value) {
        return value.equalsIgnoreCase(values.get(name));
    }

    Optional<Duration> seconds(String name) {
        return text(name).flatMap(Attributes::number);
    }

    Optional<Instant> date(String name) {
        try {
            return text(name)
                    .map(text -> text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Optional<Duration> number(String text) {
        String number = text.strip().replace("\"", "");
        return NUMBER.matcher(number).matches()
                ? Optional.of(Duration.ofNanos(
                        new BigDecimal(number).movePointRight(9).longValue()))
                : Optional.empty();
    }
}
