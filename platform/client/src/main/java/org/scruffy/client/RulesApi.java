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
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** The rules of the network, of a station and of its feeds. */
@Path("/v1/stations/{callSign}/rules")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface RulesApi {

    /** All of them, those that were deleted too; by type, wider ones first. */
    @GET
    List<RuleDocument> all(@PathParam("callSign") String callSign);

    /**
     * One of them.
     *
     * @throws ProblemException 404 where there is none
     */
    @GET
    @Path("/{id}")
    RuleDocument one(@PathParam("callSign") String callSign, @PathParam("id") String id);

    /**
     * Writes a new one.
     *
     * @throws ProblemException 400 naming the parameter that is wrong, 403 for whoever does not administer its scope
     */
    @POST
    RuleDocument create(@PathParam("callSign") String callSign, RuleDocument rule);

    /**
     * Writes another in place of one; type, scope and feed stay.
     *
     * @param seen the version that the caller knows, like {@code "3"}
     */
    @PUT
    @Path("/{id}")
    RuleDocument change(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String seen,
            RuleDocument rule);

    /** Deletes one, so that it can come back. */
    @DELETE
    @Path("/{id}")
    RuleDocument delete(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);

    /** Brings back one that was deleted. */
    @POST
    @Path("/{id}/restore")
    RuleDocument restore(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);
}
