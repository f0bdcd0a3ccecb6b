package org.scruffy.cues;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.spi.feed.Cue;

/** The attributes of EXT-X-DATERANGE. */
record DateRange(String attributes) {

    private static final int LONGEST_ID = 100;

    boolean out() {
        return value("SCTE35-OUT").isPresent();
    }

    boolean back() {
        return value("SCTE35-IN").isPresent();
    }

    String id() {
        String id = value("ID").orElse("");
        return id.length() <= LONGEST_ID
                ? id
                : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** @param segment when the segment starts that carries it, for encoders that leave the date out */
    Cue cue(Instant segment) {
        Instant start = date("START-DATE").orElse(segment);
        Duration length = value("DURATION")
                .or(() -> value("PLANNED-DURATION"))
                .flatMap(CueOut::seconds)
                .or(() -> date("END-DATE").filter(end -> end.isAfter(start)).map(end -> Duration.between(start, end)))
                .orElse(Duration.ZERO);
        return new Cue(
                "range-" + id() + date("START-DATE").map(date -> "-" + date).orElse(""), Cue.Type.OUT, start, length);
    }

    /** When the network comes back: said by the range, reckoned from its start, or where the tag stands. */
    Instant end(Instant segment, Map<String, Cue> ranges) {
        return date("END-DATE").or(() -> reckoned(ranges)).orElse(segment);
    }

    private Optional<Instant> reckoned(Map<String, Cue> ranges) {
        Optional<Instant> start = date("START-DATE")
                .or(() -> Optional.ofNullable(ranges.get(id())).map(Cue::at));
        Optional<Duration> length = value("DURATION").flatMap(CueOut::seconds);
        return start.flatMap(from -> length.map(from::plus));
    }

    private Optional<Instant> date(String name) {
        try {
            return value(name)
                    .map(text -> text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Optional<String> value(String name) {
        Matcher matcher =
                Pattern.compile("(?:^|,)\\s*" + name + "=(\"[^\"]*\"|[^,]*)").matcher(attributes);
        return matcher.find() ? Optional.of(matcher.group(1).replace("\"", "")) : Optional.empty();
    }
}
