package org.scruffy.client;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a feed shows now, what it breaks for next, and what went out last.
 *
 * @param at the server's clock, which the other moments are to be compared with
 * @param now what is on, empty where nothing is scheduled
 * @param nextBreak the break that is on or comes next, empty where none is scheduled
 * @param asRun what went out, latest first
 * @param window what viewers are offered now; left out where nothing was published yet
 * @param alarms what is wrong now
 * @param hands what can be done and was done by hand
 */
public record OnAir(
        String station,
        String feed,
        String title,
        ZoneId zone,
        Instant at,
        Optional<Showing> now,
        Optional<Break> nextBreak,
        Origin origin,
        List<Aired> asRun,
        Streams streams,
        Optional<Window> window,
        List<Alarm> alarms,
        Hands hands) {

    /** @param edge the newest picture there is */
    public record Window(String rendition, Instant edge, List<Air.Segment> segments) {}

    /**
     * @param kind ORIGIN_DOWN, ORIGIN_STALE, ON_BACKUP, REDIRECTED, GUARD or DATABASE
     * @param words what was found
     * @param doing what Scruffy does about it
     */
    public record Alarm(String kind, Instant since, String words, String doing) {}

    /**
     * @param breakOn the break that is on, left out where the network is
     * @param noSlate why no slate can be put up, empty where one can
     * @param actions of the last hours, oldest first
     */
    public record Hands(Optional<String> breakOn, String noSlate, List<Air.Action> actions) {}

    public record Showing(String title, String episode, Instant from, Instant until) {}

    public record Break(String id, Instant start, double seconds, List<Planned> spots) {}

    /** @param media the folder of its pictures, which is also a part of its segments' addresses */
    public record Planned(String title, String underwriter, double seconds, String media) {}

    /**
     * How the network's feed does.
     *
     * @param good whether it can be read at the moment
     * @param state STARTING, ON_AIR, ORIGIN_DOWN or ORIGIN_STALE: it answers, but lists nothing new
     * @param words how it does, in words
     * @param notes what to know beside it, empty where all is well
     */
    public record Origin(boolean good, String state, String words, String notes) {}

    /**
     * @param good whether it went out as it was planned
     * @param result how it went, in words
     * @param media the folder of its pictures, empty where the creative is no longer planned
     */
    public record Aired(
            Instant at, String title, String underwriter, double seconds, boolean good, String result, String media) {}

    /** Where the network's feed and the stitched one are played from. */
    public record Streams(URI origin, URI stitched) {}
}
