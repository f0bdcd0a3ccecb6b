package org.scruffy.spi.schedule;

import java.time.Duration;

/**
 * A finished spot: a message of an underwriter or a promo of the station.
 *
 * @param adId Ad-ID, ISCI or house id, unique
 * @param title for people
 * @param underwriter who pays for it, empty for the station's own promos
 * @param length of its air-ready form, for example 30.030 s for 900 frames at 29.97 frames a second
 * @param media its folder below {@link org.scruffy.spi.PluginContext#mediaFolder}, empty while it is not air-ready
 */
public record Creative(String adId, String title, String underwriter, Duration length, String media) {

    public Creative {
        if (!adId.matches("[A-Z0-9]{4,32}")) {
            throw new IllegalArgumentException("Ad-ID '" + adId + "' is not 4 to 32 capital letters and digits");
        }
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("Creative " + adId + " has no length: " + length);
        }
        if (!media.matches("([A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*)?")) {
            throw new IllegalArgumentException(
                    "Media folder '" + media + "' of creative " + adId + " is not a plain relative path");
        }
    }

    public boolean airReady() {
        return !media.isEmpty();
    }
}
