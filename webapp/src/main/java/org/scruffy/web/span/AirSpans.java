package org.scruffy.web.span;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.scruffy.telemetry.Sampling;
import org.scruffy.telemetry.ServerSpan;

/**
 * The spans of players' requests. They ask many thousand times a second, and nothing happens within such a request that a span
 * could tell: of those that were answered well and soon, as many are kept as the operator wants a second.
 */
@ApplicationScoped
public class AirSpans {

    private static final Pattern SECRET = Pattern.compile("((?:^|&)(?:key|sentry_key)=)[^&]*");
    private static final int LONGEST_TARGET = 2_000;
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final int REFUSED = 400;

    private final Tracer tracer;
    private final Sampling sampling;

    protected AirSpans() {
        this(null, 1);
    }

    @Inject
    public AirSpans(Tracer tracer, @ConfigProperty(name = "scruffy.live-spans", defaultValue = "100") int perSecond) {
        this.tracer = tracer;
        this.sampling = new Sampling(perSecond);
    }

    /**
     * Starts the span of any request; a trace that the caller began goes on.
     *
     * @param query null where there is none
     * @param header of a name, null where there is none
     */
    public ServerSpan start(String method, String path, String query, UnaryOperator<String> header) {
        Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), header, Headers.OF_REQUEST);
        return ServerSpan.start(tracer, caller, method, target(path, query));
    }

    private static String target(String path, String query) {
        String target =
                query == null ? path : path + "?" + SECRET.matcher(query).replaceAll("$1…");
        return target.substring(0, Math.min(target.length(), LONGEST_TARGET));
    }

    /**
     * Ends the span of a player's request, or drops it.
     *
     * @param traced whether the request came with a trace
     */
    public void answered(ServerSpan span, String path, String query, boolean traced, int status) {
        Route route = Route.live(path);
        boolean slow = span.age().compareTo(SLOW) > 0 && !reloads(query);
        boolean kept = span.known() || slow || status >= REFUSED || traced;
        int rate = kept ? 1 : sampling.rate(route.pattern() + ' ' + status);
        if (rate > 1 && ThreadLocalRandom.current().nextInt(rate) > 0) {
            return;
        }
        span.standsFor(rate);
        span.route(route.pattern());
        route.fields().forEach(span::setAttribute);
        span.finish(status);
    }

    /** A blocking reload takes as long as the next segment. */
    private static boolean reloads(String query) {
        return query != null && query.contains("_HLS_msn=");
    }

    private enum Headers implements TextMapGetter<UnaryOperator<String>> {
        OF_REQUEST;

        @Override
        public Iterable<String> keys(UnaryOperator<String> header) {
            return List.of();
        }

        @Override
        public String get(UnaryOperator<String> header, String name) {
            return header == null ? null : header.apply(name);
        }
    }
}
