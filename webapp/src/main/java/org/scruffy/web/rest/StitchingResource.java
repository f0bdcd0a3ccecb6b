package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.scruffy.client.StitchingDocument;
import org.scruffy.feed.BadStitching;
import org.scruffy.feed.Stitching;
import org.scruffy.feed.StitchingTable;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/feeds/{feed}/stitching}: how the breaks of a feed are filled. Its administrators change it. */
@Path("/v1/stations/{callSign}/feeds/{feed}/stitching")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class StitchingResource {

    private final StitchingTable table;
    private final Access access;

    protected StitchingResource() {
        this(null, null);
    }

    @Inject
    public StitchingResource(StitchingTable table, Access access) {
        this.table = table;
        this.access = access;
    }

    @GET
    @Plan.Reads(Plan.STITCHING)
    public StitchingDocument stitching(@PathParam("callSign") String callSign, @PathParam("feed") String feed) {
        access.require(Role.VIEWER, callSign);
        return document(table.of(callSign, feed));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public StitchingDocument change(
            @PathParam("callSign") String callSign, @PathParam("feed") String feed, StitchingDocument wanted) {
        access.require(Role.ADMIN, callSign);
        if (wanted == null) {
            throw new BadInput("body", "nothing", "settings as GET answers them");
        }
        table.put(callSign, feed, stitching(wanted), access.user());
        return document(table.of(callSign, feed));
    }

    private static Stitching stitching(StitchingDocument wanted) {
        try {
            return new Stitching(
                    text(wanted.backupOrigin()),
                    Asked.oneOf(Stitching.Overrun.class, "overrun", wanted.overrun()),
                    Asked.length("mostOverrun", wanted.mostOverrun()),
                    wanted.fillers() == null
                            ? List.of()
                            : wanted.fillers().stream()
                                    .map(StitchingResource::text)
                                    .toList(),
                    text(wanted.slate()),
                    Asked.length("mostSlate", wanted.mostSlate()),
                    Asked.length("leastRemainder", wanted.leastRemainder()));
        } catch (BadStitching e) {
            throw new BadInput(e.field(), e.found(), e.expected());
        }
    }

    private static String text(String given) {
        return given == null ? "" : given.strip();
    }

    private static StitchingDocument document(Stitching stitching) {
        return new StitchingDocument(
                stitching.backupOrigin(),
                stitching.overrun().name(),
                stitching.mostOverrun().toString(),
                stitching.fillers(),
                stitching.slate(),
                stitching.mostSlate().toString(),
                stitching.leastRemainder().toString());
    }
}
