package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.scruffy.client.AuditPage;
import org.scruffy.client.CommandsPage;
import org.scruffy.client.ConflictDocument;
import org.scruffy.client.EditDocument;
import org.scruffy.client.EditsDocument;
import org.scruffy.client.RecordsInJson;
import org.scruffy.desk.AuditLine;
import org.scruffy.desk.Desk;
import org.scruffy.desk.DoneCommand;
import org.scruffy.desk.Edit;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Options;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/edits} and what belongs to it: changes to the schedule, and what people did. */
@Path("/v1/stations/{callSign}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class EditsResource {

    private static final Jsonb JSON = RecordsInJson.jsonb();
    private static final int LONGEST_PAGE = 500;

    private final Desk desk;
    private final DeskDoor door;
    private final Access access;

    protected EditsResource() {
        this(null, null, null);
    }

    @Inject
    public EditsResource(Desk desk, DeskDoor door, Access access) {
        this.desk = desk;
        this.door = door;
        this.access = access;
    }

    @POST
    @Path("/edits")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response edit(
            @PathParam("callSign") String callSign, @HeaderParam("Idempotency-Key") String key, String body) {
        Editor editor = door.editor(callSign);
        EditsDocument document = read(body, EditsDocument.class);
        if (document == null || document.edits().isEmpty() || document.edits().size() > Desk.MOST_EDITS) {
            throw new BadInput(
                    "edits",
                    (document == null ? 0 : document.edits().size()) + " of them",
                    "from 1 to " + Desk.MOST_EDITS);
        }
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < document.edits().size(); i++) {
            edits.add(EditDocuments.read(document.edits().get(i), "edits[" + i + "]."));
        }
        return door.once(
                key,
                callSign + "/edits " + body,
                command -> EditDocuments.of(desk.apply(editor, callSign, edits, options(document, command))));
    }

    private static <T extends Record> T read(String body, Class<T> type) {
        JsonShape.check(body, type);
        return JSON.fromJson(body, type);
    }

    private static Options options(EditsDocument document, UUID command) {
        return new Options(
                !Boolean.FALSE.equals(document.atomic()),
                Boolean.TRUE.equals(document.dryRun()),
                text("label", document.label()),
                text("reason", document.reason()),
                command,
                "MANUAL");
    }

    private static String text(String field, String text) {
        if (text != null && text.length() > 500) {
            throw new BadInput(field, text.length() + " characters", "at most 500 characters");
        }
        return text == null ? "" : text.strip();
    }

    /** The last 50 commands of the caller can be taken back, one call after the other. */
    @POST
    @Path("/undo")
    public Response undo(@PathParam("callSign") String callSign, @HeaderParam("Idempotency-Key") String key) {
        Editor editor = door.editor(callSign);
        return door.once(key, callSign + "/undo", command -> EditDocuments.of(desk.undo(editor, callSign)));
    }

    @POST
    @Path("/redo")
    public Response redo(@PathParam("callSign") String callSign, @HeaderParam("Idempotency-Key") String key) {
        Editor editor = door.editor(callSign);
        return door.once(key, callSign + "/redo", command -> EditDocuments.of(desk.redo(editor, callSign)));
    }

    // one thing at a time, with its version as If-Match

    /** {@code {"break","position"}} moves it, {@code {"creative"}} replaces it. */
    @PUT
    @Path("/spots/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response changeSpot(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String ifMatch,
            String body) {
        boolean replaced = given(body).creative() != null;
        return single(callSign, ifMatch, body, replaced ? "replaceSpot" : "moveSpot", "spot", id);
    }

    @DELETE
    @Path("/spots/{id}")
    public Response removeSpot(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String ifMatch) {
        return single(callSign, ifMatch, "{}", "removeSpot", "spot", id);
    }

    /** {@code {"startsAt","endsAt"}}; without endsAt it keeps its length. */
    @PUT
    @Path("/slots/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response changeSlot(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String ifMatch,
            String body) {
        boolean resized = given(body).endsAt() != null;
        return single(callSign, ifMatch, body, resized ? "resizeSlot" : "moveSlot", "slot", id);
    }

    @DELETE
    @Path("/slots/{id}")
    public Response deleteSlot(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String ifMatch) {
        return single(callSign, ifMatch, "{}", "deleteSlot", "slot", id);
    }

    /** {@code {"startsAt","capacityMs","kind","locked"}}; what is left out stays. */
    @PUT
    @Path("/breaks/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response changeBreak(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String ifMatch,
            String body) {
        return single(callSign, ifMatch, body, "changeBreak", "break", id);
    }

    @DELETE
    @Path("/breaks/{id}")
    public Response deleteBreak(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String ifMatch) {
        return single(callSign, ifMatch, "{}", "deleteBreak", "break", id);
    }

    private static EditDocument given(String body) {
        EditDocument document = read(body, EditDocument.class);
        if (document == null) {
            throw new BadInput("body", "null", "a JSON object");
        }
        return document;
    }

    /** The body with what the address and If-Match say put into it. */
    private Response single(String callSign, String ifMatch, String body, String op, String what, String id) {
        Map<String, Object> fields = new HashMap<>(object(body));
        fields.put("op", op);
        fields.put(what, id);
        fields.remove("version");
        Integer version = DeskDoor.version(ifMatch);
        if (version != null) {
            fields.put("version", version);
        }
        EditDocument document = read(JSON.toJson(fields), EditDocument.class);
        return door.single(callSign, () -> EditDocuments.read(document, ""));
    }

    // what people did

    @GET
    @Plan.Reads(Plan.COMMANDS)
    @Path("/commands")
    public CommandsPage commands(
            @PathParam("callSign") String callSign,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        access.requireThere(Role.VIEWER, callSign);
        int most = page(limit);
        List<DoneCommand> commands = desk.commands(callSign, cursor(after), most);
        return new CommandsPage(
                commands.stream()
                        .map(one ->
                                new CommandsPage.Command(one.id(), one.at(), one.actor(), one.label(), one.undone()))
                        .toList(),
                commands.size() < most ? null : "" + commands.get(most - 1).sequence());
    }

    @GET
    @Plan.Reads(Plan.AUDIT)
    @Path("/audit")
    public AuditPage audit(
            @PathParam("callSign") String callSign,
            @QueryParam("entity") @DefaultValue("") String entity,
            @QueryParam("id") @DefaultValue("0") String id,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        access.requireThere(Role.VIEWER, callSign);
        int most = page(limit);
        List<AuditLine> lines = desk.audit(callSign, entity, number("id", id), cursor(after), most);
        return new AuditPage(
                lines.stream().map(EditsResource::entry).toList(),
                lines.size() < most ? null : "" + lines.get(most - 1).id());
    }

    private static AuditPage.Entry entry(AuditLine line) {
        return new AuditPage.Entry(
                "" + line.id(),
                line.at(),
                line.actor(),
                line.action(),
                line.entity(),
                "" + line.entityId(),
                line.before().isEmpty() ? null : object(line.before()),
                line.after().isEmpty() ? null : object(line.after()),
                line.command(),
                line.traceId(),
                line.reason());
    }

    @GET
    @Plan.Reads(Plan.CONFLICTS)
    @Path("/conflicts")
    public List<ConflictDocument> conflicts(
            @PathParam("callSign") String callSign, @QueryParam("feed") String feed, @QueryParam("week") String week) {
        access.require(Role.VIEWER, callSign);
        return desk.conflicts(callSign, feed, day("week", week)).stream()
                .map(DeskProblems::conflict)
                .toList();
    }

    static LocalDate day(String field, String text) {
        try {
            LocalDate day = LocalDate.parse(text == null ? "" : text);
            if (day.getYear() >= 1000 && day.getYear() < 9999) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // the same answer as for a year that no schedule reaches
        }
        throw new BadInput(field, text == null ? "" : text, "a day like 2026-11-24");
    }

    private static int page(String limit) {
        return Asked.number("limit", limit, 1, LONGEST_PAGE);
    }

    private static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadInput(field, text, "a whole number");
        }
    }

    private static long cursor(String after) {
        try {
            return after.isEmpty() ? Long.MAX_VALUE : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw new BadInput("after", after, "the next of the page before");
        }
    }

    @SuppressWarnings("unchecked") // a JSON object has text as its names
    private static Map<String, Object> object(String json) {
        if (JSON.fromJson(json, Object.class) instanceof Map<?, ?> fields) {
            return (Map<String, Object>) fields;
        }
        throw new JsonbException("No JSON object: " + json.length() + " characters");
    }
}
