package org.scruffy.spi.feed;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What a feed is made of: its renditions, its sound, its container, and the grid on which all of it is cut. A creative that is made
 * on the ladder of a feed can stand between the segments of that feed.
 *
 * @param container of the segments
 * @param demuxed whether the sound has a playlist of its own
 * @param sound of the renditions, the same in all of them
 * @param part how long a fragment of a segment may be at most, so that players can have a segment part by part; zero where it is one
 *     fragment, up to 10 s
 * @param rungs the renditions, 1 to 40, as the feed lists them; all have segments of the same length, and their frame rates are
 *     whole multiples of the slowest
 */
public record Ladder(Container container, boolean demuxed, Sound sound, Duration part, List<Rung> rungs) {

    private static final Duration LONGEST_PART = Duration.ofSeconds(10);

    /** What the segments are. */
    public enum Container {
        MPEG_TS,
        FMP4
    }

    /**
     * The sound, AAC-LC.
     *
     * @param rate samples a second, 8000 to 96000
     * @param channels 1 to 8
     * @param bitsPerSecond 16000 to 1000000
     */
    public record Sound(int rate, int channels, int bitsPerSecond) {

        public Sound {
            if (rate < 8_000 || rate > 96_000 || channels < 1 || channels > 8 || bitsPerSecond < 16_000) {
                throw new IllegalArgumentException("Sound of " + rate + " Hz, " + channels + " channels and "
                        + bitsPerSecond + " bit/s, expected 8000 to 96000, 1 to 8 and 16000 or more");
            }
        }
    }

    /**
     * A rendition, H.264.
     *
     * @param width in pixels, even
     * @param height in pixels, even
     * @param segmentFrames how many frames a segment has
     * @param codec by RFC 6381, which says profile and level: {@code avc1.4d401f}
     * @param bitsPerSecond at most, sound included
     */
    public record Rung(int width, int height, FrameRate rate, int segmentFrames, String codec, int bitsPerSecond) {

        public Rung {
            if (width < 16 || height < 16 || width % 2 != 0 || height % 2 != 0 || width > 8192 || height > 8192) {
                throw new IllegalArgumentException(
                        "A picture of " + width + "x" + height + ", expected even numbers from 16 to 8192");
            }
            if (segmentFrames < 1 || bitsPerSecond < 10_000) {
                throw new IllegalArgumentException("A rendition with " + segmentFrames + " frames a segment and "
                        + bitsPerSecond + " bit/s, expected 1 and 10000 or more");
            }
            if (!codec.matches("avc1\\.[0-9a-f]{6}")) {
                throw new IllegalArgumentException("Pictures in '" + codec + "', expected H.264: avc1.4d401f");
            }
        }
    }

    public Ladder {
        rungs = List.copyOf(rungs);
        if (part.isNegative() || part.compareTo(LONGEST_PART) > 0) {
            throw new IllegalArgumentException("Parts of " + part + ", expected 0 to 10 s");
        }
        if (rungs.isEmpty() || rungs.size() > 40) {
            throw new IllegalArgumentException("A ladder of " + rungs.size() + " renditions, expected 1 to 40");
        }
        Rung slowest = slowest(rungs);
        for (Rung rung : rungs) {
            long times = (long) rung.rate().frames() * slowest.rate().seconds();
            long once = (long) rung.rate().seconds() * slowest.rate().frames();
            if (times % once != 0 || times / once * slowest.segmentFrames() != rung.segmentFrames()) {
                throw new IllegalArgumentException("Renditions on different grids: " + slowest.segmentFrames()
                        + " frames at " + slowest.rate() + " and " + rung.segmentFrames() + " frames at "
                        + rung.rate());
            }
        }
    }

    /** Of segments that are one fragment each. */
    public Ladder(Container container, boolean demuxed, Sound sound, List<Rung> rungs) {
        this(container, demuxed, sound, Duration.ZERO, rungs);
    }

    /** The rendition with the fewest frames a second: whole frames of it are whole frames of all. */
    public Rung slowest() {
        return slowest(rungs);
    }

    private static Rung slowest(List<Rung> rungs) {
        return rungs.stream()
                .min(Comparator.comparingDouble(
                        rung -> (double) rung.rate().frames() / rung.rate().seconds()))
                .orElseThrow();
    }
}
