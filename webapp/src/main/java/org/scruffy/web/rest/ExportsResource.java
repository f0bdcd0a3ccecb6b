package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.scruffy.client.ImportDocument;
import org.scruffy.exchange.Exports;
import org.scruffy.exchange.Format;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/**
 * {@code GET /api/v1/stations/{callSign}/exports}: the formats; {@code …/exports/{feed}/{date}.{suffix}}: a broadcast day as a
 * file, or with {@code ?span=week} the week it is in. Their ETag is the revision of what they hold.
 */
@Path("/v1/stations/{callSign}/exports")
@ApplicationScoped
public class ExportsResource {

    /** Raised when what a format writes changes. */
    private static final String SHAPE = "x1";

    private final Exports exports;
    private final Access access;

    protected ExportsResource() {
        this(null, null);
    }

    @Inject
    public ExportsResource(Exports exports, Access access) {
        this.exports = exports;
        this.access = access;
    }

    @GET
    @Plan.Reads(Plan.NOTHING)
    @Produces(MediaType.APPLICATION_JSON)
    public List<ImportDocument.Format> formats(@PathParam("callSign") String callSign) {
        access.require(Role.VIEWER, callSign);
        return exports.formats().stream()
                .map(format ->
                        new ImportDocument.Format(format.name(), format.title(), format.mediaType(), format.suffix()))
                .toList();
    }

    @GET
    @Plan.Reads(Plan.EXPORT)
    @Path("/{feed}/{date}.{suffix}")
    @Produces(MediaType.WILDCARD)
    public Response file(
            @PathParam("callSign") String callSign,
            @PathParam("feed") String feed,
            @PathParam("date") String date,
            @PathParam("suffix") String suffix,
            @QueryParam("span") @DefaultValue("day") String span,
            @Context Request request) {
        access.require(Role.VIEWER, callSign);
        Format format = exports.withSuffix(suffix);
        Exports.Span asked = span(callSign, feed, date, span);
        EntityTag tag = tag(format, asked, exports.revisions(asked));
        Response.ResponseBuilder known = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer = known == null
                ? Response.ok(exports.write(format, asked), format.mediaType())
                        .header("Content-Disposition", "attachment; filename=\"" + name(asked, format) + "\"")
                : known;
        return answer.tag(tag)
                .header("Cache-Control", "private, no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static Exports.Span span(String callSign, String feed, String date, String span) {
        return switch (span) {
            case "day" -> new Exports.Span(callSign, feed, day(date), 1);
            case "week" -> new Exports.Span(callSign, feed, LocalWeek.mondayOf(day(date)), 7);
            default -> throw new BadInput("span", span, "day or week");
        };
    }

    private static LocalDate day(String date) {
        try {
            LocalDate day = LocalDate.parse(date);
            if (day.getYear() >= 1000 && day.getYear() < 9999) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // the same answer as for a year that no schedule reaches
        }
        throw new BadInput("date", date, "a day like 2026-11-24");
    }

    private static EntityTag tag(Format format, Exports.Span span, Map<LocalDate, Long> revisions) {
        StringBuilder tag = new StringBuilder(SHAPE + "-" + format.name() + "-" + span.day() + "." + span.days());
        revisions.forEach(
                (monday, revision) -> tag.append('-').append(monday).append('.').append(revision));
        return new EntityTag(tag.toString());
    }

    private static String name(Exports.Span span, Format format) {
        return span.callSign() + "-" + span.feed() + "-" + span.day() + (span.days() > 1 ? "-week." : ".")
                + format.suffix();
    }
}
