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
    /** In target durations and in part targets, the least there may be: players that are closer to the edge run dry. */
    private static final int HOLD_BACK = 3;

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

    /** A playlist with all its lines. */
    String media(Listing listing) {
        Written now = written(listing);
        return head(now.version(), listing) + now.text() + end(listing);
    }

    /**
     * The same as a delta update for players that hold a recent one (draft-pantos-hls-rfc8216bis section 6.2.5.1), empty where
     * there is nothing to skip. Date ranges are not skipped.
     */
    Optional<String> delta(Listing listing) {
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
        Written now = written(listing);
        return Optional.of(text.append(now.text().substring(now.start(skipped)))
                .append(end(listing))
                .toString());
    }

    private static StringBuilder head(int version, Listing listing) {
        Listing.Control control = listing.control();
        Line first = listing.lines().get(0);
        StringBuilder text = new StringBuilder(256)
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

    private Written written(Listing listing) {
        List<Line> lines = listing.lines();
        boolean dated = listing.control().dated();
        Kept kept = dated == written.dated() ? kept(lines) : Kept.NOTHING;
        int[] starts = new int[lines.size()];
        int[] versions = new int[lines.size()];
        String before = write(listing, 0, kept.now(), 0, starts, versions);
        String same = copy(kept, before.length(), starts, versions);
        int after = kept.now() + kept.length();
        String rest = write(listing, after, lines.size(), before.length() + same.length(), starts, versions);
        written = new Written(List.copyOf(lines), dated, before + same + rest, starts, versions);
        return written;
    }

    private static String write(Listing listing, int from, int to, int at, int[] starts, int[] versions) {
        List<Line> lines = listing.lines();
        StringBuilder text = new StringBuilder();
        Scope scope = from == 0 ? Scope.NONE : lines.get(from - 1).scope();
        for (int i = from; i < to; i++) {
            starts[i] = at + text.length();
            versions[i] = version(lines.get(i));
            Line line = lines.get(i);
            begin(line, scope, listing, text);
            text.append(line.extinf()).append('\n').append(line.uri()).append('\n');
            scope = line.scope();
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

    /** What comes after the whole segments. */
    private static String end(Listing listing) {
        if (listing.control().ended()) {
            return "#EXT-X-ENDLIST\n";
        }
        StringBuilder text = new StringBuilder();
        Scope scope = listing.lines().get(listing.lines().size() - 1).scope();
        listing.begun().line().ifPresent(line -> begin(line, scope, listing, text));
        if (!listing.begun().hint().isEmpty()) {
            text.append(listing.begun().hint()).append('\n');
        }
        listing.reports().forEach(report -> text.append(report).append('\n'));
        return text.toString();
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
