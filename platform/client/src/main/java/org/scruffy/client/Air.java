package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a feed did, what viewers saw of it, and what is done to it by hand. Moments are UTC, lengths whole milliseconds, ids texts. */
public final class Air {

    private Air() {}

    /**
     * What became of an avail.
     *
     * @param id of the avail, or {@code break-} and the id of a planned break that no cue came for
     * @param at when it was signalled, or planned where it was not
     * @param lengthMs how long it was to be, 0 where nobody said
     * @param adBreak the schedule's break, empty where there is none
     * @param outcome COMING, ON, AIRED, PARTLY or DARK
     * @param spots how many were planned
     * @param aired how many are in the as-run log
     * @param words why it went as it did
     * @param failed the first step that was missing, late, short or failed; left out where all went well
     */
    public record Avail(
            String id,
            Instant at,
            long lengthMs,
            @JsonbProperty("break") String adBreak,
            String outcome,
            int spots,
            int aired,
            String words,
            Optional<String> failed,
            List<Step> steps) {}

    /** The avails of an interval, in air order. */
    public record Avails(List<Avail> avails) {}

    /**
     * A step that an avail takes.
     *
     * @param kind CUE, DECISION, CREATIVE, FREEZE, SPLICE or AS_RUN, in this order
     * @param state DONE, LATE, SHORT, FAILED, MISSING, SKIPPED or COMING
     * @param traceId of the trace that shows it, empty where none does
     * @param manifest when the version of the playlist was published that shows it
     */
    public record Step(
            String kind,
            String state,
            Optional<Instant> at,
            String words,
            String traceId,
            Optional<Instant> manifest) {}

    /**
     * A version of a playlist as it went out.
     *
     * @param rendition v0, v1 … or master
     * @param renditions of which versions are kept
     * @param at when it was published
     * @param until when the next one was; left out where it is the newest
     * @param before when the one before it was; left out where none is kept
     * @param etag it went out with
     * @param traceId of the poll that published it
     * @param text byte for byte
     * @param segments it lists, explained
     * @param changes to the version before
     * @param keptHours for how many hours versions are kept
     * @param dropped how many versions could not be kept since the last start
     */
    public record Manifest(
            String rendition,
            List<String> renditions,
            Instant at,
            Optional<Instant> until,
            Optional<Instant> before,
            String etag,
            String traceId,
            String text,
            List<Segment> segments,
            List<Change> changes,
            long keptHours,
            long dropped) {}

    /**
     * A listed segment.
     *
     * @param sequence Media Sequence Number
     * @param discontinuity Discontinuity Sequence Number
     * @param discontinuous whether EXT-X-DISCONTINUITY stands before it
     * @param title of the spot it belongs to, empty where it is the network's
     * @param adId of that spot
     * @param cue OUT or IN where a cue was seen at its start, otherwise empty
     */
    public record Segment(
            long sequence,
            long discontinuity,
            boolean discontinuous,
            Instant start,
            long lengthMs,
            String title,
            String adId,
            String cue) {}

    /**
     * A line that differs.
     *
     * @param added whether this version has it, or the one before had it
     * @param line its number there, from 1
     */
    public record Change(boolean added, int line, String text) {}

    /**
     * What to do by hand.
     *
     * @param kind FIRE a planned break now, CANCEL one that is to come, RETURN to the network from the one that is on, SLATE, BYPASS
     * @param adBreak which break; left out for the next one
     * @param reason for the audit; may be left out
     */
    public record Deed(String kind, @JsonbProperty("break") String adBreak, String reason) {
        @JsonbCreator
        public Deed {}
    }

    /**
     * What was done by hand.
     *
     * @param adBreak which break it is about, empty for what is about the feed
     * @param undoneAt when it was taken back; left out where it holds
     */
    public record Action(
            String id,
            String kind,
            Instant at,
            String actor,
            @JsonbProperty("break") String adBreak,
            Optional<Instant> undoneAt) {}
}
