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

/** Who pays for spots, and their categories: one dictionary for the whole network. */
@Path("/v1/stations/{callSign}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface UnderwritersApi {

    /**
     * Some of them, in the order in which they were added.
     *
     * @param q part of the name, null for all
     * @param category its code, null for all
     * @param deleted those that were deleted instead
     * @param after {@code next} of the page before; null for the first
     * @param limit how many at most, 1 to 500; null for 100
     */
    @GET
    @Path("/underwriters")
    PageDocument<UnderwriterDocument> find(
            @PathParam("callSign") String callSign,
            @QueryParam("q") String q,
            @QueryParam("category") String category,
            @QueryParam("deleted") boolean deleted,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit);

    /**
     * One of them.
     *
     * @throws ProblemException 404 where there is none
     */
    @GET
    @Path("/underwriters/{id}")
    UnderwriterDocument one(@PathParam("callSign") String callSign, @PathParam("id") String id);

    /**
     * Adds one.
     *
     * @throws ProblemException 409 where the network has one of that name
     */
    @POST
    @Path("/underwriters")
    UnderwriterDocument create(@PathParam("callSign") String callSign, UnderwriterDocument underwriter);

    /**
     * Changes name or category.
     *
     * @param seen the version that the caller knows, like {@code "3"}
     */
    @PUT
    @Path("/underwriters/{id}")
    UnderwriterDocument change(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String seen,
            UnderwriterDocument underwriter);

    /** Deletes one, so that it can come back. */
    @DELETE
    @Path("/underwriters/{id}")
    UnderwriterDocument delete(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);

    /** Brings back one that was deleted. */
    @POST
    @Path("/underwriters/{id}/restore")
    UnderwriterDocument restore(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);

    /** Every category, each with the code of the one above it. */
    @GET
    @Path("/categories")
    List<CategoryDocument> categories(@PathParam("callSign") String callSign);

    /** Adds one. */
    @POST
    @Path("/categories")
    CategoryDocument createCategory(@PathParam("callSign") String callSign, CategoryDocument category);

    /** Changes one; its code stays. */
    @PUT
    @Path("/categories/{code}")
    CategoryDocument changeCategory(
            @PathParam("callSign") String callSign,
            @PathParam("code") String code,
            @HeaderParam("If-Match") String seen,
            CategoryDocument category);
}
