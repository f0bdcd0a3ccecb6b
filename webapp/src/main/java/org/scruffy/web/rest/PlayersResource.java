package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.scruffy.report.BlastRadii;
import org.scruffy.report.BlastRadius;
import org.scruffy.report.ShownSpots;
import org.scruffy.report.ShownSpots.ShownSpot;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.telemetry.Touches;

/**
 * {@code /api/v1/players}: what a player that sends the guide's events had on, at stations that may be seen. How well it played is in
 * these events, those with a {@code player.session}. For engineers.
 */
@Path("/v1/players")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class PlayersResource {

    private static final int MOST_SPOTS = 200;
    private static final int LONGEST = 2_000;

    /** How far a viewer is behind the live edge, at most. */
    private static final Duration BEHIND = Duration.ofMinutes(1);

    private final ShownSpots spots;
    private final BlastRadii radii;
    private final Access access;

    protected PlayersResource() {
        this(null, null, null);
    }

    @Inject
    public PlayersResource(ShownSpots spots, BlastRadii radii, Access access) {
        this.spots = spots;
        this.radii = radii;
        this.access = access;
    }

    /** Which creatives these are: {@code media} as events have it in {@code player.spot}, at most 200 of them; unknown ones are not there. */
    @GET
    @Plan.Reads(Plan.SHOWN_SPOTS)
    @Path("/spots")
    public List<ShownSpot> spots(@QueryParam("media") List<String> media) {
        if (media.size() > MOST_SPOTS) {
            throw new BadInput("media", media.size() + " of them", "at most " + MOST_SPOTS);
        }
        media.forEach(one -> few("media", one));
        return spots.of(media, access.where(Role.VIEWER));
    }

    private static String few(String field, String text) {
        if (text.length() > LONGEST || text.indexOf(0) >= 0) {
            throw new BadInput(field, text.length() + " characters", "at most " + LONGEST + ", none of them null");
        }
        return text;
    }

    /**
     * What was on a feed when something happened in a player, which lags behind it by up to a minute.
     *
     * @param stream the address that was played, as {@code player.stream} has it
     * @param at when, as 2026-11-24T20:14:32Z
     */
    @GET
    @Plan.Reads(Plan.ON_A_STREAM)
    @Path("/on-air")
    public BlastRadius onAir(
            @QueryParam("stream") @DefaultValue("") String stream, @QueryParam("at") @DefaultValue("") String at) {
        Instant when = Asked.instant("at", at);
        return radii.of(Touches.ofStream(few("stream", stream), when).stream()
                .filter(touch -> access.may(Role.VIEWER, touch.station()))
                .map(touch -> new BlastRadii.Place(touch.station(), touch.feed(), "", "", when.minus(BEHIND), when))
                .toList());
    }
}
