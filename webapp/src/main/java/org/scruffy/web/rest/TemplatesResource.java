package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.scruffy.client.TemplateDocument;
import org.scruffy.client.TemplateWeekDocument;
import org.scruffy.client.WeekDocument.ProgramEntry;
import org.scruffy.desk.Edit.ProgramName;
import org.scruffy.desk.Editor;
import org.scruffy.desk.TemplateWeek;
import org.scruffy.desk.Templates;
import org.scruffy.desk.WeekTemplate;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/templates}: the weekly clocks of a station's feeds. */
@Path("/v1/stations/{callSign}/templates")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TemplatesResource {

    private final Templates templates;
    private final DeskDoor door;
    private final Access access;

    protected TemplatesResource() {
        this(null, null, null);
    }

    @Inject
    public TemplatesResource(Templates templates, DeskDoor door, Access access) {
        this.templates = templates;
        this.door = door;
        this.access = access;
    }

    @GET
    @Plan.Reads(Plan.TEMPLATES)
    public List<TemplateDocument> all(@PathParam("callSign") String callSign) {
        access.require(Role.VIEWER, callSign);
        return templates.all(callSign).stream().map(TemplatesResource::document).toList();
    }

    @GET
    @Plan.Reads(Plan.TEMPLATES)
    @Path("/{id}")
    public Response one(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        access.require(Role.VIEWER, callSign);
        return answer(200, templates.one(callSign, number("id", id)));
    }

    /**
     * What applying it would do, and nothing is done: one document a week.
     *
     * @param from any day of the first week
     * @param weeks from 1 to 53
     */
    @GET
    @Plan.Reads(Plan.TEMPLATE_PREVIEW)
    @Path("/{id}/preview")
    public List<TemplateWeekDocument> preview(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @QueryParam("from") String from,
            @QueryParam("weeks") @DefaultValue("1") String weeks) {
        access.require(Role.VIEWER, callSign);
        return templates
                .preview(
                        callSign,
                        number("id", id),
                        EditsResource.day("from", from),
                        Asked.number("weeks", weeks, 1, Templates.MOST_WEEKS))
                .stream()
                .map(TemplatesResource::document)
                .toList();
    }

    private static TemplateWeekDocument document(TemplateWeek week) {
        return new TemplateWeekDocument(
                week.monday(),
                week.airings().stream()
                        .map(one -> new TemplateWeekDocument.Airing(
                                one.start(), one.end(), one.title(), one.fate().name()))
                        .toList());
    }

    @POST
    public Response add(@PathParam("callSign") String callSign, TemplateDocument document) {
        Editor editor = door.editor(callSign);
        TemplateDocument given = given(document);
        if (given.fromWeek() != null) {
            return answer(
                    201,
                    templates.addFromWeek(
                            editor,
                            callSign,
                            text("feed", given.feed()),
                            text("name", given.name()),
                            EditsResource.day("fromWeek", given.fromWeek())));
        }
        return answer(201, templates.add(editor, callSign, template(0, given)));
    }

    @PUT
    @Path("/{id}")
    public Response replace(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String ifMatch,
            TemplateDocument document) {
        Editor editor = door.editor(callSign);
        WeekTemplate template = template(number("id", id), given(document));
        return answer(200, templates.replace(editor, callSign, template, DeskDoor.version(ifMatch)));
    }

    @DELETE
    @Path("/{id}")
    public void remove(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @HeaderParam("If-Match") String ifMatch) {
        templates.remove(door.editor(callSign), callSign, number("id", id), DeskDoor.version(ifMatch));
    }

    private static Response answer(int status, WeekTemplate template) {
        return Response.status(status)
                .tag(Integer.toString(template.version()))
                .header("Cache-Control", "private, no-cache")
                .entity(document(template))
                .build();
    }

    private static TemplateDocument given(TemplateDocument document) {
        if (document == null) {
            throw new BadInput("body", "nothing", "a template");
        }
        return document;
    }

    private static WeekTemplate template(long id, TemplateDocument document) {
        return new WeekTemplate(
                id,
                document.feed(),
                text("name", document.name()),
                0,
                document.items().stream().map(TemplatesResource::item).toList());
    }

    private static WeekTemplate.Item item(TemplateDocument.Item item) {
        if (item.day() < 1 || item.day() > 7) {
            throw new BadInput("items.day", "" + item.day(), "from 1, Monday, to 7");
        }
        ProgramEntry program = item.program();
        if (program == null) {
            throw new BadInput("items.program", "", "what airs");
        }
        return new WeekTemplate.Item(
                item.id() == null ? 0 : number("items.id", item.id()),
                DayOfWeek.of(item.day()),
                time(item.start()),
                "LATER".equals(item.fold()),
                Duration.ofMillis(item.durationMs()),
                new ProgramName(orEmpty(program.title()), orEmpty(program.episode()), orEmpty(program.nola())),
                item.breaks().stream()
                        .map(one -> new WeekTemplate.Break(one.anchor(), one.offsetMs(), one.capacityMs(), one.kind()))
                        .toList(),
                rule(item));
    }

    private static WeekTemplate.Rule rule(TemplateDocument.Item item) {
        if (orEmpty(item.rrule()).isBlank()) {
            return WeekTemplate.Rule.WEEKLY;
        }
        if (item.ruleStart() == null) {
            throw new BadInput(
                    "items.ruleStart", "nothing", "the first day that the rule counts from, like 2026-11-01");
        }
        return new WeekTemplate.Rule(item.rrule(), item.ruleStart(), item.exdates());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static String text(String field, String text) {
        if (text == null || text.isBlank()) {
            throw new BadInput(field, "", "a name");
        }
        return text;
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text == null ? "" : text);
        } catch (DateTimeParseException e) {
            throw new BadInput("items.start", text == null ? "" : text, "a local time like 06:30");
        }
    }

    private static long number(String field, String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new BadInput(field, id, "an id");
        }
    }

    private static TemplateDocument document(WeekTemplate template) {
        return new TemplateDocument(
                "" + template.id(),
                template.feed(),
                template.name(),
                template.version(),
                null,
                template.items().stream().map(TemplatesResource::document).toList());
    }

    private static TemplateDocument.Item document(WeekTemplate.Item item) {
        return new TemplateDocument.Item(
                "" + item.id(),
                item.day().getValue(),
                item.start().toString(),
                item.later() ? "LATER" : "EARLIER",
                item.length().toMillis(),
                new ProgramEntry(
                        item.program().title(),
                        item.program().episode(),
                        item.program().nola()),
                item.breaks().stream()
                        .map(one ->
                                new TemplateDocument.Break(one.anchor(), one.offsetMs(), one.capacityMs(), one.kind()))
                        .toList(),
                item.rule().weekly() ? null : item.rule().rrule(),
                item.rule().weekly() ? null : item.rule().from(),
                item.rule().except());
    }
}
