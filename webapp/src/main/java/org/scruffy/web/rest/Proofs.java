package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.schedule.Reading;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.ServerSpan;
import org.scruffy.telemetry.Trace;

/** Proves that what the findings of a trace advise helps: reads again what the trace read, by the plan they propose. */
@ApplicationScoped
public class Proofs {

    /** The one read of ours that is lazy, and is kept so for the demo. */
    static final String PROVABLE = "/demo/legacy/week/{date}";

    private static final String ROUTE = "http.route";

    private final Weeks weeks;
    private final Access access;

    protected Proofs() {
        this(null, null);
    }

    @Inject
    public Proofs(Weeks weeks, Access access) {
        this.weeks = weeks;
        this.access = access;
    }

    /**
     * How much is read now by the way of the trace, and by others.
     *
     * @throws BadQuery for a trace that reads nothing that can be read again
     */
    List<Reading> of(Trace trace) {
        access.requireSomewhere(Role.ADMIN);
        URI target = trace.spans().stream()
                .filter(span -> span.text(ROUTE).equals(PROVABLE))
                .findFirst()
                .map(span -> target(span.text("http.target")))
                .orElseThrow(() -> new BadQuery(
                        "traceId", routes(trace), "the trace of a read that can be replayed: GET " + PROVABLE));
        Map<String, String> asked = parameters(target.getRawQuery());
        String path = target.getPath();
        List<String> relations = trace.findings().stream()
                .map(Finding::relation)
                .filter(relation -> !relation.isEmpty())
                .distinct()
                .toList();
        return weeks.readings(
                path.substring(path.lastIndexOf('/') + 1),
                asked.getOrDefault("station", ""),
                asked.getOrDefault("feed", ""),
                relations,
                () -> ServerSpan.served().map(ServerSpan::statements).orElse(0L));
    }

    /** Strangers bring spans too: what they say need not be an address. */
    private static URI target(String text) {
        try {
            URI target = new URI(text);
            if (target.getPath() != null) {
                return target;
            }
        } catch (URISyntaxException e) {
            // the same answer as for an address without a path
        }
        throw new BadQuery("traceId", "a trace of '" + text + "'", "the trace of a request with an address");
    }

    private static String routes(Trace trace) {
        List<String> routes = trace.spans().stream()
                .filter(span -> !span.text(ROUTE).isEmpty())
                .map(TraceSpan::name)
                .distinct()
                .toList();
        return routes.isEmpty() ? "a trace of no request" : "a trace of " + String.join(", ", routes);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            Arrays.stream(query.split("&", -1))
                    .map(pair -> pair.split("=", 2))
                    .forEach(pair -> parameters.put(pair[0], pair.length == 2 ? decoded(pair[1]) : ""));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
