package org.scruffy.web.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.scruffy.telemetry.ZipkinTraces;
import zipkin2.Span;
import zipkin2.codec.DependencyLinkBytesEncoder;
import zipkin2.storage.QueryRequest;

/**
 * What Zipkin's pages and Grafana's Zipkin source ask, for the address {@code http://host/zipkin} or {@code http://host} and a key of an
 * engineer: {@code /api/v2/services}, {@code /spans?serviceName}, {@code /remoteServices?serviceName}, {@code /autocompleteKeys}, {@code
 * /autocompleteValues?key}, all of the last week; {@code /traces?serviceName&spanName&remoteServiceName&annotationQuery&minDuration
 * &maxDuration&endTs&lookback&limit} (durations in microseconds, times in milliseconds; one day back and 10 traces where it is not
 * said, at most 1,000), {@code /trace/{id}}, {@code /traceMany?traceIds=a,b}, {@code /dependencies?endTs&lookback}. All traces that
 * are kept are told, not only those that Zipkin's reporters brought. Refusals are plain text: 400, 404 for a trace that is not kept,
 * 503 with Retry-After.
 */
@WebServlet({"/zipkin/api/v2/*", "/api/v2/*"})
public class ZipkinQueryServlet extends StrangersReads {

    private static final long serialVersionUID = 1L;
    private static final String ZIPKIN = "/zipkin";
    private static final String API = "/api/v2/";
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final int FEW = 10;
    private static final int MOST_IDS = 1_000;

    @Inject
    private transient ZipkinTraces traces;

    @Inject
    private transient Clock clock;

    @Override
    String prefix(String address) {
        return address.startsWith(ZIPKIN) ? ZIPKIN + API : API;
    }

    @Override
    void tell(List<String> path, HttpServletRequest request, HttpServletResponse response) throws IOException, Missing {
        boolean one = path.size() == 2 && path.get(0).equals("trace");
        if (path.size() != 1 && !one) {
            throw new Missing("There is nothing here");
        }
        byte[] answer = switch (path.get(0)) {
            case "services" -> words(traces.services());
            case "spans" -> words(traces.spanNames(service(request)));
            case "remoteServices" -> words(traces.remoteServices(service(request)));
            case "autocompleteKeys" -> words(traces.tagKeys());
            case "autocompleteValues" -> words(traces.tagValues(needed(request, "key", "the name of a tag")));
            case "traces" -> list(traces.traces(wanted(request)));
            case "traceMany" -> list(traces.traces(ids(request)));
            case "trace" -> trace(one ? path.get(1) : "");
            case "dependencies" ->
                DependencyLinkBytesEncoder.JSON_V1.encodeList(
                        traces.dependencies(ZipkinTraces.time(endTs(request), lookback(request))));
            default -> throw new Missing("There is nothing here");
        };
        write(response, JSON, answer);
    }

    private static String service(HttpServletRequest request) {
        return needed(request, "serviceName", "the name of a service");
    }

    private static long lookback(HttpServletRequest request) {
        return number(request, "lookback", Duration.ofDays(1).toMillis());
    }

    private static long endTs(HttpServletRequest request) {
        needed(request, "endTs", "milliseconds since 1970");
        return number(request, "endTs", 0);
    }

    private QueryRequest wanted(HttpServletRequest request) {
        long shortest = number(request, "minDuration", 0);
        long longest = number(request, "maxDuration", 0);
        return QueryRequest.newBuilder()
                .serviceName(given(request, "serviceName"))
                .spanName(given(request, "spanName"))
                .remoteServiceName(given(request, "remoteServiceName"))
                .parseAnnotationQuery(given(request, "annotationQuery"))
                .minDuration(shortest == 0 ? null : (Long) shortest)
                .maxDuration(longest == 0 ? null : (Long) longest)
                .endTs(number(request, "endTs", clock.millis()))
                .lookback(lookback(request))
                .limit(limit(request, FEW, "limit"))
                .build();
    }

    private byte[] trace(String id) throws Missing {
        return traces.trace(Span.normalizeTraceId(id)).orElseThrow(() -> new Missing(id + " not found"));
    }

    private static Set<String> ids(HttpServletRequest request) {
        Set<String> ids = new LinkedHashSet<>();
        for (String id :
                needed(request, "traceIds", "ids of traces with commas between").split(",")) {
            ids.add(Span.normalizeTraceId(id.strip()));
        }
        if (ids.size() < 2 || ids.size() > MOST_IDS) {
            throw new BadInput("traceIds", ids.size() + " ids", "2 to " + MOST_IDS);
        }
        return ids;
    }

    private static byte[] words(List<String> words) {
        JsonArrayBuilder array = PROVIDER.createArrayBuilder();
        words.forEach(array::add);
        return array.build().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] list(List<byte[]> parts) {
        ByteArrayOutputStream list = new ByteArrayOutputStream(
                2 + parts.stream().mapToInt(part -> part.length + 1).sum());
        list.write('[');
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                list.write(',');
            }
            list.writeBytes(parts.get(i));
        }
        list.write(']');
        return list.toByteArray();
    }

    @Override
    void refuse(int status, String why, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        write(response, "text/plain;charset=utf-8", why.getBytes(StandardCharsets.UTF_8));
    }
}
