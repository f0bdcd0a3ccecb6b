package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.scruffy.asrun.AsRunImport;
import org.scruffy.asrun.AsRunImportRow;
import org.scruffy.asrun.AsRunImports;
import org.scruffy.client.AsRun;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/**
 * {@code /api/v1/stations/{callSign}/as-run/imports}: logs of a station's automation. The body of a POST is the file itself, which
 * is read as it comes; it becomes a preview, and a commit takes that over.
 */
@Path("/v1/stations/{callSign}/as-run/imports")
@ApplicationScoped
public class AsRunImportsResource {

    private static final int LAST = 50;

    private final AsRunImports imports;
    private final Access access;

    protected AsRunImportsResource() {
        this(null, null);
    }

    @Inject
    public AsRunImportsResource(AsRunImports imports, Access access) {
        this.imports = imports;
        this.access = access;
    }

    @POST
    @Consumes({MediaType.APPLICATION_OCTET_STREAM, MediaType.TEXT_PLAIN, "text/csv"})
    @Produces(MediaType.APPLICATION_JSON)
    public Response read(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("template") @DefaultValue("csv") String template,
            @QueryParam("day") @DefaultValue("") String day,
            @QueryParam("to") @DefaultValue("") String to,
            @QueryParam("fileName") @DefaultValue("log") String fileName,
            InputStream log) {
        access.require(Role.TRAFFIC, callSign);
        LocalDate from = Asked.day("day", day);
        AsRunImport read = imports.read(
                new AsRunImports.Request(callSign, feed, template, from, Asked.day("to", to, from), fileName),
                log,
                access.user());
        return Response.created(URI.create("v1/stations/" + callSign + "/as-run/imports/" + read.id()))
                .entity(AsRunDocuments.of(read))
                .build();
    }

    @GET
    @Plan.Reads(Plan.AS_RUN_IMPORTS)
    @Produces(MediaType.APPLICATION_JSON)
    public List<AsRun.Import> last(@PathParam("callSign") String callSign) {
        access.require(Role.VIEWER, callSign);
        return imports.last(callSign, LAST).stream().map(AsRunDocuments::of).toList();
    }

    @GET
    @Plan.Reads(Plan.AS_RUN_IMPORTS)
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.Import one(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        access.require(Role.VIEWER, callSign);
        return AsRunDocuments.of(imports.named(callSign, id));
    }

    @GET
    @Plan.Reads(Plan.AS_RUN_IMPORT_ROWS)
    @Path("/{id}/rows")
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.ImportRows rows(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @QueryParam("bad") @DefaultValue("false") String bad,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("200") String limit) {
        access.require(Role.VIEWER, callSign);
        int most = Asked.limit(limit);
        List<AsRunImportRow> found = imports.rows(callSign, id, bad.equals("true"), Asked.above(after), most + 1);
        List<AsRunImportRow> page = found.subList(0, Math.min(most, found.size()));
        String next = found.size() > most ? Long.toString(page.get(most - 1).line()) : "";
        return new AsRun.ImportRows(page.stream().map(AsRunDocuments::of).toList(), next);
    }

    @POST
    @Path("/{id}/commit")
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.Import commit(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        access.require(Role.TRAFFIC, callSign);
        return AsRunDocuments.of(imports.commit(callSign, id, access.user()));
    }

    @DELETE
    @Path("/{id}")
    public Response cancel(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        access.require(Role.TRAFFIC, callSign);
        imports.cancel(callSign, id);
        return Response.noContent().build();
    }
}
