package org.scruffy.stationranges;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.spi.feed.Cue;

/**
 * EXT-X-DATERANGE as RFC 8216 section 4.3.2.7 has it, with a message.
 *
 * @param length of the range, zero where it is not known yet
 * @param ends whether the length is what it was, not what it is to be
 */
record Range(String id, Instant start, Duration length, boolean ends, String message) {

    private static final String TAG = "#EXT-X-DATERANGE:";
    private static final Pattern ATTRIBUTE = Pattern.compile("(?:^|,)([A-Z0-9-]+)=(\"[^\"]*\"|[^,\"]*)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,9})?");

    /** Empty for other tags, and for a range without ID, START-DATE or message. */
    static Optional<Range> of(String tag) {
        if (!tag.startsWith(TAG)) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(tag.substring(TAG.length()));
        while (attribute.find()) {
            values.putIfAbsent(attribute.group(1), attribute.group(2).replace("\"", ""));
        }
        String id = values.getOrDefault("ID", "");
        String message = values.getOrDefault(
                "SCTE35-OUT", values.getOrDefault("SCTE35-IN", values.getOrDefault("SCTE35-CMD", "")));
        if (id.isEmpty() || message.isEmpty()) {
            return Optional.empty();
        }
        Duration actual = seconds(values.getOrDefault("DURATION", ""));
        Duration length = actual.isZero() ? seconds(values.getOrDefault("PLANNED-DURATION", "")) : actual;
        return date(values.getOrDefault("START-DATE", ""))
                .map(start -> new Range(id, start, length, !actual.isZero(), message));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Duration seconds(String text) {
        return SECONDS.matcher(text).matches()
                ? Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue())
                : Duration.ZERO;
    }

    /** @param said how long the message says that the break is to be */
    Cue out(Duration said) {
        return new Cue("range-" + name(), Cue.Type.OUT, start, length.isZero() ? said : length);
    }

    /**
     * The way back: at the end of the range that began with this id, once that is known; a range of its own says it by its start.
     */
    Optional<Cue> in(Optional<Cue> out) {
        if (out.isPresent() && !ends) {
            return Optional.empty();
        }
        Instant at = out.isPresent() ? start.plus(length) : start;
        return Optional.of(new Cue("back-" + name(), Cue.Type.IN, at, Duration.ZERO));
    }

    private UUID name() {
        return UUID.nameUUIDFromBytes((id + start).getBytes(StandardCharsets.UTF_8));
    }
}
