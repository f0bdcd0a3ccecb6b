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

/** The weekly clocks of a station's feeds; what writes one into a week is the edit {@code applyTemplate}. */
@Path("/v1/stations/{callSign}/templates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface TemplatesApi {

    /** Those of every feed. */
    @GET
    List<TemplateDocument> all(@PathParam("callSign") String callSign);

    /**
     * One of them.
     *
     * @throws ProblemException 404 where there is none
     */
    @GET
    @Path("/{id}")
    TemplateDocument one(@PathParam("callSign") String callSign, @PathParam("id") String id);

    /** Keeps a new one, of its items or of what is in a week ({@code fromWeek}). */
    @POST
    TemplateDocument add(@PathParam("callSign") String callSign, TemplateDocument template);

    /**
     * Makes one as it is given: an item without an id is new, one that is not given goes.
     *
     * @param seen the version that the caller knows, like {@code "3"}
     */
    @PUT
    @Path("/{id}")
    TemplateDocument replace(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String seen,
            TemplateDocument template);

    /** What it wrote into weeks stays there. */
    @DELETE
    @Path("/{id}")
    void remove(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @HeaderParam("If-Match") String seen);
}
