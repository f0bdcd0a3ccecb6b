package org.scruffy.schedule;

/** A feed is added under a name that the station uses already. */
public class FeedExists extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String feed;

    FeedExists(String station, String feed) {
        super("Station " + station + " has a feed '" + feed + "' already");
        this.feed = feed;
    }

    public String feed() {
        return feed;
    }
}
