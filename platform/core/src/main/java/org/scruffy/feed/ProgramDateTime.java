package org.scruffy.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** EXT-X-PROGRAM-DATE-TIME as encoders write it: with {@code Z}, {@code +00:00}, {@code +0000} or no zone at all. */
final class ProgramDateTime {

    static final String TAG = "#EXT-X-PROGRAM-DATE-TIME:";

    private static final DateTimeFormatter LENIENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSSSSSSSS][.SSSSSSSS][.SSSSSSS][.SSSSSS][.SSSSS][.SSSS]"
                    + "[.SSS][.SS][.S][XXX][XX][X]");
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ProgramDateTime() {}

    static Optional<Instant> read(String text) {
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
        return MILLIS.format(instant);
    }
}
