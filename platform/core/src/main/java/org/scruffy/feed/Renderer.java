package org.scruffy.feed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lines to text, byte for byte the same wherever it is done. One renderer writes one rendition: of what it wrote last, most stands
 * in the next version too and is only copied.
 */
final class Renderer {

    private static final int DELTA_VERSION = 9;
    /** In target durations and in part targets, the least there may be: players that are closer to the edge run dry. */
    private static final int HOLD_BACK = 3;

    /**
     * A playlist as it was written.
     *
     * @param starts where in the body each of its lines starts, and where they end
     * @param versions the version that each of its lines needs
     */
    private record Written(Listing listing, byte[] body, int[] starts, int[] versions) {

        static final Written NOTHING =
                new Written(Listing.of(0, false, false, List.of()), new byte[0], new int[1], new int[0]);
    }

    /** What a listing came to. */
    private record Rendered(Listing listing, Body body) {}

    private Written written = Written.NOTHING;
    private Optional<Rendered> latest = Optional.empty();

    /** A playlist as it goes out: for a listing that says what the one before said, the very same. */
    Body body(Listing listing) {
        Rendered rendered = latest.filter(known -> known.listing().equals(listing))
                .orElseGet(() -> new Rendered(listing, Body.of(media(listing), listing.edge())));
        latest = Optional.of(rendered);
        return rendered.body();
    }

    /** A playlist with all its lines. */
    byte[] media(Listing listing) {
        written = write(listing);
        return written.body();
    }

    /**
     * The same as a delta update for players that hold a recent one (draft-pantos-hls-rfc8216bis section 6.2.5.1), empty where
     * there is nothing to skip. Date ranges are not skipped.
     */
    Optional<byte[]> delta(Listing listing) {
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
        if (!listing.equals(written.listing())) {
            written = write(listing);
        }
        byte[] before = bytes(text);
        byte[] rest = written.body();
        return Optional.of(with(before, before.length, rest, written.starts()[skipped], rest.length));
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

    private Written write(Listing listing) {
        List<Line> lines = listing.lines();
        Kept kept = kept(listing);
        int[] versions = versions(lines, kept);
        int[] starts = new int[lines.size() + 1];
        ByteArrayOutputStream anew = new ByteArrayOutputStream(1024);
        anew.writeBytes(bytes(head(highest(versions), listing)));
        write(listing, 0, kept.now(), 0, anew, starts);
        int place = anew.size();
        int from = written.starts()[kept.before()];
        int to = written.starts()[kept.before() + kept.length()];
        for (int i = 0; i < kept.length(); i++) {
            starts[kept.now() + i] = written.starts()[kept.before() + i] - from + place;
        }
        write(listing, kept.now() + kept.length(), lines.size(), to - from, anew, starts);
        anew.writeBytes(bytes(end(listing)));
        byte[] body = with(anew.toByteArray(), place, written.body(), from, to);
        return new Written(listing, body, starts, versions);
    }

    private static void write(Listing listing, int from, int to, int before, ByteArrayOutputStream anew, int[] starts) {
        List<Line> lines = listing.lines();
        Scope scope = scope(lines, from);
        StringBuilder text = new StringBuilder(256);
        for (int i = from; i < to; i++) {
            starts[i] = before + anew.size();
            Line line = lines.get(i);
            text.setLength(0);
            begin(line, scope, listing, text);
            text.append(line.extinf()).append('\n').append(line.uri()).append('\n');
            anew.writeBytes(bytes(text));
            scope = line.scope();
        }
        starts[to] = before + anew.size();
    }

    /** With a part of another body at a place. */
    private static byte[] with(byte[] body, int place, byte[] other, int from, int to) {
        byte[] all = new byte[body.length + to - from];
        System.arraycopy(body, 0, all, 0, place);
        System.arraycopy(other, from, all, place, to - from);
        System.arraycopy(body, place, all, place + to - from, body.length - place);
        return all;
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private int[] versions(List<Line> lines, Kept kept) {
        int[] versions = new int[lines.size()];
        System.arraycopy(written.versions(), kept.before(), versions, kept.now(), kept.length());
        for (int i = 0; i < versions.length; i++) {
            versions[i] = kept.holds(i) ? versions[i] : version(lines.get(i));
        }
        return versions;
    }

    /** No higher than needed (RFC 8216 section 7). */
    private static int highest(int[] versions) {
        int highest = 3;
        for (int version : versions) {
            highest = Math.max(highest, version);
        }
        return highest;
    }

    /** The same lines after one that leads to the same scope are the same text. */
    private Kept kept(Listing listing) {
        List<Line> lines = listing.lines();
        List<Line> known = written.listing().lines();
        if (listing.control().dated() != written.listing().control().dated()) {
            return Kept.NOTHING;
        }
        Kept kept = Kept.of(known, lines, Line::sequence);
        boolean follows = scope(known, kept.before()).equals(scope(lines, kept.now()));
        return follows ? kept : kept.rest();
    }

    /** What a reader knows who has come to a line. */
    private static Scope scope(List<Line> lines, int place) {
        return place == 0 ? Scope.NONE : lines.get(place - 1).scope();
    }

    private static void begin(Line line, Scope before, Listing listing, StringBuilder text) {
        if (line.tagged()) {
            text.append("#EXT-X-DISCONTINUITY\n");
        }
        write(line.scope().after(line.tagged() ? before.forgetMap() : before), text);
        write(line.tags(), text);
        if (listing.control().dated()) {
            ProgramDateTime.write(line.start(), text.append(ProgramDateTime.TAG))
                    .append('\n');
        }
        listing.parts(line).forEach(part -> text.append(part.tag()).append('\n'));
    }

    private static void write(List<String> tags, StringBuilder text) {
        for (int i = 0; i < tags.size(); i++) {
            text.append(tags.get(i)).append('\n');
        }
    }

    /** What comes after the whole segments. */
    private static StringBuilder end(Listing listing) {
        StringBuilder text = new StringBuilder();
        if (listing.control().ended()) {
            return text.append("#EXT-X-ENDLIST\n");
        }
        Scope scope = listing.lines().get(listing.lines().size() - 1).scope();
        listing.begun().line().ifPresent(line -> begin(line, scope, listing, text));
        if (!listing.begun().hint().isEmpty()) {
            text.append(listing.begun().hint()).append('\n');
        }
        listing.reports().forEach(report -> text.append(report).append('\n'));
        return text;
    }

    private static int version(Line line) {
        if (!line.scope().map().isEmpty()) {
            return 6;
        }
        if (any(line.scope().keys(), "KEYFORMAT")) {
            return 5;
        }
        return any(line.tags(), "#EXT-X-BYTERANGE") ? 4 : 3;
    }

    /** Without a stream, of which making one is a fifth of what a short window costs. */
    private static boolean any(List<String> lines, String with) {
        for (String line : lines) {
            if (line.contains(with)) {
                return true;
            }
        }
        return false;
    }
}
