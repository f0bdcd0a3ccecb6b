package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.scruffy.client.PageDocument;
import org.scruffy.client.UnderwriterDocument;
import org.scruffy.order.Underwriter;
import org.scruffy.order.Underwriters;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/underwriters}: who pays for spots. */
@Path("/v1/stations/{callSign}/underwriters")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class UnderwritersResource {

    private final Underwriters underwriters;
    private final Asker asker;

    protected UnderwritersResource() {
        this(null, null);
    }

    @Inject
    public UnderwritersResource(Underwriters underwriters, Asker asker) {
        this.underwriters = underwriters;
        this.asker = asker;
    }

    @GET
    @Plan.Reads(Plan.UNDERWRITERS)
    public PageDocument<UnderwriterDocument> find(
            @PathParam("callSign") String callSign,
            @QueryParam("category") @DefaultValue("") String category,
            @BeanParam Listing listing) {
        asker.mayRead(callSign);
        return Listing.page(underwriters.find(listing.find(category)), UnderwritersResource::document);
    }

    @GET
    @Plan.Reads(Plan.UNDERWRITERS)
    @Path("/{id}")
    public Response get(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        asker.mayRead(callSign);
        return answer(underwriters.get(id));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@PathParam("callSign") String callSign, UnderwriterDocument wanted) {
        Asker.needed(wanted, "body", "an underwriter");
        Underwriter made = underwriters.create(
                asker.actor(Role.TRAFFIC, callSign), Asker.text(wanted.name()), Asker.text(wanted.category()));
        return Versions.created(
                "api/v1/stations/" + callSign + "/underwriters/" + made.id(), document(made), made.version());
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            UnderwriterDocument wanted) {
        Asker.needed(wanted, "body", "an underwriter");
        return answer(underwriters.change(
                asker.actor(Role.TRAFFIC, callSign),
                id,
                Versions.seen(headers),
                Asker.text(wanted.name()),
                Asker.text(wanted.category())));
    }

    @DELETE
    @Path("/{id}")
    public Response delete(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @Context HttpHeaders headers) {
        return answer(underwriters.delete(asker.actor(Role.TRAFFIC, callSign), id, Versions.seen(headers)));
    }

    @POST
    @Path("/{id}/restore")
    public Response restore(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @Context HttpHeaders headers) {
        return answer(underwriters.restore(asker.actor(Role.TRAFFIC, callSign), id, Versions.seen(headers)));
    }

    private static Response answer(Underwriter underwriter) {
        return Versions.answer(document(underwriter), underwriter.version());
    }

    private static UnderwriterDocument document(Underwriter underwriter) {
        return new UnderwriterDocument(
                underwriter.id(),
                underwriter.name(),
                Asker.orNothing(underwriter.category()),
                Asker.orNothing(underwriter.station()),
                underwriter.deleted(),
                underwriter.version());
    }
}
