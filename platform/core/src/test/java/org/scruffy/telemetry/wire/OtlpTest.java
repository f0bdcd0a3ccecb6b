package org.scruffy.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.telemetry.Event;

class OtlpTest {

    private static final Instant ARRIVAL = Instant.parse("2026-06-07T10:00:00Z");
    private static final String SPAN = """
            {'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':' Check Out '}},
             {'key':'same','value':{'stringValue':'resource'}}]},'unknown':{'a':[1]},
             'scopeSpans':[{'scope':{'name':'lib','version':'1','attributes':[{'key':'same','value':{'stringValue':'scope'}}]},
             'spans':[{'traceId':'5B8EFFF798038103D269B633813FC60C','spanId':'EEE19B7EC3C1B174','parentSpanId':'eee19b7ec3c1b173',
              'name':'GET /','kind':2,'startTimeUnixNano':'1780822800000000001','endTimeUnixNano':1780822800002000001,
              'traceState':'a=b,ot=p:1;th:c','droppedAttributesCount':0,
              'attributes':[{'key':'same','value':{'stringValue':'span'}},{'key':'whole','value':{'intValue':'7'}},
               {'key':'number','value':{'intValue':8}},{'key':'nan','value':{'doubleValue':'NaN'}},
               {'key':'list','value':{'arrayValue':{'values':[{'stringValue':'x'},{'boolValue':true}]}}},
               {'key':'map','value':{'kvlistValue':{'values':[{'key':'inner','value':{'doubleValue':1.5}}]}}}],
              'events':[{'timeUnixNano':'1780822800001000001','name':'exception','attributes':[
               {'key':'exception.type','value':{'stringValue':'Oops'}}]}],
              'links':[{'traceId':'5b8efff798038103d269b633813fc60d','spanId':'eee19b7ec3c1b175'}],
              'status':{'code':2,'message':'failed'}}]}]}]}
            """;

    private static List<Row> json(Otlp.Signal signal, String json) throws IOException {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return Otlp.read(signal, new ByteArrayInputStream(bytes), true, ARRIVAL);
    }

    @Test
    void span_isOneEventAndOneForEachThingInside() throws IOException {
        List<Row> rows = json(Otlp.Signal.TRACES, SPAN);

        assertThat(rows).hasSize(3);
        Event span = rows.get(0).event();
        assertThat(span.time()).isEqualTo(Instant.parse("2026-06-07T09:00:00.000000001Z"));
        assertThat(span.fields())
                .containsAllEntriesOf(Map.of(
                        "trace.trace_id", "5b8efff798038103d269b633813fc60c",
                        "trace.span_id", "eee19b7ec3c1b174",
                        "trace.parent_id", "eee19b7ec3c1b173",
                        "name", "GET /",
                        "span.kind", "server",
                        "duration_ms", 2.0,
                        "same", "span",
                        "error", true,
                        "status_code", 2L,
                        "status_message", "failed"))
                .containsAllEntriesOf(Map.of(
                        Event.DATASET,
                        "check-out",
                        Event.SAMPLE_RATE,
                        4L,
                        "whole",
                        7L,
                        "number",
                        8L,
                        "meta.not_a_number",
                        "nan",
                        "list",
                        "[\"x\",true]",
                        "map.inner",
                        1.5,
                        "exception.type",
                        "Oops",
                        "library.name",
                        "lib"));
        assertThat(rows.get(1).event().fields())
                .containsEntry("meta.annotation_type", "span_event")
                .containsEntry("trace.parent_id", "eee19b7ec3c1b174")
                .containsEntry("meta.time_since_span_start_ms", 1.0)
                .containsEntry(Event.DATASET, "check-out")
                .containsEntry("service.name", " Check Out ")
                .doesNotContainKey("trace.span_id");
        assertThat(rows.get(2).event().fields())
                .containsEntry("meta.annotation_type", "link")
                .containsEntry("trace.link.span_id", "eee19b7ec3c1b175");
    }

    private static ExportTraceServiceRequest request(Span.Builder... spans) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (Span.Builder span : spans) {
            request.addResourceSpansBuilder().addScopeSpansBuilder().addSpans(span);
        }
        return request.build();
    }

    private static ByteString id(int bytes) {
        return ByteString.fromHex("a1".repeat(bytes));
    }

    private static Span.Builder span(int traceId, int spanId) {
        return Span.newBuilder()
                .setTraceId(id(traceId))
                .setSpanId(id(spanId))
                .setName("s")
                .setStartTimeUnixNano(1_780_822_800_000_000_000L)
                .setEndTimeUnixNano(1_780_822_800_000_000_000L);
    }

    private static List<Row> packed(ExportTraceServiceRequest request) throws IOException {
        return Otlp.read(Otlp.Signal.TRACES, new ByteArrayInputStream(request.toByteArray()), false, ARRIVAL);
    }

    /** Who may send for some stations is asked of each event which one it is of. */
    @Test
    void eventsAndLinksOfASpan_areOfItsStation() throws IOException {
        Span.Event own = Span.Event.newBuilder()
                .addAttributes(KeyValue.newBuilder()
                        .setKey("station")
                        .setValue(AnyValue.newBuilder().setStringValue("KOTH")))
                .build();
        List<Row> rows = packed(request(span(16, 8)
                .addAttributes(KeyValue.newBuilder()
                        .setKey("station")
                        .setValue(AnyValue.newBuilder().setStringValue("KSCF")))
                .addEvents(Span.Event.newBuilder().setName("cue"))
                .addEvents(own)
                .addLinks(Span.Link.newBuilder().setTraceId(id(16)).setSpanId(id(8)))));
        assertThat(rows).extracting(row -> row.event().text("station")).containsExactly("KSCF", "KSCF", "KOTH", "KSCF");
        assertThat(json(
                        Otlp.Signal.TRACES,
                        SPAN.replace(
                                "'key':'same','value':{'stringValue':'resource'}",
                                "'key':'station','value':{'stringValue':'KSCF'}")))
                .as("of the resource")
                .extracting(row -> row.event().text("station"))
                .containsExactly("KSCF", "KSCF", "KSCF");
    }

    @Test
    void spanThatCannotBeKept_isCountedInThePartialSuccess() throws IOException {
        Span.Builder wide = span(16, 8);
        for (int i = 0; i < 2_001; i++) {
            wide.addAttributes(KeyValue.newBuilder()
                    .setKey("k" + i)
                    .setValue(AnyValue.newBuilder().setIntValue(i)));
        }
        List<Row> rows =
                packed(request(span(16, 8), span(3, 8), span(16, 8).setStartTimeUnixNano(-5), span(16, 0), wide));

        assertThat(rows).extracting(Row::isRefused).containsExactly(false, true, true, true, true);
        byte[] answer = Otlp.answer(Otlp.Signal.TRACES, rows, false);
        assertThat(ExportTraceServiceResponse.parseFrom(answer).getPartialSuccess())
                .satisfies(partial -> assertThat(partial.getRejectedSpans()).isEqualTo(4))
                .satisfies(partial ->
                        assertThat(partial.getErrorMessage()).contains("Span 's'", "3 bytes, expected 16", "2262"));
        assertThat(new String(Otlp.answer(Otlp.Signal.TRACES, rows, true), StandardCharsets.UTF_8))
                .startsWith("{\"partialSuccess\":{\"rejectedSpans\":\"4\",\"errorMessage\":\"Span 's'");
        assertThat(Otlp.answer(Otlp.Signal.TRACES, List.of(), false)).isEmpty();
        List<Row> cut = List.of(Row.of(new Event(Instant.EPOCH, Map.of("meta.refused_columns", "a,b"))));
        assertThat(ExportTraceServiceResponse.parseFrom(Otlp.answer(Otlp.Signal.TRACES, cut, false))
                        .getPartialSuccess())
                .satisfies(partial -> {
                    assertThat(partial.getRejectedSpans()).isZero();
                    assertThat(partial.getErrorMessage()).contains("too many columns", "a,b");
                });
    }

    @Test
    void idsOfZeros_areNone() throws IOException {
        ByteString noTrace = ByteString.copyFrom(new byte[16]);
        ByteString noSpan = ByteString.copyFrom(new byte[8]);
        Span.Builder root = span(16, 8)
                .setParentSpanId(noSpan)
                .addLinks(Span.Link.newBuilder().setTraceId(noTrace).setSpanId(noSpan))
                .addLinks(Span.Link.newBuilder());

        List<Row> rows =
                packed(request(span(16, 8).setTraceId(noTrace), span(16, 8).setSpanId(noSpan), root));

        assertThat(rows).extracting(Row::isRefused).containsExactly(true, true, false, false, false);
        assertThat(rows.get(0).refusal()).isEqualTo("Span 's': A trace id has only zeros");
        assertThat(rows.get(1).refusal()).isEqualTo("Span 's': A span id has only zeros");
        assertThat(rows.get(2).event().fields()).doesNotContainKey("trace.parent_id");
        assertThat(rows.subList(3, 5))
                .allSatisfy(link -> assertThat(link.event().fields())
                        .containsEntry("meta.annotation_type", "link")
                        .doesNotContainKeys("trace.link.trace_id", "trace.link.span_id"));
    }

    @ParameterizedTest
    @CsvSource({"'',''", "00000000000000000000000000000000,0000000000000000"})
    void logWithoutIds_hasNoTrace(String trace, String span) throws IOException {
        Event log = json(
                        Otlp.Signal.LOGS,
                        "{'resourceLogs':[{'scopeLogs':[{'logRecords':[{'body':{'stringValue':'b'},'traceId':'" + trace
                                + "','spanId':'" + span + "'}]}]}]}")
                .get(0)
                .event();
        assertThat(log.fields())
                .containsEntry("body", "b")
                .doesNotContainKeys("trace.trace_id", "trace.parent_id", "meta.annotation_type");
    }

    @Test
    void span_keepsWhatIsOddAboutIt() throws IOException {
        Event event = packed(request(span(16, 8)
                        .setEndTimeUnixNano(5)
                        .setKindValue(77)
                        .addAttributes(KeyValue.newBuilder()
                                .setKey("long")
                                .setValue(AnyValue.newBuilder().setStringValue("x".repeat(70_000))))
                        .addAttributes(KeyValue.newBuilder()
                                .setKey("sampleRate")
                                .setValue(AnyValue.newBuilder().setDoubleValue(2.6)))))
                .get(0)
                .event();
        assertThat(event.fields())
                .containsEntry("meta.invalid_duration", true)
                .containsEntry("duration_ms", 0.0)
                .containsEntry("span.kind", "unspecified")
                .containsEntry("meta.truncated", "long")
                .containsEntry(Event.SAMPLE_RATE, 3L)
                .containsEntry(Event.DATASET, "unknown_service")
                .doesNotContainKey("sampleRate");
        assertThat(event.text("long")).hasSize(65_535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "9223372036854775808", "18446744073709551615", "-1"})
    void timeAfterTheLast_isRefused(String nanos) throws IOException {
        String span = "{'traceId':'5b8efff798038103d269b633813fc60c','spanId':'eee19b7ec3c1b174','startTimeUnixNano':'"
                + nanos + "','endTimeUnixNano':'18446744073709551615'}";
        List<Row> rows = json(Otlp.Signal.TRACES, "{'resourceSpans':[{'scopeSpans':[{'spans':[" + span + "]}]}]}");
        assertThat(rows.get(0).refusal()).contains("2262");
    }

    /** Said by its name, and as an object that unfolds to it. */
    private static final String FORGED = "'attributes':[{'key':'meta.dataset','value':{'stringValue':'My Shop'}},"
            + "{'key':'meta.signal_type','value':{'intValue':7}},{'key':'meta.sample_rate','value':{'stringValue':'many'}},"
            + "{'key':'meta','value':{'kvlistValue':{'values':[{'key':'dataset','value':{'stringValue':'My Shop'}},"
            + "{'key':'signal_type','value':{'intValue':7}}]}}}]";

    @Test
    void dataset_isOfTheServiceWhateverAttributesSay() throws IOException {
        String resource = "'resource':{"
                + FORGED.replaceFirst("\\[", "[{'key':'service.name','value':{'stringValue':'S'}},") + "}";
        String ids = "'traceId':'5b8efff798038103d269b633813fc60c','spanId':'eee19b7ec3c1b174',";
        String span = "{" + ids + FORGED + ",'events':[{" + FORGED + "}],'links':[{" + ids + FORGED + "}]}";
        String scope = "'scope':{" + FORGED + "},";
        List<Row> traces = json(
                Otlp.Signal.TRACES,
                "{'resourceSpans':[{" + resource + ",'scopeSpans':[{" + scope + "'spans':[" + span + "]}]}]}");
        List<Row> logs = json(
                Otlp.Signal.LOGS,
                "{'resourceLogs':[{" + resource + ",'scopeLogs':[{" + scope + "'logRecords':[{" + FORGED + "}]}]}]}");
        String gauge = "'gauge':{'dataPoints':[{'asInt':5," + FORGED + "}]}";
        List<Row> metrics = json(
                Otlp.Signal.METRICS,
                "{'resourceMetrics':[{" + resource + ",'scopeMetrics':[{" + scope + "'metrics':[{'name':'m'," + gauge
                        + "},{'name':'meta.dataset'," + gauge + "},{'name':'meta.signal_type'," + gauge + "}]}]}]}");

        assertThat(traces).hasSize(3).allSatisfy(row -> isOfTheService(row, "trace"));
        assertThat(logs).hasSize(1).allSatisfy(row -> isOfTheService(row, "log"));
        assertThat(metrics).hasSize(1).allSatisfy(row -> isOfTheService(row, "metric"));
        assertThat(metrics.get(0).event().fields()).containsEntry("m", 5L);
    }

    private static void isOfTheService(Row row, String signal) {
        assertThat(row.event().fields())
                .containsEntry(Event.DATASET, "s")
                .containsEntry("meta.signal_type", signal)
                .doesNotContainKey(Event.SAMPLE_RATE);
    }

    @ParameterizedTest
    @CsvSource({"ot=th:8,2", "ot=th:0,1", "'x=y,ot=rv:1;th:f',16", "ot=th:zz,1", "'',1", "x=th:8,1"})
    void sampleRate_isReadFromTheThreshold(String state, double rate) {
        assertThat(((Number) SampleRate.of(state)).doubleValue()).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{'resourceSpans':{}}",
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'xyz'}]}]}]}",
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'kind':'SPAN_KIND_SERVER'}]}]}]}",
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'name':[]}]}]}]}",
                "{'resourceSpans':[",
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'startTimeUnixNano':'1.5'}]}]}]}",
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'startTimeUnixNano':''}]}]}]}",
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'startTimeUnixNano':'NaN'}]}]}]}",
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'startTimeUnixNano':1e308}]}]}]}",
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'startTimeUnixNano':'18446744073709551616'}]}]}]}"
            })
    void jsonOfAnotherShape_isUnreadable(String json) {
        assertThatThrownBy(() -> json(Otlp.Signal.TRACES, json)).isInstanceOf(Unreadable.class);
    }

    private static AnyValue list(AnyValue inner) {
        return AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addValues(inner))
                .build();
    }

    private static AnyValue map(AnyValue inner) {
        return AnyValue.newBuilder()
                .setKvlistValue(KeyValueList.newBuilder().addValues(attribute("k", inner)))
                .build();
    }

    private static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue nested(int levels, UnaryOperator<AnyValue> outer) {
        AnyValue value = AnyValue.newBuilder().setStringValue("x").build();
        for (int i = 0; i < levels; i++) {
            value = outer.apply(value);
        }
        return value;
    }

    private static String nestedJson(int levels, String before, String after) {
        String value = before.repeat(levels) + "{'stringValue':'x'}" + after.repeat(levels);
        return "{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'5b8efff798038103d269b633813fc60c',"
                + "'spanId':'eee19b7ec3c1b174','events':[{'attributes':[{'key':'a','value':" + value + "}]}]}]}]}]}";
    }

    private static List<Row> packed(int levels, UnaryOperator<AnyValue> outer) throws IOException {
        Span.Event inside = Span.Event.newBuilder()
                .addAttributes(attribute("a", nested(levels, outer)))
                .build();
        return packed(request(span(16, 8).addEvents(inside)));
    }

    private static final String LIST = "{'arrayValue':{'values':[";
    private static final String MAP = "{'kvlistValue':{'values':[{'key':'k','value':";

    /** Not on our own thread: its stack is not known. One of 512 KB is half of what Java gives by default. */
    private static <V> V onASmallStack(Callable<V> work) throws Exception {
        FutureTask<V> task = new FutureTask<>(work);
        new Thread(null, task, "small stack", 512 * 1_024).start();
        return task.get(20, TimeUnit.SECONDS);
    }

    @Test
    void hundredLevels_areRead() throws Exception {
        String lists = "[".repeat(100) + "\"x\"" + "]".repeat(100);
        for (List<Row> rows : List.of(
                onASmallStack(() -> packed(100, OtlpTest::list)),
                onASmallStack(() -> json(Otlp.Signal.TRACES, nestedJson(100, LIST, "]}}"))))) {
            assertThat(rows.get(1).event().text("a")).isEqualTo(lists);
        }
        String maps = "{\"k\":".repeat(95) + "\"x\"" + "}".repeat(95);
        for (List<Row> rows : List.of(
                onASmallStack(() -> packed(100, OtlpTest::map)),
                onASmallStack(() -> json(Otlp.Signal.TRACES, nestedJson(100, MAP, "}]}}"))))) {
            assertThat(rows.get(1).event().text("a.k.k.k.k.k")).isEqualTo(maps);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 10_000})
    void moreLevels_areUnreadable(int levels) {
        for (Callable<List<Row>> deep : List.<Callable<List<Row>>>of(
                () -> json(Otlp.Signal.TRACES, nestedJson(levels, LIST, "]}}")),
                () -> json(Otlp.Signal.TRACES, nestedJson(levels, MAP, "}]}}")))) {
            assertThatThrownBy(() -> onASmallStack(deep)).hasCauseInstanceOf(Unreadable.class);
        }
        byte[] groups = "\u00a3\u0006".repeat(levels).getBytes(StandardCharsets.ISO_8859_1); // of field 100, unknown
        assertThatThrownBy(() -> onASmallStack(
                        () -> Otlp.read(Otlp.Signal.TRACES, new ByteArrayInputStream(groups), false, ARRIVAL)))
                .hasCauseInstanceOf(Unreadable.class);
        if (levels <= 200) { // of more the builder has no stack to write them
            for (Callable<List<Row>> deep : List.<Callable<List<Row>>>of(
                    () -> packed(levels, OtlpTest::list), () -> packed(levels, OtlpTest::map))) {
                assertThatThrownBy(() -> onASmallStack(deep)).hasCauseInstanceOf(Unreadable.class);
            }
        }
    }

    /** Two bytes each on the wire, three in JSON, and an object each here. */
    @Test
    void moreEventsThanARequestMayBring_areRefusedBeforeTheyTakeMemory() {
        assertThatThrownBy(
                        () -> Otlp.read(Otlp.Signal.LOGS, new ByteArrayInputStream(emptyLogs(100_001)), false, ARRIVAL))
                .isInstanceOf(TooMany.class)
                .hasMessage("The request has more than 100000 events: send them in parts");
        assertThatThrownBy(() ->
                        Otlp.read(Otlp.Signal.LOGS, new ByteArrayInputStream(emptyLogs(9_000_000)), false, ARRIVAL))
                .isInstanceOf(TooMany.class)
                .hasMessageContaining("1000000 attributes and other parts");
        String logs = "{'resourceLogs':[{'scopeLogs':[{'logRecords':[{}" + ",{}".repeat(1_000_000) + "]}]}]}";
        assertThatThrownBy(() -> json(Otlp.Signal.LOGS, logs))
                .isInstanceOf(TooMany.class)
                .hasMessageContaining("1000000 attributes and other parts");
    }

    @Test
    void asManyEventsAsARequestMayBring_areRead() throws IOException {
        assertThat(Otlp.read(Otlp.Signal.LOGS, new ByteArrayInputStream(emptyLogs(100_000)), false, ARRIVAL))
                .hasSize(100_000);
    }

    @Test
    void levelsOfALargeBody_areCountedToo() throws IOException {
        byte[] value = {};
        for (int i = 0; i < 10_000; i++) { // an array within an array, from the inside
            value = message(5, message(1, value));
        }
        ByteArrayOutputStream deep = new ByteArrayOutputStream();
        deep.write(message(1, message(2, message(2, message(9, message(2, value))))));
        deep.write(message(100, new byte[1_000_000]));
        assertThatThrownBy(() -> onASmallStack(() ->
                        Otlp.read(Otlp.Signal.TRACES, new ByteArrayInputStream(deep.toByteArray()), false, ARRIVAL)))
                .hasCauseInstanceOf(Unreadable.class);
    }

    private static byte[] emptyLogs(int count) {
        byte[] records = new byte[2 * count];
        for (int i = 0; i < records.length; i += 2) {
            records[i] = 2 << 3 | 2;
        }
        return message(1, message(2, records));
    }

    private static byte[] message(int field, byte[] inside) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeByteArray(field, inside);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "\n\u007f\u007f\u007f\u007f"})
    void bytesThatAreNoProtobuf_areUnreadable(String bytes) {
        assertThatThrownBy(() -> Otlp.read(
                        Otlp.Signal.TRACES,
                        new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8)),
                        false,
                        ARRIVAL))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void protobuf_isNotTakenForJsonWhateverItsLength() throws IOException {
        int likeJson = 0;
        for (int length = 0; length < 300; length++) {
            byte[] body = request(span(16, 8).setName("n".repeat(length))).toByteArray();
            likeJson += new String(body, StandardCharsets.ISO_8859_1).startsWith("\n{") ? 1 : 0;
            assertThat(Otlp.isJson(new ByteArrayInputStream(body)))
                    .as("name of " + length)
                    .isFalse();
        }
        assertThat(likeJson).isEqualTo(1);
    }

    @Test
    void json_isKnownByItsBraceAndReadFromItsStart() throws IOException {
        for (String text : List.of(SPAN, "{}", " \r\n\t{ }", "{\"a\":\"é☂\"}")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ByteArrayInputStream body = new ByteArrayInputStream(bytes);
            assertThat(Otlp.isJson(body)).as(text).isTrue();
            assertThat(body.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(Otlp.isJson(new ByteArrayInputStream(new byte[0]))).isFalse();
        assertThat(Otlp.isJson(new ByteArrayInputStream("[{}]".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
    }

    @Test
    void log_keepsItsBodyAndItsTrace() throws IOException {
        Event log = json(Otlp.Signal.LOGS, """
                {'resourceLogs':[{'scopeLogs':[{'logRecords':[{'observedTimeUnixNano':'1780822800000000000','severityNumber':17,
                'severityText':'ERROR','body':{'stringValue':'it broke'},'traceId':'5b8efff798038103d269b633813fc60c',
                'spanId':'eee19b7ec3c1b174','eventName':'broken'}]}]}]}
                """).get(0).event();
        assertThat(log.time()).isEqualTo(Instant.parse("2026-06-07T09:00:00Z"));
        assertThat(log.fields())
                .containsAllEntriesOf(Map.of(
                        "body", "it broke",
                        "severity", "ERROR",
                        "severity_code", 17L,
                        "error", true,
                        "name", "broken",
                        "trace.parent_id", "eee19b7ec3c1b174",
                        "meta.signal_type", "log"));
    }

    @Test
    void metricsThatCannotBeKept_countAsTheirDataPoints() throws IOException {
        String points = "{'dataPoints':[{'asInt':1,'attributes':[{'key':'" + "n".repeat(256)
                + "','value':{'intValue':1}}]},{'asInt':1,'attributes':[{'key':'well','value':{'intValue':1}}]}]}";
        String metrics = "{'name':'a','gauge':" + points + "},{'name':'b','sum':" + points + "}";
        List<Row> rows =
                json(Otlp.Signal.METRICS, "{'resourceMetrics':[{'scopeMetrics':[{'metrics':[" + metrics + "]}]}]}");

        assertThat(rows).extracting(Row::isRefused).containsExactly(true, false);
        assertThat(new String(Otlp.answer(Otlp.Signal.METRICS, rows, true), StandardCharsets.UTF_8))
                .contains("\"rejectedDataPoints\":\"2\"");
    }

    @Test
    void metricsOfOneTime_areOneEvent() throws IOException {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        var scope = request.addResourceMetricsBuilder().addScopeMetricsBuilder();
        scope.addMetricsBuilder()
                .setName("heap")
                .getGaugeBuilder()
                .addDataPointsBuilder()
                .setTimeUnixNano(5)
                .setAsInt(3);
        scope.addMetricsBuilder()
                .setName("load")
                .getSumBuilder()
                .addDataPointsBuilder()
                .setTimeUnixNano(5)
                .setAsDouble(.5);
        scope.addMetricsBuilder()
                .setName("wait")
                .getHistogramBuilder()
                .addDataPointsBuilder()
                .setTimeUnixNano(6)
                .setCount(4)
                .setSum(10)
                .setMax(7)
                .addExplicitBounds(1)
                .addBucketCounts(1)
                .addBucketCounts(3);

        List<Row> rows = Otlp.read(
                Otlp.Signal.METRICS, new ByteArrayInputStream(request.build().toByteArray()), false, ARRIVAL);

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).event().fields()).containsEntry("heap", 3L).containsEntry("load", 0.5);
        assertThat(rows.get(1).event().fields())
                .containsEntry("wait.count", 4L)
                .containsEntry("wait.avg", 2.5)
                .containsEntry("wait.max", 7.0)
                .containsEntry("wait.buckets", "{\"1.0\":1,\"+Inf\":3}")
                .doesNotContainKey("wait.min");
    }
}
