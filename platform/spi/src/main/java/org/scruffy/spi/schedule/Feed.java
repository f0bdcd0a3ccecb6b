package org.scruffy.spi.schedule;

import java.net.URI;
import java.time.ZoneId;

/**
 * One live stream of a station.
 *
 * @param name short, unique within the station, part of its URLs: lower case letters, digits and dashes, for example {@code main}
 * @param title for people
 * @param kind what is on it
 * @param zone the zone its schedule is local to
 * @param origin the multivariant or media playlist of the live feed, http or https
 * @param breakSignal what tells that a break starts
 * @param dialect the name of the plugin whose stitching adapters read this feed's signals; empty for whichever finds one
 */
public record Feed(
        String name, String title, Kind kind, ZoneId zone, URI origin, BreakSignal breakSignal, String dialect) {

    /** A feed whose dialect is not named. */
    public Feed(String name, String title, Kind kind, ZoneId zone, URI origin, BreakSignal breakSignal) {
        this(name, title, kind, zone, origin, breakSignal, "");
    }

    /** What is on a feed. */
    public enum Kind {
        MAIN,
        CREATE,
        WORLD,
        KIDS,
        OTHER
    }

    /** What tells that a break starts: cues in the feed, or the schedule's clock where the feed has none. */
    public enum BreakSignal {
        CUES,
        CLOCK
    }

    public Feed {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException(
                    "Feed name '" + name + "' is not 1 to 32 lower case letters, digits and dashes");
        }
        if (origin.getHost() == null || !("http".equals(origin.getScheme()) || "https".equals(origin.getScheme()))) {
            throw new IllegalArgumentException(
                    "Origin '" + origin + "' of feed " + name + " is not an http or https address");
        }
        if (!dialect.matches("[a-z0-9-]{0,64}")) {
            throw new IllegalArgumentException("Dialect '" + dialect + "' of feed " + name
                    + " is not up to 64 lower case letters, digits and dashes");
        }
    }
}
