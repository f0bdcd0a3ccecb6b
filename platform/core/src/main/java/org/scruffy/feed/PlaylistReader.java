package org.scruffy.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.scruffy.spi.feed.MediaPlaylist;

/**
 * Reads HLS playlists whoever wrote them: it keeps the lines of a segment as they are, takes tags in any order, never throws,
 * and says why it refuses a body.
 */
public final class PlaylistReader {

    /** The largest body that is read. */
    public static final int LIMIT = 2 * 1024 * 1024;

    private static final byte[] MARK = "#EXTM3U".getBytes(StandardCharsets.US_ASCII);

    private PlaylistReader() {}

    /** Reads a media playlist. */
    public static Reading<MediaPlaylist> media(byte[] body) {
        String refusal = notAPlaylist(body);
        if (!refusal.isEmpty()) {
            return Reading.refused(refusal);
        }
        return new PlaylistLines(body, "").read(Optional.empty());
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
        if (Arrays.equals(body, 0, Math.min(body.length, MARK.length), MARK, 0, MARK.length)) {
            return "";
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

    static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?");
    }

    /** A length in seconds, where it is one: at most five digits before the point and twelve after it. */
    static Optional<Duration> seconds(String text) {
        int point = text.indexOf('.');
        int whole = point < 0 ? text.length() : point;
        String digits = point < 0 ? "" : text.substring(point + 1);
        if (whole < 1
                || whole > 5
                || digits.length() > 12
                || !digits(text, 0, whole)
                || !digits(digits, 0, digits.length())) {
            return Optional.empty();
        }
        long nanos = 0;
        for (int i = 0; i < 9; i++) {
            nanos = nanos * 10 + (i < digits.length() ? digits.charAt(i) - '0' : 0);
        }
        return Optional.of(Duration.ofSeconds(Integer.parseInt(text, 0, whole, 10), nanos));
    }

    /** Whether a text is a whole number of at most 18 digits. */
    static boolean whole(String text) {
        return !text.isEmpty() && text.length() <= 18 && digits(text, 0, text.length());
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
