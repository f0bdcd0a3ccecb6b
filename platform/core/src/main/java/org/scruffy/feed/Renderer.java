package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lines to text, byte for byte the same wherever it is done. */
final class Renderer {

    private static final int DELTA_VERSION = 9;
    /** In target durations and in part targets, the least there may be: players that are closer to the edge run dry. */
    private static final int HOLD_BACK = 3;

    private Renderer() {}

    /** A playlist with all its lines. */
    static String media(Listing listing) {
        StringBuilder text = head(version(listing.lines()), listing);
        segments(listing, 0, text);
        return end(listing, text);
    }

    /**
     * The same as a delta update for players that hold a recent one (draft-pantos-hls-rfc8216bis section 6.2.5.1), empty where
     * there is nothing to skip. Date ranges are not skipped.
     */
    static Optional<String> delta(Listing listing) {
        List<Line> lines = listing.lines();
        Duration skipUntil = listing.control().skipUntil();
        Instant boundary = lines.get(lines.size() - 1).end().minus(skipUntil);
        int skipped = (int)
                lines.stream().takeWhile(line -> line.end().isBefore(boundary)).count();
        if (listing.control().ended() || skipUntil.isZero() || skipped == 0) {
            return Optional.empty();
        }
        StringBuilder text = head(DELTA_VERSION, listing)
                .append("#EXT-X-SKIP:SKIPPED-SEGMENTS=")
                .append(skipped)
                .append('\n');
        lines.subList(0, skipped).stream()
                .flatMap(line -> line.tags().stream())
                .filter(tag -> tag.startsWith("#EXT-X-DATERANGE"))
                .forEach(tag -> text.append(tag).append('\n'));
        segments(listing, skipped, text);
        return Optional.of(end(listing, text));
    }

    private static StringBuilder head(int version, Listing listing) {
        Listing.Control control = listing.control();
        Line first = listing.lines().get(0);
        StringBuilder text = new StringBuilder(256 + listing.lines().size() * 160)
                .append("#EXTM3U\n#EXT-X-VERSION:")
                .append(version)
                .append("\n#EXT-X-TARGETDURATION:")
                .append(control.target())
                .append("\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=")
                .append(HOLD_BACK * control.target())
                .append(".0");
        if (!control.skipUntil().isZero()) {
            text.append(",CAN-SKIP-UNTIL=").append(Timeline.seconds(control.skipUntil()));
        }
        if (!control.partTarget().isZero()) {
            text.append(",PART-HOLD-BACK=")
                    .append(Timeline.seconds(control.partTarget().multipliedBy(HOLD_BACK)))
                    .append("\n#EXT-X-PART-INF:PART-TARGET=")
                    .append(Timeline.seconds(control.partTarget()));
        }
        return text.append("\n#EXT-X-MEDIA-SEQUENCE:")
                .append(first.sequence())
                .append("\n#EXT-X-DISCONTINUITY-SEQUENCE:")
                .append(first.discontinuity() - (first.tagged() ? 1 : 0))
                .append('\n');
    }

    private static void segments(Listing listing, int from, StringBuilder text) {
        List<Line> lines = listing.lines();
        Scope scope = from == 0 ? Scope.NONE : lines.get(from - 1).scope();
        for (Line line : lines.subList(from, lines.size())) {
            begin(line, scope, listing, text);
            text.append(line.extinf()).append('\n').append(line.uri()).append('\n');
            scope = line.scope();
        }
        if (listing.begun().line().isPresent()) {
            begin(listing.begun().line().get(), scope, listing, text);
        }
    }

    private static void begin(Line line, Scope before, Listing listing, StringBuilder text) {
        if (line.tagged()) {
            text.append("#EXT-X-DISCONTINUITY\n");
        }
        line.scope()
                .after(line.tagged() ? before.forgetMap() : before)
                .forEach(tag -> text.append(tag).append('\n'));
        line.tags().forEach(tag -> text.append(tag).append('\n'));
        if (listing.control().dated()) {
            text.append(ProgramDateTime.TAG)
                    .append(ProgramDateTime.write(line.start()))
                    .append('\n');
        }
        listing.parts(line).forEach(part -> text.append(part.tag()).append('\n'));
    }

    private static String end(Listing listing, StringBuilder text) {
        if (listing.control().ended()) {
            return text.append("#EXT-X-ENDLIST\n").toString();
        }
        if (!listing.begun().hint().isEmpty()) {
            text.append(listing.begun().hint()).append('\n');
        }
        listing.reports().forEach(report -> text.append(report).append('\n'));
        return text.toString();
    }

    /** No higher than needed (RFC 8216 section 7). */
    private static int version(List<Line> lines) {
        return lines.stream().mapToInt(Renderer::version).max().orElse(3);
    }

    private static int version(Line line) {
        if (!line.scope().map().isEmpty()) {
            return 6;
        }
        if (line.scope().keys().stream().anyMatch(key -> key.contains("KEYFORMAT"))) {
            return 5;
        }
        return line.tags().stream().anyMatch(tag -> tag.startsWith("#EXT-X-BYTERANGE")) ? 4 : 3;
    }
}
