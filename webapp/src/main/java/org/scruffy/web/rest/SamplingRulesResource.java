package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.dataset.SamplingRule;
import org.scruffy.dataset.SamplingRules;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.QueryDocument;

/**
 * {@code /api/v1/sampling-rules}: which events are kept. The first of the {@code rules} whose {@code filters}, as in a query, an event meets
 * says of how many one is kept, its {@code rate}, 1 to 1,000,000; 1 keeps all. One with {@code underPressure} counts only while more comes
 * than can be kept. Without a rule every event is kept, under pressure a sample. What is kept says how many it stands for in
 * {@code meta.sample_rate}; spans of a trace are chosen by its id. Engineers read the rules, administrators of every station put them.
 */
@Path("/v1/sampling-rules")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class SamplingRulesResource {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final int MOST_RULES = 100;
    private static final int LONGEST_NAME = 100;

    private final SamplingRules rules;
    private final Asker asker;

    protected SamplingRulesResource() {
        this(null, null);
    }

    @Inject
    public SamplingRulesResource(SamplingRules rules, Asker asker) {
        this.rules = rules;
        this.asker = asker;
    }

    @GET
    @Plan.Reads(Plan.SAMPLING_RULES)
    public String rules() {
        return document(rules.rules());
    }

    /** These are the rules from now on, in this order, 100 at most; on other nodes within 30 seconds. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public String replace(String body) {
        asker.actor(Role.ADMIN, Grant.EVERYWHERE);
        return document(rules.replace(read(SentJson.object(body))));
    }

    static List<SamplingRule> read(JsonObject document) {
        if (!(document.get("rules") instanceof JsonArray array)) {
            throw new BadQuery("rules", document.containsKey("rules") ? document.get("rules") : "missing", "an array");
        }
        if (array.size() > MOST_RULES) {
            throw new BadQuery("rules", array.size() + " of them", "at most " + MOST_RULES);
        }
        List<SamplingRule> all = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            all.add(rule(array.get(i), "rules[" + i + "]"));
        }
        return all;
    }

    private static SamplingRule rule(JsonValue value, String field) {
        if (!(value instanceof JsonObject rule)) {
            throw new BadQuery(field, value, "an object");
        }
        try {
            SaidJson said = new SaidJson(rule);
            String name = said.text("name", "", LONGEST_NAME);
            if (name.isBlank()) {
                throw new BadQuery("name", said.has("name") ? "''" : "missing", "1 to " + LONGEST_NAME + " characters");
            }
            return new SamplingRule(name, filters(rule), rate(rule.get("rate")), said.flag("underPressure", false));
        } catch (BadQuery e) {
            throw new BadQuery(field + "." + e.field(), e.found(), e.expected());
        }
    }

    private static List<Filter> filters(JsonObject rule) {
        JsonObjectBuilder query = JSON.createObjectBuilder();
        if (rule.containsKey("filters")) {
            query.add("filters", rule.get("filters"));
        }
        return QueryDocument.read(query.build(), Instant.EPOCH.plusSeconds(86_400))
                .filters();
    }

    private static int rate(JsonValue value) {
        if (value instanceof JsonNumber number
                && number.isIntegral()
                && number.doubleValue() >= 1
                && number.doubleValue() <= SamplingRule.MOST) {
            return number.intValue();
        }
        throw new BadQuery("rate", value == null ? "missing" : value, "a whole number from 1 to " + SamplingRule.MOST);
    }

    private static String document(List<SamplingRule> rules) {
        JsonArrayBuilder all = JSON.createArrayBuilder();
        rules.forEach(rule -> all.add(JSON.createObjectBuilder()
                .add("name", rule.name())
                .add("filters", filters(rule.filters()))
                .add("rate", rule.rate())
                .add("underPressure", rule.underPressure())));
        return JSON.createObjectBuilder().add("rules", all).build().toString();
    }

    private static JsonArrayBuilder filters(List<Filter> filters) {
        JsonArrayBuilder all = JSON.createArrayBuilder();
        for (Filter filter : filters) {
            JsonObjectBuilder one = JSON.createObjectBuilder()
                    .add("column", filter.column())
                    .add("op", filter.op().sign());
            JsonArrayBuilder values = JSON.createArrayBuilder();
            filter.values().forEach(value -> values.add(AnswerDocument.value(value)));
            JsonArray written = values.build();
            if (filter.op().takesMany()) {
                one.add("value", written);
            } else if (!written.isEmpty()) {
                one.add("value", written.get(0));
            }
            all.add(one);
        }
        return all;
    }
}
