package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.scruffy.client.CategoryDocument;
import org.scruffy.order.Category;
import org.scruffy.order.Underwriters;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/categories}: what underwriters are in, the same for every station. */
@Path("/v1/stations/{callSign}/categories")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class CategoriesResource {

    private final Underwriters underwriters;
    private final Asker asker;

    protected CategoriesResource() {
        this(null, null);
    }

    @Inject
    public CategoriesResource(Underwriters underwriters, Asker asker) {
        this.underwriters = underwriters;
        this.asker = asker;
    }

    @GET
    @Plan.Reads(Plan.CATEGORIES)
    public List<CategoryDocument> all(@PathParam("callSign") String callSign) {
        asker.mayRead(callSign);
        return underwriters.categories().stream()
                .map(CategoriesResource::document)
                .toList();
    }

    @GET
    @Plan.Reads(Plan.CATEGORIES)
    @Path("/{code}")
    public Response get(@PathParam("callSign") String callSign, @PathParam("code") String code) {
        asker.mayRead(callSign);
        Category category = underwriters.category(code);
        return Versions.answer(document(category), category.version());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@PathParam("callSign") String callSign, CategoryDocument wanted) {
        Asker.needed(wanted, "body", "a category");
        Category made = underwriters.createCategory(
                asker.actor(Role.TRAFFIC, callSign),
                Asker.text(wanted.code()),
                Asker.text(wanted.name()),
                Asker.text(wanted.parent()));
        return Versions.created(
                "api/v1/stations/" + callSign + "/categories/" + made.code(), document(made), made.version());
    }

    @PUT
    @Path("/{code}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            @PathParam("callSign") String callSign,
            @PathParam("code") String code,
            @Context HttpHeaders headers,
            CategoryDocument wanted) {
        Asker.needed(wanted, "body", "a category");
        Category category = underwriters.changeCategory(
                asker.actor(Role.TRAFFIC, callSign),
                code,
                Versions.seen(headers),
                Asker.text(wanted.name()),
                Asker.text(wanted.parent()));
        return Versions.answer(document(category), category.version());
    }

    private static CategoryDocument document(Category category) {
        return new CategoryDocument(
                category.code(), category.name(), Asker.orNothing(category.parent()), category.version());
    }
}
