package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Event;

class ServerSpanTest {

    private final Recorder recorder = new Recorder(100);

    private ServerSpan start() {
        return ServerSpan.start(recorder.tracer(), Context.root(), "GET", "/api/week/2026-06-07?feed=main");
    }

    private Event told() {
        return recorder.events().get(0);
    }

    @Test
    void span_tellsOfTheRequestAndItsAnswer() {
        ServerSpan span = start();
        ServerSpan.served().orElseThrow().route("/api/week/{date}");
        span.finish(200);
        Event event = told();
        assertThat(event.fields())
                .containsEntry("name", "GET /api/week/{date}")
                .containsEntry("span.kind", "server")
                .containsEntry("http.method", "GET")
                .containsEntry("http.route", "/api/week/{date}")
                .containsEntry("http.target", "/api/week/2026-06-07?feed=main")
                .containsEntry("http.status_code", 200L)
                .containsEntry("db.statement_count", 0L)
                .containsKey("duration_ms")
                .doesNotContainKeys("error", "trace.parent_id");
        assertThat(ServerSpan.served()).isEmpty();
    }

    @Test
    void span_isEndedByNobodyElse() {
        ServerSpan span = start();
        Span.current().end();
        assertThat(recorder.events()).isEmpty();
        span.finish(200);
        assertThat(recorder.events()).hasSize(1);
    }

    @Test
    void refusedRequest_isNoErrorThoughTheContainerSaysSo() {
        ServerSpan span = start();
        Span.current().setAttribute("error", true).setStatus(StatusCode.ERROR, "Not Found");
        Span.current().recordException(new IllegalStateException("no such week"));
        span.finish(404);
        assertThat(told().fields())
                .doesNotContainKey("error")
                .containsEntry("status_code", 0L)
                .containsEntry("exception.message", "no such week");
    }

    @Test
    void failedRequest_isAnError() {
        start().finish(503);
        assertThat(told().fields()).containsEntry("error", true).containsEntry("status_code", 2L);
    }

    @Test
    void requestWithinARequest_hasARouteAndACountOfItsOwn() {
        ServerSpan outer = start();
        outer.route("/api/proof");
        ServerSpan inner = outer.within("GET", "/api/week/2026-06-07");
        ServerSpan.served().orElseThrow().route("/api/week/{date}");
        ServerSpan.countStatement();
        inner.finish(200);
        ServerSpan.countStatement();
        ServerSpan.countStatement();
        outer.finish(200);

        Map<String, Event> events =
                recorder.events().stream().collect(Collectors.toMap(event -> event.text("http.route"), event -> event));
        Event around = events.get("/api/proof");
        assertThat(around.fields()).containsEntry("span.kind", "server").containsEntry("db.statements", 2L);
        assertThat(events.get("/api/week/{date}").fields())
                .containsEntry("span.kind", "internal")
                .containsEntry("db.statements", 1L)
                .containsEntry("trace.parent_id", around.text("trace.span_id"));
    }

    @Test
    void planExceeded_isToldOnTheSpanAndAsAnEvent() {
        ServerSpan span = start();
        span.plan("week", 2);
        ServerSpan.countStatement();
        ServerSpan.countStatement();
        ServerSpan.countStatement();
        span.finish(200);

        List<Event> events = recorder.events();
        assertThat(events)
                .hasSize(2)
                .anySatisfy(event -> assertThat(event.fields())
                        .containsEntry("plan", "week")
                        .containsEntry("plan.budget", 2L)
                        .containsEntry("plan.exceeded", true)
                        .containsEntry("db.statements", 3L)
                        .containsEntry("http.status_code", 200L));
        assertThat(events).anySatisfy(event -> assertThat(event.fields()).containsEntry("name", "plan exceeded"));
    }

    @Test
    void planKept_isToldWithoutAnEvent() {
        ServerSpan span = start();
        span.plan("week", 1);
        ServerSpan.countStatement();
        span.finish(200);

        assertThat(recorder.events())
                .singleElement()
                .satisfies(event -> assertThat(event.fields())
                        .containsEntry("plan", "week")
                        .containsEntry("plan.exceeded", false)
                        .containsEntry("db.statements", 1L));
    }

    @Test
    void entry_isTheRouteOrTheNameOfTheJob() {
        assertThat(ServerSpan.entry()).isEmpty();

        ServerSpan request = start();
        request.route("/api/*");
        assertThat(ServerSpan.entry()).isEqualTo("/api/*");
        request.route("/api/week/{date}");
        assertThat(ServerSpan.entry()).isEqualTo("/api/week/{date}");
        request.finish(200);

        Span job = recorder.tracer().spanBuilder("tidying").startSpan();
        try (Scope ignored = job.makeCurrent()) {
            assertThat(ServerSpan.entry()).isEqualTo("tidying");
        }
    }

    @Test
    void spanThatNobodyAskedFor_isNotThere() {
        ServerSpan span = start();

        assertThat(span.known()).isFalse();
        span.leave();

        assertThat(recorder.events()).isEmpty();
        assertThat(ServerSpan.served()).isEmpty();
    }

    @Test
    void span_isKnownFromWhenSomebodyWasToldItsTrace() {
        ServerSpan span = start();
        String trace = Span.current().getSpanContext().getTraceId();

        assertThat(span.known()).isTrue();
        span.finish(404);

        assertThat(told().fields()).containsEntry("trace.trace_id", trace);
    }

    /** A playlist takes microseconds, and its span is started when it is over. */
    @Test
    void spanOfMicroseconds_saysHowLongItTook() {
        for (int i = 0; i < 50; i++) {
            start().finish(200);
        }

        assertThat(recorder.events())
                .extracting(event -> (Double) event.fields().get("duration_ms"))
                .allSatisfy(length -> assertThat(length).isPositive());
    }

    @Test
    void span_saysHowManyItStandsFor() {
        ServerSpan span = start();
        span.standsFor(12);
        span.finish(200);

        assertThat(told().fields()).containsEntry(Event.SAMPLE_RATE, 12L);
    }
}
