package org.scruffy.xmlschedules;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SMPTE time code of a frame rate. Where a rate is a thousandth below 30 or 60 and drop-frame counts, the first two (four) numbers
 * of each minute are left out, but not of each tenth, so that the numbers keep up with the clock.
 *
 * @param frames so many frames last {@code perSeconds} seconds
 */
record TimeCode(int frames, int perSeconds, boolean drop) {

    private static final Pattern CODE = Pattern.compile("(\\d{2}):(\\d{2}):(\\d{2})([:;.])(\\d{2})");

    static final String EXPECTED = "hh:mm:ss:ff, or hh:mm:ss;ff where frames are dropped";

    /** The time code of a rate as broadcasters use it: drop-frame where there is one. */
    static TimeCode of(int frames, int perSeconds) {
        TimeCode plain = new TimeCode(frames, perSeconds, false);
        return new TimeCode(frames, perSeconds, perSeconds == 1001 && plain.numbers() % 30 == 0);
    }

    /** The same with or without dropped frames, as a text is written. */
    TimeCode as(String code) {
        return new TimeCode(
                frames, perSeconds, code.contains(";") && of(frames, perSeconds).drop());
    }

    /** How many numbers a second has. */
    int numbers() {
        return (frames + perSeconds - 1) / perSeconds;
    }

    private int dropped() {
        return drop ? numbers() / 15 : 0;
    }

    private String text(long hours, long minutes, long seconds, long frame) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d%s%02d", hours, minutes, seconds, drop ? ";" : ":", frame);
    }

    /** A time of the clock: its second, and the frame of that second that shows then. */
    String ofTime(LocalTime time) {
        long frame = Math.round(time.getNano() / 1e9 * frames / perSeconds);
        frame = Math.min(frame, numbers() - 1L - (skips(time) ? dropped() : 0));
        return text(time.getHour(), time.getMinute(), time.getSecond(), frame + (skips(time) ? dropped() : 0));
    }

    private boolean skips(LocalTime time) {
        return drop && time.getSecond() == 0 && time.getMinute() % 10 != 0;
    }

    /** The time of the clock that a code names, to the millisecond. */
    Optional<LocalTime> time(String code) {
        return matched(code).filter(found -> found[0] < 24).map(found -> {
            LocalTime second = LocalTime.of((int) found[0], (int) found[1], (int) found[2]);
            long frame = found[3] - (skips(second) ? dropped() : 0);
            return second.plusNanos(Math.round(frame * 1000.0 * perSeconds / frames) * 1_000_000);
        });
    }

    /** A length as the number of frames nearest to it. */
    String ofLength(Duration length) {
        long count = Math.round(length.toMillis() / 1000.0 * frames / perSeconds);
        if (drop) {
            long perMinute = numbers() * 60L - dropped();
            long perTen = perMinute * 10 + dropped();
            long tens = count / perTen;
            long rest = count % perTen;
            long minutes = rest < numbers() * 60L ? 0 : 1 + (rest - numbers() * 60L) / perMinute;
            count += dropped() * (tens * 9 + minutes);
        }
        long seconds = count / numbers();
        return text(seconds / 3600, seconds / 60 % 60, seconds % 60, count % numbers());
    }

    /** The length of the frames a code counts, to the millisecond. */
    Optional<Duration> length(String code) {
        return matched(code).map(found -> {
            long minutes = found[0] * 60 + found[1];
            long count = (minutes * 60 + found[2]) * numbers() + found[3] - dropped() * (minutes - minutes / 10);
            return Duration.ofMillis(Math.round(count * 1000.0 * perSeconds / frames));
        });
    }

    /**
     * The same for a length that was whole seconds before it was counted in frames: where the nearest frame to a whole second is
     * meant, that second is.
     */
    Optional<Duration> wholeLength(String code) {
        return length(code).map(length -> {
            Duration second = Duration.ofSeconds((length.toMillis() + 500) / 1000);
            long frame = Math.round(500.0 * perSeconds / frames);
            return Math.abs(second.minus(length).toMillis()) <= frame && !second.isZero() ? second : length;
        });
    }

    private Optional<long[]> matched(String code) {
        Matcher found = CODE.matcher(code);
        if (!found.matches()) {
            return Optional.empty();
        }
        long[] parts = {number(found, 1), number(found, 2), number(found, 3), number(found, 5)};
        boolean missing = drop && parts[2] == 0 && parts[1] % 10 != 0 && parts[3] < dropped();
        return parts[1] > 59 || parts[2] > 59 || parts[3] >= numbers() || missing
                ? Optional.empty()
                : Optional.of(parts);
    }

    private static long number(Matcher found, int group) {
        return Long.parseLong(found.group(group));
    }
}
