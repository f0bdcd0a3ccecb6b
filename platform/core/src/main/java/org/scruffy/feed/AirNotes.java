package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.scruffy.spi.feed.Cue;

/** What is written down of a feed so that somebody can say later why it went as it did. Nothing that airs depends on it. */
interface AirNotes {

    /**
     * A cue when it was seen first.
     *
     * @param late how much of its break viewers had been shown already
     */
    record Sighting(Cue cue, Instant at, Duration late, String traceId) {}

    /** The first body that listed a segment of a spot. */
    record Shown(long avail, int position, Instant at, String etag, String traceId) {}

    /** Something that was wrong for a while; until is empty while it is. */
    record Trouble(AirTrouble.Kind kind, Instant since, Optional<Instant> until, String words, String traceId) {}

    /** What was shown of the latest avails. */
    List<Shown> shown();

    /** Notes that nobody wrote anything from the last mark of a life before this one on, and that its troubles are over. */
    void begin(Instant now, String traceId);

    void saw(Sighting cue);

    /** Notes the trace of a decision, and the decision itself where it could not be written when it was made. */
    void decided(Avail avail, String traceId);

    void shown(Shown first);

    void trouble(Trouble trouble);
}
