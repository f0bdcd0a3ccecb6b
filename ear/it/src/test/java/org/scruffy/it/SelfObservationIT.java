package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the product says of its own work, and that saying it makes no more work to tell of. */
@ExtendWith(RunningScruffy.Shared.class)
class SelfObservationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CALLER = "00f067aa0ba902b7";

    private static List<String> names(RunningScruffy scruffy, String filter) {
        String query = "{'calculations':[{'op':'COUNT'}],'breakdowns':['name'],'limit':1000,'time_range':3600,"
                + "'filters':[{'column':'meta.dataset','op':'=','value':'scruffy'}," + filter + "]}";
        return new Api.Answer(scruffy.post("/api/v1/query", Api.json(query)))
                .is(200).json().getJsonArray("rows").getValuesAs(JsonObject.class).stream()
                        .map(row -> row.getJsonObject("group").getString("name"))
                        .toList();
    }

    private static void await(RunningScruffy scruffy, String filter, String name) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        List<String> names = names(scruffy, filter);
        while (!names.contains(name)) {
            assertThat(Instant.now()).as(name + " among " + names).isBefore(deadline);
            Thread.sleep(500);
            names = names(scruffy, filter);
        }
    }

    @Test
    void pagesJobsPluginsOriginsAndCaches_areSpans(RunningScruffy scruffy) throws InterruptedException {
        scruffy.get("/login.xhtml");
        scruffy.get("/api/stations/KSCF/feeds/main/on-air");

        await(scruffy, "{'column':'http.route','op':'=','value':'/login.xhtml'}", "GET /login.xhtml");
        assertThat(names(scruffy, "{'column':'http.target','op':'starts-with','value':'/health'}"))
                .as("spans of those who asked whether it is ready")
                .isEmpty();
        await(scruffy, "{'column':'job.name','op':'exists'}", "evaluate trigger");
        await(scruffy, "{'column':'name','op':'=','value':'origin fetch'}", "origin fetch");
        await(scruffy, "{'column':'name','op':'=','value':'cache lookup'}", "cache lookup");
        assertThat(names(scruffy, "{'column':'plugin.operation','op':'exists'}"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("plugin "));
    }

    /** How callers name the trace they are in: %1$s is the trace, %2$s the span that calls. */
    static Stream<Map<String, String>> headers() {
        return Stream.of(
                Map.of("traceparent", "00-%1$s-%2$s-01"),
                Map.of("b3", "%1$s-%2$s-1"),
                Map.of("b3", "%1$.16s-%2$s-0"),
                Map.of("X-B3-TraceId", "%1$s", "X-B3-SpanId", "%2$s", "X-B3-Sampled", "1"),
                Map.of("X-B3-TraceId", "%1$.16s", "X-B3-SpanId", "%2$s", "X-B3-Flags", "1"),
                Map.of("X-Honeycomb-Trace", "1;trace_id=%1$s,parent_id=%2$s,context=e30="),
                Map.of("traceparent", "00-%1$s-%2$s-01", "b3", "5b8efff798038103d269b633813fc60c-%2$s-1"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void requests_areOfTheTraceThatTheirCallersNameInWhateverForm(Map<String, String> headers, RunningScruffy scruffy)
            throws InterruptedException {
        for (String path : List.of("/api/v1/stations/KSCF/feeds", "/login.xhtml", "/live/KSCF/main/master.m3u8")) {
            String trace = UUID.randomUUID().toString().replace("-", "");
            HttpRequest.Builder request = scruffy.request(path);
            headers.forEach((name, value) -> request.header(name, value.formatted(trace, CALLER)));
            scruffy.send(request);

            boolean isShort = headers.toString().contains("%1$.16s");
            String kept = isShort ? "0".repeat(16) + trace.substring(0, 16) : trace;
            Instant deadline = Instant.now().plus(PATIENCE);
            while (!isCalledFrom(
                    CALLER, scruffy.get("/api/v1/traces/" + kept))) { // what is within it may be kept first
                assertThat(Instant.now())
                        .as("a span of " + path + " in trace " + kept)
                        .isBefore(deadline);
                Thread.sleep(200);
            }
        }
    }

    private static boolean isCalledFrom(String caller, HttpResponse<String> trace) {
        return trace.statusCode() == 200
                && new Api.Answer(trace)
                        .json().getJsonArray("spans").getValuesAs(JsonObject.class).stream()
                                .anyMatch(span -> span.getString("parent").equals(caller));
    }

    @Test
    void theWeekOnAir_saysOfEachLookWhetherItWasKept(RunningScruffy scruffy) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (kept(scruffy)) { // by whoever looked last, for twenty seconds
            assertThat(Instant.now()).as("a look at what is not kept").isBefore(deadline);
        }
        assertThat(kept(scruffy)).as("what was just read is kept").isTrue();
    }

    private static boolean kept(RunningScruffy scruffy) throws InterruptedException {
        String trace = UUID.randomUUID().toString().replace("-", "");
        new Api.Answer(scruffy.send(scruffy.request("/api/stations/KSCF/feeds/kids/on-air")
                        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")))
                .is(200);
        String look = "{'column':'trace.trace_id','op':'=','value':'" + trace
                + "'},{'column':'name','op':'=','value':'cache lookup'}";
        await(scruffy, look, "cache lookup");
        return !names(scruffy, look + ",{'column':'cache.hit','op':'=','value':true}")
                .isEmpty();
    }

    @Test
    void keepingEvents_isOneSpanOfTheRequestThatBringsThemAndNoMore(RunningScruffy scruffy)
            throws InterruptedException {
        String trace = UUID.randomUUID().toString().replace("-", "");
        new Api.Answer(scruffy.send(scruffy.anonymous("/1/events/loop")
                        .header("X-Honeycomb-Team", RunningScruffy.DEMO_KEY)
                        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                        .POST(BodyPublishers.ofString("{\"name\":\"brought\"}"))))
                .is(200);
        String ofTheTrace = "{'column':'trace.trace_id','op':'=','value':'" + trace + "'}";
        await(scruffy, ofTheTrace, "POST /1/*");
        Thread.sleep(3_000); // a loop would have gone round ten times

        assertThat(names(scruffy, ofTheTrace + ",{'column':'db.system','op':'does-not-exist'}"))
                .containsExactly("POST /1/*");
        assertThat(names(scruffy, "{'column':'plugin.name','op':'contains','value':'duckdb'}"))
                .as("calls of the store that keeps spans")
                .noneMatch(name -> name.startsWith("plugin "));
    }
}
