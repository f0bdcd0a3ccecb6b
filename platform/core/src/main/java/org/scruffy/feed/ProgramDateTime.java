package org.scruffy.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** EXT-X-PROGRAM-DATE-TIME as encoders write it: with {@code Z}, {@code +00:00}, {@code +0000} or no zone at all. */
final class ProgramDateTime {

    static final String TAG = "#EXT-X-PROGRAM-DATE-TIME:";

    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final DateTimeFormatter LENIENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSSSSSSSS][.SSSSSSSS][.SSSSSSS][.SSSSSS][.SSSSS][.SSSS]"
                    + "[.SSS][.SS][.S][XXX][XX][X]");
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ProgramDateTime() {}

    static Optional<Instant> read(String text) {
        Optional<Instant> usual = usual(text);
        return usual.isPresent() ? usual : lenient(text);
    }

    /** The form that nearly all write, read by its columns: every segment has a date. Empty for any other, right or wrong. */
    private static Optional<Instant> usual(String text) {
        int zone = zone(text);
        if (zone < 0 || text.charAt(0) < '2') {
            return Optional.empty();
        }
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59) {
            return Optional.empty();
        }
        long days = LocalDate.of(number(text, 0, 4), month, day).toEpochDay();
        long nanos = zone == FORM.length() ? 0 : number(text, FORM.length() + 1, zone);
        for (int digits = zone - FORM.length() - 1; digits < 9; digits++) {
            nanos *= 10;
        }
        return Optional.of(Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second, nanos));
    }

    /** Where the zone begins after a date and time with at most nine digits of a second, -1 where it is not UTC or no such thing. */
    private static int zone(String text) {
        if (text.length() <= FORM.length()) {
            return -1;
        }
        for (int i = 0; i < FORM.length(); i++) {
            if (FORM.charAt(i) == 'd' ? !digit(text.charAt(i)) : text.charAt(i) != FORM.charAt(i)) {
                return -1;
            }
        }
        int at = FORM.length();
        if (text.charAt(at) == '.') {
            do {
                at++;
            } while (at < text.length() && digit(text.charAt(at)));
        }
        boolean fraction = at == FORM.length() || (at > FORM.length() + 1 && at <= FORM.length() + 10);
        String zone = text.substring(at);
        return fraction && (zone.equals("Z") || zone.equals("+0000") || zone.equals("+00:00")) ? at : -1;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    private static Optional<Instant> lenient(String text) {
        try {
            TemporalAccessor parsed = LENIENT.parseBest(text.trim(), OffsetDateTime::from, LocalDateTime::from);
            Instant instant = parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
            return instant.getEpochSecond() < 0 ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** One form for all, to the millisecond. */
    static String write(Instant instant) {
        return write(instant, new StringBuilder(24)).toString();
    }

    /** The same, at the end of a text. */
    static StringBuilder write(Instant instant, StringBuilder text) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        if (at.getYear() < 1000 || at.getYear() > 9999) {
            return text.append(MILLIS.format(instant));
        }
        text.append(at.getYear());
        two(text.append('-'), at.getMonthValue());
        two(text.append('-'), at.getDayOfMonth());
        two(text.append('T'), at.getHour());
        two(text.append(':'), at.getMinute());
        two(text.append(':'), at.getSecond());
        int millis = at.getNano() / 1_000_000;
        two(text.append('.').append((char) ('0' + millis / 100)), millis % 100);
        return text.append('Z');
    }

    private static void two(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
