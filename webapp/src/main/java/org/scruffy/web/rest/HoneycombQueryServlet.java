package org.scruffy.web.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.dataset.Datasets;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Query.Part;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Queries;
import org.scruffy.telemetry.QueryDocument;

/**
 * Honeycomb's Queries and Query Results: {@code POST /1/queries/{dataset}} gives a specification an id, {@code POST
 * /1/query_results/{dataset}} begins its result, and the same paths with an id after them tell them. A result is worked out when it is
 * asked for, of the time up to its beginning. The dataset {@code __all__} is every one. For keys of engineers.
 */
@WebServlet({"/1/queries/*", "/1/query_results/*"})
public class HoneycombQueryServlet extends HoneycombApi {

    private static final long serialVersionUID = 1L;
    private static final Map<String, Part> SWITCHES = Map.of(
            "disable_series", Part.SERIES,
            "disable_total_by_aggregate", Part.TOTAL,
            "disable_other_by_aggregate", Part.OTHER);
    private static final int RADIX = 36;

    @Inject
    private transient Queries queries;

    @Inject
    private transient Clock clock;

    /** When a result began, what it is to have, and how many groups at most; 0 where the query says it. */
    private record Begun(SavedQuery query, Instant at, Set<Part> parts, int limit) {

        String id() {
            int bits = parts.stream().mapToInt(part -> 1 << part.ordinal()).sum();
            return String.join(
                    ".",
                    query.id(),
                    Long.toString(at.toEpochMilli(), RADIX),
                    Integer.toString(bits),
                    Integer.toString(limit, RADIX));
        }

        static Begun byId(String id) throws Refused {
            String[] said = id.split("\\.");
            try {
                SavedQuery query = SavedQuery.byId(said[0]).orElseThrow();
                Set<Part> parts = new HashSet<>();
                for (Part part : Part.values()) {
                    if ((Integer.parseInt(said[2]) >> part.ordinal() & 1) == 1) {
                        parts.add(part);
                    }
                }
                Instant at = Instant.ofEpochMilli(Long.parseLong(said[1], RADIX));
                return new Begun(query, at, parts, Integer.parseInt(said[3], RADIX));
            } catch (RuntimeException e) {
                throw new Refused(404, "query result not found");
            }
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            String dataset = slug(path(request, 1).get(0));
            JsonObject body = body(request);
            if (request.getServletPath().equals("/1/queries")) {
                SavedQuery saved = saved(body, dataset);
                write(response, 200, specification(saved));
                return;
            }
            Begun begun = begun(body, dataset);
            response.setHeader("Location", url("query_results", dataset, begun.id()));
            write(response, 201, head(begun, dataset, false));
        });
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            List<String> path = path(request, 2);
            if (request.getServletPath().equals("/1/queries")) {
                write(response, 200, specification(byId(path.get(1))));
                return;
            }
            write(response, 200, result(Begun.byId(path.get(1)), slug(path.get(0))));
        });
    }

    private static List<String> path(HttpServletRequest request, int parts) throws Refused {
        List<String> path = path(request);
        if (path.size() != parts || path.get(0).isBlank()) {
            throw new Refused(404, "not found");
        }
        return path;
    }

    private static String url(String collection, String dataset, String id) {
        return "/1/" + collection + "/" + URLEncoder.encode(dataset, StandardCharsets.UTF_8) + "/" + id;
    }

    private SavedQuery saved(JsonObject body, String dataset) throws Refused {
        JsonObjectBuilder specification = JSON.createObjectBuilder(body);
        List.of("id", "query_annotation_id").forEach(specification::remove);
        SavedQuery saved = SavedQuery.of(specification.build())
                .orElseThrow(() -> new Refused(422, "The query is too long to be saved."));
        queries.check(of(saved, clock.instant(), dataset));
        return saved;
    }

    private static SavedQuery byId(String id) throws Refused {
        return SavedQuery.byId(id).orElseThrow(() -> new Refused(404, "query not found"));
    }

    private static Query of(SavedQuery saved, Instant now, String dataset) {
        Query query = QueryDocument.read(saved.specification(), now);
        return dataset.equals(Datasets.EVERY)
                ? query
                : query.within(List.of(Filter.of(Event.DATASET, Filter.Op.EQUAL, dataset)));
    }

    private Begun begun(JsonObject body, String dataset) throws Refused {
        if (!(body.get("query_id") instanceof JsonString id)) {
            throw new BadQuery("query_id", body.containsKey("query_id") ? body.get("query_id") : "missing", "an id");
        }
        SavedQuery query = byId(id.getString());
        Set<Part> parts = new HashSet<>(Set.of(Part.values()));
        SWITCHES.forEach((name, part) -> {
            if (body.get(name) == JsonValue.TRUE) {
                parts.remove(part);
            }
        });
        Begun begun = new Begun(query, afterNow(), parts, limit(body));
        queries.check(question(begun, dataset));
        return begun;
    }

    /** The millisecond in which everything is that has been told so far. */
    private Instant afterNow() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    private static int limit(JsonObject body) {
        JsonValue value = body.getOrDefault("limit", JSON.createValue(0));
        if (value instanceof JsonNumber number && number.isIntegral() && number.intValue() >= 0) {
            return number.intValue();
        }
        throw new BadQuery("limit", value, "a whole number from 1 on");
    }

    private static Query question(Begun begun, String dataset) {
        Query query = of(begun.query, begun.at, dataset).with(begun.parts);
        return begun.limit == 0 ? query : query.first(begun.limit);
    }

    private static JsonObjectBuilder specification(SavedQuery saved) {
        return JSON.createObjectBuilder(saved.specification()).add("id", saved.id());
    }

    private static JsonObjectBuilder head(Begun begun, String dataset, boolean complete) {
        return JSON.createObjectBuilder()
                .add("query", specification(begun.query))
                .add("id", begun.id())
                .add("complete", complete)
                .add("links", JSON.createObjectBuilder().add("query_url", url("queries", dataset, begun.query.id())));
    }

    private JsonObjectBuilder result(Begun begun, String dataset) {
        Query query = question(begun, dataset);
        Result result = queries.ask(query);
        JsonArrayBuilder series = JSON.createArrayBuilder();
        result.series()
                .forEach(step -> series.add(JSON.createObjectBuilder()
                        .add("time", step.time().toString())
                        .add("data", data(query, step.row()))));
        JsonArrayBuilder results = JSON.createArrayBuilder();
        result.rows().forEach(row -> results.add(JSON.createObjectBuilder().add("data", data(query, row))));
        JsonObjectBuilder data =
                JSON.createObjectBuilder().add("series", series).add("results", results);
        if (begun.parts.contains(Part.TOTAL)) {
            data.add("total_by_aggregate", data(query, result.total()));
        }
        if (begun.parts.contains(Part.OTHER)) {
            data.add("other_by_aggregate", data(query, result.other()));
        }
        return head(begun, dataset, true).add("data", data);
    }

    private static JsonObjectBuilder data(Query query, Result.Row row) {
        Map<String, Object> said = new LinkedHashMap<>();
        query.breakdowns().forEach(name -> said.put(name, row.group().get(name)));
        query.calculations()
                .forEach(calculation ->
                        said.put(calculation.label(), row.values().get(calculation.label())));
        JsonObjectBuilder data = JSON.createObjectBuilder();
        said.forEach((name, value) -> {
            if (value != null) {
                data.add(name, AnswerDocument.value(value));
            }
        });
        return data;
    }
}
