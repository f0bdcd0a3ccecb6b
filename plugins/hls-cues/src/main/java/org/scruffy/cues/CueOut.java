package org.scruffy.cues;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.scte35.BreakMessage;

/**
 * A cue out of the network, or what its continuation says of it.
 *
 * @param message the SCTE 35 section in base64, empty where there is none
 */
record CueOut(Instant at, Duration length, String message) {

    private static final Pattern FRACTION =
            Pattern.compile("(\\d{1,6}(?:\\.\\d{0,9})?)\\s*/\\s*(\\d{1,6}(?:\\.\\d{0,9})?)");

    /** EXT-X-CUE-OUT: its length in any of the spellings {@code 30}, {@code DURATION=30} and nothing. */
    static CueOut of(Instant at, String value, String message) {
        return new CueOut(
                at, length(value).orElseGet(() -> BreakMessage.of(message).length()), message);
    }

    private static Optional<Duration> length(String value) {
        return Attributes.number(Attributes.of(value).text("DURATION").orElse(value));
    }

    /** EXT-X-CUE-OUT-CONT: the break that {@code ElapsedTime=4,Duration=30} or {@code 4/30} at a segment belongs to. */
    static Optional<CueOut> continued(Instant at, String value) {
        Matcher fraction = FRACTION.matcher(value);
        if (fraction.matches()) {
            return Optional.of(new CueOut(
                    at.minus(Attributes.number(fraction.group(1)).orElseThrow()),
                    Attributes.number(fraction.group(2)).orElseThrow(),
                    ""));
        }
        Attributes attributes = Attributes.of(value);
        return attributes
                .seconds("ELAPSEDTIME")
                .map(elapsed ->
                        of(at.minus(elapsed), value, attributes.text("SCTE35").orElse("")));
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
}
