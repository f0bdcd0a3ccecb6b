package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.scruffy.client.MoveDocument;
import org.scruffy.client.MoveDocument.Place;
import org.scruffy.desk.Desk;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Moved;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** {@code POST /api/spots/{id}/move}: takes a spot to another break of its feed. */
@Path("/spots")
@ApplicationScoped
public class SpotsResource {

    private final Desk desk;
    private final Access access;

    protected SpotsResource() {
        this(null, null);
    }

    @Inject
    public SpotsResource(Desk desk, Access access) {
        this.desk = desk;
        this.access = access;
    }

    @POST
    @Path("/{id}/move")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public MoveDocument move(@PathParam("id") String spot, MoveDocument move) {
        if (move == null || move.to() == null || move.to().adBreak() == null) {
            throw new BadInput("to.adBreak", "nothing", "the id of a break");
        }
        String callSign = desk.stationOf(spot);
        access.require(Role.TRAFFIC, callSign);
        Editor editor = new Editor(access.user(), access.may(Role.ADMIN, callSign));
        Moved moved = desk.move(editor, spot, move.to().adBreak(), move.to().position());
        return new MoveDocument(
                moved.spotId(),
                new Place(moved.fromBreakId(), moved.fromPosition()),
                new Place(moved.toBreakId(), moved.toPosition()));
    }
}
