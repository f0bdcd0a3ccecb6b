package org.scruffy.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/**
 * One reading of a media playlist, line by line. Where an earlier version of it was read, the segments that stand in the new
 * body as they stood in the old one are taken over with a comparison of bytes.
 */
final class PlaylistLines {

    private static final String RANGE = "#EXT-X-BYTERANGE:";
    private static final String LENGTH = "#EXTINF:";
    /** For so many new segments at first. */
    private static final int ROOM = 16;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** Tags that speak of the whole playlist, of parts, or of what only their writer can keep; they never belong to a segment. */
    private static final String[] NOT_A_SEGMENTS = {
        "#EXTM3U",
        "#EXT-X-VERSION",
        "#EXT-X-TARGETDURATION",
        "#EXT-X-MEDIA-SEQUENCE",
        "#EXT-X-DISCONTINUITY-SEQUENCE",
        "#EXT-X-PLAYLIST-TYPE",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        "#EXT-X-START",
        "#EXT-X-ALLOW-CACHE",
        "#EXT-X-I-FRAMES-ONLY",
        "#EXT-X-SERVER-CONTROL",
        "#EXT-X-PART",
        "#EXT-X-PRELOAD-HINT",
        "#EXT-X-RENDITION-REPORT",
        "#EXT-X-DEFINE",
        "#EXT-X-ENDLIST"
    };

    /** What the lines after a segment may build on. */
    private record After(Scope scope, String rangeUri, long rangeEnd) {

        static final After NOTHING = new After(Scope.NONE, "", 0);
    }

    private final byte[] body;
    private final String base;
    private final ArrayList<Segment> segments = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    /** Where the line after each segment's URI starts. */
    private int[] ends = new int[ROOM];

    private final TreeMap<Long, List<Part>> parts = new TreeMap<>();
    private Duration partTarget = Duration.ZERO;
    private boolean blocks;
    private String hint = "";

    /** The segments that have a date of their own. */
    private final BitSet own = new BitSet();

    private final ArrayList<After> afters = new ArrayList<>();
    private After now = After.NOTHING;

    private int at;
    private int target;
    private long sequence;
    private long discontinuity;
    private boolean ended;
    private boolean dated;
    /** Whether a tag of the whole playlist was read after a segment, and whether another segment followed it. */
    private boolean late;

    private boolean mixed;
    private Optional<Duration> length = Optional.empty();
    private Optional<Instant> date = Optional.empty();
    private Instant next = Instant.EPOCH;
    private String refusal = "";

    /** @param base the address that references are resolved against; empty leaves them as they are */
    PlaylistLines(byte[] body, String base) {
        this.body = body;
        this.base = base;
    }

    /** @param before a reading of an earlier version that was not refused */
    Reading<MediaPlaylist> read(Optional<PlaylistLines> before) {
        boolean untaken = before.isPresent();
        while (at < body.length && refusal.isEmpty()) {
            untaken = untaken && !takeOver(before.get());
            next();
        }
        return result();
    }

    /** A last line without its end may be cut short, unless it says that it is the last. */
    private void next() {
        int from = at;
        int end = from;
        while (end < body.length && body[end] != '\n' && body[end] != '\r') {
            end++;
        }
        boolean whole = end < body.length;
        boolean pair = end + 1 < body.length && body[end] == '\r' && body[end + 1] == '\n';
        at = Math.min(body.length, end + (pair ? 2 : 1));
        String line = text(from, end);
        if (whole || line.endsWith("#EXT-X-ENDLIST")) {
            line(line);
        }
    }

    /** Nearly all lines begin and end with printable ASCII, so that there is nothing to strip. */
    private String text(int from, int end) {
        String line = new String(body, from, end - from, StandardCharsets.UTF_8);
        return end > from && body[from] > ' ' && body[end - 1] > ' ' ? line : line.strip();
    }

    /**
     * Where the lines from here on stand in the earlier version byte for byte, and what came before them means the same in both,
     * they mean the same too.
     */
    private boolean takeOver(PlaylistLines before) {
        long known = sequence + segments.size() - before.segments.get(0).sequence();
        if (before.mixed || known < 1 || known >= before.segments.size() || !followsAs(before, (int) known)) {
            return false;
        }
        int first = (int) known;
        int from = before.ends[first - 1];
        int differs = Arrays.mismatch(before.body, from, before.body.length, body, at, body.length);
        int same = from + (differs < 0 ? before.body.length - from : differs);
        int after = first;
        while (after < before.segments.size() && before.ends[after] <= same) {
            after++;
        }
        if (after > first) {
            take(before, first, after, at - from);
        }
        return after > first;
    }

    /** Whether what came before a segment of the earlier version means what was read here so far. */
    private boolean followsAs(PlaylistLines before, int index) {
        Segment same = before.segments.get(index);
        boolean begins = segments.isEmpty();
        return tags.isEmpty()
                && !parts.containsKey(same.sequence())
                && now.equals(before.afters.get(index - 1))
                && discontinuity == before.segments.get(index - 1).discontinuity()
                && base.equals(before.base)
                && (begins || dated)
                && (before.own.get(index) || (!begins && next.equals(same.start())));
    }

    private void take(PlaylistLines before, int first, int after, int moved) {
        int read = segments.size();
        long number = before.segments.get(first).sequence();
        parts.putAll(before.parts.subMap(number, number + after - first));
        segments.ensureCapacity(read + after - first + ROOM);
        afters.ensureCapacity(read + after - first + ROOM);
        segments.addAll(before.segments.subList(first, after));
        afters.addAll(before.afters.subList(first, after));
        now = before.afters.get(after - 1);
        ends = Arrays.copyOf(ends, segments.size() + ROOM);
        for (int i = first; i < after; i++) {
            ends[read + i - first] = before.ends[i] + moved;
            own.set(read + i - first, before.own.get(i));
        }
        at = before.ends[after - 1] + moved;
        dated = true;
        discontinuity = last().discontinuity();
        next = last().end();
    }

    private Segment last() {
        return segments.get(segments.size() - 1);
    }

    private void add(Segment segment) {
        if (ends.length == segments.size()) {
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        // without a line end it may go on in the next version
        boolean whole = body[at - 1] == '\n' || body[at - 1] == '\r';
        ends[segments.size()] = whole ? at : Integer.MAX_VALUE;
        segments.add(segment);
        afters.add(now);
        next = segment.end();
    }

    private Reading<MediaPlaylist> result() {
        if (!refusal.isEmpty()) {
            return Reading.refused(refusal);
        }
        if (target == 0) {
            return Reading.refused("has no EXT-X-TARGETDURATION");
        }
        if (segments.isEmpty()) {
            return Reading.refused("lists no segments");
        }
        return Reading.of(new MediaPlaylist(target, dated, ended, segments));
    }

    private void line(String line) {
        if (line.isEmpty() || line.startsWith("\uFEFF")) {
            return;
        }
        if (!line.startsWith("#")) {
            segment(line);
            return;
        }
        if (!line.startsWith("#EXT")) {
            return;
        }
        if (line.startsWith(LENGTH) || line.startsWith(ProgramDateTime.TAG)) {
            tag(line);
            return;
        }
        if (!header(line) && aSegments(line)) {
            tag(line);
        }
    }

    private static boolean aSegments(String line) {
        for (String tag : NOT_A_SEGMENTS) {
            if (line.startsWith(tag)) {
                return false;
            }
        }
        return true;
    }

    /** Reads a tag of the whole playlist, or of its parts; false where it is neither. */
    private boolean header(String line) {
        int colon = line.indexOf(':');
        String value = colon < 0 ? "" : line.substring(colon + 1).strip();
        boolean before = late;
        late = !segments.isEmpty();
        switch (colon < 0 ? line : line.substring(0, colon)) {
            case "#EXT-X-TARGETDURATION" -> target = target(value);
            case "#EXT-X-MEDIA-SEQUENCE" -> sequence = number(value, line);
            case "#EXT-X-DISCONTINUITY-SEQUENCE" -> discontinuity = number(value, line);
            case "#EXT-X-ENDLIST" -> ended = true;
            case "#EXT-X-PART-INF" ->
                partTarget = PlaylistReader.seconds(Attributes.of(value).text("PART-TARGET"))
                        .orElse(Duration.ZERO);
            case "#EXT-X-SERVER-CONTROL" ->
                blocks = Attributes.of(value).text("CAN-BLOCK-RELOAD").equals("YES");
            case "#EXT-X-SKIP" -> refuse("is a delta update, which nobody asked for");
            case "#EXT-X-STREAM-INF" -> refuse("is a multivariant playlist, expected a media playlist");
            default -> {
                late = before;
                return ofParts(line);
            }
        }
        return true;
    }

    private boolean ofParts(String line) {
        if (line.startsWith(Part.TAG)) {
            part(line);
            return true;
        }
        if (line.startsWith("#EXT-X-PRELOAD-HINT:TYPE=PART,") && !base.isEmpty()) {
            hint = absolute(line);
        }
        return false;
    }

    private void part(String line) {
        Attributes said = Attributes.of(line.substring(Part.TAG.length()));
        Duration lasts = PlaylistReader.seconds(said.text("DURATION")).orElse(Duration.ZERO);
        String tag = base.isEmpty() ? line : absolute(ranged(line, said));
        parts.computeIfAbsent(sequence + segments.size(), number -> new ArrayList<>())
                .add(new Part(lasts, tag));
    }

    /** A range that goes on from the part before says where it starts, as segments' do. */
    private String ranged(String line, Attributes said) {
        String range = said.text("BYTERANGE");
        if (!NUMBER.matcher(range).matches() || parts.isEmpty()) {
            return line;
        }
        List<Part> latest = parts.lastEntry().getValue();
        String[] before = Attributes.of(latest.get(latest.size() - 1).tag())
                .text("BYTERANGE")
                .split("@", 2);
        return before.length < 2
                ? line
                : line.replace(
                        "BYTERANGE=\"" + range + '"',
                        "BYTERANGE=\"" + range + '@' + (Long.parseLong(before[0]) + Long.parseLong(before[1])) + '"');
    }

    /** What was read of parts, of a playlist that was not refused. */
    LowLatency lowLatency() {
        if (partTarget.isZero() || !dated || ended || parts.isEmpty()) {
            return LowLatency.NONE;
        }
        List<String> said = new ArrayList<>(now.scope.lines());
        said.addAll(tags);
        Segment begun =
                new Segment(sequence + segments.size(), discontinuity, "", date.orElse(next), Duration.ZERO, said);
        LowLatency all = new LowLatency(partTarget, blocks, parts, Optional.empty(), hint);
        return new LowLatency(partTarget, blocks, parts, all.soFar(begun), hint);
    }

    private int target(String value) {
        Duration seconds = PlaylistReader.seconds(value).orElse(Duration.ZERO);
        long whole = seconds.plusNanos(999_999_999).toSeconds();
        if (whole < 1 || whole > 3600) {
            refuse("has the target duration '" + PlaylistReader.printable(value) + "', expected 1 to 3600");
            return 0;
        }
        return (int) whole;
    }

    private long number(String value, String line) {
        if (!PlaylistReader.whole(value)) {
            refuse("says '" + PlaylistReader.printable(line) + "', expected a whole number");
            return 0;
        }
        return Long.parseLong(value);
    }

    private void tag(String line) {
        if (line.startsWith(LENGTH)) {
            String value = line.substring(LENGTH.length()).strip();
            int comma = value.indexOf(',');
            length = PlaylistReader.seconds(
                    comma < 0 ? value : value.substring(0, comma).strip());
        }
        if (line.startsWith(ProgramDateTime.TAG)) {
            date = ProgramDateTime.read(line.substring(ProgramDateTime.TAG.length()));
        }
        if (line.equals("#EXT-X-DISCONTINUITY")) {
            discontinuity++;
        }
        if (Scope.speaks(line)) {
            now = new After(now.scope.with(base.isEmpty() ? line : absolute(line)), now.rangeUri, now.rangeEnd);
            return;
        }
        tags.add(line);
    }

    /** Keys and initialisation sections are named relative to the playlist too. */
    private String absolute(String tag) {
        int from = tag.indexOf("URI=\"");
        int to = tag.indexOf('"', from + 5);
        return from < 0 || to < 0
                ? tag
                : tag.substring(0, from + 5)
                        + Addresses.absolute(tag.substring(from + 5, to), base)
                        + tag.substring(to);
    }

    private void segment(String reference) {
        if (length.isEmpty()) {
            refuse("has no readable EXTINF for segment " + (sequence + segments.size()));
            return;
        }
        String uri = base.isEmpty() ? reference : Addresses.absolute(reference, base);
        if (!base.isEmpty() && !Addresses.web(uri)) {
            refuse("lists a segment at " + uri + ", expected http or https");
            return;
        }
        if (date.isPresent()) {
            if (!dated) {
                dateTheEarlier(date.get());
            }
            dated = true;
            own.set(segments.size());
            next = date.get();
        }
        mixed |= late;
        tags.replaceAll(tag -> tag.startsWith(RANGE) ? ranged(tag, uri) : tag);
        tags.addAll(0, now.scope.lines());
        add(new Segment(sequence + segments.size(), discontinuity, uri, next, length.get(), tags));
        tags.clear();
        length = Optional.empty();
        date = Optional.empty();
    }

    /** A range that goes on from the one before says where it starts: the one before may not be listed any more. */
    private String ranged(String tag, String uri) {
        String[] range = tag.substring(RANGE.length()).strip().split("@", 2);
        if (!PlaylistReader.whole(range[0]) || (range.length == 2 && !PlaylistReader.whole(range[1]))) {
            return tag;
        }
        boolean goesOn = range.length == 1;
        if (goesOn && !uri.equals(now.rangeUri)) {
            return tag;
        }
        long from = goesOn ? now.rangeEnd : Long.parseLong(range[1]);
        now = new After(now.scope, uri, from + Long.parseLong(range[0]));
        return RANGE + range[0] + '@' + from;
    }

    /** Reckons the segments before the first date backwards from it. */
    private void dateTheEarlier(Instant first) {
        Instant end = first;
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            end = end.minus(segment.length());
            segments.set(
                    i,
                    new Segment(
                            segment.sequence(),
                            segment.discontinuity(),
                            segment.uri(),
                            end,
                            segment.length(),
                            segment.tags()));
        }
    }

    private void refuse(String reason) {
        refusal = reason;
    }
}
