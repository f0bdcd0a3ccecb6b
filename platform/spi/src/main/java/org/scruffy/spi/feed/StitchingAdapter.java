package org.scruffy.spi.feed;

import java.time.Duration;
import java.util.List;

/**
 * The dialect in which a feed signals its breaks. A feed names its dialect by the plugin that brings it; for one that names none
 * every adapter is asked for the cues of its playlist, and the first that finds one is heard.
 *
 * <p>Every method is a pure function: the same answer to the same question, whoever asks and whatever was asked before. Nothing
 * they are given makes them throw.
 */
@FunctionalInterface
public interface StitchingAdapter {

    /**
     * Finds the cues in a media playlist, in air order. Called for every new version of the feed's first rendition, never for an
     * undated one, and its answer holds for all renditions: no I/O, a few milliseconds. What it cannot read it leaves out; it
     * answers an empty list where there is no cue it knows.
     */
    List<Cue> cues(MediaPlaylist playlist);

    /**
     * Whether breaks are signalled within segments. The host then fetches each new segment of the first rendition of a feed that
     * names this dialect, once and beside the live path, and asks {@link #cues(Segment, byte[])} about it.
     */
    default boolean readsSegments() {
        return false;
    }

    /**
     * Finds the cues in a segment, in air order. They count together with those of the playlist; one that is announced again has
     * the same key again.
     *
     * @param bytes as the origin sent them, encrypted where it encrypts, at most 16 MiB; not to be changed
     */
    default List<Cue> cues(Segment segment, byte[] bytes) {
        return List.of();
    }

    /**
     * Finds the cues in a DASH manifest, in air order, for somebody who asks what an origin signals.
     *
     * @param mpd the whole document, at most 2 MiB
     */
    default List<Cue> cuesOfManifest(String mpd) {
        return List.of();
    }

    /**
     * How far the feed's clock (EXT-X-PROGRAM-DATE-TIME) is ahead of the time of day, negative where it is behind. The host adds
     * it to the times of the schedule, where a feed that names this dialect has its breaks by the clock.
     *
     * @param sightings of the segments that are listed now, in play order; empty for an undated playlist
     */
    default Duration drift(List<Sighting> sightings) {
        return Duration.ZERO;
    }
}
