package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Tracing;
import brave.propagation.TraceContext;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.honeycomb.libhoney.HoneyClient;
import io.honeycomb.libhoney.LibHoney;
import io.honeycomb.libhoney.ResponseObserver;
import io.honeycomb.libhoney.responses.ClientRejected;
import io.honeycomb.libhoney.responses.ServerAccepted;
import io.honeycomb.libhoney.responses.ServerRejected;
import io.honeycomb.libhoney.responses.Unknown;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.javaagent.OpenTelemetryAgent;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.sentry.Sentry;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.brave.AsyncZipkinSpanHandler;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** Clients of strangers, as they are, bring their events; what they are told is that they are kept, so they are there at once. */
@ExtendWith(RunningScruffy.Shared.class)
class StrangersClientsIT {

    private static final String KEY = RunningScruffy.DEMO_KEY;
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final int BOMB = 50_000_000;

    private final String mark = UUID.randomUUID().toString();

    static long count(RunningScruffy scruffy, String column, Object value) {
        String query = Api.json(
                "{'from':'%s','to':'%s','filters':[{'column':'%s','op':'=','value':%s}]}",
                Instant.now().minusSeconds(3_600),
                Instant.now().plusSeconds(60),
                column,
                value instanceof String text ? "'" + text + "'" : value);
        return new Api.Answer(scruffy.post("/api/v1/query", query))
                .is(200)
                .json()
                .getJsonNumber("matched")
                .longValue();
    }

    /** An exporter that tells what came of each export. */
    private record Watched(SpanExporter exporter, BlockingQueue<CompletableResultCode> results)
            implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode result = exporter.export(spans);
            results.add(result);
            return result;
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }

    @Test
    void openTelemetry_bringsItsSpans(RunningScruffy scruffy) throws InterruptedException {
        bringSpans(
                scruffy,
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(scruffy.base().resolve("/v1/traces").toString())
                        .addHeader("x-honeycomb-team", KEY)
                        .setCompression("gzip")
                        .build());
    }

    @Test
    void openTelemetry_bringsItsSpansOverGrpc(RunningScruffy scruffy) throws InterruptedException {
        bringSpans(
                scruffy,
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint("http://localhost:" + scruffy.grpcPort())
                        .addHeader("authorization", "Bearer " + KEY)
                        .setCompression("gzip")
                        .build());
    }

    @Test
    void nobodysKey_bringsNothingOverGrpc(RunningScruffy scruffy) throws InterruptedException {
        SpanExporter exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint("http://localhost:" + scruffy.grpcPort())
                .addHeader("x-scruffy-key", "nobodys")
                .build();
        BlockingQueue<CompletableResultCode> results = new LinkedBlockingQueue<>();
        try (SdkTracerProvider sdk = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Watched(exporter, results)))
                .build()) {
            sdk.get("it").spanBuilder("nobodys " + mark).startSpan().end();
            assertThat(results.take().join(20, TimeUnit.SECONDS).isSuccess()).isFalse();
        }
        assertThat(count(scruffy, "name", "nobodys " + mark)).isZero();
    }

    private void bringSpans(RunningScruffy scruffy, SpanExporter exporter) throws InterruptedException {
        BlockingQueue<CompletableResultCode> results = new LinkedBlockingQueue<>();
        try (SdkTracerProvider sdk = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Watched(exporter, results)))
                .build()) {
            Span span = sdk.get("it").spanBuilder("strange " + mark).startSpan();
            span.recordException(new IllegalStateException("kaputt"));
            span.setStatus(StatusCode.ERROR).setAttribute("strange.mark", mark);
            span.end();

            assertThat(results.take().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
            String trace = scruffy.get("/api/v1/traces/" + span.getSpanContext().getTraceId())
                    .body();
            assertThat(trace)
                    .contains("strange " + mark, "kaputt", "java.lang.IllegalStateException", "unknown_service");
        }
    }

    /** A program that knows nothing of traces. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(arguments[0])).build(),
                            HttpResponse.BodyHandlers.discarding());
            Logger.getLogger("program").warning("asked");
        }
    }

    @Test
    void openTelemetrysAgent_bringsWhatAProgramDoes(RunningScruffy scruffy) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + place(OpenTelemetryAgent.class),
                        "-cp",
                        place(Program.class),
                        Program.class.getName(),
                        scruffy.base().resolve("/health/ready").toString())
                .inheritIO();
        program.environment()
                .putAll(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", scruffy.base().toString(),
                        "OTEL_EXPORTER_OTLP_HEADERS", "x-scruffy-key=" + KEY,
                        "OTEL_SERVICE_NAME", "program " + mark));
        assertThat(program.start().waitFor()).isZero();
        String query = Api.json(
                "{'time_range':3600,'filters':[{'column':'service.name','op':'=','value':'program %s'}],"
                        + "'breakdowns':['meta.signal_type','name','body','http.response.status_code']}",
                mark);
        String rows = new Api.Answer(scruffy.post("/api/v1/query", query))
                .is(200)
                .json()
                .getJsonArray("rows")
                .toString();
        assertThat(rows)
                .contains(
                        Api.json("'meta.signal_type':'trace','name':'GET','body':null,'http.response.status_code':200"))
                .contains(Api.json("'meta.signal_type':'log','name':null,'body':'asked'"))
                .contains(Api.json("'meta.signal_type':'metric'"));
    }

    private static String place(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    /** What Honeycomb's client heard. */
    private static final class Heard implements ResponseObserver {

        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

        @Override
        public void onServerAccepted(ServerAccepted accepted) {
            answers.add("accepted " + accepted.getEventStatusCode());
        }

        @Override
        public void onServerRejected(ServerRejected rejected) {
            answers.add("rejected " + rejected.getEventStatusCode()
                    + new String(rejected.getRawHttpResponseBody(), StandardCharsets.UTF_8));
        }

        @Override
        public void onClientRejected(ClientRejected rejected) {
            answers.add("never sent " + rejected);
        }

        @Override
        public void onUnknown(Unknown unknown) {
            answers.add("unknown " + unknown);
        }
    }

    @Test
    void libhoney_bringsItsEvents(RunningScruffy scruffy) throws InterruptedException {
        Heard heard = new Heard();
        try (HoneyClient client = LibHoney.create(LibHoney.options()
                .setApiHost(scruffy.base())
                .setWriteKey(KEY)
                .setDataset("java ds")
                .build())) {
            client.addResponseObserver(heard);
            client.send(Map.of("libhoney.mark", mark, "whole", 7));
            client.send(Map.of("libhoney.mark", mark, "long", "x".repeat(70_000)));
            List<String> answers = List.of(
                    String.valueOf(heard.answers.poll(20, TimeUnit.SECONDS)),
                    String.valueOf(heard.answers.poll(20, TimeUnit.SECONDS)));
            assertThat(answers)
                    .anyMatch("accepted 202"::equals)
                    .anySatisfy(answer ->
                            assertThat(answer).startsWith("rejected 400").contains("Column 'long'"));
        }
        assertThat(count(scruffy, "libhoney.mark", mark)).isEqualTo(1);
        assertThat(count(scruffy, "meta.dataset", "java-ds")).isPositive();
    }

    /** As Honeycomb's client for Go packs a batch. */
    @Test
    void batchOfMessagePackInZstd_isAnsweredInMessagePackEventByEvent(RunningScruffy scruffy) throws IOException {
        Instant then = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
        HttpResponse<byte[]> answer = scruffy.bytes(scruffy.anonymous("/1/batch/Packed%20Events")
                .header("X-Honeycomb-Team", KEY)
                .header("Content-Type", "application/msgpack")
                .header("Content-Encoding", "zstd")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zstd(packedBatch(then)))));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/msgpack");
        assertThat(unpacked(answer.body()))
                .isEqualTo("[{\"status\":202},{\"status\":400,\"error\":\"Request body should not be empty.\"},"
                        + "{\"status\":202}]");
        assertThat(count(scruffy, "packed.mark", mark)).isEqualTo(2);
        assertThat(counted(scruffy, "packed.mark", "packed.n", then)).isEqualTo(Api.json("{'packed.n':1}=4"));
        assertThat(count(scruffy, "meta.dataset", "packed-events")).isPositive();
    }

    /** The groups that events of one moment make, each with how many there were before some were left out. */
    private String counted(RunningScruffy scruffy, String column, String group, Instant then) {
        String query = Api.json(
                "{'from':'%s','to':'%s','filters':[{'column':'%s','op':'=','value':'%s'}],'breakdowns':['%s'],"
                        + "'calculations':[{'op':'COUNT'}]}",
                then.minusSeconds(1), then.plusSeconds(1), column, mark, group);
        return new Api.Answer(scruffy.post("/api/v1/query", query))
                .is(200).json().getJsonArray("rows").getValuesAs(JsonObject.class).stream()
                        .map(row -> row.getJsonObject("group") + "="
                                + row.getJsonObject("values").get("COUNT"))
                        .collect(Collectors.joining(","));
    }

    @Test
    void oneEvent_isOfTheTimeAndTheSampleRateInItsHeaders(RunningScruffy scruffy) {
        Instant then = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
        HttpResponse<String> answer = bring(
                scruffy,
                "/1/events/Alone",
                bytes(Api.json("{'alone.mark':'%s','alone.n':1}", mark)),
                "X-Honeycomb-Team",
                KEY,
                "X-Honeycomb-Event-Time",
                then.toString(),
                "X-Honeycomb-Samplerate",
                "25");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(counted(scruffy, "alone.mark", "alone.n", then)).isEqualTo(Api.json("{'alone.n':1}=25"));
        assertThat(count(scruffy, "alone.mark", mark)).isEqualTo(1);
    }

    private byte[] packedBatch(Instant then) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(3);
            packer.packMapHeader(3).packString("time").packTimestamp(then);
            packer.packString("samplerate").packInt(4);
            packer.packString("data").packMapHeader(2).packString("packed.mark").packString(mark);
            packer.packString("packed.n").packInt(1);
            packer.packMapHeader(1).packString("data").packMapHeader(0);
            packer.packMapHeader(1).packString("data").packMapHeader(2);
            packer.packString("packed.mark")
                    .packString(mark)
                    .packString("packed.n")
                    .packInt(2);
            return packer.toByteArray();
        }
    }

    private static byte[] zstd(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static String unpacked(byte[] packed) throws IOException {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(packed)) {
            return unpacker.unpackValue().toJson();
        }
    }

    private static Api.Answer honeycomb(RunningScruffy scruffy, String path, String json) {
        HttpRequest.Builder request = scruffy.anonymous(path).header("X-Honeycomb-Team", KEY);
        return new Api.Answer(
                scruffy.send(json.isEmpty() ? request.GET() : request.POST(HttpRequest.BodyPublishers.ofString(json))));
    }

    @Test
    void honeycombsQueries_areSavedRunAndTold(RunningScruffy scruffy) {
        String events = Api.json(
                "[{'samplerate':4,'data':{'query.mark':'%s','ms':10}},{'data':{'query.mark':'%s','ms':30,'fine':true}}]",
                mark, mark);
        bring(scruffy, "/1/batch/My%20Queries", bytes(events), "X-Honeycomb-Team", KEY);
        String specification = Api.json(
                "{'calculations':[{'op':'COUNT'},{'op':'SUM','column':'slow'}],'breakdowns':['fine'],"
                        + "'calculated_fields':[{'name':'slow','expression':'IF($ms > 20, 1, 0)'}],"
                        + "'filters':[{'column':'query.mark','op':'=','value':'%s'}],'time_range':3600}",
                mark);
        JsonObject saved = honeycomb(scruffy, "/1/queries/My%20Queries", specification)
                .is(200)
                .json();
        String id = saved.getString("id");
        assertThat(honeycomb(scruffy, "/1/queries/My%20Queries/" + id, "")
                        .is(200)
                        .json())
                .isEqualTo(saved);
        Api.Answer begun = honeycomb(
                        scruffy,
                        "/1/query_results/My%20Queries",
                        Api.json("{'query_id':'%s','disable_series':true}", id))
                .is(201);
        assertThat(begun.json().getBoolean("complete")).isFalse();
        JsonObject result =
                honeycomb(scruffy, begun.header("Location"), "").is(200).json();
        assertThat(result.getBoolean("complete")).isTrue();
        JsonObject data = result.getJsonObject("data");
        assertThat(data.getJsonArray("series")).isEmpty();
        assertThat(data.getJsonArray("results").toString())
                .isEqualTo(Api.json(
                        "[{'data':{'COUNT':4,'SUM(slow)':0.0}},{'data':{'fine':true,'COUNT':1,'SUM(slow)':1.0}}]"));
        assertThat(data.getJsonObject("total_by_aggregate").getInt("COUNT")).isEqualTo(5);
    }

    @Test
    void honeycombsQueries_thatAreWrongAreRefusedInItsWords(RunningScruffy scruffy) {
        JsonObject wrong = honeycomb(scruffy, "/1/queries/__all__", Api.json("{'breakdowns':['nobodys.%s']}", mark))
                .is(422)
                .json();
        assertThat(wrong.getJsonArray("type_detail").getJsonObject(0).getString("field"))
                .isEqualTo("breakdowns[0]");
        honeycomb(scruffy, "/1/queries/ds/nobodys", "").is(404);
        honeycomb(scruffy, "/1/query_results/ds/nobodys", "").is(404);
        honeycomb(scruffy, "/1/query_results/ds", "{}").is(422);
        assertThat(scruffy.send(scruffy.anonymous("/1/queries/ds/nobodys").GET())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void query_isToldLineByLine(RunningScruffy scruffy) {
        bring(scruffy, "/1/events/lines", bytes(Api.json("{'query.mark':'%s'}", mark)), "X-Honeycomb-Team", KEY);
        String query = Api.json(
                "{'time_range':3600,'filters':[{'column':'query.mark','op':'=','value':'%s'}],'include':['series']}",
                mark);
        HttpResponse<String> told = scruffy.send(scruffy.request("/api/v1/query")
                .header("Content-Type", "application/json")
                .header("Accept", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(query)));
        List<String> lines = told.body().lines().toList();
        assertThat(lines.get(0)).startsWith("{\"id\":");
        assertThat(lines.get(lines.size() - 1)).startsWith("{\"answer\":").contains("\"matched\":1");
        assertThat(scruffy.send(scruffy.request("/api/v1/query/nobodys").DELETE())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void zipkinsReporter_bringsItsSpans(RunningScruffy scruffy) throws IOException {
        zipkin2.Span span = zipkin2.Span.newBuilder()
                .traceId(mark.replace("-", ""))
                .id("4d1e00c0db9010db")
                .name("zipkin")
                .timestamp(System.currentTimeMillis() * 1_000)
                .duration(1_000)
                .putTag("zipkin.mark", mark)
                .build();
        try (URLConnectionSender sender = URLConnectionSender.create(
                scruffy.base().resolve("/api/v2/spans?key=" + KEY).toString())) {
            sender.send(List.of());
            sender.send(List.of(SpanBytesEncoder.JSON_V2.encode(span)));
            sender.send(List.of(SpanBytesEncoder.JSON_V2.encode(span)));
        }
        assertThat(count(scruffy, "zipkin.mark", mark)).as("brought twice").isEqualTo(1);
    }

    /** Brave's trace ids have 64 bits or 128, as it is told. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void brave_bringsAServersSpanWithWhatFailedInside(boolean wide, RunningScruffy scruffy) throws IOException {
        TraceContext server;
        TraceContext child;
        try (BytesMessageSender sender = URLConnectionSender.create(
                        scruffy.base().resolve("/api/v2/spans?key=" + KEY).toString());
                AsyncZipkinSpanHandler spans = AsyncZipkinSpanHandler.create(sender);
                Tracing tracing = Tracing.newBuilder()
                        .localServiceName("brave")
                        .traceId128Bit(wide)
                        .addSpanHandler(spans)
                        .build()) {
            brave.Span outer = tracing.tracer().newTrace().kind(brave.Span.Kind.SERVER);
            server = outer.name("get /brave").start().context();
            brave.Span inner = tracing.tracer().newChild(server).kind(brave.Span.Kind.CLIENT);
            child = inner.name("ask").remoteServiceName("asked").start().context();
            inner.error(new IllegalStateException("kaputt")).finish();
            outer.tag("brave.mark", mark).tag("http.status_code", "200").annotate("ws");
            outer.finish();
            spans.flush();
        }
        String trace = server.traceIdString();
        assertThat(trace).hasSize(wide ? 32 : 16);
        byte[] told = asked(scruffy, "/zipkin/api/v2/trace/" + trace).getBytes(StandardCharsets.UTF_8);
        assertThat(SpanBytesDecoder.JSON_V2.decodeList(told))
                .hasSize(2)
                .allSatisfy(span -> {
                    assertThat(span.traceId()).isEqualTo(trace);
                    assertThat(span.localServiceName()).isEqualTo("brave");
                    assertThat(span.durationAsLong()).isPositive();
                })
                .anySatisfy(span -> {
                    assertThat(span.id()).isEqualTo(server.spanIdString());
                    assertThat(span.kind()).isEqualTo(zipkin2.Span.Kind.SERVER);
                    assertThat(span.parentId()).isNull();
                    assertThat(span.tags()).isEqualTo(Map.of("brave.mark", mark, "http.status_code", "200"));
                    assertThat(span.annotations())
                            .extracting(zipkin2.Annotation::value)
                            .containsExactly("ws");
                })
                .anySatisfy(span -> {
                    assertThat(span.id()).isEqualTo(child.spanIdString());
                    assertThat(span.kind()).isEqualTo(zipkin2.Span.Kind.CLIENT);
                    assertThat(span.parentId()).isEqualTo(server.spanIdString());
                    assertThat(span.remoteServiceName()).isEqualTo("asked");
                    assertThat(span.tags()).isEqualTo(Map.of("error", "kaputt"));
                });
    }

    @Test
    void zipkinsProtobuf_saysTheSameAsItsJson(RunningScruffy scruffy) {
        String trace = mark.replace("-", "");
        zipkin2.Span span = told(trace).toBuilder()
                .parentId("5d1e00c0db9010db")
                .shared(true)
                .remoteEndpoint(zipkin2.Endpoint.newBuilder()
                        .serviceName("asked")
                        .ip("10.1.2.3")
                        .port(443)
                        .build())
                .putTag("error", "kaputt")
                .build();
        byte[] body = SpanBytesEncoder.PROTO3.encodeList(List.of(span));
        HttpResponse<String> answer =
                bring(scruffy, "/api/v2/spans", body, "X-Scruffy-Key", KEY, "Content-Type", "application/x-protobuf");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        byte[] back = asked(scruffy, "/zipkin/api/v2/trace/" + trace).getBytes(StandardCharsets.UTF_8);
        assertThat(SpanBytesDecoder.JSON_V2.decodeList(back)).containsExactly(span);
        HttpResponse<String> broken = bring(
                scruffy,
                "/api/v2/spans",
                Arrays.copyOf(body, body.length - 1),
                "X-Scruffy-Key",
                KEY,
                "Content-Type",
                "application/x-protobuf");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.body()).isNotBlank();
    }

    @Test
    void whatWasBrought_isToldAsZipkinTellsIt(RunningScruffy scruffy) {
        String trace = mark.replace("-", "");
        bringTrace(scruffy, trace);
        assertThat(asked(scruffy, "/zipkin/api/v2/services")).contains("\"told\"");
        assertThat(asked(scruffy, "/zipkin/api/v2/spans?serviceName=Told")).isEqualTo("[\"get /told\"]");
        String one = asked(scruffy, "/zipkin/api/v2/trace/" + trace);
        assertThat(one).contains("\"kind\":\"SERVER\"", "\"told.mark\":\"" + mark + "\"", "\"value\":\"ws\"");
        String query = "?serviceName=told&annotationQuery=ws%20and%20told.mark%3D" + mark;
        assertThat(asked(scruffy, "/zipkin/api/v2/traces" + query)).isEqualTo("[" + one + "]");
        assertThat(asked(scruffy, "/zipkin/api/v2/traces" + query + "1")).isEqualTo("[]");
        assertThat(asked(scruffy, "/zipkin/api/v2/traceMany?traceIds=1," + trace))
                .isEqualTo("[" + one + "]");
        assertThat(asked(scruffy, "/zipkin/api/v2/autocompleteValues?key=told.mark"))
                .contains(mark);
        assertThat(asked(scruffy, "/zipkin/api/v2/dependencies?endTs=" + System.currentTimeMillis()))
                .startsWith("[");
        refused(scruffy, 404, "/zipkin/api/v2/trace/77", "77 not found");
        refused(scruffy, 400, "/zipkin/api/v2/trace/zz", "zz should be lower-hex encoded");
        refused(scruffy, 400, "/zipkin/api/v2/traces?limit=many", "limit is 'many', expected a whole number");
        refused(scruffy, 400, "/zipkin/api/v2/traces?maxDuration=1", "maxDuration is only valid with minDuration");
        refused(scruffy, 400, "/zipkin/api/v2/spans", "serviceName is 'nothing'");
        refused(scruffy, 404, "/zipkin/api/v2/nothing", "There is nothing here");
        refused(scruffy, 404, "/zipkin/api/v2", "There is nothing here");
        assertThat(asked(scruffy, "/zipkin/api/v2/traces?limit=2&endTs=9999999999999999&lookback=9999999999999999"))
                .startsWith("[[");
        assertThat(scruffy.send(scruffy.anonymous("/zipkin/api/v2/services").GET())
                        .statusCode())
                .isEqualTo(401);
    }

    /** A client of Zipkin's has one address, for what it brings and what it reads. */
    @ParameterizedTest
    @ValueSource(strings = {"/zipkin/api/v2/", "/api/v2/"})
    void oneAddress_takesSpansAndTellsThem(String address, RunningScruffy scruffy) {
        String trace = mark.replace("-", "");
        byte[] body = SpanBytesEncoder.JSON_V2.encodeList(List.of(told(trace)));
        assertThat(bring(scruffy, address + "spans", body).statusCode())
                .as("nobody's")
                .isEqualTo(401);
        assertThat(bring(scruffy, address + "spans?key=" + KEY, body).statusCode())
                .isEqualTo(202);
        assertThat(asked(scruffy, address + "trace/" + trace)).contains("\"told.mark\":\"" + mark + "\"");
        assertThat(asked(scruffy, address + "spans?serviceName=told")).isEqualTo("[\"get /told\"]");
        refused(scruffy, 400, address + "spans", "serviceName is 'nothing'");
        refused(scruffy, 404, address + "nothing", "There is nothing here");
        assertThat(scruffy.send(scruffy.anonymous(address + "spans?serviceName=told&key=" + KEY)
                                .GET())
                        .statusCode())
                .as("a key in the address brings and does not read")
                .isEqualTo(401);
        HttpResponse<String> preflight = scruffy.send(
                scruffy.anonymous(address + "spans").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
    }

    @Test
    void anIdOf64Bits_isOneTraceHoweverItIsWritten(RunningScruffy scruffy) {
        String trace = mark.replace("-", "").substring(16);
        String filled = "0".repeat(16) + trace;
        bringTrace(scruffy, trace);
        String span = Api.json(
                "{'traceId':'%s','spanId':'aaaaaaaaaaaaaaaa','name':'filled','startTimeUnixNano':'%s000000'}",
                filled, System.currentTimeMillis());
        byte[] otlp = bytes("{'resourceSpans':[{'scopeSpans':[{'spans':[" + span + "]}]}]}");
        assertThat(bring(scruffy, "/v1/traces", otlp, "X-Scruffy-Key", KEY, "Content-Type", "application/json")
                        .body())
                .isEqualTo("{}");
        for (String asked : List.of(trace, filled)) {
            assertThat(asked(scruffy, "/zipkin/api/v2/trace/" + asked)).contains("get /told", "filled");
            assertThat(asked(scruffy, "/zipkin/api/v2/traceMany?traceIds=1," + asked))
                    .contains("get /told", "filled");
            assertThat(asked(scruffy, "/api/traces/" + asked)).contains("get /told", "filled");
        }
        refused(scruffy, 404, "/zipkin/api/v2/trace/" + "1".repeat(16) + trace, "not found");
    }

    @Test
    void whatWasBrought_isToldAsJaegerTellsIt(RunningScruffy scruffy) {
        String trace = mark.replace("-", "");
        bringTrace(scruffy, trace);
        String found = "\"traceId\":\"" + trace + "\"";
        assertThat(asked(scruffy, "/api/v3/services"))
                .startsWith("{\"services\":[")
                .contains("\"told\"");
        assertThat(asked(scruffy, "/api/v3/operations?service=told"))
                .isEqualTo("{\"operations\":[{\"name\":\"get /told\",\"spanKind\":\"server\"}]}");
        assertThat(asked(scruffy, "/api/v3/traces/" + trace.toUpperCase(Locale.ROOT)))
                .startsWith("{\"result\":{\"resourceSpans\":[")
                .contains(found);
        String query = "/api/v3/traces?query.serviceName=told&query.operationName=get%20/told&query.startTimeMin="
                + Instant.now().minusSeconds(600) + "&query.startTimeMax="
                + Instant.now().plusSeconds(600) + "&query.attributes=";
        String marked = "%7B%22told.mark%22:%22" + mark;
        assertThat(asked(scruffy, query + marked + "%22,%22span.kind%22:%22server%22%7D"))
                .contains(found);
        refused(
                scruffy,
                404,
                query + marked + "1%22%7D",
                "{\"error\":{\"httpCode\":404,\"message\":\"No traces found\"}}");
        refused(scruffy, 404, "/api/v3/traces/77", "trace not found");
        refused(scruffy, 400, "/api/v3/traces?query.serviceName=told", "query.startTimeMin is 'nothing'");
        refused(scruffy, 400, query + "7", "query.attributes is '7', expected an object");
        assertThat(asked(scruffy, "/api/services")).contains("\"told\"");
        assertThat(asked(scruffy, "/api/services/told/operations")).contains("\"data\":[\"get /told\"]");
        assertThat(asked(scruffy, "/api/traces/" + trace))
                .contains("\"traceID\":\"" + trace + "\"", "\"serviceName\":\"told\"", "\"errors\":null");
        assertThat(asked(scruffy, "/api/traces?service=told&limit=20&minDuration=1ms&tags=" + marked + "%22%7D"))
                .contains(trace);
        refused(scruffy, 404, "/api/traces/77", "\"errors\":[{\"code\":404,\"msg\":\"trace not found\"}]");
        refused(scruffy, 400, "/api/traces?service=told&minDuration=long", "minDuration is 'long'");
    }

    private void bringTrace(RunningScruffy scruffy, String trace) {
        byte[] body = SpanBytesEncoder.JSON_V2.encodeList(List.of(told(trace)));
        assertThat(bring(scruffy, "/api/v2/spans", body, "X-Scruffy-Key", KEY).statusCode())
                .isEqualTo(202);
    }

    private zipkin2.Span told(String trace) {
        long now = System.currentTimeMillis() * 1_000;
        return zipkin2.Span.newBuilder()
                .traceId(trace)
                .id("4d1e00c0db9010db")
                .name("get /told")
                .kind(zipkin2.Span.Kind.SERVER)
                .localEndpoint(zipkin2.Endpoint.newBuilder().serviceName("told").build())
                .timestamp(now)
                .duration(5_000)
                .addAnnotation(now + 1_000, "ws")
                .putTag("told.mark", mark)
                .build();
    }

    private static String asked(RunningScruffy scruffy, String path) {
        HttpResponse<String> answer = scruffy.get(path);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static void refused(RunningScruffy scruffy, int status, String path, String why) {
        HttpResponse<String> answer = scruffy.get(path);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
    }

    @Test
    void sentry_bringsWhatWasThrown(RunningScruffy scruffy) {
        Sentry.init(options -> {
            options.setDsn("http://" + KEY + "@localhost:" + scruffy.base().getPort() + "/7");
            options.setEnableShutdownHook(false);
        });
        try {
            Sentry.captureException(new IllegalStateException(mark));
        } finally {
            Sentry.flush(20_000);
            Sentry.close();
        }
        assertThat(count(scruffy, "exception.message", mark)).isEqualTo(1);
    }

    private static HttpResponse<String> bring(RunningScruffy scruffy, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = scruffy.anonymous(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return scruffy.send(request);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void curl_bringsLinesAndIsToldWhichAreWrong(RunningScruffy scruffy) {
        byte[] lines = bytes(
                "{'curl.mark':'" + mark + "','nul':'a\\u0000b'}\nnonsense\n{'time':'2262-12-31T00:00:00Z','a':1}\n");
        HttpResponse<String> answer = bring(
                scruffy,
                "/api/v1/events/curl",
                lines,
                "X-Scruffy-Key",
                KEY,
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"kept\":1", "\"line\":2", "\"line\":3", "2262");
        assertThat(count(scruffy, "curl.mark", mark)).isEqualTo(1);
    }

    /** Of 300 events 60 took long, three quarters of them those of one build; what else they say is chance. */
    @Test
    void slowEvents_areToldApartByWhatTheyHaveInCommon(RunningScruffy scruffy) {
        String lines = IntStream.range(0, 300)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "{'apart.mark':'%s','apart.ms':%d,'apart.build':'%s','apart.host':'h%d'}%n",
                        mark,
                        i < 60 ? 900 + i : 10 + i % 50,
                        i < 60 && i % 4 > 0 ? "bad" : "b" + i % 5,
                        i % 7))
                .collect(Collectors.joining());
        assertThat(bring(scruffy, "/api/v1/events/apart", bytes(lines), "X-Scruffy-Key", KEY)
                        .statusCode())
                .isEqualTo(200);
        String query = Api.json(
                "{'query':{'from':'%s','to':'%s','filters':[{'column':'apart.mark','op':'=','value':'%s'}]},"
                        + "'box':{'column':'apart.ms','atLeast':800}}",
                Instant.now().minusSeconds(3_600), Instant.now().plusSeconds(60), mark);

        JsonObject answer =
                new Api.Answer(scruffy.post("/api/v1/bubbleup", query)).is(200).json();

        assertThat(answer.getJsonObject("selection").getInt("events")).isEqualTo(60);
        List<JsonObject> columns = answer.getJsonArray("columns").getValuesAs(JsonObject.class);
        assertThat(columns.get(0).getString("column")).isEqualTo("apart.build");
        assertThat(columns.get(0).getString("verdict")).isEqualTo("significant");
        assertThat(columns.get(0).getJsonObject("filter").getString("value")).isEqualTo("bad");
        assertThat(columns.get(columns.size() - 1).getString("verdict")).isEqualTo("by-construction");
        assertThat(new Api.Answer(scruffy.post("/api/v1/bubbleup", query.replace("apart.ms", "apart.msec")))
                        .is(400)
                        .response()
                        .body())
                .contains(Api.json("'field':'selection.filters[0].column'"), "apart.ms");
    }

    @Test
    void browser_asksFirstAndNeedsNoCookie(RunningScruffy scruffy) {
        HttpResponse<String> preflight = scruffy.send(scruffy.anonymous("/v1/traces")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .headers("Access-Control-Request-Method", "POST")
                .headers("Access-Control-Request-Headers", "content-type,x-honeycomb-team"));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("content-type,x-honeycomb-team");
    }

    @Test
    void nobody_isRefusedInTheProtocolsOwnWords(RunningScruffy scruffy) {
        HttpResponse<String> otlp = bring(scruffy, "/v1/traces", bytes("{}"), "Content-Type", "application/json");
        assertThat(otlp.statusCode()).isEqualTo(401);
        assertThat(otlp.body()).contains("\"code\":16");
        HttpResponse<String> honeycomb = bring(scruffy, "/1/batch/ds", bytes("[]"), "X-Honeycomb-Team", "nobody's");
        assertThat(honeycomb.statusCode()).isEqualTo(401);
        assertThat(honeycomb.body()).isEqualTo("{\"error\":\"unknown API key - check your credentials\"}");
        assertThat(bring(scruffy, "/api/v2/spans", bytes("[]")).statusCode()).isEqualTo(401);
        assertThat(bring(scruffy, "/api/7/envelope/", bytes("{}")).statusCode()).isEqualTo(401);
        assertThat(bring(scruffy, "/api/v1/events/curl", bytes("{}")).body()).contains("\"status\":401");
        assertThat(scruffy.send(scruffy.request("/1/auth").GET()).body()).contains("\"createDatasets\":true");
    }

    @Test
    void hostileBodies_areRefusedAndCostNothing(RunningScruffy scruffy) throws IOException {
        byte[] bomb = Api.zipped(new byte[BOMB]);
        byte[] broken = Arrays.copyOf(Api.zipped(bytes("[{'data':{'a':1}}]")), 15);
        String deep = "[{'data':{'a':" + "[".repeat(10_000) + "]".repeat(10_000) + "}}]";
        for (String path :
                List.of("/v1/traces", "/1/batch/ds", "/zipkin/api/v2/spans", "/api/7/envelope/", "/api/v1/events/x")) {
            String type = path.equals("/v1/traces") ? "application/x-protobuf" : "application/json";
            assertThat(bring(
                                    scruffy,
                                    path,
                                    bomb,
                                    "X-Scruffy-Key",
                                    KEY,
                                    "Content-Encoding",
                                    "gzip",
                                    "Content-Type",
                                    type)
                            .statusCode())
                    .as("bomb at " + path)
                    .isIn(413, 400);
            assertThat(bring(
                                    scruffy,
                                    path,
                                    broken,
                                    "X-Scruffy-Key",
                                    KEY,
                                    "Content-Encoding",
                                    "gzip",
                                    "Content-Type",
                                    type)
                            .statusCode())
                    .as("broken gzip at " + path)
                    .isEqualTo(400);
            assertThat(bring(scruffy, path, bytes(deep), "X-Scruffy-Key", KEY, "Content-Type", "application/json")
                            .statusCode())
                    .as("deep at " + path)
                    .isEqualTo(400);
            assertThat(bring(scruffy, path, bytes("x"), "X-Scruffy-Key", KEY, "Content-Encoding", "br")
                            .statusCode())
                    .as("brotli at " + path)
                    .isEqualTo(415);
        }
        assertThat(bring(scruffy, "/v1/traces", bytes("x"), "X-Scruffy-Key", KEY, "Content-Type", "text/html")
                        .statusCode())
                .isEqualTo(415);
        assertThat(bring(scruffy, "/1/events/ds", new byte[1_000_001], "X-Scruffy-Key", KEY)
                        .body())
                .isEqualTo("{\"error\":\"Request body is too large.\"}");
    }

    @Test
    void eventsOfABatch_areToldApart(RunningScruffy scruffy) {
        String wide = IntStream.range(0, 2_001).mapToObj(i -> "'c" + i + "':1").collect(Collectors.joining(","));
        HttpResponse<String> answer = bring(
                scruffy,
                "/1/batch/My%20Data",
                bytes("[{'data':{'batch.mark':'" + mark + "'}},{'data':{" + wide
                        + "}},{'time':'1969-01-01T00:00:00Z','data':{'a':1}}]"),
                "X-Honeycomb-Team",
                KEY);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("[{\"status\":202},{\"error\":\"Event has too many columns.\",\"status\":400},{\"error\":")
                .contains("1969");
        assertThat(count(scruffy, "batch.mark", mark)).isEqualTo(1);
    }

    @Test
    void spanWithABadId_isCountedInThePartialSuccess(RunningScruffy scruffy) {
        String spans = Stream.of(TRACE, "5b8e")
                .map(trace -> "{'traceId':'" + trace + "','spanId':'eee19b7ec3c1b174','name':'" + mark
                        + "','startTimeUnixNano':'" + System.currentTimeMillis() + "000000'}")
                .collect(Collectors.joining(","));
        HttpResponse<String> answer = bring(
                scruffy,
                "/v1/traces",
                bytes("{'resourceSpans':[{'scopeSpans':[{'spans':[" + spans + "]}]}]}"),
                "X-Scruffy-Key",
                KEY,
                "Content-Type",
                "application/json");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"rejectedSpans\":\"1\"", "2 bytes, expected 16");
        assertThat(count(scruffy, "name", mark)).isEqualTo(1);
    }
}
