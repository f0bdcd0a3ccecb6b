package org.scruffy.feed;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/**
 * Reads HLS playlists whoever wrote them: it keeps the lines of a segment as they are, takes tags in any order, never throws,
 * and says why it refuses a body.
 */
public final class PlaylistReader {

    /** The largest body that is read. */
    public static final int LIMIT = 2 * 1024 * 1024;

    private static final String RANGE = "#EXT-X-BYTERANGE:";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,5}(\\.\\d{0,12})?");

    /** Tags that speak of the whole playlist, of parts, or of what only their writer can keep; they never belong to a segment. */
    private static final List<String> NOT_A_SEGMENTS = List.of(
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
            "#EXT-X-ENDLIST");

    private PlaylistReader() {}

    /** Reads a media playlist. */
    public static Reading<MediaPlaylist> media(byte[] body) {
        String refusal = notAPlaylist(body);
        if (!refusal.isEmpty()) {
            return Reading.refused(refusal);
        }
        return new Lines(new String(body, StandardCharsets.UTF_8)).read();
    }

    /** Whether a body is a multivariant playlist: it has EXT-X-STREAM-INF. */
    static boolean multivariant(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).contains("#EXT-X-STREAM-INF:");
    }

    /** Why a body is no playlist of any kind, empty where it may be one. */
    static String notAPlaylist(byte[] body) {
        if (body.length > LIMIT) {
            return "is larger than " + LIMIT / 1024 + " KiB";
        }
        String start = new String(body, 0, Math.min(body.length, 40), StandardCharsets.UTF_8).strip();
        if (start.isEmpty()) {
            return "is empty";
        }
        if (start.startsWith("\uFEFF")) {
            start = start.substring(1);
        }
        if (!start.startsWith("#EXTM3U")) {
            return "is no playlist: it starts with '" + printable(start) + "', expected '#EXTM3U'";
        }
        return "";
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?");
    }

    /** A length in seconds, where it is one. */
    static Optional<Duration> seconds(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue()));
    }

    /** The state of one reading. */
    private static final class Lines {

        private final String text;
        private final List<Segment> segments = new ArrayList<>();
        private final List<String> tags = new ArrayList<>();
        private int target;
        private long sequence;
        private long discontinuity;
        private boolean ended;
        private boolean dated;
        private Optional<Duration> length = Optional.empty();
        private Optional<Instant> date = Optional.empty();
        private Instant next = Instant.EPOCH;
        private Scope scope = Scope.NONE;
        private String rangeUri = "";
        private long rangeEnd;
        private String refusal = "";

        Lines(String text) {
            this.text = text;
        }

        Reading<MediaPlaylist> read() {
            boolean whole = text.endsWith("\n")
                    || text.endsWith("\r")
                    || text.stripTrailing().endsWith("#EXT-X-ENDLIST");
            String[] lines = text.split("\r\n|\n|\r", -1);
            int last = whole ? lines.length : lines.length - 1;
            for (int i = 0; i < last && refusal.isEmpty(); i++) {
                line(lines[i].strip());
            }
            return result();
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
            header(line);
            if (NOT_A_SEGMENTS.stream().noneMatch(line::startsWith)) {
                tag(line);
            }
        }

        private void header(String line) {
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "#EXT-X-TARGETDURATION" -> target = target(value);
                case "#EXT-X-MEDIA-SEQUENCE" -> sequence = number(value, line);
                case "#EXT-X-DISCONTINUITY-SEQUENCE" -> discontinuity = number(value, line);
                case "#EXT-X-ENDLIST" -> ended = true;
                case "#EXT-X-SKIP" -> refuse("is a delta update, which nobody asked for");
                case "#EXT-X-STREAM-INF" -> refuse("is a multivariant playlist, expected a media playlist");
                default -> {
                    // not a tag of the whole playlist
                }
            }
        }

        private int target(String value) {
            Duration seconds = seconds(value).orElse(Duration.ZERO);
            long whole = seconds.plusNanos(999_999_999).toSeconds();
            if (whole < 1 || whole > 3600) {
                refuse("has the target duration '" + printable(value) + "', expected 1 to 3600");
                return 0;
            }
            return (int) whole;
        }

        private long number(String value, String line) {
            if (!NUMBER.matcher(value).matches()) {
                refuse("says '" + printable(line) + "', expected a whole number");
                return 0;
            }
            return Long.parseLong(value);
        }

        private void tag(String line) {
            if (line.startsWith("#EXTINF:")) {
                String value = line.substring(8).strip();
                int comma = value.indexOf(',');
                length = seconds(comma < 0 ? value : value.substring(0, comma).strip());
            }
            if (line.startsWith(ProgramDateTime.TAG)) {
                date = ProgramDateTime.read(line.substring(ProgramDateTime.TAG.length()));
            }
            if (line.equals("#EXT-X-DISCONTINUITY")) {
                discontinuity++;
            }
            if (Scope.speaks(line)) {
                scope = scope.with(line);
                return;
            }
            tags.add(line);
        }

        private void segment(String uri) {
            if (length.isEmpty()) {
                refuse("has no readable EXTINF for segment " + (sequence + segments.size()));
                return;
            }
            if (date.isPresent()) {
                if (!dated) {
                    dateTheEarlier(date.get());
                }
                dated = true;
                next = date.get();
            }
            tags.replaceAll(tag -> tag.startsWith(RANGE) ? ranged(tag, uri) : tag);
            tags.addAll(0, scope.lines());
            segments.add(new Segment(sequence + segments.size(), discontinuity, uri, next, length.get(), tags));
            next = next.plus(length.get());
            tags.clear();
            length = Optional.empty();
            date = Optional.empty();
        }

        /** A range that goes on from the one before says where it starts: the one before may not be listed any more. */
        private String ranged(String tag, String uri) {
            String[] range = tag.substring(RANGE.length()).strip().split("@", 2);
            if (!NUMBER.matcher(range[0]).matches()
                    || (range.length == 2 && !NUMBER.matcher(range[1]).matches())) {
                return tag;
            }
            boolean goesOn = range.length == 1;
            if (goesOn && !uri.equals(rangeUri)) {
                return tag;
            }
            long from = goesOn ? rangeEnd : Long.parseLong(range[1]);
            rangeUri = uri;
            rangeEnd = from + Long.parseLong(range[0]);
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
}
