package org.scruffy.web.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.TraceSearch;
import org.scruffy.telemetry.ZipkinTraces;
import zipkin2.storage.QueryRequest;

/**
 * What Jaeger's pages and Grafana's Jaeger source ask, for a key of an engineer. Version 3, told as OTLP in JSON: {@code
 * /api/v3/services}, {@code /api/v3/operations?service}, {@code /api/v3/traces/{id}} and {@code
 * /api/v3/traces?query.serviceName&query.operationName&query.attributes&query.startTimeMin&query.startTimeMax&query.durationMin
 * &query.durationMax&query.searchDepth} (instants, durations such as {@code 10ms}, attributes as an object of words; at most 1,000
 * traces, 100 where it is not said). Classic: {@code /api/services}, {@code /api/services/{service}/operations}, {@code
 * /api/operations?service}, {@code /api/traces/{id}}, {@code /api/traces?service&operation&tags&start&end&minDuration&maxDuration
 * &limit} (times in microseconds, one day where they are not said) and {@code /api/dependencies?endTs&lookback} (milliseconds). Each
 * condition is met by some span of the service.
 */
@WebServlet({"/api/v3/*", "/api/services", "/api/services/*", "/api/operations", "/api/traces/*", "/api/dependencies"})
public class JaegerQueryServlet extends StrangersReads {

    private static final long serialVersionUID = 1L;
    private static final String V3 = "/api/v3/";
    private static final String CLASSIC = "/api/";
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final int DEPTH = 100;
    private static final int LONGEST_ID = 32;
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|µs|ms|s|m|h)");
    private static final Map<String, Double> MICROS =
            Map.of("us", 1.0, "µs", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6, "h", 3_600e6);

    @Inject
    private transient TraceSearch search;

    @Inject
    private transient ZipkinTraces links;

    @Inject
    private transient Clock clock;

    @Override
    String prefix(String address) {
        return address.startsWith(V3) ? V3 : CLASSIC;
    }

    @Override
    void tell(List<String> path, HttpServletRequest request, HttpServletResponse response) throws IOException, Missing {
        JsonObjectBuilder answer = isV3(request) ? v3(path, request) : classic(path, request);
        write(response, JSON, answer.build().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isV3(HttpServletRequest request) {
        return request.getServletPath().equals("/api/v3");
    }

    private JsonObjectBuilder v3(List<String> path, HttpServletRequest request) throws Missing {
        return switch (path.get(0) + path.size()) {
            case "services1" -> PROVIDER.createObjectBuilder().add("services", services());
            case "operations1" ->
                PROVIDER.createObjectBuilder().add("operations", operations(needed(request, "service", "its name")));
            case "traces2" -> result(OtlpDocument.of(trace(path.get(1))));
            case "traces1" -> {
                List<SpanParts> found = search.traces(wantedOfV3(request)).stream()
                        .flatMap(trace -> SpanParts.of(trace).stream())
                        .toList();
                if (found.isEmpty()) {
                    throw new Missing("No traces found");
                }
                yield result(OtlpDocument.of(found));
            }
            default -> throw new Missing("There is nothing here");
        };
    }

    private static JsonObjectBuilder result(JsonObjectBuilder document) {
        return PROVIDER.createObjectBuilder().add("result", document);
    }

    private JsonObjectBuilder classic(List<String> path, HttpServletRequest request) throws Missing {
        String last = path.get(path.size() - 1);
        return switch (path.get(0) + path.size()) {
            case "services1" -> data(services());
            case "services3" -> data(names(path.get(1)));
            case "operations1" -> data(operations(needed(request, "service", "its name")));
            case "traces2" -> data(PROVIDER.createArrayBuilder().add(JaegerDocument.of(trace(last))));
            case "traces1" -> {
                JsonArrayBuilder traces = PROVIDER.createArrayBuilder();
                search.traces(wantedOfClassic(request))
                        .forEach(trace -> traces.add(JaegerDocument.of(SpanParts.of(trace))));
                yield data(traces);
            }
            case "dependencies1" -> data(dependencies(request));
            default -> throw new Missing("There is nothing here");
        };
    }

    private static JsonObjectBuilder data(JsonArrayBuilder data) {
        JsonArray all = data.build();
        return PROVIDER.createObjectBuilder()
                .add("data", all)
                .add("total", all.size())
                .add("limit", 0)
                .add("offset", 0)
                .add("errors", JsonValue.NULL);
    }

    private JsonArrayBuilder services() {
        return words(search.values("", "service.name"), "service.name");
    }

    private JsonArrayBuilder names(String service) {
        return words(search.values(service, "name"), "name");
    }

    private static JsonArrayBuilder words(List<Map<String, Object>> found, String column) {
        JsonArrayBuilder words = PROVIDER.createArrayBuilder();
        found.forEach(values -> words.add(values.get(column).toString()));
        return words;
    }

    private JsonArrayBuilder operations(String service) {
        JsonArrayBuilder operations = PROVIDER.createArrayBuilder();
        search.values(service, "name", "span.kind")
                .forEach(values -> operations.add(PROVIDER.createObjectBuilder()
                        .add("name", values.get("name").toString())
                        .add("spanKind", values.getOrDefault("span.kind", "").toString())));
        return operations;
    }

    private JsonArrayBuilder dependencies(HttpServletRequest request) {
        JsonArrayBuilder calls = PROVIDER.createArrayBuilder();
        links.dependencies(ZipkinTraces.time(
                        number(request, "endTs", clock.millis()),
                        number(request, "lookback", Duration.ofDays(1).toMillis())))
                .forEach(link -> calls.add(PROVIDER.createObjectBuilder()
                        .add("parent", link.parent())
                        .add("child", link.child())
                        .add("callCount", link.callCount())));
        return calls;
    }

    /** The trace, whether an id was brought with zeros in front or without. */
    private List<SpanParts> trace(String asked) throws Missing {
        String id = asked.toLowerCase(Locale.ROOT);
        if (!id.matches("[0-9a-f]{1,32}")) {
            throw new BadInput("traceId", asked, "1 to " + LONGEST_ID + " hexadecimal digits");
        }
        Set<String> written = new LinkedHashSet<>(List.of(id, SpanParts.traceId(id)));
        if (id.matches("0{16}[0-9a-f]{16}")) {
            written.add(id.substring(LONGEST_ID / 2));
        }
        for (String one : written) {
            List<Event> trace = search.trace(one);
            if (!trace.isEmpty()) {
                return SpanParts.of(trace);
            }
        }
        throw new Missing("trace not found");
    }

    private static QueryRequest wantedOfV3(HttpServletRequest request) {
        return wanted(
                given(request, "query.serviceName", "query.service_name"),
                given(request, "query.operationName", "query.operation_name"),
                attributes("query.attributes", given(request, "query.attributes")),
                instant(request, "query.startTimeMin", "query.start_time_min"),
                instant(request, "query.startTimeMax", "query.start_time_max"),
                length("query.durationMin", given(request, "query.durationMin", "query.duration_min")),
                length("query.durationMax", given(request, "query.durationMax", "query.duration_max")),
                limit(request, DEPTH, "query.searchDepth", "query.search_depth", "query.num_traces"));
    }

    private QueryRequest wantedOfClassic(HttpServletRequest request) {
        long end = number(request, "end", clock.millis() * 1_000);
        long start = number(request, "start", end - Duration.ofDays(1).toNanos() / 1_000);
        return wanted(
                needed(request, "service", "the name of a service"),
                given(request, "operation"),
                attributes("tags", given(request, "tags")),
                Instant.ofEpochMilli(start / 1_000),
                Instant.ofEpochMilli(end / 1_000 + 1),
                length("minDuration", given(request, "minDuration")),
                length("maxDuration", given(request, "maxDuration")),
                limit(request, DEPTH, "limit"));
    }

    private static QueryRequest wanted(
            String service,
            String operation,
            Map<String, String> attributes,
            Instant from,
            Instant to,
            long shortest,
            long longest,
            int limit) {
        boolean bounded = shortest > 0 || longest > 0;
        return QueryRequest.newBuilder()
                .serviceName(service)
                .spanName(operation)
                .annotationQuery(attributes)
                .minDuration(bounded ? (Long) Math.max(1, shortest) : null)
                .maxDuration(longest > 0 ? (Long) longest : null)
                .endTs(to.toEpochMilli())
                .lookback(Duration.between(from, to).toMillis())
                .limit(limit)
                .build();
    }

    private static Instant instant(HttpServletRequest request, String... names) {
        return Asked.instant(names[0], Asked.given(names[0], given(request, names), "an instant"));
    }

    /** In microseconds, 0 where it is not said. */
    private static long length(String name, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            throw new BadInput(name, text, "a duration such as 10ms, 1.5s or 2m");
        }
        return Math.round(Double.parseDouble(length.group(1)) * MICROS.get(length.group(2)));
    }

    private static Map<String, String> attributes(String name, String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return attributes;
        }
        try {
            SentJson.value(text).asJsonObject().forEach((key, value) -> attributes.put(key, word(value)));
        } catch (JsonException | ClassCastException e) {
            throw new BadInput(name, text, "an object such as {\"http.method\":\"GET\"}");
        }
        // of Jaeger's spans an error says no more
        attributes.computeIfPresent("error", (error, value) -> value.equals("true") ? "" : value);
        return attributes;
    }

    private static String word(JsonValue value) {
        return value instanceof JsonString text ? text.getString() : value.toString();
    }

    @Override
    void refuse(int status, String why, HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonObjectBuilder refusal = PROVIDER.createObjectBuilder();
        if (isV3(request)) {
            refusal.add(
                    "error",
                    PROVIDER.createObjectBuilder().add("httpCode", status).add("message", why));
        } else {
            refusal.add("data", JsonValue.NULL)
                    .add("total", 0)
                    .add("limit", 0)
                    .add("offset", 0)
                    .add(
                            "errors",
                            PROVIDER.createArrayBuilder()
                                    .add(PROVIDER.createObjectBuilder()
                                            .add("code", status)
                                            .add("msg", why)));
        }
        response.setStatus(status);
        write(response, JSON, refusal.build().toString().getBytes(StandardCharsets.UTF_8));
    }
}
