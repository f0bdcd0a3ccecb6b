package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.scruffy.alert.Causes;
import org.scruffy.alert.Trigger;
import org.scruffy.alert.Triggers;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.BadQuery;

/**
 * {@code /api/v1/triggers}: numbers that are watched. A trigger has a {@code name} (1 to 100 characters), a {@code description}, a
 * {@code station} or {@code *} for everywhere, and a {@code query} as {@code POST /api/v1/query} takes it, with one calculation that is no
 * HEATMAP and without its time. Every {@code everySeconds} (30 to 86,400; 300) the last {@code windowSeconds} (30 to 86,400; as many) are
 * looked at; a group whose number is {@code op} (&gt;, &gt;=, &lt;, &lt;=) {@code threshold} {@code exceededLimit} times in a row (1 to 5; 1) fires by
 * itself, until it is not any more. {@code recipients} are the ids of who is told. {@code state} is OK, FIRING with {@code firingSince}, or OFF
 * where it is not {@code enabled}; {@code problem} says why it could not be answered when it was {@code checked} last; {@code explore} is where Explore
 * asks the same. A change that
 * sends {@code updated}, when people changed the trigger last, is 409 where somebody else changed it since. For engineers; a bad field is
 * 400, a trigger that is not there 404.
 */
@Path("/v1/triggers")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class TriggersResource {

    private static final int MOST = 500;
    private static final int SHORTEST = 30;
    private static final int LONGEST = 86_400;
    private static final int USUAL = 300;
    private static final Filter.Op[] OPS = {
        Filter.Op.GREATER, Filter.Op.GREATER_OR_EQUAL, Filter.Op.LESS, Filter.Op.LESS_OR_EQUAL
    };

    private final Triggers triggers;
    private final Causes causes;
    private final AlertDocuments documents;

    protected TriggersResource() {
        this(null, null, null);
    }

    @Inject
    public TriggersResource(Triggers triggers, Causes causes, AlertDocuments documents) {
        this.triggers = triggers;
        this.causes = causes;
        this.documents = documents;
    }

    /** Those everywhere, and those of the stations that whoever asks is an engineer of, by name. */
    @GET
    @Plan.Reads(Plan.TRIGGERS)
    public String all() {
        JsonArrayBuilder all = AlertDocuments.JSON.createArrayBuilder();
        triggers.all().stream()
                .filter(trigger -> documents.seen(trigger.said().station()))
                .forEach(trigger -> all.add(document(trigger)));
        return all.build().toString();
    }

    @GET
    @Plan.Reads(Plan.TRIGGERS)
    @Path("/{id}")
    public String trigger(@PathParam("id") String id) {
        return document(find(id)).build().toString();
    }

    /** At most 500. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String create(String body) {
        Trigger.Said said = read(SentJson.object(body));
        if (triggers.all().size() >= MOST) {
            throw new BadQuery("body", "one trigger more", "at most " + MOST);
        }
        return document(triggers.create(said)).build().toString();
    }

    /** Says all of it anew; it is looked at within seconds. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String change(@PathParam("id") String id, String body) {
        Trigger trigger = find(id);
        documents.mayChange(trigger.said().station());
        JsonObject document = SentJson.object(body);
        return triggers.change(
                        AlertDocuments.id(id, "trigger"),
                        read(document),
                        AlertDocuments.at(document, "updated", trigger.updated()))
                .map(changed -> document(changed).build().toString())
                .orElseThrow(() -> AlertDocuments.none(id, "trigger"));
    }

    /** What fires of it is over; its history stays. */
    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") String id) {
        documents.mayChange(find(id).said().station());
        triggers.delete(AlertDocuments.id(id, "trigger"));
    }

    private Trigger find(String id) {
        return triggers.find(AlertDocuments.id(id, "trigger"))
                .filter(trigger -> documents.seen(trigger.said().station()))
                .orElseThrow(() -> AlertDocuments.none(id, "trigger"));
    }

    private Trigger.Said read(JsonObject document) {
        SaidJson said = new SaidJson(document);
        int every = AlertDocuments.whole(document, "everySeconds", USUAL, SHORTEST, LONGEST);
        JsonObject query = AlertDocuments.calculating(AlertDocuments.query(document, "query"));
        one(AlertDocuments.read(query));
        return new Trigger.Said(
                AlertDocuments.name(said),
                said.text("description", "", AlertDocuments.LONGEST_TEXT),
                documents.station(said),
                query.toString(),
                AlertDocuments.oneOf(document, "op", OPS, Filter.Op::sign),
                AlertDocuments.number(document, "threshold"),
                Duration.ofSeconds(every),
                Duration.ofSeconds(AlertDocuments.whole(document, "windowSeconds", every, SHORTEST, LONGEST)),
                AlertDocuments.whole(document, "exceededLimit", 1, 1, 5),
                said.flag("enabled", true),
                documents.recipients(document));
    }

    private static void one(Query query) {
        if (query.calculations().size() != 1 || query.calculations().get(0).op() == Calculation.Op.HEATMAP) {
            throw new BadQuery(
                    "query.calculations", query.calculations().size() + " of them", "one that comes to a number");
        }
    }

    private JsonObjectBuilder document(Trigger trigger) {
        Trigger.Said said = trigger.said();
        String state = trigger.firing().isPresent() ? "FIRING" : said.enabled() ? "OK" : "OFF";
        JsonObjectBuilder document = AlertDocuments.JSON
                .createObjectBuilder()
                .add("id", trigger.id())
                .add("name", said.name())
                .add("description", said.description())
                .add("station", said.station())
                .add("query", SentJson.object(said.specification()))
                .add("op", said.op().sign())
                .add("threshold", said.threshold())
                .add("everySeconds", said.every().toSeconds())
                .add("windowSeconds", said.window().toSeconds())
                .add("exceededLimit", said.exceededLimit())
                .add("enabled", said.enabled())
                .add("recipients", AlertDocuments.array(said.recipients()))
                .add("updated", trigger.updated().toString())
                .add("state", state)
                .add("problem", trigger.problem())
                .add("explore", causes.asked(trigger));
        AlertDocuments.add(document, "firingSince", trigger.firing());
        AlertDocuments.add(document, "checked", trigger.checked());
        return document;
    }
}
