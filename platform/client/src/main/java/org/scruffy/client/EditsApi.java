package org.scruffy.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** The schedule of a station changed by commands, and what people did. A version goes into {@code If-Match} as {@link Problems#seen}. */
@Path("/v1/stations/{callSign}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface EditsApi {

    /**
     * Carries out edits as one command, which is undone as one.
     *
     * @param key makes a repeated request the same one for a day: an id of the caller's, null for none
     * @throws ProblemException 400 for what cannot be read, 404 for what is not there, 409 for what is in the way, locked or against the
     * rules ({@link Problem#conflicts}), 412 for an older version, 428 for none
     */
    @POST
    @Path("/edits")
    EditsAnswer edit(
            @PathParam("callSign") String callSign, @HeaderParam("Idempotency-Key") String key, EditsDocument edits);

    /**
     * Takes back what the caller did last; up to their last 50 commands, one call after the other.
     *
     * @throws ProblemException 409 where there is nothing, or somebody else changed the same since
     */
    @POST
    @Path("/undo")
    EditsAnswer undo(@PathParam("callSign") String callSign, @HeaderParam("Idempotency-Key") String key);

    /** Does again what was taken back last, until something else is done. */
    @POST
    @Path("/redo")
    EditsAnswer redo(@PathParam("callSign") String callSign, @HeaderParam("Idempotency-Key") String key);

    /**
     * Moves a spot ({@code break}, {@code position}) or replaces it ({@code creative}).
     *
     * @param seen the version that the caller knows, like {@code "3"}
     */
    @PUT
    @Path("/spots/{id}")
    EditsAnswer changeSpot(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String seen,
            EditDocument change);

    /** Takes a spot out of its break. */
    @DELETE
    @Path("/spots/{id}")
    EditsAnswer removeSpot(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);

    /** Moves a slot ({@code startsAt}) or gives it another length ({@code endsAt}, too). */
    @PUT
    @Path("/slots/{id}")
    EditsAnswer changeSlot(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String seen,
            EditDocument change);

    /** Takes a slot out of the schedule, with its breaks. */
    @DELETE
    @Path("/slots/{id}")
    EditsAnswer deleteSlot(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);

    /** Changes {@code startsAt}, {@code capacityMs}, {@code kind} or {@code locked} of a break; what is left out stays. */
    @PUT
    @Path("/breaks/{id}")
    EditsAnswer changeBreak(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String seen,
            EditDocument change);

    /** Takes a break out of its slot, with its spots. */
    @DELETE
    @Path("/breaks/{id}")
    EditsAnswer deleteBreak(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);

    /**
     * What people did, latest first.
     *
     * @param after {@code next} of the page before; null for the first
     * @param limit how many at most, 1 to 500; null for 50
     */
    @GET
    @Path("/commands")
    CommandsPage commands(
            @PathParam("callSign") String callSign,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit);

    /**
     * Which rows were changed, latest first.
     *
     * @param entity for example {@code slot}; null for all
     * @param id of the one, null for all
     * @param after {@code next} of the page before; null for the first
     * @param limit how many at most, 1 to 500; null for 100
     */
    @GET
    @Path("/audit")
    AuditPage audit(
            @PathParam("callSign") String callSign,
            @QueryParam("entity") String entity,
            @QueryParam("id") Long id,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit);

    /**
     * Where a week of a feed is in conflict with the rules, in air order.
     *
     * @param week any day of it, such as {@code 2026-11-24}
     */
    @GET
    @Path("/conflicts")
    List<ConflictDocument> conflicts(
            @PathParam("callSign") String callSign, @QueryParam("feed") String feed, @QueryParam("week") String week);
}
