package org.scruffy.feed;

import java.util.List;

/** Lines to text, byte for byte the same wherever it is done. */
final class Renderer {

    private Renderer() {}

    /** @param dated whether the lines' starts mean anything */
    static String media(int target, boolean dated, boolean ended, List<Line> lines) {
        Line first = lines.get(0);
        StringBuilder text = new StringBuilder(256 + lines.size() * 160)
                .append("#EXTM3U\n#EXT-X-VERSION:")
                .append(version(lines))
                .append("\n#EXT-X-TARGETDURATION:")
                .append(target)
                .append("\n#EXT-X-MEDIA-SEQUENCE:")
                .append(first.sequence())
                .append("\n#EXT-X-DISCONTINUITY-SEQUENCE:")
                .append(first.discontinuity() - (first.tagged() ? 1 : 0))
                .append('\n');
        Scope scope = Scope.NONE;
        for (Line line : lines) {
            line(line, scope, dated, text);
            scope = line.scope();
        }
        return ended ? text.append("#EXT-X-ENDLIST\n").toString() : text.toString();
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
