package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.asrun.AsRunRow;
import org.scruffy.asrun.AsRunSettings;
import org.scruffy.asrun.AsRunSettingsTable;
import org.scruffy.asrun.Cell;
import org.scruffy.asrun.LogTemplate;
import org.scruffy.asrun.LogTemplates;
import org.scruffy.asrun.Outcome;
import org.scruffy.asrun.Reconciliations;
import org.scruffy.client.AsRun;
import org.scruffy.client.RecordsInJson;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/**
 * {@code /api/v1/stations/{callSign}/as-run}: what aired on a feed, as JSON in pages or whole as CSV, and how a station reads and
 * judges its logs.
 */
@Path("/v1/stations/{callSign}/as-run")
@ApplicationScoped
public class AsRunResource {

    private static final int CSV_PAGE = 500;

    private final Reconciliations reconciliations;
    private final LogTemplates templates;
    private final AsRunSettingsTable settings;
    private final Access access;
    private final Jsonb json = RecordsInJson.jsonb();

    protected AsRunResource() {
        this(null, null, null, null);
    }

    @Inject
    public AsRunResource(
            Reconciliations reconciliations, LogTemplates templates, AsRunSettingsTable settings, Access access) {
        this.reconciliations = reconciliations;
        this.templates = templates;
        this.settings = settings;
        this.access = access;
    }

    private Reconciliations.Question question(
            String callSign, String feed, String day, String to, String adId, String outcome) {
        access.require(Role.VIEWER, callSign);
        return new Reconciliations.Question(
                callSign,
                feed,
                Asked.day("day", day),
                Asked.day("to", to, Asked.day("day", day)),
                adId,
                Asked.maybe(Outcome.class, "outcome", outcome));
    }

    @GET
    @Plan.Reads(Plan.AS_RUN)
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.Rows rows(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("day") @DefaultValue("") String day,
            @QueryParam("to") @DefaultValue("") String to,
            @QueryParam("adId") @DefaultValue("") String adId,
            @QueryParam("outcome") @DefaultValue("") String outcome,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("200") String limit) {
        int most = Asked.limit(limit);
        List<AsRunRow> found = reconciliations.rows(question(callSign, feed, day, to, adId, outcome), after, most + 1);
        List<AsRunRow> page = found.subList(0, Math.min(most, found.size()));
        String next = found.size() > most ? Reconciliations.mark(page.get(most - 1)) : "";
        return new AsRun.Rows(page.stream().map(AsRunDocuments::of).toList(), next);
    }

    /** The same, all pages of it. */
    @GET
    @Plan.Reads(Plan.AS_RUN_FILE)
    @Produces("text/csv")
    public Response csv(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("day") @DefaultValue("") String day,
            @QueryParam("to") @DefaultValue("") String to,
            @QueryParam("adId") @DefaultValue("") String adId,
            @QueryParam("outcome") @DefaultValue("") String outcome) {
        Reconciliations.Question asked = question(callSign, feed, day, to, adId, outcome);
        List<AsRunRow> first =
                reconciliations.rows(asked, "", CSV_PAGE); // what is wrong is said before the answer begins
        StreamingOutput body = out -> write(out, asked, first);
        return Response.ok(body, "text/csv; charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"as-run.csv\"")
                .build();
    }

    private void write(OutputStream out, Reconciliations.Question asked, List<AsRunRow> first) throws IOException {
        out.write((String.join(",", HEADINGS) + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (List<AsRunRow> page = first; !page.isEmpty(); page = following(asked, page)) {
            for (AsRunRow row : page) {
                out.write(line(row).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private List<AsRunRow> following(Reconciliations.Question asked, List<AsRunRow> page) {
        return page.size() < CSV_PAGE
                ? List.of()
                : reconciliations.rows(asked, Reconciliations.mark(page.get(page.size() - 1)), CSV_PAGE);
    }

    private static final List<String> HEADINGS = List.of(
            "at",
            "feed",
            "adId",
            "title",
            "lengthMs",
            "source",
            "outcome",
            "reason",
            "placement",
            "avail",
            "availKey",
            "cue",
            "plannedStart",
            "plannedEnd",
            "actualEnd",
            "plannedTicks",
            "startTicks",
            "lengthTicks",
            "firstSequence",
            "lastSequence",
            "discontinuity",
            "renditions",
            "fill",
            "spliceErrorMs",
            "media",
            "contentHash",
            "loudnessLufs",
            "etag",
            "traceId");

    private static String line(AsRunRow row) {
        AsRun.Row shown = AsRunDocuments.of(row);
        Stream<Object> proof = shown.proof()
                .map(AsRunResource::cells)
                .orElseGet(() -> Stream.generate(() -> (Object) "").limit(HEADINGS.size() - 9L));
        return Stream.concat(
                                Stream.of(
                                        shown.at(),
                                        shown.feed(),
                                        shown.adId(),
                                        shown.title(),
                                        shown.lengthMs(),
                                        shown.source(),
                                        shown.outcome(),
                                        shown.reason(),
                                        shown.placement()),
                                proof)
                        .map(AsRunResource::cell)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /** A number with a sign is no formula. */
    private static String cell(Object value) {
        String text = value instanceof Number ? value.toString() : Cell.safe(value.toString());
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static Stream<Object> cells(AsRun.Proof proof) {
        return Stream.of(
                proof.avail(),
                proof.availKey(),
                proof.cue(),
                proof.plannedStart(),
                proof.plannedEnd(),
                proof.actualEnd(),
                proof.plannedTicks(),
                proof.startTicks(),
                proof.lengthTicks(),
                proof.firstSequence(),
                proof.lastSequence(),
                proof.discontinuity(),
                String.join(" ", proof.renditions()),
                proof.fill(),
                proof.spliceErrorMs(),
                proof.media(),
                proof.contentHash(),
                proof.loudnessLufs().map(Object.class::cast).orElse(""),
                proof.etag(),
                proof.traceId());
    }

    @GET
    @Plan.Reads(Plan.LOG_TEMPLATES)
    @Path("/templates")
    @Produces(MediaType.APPLICATION_JSON)
    public List<AsRun.Template> templates(@PathParam("callSign") String callSign) {
        access.require(Role.VIEWER, callSign);
        return templates.all(callSign).stream().map(this::document).toList();
    }

    @PUT
    @Path("/templates/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.Template put(
            @PathParam("callSign") String callSign,
            @PathParam("name") String name,
            @QueryParam("title") @DefaultValue("") String title,
            String content) {
        access.require(Role.TRAFFIC, callSign);
        return document(templates.put(callSign, name, title.isEmpty() ? name : title, "" + content, access.user()));
    }

    @DELETE
    @Path("/templates/{name}")
    public Response delete(@PathParam("callSign") String callSign, @PathParam("name") String name) {
        access.require(Role.TRAFFIC, callSign);
        templates.delete(callSign, name, access.user());
        return Response.noContent().build();
    }

    @SuppressWarnings("unchecked") // JSON objects have texts as keys
    private AsRun.Template document(LogTemplate template) {
        return new AsRun.Template(template.name(), template.title(), json.fromJson(template.toJson(), Map.class));
    }

    @GET
    @Plan.Reads(Plan.AS_RUN_SETTINGS)
    @Path("/settings")
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.Settings settings(@PathParam("callSign") String callSign) {
        access.require(Role.VIEWER, callSign);
        AsRunSettings now = settings.of(callSign);
        return new AsRun.Settings(
                now.late().toString(),
                now.early().toString(),
                now.missing().toString(),
                now.near().toString(),
                now.paper().name());
    }

    @PUT
    @Path("/settings")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.Settings settings(@PathParam("callSign") String callSign, AsRun.Settings wanted) {
        access.require(Role.TRAFFIC, callSign);
        if (wanted == null) {
            throw new BadInput("body", "nothing", "settings as GET answers them");
        }
        settings.put(
                callSign,
                new AsRunSettings(
                        Asked.length("late", wanted.late()),
                        Asked.length("early", wanted.early()),
                        Asked.length("missing", wanted.missing()),
                        Asked.length("near", wanted.near()),
                        Asked.oneOf(AsRunSettings.Paper.class, "paper", wanted.paper())),
                access.user());
        return settings(callSign);
    }
}
