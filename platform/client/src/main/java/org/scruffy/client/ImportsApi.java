package org.scruffy.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** Files of schedules on their way in, and days as files on their way out. */
@Path("/v1/stations/{callSign}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface ImportsApi {

    /** The formats that can be read. */
    @GET
    @Path("/imports/formats")
    List<ImportDocument.Format> formats(@PathParam("callSign") String callSign);

    /**
     * Reads a file into a preview.
     *
     * @param format its name, for example {@code csv}
     * @param name of the file, as people know it
     * @param replace whether it takes the place of what is scheduled in its time, or only fills free time
     * @throws ProblemException 400 where there is no such format, 404 where there is no such feed
     */
    @POST
    @Path("/imports")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    ImportDocument read(
            @PathParam("callSign") String callSign,
            @QueryParam("format") String format,
            @QueryParam("feed") String feed,
            @QueryParam("name") String name,
            @QueryParam("replace") boolean replace,
            InputStream file);

    /** The files that were brought last. */
    @GET
    @Path("/imports")
    List<ImportDocument> all(@PathParam("callSign") String callSign);

    /** One of them. */
    @GET
    @Path("/imports/{id}")
    ImportDocument one(@PathParam("callSign") String callSign, @PathParam("id") String id);

    /**
     * A page of its rows, those with a problem first.
     *
     * @param problems only those
     * @param offset of the first, null for 0
     * @param limit how many at most, null for 100
     */
    @GET
    @Path("/imports/{id}/rows")
    ImportDocument.Rows rows(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @QueryParam("problems") boolean problems,
            @QueryParam("offset") Integer offset,
            @QueryParam("limit") Integer limit);

    /**
     * Takes it over, whole, as one command.
     *
     * @param skipBad whether to leave out the rows that have a problem
     * @param reason why warnings of the rules do not count, null for none
     * @throws ProblemException 409 where rows have problems, or what is scheduled is in the way
     */
    @POST
    @Path("/imports/{id}/commit")
    ImportDocument commit(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @QueryParam("skipBad") boolean skipBad,
            @QueryParam("reason") String reason,
            @HeaderParam("Idempotency-Key") String key);

    /** Throws it away. */
    @DELETE
    @Path("/imports/{id}")
    void discard(@PathParam("callSign") String callSign, @PathParam("id") String id);

    /** The formats that can be written. */
    @GET
    @Path("/exports")
    List<ImportDocument.Format> exports(@PathParam("callSign") String callSign);

    /**
     * A broadcast day of a feed, or seven from it, as a file.
     *
     * @param suffix of a format, for example {@code csv}
     * @param span {@code day} or {@code week}; null for the day
     */
    @GET
    @Path("/exports/{feed}/{date}.{suffix}")
    @Produces(MediaType.WILDCARD)
    InputStream export(
            @PathParam("callSign") String callSign,
            @PathParam("feed") String feed,
            @PathParam("date") String date,
            @PathParam("suffix") String suffix,
            @QueryParam("span") String span);
}
