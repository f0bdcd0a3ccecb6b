package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lines to text, byte for byte the same wherever it is done. One renderer writes one rendition: of what it wrote last, most stands
 * in the next version too and is only copied.
 */
final class Renderer {

    private static final int DELTA_VERSION = 9;

    /**
     * Lines as they were written.
     *
     * @param starts where in the text each of them starts
     * @param versions the version that each of them needs
     */
    private record Written(List<Line> lines, boolean dated, String text, int[] starts, int[] versions) {

        int start(int place) {
            return place == lines.size() ? text.length() : starts[place];
        }

        /** No higher than needed (RFC 8216 section 7). */
        int version() {
            return IntStream.of(versions).max().orElse(3);
        }
    }

    private Written written = new Written(List.of(), false, "", new int[0], new int[0]);

    /**
     * A playlist with all its lines.
     *
     * @param dated whether the lines' starts mean anything
     * @param skipUntil how far from the end a delta update begins, zero where there is none
     */
    String media(int target, boolean dated, boolean ended, Duration skipUntil, List<Line> lines) {
        Written now = written(lines, dated);
        return head(now.version(), target, skipUntil, lines) + now.text() + (ended ? "#EXT-X-ENDLIST\n" : "");
    }

    /**
     * The same as a delta update for players that hold a recent one (draft-pantos-hls-rfc8216bis section 6.2.5.1), empty where
     * there is nothing to skip. Date ranges are not skipped.
     */
    Optional<String> delta(int target, boolean dated, boolean ended, Duration skipUntil, List<Line> lines) {
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
        Written now = written(lines, dated);
        text.append(now.text().substring(now.start(skipped)));
        return Optional.of(text.toString());
    }

    private static StringBuilder head(int version, int target, Duration skipUntil, List<Line> lines) {
        Line first = lines.get(0);
        StringBuilder text = new StringBuilder(256)
                .append("#EXTM3U\n#EXT-X-VERSION:")
                .append(version)
                .append("\n#EXT-X-TARGETDURATION:")
                .append(target);
        if (!skipUntil.isZero()) {
            text.append("\n#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=").append(Timeline.seconds(skipUntil));
        }
        return text.append("\n#EXT-X-MEDIA-SEQUENCE:")
                .append(first.sequence())
                .append("\n#EXT-X-DISCONTINUITY-SEQUENCE:")
                .append(first.discontinuity() - (first.tagged() ? 1 : 0))
                .append('\n');
    }

    private Written written(List<Line> lines, boolean dated) {
        Kept kept = dated == written.dated() ? kept(lines) : Kept.NOTHING;
        int[] starts = new int[lines.size()];
        int[] versions = new int[lines.size()];
        String before = write(lines, dated, 0, kept.now(), 0, starts, versions);
        String same = copy(kept, before.length(), starts, versions);
        int after = kept.now() + kept.length();
        String rest = write(lines, dated, after, lines.size(), before.length() + same.length(), starts, versions);
        written = new Written(List.copyOf(lines), dated, before + same + rest, starts, versions);
        return written;
    }

    private static String write(
            List<Line> lines, boolean dated, int from, int to, int at, int[] starts, int[] versions) {
        StringBuilder text = new StringBuilder();
        Scope scope = from == 0 ? Scope.NONE : lines.get(from - 1).scope();
        for (int i = from; i < to; i++) {
            starts[i] = at + text.length();
            versions[i] = version(lines.get(i));
            line(lines.get(i), scope, dated, text);
            scope = lines.get(i).scope();
        }
        return text.toString();
    }

    private String copy(Kept kept, int at, int[] starts, int[] versions) {
        int from = written.start(kept.before());
        for (int i = 0; i < kept.length(); i++) {
            starts[kept.now() + i] = written.start(kept.before() + i) - from + at;
        }
        System.arraycopy(written.versions(), kept.before(), versions, kept.now(), kept.length());
        return written.text().substring(from, written.start(kept.before() + kept.length()));
    }

    /** The same lines after one that leads to the same scope are the same text. */
    private Kept kept(List<Line> lines) {
        if (lines.size() < 2 || written.lines().isEmpty()) {
            return Kept.NOTHING;
        }
        long was = lines.get(1).sequence() - written.lines().get(0).sequence();
        if (was < 1 || was >= written.lines().size()) {
            return Kept.NOTHING;
        }
        Scope before = written.lines().get((int) was - 1).scope();
        return before.equals(lines.get(0).scope()) ? Kept.between(written.lines(), (int) was, lines, 1) : Kept.NOTHING;
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
