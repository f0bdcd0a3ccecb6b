package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.net.URI;
import java.util.List;

/**
 * A station with its feeds, main feed first.
 *
 * @param zone where its local time is
 */
public record StationDocument(String callSign, String name, String zone, List<FeedDocument> feeds) {

    /**
     * A feed.
     *
     * @param origin where the network's stream comes from
     * @param breakSignal {@code CUES} or {@code CLOCK}
     * @param dialect the plugin that reads its signals, empty for whichever finds one
     * @param live where viewers find the stitched stream
     * @param dash where they find it as DASH; answers 409 with the reason while the feed's segments do not allow it
     */
    public record FeedDocument(
            String name,
            String title,
            String kind,
            String zone,
            URI origin,
            String breakSignal,
            String dialect,
            URI live,
            URI dash) {

        @JsonbCreator
        public FeedDocument {}
    }

    @JsonbCreator
    public StationDocument {
        feeds = List.copyOf(feeds);
    }
}
