package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.scruffy.client.StationDocument;
import org.scruffy.client.StationDocument.FeedDocument;
import org.scruffy.plugin.Platform;
import org.scruffy.security.Access;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;

/** {@code GET /api/stations}: the stations the caller may see, with their feeds. */
@Path("/stations")
@ApplicationScoped
public class StationsResource {

    private final Access access;
    private final Platform platform;

    protected StationsResource() {
        this(null, null);
    }

    @Inject
    public StationsResource(Access access, Platform platform) {
        this.access = access;
        this.platform = platform;
    }

    @GET
    @Plan.Reads(Plan.STATIONS)
    @Produces(MediaType.APPLICATION_JSON)
    public List<StationDocument> stations() {
        return access.visibleStations().stream().map(this::document).toList();
    }

    private StationDocument document(Station station) {
        return new StationDocument(
                station.callSign(),
                station.name(),
                station.zone().getId(),
                station.feeds().stream().map(feed -> document(station, feed)).toList());
    }

    private FeedDocument document(Station station, Feed feed) {
        URI live = platform.baseUri().resolve("/live/" + station.callSign() + "/");
        return new FeedDocument(
                feed.name(),
                feed.title(),
                feed.kind().name(),
                feed.zone().getId(),
                feed.origin(),
                feed.breakSignal().name(),
                feed.dialect(),
                live.resolve(feed.name() + "/master.m3u8"),
                live.resolve(feed.name() + ".mpd"));
    }
}
