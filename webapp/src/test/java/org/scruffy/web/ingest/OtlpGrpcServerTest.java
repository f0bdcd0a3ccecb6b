package org.scruffy.web.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.telemetry.wire.Otlp;
import org.scruffy.telemetry.wire.Row;

class OtlpGrpcServerTest {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("x-scruffy-key", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final List<Row> read = Collections.synchronizedList(new ArrayList<>());
    private volatile IOException refusal;
    private OtlpGrpcServer server;
    private ManagedChannel channel;

    /** Knows one key, reads as the real one does, and keeps in a list. */
    private final class Intake implements OtlpGrpcServer.Intake {

        @Override
        public Sender sender(Metadata headers, String address) throws Refusal {
            String key = headers.get(KEY);
            return "bound".equals(key)
                    ? Sender.of("it", Set.of("KSCF"), Set.of("checkout"))
                    : Sender.of("right".equals(key) ? "it" : "", Set.of("KSCF"), Set.of());
        }

        @Override
        public byte[] keep(Otlp.Signal signal, InputStream message, int bytes, Sender sender) throws IOException {
            if (refusal != null) {
                throw refusal;
            }
            List<Row> rows = Otlp.read(signal, message, false, Instant.now());
            List<Row> admitted = rows.stream().map(sender::admit).toList();
            read.addAll(admitted);
            return Otlp.answer(signal, admitted, false);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new OtlpGrpcServer(0, new Intake());
        channel = NettyChannelBuilder.forAddress("localhost", server.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    private record Answer(Status status, Metadata trailers, byte[] message) {}

    private Answer ask(String key, String service, byte[] message)
            throws InterruptedException, ExecutionException, TimeoutException {
        MethodDescriptor<byte[], byte[]> export = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("opentelemetry.proto.collector." + service + "/Export")
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        Metadata headers = new Metadata();
        headers.put(KEY, key);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = channel.newCall(export, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    private byte[] got = {};

                    @Override
                    public void onMessage(byte[] told) {
                        got = told;
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        answer.complete(new Answer(status, trailers, got));
                    }
                },
                headers);
        call.request(1);
        call.sendMessage(message);
        call.halfClose();
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean exports(String key) {
        try (SdkTracerProvider sdk = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpGrpcSpanExporter.builder()
                                .setEndpoint("http://localhost:" + server.port())
                                .addHeader("x-scruffy-key", key)
                                .setCompression("gzip")
                                .build())
                        .build())
                .build()) {
            Span span = sdk.get("test").spanBuilder("strange").startSpan();
            span.setAttribute("mark", "m").end();
            return sdk.forceFlush().join(20, TimeUnit.SECONDS).isSuccess();
        }
    }

    @Test
    void spanOfAnotherDataset_countsAsOneWithAllInsideIt() throws Exception {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        request.addResourceSpansBuilder()
                .addScopeSpansBuilder()
                .addSpansBuilder()
                .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
                .setSpanId(ByteString.fromHex("eee19b7ec3c1b174"))
                .addEvents(io.opentelemetry.proto.trace.v1.Span.Event.newBuilder())
                .addEvents(io.opentelemetry.proto.trace.v1.Span.Event.newBuilder())
                .addEvents(io.opentelemetry.proto.trace.v1.Span.Event.newBuilder());
        Answer answer = ask("bound", "trace.v1.TraceService", request.build().toByteArray());
        ExportTracePartialSuccess partial =
                ExportTraceServiceResponse.parseFrom(answer.message()).getPartialSuccess();
        assertThat(partial.getRejectedSpans()).isEqualTo(1);
        assertThat(partial.getErrorMessage()).contains("'unknown_service'", "checkout");
    }

    @Test
    void openTelemetrysExporter_bringsItsSpans() {
        assertThat(exports("right")).isTrue();
        assertThat(read)
                .singleElement()
                .satisfies(row -> assertThat(row.event().fields())
                        .containsEntry("name", "strange")
                        .containsEntry("mark", "m")
                        .containsEntry("station", "KSCF"));
    }

    @Test
    void nobodysKey_isUnauthenticatedBeforeAnythingIsRead() throws Exception {
        Answer answer = ask("wrong", "trace.v1.TraceService", new byte[] {1});
        assertThat(answer.status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        exports("wrong");
        assertThat(read).isEmpty();
    }

    @Test
    void emptyMessages_areWell() throws Exception {
        for (String service : List.of("trace.v1.TraceService", "logs.v1.LogsService", "metrics.v1.MetricsService")) {
            Answer answer = ask("right", service, new byte[0]);
            assertThat(answer.status.getCode()).as(service).isEqualTo(Status.Code.OK);
            assertThat(answer.message).isEmpty();
        }
    }

    @Test
    void whatCannotBeRead_isAnInvalidArgument() throws Exception {
        Answer answer = ask("right", "trace.v1.TraceService", "nonsense".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(answer.status.getDescription()).startsWith("The body is no protobuf message");
    }

    @Test
    void spansThatAreRefused_areAPartialSuccess() throws Exception {
        // resource_spans { scope_spans { spans { trace_id: one byte } } }
        Answer answer = ask("right", "trace.v1.TraceService", new byte[] {10, 7, 18, 5, 18, 3, 10, 1, 7});
        assertThat(answer.status.getCode()).isEqualTo(Status.Code.OK);
        assertThat(new String(answer.message, StandardCharsets.UTF_8)).contains("A trace id has 1 bytes, expected 16");
    }

    @Test
    void whoIsSentAway_isToldWhenToComeAgain() throws Exception {
        refusal = new Refusal(503, "no room", Duration.ofMillis(1_500));
        Answer answer = ask("right", "trace.v1.TraceService", new byte[0]);
        assertThat(answer.status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        byte[] details = answer.trailers.get(DETAILS);
        assertThat(new String(details, StandardCharsets.UTF_8))
                .contains("no room", "type.googleapis.com/google.rpc.RetryInfo");
        // value: retry_delay { seconds: 2 }
        assertThat(details).endsWith(18, 4, 10, 2, 8, 2);
        refusal = new Refusal(429, "too many", Duration.ofSeconds(1));
        assertThat(ask("right", "trace.v1.TraceService", new byte[0]).status.getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void whatIsTooLarge_isExhaustingAndNotToBeTriedAgain() throws Exception {
        Answer answer = ask("right", "trace.v1.TraceService", new byte[OtlpServlet.LARGEST + 1]);
        assertThat(answer.status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(answer.trailers.containsKey(DETAILS)).isFalse();
        assertThat(read).isEmpty();
    }

    @Test
    void aFaultOfOurs_saysNothingOfItself() throws Exception {
        refusal = new IOException("secret");
        Answer answer = ask("right", "trace.v1.TraceService", new byte[0]);
        assertThat(answer.status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(answer.status.getDescription()).doesNotContain("secret");
    }

    @Test
    void aPortThatIsTaken_isSaid() {
        assertThatThrownBy(() -> new OtlpGrpcServer(server.port(), new Intake()))
                .isInstanceOf(IOException.class);
    }
}
