package org.scruffy.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.telemetry.Event;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

class ZipkinTest {

    private static final Instant ARRIVAL = Instant.parse("2026-06-07T10:00:00Z");

    private static List<Row> read(byte[] body, boolean json) throws IOException {
        return Zipkin.read(new ByteArrayInputStream(body), json, ARRIVAL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void span_isOneEventAndOneForEachAnnotation(boolean json) throws IOException {
        Span span = Span.newBuilder()
                .traceId("86154a4ba6e91385")
                .id("4d1e00c0db9010db")
                .parentId("86154a4ba6e91385")
                .name("get")
                .kind(Span.Kind.SERVER)
                .timestamp(1_780_822_800_000_001L)
                .duration(1_500)
                .localEndpoint(Endpoint.newBuilder()
                        .serviceName("front end")
                        .ip("10.0.0.1")
                        .build())
                .remoteEndpoint(
                        Endpoint.newBuilder().serviceName("back").port(80).build())
                .putTag("http.status_code", "503")
                .putTag("error", "unavailable")
                .addAnnotation(1_780_822_800_000_501L, "ws")
                .shared(true)
                .build();
        byte[] body = (json ? SpanBytesEncoder.JSON_V2 : SpanBytesEncoder.PROTO3).encodeList(List.of(span));

        List<Row> rows = read(body, json);

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).event().time()).isEqualTo(Instant.parse("2026-06-07T09:00:00.000001Z"));
        assertThat(rows.get(0).event().fields())
                .containsEntry("trace.trace_id", "86154a4ba6e91385")
                .containsEntry("duration_ms", 1.5)
                .containsEntry("span.kind", "server")
                .containsEntry("http.status_code", 503L)
                .containsEntry("error", true)
                .containsEntry("status_message", "unavailable")
                .containsEntry("service.name", "front end")
                .containsEntry(Event.DATASET, "front-end")
                .containsEntry("net.host.ip", "10.0.0.1")
                .containsEntry("peer.service", "back")
                .containsEntry("net.peer.port", 80L)
                .containsEntry("zipkin.shared", true);
        assertThat(rows.get(1).event().fields())
                .containsEntry("name", "ws")
                .containsEntry("trace.parent_id", "4d1e00c0db9010db")
                .containsEntry("meta.time_since_span_start_ms", 0.5);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807,1", "1,9223372036854775807", "9223372036854775807,-9223372036854775808"})
    void timesThatNoClockTells_areRefused(long span, long annotation) throws IOException {
        String body = "[{\"traceId\":\"1\",\"id\":\"1\",\"timestamp\":" + span
                + ",\"duration\":9223372036854775807,\"annotations\":[{\"timestamp\":" + annotation
                + ",\"value\":\"a\"}]}]";
        List<Row> rows = read(body.getBytes(StandardCharsets.UTF_8), true);
        assertThat(rows).extracting(Row::isRefused).containsExactly(span > 1, span > 1);
    }

    private static String error(Object... fields) {
        Map<String, Object> all = new HashMap<>(Map.of("trace.trace_id", "1", "trace.span_id", "2", "error", true));
        for (int i = 0; i < fields.length; i += 2) {
            all.put((String) fields[i], fields[i + 1]);
        }
        return ZipkinSpans.of(List.of(new Event(ARRIVAL, all))).get(0).tags().get("error");
    }

    @Test
    void failedSpan_saysInItsErrorWhatWentWrong() {
        assertThat(error("status_message", "kaputt", "http.status_code", 500L)).isEqualTo("kaputt");
        assertThat(error("http.status_code", 500L)).isEqualTo("500");
        assertThat(error("http.status_code", 503L, "exception.type", "Oops")).isEqualTo("503");
        assertThat(error("http.status_code", 200L, "exception.type", "Oops")).isEqualTo("Oops");
        assertThat(error()).as("known to have failed, and nothing more").isEmpty();
        assertThat(error("error", false, "http.status_code", 200L)).isEqualTo("false");
    }

    private static Event event(Object... fields) {
        Map<String, Object> all = new HashMap<>(Map.of("own \"tag\"", "ж\n", "trace.trace_id", "1"));
        for (int i = 0; i < fields.length; i += 2) {
            all.put((String) fields[i], fields[i + 1]);
        }
        return new Event(ARRIVAL, all);
    }

    /** What Zipkin's decoder would make good must be good for clients that have none. */
    @Test
    void json_isAsZipkinWritesIt() throws IOException {
        List<Event> events = List.of(
                event("trace.span_id", "a", "trace.parent_id", "A", "name", "GET /Ж", "span.kind", "server"),
                event("trace.span_id", "b", "trace.parent_id", "b", "span.kind", "internal", "duration_ms", -1.0),
                event("trace.span_id", "c", "trace.parent_id", "a", "duration_ms", 0.5, "zipkin.shared", true),
                event("trace.span_id", "0", "service.name", "Front", "net.host.ip", "::ffff:10.0.0.1", "own", 1L),
                event("trace.span_id", "ж", "net.peer.ip6", "2001:DB8::1", "net.peer.port", 70_000L, "own", 0.5),
                event("trace.span_id", "d", "net.peer.port", 80L, "zipkin.debug", true, "zipkin.timeless", true),
                event("trace.span_id", "e", "error", true, "status_message", "kaputt", "zipkin.debug", false),
                event("trace.parent_id", "a", "meta.annotation_type", "span_event", "name", "late"),
                event(
                        "trace.parent_id",
                        "a",
                        "meta.annotation_type",
                        "span_event",
                        "name",
                        "soon",
                        "meta.time_since_span_start_ms",
                        -1.0),
                event("trace.parent_id", "a", "meta.annotation_type", "span_event", "name", "late"),
                event("trace.parent_id", "a", "meta.annotation_type", "link"));
        byte[] told = ZipkinSpans.json(events);
        byte[] again = SpanBytesEncoder.JSON_V2.encodeList(ZipkinSpans.of(events));
        assertThat(ZipkinSpans.of(events)).hasSize(7);
        assertThat(JsonText.read(told, 0, told.length)).isEqualTo(JsonText.read(again, 0, again.length));
    }

    @Test
    void emptyList_isWell() throws IOException {
        assertThat(read("[]".getBytes(StandardCharsets.UTF_8), true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|Expected a JSON_V2 encoded list",
                "{}|Expected a JSON_V2 encoded list",
                "[{\"traceId\":\"zz\",\"id\":\"1\"}]|should be lower-hex encoded",
                "[{\"traceId\":\"1\"|reading List<Span> from json"
            })
    void malformedList_isRefusedInZipkinsWords(String body, String why) {
        assertThatThrownBy(() -> read(body.getBytes(StandardCharsets.UTF_8), true))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining(why);
    }
}
