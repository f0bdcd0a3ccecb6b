package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scruffy.client.EventImportDocument;
import org.scruffy.client.EventStoreDocument;
import org.scruffy.client.RetentionDocument;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Retention;
import org.scruffy.spi.telemetry.Usage;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Events;
import org.scruffy.telemetry.Exports;
import org.scruffy.telemetry.Imports;
import org.scruffy.telemetry.Ingest;
import org.scruffy.telemetry.QueryDocument;
import org.scruffy.telemetry.Shed;

/** {@code /api/v1/event-store}: what is kept of events, for how long, and as files. For engineers; administrators of every station say for how long. */
@Path("/v1/event-store")
@ApplicationScoped
public class EventStoreResource {

    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final String LINES = "application/x-ndjson";

    private final Events events;
    private final Ingest ingest;
    private final Exports exports;
    private final Imports imports;
    private final Access access;
    private final Clock clock;

    protected EventStoreResource() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public EventStoreResource(
            Events events, Ingest ingest, Exports exports, Imports imports, Access access, Clock clock) {
        this.events = events;
        this.ingest = ingest;
        this.exports = exports;
        this.imports = imports;
        this.access = access;
        this.clock = clock;
    }

    @GET
    @Plan.Reads(Plan.NOTHING)
    @Produces(MediaType.APPLICATION_JSON)
    public EventStoreDocument state() {
        Retention retention = events.retention();
        return new EventStoreDocument(
                Asker.orNothing(events.full()),
                shed(ingest.shed()),
                events.usage().stream().map(usage -> dataset(usage, retention)).toList());
    }

    private static EventStoreDocument.Shed shed(Shed shed) {
        boolean any = shed.requests() > 0;
        return new EventStoreDocument.Shed(
                shed.requests(), shed.events(), any ? shed.last().toString() : null, any ? shed.why() : null);
    }

    private static EventStoreDocument.Dataset dataset(Usage usage, Retention retention) {
        return new EventStoreDocument.Dataset(
                usage.dataset(),
                usage.events(),
                usage.bytes(),
                usage.oldest().toString(),
                usage.newest().toString(),
                retention.days(usage.dataset()));
    }

    @GET
    @Path("/retention")
    @Plan.Reads(Plan.NOTHING)
    @Produces(MediaType.APPLICATION_JSON)
    public RetentionDocument retention() {
        Retention now = events.retention();
        return new RetentionDocument(
                now.days(),
                now.byDataset().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(own -> new RetentionDocument.Own(own.getKey(), own.getValue()))
                        .toList());
    }

    /**
     * Holds for what is kept already, too: events that are too old now go within hours and do not come back. For administrators of
     * every station.
     */
    @PUT
    @Path("/retention")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public RetentionDocument retain(RetentionDocument wanted) {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        events.retain(checked(Asker.needed(wanted, "body", "days and datasets")));
        return retention();
    }

    static Retention checked(RetentionDocument wanted) {
        int days = days("days", wanted.days());
        List<RetentionDocument.Own> datasets = wanted.datasets() == null ? List.of() : wanted.datasets();
        Map<String, Integer> byDataset = new HashMap<>();
        for (int i = 0; i < datasets.size(); i++) {
            String field = "datasets[" + i + "]";
            String dataset = Asker.needed(datasets.get(i).dataset(), field + ".dataset", "the name of a dataset");
            Integer own = days(field + ".days", datasets.get(i).days());
            if (byDataset.put(dataset, own) != null) {
                throw new BadInput(field + ".dataset", dataset + " again", "each dataset once");
            }
        }
        return new Retention(days, byDataset);
    }

    private static int days(String field, Integer days) {
        String expected = "1 to " + Retention.MOST_DAYS + " (days)";
        Asker.needed(days, field, expected);
        if (days < 1 || days > Retention.MOST_DAYS) {
            throw new BadInput(field, days.toString(), expected);
        }
        return days;
    }

    /**
     * The events of a time as a file, by time: {@code time} and a column for each field that any of them has. In the column {@code attrs},
     * a map of names and words, is what can have no column of its own: fields called {@code time} or {@code attrs} in any letter case; of
     * fields whose names differ in letter case only all but one, the first by name, and always one that the store keeps typed before
     * others; and values that do not suit their column, such as a word for a status code.
     *
     * @param dataset of which dataset, left out for all
     * @param from the first moment, as 2026-01-31T12:00:00Z
     * @param to the moment after the last, at most 31 days later; left out for now
     * @param limit how many events at most, 1 to 1,000,000
     * @param format {@code parquet}, {@code csv} or {@code json}, an object a line
     * @return the file; 400 for a parameter that is wrong, 503 where two are being written, the disk is nearly full, or two minutes were not
     *     enough
     */
    @GET
    @Path("/events")
    @Plan.Reads(Plan.NOTHING)
    public Response events(
            @QueryParam("dataset") @DefaultValue("") String dataset,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("limit") @DefaultValue("100000") String limit,
            @QueryParam("format") @DefaultValue("parquet") String format) {
        Query query = between(time("from", from), to == null ? clock.instant() : time("to", to))
                .calculating(List.of())
                .first(whole(limit));
        return file(
                dataset.isEmpty() ? query : query.within(List.of(Filter.of(Event.DATASET, Filter.Op.EQUAL, dataset))),
                dataset.isEmpty() ? "events" : dataset,
                format(format));
    }

    /**
     * Takes the events of a file that {@link #events} gave, of this Scruffy or another, Parquet or JSON as the Content-Type says. What is
     * there already is not kept again: a file that broke off is brought again as it is. Events of no trace are in it by time. For
     * administrators of every station.
     *
     * <p>What is in {@code attrs} comes back under its own name, fields called {@code time} or {@code attrs} and names that differ in
     * letter case only too, but as words: a number among them makes its column one of words, where that is of no fixed type. The word
     * {@code "200"} and the number 200 are two values where a column keeps them apart, and one where it keeps both as words.
     *
     * @return how many were read, kept, there already or refused; 400 for what is no such file, 415 for another format, 413 for more than
     *     2 GB, 503 where another is being imported, the disk is nearly full or the event store cannot
     */
    @POST
    @Path("/events")
    @Consumes({PARQUET, LINES})
    @Produces(MediaType.APPLICATION_JSON)
    public EventImportDocument bring(@HeaderParam("Content-Type") MediaType type, @Context HttpServletRequest request)
            throws IOException {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        if (request.getContentLengthLong() > Imports.LARGEST) {
            throw new ClientErrorException("The file has more than " + Imports.LARGEST + " bytes", 413);
        }
        boolean lines = type.toString().startsWith(LINES);
        return document(imports.take(request.getInputStream(), lines ? FileFormat.JSON : FileFormat.PARQUET));
    }

    /** How far the import on this node is, or how the last one since its start ended. */
    @GET
    @Path("/import")
    @Plan.Reads(Plan.NOTHING)
    @Produces(MediaType.APPLICATION_JSON)
    public EventImportDocument imported() {
        return document(imports.progress());
    }

    private static EventImportDocument document(Imports.Progress progress) {
        return new EventImportDocument(
                progress.running(),
                progress.bytes(),
                progress.read(),
                progress.kept(),
                progress.known(),
                progress.refused(),
                Asker.orNothing(progress.why()));
    }

    /**
     * The groups of a query as {@code POST /api/v1/query} takes it, as a file of a row each: breakdowns and calculations under their names.
     *
     * @param format as of {@link #events}, and the same answers
     */
    @POST
    @Path("/export")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response export(@QueryParam("format") @DefaultValue("parquet") String format, String body) {
        return file(QueryDocument.read(SentJson.object(body), clock.instant()), "query", format(format));
    }

    private Response file(Query query, String name, FileFormat format) {
        Exports.Export export = exports.of(query, format);
        String suffix = format.name().toLowerCase(Locale.ROOT);
        String time = (query.from() + "-" + query.to()).replace(':', '-');
        return Response.ok(export.content(), type(format))
                .header("Content-Length", export.bytes())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + time + "." + suffix
                                + "\"")
                .header("X-Rows", export.rows())
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static String type(FileFormat format) {
        return switch (format) {
            case PARQUET -> PARQUET;
            case CSV -> "text/csv;charset=UTF-8";
            case JSON -> LINES;
        };
    }

    private static Query between(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new BadQuery("to", to, "a time after " + from);
        }
        return Query.between(from, to);
    }

    private static Instant time(String field, String text) {
        try {
            Instant time = Instant.parse(text == null ? "" : text);
            if (time.getEpochSecond() >= 0 && time.isBefore(QueryDocument.LAST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // the same answer as for a time that no event has
        }
        throw new BadQuery(
                field,
                text == null ? "missing" : "'" + text + "'",
                "a time from 1970 to 2200 such as 2026-01-31T12:00:00Z");
    }

    private static int whole(String limit) {
        try {
            int whole = Integer.parseInt(limit);
            if (whole > 0) {
                return whole;
            }
        } catch (NumberFormatException e) {
            // the same answer as for 0
        }
        throw new BadQuery("limit", "'" + limit + "'", "1 to " + Exports.MOST_EVENTS + " events");
    }

    private static FileFormat format(String format) {
        return Arrays.stream(FileFormat.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(format))
                .findFirst()
                .orElseThrow(() -> new BadQuery("format", "'" + format + "'", "parquet, csv or json"));
    }
}
