package org.scruffy.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/**
 * What the rules ask of one body, beside its segments.
 *
 * @param version EXT-X-VERSION, 1 where it does not say
 * @param type EXT-X-PLAYLIST-TYPE, empty where there is none
 * @param control EXT-X-SERVER-CONTROL, empty where there is none
 * @param ranges its EXT-X-DATERANGE lines by ID; lines of one ID are one range
 * @param hints the TYPEs of its EXT-X-PRELOAD-HINT lines
 * @param parts what its EXT-X-PART lines say, by the Media Sequence Number of the segment
 * @param partTarget what EXT-X-PART-INF says, zero where there is none
 */
record HlsBody(
        String text,
        MediaPlaylist playlist,
        int version,
        String type,
        String control,
        Map<String, Range> ranges,
        List<String> incomplete,
        List<String> hints,
        Map<Long, List<Attributes>> parts,
        Duration partTarget) {

    /**
     * A range of dates.
     *
     * @param kind its CLASS, empty where there is none
     * @param untilNext whether it ends where the next one of its CLASS starts: END-ON-NEXT
     * @param end where it says how long it was
     * @param planned where it says how long it is to be
     */
    record Range(
            String id,
            String kind,
            boolean untilNext,
            Instant start,
            Optional<Instant> end,
            Optional<Instant> planned) {

        /** Its last date, as far as it says. */
        Optional<Instant> last() {
            return end.or(() -> planned);
        }
    }

    static Reading<HlsBody> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), new PlaylistFollower());
    }

    /**
     * @param body not changed by anybody after that
     * @param follower that read the versions before
     */
    static Reading<HlsBody> read(byte[] body, PlaylistFollower follower) {
        Reading<MediaPlaylist> reading = follower.read(body, "");
        if (reading.value().isEmpty()) {
            return Reading.refused(reading.refusal());
        }
        String text = new String(body, StandardCharsets.UTF_8);
        int version = 1;
        String type = "";
        String control = "";
        Map<String, Range> ranges = new LinkedHashMap<>();
        List<String> incomplete = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        Map<Long, List<Attributes>> parts = new LinkedHashMap<>();
        Duration partTarget = Duration.ZERO;
        long sequence = reading.value().get().segments().get(0).sequence();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1);
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "#EXT-X-VERSION" ->
                    version = value.strip().matches("\\d{1,3}") ? Integer.parseInt(value.strip()) : 1;
                case "#EXT-X-PLAYLIST-TYPE" -> type = value.strip();
                case "#EXT-X-SERVER-CONTROL" -> control = value.strip();
                case "#EXT-X-PRELOAD-HINT" -> hints.add(Attributes.of(value).text("TYPE"));
                case "#EXT-X-DATERANGE" -> {
                    Optional<Range> range = range(Attributes.of(value));
                    range.ifPresent(one -> ranges.merge(one.id(), one, HlsBody::together));
                    if (range.isEmpty()) {
                        incomplete.add(line);
                    }
                }
                case "#EXT-X-PART-INF" ->
                    partTarget = length(Attributes.of(value), "PART-TARGET").orElse(Duration.ZERO);
                case "#EXT-X-PART" ->
                    parts.computeIfAbsent(sequence, number -> new ArrayList<>()).add(Attributes.of(value));
                default -> sequence += line.isBlank() || line.startsWith("#") ? 0 : 1;
            }
        }
        return Reading.of(new HlsBody(
                text, reading.value().get(), version, type, control, ranges, incomplete, hints, parts, partTarget));
    }

    private static Optional<Range> range(Attributes attributes) {
        Optional<Instant> start = ProgramDateTime.read(attributes.text("START-DATE"));
        String id = attributes.text("ID");
        if (start.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> end = length(attributes, "DURATION")
                .map(start.get()::plus)
                .or(() -> ProgramDateTime.read(attributes.text("END-DATE")));
        return Optional.of(new Range(
                id,
                attributes.text("CLASS"),
                attributes.text("END-ON-NEXT").equals("YES"),
                start.get(),
                end,
                length(attributes, "PLANNED-DURATION").map(start.get()::plus)));
    }

    /** How long the parts of a segment are together. */
    Duration partsOf(long segment) {
        return parts.getOrDefault(segment, List.of()).stream()
                .map(part -> length(part, "DURATION").orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    static Optional<Duration> length(Attributes attributes, String name) {
        return PlaylistReader.seconds(attributes.text(name));
    }

    private static Range together(Range one, Range other) {
        return new Range(
                one.id(),
                one.kind(),
                one.untilNext() || other.untilNext(),
                one.start(),
                other.end().or(one::end),
                other.planned().or(one::planned));
    }

    Segment first() {
        return playlist.segments().get(0);
    }

    Segment last() {
        return playlist.segments().get(playlist.segments().size() - 1);
    }

    /** The value of EXT-X-DISCONTINUITY-SEQUENCE. */
    long opening() {
        return first().discontinuity() - (first().discontinuous() ? 1 : 0);
    }

    Duration length() {
        return playlist.segments().stream().map(Segment::length).reduce(Duration.ZERO, Duration::plus);
    }

    boolean has(String tag) {
        return text.contains(tag);
    }

    /** The lowest version (RFC 8216 section 7) that has all that is in it. */
    int neededVersion() {
        int needed = 3;
        for (Segment segment : playlist.segments()) {
            Scope scope = Scope.of(segment.tags());
            if (!scope.map().isEmpty()) {
                needed = Math.max(needed, 6);
            }
            if (scope.keys().stream().anyMatch(key -> key.contains("KEYFORMAT"))) {
                needed = Math.max(needed, 5);
            }
            if (segment.tags().stream().anyMatch(tag -> tag.startsWith("#EXT-X-BYTERANGE"))) {
                needed = Math.max(needed, 4);
            }
        }
        return has("#EXT-X-SKIP:") ? 9 : needed;
    }
}
