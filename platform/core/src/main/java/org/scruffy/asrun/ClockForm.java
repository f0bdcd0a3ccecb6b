package org.scruffy.asrun;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a log writes a time of day or a length. Either is read as the time since the start of its day, or of the spot. */
public enum ClockForm {
    /** {@code 20:15:30}, with {@code .5} or {@code .50} for fractions or {@code :12} or {@code ;12} for frames; AM and PM too. */
    CLOCK("20:15:30, 20:15:30.50, 20:15:30;12 or 8:15:30 PM"),
    HHMMSS("6 digits HHMMSS"),
    /** With hundredths of a second. */
    HHMMSSHH("8 digits HHMMSS and hundredths"),
    /** With frames of the feed's rate. */
    HHMMSSFF("8 digits HHMMSS and frames"),
    SECONDS("seconds, such as 29.97"),
    MILLISECONDS("whole milliseconds");

    private static final Pattern CLOCKS = Pattern.compile(
            "(?:(\\d{1,2}):)?(\\d{1,2}):(\\d{2})(?:[.,](\\d{1,9})|;(\\d{2})|:(\\d{2}))?(?: ?([AaPp])[Mm])?");
    private static final Pattern DIGITS = Pattern.compile("(\\d{2})(\\d{2})(\\d{2})(\\d{2})?");
    private static final int MOST_HOURS = 29;

    private final String words;

    ClockForm(String words) {
        this.words = words;
    }

    /** What it looks like, in words. */
    String words() {
        return words;
    }

    /** Whether a time of day can be written so. */
    boolean tellsTime() {
        return this != SECONDS && this != MILLISECONDS;
    }

    /**
     * Reads a time of day. Hours from 24 to 29 are those after midnight, as broadcasters count.
     *
     * @return empty where it is not written so
     */
    Optional<Duration> time(String text, FrameRate rate) {
        if (this == CLOCK) {
            Matcher clock = CLOCKS.matcher(text);
            // with one colon less it is a length, and 1:02:03 of a four-part time is hours
            return clock.matches() && clock.group(1) != null ? read(clock, rate) : Optional.empty();
        }
        return tellsTime() ? length(text, rate) : Optional.empty();
    }

    /** Reads a length; for the forms with colons, hours may be left out. */
    Optional<Duration> length(String text, FrameRate rate) {
        return switch (this) {
            case CLOCK -> {
                Matcher clock = CLOCKS.matcher(text);
                yield clock.matches() && clock.group(7) == null ? read(clock, rate) : Optional.empty();
            }
            case HHMMSS -> digits(text, 6, rate);
            case HHMMSSHH, HHMMSSFF -> digits(text, 8, rate);
            case SECONDS -> decimal(text, 1000);
            case MILLISECONDS -> decimal(text, 1);
        };
    }

    private static Optional<Duration> read(Matcher clock, FrameRate rate) {
        int hours = clock.group(1) == null ? 0 : Integer.parseInt(clock.group(1));
        if (clock.group(7) != null) {
            if (hours < 1 || hours > 12) {
                return Optional.empty();
            }
            hours = hours % 12 + (clock.group(7).equalsIgnoreCase("P") ? 12 : 0);
        }
        Optional<Duration> whole = sum(hours, clock.group(2), clock.group(3));
        if (clock.group(4) != null) {
            Duration rest = Duration.ofNanos(Long.parseLong((clock.group(4) + "00000000").substring(0, 9)));
            return whole.map(time -> time.plusMillis(rest.toMillis()));
        }
        String frames = clock.group(5) == null ? clock.group(6) : clock.group(5);
        return frames == null ? whole : whole.flatMap(time -> rate.plus(time, Integer.parseInt(frames)));
    }

    private Optional<Duration> digits(String text, int count, FrameRate rate) {
        Matcher digits = DIGITS.matcher(text);
        if (text.length() != count || !digits.matches()) {
            return Optional.empty();
        }
        Optional<Duration> whole = sum(Integer.parseInt(digits.group(1)), digits.group(2), digits.group(3));
        if (digits.group(4) == null) {
            return whole;
        }
        int rest = Integer.parseInt(digits.group(4));
        return this == HHMMSSFF
                ? whole.flatMap(time -> rate.plus(time, rest))
                : whole.map(time -> time.plusMillis(rest * 10L));
    }

    private static Optional<Duration> sum(int hours, String minutes, String seconds) {
        int m = Integer.parseInt(minutes);
        int s = Integer.parseInt(seconds);
        if (hours > MOST_HOURS || m > 59 || s > 59) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(hours * 3600L + m * 60L + s));
    }

    private static Optional<Duration> decimal(String text, int millis) {
        if (!text.matches(millis == 1 ? "\\d{1,8}" : "\\d{1,5}([.,]\\d{1,6})?")) {
            return Optional.empty();
        }
        BigDecimal length = new BigDecimal(text.replace(',', '.')).multiply(BigDecimal.valueOf(millis));
        return Optional.of(
                Duration.ofMillis(length.setScale(0, RoundingMode.HALF_UP).longValueExact()));
    }
}
