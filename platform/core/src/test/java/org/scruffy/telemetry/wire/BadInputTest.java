package org.scruffy.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.scruffy.spi.telemetry.Event;
import zipkin2.codec.SpanBytesEncoder;

/** The same bad news in every protocol: each refuses the event alone and says why, or keeps it and says what of it is not kept. */
class BadInputTest {

    private static final Instant ARRIVAL = Instant.parse("2026-06-07T10:00:00Z");
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final String SPAN = "eee19b7ec3c1b174";
    private static final String SQL = "x'); DROP TABLE event; --\" OR 1=1";

    /** How events are brought, each with fields of words. */
    private enum Protocol {
        HONEYCOMB {
            @Override
            List<Row> bring(Map<String, String> fields, Instant time, String trace) throws IOException {
                String data = JsonText.write(with(fields, trace));
                return batch("[{\"time\":\"" + time + "\",\"data\":" + data + "},{\"data\":{\"well\":1}}]");
            }
        },
        MESSAGE_PACK {
            @Override
            List<Row> bring(Map<String, String> fields, Instant time, String trace) throws IOException {
                MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
                packer.packArrayHeader(2).packMapHeader(2).packString("time").packTimestamp(time);
                packer.packString("data").packMapHeader(fields.size() + 1);
                for (Map.Entry<String, String> field : with(fields, trace).entrySet()) {
                    packer.packString(field.getKey()).packString(field.getValue());
                }
                packer.packMapHeader(1).packString("data").packMapHeader(1);
                packer.packString("well").packInt(1);
                return Honeycomb.batch(new ByteArrayInputStream(packer.toByteArray()), true, "d", ARRIVAL);
            }
        },
        LINES {
            @Override
            List<Row> bring(Map<String, String> fields, Instant time, String trace) throws IOException {
                Map<String, String> line = with(fields, trace);
                line.put("time", time.toString());
                return JsonLines.read(body(JsonText.write(line) + "\n{\"well\":1}"), "d", ARRIVAL);
            }
        },
        OTLP {
            @Override
            List<Row> bring(Map<String, String> fields, Instant time, String trace) throws IOException {
                byte[] packed = spans(fields, time, trace).toByteArray();
                return Otlp.read(Otlp.Signal.TRACES, new ByteArrayInputStream(packed), false, ARRIVAL);
            }
        },
        OTLP_JSON {
            @Override
            List<Row> bring(Map<String, String> fields, Instant time, String trace) throws IOException {
                String attributes = fields.entrySet().stream()
                        .map(field -> "{\"key\":" + JsonText.write(field.getKey()) + ",\"value\":{\"stringValue\":"
                                + JsonText.write(field.getValue()) + "}}")
                        .collect(Collectors.joining(","));
                String bad = "{\"traceId\":\"" + trace + "\",\"spanId\":\"" + SPAN + "\",\"startTimeUnixNano\":\""
                        + nanos(time) + "\",\"attributes\":[" + attributes + "]}";
                String well = "{\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN + "\"}";
                return Otlp.read(
                        Otlp.Signal.TRACES,
                        body("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + bad + "," + well + "]}]}]}"),
                        true,
                        ARRIVAL);
            }
        },
        ZIPKIN {
            @Override
            List<Row> bring(Map<String, String> fields, Instant time, String trace) throws IOException {
                byte[] body = SpanBytesEncoder.JSON_V2.encodeList(zipkin(fields, time, trace));
                return Zipkin.read(new ByteArrayInputStream(body), true, ARRIVAL);
            }
        },
        ZIPKIN_PACKED {
            @Override
            List<Row> bring(Map<String, String> fields, Instant time, String trace) throws IOException {
                byte[] body = SpanBytesEncoder.PROTO3.encodeList(zipkin(fields, time, trace));
                return Zipkin.read(new ByteArrayInputStream(body), false, ARRIVAL);
            }
        },
        SENTRY {
            @Override
            List<Row> bring(Map<String, String> fields, Instant time, String trace) throws IOException {
                Map<String, Object> bad = Map.of(
                        "timestamp",
                        time.toString(),
                        "tags",
                        fields,
                        "contexts",
                        Map.of("trace", Map.of("trace_id", trace)));
                String envelope = "{}\n{\"type\":\"event\"}\n" + JsonText.write(bad)
                        + "\n{\"type\":\"event\"}\n{\"level\":\"info\"}\n";
                return Sentry.read(body(envelope), "7", ARRIVAL).rows();
            }
        };

        /** The rows of an event and of one that is well. */
        abstract List<Row> bring(Map<String, String> fields, Instant time, String trace) throws IOException;

        Row bring(Map<String, String> fields) throws IOException {
            return bring(fields, ARRIVAL);
        }

        Row bring(Map<String, String> fields, Instant time) throws IOException {
            List<Row> rows = bring(fields, time, TRACE);
            assertThat(rows).hasSize(2);
            assertThat(rows.get(1).isRefused()).as("the other one").isFalse();
            return rows.get(0);
        }
    }

    private static ByteArrayInputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Row> batch(String json) throws IOException {
        return Honeycomb.batch(body(json), false, "d", ARRIVAL);
    }

    private static Map<String, String> with(Map<String, String> fields, String trace) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("trace.trace_id", trace);
        return all;
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(1) * time.getEpochSecond(); // past 2262 it wraps as a client's would
    }

    private static ExportTraceServiceRequest spans(Map<String, String> fields, Instant time, String trace) {
        Span.Builder bad = span(trace).setStartTimeUnixNano(nanos(time));
        fields.forEach((name, value) -> bad.addAttributes(KeyValue.newBuilder()
                .setKey(name)
                .setValue(AnyValue.newBuilder().setStringValue(value))));
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        request.addResourceSpansBuilder().addScopeSpansBuilder().addSpans(bad).addSpans(span(TRACE));
        return request.build();
    }

    private static Span.Builder span(String trace) {
        return Span.newBuilder().setTraceId(ByteString.fromHex(trace)).setSpanId(ByteString.fromHex(SPAN));
    }

    private static List<zipkin2.Span> zipkin(Map<String, String> fields, Instant time, String trace) {
        zipkin2.Span.Builder bad = zipkin2.Span.newBuilder()
                .traceId(trace)
                .id(SPAN)
                .timestamp(TimeUnit.SECONDS.toMicros(time.getEpochSecond()));
        fields.forEach(bad::putTag);
        return List.of(
                bad.build(), zipkin2.Span.newBuilder().traceId(TRACE).id("1").build());
    }

    @ParameterizedTest
    @EnumSource
    void oneColumnTooMany_isRefusedAlone(Protocol protocol) throws IOException {
        Map<String, String> wide =
                IntStream.rangeClosed(1, 2_001).boxed().collect(Collectors.toMap(i -> "c" + i, i -> "1"));
        assertThat(protocol.bring(wide).refusal()).contains("Event has too many columns.");
    }

    @ParameterizedTest
    @EnumSource
    void nameThatIsTooLong_isRefusedAlone(Protocol protocol) throws IOException {
        assertThat(protocol.bring(Map.of("n".repeat(256), "1")).refusal())
                .contains("256 characters, expected 1 to 255");
    }

    @ParameterizedTest
    @EnumSource(names = {"HONEYCOMB", "MESSAGE_PACK", "LINES"})
    void longWords_areRefusedByNameWhereTheProtocolSaysSo(Protocol protocol) throws IOException {
        assertThat(protocol.bring(Map.of("long", "x".repeat(65_536))).refusal())
                .isEqualTo("Column 'long' has more than 65535 characters.");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"HONEYCOMB", "MESSAGE_PACK", "LINES"})
    void longWords_areCutAndNamedWhereItDoesNot(Protocol protocol) throws IOException {
        Event event = protocol.bring(Map.of("long", "x".repeat(65_536))).event();
        assertThat(event.text("long")).hasSize(65_535);
        assertThat(event.text("meta.truncated")).isEqualTo("long");
    }

    @ParameterizedTest
    @EnumSource
    void sql_isWordsLikeOthers(Protocol protocol) throws IOException {
        assertThat(protocol.bring(Map.of(SQL, SQL)).event().fields()).containsEntry(SQL, SQL);
    }

    /** A client may say so in the store's own name too, as Scruffy's exports do. */
    @ParameterizedTest
    @EnumSource
    void sampleRateInItsOwnName_isAWholeNumberAboveOne(Protocol protocol) throws IOException {
        for (String none : List.of("many", "", "NaN", "1", "0", "-9223372036854775808")) {
            assertThat(protocol.bring(Map.of(Event.SAMPLE_RATE, none)).event().fields())
                    .as(none)
                    .doesNotContainKey(Event.SAMPLE_RATE);
        }
        assertThat(protocol.bring(Map.of(Event.SAMPLE_RATE, "7")).event().fields())
                .containsEntry(Event.SAMPLE_RATE, 7L);
        assertThat(protocol.bring(Map.of(Event.SAMPLE_RATE, "9223372036854775807"))
                        .event()
                        .fields())
                .containsEntry(Event.SAMPLE_RATE, (long) Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void theYear2263_isRefusedAlone(Protocol protocol) throws IOException {
        assertThat(protocol.bring(Map.of("a", "1"), Instant.parse("2263-01-01T00:00:00Z"))
                        .refusal())
                .contains("expected", "2262");
    }

    /** Zipkin's model has no time before 1970: such a span has none. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ZIPKIN", "ZIPKIN_PACKED"})
    void theYear1969_isRefusedAlone(Protocol protocol) throws IOException {
        assertThat(protocol.bring(Map.of("a", "1"), Instant.parse("1969-12-31T23:59:59Z"))
                        .refusal())
                .containsAnyOf("1969-12-31", "expected a time before 2262");
    }

    /** Only OpenTelemetry's ids are of one length; those of others are words. */
    @ParameterizedTest
    @EnumSource(names = {"OTLP", "OTLP_JSON"})
    void traceIdOfAnotherLength_isRefusedAlone(Protocol protocol) throws IOException {
        List<Row> rows = protocol.bring(Map.of(), ARRIVAL, TRACE.substring(2));
        assertThat(rows).extracting(Row::isRefused).containsExactly(true, false);
        assertThat(rows.get(0).refusal()).contains("trace id", "15 bytes, expected 16");
    }

    @Test
    void traceIdThatZipkinDoesNotKnow_refusesTheList() {
        for (String id : List.of(TRACE + "0", "", "xyz", "0000000000000000")) {
            String body = "[{\"traceId\":\"" + id + "\",\"id\":\"" + SPAN + "\"}]";
            assertThatThrownBy(() -> Zipkin.read(body(body), true, ARRIVAL))
                    .as(id)
                    .isInstanceOf(Unreadable.class)
                    .satisfies(refusal -> assertThat(refusal.getMessage()).containsAnyOf("traceId", "lower-hex"));
        }
    }

    @Test
    void ofKeysThatComeTwice_theLastCounts() throws IOException {
        String twice = "{\"a\":1,\"a\":{\"b\":2},\"a\":3}";
        assertThat(batch("[{\"data\":" + twice + "}]").get(0).event().fields()).containsEntry("a", 3L);
        assertThat(JsonLines.read(body(twice), "d", ARRIVAL).get(0).event().fields())
                .containsEntry("a", 3L);
        String envelope = "{}\n{\"type\":\"event\"}\n{\"tags\":{\"a\":1},\"tags\":" + twice + "}\n";
        assertThat(Sentry.read(body(envelope), "7", ARRIVAL)
                        .rows()
                        .get(0)
                        .event()
                        .fields())
                .containsEntry("a", 3L);
        ExportTraceServiceRequest.Builder spans = spans(Map.of("a", "1"), ARRIVAL, TRACE).toBuilder();
        spans.getResourceSpansBuilder(0)
                .getScopeSpansBuilder(0)
                .getSpansBuilder(0)
                .addAttributes(KeyValue.newBuilder()
                        .setKey("a")
                        .setValue(AnyValue.newBuilder().setIntValue(3)));
        assertThat(Otlp.read(
                                Otlp.Signal.TRACES,
                                new ByteArrayInputStream(spans.build().toByteArray()),
                                false,
                                ARRIVAL)
                        .get(0)
                        .event()
                        .fields())
                .containsEntry("a", 3L);
    }

    /** JSON has no NaN: one is a mistake of the line, the batch, the item. Where there can be one, its name is kept. */
    @Test
    void notANumber_isNamed() throws IOException {
        assertThatThrownBy(() -> batch("[{\"data\":{\"a\":NaN}}]")).hasMessage(Honeycomb.MALFORMED);
        List<Row> lines = JsonLines.read(body("{\"a\":NaN}\n{\"a\":1e999}"), "d", ARRIVAL);
        assertThat(lines.get(0).refusal()).contains("Line 1, column");
        assertThat(lines.get(1).event().text("meta.not_a_number")).isEqualTo("a");
        String envelope = "{}\n{\"type\":\"event\"}\n{\"tags\":{\"a\":NaN}}\n";
        assertThatThrownBy(() -> Sentry.read(body(envelope), "7", ARRIVAL))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("Line 1, column");
        for (double value : List.of(Double.NaN, Double.POSITIVE_INFINITY)) {
            ExportTraceServiceRequest.Builder spans = spans(Map.of(), ARRIVAL, TRACE).toBuilder();
            spans.getResourceSpansBuilder(0)
                    .getScopeSpansBuilder(0)
                    .getSpansBuilder(0)
                    .addAttributes(KeyValue.newBuilder()
                            .setKey("a")
                            .setValue(AnyValue.newBuilder().setDoubleValue(value)));
            Event event = Otlp.read(
                            Otlp.Signal.TRACES,
                            new ByteArrayInputStream(spans.build().toByteArray()),
                            false,
                            ARRIVAL)
                    .get(0)
                    .event();
            assertThat(event.text("meta.not_a_number")).isEqualTo("a");
            assertThat(event.fields()).doesNotContainKey("a");
        }
    }

    @Test
    void hundredLevels_areKeptAsJson() throws IOException {
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        List<Event> events = new ArrayList<>();
        events.add(batch("[{\"data\":" + deep + "}]").get(0).event());
        events.add(JsonLines.read(body(deep), "d", ARRIVAL).get(0).event());
        String envelope = "{}\n{\"type\":\"event\"}\n{\"tags\":" + deep + "}\n";
        events.add(Sentry.read(body(envelope), "7", ARRIVAL).rows().get(0).event());
        String value = "{\"kvlistValue\":{\"values\":[{\"key\":\"a\",\"value\":".repeat(99) + "{\"intValue\":1}"
                + "}]}}".repeat(99);
        String span = "{\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN
                + "\",\"attributes\":[{\"key\":\"a\",\"value\":" + value + "}]}";
        events.add(Otlp.read(
                        Otlp.Signal.TRACES,
                        body("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + span + "]}]}]}"),
                        true,
                        ARRIVAL)
                .get(0)
                .event());
        assertThat(events)
                .extracting(event -> event.text("a.a.a.a.a.a"))
                .allMatch(("{\"a\":".repeat(94) + "1" + "}".repeat(94))::equals);
    }
}
