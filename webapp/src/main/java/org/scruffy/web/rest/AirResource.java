package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import org.scruffy.client.Air;
import org.scruffy.feed.AirAction;
import org.scruffy.feed.AirActions;
import org.scruffy.feed.AvailStory;
import org.scruffy.feed.Avails;
import org.scruffy.feed.LiveWindow;
import org.scruffy.feed.Manifests;
import org.scruffy.feed.WhatViewersSaw;
import org.scruffy.order.Actor;
import org.scruffy.security.Role;

/**
 * {@code /api/stations/{callSign}/feeds/{feed}/avails}, {@code …/manifests} and {@code …/actions}: what became of each avail and
 * why, what viewers saw at any second that is kept, and what is done by hand. Shapes and errors are those of {@code AirApi}.
 */
@Path("/stations/{callSign}/feeds/{feed}")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class AirResource {

    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int LONGEST_REASON = 500;

    private final Avails avails;
    private final WhatViewersSaw viewers;
    private final Manifests manifests;
    private final AirActions actions;
    private final Asker asker;

    protected AirResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public AirResource(Avails avails, WhatViewersSaw viewers, Manifests manifests, AirActions actions, Asker asker) {
        this.avails = avails;
        this.viewers = viewers;
        this.manifests = manifests;
        this.actions = actions;
        this.asker = asker;
    }

    @GET
    @Plan.Reads(Plan.AVAILS)
    @Path("/avails")
    public Air.Avails avails(
            @PathParam("callSign") String callSign,
            @PathParam("feed") String feed,
            @QueryParam("from") @DefaultValue("") String from,
            @QueryParam("to") @DefaultValue("") String to) {
        asker.mayRead(callSign);
        Instant first = Asked.instant("from", from);
        Instant after = Asked.instant("to", to);
        if (!after.isAfter(first) || Duration.between(first, after).compareTo(LONGEST) > 0) {
            throw new BadInput("to", to, "an instant after 'from', by 31 days at most");
        }
        return new Air.Avails(avails.between(callSign, feed, first, after).stream()
                .map(AirResource::of)
                .toList());
    }

    @GET
    @Plan.Reads(Plan.AVAIL)
    @Path("/avails/{id}")
    public Air.Avail avail(
            @PathParam("callSign") String callSign, @PathParam("feed") String feed, @PathParam("id") String id) {
        asker.mayRead(callSign);
        if (!id.matches("(break-)?[A-Za-z0-9-]{1,40}")) {
            throw new BadInput("id", id, "the id of an avail, or 'break-' and the id of a break");
        }
        return avails.one(callSign, feed, id)
                .map(AirResource::of)
                .orElseThrow(() -> new NotFoundException("There is no avail " + id + " of feed " + feed));
    }

    static Air.Avail of(AvailStory story) {
        return new Air.Avail(
                story.id(),
                story.at(),
                story.length().toMillis(),
                story.breakId(),
                story.outcome().name(),
                story.spots(),
                story.aired(),
                story.words(),
                story.failed().map(Enum::name),
                story.steps().stream().map(AirResource::of).toList());
    }

    private static Air.Step of(AvailStory.Step step) {
        return new Air.Step(
                step.kind().name(), step.state().name(), step.at(), step.words(), step.traceId(), step.manifest());
    }

    @GET
    @Plan.Reads(Plan.MANIFEST)
    @Path("/manifests")
    public Air.Manifest manifest(
            @PathParam("callSign") String callSign,
            @PathParam("feed") String feed,
            @QueryParam("at") @DefaultValue("") String at,
            @QueryParam("rendition") @DefaultValue("v0") String rendition) {
        asker.mayRead(callSign);
        Instant instant = Asked.instant("at", at);
        if (!rendition.matches("[a-z0-9]{1,16}")) {
            throw new BadInput("rendition", rendition, "the name of a playlist, such as v0 or master");
        }
        return viewers.at(callSign, feed, rendition, instant)
                .map(this::of)
                .orElseThrow(() -> new NotFoundException("No version of playlist " + rendition + " is kept from " + at
                        + " or before; they are kept for " + manifests.kept().toHours() + " hours"));
    }

    private Air.Manifest of(WhatViewersSaw.Seen seen) {
        return new Air.Manifest(
                seen.version().rendition(),
                seen.renditions(),
                seen.version().at(),
                seen.version().until(),
                seen.version().before(),
                seen.version().etag(),
                seen.version().traceId(),
                seen.version().text(),
                seen.segments().stream().map(AirResource::of).toList(),
                seen.changes().stream()
                        .map(one -> new Air.Change(one.added(), one.number(), one.text()))
                        .toList(),
                manifests.kept().toHours(),
                manifests.dropped());
    }

    static Air.Segment of(LiveWindow.Listed one) {
        return new Air.Segment(
                one.sequence(),
                one.discontinuity(),
                one.discontinuous(),
                one.start(),
                one.length().toMillis(),
                one.title(),
                one.adId(),
                one.cue());
    }

    /** A bypass keeps every spot of the station off the air: that is for an administrator. */
    @POST
    @Path("/actions")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response act(@PathParam("callSign") String callSign, @PathParam("feed") String feed, Air.Deed deed) {
        asker.actor(Role.TRAFFIC, callSign);
        AirAction.Kind kind = Asked.oneOf(
                AirAction.Kind.class,
                "kind",
                Asker.needed(deed, "body", "what to do, by 'kind'").kind());
        AirActions.By by = by(role(kind), callSign, Asker.text(deed.reason()));
        String adBreak = Asker.text(deed.adBreak());
        AirAction done = switch (kind) {
            case FIRE -> actions.fire(feed, adBreak, by);
            case CANCEL -> actions.cancel(feed, adBreak, by);
            case RETURN -> actions.end(feed, by);
            case SLATE -> actions.slate(feed, by);
            case BYPASS -> actions.bypass(feed, by);
        };
        return Response.status(Response.Status.CREATED).entity(of(done)).build();
    }

    @DELETE
    @Path("/actions/{id}")
    public Air.Action undo(
            @PathParam("callSign") String callSign, @PathParam("feed") String feed, @PathParam("id") String id) {
        asker.actor(Role.TRAFFIC, callSign);
        if (!id.matches("\\d{1,18}")) {
            throw new BadInput("id", id, "the id of an action");
        }
        boolean bypass = actions.recent(callSign, feed).stream()
                .anyMatch(one -> one.id() == Long.parseLong(id) && one.kind() == AirAction.Kind.BYPASS);
        Role role = bypass ? Role.ADMIN : Role.TRAFFIC;
        return of(actions.undo(feed, Long.parseLong(id), by(role, callSign, "")));
    }

    private static Role role(AirAction.Kind kind) {
        return kind == AirAction.Kind.BYPASS ? Role.ADMIN : Role.TRAFFIC;
    }

    private AirActions.By by(Role role, String callSign, String reason) {
        Actor actor = asker.actor(role, callSign);
        if (reason.length() > LONGEST_REASON || reason.indexOf(0) >= 0) {
            throw new BadInput("reason", reason.length() + " characters", "at most " + LONGEST_REASON + " of a text");
        }
        return new AirActions.By(actor.name(), callSign, actor.traceId(), reason);
    }

    static Air.Action of(AirAction action) {
        return new Air.Action(
                Long.toString(action.id()),
                action.kind().name(),
                action.at(),
                action.actor(),
                action.breakId(),
                action.undoneAt());
    }
}
