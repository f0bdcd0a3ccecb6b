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
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** What was promised to underwriters: orders with their lines, and what of them has aired. */
@Path("/v1/stations/{callSign}/orders")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface OrdersApi {

    /**
     * Some of them with their lines, in the order in which they were written.
     *
     * @param q part of its name or of its underwriter's, null for all
     * @param state {@code DRAFT}, {@code APPROVED}, {@code ON_HOLD} or {@code ENDED}; null for all
     * @param deleted those that were deleted instead
     * @param after {@code next} of the page before; null for the first
     * @param limit how many at most, 1 to 500; null for 100
     */
    @GET
    PageDocument<OrderDocument> find(
            @PathParam("callSign") String callSign,
            @QueryParam("q") String q,
            @QueryParam("state") String state,
            @QueryParam("deleted") boolean deleted,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit);

    /**
     * One of them with its lines.
     *
     * @throws ProblemException 404 where there is none
     */
    @GET
    @Path("/{id}")
    OrderDocument one(@PathParam("callSign") String callSign, @PathParam("id") String id);

    /** Writes a new one, a draft. */
    @POST
    OrderDocument create(@PathParam("callSign") String callSign, OrderDocument order);

    /**
     * Changes its name or underwriter.
     *
     * @param seen the version that the caller knows, like {@code "3"}
     */
    @PUT
    @Path("/{id}")
    OrderDocument change(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String seen,
            OrderDocument order);

    /**
     * Brings it into another state.
     *
     * @throws ProblemException 409 where it cannot get there, or lacks a line or a creative
     */
    @PUT
    @Path("/{id}/state")
    OrderDocument step(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String seen,
            OrderDocument.Step step);

    /** Deletes one of which nothing is planned, so that it can come back. */
    @DELETE
    @Path("/{id}")
    OrderDocument delete(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);

    /** Brings back one that was deleted. */
    @POST
    @Path("/{id}/restore")
    OrderDocument restore(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);

    /** One of its lines. */
    @GET
    @Path("/{id}/lines/{line}")
    LineDocument line(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @PathParam("line") String line);

    /**
     * Adds a line.
     *
     * @throws ProblemException 400 naming the field that is wrong
     */
    @POST
    @Path("/{id}/lines")
    LineDocument addLine(@PathParam("callSign") String callSign, @PathParam("id") String id, LineDocument wanted);

    /**
     * Changes a line.
     *
     * @param seen the version of the line that the caller knows, like {@code "3"}
     */
    @PUT
    @Path("/{id}/lines/{line}")
    LineDocument changeLine(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @PathParam("line") String line,
            @HeaderParam("If-Match") String seen,
            LineDocument wanted);

    /** Deletes a line of which nothing is planned, so that it can come back. */
    @DELETE
    @Path("/{id}/lines/{line}")
    LineDocument deleteLine(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @PathParam("line") String line,
            @HeaderParam("If-Match") String seen);

    /** Brings back a line that was deleted. */
    @POST
    @Path("/{id}/lines/{line}/restore")
    LineDocument restoreLine(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @PathParam("line") String line,
            @HeaderParam("If-Match") String seen);

    /** What a line got, week by week. */
    @GET
    @Path("/{id}/lines/{line}/delivery")
    DeliveryDocument delivery(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @PathParam("line") String line);

    /**
     * What is sworn to have aired, as PDF.
     *
     * @param line only that of the order, null for all
     * @param from the first broadcast day
     * @param to the last, within a year
     */
    @GET
    @Path("/{id}/affidavit.pdf")
    @Produces("application/pdf")
    InputStream affidavit(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @QueryParam("line") String line,
            @QueryParam("from") String from,
            @QueryParam("to") String to);
}
