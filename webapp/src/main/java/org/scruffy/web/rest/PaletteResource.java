package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.client.OpenLineDocument;
import org.scruffy.client.OpeningsDocument;
import org.scruffy.fill.OpenLine;
import org.scruffy.fill.Openings;
import org.scruffy.fill.Palette;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.FillProblem.Reason;

/** {@code /api/v1/stations/{callSign}/palette}: what the orders of a week still want, and where a spot stands best. */
@Path("/v1/stations/{callSign}/palette")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PaletteResource {

    private final Palette palette;
    private final Access access;

    protected PaletteResource() {
        this(null, null);
    }

    @Inject
    public PaletteResource(Palette palette, Access access) {
        this.palette = palette;
        this.access = access;
    }

    /**
     * The lines that want more spots, the important ones first.
     *
     * @param week any day of it
     */
    @GET
    @Plan.Reads(Plan.PALETTE)
    public List<OpenLineDocument> open(
            @PathParam("callSign") String callSign, @QueryParam("feed") String feed, @QueryParam("week") String week) {
        access.require(Role.VIEWER, callSign);
        return palette.open(callSign, feed, EditsResource.day("week", week)).stream()
                .map(PaletteResource::document)
                .toList();
    }

    /**
     * The breaks for one more spot of a line, or of a creative that no order asks for.
     *
     * @param week any day of it
     * @param line of an order; else:
     * @param creative an Ad-ID
     */
    @GET
    @Plan.Reads(Plan.PALETTE_BREAKS)
    @Path("/breaks")
    public OpeningsDocument breaks(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") String feed,
            @QueryParam("week") String week,
            @QueryParam("line") String line,
            @QueryParam("creative") String creative) {
        access.require(Role.VIEWER, callSign);
        LocalDate day = EditsResource.day("week", week);
        if (line == null && (creative == null || creative.isBlank())) {
            throw new BadInput("line", "", "the id of a line, or an Ad-ID as creative");
        }
        return document(
                line == null
                        ? palette.ofCreative(callSign, feed, day, creative)
                        : palette.ofLine(callSign, feed, day, number(line)));
    }

    private static long number(String line) {
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            throw new BadInput("line", line, "the id of a line");
        }
    }

    private static OpenLineDocument document(OpenLine line) {
        return new OpenLineDocument(
                "" + line.line(),
                line.name(),
                line.underwriter(),
                line.priority(),
                line.length().toMillis(),
                line.missing(),
                line.placed(),
                line.fitting(),
                words(line.ruledOut()));
    }

    private static OpeningsDocument document(Openings openings) {
        return new OpeningsDocument(
                openings.best().stream()
                        .map(one -> new OpeningsDocument.Opening(
                                one.breakId(),
                                one.start(),
                                one.program(),
                                one.free().toMillis(),
                                one.adId(),
                                one.reasons()))
                        .toList(),
                openings.fitting(),
                words(openings.ruledOut()));
    }

    private static Map<String, Integer> words(Map<Reason, Integer> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }
}
