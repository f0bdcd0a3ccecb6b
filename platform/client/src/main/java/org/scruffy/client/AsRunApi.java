package org.scruffy.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** What aired, what became of what was planned, and what is owed for it. */
@Path("/v1/stations/{callSign}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface AsRunApi {

    /**
     * Some of the rows of a feed, in air order.
     *
     * @param day the first broadcast day
     * @param to the last, null for the same
     * @param adId only that, null for all
     * @param outcome only of spots with that outcome, null for all
     * @param after {@code next} of the page before; null for the first
     * @param limit how many at most, 1 to 1000; null for 200
     */
    @GET
    @Path("/as-run")
    AsRun.Rows rows(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") String feed,
            @QueryParam("day") String day,
            @QueryParam("to") String to,
            @QueryParam("adId") String adId,
            @QueryParam("outcome") String outcome,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit);

    /** How the station judges its logs. */
    @GET
    @Path("/as-run/settings")
    AsRun.Settings settings(@PathParam("callSign") String callSign);

    /** Judges its logs otherwise. */
    @PUT
    @Path("/as-run/settings")
    AsRun.Settings settings(@PathParam("callSign") String callSign, AsRun.Settings settings);

    /** The templates that logs are read by. */
    @GET
    @Path("/as-run/templates")
    List<AsRun.Template> templates(@PathParam("callSign") String callSign);

    /**
     * Reads the log of a station's automation into a preview.
     *
     * @param template its name
     * @param day the first broadcast day of it
     * @param to the last, null for the same
     * @throws ProblemException 400 where it cannot be read, 409 where it was brought before
     */
    @POST
    @Path("/as-run/imports")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    AsRun.Import read(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") String feed,
            @QueryParam("template") String template,
            @QueryParam("day") String day,
            @QueryParam("to") String to,
            @QueryParam("fileName") String fileName,
            InputStream log);

    /** The logs that were read last. */
    @GET
    @Path("/as-run/imports")
    List<AsRun.Import> imports(@PathParam("callSign") String callSign);

    /**
     * A page of the rows of a log.
     *
     * @param bad only those that cannot be taken over
     * @param after {@code next} of the page before; null for the first
     * @param limit how many at most, 1 to 1000; null for 200
     */
    @GET
    @Path("/as-run/imports/{id}/rows")
    AsRun.ImportRows importRows(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @QueryParam("bad") boolean bad,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit);

    /** Takes a log over. */
    @POST
    @Path("/as-run/imports/{id}/commit")
    AsRun.Import commit(@PathParam("callSign") String callSign, @PathParam("id") String id);

    /** Throws a preview away. */
    @DELETE
    @Path("/as-run/imports/{id}")
    void cancel(@PathParam("callSign") String callSign, @PathParam("id") String id);

    /** A broadcast day as it was planned and as it went. */
    @GET
    @Path("/reconciliation")
    AsRun.Day reconciliation(
            @PathParam("callSign") String callSign, @QueryParam("feed") String feed, @QueryParam("day") String day);

    /**
     * Matches the logs of a broadcast day with its spots.
     *
     * @param evenIfEmpty whether to go on where the logs have no row of that day: then nothing of it aired
     */
    @POST
    @Path("/reconciliation")
    AsRun.Changed reconcile(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") String feed,
            @QueryParam("day") String day,
            @QueryParam("evenIfEmpty") boolean evenIfEmpty);

    /** Says what became of a spot, in place of what the logs say. */
    @POST
    @Path("/reconciliation/{placement}")
    void correct(
            @PathParam("callSign") String callSign,
            @PathParam("placement") String placement,
            AsRun.Correction correction);

    /**
     * The spots that did not air and are not made good.
     *
     * @param from the first broadcast day
     * @param to the last, null for the same
     * @param limit how many at most, 1 to 1000; null for 200
     */
    @GET
    @Path("/make-goods")
    List<AsRun.Spot> owed(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") String feed,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("limit") Integer limit);

    /** Where a spot can be made good. */
    @GET
    @Path("/make-goods/{placement}")
    AsRun.Offers offers(@PathParam("callSign") String callSign, @PathParam("placement") String placement);

    /**
     * Makes a spot good in a break.
     *
     * @param reason why warnings of the rules do not count, null for none
     */
    @POST
    @Path("/make-goods/{placement}")
    AsRun.MakeGood make(
            @PathParam("callSign") String callSign,
            @PathParam("placement") String placement,
            @QueryParam("reason") String reason,
            AsRun.MakeGood wanted);
}
