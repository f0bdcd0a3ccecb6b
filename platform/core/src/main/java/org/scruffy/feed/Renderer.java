package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lines to text, byte for byte the same wherever it is done. */
final class Renderer {

    private static final int DELTA_VERSION = 9;
    /** The least there may be: players that are closer to the edge run dry. */
    private static final int HOLD_BACK_TARGETS = 3;

    private Renderer() {}

    /**
     * A playlist with all its lines.
     *
     * @param dated whether the lines' starts mean anything
     * @param skipUntil how far from the end a delta update begins, zero where there is none
     */
    static String media(int target, boolean dated, boolean ended, Duration skipUntil, List<Line> lines) {
        StringBuilder text = head(version(lines), target, skipUntil, lines);
        segments(lines, 0, dated, text);
        return ended ? text.append("#EXT-X-ENDLIST\n").toString() : text.toString();
    }

    /**
     * The same as a delta update for players that hold a recent one (draft-pantos-hls-rfc8216bis section 6.2.5.1), empty where
     * there is nothing to skip. Date ranges are not skipped.
     */
    static Optional<String> delta(int target, boolean dated, boolean ended, Duration skipUntil, List<Line> lines) {
        Instant boundary = lines.get(lines.size() - 1).end().minus(skipUntil);
        int skipped = (int)
                lines.stream().takeWhile(line -> line.end().isBefore(boundary)).count();
        if (ended || skipUntil.isZero() || skipped == 0) {
            return Optional.empty();
        }
        StringBuilder text = head(DELTA_VERSION, target, skipUntil, lines)
                .append("#EXT-X-SKIP:SKIPPED-SEGMENTS=")
                .append(skipped)
                .append('\n');
        lines.subList(0, skipped).stream()
                .flatMap(line -> line.tags().stream())
                .filter(tag -> tag.startsWith("#EXT-X-DATERANGE"))
                .forEach(tag -> text.append(tag).append('\n'));
        segments(lines, skipped, dated, text);
        return Optional.of(text.toString());
    }

    private static StringBuilder head(int version, int target, Duration skipUntil, List<Line> lines) {
        Line first = lines.get(0);
        StringBuilder text = new StringBuilder(256 + lines.size() * 160)
                .append("#EXTM3U\n#EXT-X-VERSION:")
                .append(version)
                .append("\n#EXT-X-TARGETDURATION:")
                .append(target);
        text.append("\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=")
                .append(HOLD_BACK_TARGETS * target)
                .append(".0");
        if (!skipUntil.isZero()) {
            text.append(",CAN-SKIP-UNTIL=").append(Timeline.seconds(skipUntil));
        }
        return text.append("\n#EXT-X-MEDIA-SEQUENCE:")
                .append(first.sequence())
                .append("\n#EXT-X-DISCONTINUITY-SEQUENCE:")
                .append(first.discontinuity() - (first.tagged() ? 1 : 0))
                .append('\n');
    }

    private static void segments(List<Line> lines, int from, boolean dated, StringBuilder text) {
        Scope scope = from == 0 ? Scope.NONE : lines.get(from - 1).scope();
        for (Line line : lines.subList(from, lines.size())) {
            line(line, scope, dated, text);
            scope = line.scope();
        }
    }

    private static void line(Line line, Scope before, boolean dated, StringBuilder text) {
        if (line.tagged()) {
            text.append("#EXT-X-DISCONTINUITY\n");
        }
        line.scope()
                .after(line.tagged() ? before.forgetMap() : before)
                .forEach(tag -> text.append(tag).append('\n'));
        line.tags().forEach(tag -> text.append(tag).append('\n'));
        if (dated) {
            text.append(ProgramDateTime.TAG)
                    .append(ProgramDateTime.write(line.start()))
                    .append('\n');
        }
        text.append(line.extinf()).append('\n').append(line.uri()).append('\n');
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
