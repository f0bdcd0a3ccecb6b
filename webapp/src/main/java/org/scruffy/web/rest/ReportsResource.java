package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.scruffy.client.Report;
import org.scruffy.report.FillRate;
import org.scruffy.report.LineDelivery;
import org.scruffy.report.Owed;
import org.scruffy.report.ReportCsv;
import org.scruffy.report.Reports;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/**
 * {@code GET /api/v1/stations/{callSign}/reports/{fill-rate|delivery|make-goods}} as JSON, and the same with {@code .csv}: from a
 * broadcast day to a last one, of one feed or of all.
 */
@Path("/v1/stations/{callSign}/reports")
@ApplicationScoped
public class ReportsResource {

    private static final String KIND = "{report:fill-rate|delivery|make-goods}";

    private final Reports reports;
    private final Access access;

    protected ReportsResource() {
        this(null, null);
    }

    @Inject
    public ReportsResource(Reports reports, Access access) {
        this.reports = reports;
        this.access = access;
    }

    /** Which days of which feed; empty for all feeds. */
    private record Span(String callSign, String feed, LocalDate from, LocalDate to) {}

    @FunctionalInterface
    private interface Question<T> {
        List<T> ask(String callSign, String feed, LocalDate from, LocalDate to);
    }

    @GET
    @Plan.Reads(Plan.REPORT)
    @Path("/" + KIND)
    public Response json(
            @PathParam("callSign") String callSign,
            @PathParam("report") String report,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("from") @DefaultValue("") String from,
            @QueryParam("to") @DefaultValue("") String to) {
        Span span = span(callSign, feed, from, to);
        Object document = switch (report) {
            case "fill-rate" -> written(span, reports::fillRate, ReportsResource::filled, Report.FillRate::new);
            case "delivery" -> written(span, reports::delivery, ReportsResource::delivered, Report.Delivery::new);
            default -> written(span, reports::owed, ReportsResource::owed, Report.MakeGoods::new);
        };
        return Response.ok(document, MediaType.APPLICATION_JSON)
                .header("Cache-Control", "private, no-cache")
                .build();
    }

    @GET
    @Plan.Reads(Plan.REPORT)
    @Path("/" + KIND + ".csv")
    public Response csv(
            @PathParam("callSign") String callSign,
            @PathParam("report") String report,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("from") @DefaultValue("") String from,
            @QueryParam("to") @DefaultValue("") String to) {
        Span span = span(callSign, feed, from, to);
        String text = switch (report) {
            case "fill-rate" -> ReportCsv.fillRate(rows(span, reports::fillRate));
            case "delivery" -> ReportCsv.delivery(rows(span, reports::delivery));
            default -> ReportCsv.owed(rows(span, reports::owed));
        };
        String name = "%s-%s-%s.csv".formatted(report, span.from(), span.to());
        return Response.ok(text, "text/csv; charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Cache-Control", "private, no-cache")
                .build();
    }

    private Span span(String callSign, String feed, String from, String to) {
        access.require(Role.VIEWER, callSign);
        LocalDate first = Asked.day("from", from);
        LocalDate last = Asked.day("to", to);
        if (last.isBefore(first) || ChronoUnit.DAYS.between(first, last) >= Reports.MOST_DAYS) {
            throw new BadInput("to", to, "a day from " + first + ", at most " + Reports.MOST_DAYS + " days in all");
        }
        return new Span(callSign, feed, first, last);
    }

    private static <T> List<T> rows(Span span, Question<T> question) {
        return question.ask(span.callSign(), span.feed(), span.from(), span.to());
    }

    private static <T, R> Object written(Span span, Question<T> question, Function<T, R> row, Written<R> document) {
        return document.of(
                span.from(), span.to(), rows(span, question).stream().map(row).toList());
    }

    @FunctionalInterface
    private interface Written<R> {
        Object of(LocalDate from, LocalDate to, List<R> rows);
    }

    private static Report.Filled filled(FillRate row) {
        return new Report.Filled(
                row.feed(),
                row.day(),
                row.part().name(),
                row.part().hours(),
                row.breaks(),
                row.empty(),
                row.capacityMs(),
                row.bookedMs(),
                row.orderedMs());
    }

    private static Report.Delivered delivered(LineDelivery row) {
        return new Report.Delivered(
                row.order(),
                row.orderName(),
                row.underwriter(),
                row.state(),
                row.line(),
                row.lineName(),
                row.from(),
                row.until(),
                row.ordered(),
                row.scheduled(),
                row.unproved(),
                row.aired(),
                row.cut(),
                row.missed(),
                row.madeGood(),
                row.shortBy(),
                row.expected(),
                row.ahead());
    }

    private static Report.Owed owed(Owed row) {
        return new Report.Owed(
                row.spot(),
                row.feed(),
                row.zone(),
                row.plannedAt(),
                row.day(),
                row.adId(),
                row.title(),
                row.underwriter(),
                row.order(),
                row.line(),
                row.outcome(),
                row.state(),
                row.madeAt().orElse(null));
    }
}
