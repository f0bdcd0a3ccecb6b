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
        for (Line line : lines) {
            line(line, dated, text);
        }
        return ended ? text.append("#EXT-X-ENDLIST\n").toString() : text.toString();
    }

    private static void line(Line line, boolean dated, StringBuilder text) {
        if (line.tagged()) {
            text.append("#EXT-X-DISCONTINUITY\n");
        }
        line.tags().forEach(tag -> text.append(tag).append('\n'));
        if (dated) {
            text.append(ProgramDateTime.TAG)
                    .append(ProgramDateTime.write(line.start()))
                    .append('\n');
        }
        text.append(line.extinf()).append('\n').append(line.uri()).append('\n');
    }

    private static int version(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.tags().stream())
                .mapToInt(tag -> tag.startsWith("#EXT-X-MAP") ? 6 : tag.startsWith("#EXT-X-BYTERANGE") ? 4 : 3)
                .max()
                .orElse(3);
    }
}
