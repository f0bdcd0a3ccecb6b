package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import org.scruffy.asrun.Affidavit;
import org.scruffy.asrun.Affidavits;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/**
 * {@code GET /api/v1/stations/{callSign}/orders/{order}/affidavit.pdf} and {@code .csv}: what is sworn to have aired of an order, or
 * of one of its lines, from a local day to a local day. A path of its own: the class of the orders would hide it otherwise.
 */
@Path("/v1/stations/{callSign}/orders/{order}/affidavit.{format:pdf|csv}")
@ApplicationScoped
public class AffidavitResource {

    private final Affidavits affidavits;
    private final Access access;

    protected AffidavitResource() {
        this(null, null);
    }

    @Inject
    public AffidavitResource(Affidavits affidavits, Access access) {
        this.affidavits = affidavits;
        this.access = access;
    }

    @GET
    @Plan.Reads(Plan.AFFIDAVIT)
    public Response affidavit(
            @PathParam("callSign") String callSign,
            @PathParam("order") String order,
            @PathParam("format") String format,
            @QueryParam("line") @DefaultValue("") String line,
            @QueryParam("from") @DefaultValue("") String from,
            @QueryParam("to") @DefaultValue("") String to) {
        access.require(Role.VIEWER, callSign);
        LocalDate first = Asked.day("from", from);
        Affidavit affidavit = affidavits.of(callSign, order, line, first, Asked.day("to", to));
        Response.ResponseBuilder answer = format.equals("pdf")
                ? Response.ok(affidavits.pdf(affidavit), "application/pdf")
                : Response.ok(affidavits.csv(affidavit), "text/csv; charset=UTF-8");
        String name = "affidavit-" + order.replaceAll("\\D", "") + "." + format;
        return answer.header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Cache-Control", "private, no-cache")
                .build();
    }
}
