package org.scruffy.feed;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.scruffy.spi.feed.MediaPlaylist;

/**
 * Reads HLS playlists whoever wrote them: it keeps the lines of a segment as they are, takes tags in any order, never throws,
 * and says why it refuses a body.
 */
public final class PlaylistReader {

    /** The largest body that is read. */
    public static final int LIMIT = 2 * 1024 * 1024;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,5}(\\.\\d{0,12})?");

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

    /** A length in seconds, where it is one. */
    static Optional<Duration> seconds(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue()));
    }
}
