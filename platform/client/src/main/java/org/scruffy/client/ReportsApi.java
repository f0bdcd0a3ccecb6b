package org.scruffy.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** The reports of a station over some broadcast days. */
@Path("/v1/stations/{callSign}/reports")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface ReportsApi {

    /**
     * How full the breaks are, by feed, broadcast day and part of the day.
     *
     * @param feed null for all feeds
     * @param from the first broadcast day
     * @param to the last, at most 100 days in all
     */
    @GET
    @Path("/fill-rate")
    Report.FillRate fillRate(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") String feed,
            @QueryParam("from") String from,
            @QueryParam("to") String to);

    /**
     * What the lines got whose flight touches those days.
     *
     * @param feed null for all feeds
     * @param from the first broadcast day
     * @param to the last, at most 100 days in all
     */
    @GET
    @Path("/delivery")
    Report.Delivery delivery(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") String feed,
            @QueryParam("from") String from,
            @QueryParam("to") String to);

    /**
     * The spots of orders that did not air on those days.
     *
     * @param feed null for all feeds
     * @param from the first broadcast day
     * @param to the last, at most 100 days in all
     */
    @GET
    @Path("/make-goods")
    Report.MakeGoods makeGoods(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") String feed,
            @QueryParam("from") String from,
            @QueryParam("to") String to);
}
