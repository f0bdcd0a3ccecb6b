package org.scruffy.traffic;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Locale;

/**
 * One LOI record of a SCTE 118-3 schedule, 77 characters. Columns count from 1; the last three fields before the spot are for
 * what aired and stay blank in a schedule. The field of the spot has 11 columns; an Ad-ID of 12 takes the blank behind it too.
 *
 * @param day the local day, without a year
 * @param time when the spot is planned to start
 * @param windowStart when the window opens in which the break may come
 * @param window how long it stays open, whole minutes
 * @param breakNumber of the break in its window, from 1
 * @param position of the spot in its break, from 1
 * @param length whole seconds
 */
record SchRecord(
        MonthDay day,
        LocalTime time,
        LocalTime windowStart,
        Duration window,
        int breakNumber,
        int position,
        Duration length,
        String spot) {

    static final int WIDTH = 77;
    static final int LONGEST_SPOT = 12;

    /** A record that cannot be read. */
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        final String field;
        final String found;
        final String expected;

        Wrong(String field, String found, String expected) {
            super(field + " is '" + found + "', expected " + expected);
            this.field = field;
            this.found = found;
            this.expected = expected;
        }
    }

    String written() {
        String record = String.format(
                Locale.ROOT,
                "LOI %02d%02d %02d%02d%02d %02d%02d %02d%02d %03d %03d %02d%02d%02d %6s %8s %3s %-12s",
                day.getMonthValue(),
                day.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                windowStart.getHour(),
                windowStart.getMinute(),
                window.toHours(),
                window.toMinutesPart(),
                breakNumber,
                position,
                length.toHours(),
                length.toMinutesPart(),
                length.toSecondsPart(),
                "",
                "",
                "",
                spot);
        return String.format(Locale.ROOT, "%-" + WIDTH + "s", record);
    }

    static SchRecord parse(String line) throws Wrong {
        if (line.length() < 62) {
            throw new Wrong("record", line.length() + " characters", "at least " + WIDTH);
        }
        try {
            int month = number(line, "day", 5, 6);
            MonthDay day = MonthDay.of(month, number(line, "day", 7, 8));
            LocalTime time = LocalTime.of(
                    number(line, "time", 10, 11), number(line, "time", 12, 13), number(line, "time", 14, 15));
            LocalTime start = LocalTime.of(number(line, "window", 17, 18), number(line, "window", 19, 20));
            Duration window = Duration.ofHours(number(line, "window length", 22, 23))
                    .plusMinutes(number(line, "window length", 24, 25));
            Duration length = Duration.ofHours(number(line, "length", 35, 36))
                    .plusMinutes(number(line, "length", 37, 38))
                    .plusSeconds(number(line, "length", 39, 40));
            return new SchRecord(
                    day,
                    time,
                    start,
                    window,
                    number(line, "break number", 27, 29),
                    number(line, "position", 31, 33),
                    length,
                    line.substring(61, Math.min(line.length(), 61 + LONGEST_SPOT))
                            .strip());
        } catch (DateTimeException e) {
            throw new Wrong("day or time", line.substring(4, 20), "MMDD HHMMSS HHMM of a real day and time");
        }
    }

    private static int number(String line, String field, int first, int last) throws Wrong {
        String digits = line.substring(first - 1, last);
        if (!digits.matches("[0-9]+")) {
            throw new Wrong(field, digits, "digits in columns " + first + " to " + last);
        }
        return Integer.parseInt(digits);
    }
}
