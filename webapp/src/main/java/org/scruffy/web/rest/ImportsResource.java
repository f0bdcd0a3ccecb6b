package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.client.ImportDocument;
import org.scruffy.desk.Editor;
import org.scruffy.exchange.ImportFile;
import org.scruffy.exchange.ImportRow;
import org.scruffy.exchange.Imports;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/**
 * {@code /api/v1/stations/{callSign}/imports}: files of schedules. {@code POST ?format=&feed=&name=&replace=} with the file as its
 * body reads one into a preview, every other parameter is a setting of the format; {@code GET {id}/rows} shows it,
 * {@code POST {id}/commit?skipBad=&reason=} takes it over, {@code DELETE {id}} throws it away. What was taken over is a command of
 * the desk: {@code POST …/undo} takes it back, and its state is {@code UNDONE} then.
 */
@Path("/v1/stations/{callSign}/imports")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class ImportsResource {

    private static final Set<String> OURS = Set.of("format", "feed", "name", "replace");
    private static final int LARGEST_PAGE = 1000;

    private final Imports imports;
    private final Access access;

    protected ImportsResource() {
        this(null, null);
    }

    @Inject
    public ImportsResource(Imports imports, Access access) {
        this.imports = imports;
        this.access = access;
    }

    @GET
    @Plan.Reads(Plan.IMPORTS)
    public List<ImportDocument> all(@PathParam("callSign") String callSign) {
        access.require(Role.TRAFFIC, callSign);
        return imports.all(callSign).stream().map(ImportsResource::document).toList();
    }

    @GET
    @Plan.Reads(Plan.NOTHING)
    @Path("/formats")
    public List<ImportDocument.Format> formats(@PathParam("callSign") String callSign) {
        access.require(Role.TRAFFIC, callSign);
        return imports.formats().stream()
                .map(format -> new ImportDocument.Format(format.name(), format.title(), "", ""))
                .toList();
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response read(
            @PathParam("callSign") String callSign,
            @QueryParam("format") @DefaultValue("") String format,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("replace") @DefaultValue("false") String replace,
            @HeaderParam("Content-Length") @DefaultValue("-1") String length,
            @Context UriInfo uri,
            InputStream file) {
        access.require(Role.TRAFFIC, callSign);
        if (!replace.matches("true|false")) {
            throw new BadInput("replace", replace, "true or false");
        }
        long bytes = length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
        ImportFile read = imports.read(
                new Imports.Brought(
                        callSign,
                        feed,
                        format,
                        name,
                        bytes,
                        Boolean.parseBoolean(replace),
                        settings(uri.getQueryParameters()),
                        access.user()),
                file);
        return Response.created(uri.getAbsolutePathBuilder().path(read.id()).build())
                .entity(document(read))
                .build();
    }

    private static Map<String, String> settings(MultivaluedMap<String, String> parameters) {
        Map<String, String> settings = new HashMap<>();
        parameters.forEach((name, values) -> {
            if (!OURS.contains(name)) {
                settings.put(name, values.get(0));
            }
        });
        return settings;
    }

    @GET
    @Plan.Reads(Plan.IMPORTS)
    @Path("/{id}")
    public ImportDocument find(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        access.require(Role.TRAFFIC, callSign);
        return document(imports.find(callSign, id));
    }

    @GET
    @Plan.Reads(Plan.IMPORT_ROWS)
    @Path("/{id}/rows")
    public ImportDocument.Rows rows(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @QueryParam("problems") @DefaultValue("false") String problems,
            @QueryParam("offset") @DefaultValue("0") String offset,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        access.require(Role.TRAFFIC, callSign);
        int from = number("offset", offset, 0, Integer.MAX_VALUE - LARGEST_PAGE);
        int most = number("limit", limit, 1, LARGEST_PAGE);
        List<ImportRow> rows = imports.rows(callSign, id, Boolean.parseBoolean(problems), from, most + 1);
        boolean more = rows.size() > most;
        return new ImportDocument.Rows(
                rows.stream().limit(most).map(ImportsResource::document).toList(), more ? from + most : -1);
    }

    private static int number(String field, String found, int least, int most) {
        if (found.matches("\\d{1,10}")) {
            long number = Long.parseLong(found);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        throw new BadInput(field, found, "a number from " + least + " to " + most);
    }

    @POST
    @Path("/{id}/commit")
    public ImportDocument commit(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @QueryParam("skipBad") @DefaultValue("false") String skipBad,
            @QueryParam("reason") @DefaultValue("") String reason,
            @HeaderParam("Idempotency-Key") @DefaultValue("") String key) {
        access.require(Role.TRAFFIC, callSign);
        if (key.length() > 255) {
            throw new BadInput("Idempotency-Key", key.length() + " characters", "at most 255");
        }
        Imports.Terms terms = new Imports.Terms(key, Boolean.parseBoolean(skipBad), reason);
        Editor editor = new Editor(access.user(), access.may(Role.ADMIN, callSign));
        return document(imports.commit(callSign, id, terms, editor));
    }

    @DELETE
    @Path("/{id}")
    public Response discard(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        access.require(Role.TRAFFIC, callSign);
        imports.discard(callSign, id);
        return Response.noContent().build();
    }

    private static ImportDocument document(ImportFile file) {
        return new ImportDocument(
                file.id(),
                file.at(),
                file.actor(),
                file.station(),
                file.feed(),
                file.format(),
                file.fileName(),
                file.state().name(),
                file.rowsRead(),
                file.rowsBad(),
                file.bytesRead(),
                file.bytesTotal(),
                file.replace(),
                file.problem(),
                file.undoneAt());
    }

    private static ImportDocument.Row document(ImportRow row) {
        return new ImportDocument.Row(
                row.number(),
                row.line(),
                row.kind(),
                row.start(),
                row.title(),
                row.adId(),
                row.lengthMs(),
                row.problem());
    }
}
