package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scruffy.alert.Alert;
import org.scruffy.alert.Alerts;
import org.scruffy.alert.Causes;
import org.scruffy.alert.QuietHours;
import org.scruffy.telemetry.BadQuery;

/**
 * {@code /api/v1/alerts}: what fires and what fired in the last 90 days, with who was told; and the hours in which nobody of a station wants
 * to be told. For engineers.
 */
@Path("/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class AlertsResource {

    private final Alerts alerts;
    private final Causes causes;
    private final AlertDocuments documents;

    protected AlertsResource() {
        this(null, null, null);
    }

    @Inject
    public AlertsResource(Alerts alerts, Causes causes, AlertDocuments documents) {
        this.alerts = alerts;
        this.causes = causes;
        this.documents = documents;
    }

    /**
     * What fires, then what fired, the latest first: {@code source} TRIGGER or SLO, its {@code sourceId} and {@code name}, {@code station},
     * {@code group}, the {@code value} and {@code words} of when it fired, {@code began}, {@code ended} where it is over, and {@code told}: to
     * which {@code recipient}, {@code what} (FIRED or RECOVERED), {@code state} (WAITING, SENT, DROPPED as it was over before, FAILED),
     * {@code at}, {@code attempts}, {@code problem}; and {@code explore}, where what made it fire is asked again, unless what was watched is gone.
     *
     * @param limit 1 to 1,000
     */
    @GET
    @Plan.Reads(Plan.ALERTS)
    public String latest(@QueryParam("limit") @DefaultValue("100") String limit) {
        JsonArrayBuilder all = AlertDocuments.JSON.createArrayBuilder();
        List<Alert> latest = alerts.latest(documents.stations(), Asked.limit(limit));
        Map<String, String> addresses = causes.of(latest);
        latest.forEach(alert -> all.add(document(alert, Optional.ofNullable(addresses.get(alert.id())))));
        return all.build().toString();
    }

    /** How many fire now: {@code firing}, 0 or more, however many {@link #latest} shows. */
    @GET
    @Plan.Reads(Plan.ALERTS_FIRING)
    @Path("/firing")
    public String firing() {
        return AlertDocuments.JSON
                .createObjectBuilder()
                .add("firing", alerts.firing(documents.stations()))
                .build()
                .toString();
    }

    /** The quiet hours of the stations that have some: {@code begins} and {@code ends} as 22:00, in the station's time. */
    @GET
    @Plan.Reads(Plan.QUIET_HOURS)
    @Path("/quiet-hours")
    public String quietHours() {
        JsonArrayBuilder all = AlertDocuments.JSON.createArrayBuilder();
        alerts.quietHours().stream()
                .filter(hours -> documents.seen(hours.station()))
                .forEach(hours -> all.add(document(hours)));
        return all.build().toString();
    }

    /**
     * Says when nobody of a station is told; where {@code ends} is earlier than {@code begins} it is over midnight. What fires in them is told
     * when they end, where it still fires.
     */
    @PUT
    @Path("/quiet-hours/{station}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String keep(@PathParam("station") String station, String body) {
        documents.mayChange(station);
        JsonObject document = SentJson.object(body);
        LocalTime begins = time(document, "begins");
        LocalTime ends = time(document, "ends");
        if (begins.equals(ends)) {
            throw new BadQuery("ends", ends, "another time than begins");
        }
        QuietHours hours = new QuietHours(station, begins, ends);
        alerts.keep(hours);
        return document(hours).build().toString();
    }

    @DELETE
    @Path("/quiet-hours/{station}")
    public void forget(@PathParam("station") String station) {
        documents.mayChange(station);
        alerts.forgetQuietHours(station);
    }

    private static LocalTime time(JsonObject document, String field) {
        String text = new SaidJson(document).text(field, "", 5);
        try {
            return LocalTime.parse(text).truncatedTo(ChronoUnit.MINUTES);
        } catch (DateTimeException e) {
            throw new BadQuery(field, "'" + text + "'", "a time such as 22:00");
        }
    }

    private static JsonObjectBuilder document(QuietHours hours) {
        return AlertDocuments.JSON
                .createObjectBuilder()
                .add("station", hours.station())
                .add("begins", hours.begins().toString())
                .add("ends", hours.ends().toString());
    }

    private static JsonObjectBuilder document(Alert alert, Optional<String> cause) {
        JsonArrayBuilder told = AlertDocuments.JSON.createArrayBuilder();
        alert.told()
                .forEach(one -> told.add(AlertDocuments.JSON
                        .createObjectBuilder()
                        .add("recipient", one.recipient())
                        .add("what", one.what().name())
                        .add("state", one.state().name())
                        .add("at", one.at().toString())
                        .add("attempts", one.attempts())
                        .add("problem", one.problem())));
        JsonObjectBuilder document = AlertDocuments.JSON
                .createObjectBuilder()
                .add("id", alert.id())
                .add("source", alert.source().name())
                .add("sourceId", alert.sourceId())
                .add("name", alert.name())
                .add("station", alert.station())
                .add("group", alert.group())
                .add("value", alert.value())
                .add("words", alert.words())
                .add("began", alert.began().toString())
                .add("told", told);
        AlertDocuments.add(document, "ended", alert.ended());
        cause.ifPresent(address -> document.add("explore", address));
        return document;
    }
}
