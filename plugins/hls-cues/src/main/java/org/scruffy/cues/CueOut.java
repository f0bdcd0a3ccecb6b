package org.scruffy.cues;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.spi.feed.Cue;

/**
 * EXT-X-CUE-OUT, or what its continuation says of it.
 *
 * @param message the SCTE 35 section in base64, empty where there is none
 */
record CueOut(Instant at, Duration length, String message) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}(\\.\\d{0,9})?");
    private static final Pattern FRACTION =
            Pattern.compile("(\\d{1,6}(?:\\.\\d{0,9})?)\\s*/\\s*(\\d{1,6}(?:\\.\\d{0,9})?)");

    /** The length in any of the spellings {@code 30}, {@code DURATION=30} and nothing. */
    static Duration length(String value) {
        String number = attribute(value, "DURATION").orElse(value);
        return seconds(number).orElse(Duration.ZERO);
    }

    /** The break that {@code ElapsedTime=4,Duration=30} or {@code 4/30} at a segment belongs to. */
    static Optional<CueOut> continued(Instant at, String value) {
        Matcher fraction = FRACTION.matcher(value);
        if (fraction.matches()) {
            return Optional.of(new CueOut(
                    at.minus(seconds(fraction.group(1)).orElseThrow()),
                    seconds(fraction.group(2)).orElseThrow(),
                    ""));
        }
        return attribute(value, "ElapsedTime")
                .flatMap(CueOut::seconds)
                .map(elapsed -> new CueOut(
                        at.minus(elapsed),
                        length(value),
                        attribute(value, "SCTE35").orElse("")));
    }

    /**
     * The key holds the time of the splice, because encoders repeat messages and count events from zero; to the second, because
     * elapsed times are rounded.
     */
    Cue cue() {
        Instant second = at.plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
        String name =
                message.isEmpty() ? "" : "-" + UUID.nameUUIDFromBytes(message.getBytes(StandardCharsets.US_ASCII));
        return new Cue("cue-" + second + name, Cue.Type.OUT, at, length);
    }

    static Optional<Duration> seconds(String text) {
        String number = text.strip().replace("\"", "");
        return NUMBER.matcher(number).matches()
                ? Optional.of(Duration.ofNanos(
                        new BigDecimal(number).movePointRight(9).longValue()))
                : Optional.empty();
    }

    private static Optional<String> attribute(String list, String name) {
        Matcher matcher = Pattern.compile("(?i)(?:^|,)\\s*" + name + "=(\"[^\"]*\"|[^,]*)")
                .matcher(list);
        return matcher.find() ? Optional.of(matcher.group(1).replace("\"", "")) : Optional.empty();
    }
}
