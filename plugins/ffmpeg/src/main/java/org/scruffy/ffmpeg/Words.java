package org.scruffy.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What is said to people who know spots and not ffmpeg. */
final class Words {

    private static final int START = 512;

    private Words() {}

    /** 4 h 0 min, 2 min 30 s, 15.02 s. */
    static String length(Duration length) {
        if (length.toHours() > 0) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        if (length.toMinutes() >= 2) {
            return length.toMinutes() + " min " + length.toSecondsPart() + " s";
        }
        return seconds(length) + " s";
    }

    static String seconds(Duration length) {
        BigDecimal seconds = BigDecimal.valueOf(length.toMillis(), 3).setScale(2, RoundingMode.HALF_UP);
        return seconds.stripTrailingZeros().toPlainString();
    }

    /** Why ffmpeg does not open a file. */
    static String notAVideo(Path file, String said) throws IOException {
        String start = start(file);
        if (start.startsWith("%PDF")) {
            return "This is a PDF document, not a video. What counts is what is in a file, not what it is called.";
        }
        if (start.startsWith("#EXTM3U") || start.startsWith("ffconcat")) {
            return "This is a playlist, not a video: send the video itself.";
        }
        if (!start.isEmpty() && start.chars().allMatch(sign -> sign >= ' ' || Character.isWhitespace(sign))) {
            return "This is a text, not a video. What counts is what is in a file, not what it is called.";
        }
        if (said.contains("moov atom not found") && start.matches("(?s).{4}(ftyp|mdat|wide|free|skip).*")) {
            return "The file is incomplete: its index is missing, as it is when a transfer breaks off. Send it again.";
        }
        return "This is not a video that can be read. MP4, MOV, MXF, MPEG-TS, MPEG-PS, MKV, WebM and AVI can.";
    }

    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(START), StandardCharsets.ISO_8859_1);
        }
    }

    /** What ffmpeg said when it could not do its work. */
    static String failure(String said) {
        return said.contains("No space left on device")
                ? "The disk is full: nothing can be conditioned until there is room"
                : said;
    }
}
