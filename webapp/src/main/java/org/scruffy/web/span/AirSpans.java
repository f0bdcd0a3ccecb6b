package org.scruffy.web.span;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
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

    /** How callers name the trace they are in. W3C's comes first: of a request with several it is the one that proxies keep up to date. */
    private static final List<TextMapPropagator> FORMS = List.of(
            W3CTraceContextPropagator.getInstance(), B3Propagator.injectingSingleHeader(), new HoneycombPropagator());

    private static final Pattern SECRET = Pattern.compile("((?:^|&)(?:key|sentry_key)=)[^&]*");
    private static final int LONGEST_HEADER = 8_192;
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
        return ServerSpan.start(tracer, caller(header), method, target(path, query));
    }

    /** The context the request came with, of the first form that names one. */
    static Context caller(UnaryOperator<String> header) {
        for (TextMapPropagator form : FORMS) {
            Context caller = form.extract(Context.root(), header, Headers.OF_REQUEST);
            if (Span.fromContext(caller).getSpanContext().isValid()) {
                return caller;
            }
        }
        return Context.root();
    }

    private static String target(String path, String query) {
        String target =
                query == null ? path : path + "?" + SECRET.matcher(query).replaceAll("$1…");
        return target.substring(0, Math.min(target.length(), LONGEST_TARGET));
    }

    /** Ends the span of a player's request, or drops it. */
    public void answered(ServerSpan span, String path, String query, int status) {
        Route route = Route.live(path);
        boolean slow = span.age().compareTo(SLOW) > 0 && !reloads(query);
        boolean kept = span.known() || slow || status >= REFUSED || span.continues();
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
            String value = header == null ? null : header.apply(name);
            return value == null || isStrange(value) ? null : value;
        }

        /** Kept from those who read ids: they look up each character, and U+FFFF is beyond their table. */
        private static boolean isStrange(String value) {
            return value.length() > LONGEST_HEADER || value.chars().anyMatch(c -> c > '~');
        }
    }
}
