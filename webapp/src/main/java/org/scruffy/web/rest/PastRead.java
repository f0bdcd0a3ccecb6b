package org.scruffy.web.rest;

import jakarta.ws.rs.core.Application;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.database.NotReplayed;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;
import org.scruffy.telemetry.Trace;

/**
 * A read of ours that a trace tells of: a GET that was asked, and the relations that it read one by one.
 *
 * @param route as a resource names it, {@code /api/week/{date}}
 * @param target what was asked, with its parameters
 */
record PastRead(String route, String target, List<String> relations) {

    /** As many characters of an address as a span keeps. */
    private static final int CUT_OFF = 2_000;

    /** How many methods answer each: several where it has several forms, of which a caller says which one it takes. */
    private static final Map<String, Long> ROUTES = Stream.concat(
                    routes("/api", new Api()), routes("/demo", new Demo()))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    /** Of all that is read here; what answers nothing by itself goes on telling for as long as somebody listens. */
    private static Stream<String> routes(String application, Application resources) {
        return resources.getClasses().stream()
                .flatMap(resource -> Arrays.stream(resource.getMethods())
                        .filter(method ->
                                method.isAnnotationPresent(Plan.Reads.class) && method.getReturnType() != void.class)
                        .map(method -> RouteOfResource.of(application, resource, method)));
    }

    /**
     * Of the costliest finding of a trace that names a relation, the request that it is in.
     *
     * @param service what our own spans say they are of
     * @throws NotReplayed where that is no read that can be asked again
     */
    static PastRead of(Trace trace, String service) {
        Map<String, TraceSpan> spans = new HashMap<>();
        trace.spans().forEach(span -> spans.put(span.id(), span));
        Function<Finding, Optional<TraceSpan>> request =
                finding -> request(spans, finding.place().parent());
        Finding costliest = trace.findings().stream()
                .filter(finding -> !finding.relation().isEmpty())
                .findFirst()
                .orElseThrow(
                        () -> new NotReplayed("No finding of the trace names a relation: there is no plan to try"));
        TraceSpan asked = request.apply(costliest)
                .orElseThrow(() -> new NotReplayed("No request that reads " + costliest.relation() + " is kept"));
        List<String> relations = trace.findings().stream()
                .filter(finding ->
                        !finding.relation().isEmpty() && request.apply(finding).equals(Optional.of(asked)))
                .map(Finding::relation)
                .distinct()
                .toList();
        return of(asked, service, relations);
    }

    /** The nearest span of a server, from the one with this id upwards. */
    private static Optional<TraceSpan> request(Map<String, TraceSpan> spans, String id) {
        TraceSpan span = spans.get(id);
        for (int hops = 0; span != null && hops < spans.size(); hops++) {
            if (span.kind().equals("server")) {
                return Optional.of(span);
            }
            span = spans.get(span.parent());
        }
        return Optional.empty();
    }

    private static PastRead of(TraceSpan asked, String service, List<String> relations) {
        if (!asked.service().equals(service)) {
            throw new NotReplayed("It was read by " + asked.service() + ", which is not this service");
        }
        if (!asked.text("http.method").equals("GET")) {
            throw new NotReplayed(asked.name() + " is no GET: it would do again what it did");
        }
        String route = asked.text("http.route");
        if (!ROUTES.containsKey(route)) {
            throw new NotReplayed(asked.name() + " is no read of today's API");
        }
        if (ROUTES.get(route) > 1) {
            throw new NotReplayed(asked.name() + " has several forms, and which one was asked for is not kept");
        }
        String target = asked.text("http.target");
        if (target.length() >= CUT_OFF || target.contains("…")) {
            throw new NotReplayed(asked.name() + " is kept without all of its address");
        }
        return new PastRead(route, address(route, target), relations);
    }

    /** Strangers bring spans too: what they say need not be an address, nor one of the route. Only what was looked at is asked. */
    private static String address(String route, String target) {
        try {
            URI address = new URI(target);
            if (isOf(route, address)) {
                return address.getRawQuery() == null
                        ? address.getRawPath()
                        : address.getRawPath() + "?" + address.getRawQuery();
            }
        } catch (URISyntaxException e) {
            // refused as what is no address of the route
        }
        throw new NotReplayed("'" + target + "' is no address of " + route);
    }

    private static boolean isOf(String route, URI address) throws URISyntaxException {
        String path = address.getPath();
        return path != null
                && !address.isAbsolute()
                && address.getRawAuthority() == null
                && address.getRawFragment() == null
                && new URI(null, path, null).normalize().getPath().equals(path)
                && pattern(route).matcher(path).matches();
    }

    /** Of decoded paths; a percent sign that is left may hide a slash from whoever decodes twice. */
    private static Pattern pattern(String route) {
        return Pattern.compile(Arrays.stream(route.split("(?<=})|(?=\\{)"))
                .map(part -> part.startsWith("{") ? "[^/;%\\\\]+" : Pattern.quote(part))
                .collect(Collectors.joining()));
    }

    @Override
    public String toString() {
        return "GET " + target;
    }
}
