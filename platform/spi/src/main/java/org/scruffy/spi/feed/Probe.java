package org.scruffy.spi.feed;

import java.time.Duration;
import java.util.Optional;

/**
 * What is in a media file, as it says itself.
 *
 * @param format the container's name, for people: {@code mpegts}
 * @param length zero where it does not say
 */
public record Probe(String format, Duration length, Optional<Picture> picture, Optional<Sound> sound) {

    /**
     * Moving pictures.
     *
     * @param codec for example {@code h264}
     * @param avc profile and level by RFC 6381, {@code avc1.4d401f}; empty where it is not H.264
     */
    public record Picture(String codec, String avc, int width, int height, FrameRate rate) {}

    /**
     * Sound.
     *
     * @param codec for example {@code aac}
     * @param bitsPerSecond 0 where it does not say
     */
    public record Sound(String codec, int rate, int channels, int bitsPerSecond) {}
}
