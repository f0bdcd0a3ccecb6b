package org.scruffy.cues;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.scte35.BreakMessage;
import org.scruffy.spi.scte35.BreakMessage.Meaning;

/** EXT-X-DATERANGE (RFC 8216 section 4.3.2.7) with a message, or of an interstitial as Apple's players take it. */
record DateRange(Attributes attributes) {

    private static final int LONGEST_ID = 100;

    boolean out() {
        return attributes.text("SCTE35-OUT").isPresent()
                || commands(Meaning.OUT)
                || attributes.is("CLASS", "com.apple.hls.interstitial");
    }

    boolean back() {
        return attributes.text("SCTE35-IN").isPresent() || commands(Meaning.IN);
    }

    boolean cancelled() {
        return commands(Meaning.CANCELLED);
    }

    /** SCTE35-CMD does not say by its name what it is about. */
    private boolean commands(Meaning meaning) {
        return attributes
                .text("SCTE35-CMD")
                .filter(text -> BreakMessage.of(text).meaning() == meaning)
                .isPresent();
    }

    /** What goes out of the network, or commands something. */
    BreakMessage message() {
        return BreakMessage.of(attributes
                .text("SCTE35-OUT")
                .or(() -> attributes.text("SCTE35-CMD"))
                .orElse(""));
    }

    String id() {
        String id = attributes.text("ID").orElse("");
        return id.length() <= LONGEST_ID
                ? id
                : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** @param segment when the segment starts that carries it, for encoders that leave the date out */
    Cue cue(Instant segment) {
        Instant start = attributes.date("START-DATE").orElse(segment);
        Duration length = attributes
                .seconds("DURATION")
                .or(() -> attributes.seconds("PLANNED-DURATION"))
                .or(() -> attributes
                        .date("END-DATE")
                        .filter(end -> end.isAfter(start))
                        .map(end -> Duration.between(start, end)))
                .orElseGet(() -> message().length());
        return new Cue(
                "range-" + id()
                        + attributes.date("START-DATE").map(date -> "-" + date).orElse(""),
                Cue.Type.OUT,
                start,
                length);
    }

    /** When the network comes back: said by the range, reckoned from its start, or where the tag stands. */
    Instant end(Instant segment, Map<String, Cue> ranges) {
        return attributes.date("END-DATE").or(() -> reckoned(ranges)).orElse(segment);
    }

    private Optional<Instant> reckoned(Map<String, Cue> ranges) {
        Optional<Instant> start = attributes
                .date("START-DATE")
                .or(() -> Optional.ofNullable(ranges.get(id())).map(Cue::at));
        return start.flatMap(from -> attributes.seconds("DURATION").map(from::plus));
    }
}
