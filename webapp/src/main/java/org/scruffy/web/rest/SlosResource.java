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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.scruffy.alert.Causes;
import org.scruffy.alert.Slo;
import org.scruffy.alert.Slos;
import org.scruffy.alert.Specification;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Queries;

/**
 * {@code /api/v1/slos}: how much of what qualifies must be good. An objective has a {@code name} (1 to 100 characters), a {@code description},
 * a {@code station} or {@code *} for everywhere, {@code qualifying} and {@code good}, each with {@code filters} and {@code filter_combination} of a
 * query, {@code qualifying} with {@code calculated_fields} besides, which both may use, a {@code target} in percent (more than 0, less than 100), {@code windowDays} (1 to 31) and
 * {@code recipients}. With a {@code weight}, a column of numbers such as {@code spot.planned_seconds}, events count as much as it says; without
 * one each counts once. Up to 5 {@code burnAlerts} tell when the budget goes too fast: {@code kind} EXHAUSTION_TIME fires when it is gone within
 * {@code amount} hours at the pace of the last {@code windowSeconds} (300 to 86,400; 3,600), BUDGET_RATE when {@code amount} percent of it
 * went within them. It is looked at every five minutes: {@code total}, {@code goodTotal}, {@code reached} in percent, {@code budgetLeft} (1 all
 * of it, negative where it is overspent), {@code burnRate} of the last hour (1 spends it in exactly the window), {@code failing}, where Explore shows the events that
 * were not good. A change that sends
 * {@code updated}, when people changed the objective last, is 409 where somebody else changed it since. For engineers.
 */
@Path("/v1/slos")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class SlosResource {

    private static final int MOST = 100;
    private static final int MOST_BURN_ALERTS = 5;
    private static final int MOST_DAYS = 31;
    private static final Duration DAY = Duration.ofDays(1);
    static final Set<String> OF_GOOD = Set.of("filters", "filter_combination");
    static final Set<String> OF_QUALIFYING = Set.of("filters", "filter_combination", "calculated_fields");

    private final Slos slos;
    private final Causes causes;
    private final Queries queries;
    private final AlertDocuments documents;
    private final Clock clock;

    protected SlosResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public SlosResource(Slos slos, Causes causes, Queries queries, AlertDocuments documents, Clock clock) {
        this.slos = slos;
        this.causes = causes;
        this.queries = queries;
        this.documents = documents;
        this.clock = clock;
    }

    /** Those everywhere, and those of the stations that whoever asks is an engineer of, by name. */
    @GET
    @Plan.Reads(Plan.SLOS)
    public String all() {
        JsonArrayBuilder all = AlertDocuments.JSON.createArrayBuilder();
        slos.all().stream().filter(slo -> documents.seen(slo.said().station())).forEach(slo -> all.add(document(slo)));
        return all.build().toString();
    }

    @GET
    @Plan.Reads(Plan.SLOS)
    @Path("/{id}")
    public String slo(@PathParam("id") String id) {
        return document(find(id)).build().toString();
    }

    /**
     * How the budget went, day by day up to now: {@code days} of {@code from}, {@code total}, {@code good}, {@code left} of the whole
     * window's budget at the day's end, 1 for all of it, and {@code explore}, where Explore shows the events that counted.
     */
    @GET
    @Plan.Reads(Plan.SLOS)
    @Path("/{id}/burn-down")
    public String burnDown(@PathParam("id") String id) {
        Slo slo = find(id);
        Instant now = clock.instant();
        Result result = queries.ask(Specification.daily(slo.said(), now));
        double all = result.series().stream()
                .mapToDouble(step -> amount(step.row(), "total"))
                .sum();
        double allowed = all * (100 - slo.said().target()) / 100;
        double wrong = 0;
        JsonArrayBuilder days = AlertDocuments.JSON.createArrayBuilder();
        for (Result.Step step : result.series()) {
            double total = amount(step.row(), "total");
            double good = amount(step.row(), "good");
            wrong += total - good;
            Instant until = step.time().plus(DAY);
            days.add(AlertDocuments.JSON
                    .createObjectBuilder()
                    .add("from", step.time().toString())
                    .add("total", total)
                    .add("good", good)
                    .add("left", allowed == 0 ? 1 : 1 - wrong / allowed)
                    .add("explore", causes.counted(slo, step.time(), until.isBefore(now) ? until : now)));
        }
        return AlertDocuments.JSON
                .createObjectBuilder()
                .add("days", days)
                .build()
                .toString();
    }

    private static double amount(Result.Row row, String label) {
        Number value = row.values().get(label);
        return value == null || !Double.isFinite(value.doubleValue()) ? 0 : value.doubleValue();
    }

    /** At most 100. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String create(String body) {
        Slo.Said said = read(SentJson.object(body));
        if (slos.all().size() >= MOST) {
            throw new BadQuery("body", "one objective more", "at most " + MOST);
        }
        return document(slos.create(said)).build().toString();
    }

    /** Says all of it anew; it is looked at within seconds. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String change(@PathParam("id") String id, String body) {
        Slo slo = find(id);
        documents.mayChange(slo.said().station());
        JsonObject document = SentJson.object(body);
        return slos.change(
                        AlertDocuments.id(id, "objective"),
                        read(document),
                        AlertDocuments.at(document, "updated", slo.updated()))
                .map(changed -> document(changed).build().toString())
                .orElseThrow(() -> AlertDocuments.none(id, "objective"));
    }

    /** What fires of it is over; its history stays. */
    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") String id) {
        documents.mayChange(find(id).said().station());
        slos.delete(AlertDocuments.id(id, "objective"));
    }

    private Slo find(String id) {
        return slos.find(AlertDocuments.id(id, "objective"))
                .filter(slo -> documents.seen(slo.said().station()))
                .orElseThrow(() -> AlertDocuments.none(id, "objective"));
    }

    private Slo.Said read(JsonObject document) {
        SaidJson said = new SaidJson(document);
        double target = AlertDocuments.number(document, "target");
        if (target <= 0 || target >= 100) {
            throw new BadQuery("target", target, "percent, more than 0 and less than 100");
        }
        return new Slo.Said(
                AlertDocuments.name(said),
                said.text("description", "", AlertDocuments.LONGEST_TEXT),
                documents.station(said),
                about(document, "qualifying", OF_QUALIFYING).toString(),
                about(document, "good", OF_GOOD).toString(),
                said.text("weight", "", 200),
                target,
                AlertDocuments.whole(document, "windowDays", 28, 1, MOST_DAYS),
                AlertDocuments.each(document, "burnAlerts", MOST_BURN_ALERTS, SlosResource::burnAlert),
                documents.recipients(document));
    }

    static JsonObject about(JsonObject document, String field, Set<String> known) {
        JsonObject about = AlertDocuments.query(document, field);
        for (String name : about.keySet()) {
            if (!known.contains(name)) {
                throw new BadQuery(field + "." + name, "given", "one of: " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return about;
    }

    private static Slo.BurnAlert burnAlert(JsonValue value, String field) {
        return AlertDocuments.within(value, field, alert -> {
            double amount = AlertDocuments.number(alert, "amount");
            if (amount <= 0) {
                throw new BadQuery("amount", amount, "more than 0");
            }
            return new Slo.BurnAlert(
                    AlertDocuments.oneOf(alert, "kind", Slo.Burn.values(), Slo.Burn::name),
                    amount,
                    Duration.ofSeconds(AlertDocuments.whole(alert, "windowSeconds", 3_600, 300, 86_400)));
        });
    }

    private JsonObjectBuilder document(Slo slo) {
        Slo.Said said = slo.said();
        JsonArrayBuilder burns = AlertDocuments.JSON.createArrayBuilder();
        said.burnAlerts()
                .forEach(burn -> burns.add(AlertDocuments.JSON
                        .createObjectBuilder()
                        .add("kind", burn.kind().name())
                        .add("amount", burn.amount())
                        .add("windowSeconds", burn.window().toSeconds())));
        JsonObjectBuilder document = AlertDocuments.JSON
                .createObjectBuilder()
                .add("id", slo.id())
                .add("name", said.name())
                .add("description", said.description())
                .add("station", said.station())
                .add("qualifying", SentJson.object(said.qualifying()))
                .add("good", SentJson.object(said.good()))
                .add("weight", said.weight())
                .add("target", said.target())
                .add("windowDays", said.windowDays())
                .add("burnAlerts", burns)
                .add("recipients", AlertDocuments.array(said.recipients()))
                .add("updated", slo.updated().toString())
                .add("total", slo.budget().total())
                .add("goodTotal", slo.budget().good())
                .add("reached", slo.budget().reached())
                .add("budgetLeft", slo.budget().left())
                .add("burnRate", slo.budget().burnRate())
                .add("state", slo.firing().isPresent() ? "FIRING" : "OK")
                .add("problem", slo.problem())
                .add("failing", causes.failing(slo));
        AlertDocuments.add(document, "firingSince", slo.firing());
        AlertDocuments.add(document, "checked", slo.checked());
        return document;
    }
}
