package org.scruffy.spi.feed;

import java.util.List;

/** The dialect in which a feed signals its breaks. */
public interface StitchingAdapter {

    /**
     * Finds the cues in a media playlist, in air order. Called for every new version of the feed's first rendition, never for an
     * undated one, and its answer holds for all renditions: a pure function, no I/O, a few milliseconds. What it cannot read it
     * leaves out; it answers an empty list where there is no cue it knows.
     */
    List<Cue> cues(MediaPlaylist playlist);
}
