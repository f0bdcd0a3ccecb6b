package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.client.RecordsInJson;
import org.scruffy.client.RuleDocument;
import org.scruffy.rule.Rule;
import org.scruffy.rule.RuleBook;
import org.scruffy.rule.RuleDraft;
import org.scruffy.security.Role;

/**
 * {@code /api/v1/stations/{callSign}/rules}: the rules of the network, of a station and of its feeds. Whoever sees the station reads
 * them, its administrators write them, the network's are written by administrators of every station.
 */
@Path("/v1/stations/{callSign}/rules")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class RulesResource {

    private final RuleBook book;
    private final Asker asker;
    private final Jsonb jsonb = RecordsInJson.jsonb();

    protected RulesResource() {
        this(null, null);
    }

    @Inject
    public RulesResource(RuleBook book, Asker asker) {
        this.book = book;
        this.asker = asker;
    }

    @GET
    @Plan.Reads(Plan.RULES)
    public List<RuleDocument> rules(@PathParam("callSign") String callSign) {
        asker.mayRead(callSign);
        return book.rules(callSign).stream().map(this::document).toList();
    }

    @GET
    @Plan.Reads(Plan.RULES)
    @Path("/{id}")
    public Response rule(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        asker.mayRead(callSign);
        return answer(book.rule(callSign, id));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@PathParam("callSign") String callSign, RuleDocument wanted) {
        Rule made = book.create(asker.actor(Role.ADMIN, callSign), draft(wanted));
        return Versions.created("api/v1/stations/" + callSign + "/rules/" + made.id(), document(made), made.version());
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            RuleDocument wanted) {
        return answer(book.change(asker.actor(Role.ADMIN, callSign), id, Versions.seen(headers), draft(wanted)));
    }

    @DELETE
    @Path("/{id}")
    public Response delete(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @Context HttpHeaders headers) {
        return answer(book.delete(asker.actor(Role.ADMIN, callSign), id, Versions.seen(headers)));
    }

    @POST
    @Path("/{id}/restore")
    public Response restore(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @Context HttpHeaders headers) {
        return answer(book.restore(asker.actor(Role.ADMIN, callSign), id, Versions.seen(headers)));
    }

    private Response answer(Rule rule) {
        return Versions.answer(document(rule), rule.version());
    }

    private RuleDraft draft(RuleDocument wanted) {
        Asker.needed(wanted, "body", "a rule");
        return new RuleDraft(
                Asker.text(wanted.scope()),
                Asker.text(wanted.feed()),
                Asker.text(wanted.type()),
                params(wanted.params()),
                Asker.text(wanted.severity()),
                Asker.day("from", wanted.from()),
                Asker.day("until", wanted.until()));
    }

    private String params(Map<String, Object> params) {
        try {
            return params == null ? "{}" : jsonb.toJson(params);
        } catch (JsonbException e) {
            throw new BadInput("params", params.toString(), "a JSON object of the parameters of the type");
        }
    }

    private RuleDocument document(Rule rule) {
        return new RuleDocument(
                "" + rule.id(),
                rule.scope().name(),
                Asker.orNothing(rule.feed()),
                rule.type().name(),
                map(rule.params()),
                rule.severity().name(),
                rule.from().map(LocalDate::toString).orElse(null),
                rule.until().map(LocalDate::toString).orElse(null),
                rule.enabled(),
                rule.version());
    }

    @SuppressWarnings("unchecked") // of JSON objects the keys are texts
    private Map<String, Object> map(String params) {
        return jsonb.fromJson(params, HashMap.class);
    }
}
