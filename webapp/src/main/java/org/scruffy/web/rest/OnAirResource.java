package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.client.OnAir;
import org.scruffy.feed.AirActions;
import org.scruffy.feed.Airing;
import org.scruffy.feed.AsRunLog;
import org.scruffy.feed.FeedStatus;
import org.scruffy.feed.Feeds;
import org.scruffy.feed.LiveWindow;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;

/** {@code GET /api/stations/{callSign}/feeds/{feed}/on-air}: what the page On air shows, asked for every few seconds. */
@Path("/stations/{callSign}/feeds/{feed}/on-air")
@ApplicationScoped
public class OnAirResource {

    private static final int ROWS = 12;

    private final WeekOnAir week;
    private final Feeds feeds;
    private final AsRunLog asRun;
    private final AirActions actions;
    private final Access access;
    private final Clock clock;

    protected OnAirResource() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public OnAirResource(WeekOnAir week, Feeds feeds, AsRunLog asRun, AirActions actions, Access access, Clock clock) {
        this.week = week;
        this.feeds = feeds;
        this.asRun = asRun;
        this.actions = actions;
        this.access = access;
        this.clock = clock;
    }

    @GET
    @Plan.Reads(Plan.ON_AIR)
    @Produces(MediaType.APPLICATION_JSON)
    public OnAir onAir(
            @PathParam("callSign") String callSign,
            @PathParam("feed") String feed,
            @Context HttpServletRequest request) {
        access.require(Role.VIEWER, callSign);
        WeekOnAir.Around around = week.around(callSign, feed);
        Instant now = clock.instant();
        return new OnAir(
                callSign,
                feed,
                around.feed().title(),
                around.feed().zone(),
                now,
                around.at(now).map(OnAirResource::showing),
                around.nextBreak(now).map(OnAirResource::planned),
                feeds.status(callSign, feed)
                        .map(OnAirResource::origin)
                        .orElse(new OnAir.Origin(false, "STARTING", "Nobody reads the network's feed yet.", "")),
                asRun.last(callSign, feed, ROWS).stream()
                        .map(airing -> aired(airing, around.creative(airing.adId())))
                        .toList(),
                new OnAir.Streams(
                        around.feed().origin(),
                        URI.create(request.getContextPath() + "/live/" + callSign + "/" + feed + "/master.m3u8")),
                feeds.window(callSign, feed).map(OnAirResource::window),
                feeds.troubles(callSign, feed).stream()
                        .map(one -> new OnAir.Alarm(
                                one.kind().name(),
                                one.since(),
                                sentence(one.words()),
                                one.kind().doing()))
                        .toList(),
                new OnAir.Hands(
                        feeds.breakOn(callSign, feed),
                        actions.noSlate(callSign, feed),
                        actions.recent(callSign, feed).stream()
                                .map(AirResource::of)
                                .toList()));
    }

    private static OnAir.Window window(LiveWindow window) {
        return new OnAir.Window(
                window.rendition(),
                window.edge(),
                window.segments().stream().map(AirResource::of).toList());
    }

    private static OnAir.Showing showing(Timeslot slot) {
        return new OnAir.Showing(slot.program().title(), slot.program().episode(), slot.start(), slot.end());
    }

    private static OnAir.Break planned(AdBreak next) {
        List<OnAir.Planned> spots = next.spots().stream()
                .map(Spot::creative)
                .map(creative -> new OnAir.Planned(
                        creative.title(), creative.underwriter(), seconds(creative.length()), creative.media()))
                .toList();
        return new OnAir.Break(next.id(), next.start(), seconds(next.capacity()), spots);
    }

    /** An error that is over is no news. */
    static OnAir.Origin origin(FeedStatus status) {
        boolean good = status.state() == FeedStatus.State.ON_AIR;
        String notes = Stream.of(status.spots(), lastBreak(status.lastDecision()), good ? "" : status.lastError())
                .filter(words -> !words.isEmpty() && !words.equals(status.origin()))
                .distinct()
                .map(OnAirResource::sentence)
                .collect(Collectors.joining(" "));
        return new OnAir.Origin(
                good, status.state().name(), good ? "The network's feed is live." : sentence(status.origin()), notes);
    }

    private static String lastBreak(String decision) {
        return decision.isEmpty() ? "" : "The last break: " + decision.replaceFirst("^[A-Z][A-Z_]+: ", "");
    }

    /** Without the code in capitals, which is for whoever searches the traces. */
    static String sentence(String words) {
        String plain = words.replaceFirst("^[A-Z][A-Z_]+: ", "");
        String ended = plain.matches("(?s).*[.!?]") ? plain : plain + ".";
        return ended.substring(0, 1).toUpperCase(Locale.ROOT) + ended.substring(1);
    }

    /** The log outlives the schedule: of a creative that is no longer planned, the underwriter is not known here. */
    private static OnAir.Aired aired(Airing airing, Optional<Creative> creative) {
        return new OnAir.Aired(
                airing.actualStart(),
                airing.title(),
                creative.map(Creative::underwriter).orElse(""),
                seconds(airing.length()),
                airing.reason().isEmpty(),
                words(airing.reason()),
                creative.map(Creative::media).orElse(""));
    }

    private static String words(String reason) {
        return switch (reason) {
            case "" -> "aired";
            case "EARLY_RETURN" -> "cut short: the network came back early";
            default -> reason.toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static double seconds(Duration length) {
        return length.toMillis() / 1000.0;
    }
}
