package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.wire.Otlp;
import org.scruffy.telemetry.wire.Row;

class OtlpDocumentTest {

    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final String BROUGHT = """
            {"resourceSpans":[{
              "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"front"}}]},
              "scopeSpans":[{"scope":{"name":"lib","version":"1"},"spans":[
                {"traceId":"%1$s","spanId":"00f067aa0ba902b7","name":"GET /","kind":2,"traceState":"a=b",
                 "startTimeUnixNano":"1780822800000000001","endTimeUnixNano":"1780822800001500001",
                 "attributes":[{"key":"whole","value":{"intValue":"7"}},{"key":"part","value":{"doubleValue":0.5}},
                   {"key":"truth","value":{"boolValue":true}},{"key":"http.method","value":{"stringValue":"GET"}}],
                 "events":[{"timeUnixNano":"1780822800000500001","name":"ws",
                   "attributes":[{"key":"why","value":{"stringValue":"late"}}]}],
                 "links":[{"traceId":"%1$s","spanId":"00f067aa0ba902b9"}],
                 "status":{"code":2,"message":"kaputt"}},
                {"traceId":"%1$s","spanId":"00f067aa0ba902b8","parentSpanId":"00f067aa0ba902b7","name":"call","kind":3,
                 "startTimeUnixNano":"1780822800000100001","endTimeUnixNano":"1780822800000200001"}]}]}]}
            """.formatted(TRACE);

    private static List<Event> read(String document) throws IOException {
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        return Otlp.read(Otlp.Signal.TRACES, new ByteArrayInputStream(body), true, Instant.EPOCH).stream()
                .map(Row::event)
                .toList();
    }

    @Test
    void whatWasBrought_isTold() throws IOException {
        List<Event> brought = read(BROUGHT);
        String told = OtlpDocument.of(SpanParts.of(brought)).build().toString();
        assertThat(read(told)).containsExactlyInAnyOrderElementsOf(brought).hasSize(4);
    }

    @Test
    void jaegersTrace_hasReferencesLogsAndProcesses() throws IOException {
        JsonObject trace = JaegerDocument.of(SpanParts.of(read(BROUGHT))).build();
        assertThat(trace.getJsonObject("processes").getJsonObject("p1").getString("serviceName"))
                .isEqualTo("front");
        JsonObject root = trace.getJsonArray("spans").getJsonObject(0);
        assertThat(root.getJsonNumber("startTime").longValue()).isEqualTo(1_780_822_800_000_000L);
        assertThat(root.getJsonNumber("duration").longValue()).isEqualTo(1_500);
        assertThat(root.getJsonArray("tags").toString())
                .contains("{\"key\":\"whole\",\"type\":\"int64\",\"value\":7}")
                .contains("{\"key\":\"error\",\"type\":\"bool\",\"value\":true}")
                .contains("{\"key\":\"span.kind\",\"type\":\"string\",\"value\":\"server\"}")
                .doesNotContain("service.name", "trace.");
        assertThat(root.getJsonArray("logs").getJsonObject(0).toString())
                .contains("{\"key\":\"event\",\"type\":\"string\",\"value\":\"ws\"}", "late");
        assertThat(root.getJsonArray("references").toString()).contains("FOLLOWS_FROM", "00f067aa0ba902b9");
        assertThat(trace.getJsonArray("spans")
                        .getJsonObject(1)
                        .getJsonArray("references")
                        .toString())
                .contains("CHILD_OF", "00f067aa0ba902b7");
    }
}
