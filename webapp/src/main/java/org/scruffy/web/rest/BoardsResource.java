package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.scruffy.alert.Board;
import org.scruffy.alert.Boards;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.telemetry.BadQuery;

/**
 * {@code /api/v1/boards}: questions that are looked at together. A board has a {@code name} (1 to 100 characters), a {@code description}, a
 * {@code station} or {@code *} for everywhere, whether it is {@code shared} with others, {@code presets}, up to 5 columns to filter it by, and up
 * to 50 {@code panels} in order, counted by {@code panelCount}, each with a {@code title}, a {@code query} as {@code POST /api/v1/query} takes
 * it, whose time is left out but for {@code compare_time_offset_seconds}, {@code shown} as LINE, TABLE or HEATMAP, and the {@code address}
 * it has in Explore, whose {@code compare=slot} and {@code scale=linear} hold too. For engineers; those of a station change what belongs to it. A change that sends {@code updated}, when the board was changed last, is 409 where somebody else
 * changed it since. A bad field is 400, a board that is not there, or not for whoever asks, 404.
 */
@Path("/v1/boards")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class BoardsResource {

    private static final int MOST = 500;
    private static final int MOST_PANELS = 50;
    private static final int MOST_PRESETS = 5;
    private static final int LONGEST_ADDRESS = 8_000;
    private static final int LONGEST_COLUMN = 200;

    private final Boards boards;
    private final AlertDocuments documents;
    private final Access access;

    protected BoardsResource() {
        this(null, null, null);
    }

    @Inject
    public BoardsResource(Boards boards, AlertDocuments documents, Access access) {
        this.boards = boards;
        this.documents = documents;
        this.access = access;
    }

    /** The boards that are shared, and one's own, by name: all but their panels. */
    @GET
    @Plan.Reads(Plan.BOARDS)
    public String all() {
        JsonArrayBuilder all = AlertDocuments.JSON.createArrayBuilder();
        boards.seenBy(access.user()).stream()
                .filter(board -> documents.seen(board.said().station()))
                .forEach(board -> all.add(head(board)));
        return all.build().toString();
    }

    @GET
    @Plan.Reads(Plan.BOARDS)
    @Path("/{id}")
    public String board(@PathParam("id") String id) {
        return document(find(id)).build().toString();
    }

    /** At most 500 that are shared, or one's own. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String create(String body) {
        Board.Said said = read(SentJson.object(body));
        if (boards.seenBy(access.user()).size() >= MOST) {
            throw new BadQuery("body", "one board more", "at most " + MOST);
        }
        return document(boards.create(said, access.user())).build().toString();
    }

    /** Puts a panel behind those there are, whoever else changes the board meanwhile. */
    @POST
    @Path("/{id}/panels")
    @Consumes(MediaType.APPLICATION_JSON)
    public String add(@PathParam("id") String id, String body) {
        Board board = find(id);
        mayChange(board);
        Board.Panel panel = panel(SentJson.object(body));
        if (board.said().panels().size() >= MOST_PANELS) {
            throw new BadQuery("body", "one panel more", "at most " + MOST_PANELS);
        }
        return boards.add(AlertDocuments.id(id, "board"), panel)
                .map(changed -> document(changed).build().toString())
                .orElseThrow(() -> AlertDocuments.none(id, "board"));
    }

    /** Says all of it anew; only who made it hides it from others. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String change(@PathParam("id") String id, String body) {
        Board board = find(id);
        mayChange(board);
        JsonObject document = SentJson.object(body);
        Board.Said said = read(document);
        if (!said.shared() && !board.owner().equals(access.user())) {
            throw new BadQuery("shared", false, "true: only who made it hides it from others");
        }
        return boards.change(
                        AlertDocuments.id(id, "board"), said, AlertDocuments.at(document, "updated", board.updated()))
                .map(changed -> document(changed).build().toString())
                .orElseThrow(() -> AlertDocuments.none(id, "board"));
    }

    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") String id) {
        mayChange(find(id));
        boards.delete(AlertDocuments.id(id, "board"));
    }

    /** One's own may always be changed. */
    private void mayChange(Board board) {
        if (!board.owner().equals(access.user())) {
            documents.mayChange(board.said().station());
        }
    }

    private Board find(String id) {
        return boards.find(AlertDocuments.id(id, "board"))
                .filter(board -> board.said().shared() || board.owner().equals(access.user()))
                .filter(board -> documents.seen(board.said().station()))
                .orElseThrow(() -> AlertDocuments.none(id, "board"));
    }

    private Board.Said read(JsonObject document) {
        SaidJson said = new SaidJson(document);
        boolean shared = said.flag("shared", true);
        return new Board.Said(
                AlertDocuments.name(said),
                said.text("description", "", AlertDocuments.LONGEST_TEXT),
                station(said, shared),
                shared,
                AlertDocuments.each(document, "panels", MOST_PANELS, BoardsResource::panel),
                AlertDocuments.each(
                        document,
                        "presets",
                        MOST_PRESETS,
                        (value, field) -> AlertDocuments.text(value, field, LONGEST_COLUMN)));
    }

    /** What nobody else sees may be about everywhere, but belongs to no station of others. */
    private String station(SaidJson said, boolean shared) {
        boolean everywhere = said.text("station", Grant.EVERYWHERE, 10).equals(Grant.EVERYWHERE);
        return everywhere && !shared ? Grant.EVERYWHERE : documents.station(said);
    }

    private static Board.Panel panel(JsonValue value, String field) {
        return AlertDocuments.within(value, field, BoardsResource::panel);
    }

    private static Board.Panel panel(JsonObject panel) {
        return new Board.Panel(
                AlertDocuments.text(panel.get("title"), "title", AlertDocuments.LONGEST_NAME),
                new SaidJson(panel).text("address", "", LONGEST_ADDRESS),
                AlertDocuments.comparing(panel, "query").toString(),
                AlertDocuments.oneOf(panel, "shown", Board.Shown.values(), Board.Shown::name));
    }

    private static JsonObjectBuilder document(Board board) {
        JsonArrayBuilder panels = AlertDocuments.JSON.createArrayBuilder();
        board.said()
                .panels()
                .forEach(panel -> panels.add(AlertDocuments.JSON
                        .createObjectBuilder()
                        .add("title", panel.title())
                        .add("address", panel.address())
                        .add("query", SentJson.object(panel.specification()))
                        .add("shown", panel.shown().name())));
        return head(board).add("panels", panels);
    }

    private static JsonObjectBuilder head(Board board) {
        return AlertDocuments.JSON
                .createObjectBuilder()
                .add("id", board.id())
                .add("name", board.said().name())
                .add("description", board.said().description())
                .add("station", board.said().station())
                .add("shared", board.said().shared())
                .add("owner", board.owner())
                .add("updated", board.updated().toString())
                .add("panelCount", board.said().panels().size())
                .add("presets", AlertDocuments.array(board.said().presets()));
    }
}
