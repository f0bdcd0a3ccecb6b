package org.scruffy.web.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What addresses and documents say in words, read; what cannot be read is named with what was expected. */
final class Asked {

    private static final Instant FAR = Instant.parse("9000-01-01T00:00:00Z");

    private Asked() {}

    static LocalDate day(String field, String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1970 && day.getYear() <= 9000) {
                return day;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new BadInput(field, text, "a day from 1970 to 9000, such as 2026-11-24");
    }

    static LocalDate day(String field, String text, LocalDate otherwise) {
        return text.isEmpty() ? otherwise : day(field, text);
    }

    static Instant instant(String field, String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isAfter(Instant.EPOCH) && instant.isBefore(FAR)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new BadInput(field, text, "an instant from 1970 to 9000, such as 2026-11-24T20:14:32Z");
    }

    static Duration length(String field, String text) {
        try {
            return Duration.parse(text == null ? "" : text);
        } catch (DateTimeException e) {
            throw new BadInput(field, "" + text, "a length of ISO 8601, such as PT60S");
        }
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, String field, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        field,
                        "" + text,
                        "one of: "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))));
    }

    static <E extends Enum<E>> Optional<E> maybe(Class<E> type, String field, String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(oneOf(type, field, text));
    }

    static int limit(String text) {
        return number("limit", text, 1, 1000);
    }

    /** The framework answers a number that cannot be read with "Not found". */
    static int number(String field, String text, int from, int to) {
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= from && Integer.parseInt(text) <= to) {
            return Integer.parseInt(text);
        }
        throw new BadInput(field, text, "a whole number from " + from + " to " + to);
    }

    static long above(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.matches("\\d{1,18}")) {
            return Long.parseLong(text);
        }
        throw new BadInput("after", text, "what 'next' of the page before was");
    }

    static String given(String field, String text, String expected) {
        if (text == null || text.isBlank()) {
            throw new BadInput(field, "nothing", expected);
        }
        return text;
    }
}
