package org.scruffy.web.ingest;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.telemetry.NotKept;
import org.scruffy.telemetry.wire.Otlp;
import org.scruffy.telemetry.wire.Unreadable;

/**
 * OTLP over gRPC on a port of its own. Who sends is asked before a message is read; the message is read and its answer written as over
 * HTTP, in bytes.
 */
final class OtlpGrpcServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OtlpGrpcServer.class.getName());
    private static final int THREADS = 8;
    private static final int CALLS_OF_A_CONNECTION = 16;
    private static final int LONGEST_HEADERS = 16_384;
    private static final long IDLE_MINUTES = 10;
    private static final long FAREWELL_SECONDS = 3;
    private static final String PACKAGE = "opentelemetry.proto.collector.";
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final Map<Otlp.Signal, String> SERVICES = Map.of(
            Otlp.Signal.TRACES, PACKAGE + "trace.v1.TraceService",
            Otlp.Signal.LOGS, PACKAGE + "logs.v1.LogsService",
            Otlp.Signal.METRICS, PACKAGE + "metrics.v1.MetricsService");

    /** What is done with what comes. */
    interface Intake {

        /**
         * Who sends with such headers.
         *
         * @throws Refusal for whom nothing is read
         */
        Sender sender(Metadata headers, String address) throws Refusal;

        /** Keeps the events of a message and says what to answer. */
        byte[] keep(Otlp.Signal signal, InputStream message, int bytes, Sender sender) throws IOException;
    }

    private final Intake intake;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, OtlpGrpcServer::thread);
    private final Server server;

    /** @param port 0 for one that is free */
    OtlpGrpcServer(int port, Intake intake) throws IOException {
        this.intake = intake;
        NettyServerBuilder builder = NettyServerBuilder.forPort(port)
                .executor(threads)
                .maxInboundMessageSize(OtlpServlet.LARGEST)
                .maxInboundMetadataSize(LONGEST_HEADERS)
                .maxConcurrentCallsPerConnection(CALLS_OF_A_CONNECTION)
                .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES);
        SERVICES.forEach((signal, name) -> builder.addService(service(signal, name)));
        try {
            server = builder.build().start();
        } catch (IOException e) {
            threads.shutdown();
            throw e;
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "otlp-grpc");
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return server.getPort();
    }

    private ServerServiceDefinition service(Otlp.Signal signal, String name) {
        MethodDescriptor<byte[], byte[]> export = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(name, "Export"))
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        return ServerServiceDefinition.builder(name)
                .addMethod(export, new Export(signal))
                .build();
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

    /** One message, one answer. */
    private final class Export implements ServerCallHandler<byte[], byte[]> {

        private final Otlp.Signal signal;

        Export(Otlp.Signal signal) {
            this.signal = signal;
        }

        @Override
        public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
            try {
                Sender sender = intake.sender(headers, address(call));
                call.request(2); // a second one would be told as the client's fault
                return new Listener(call, sender);
            } catch (Refusal e) {
                refuse(call, e);
            } catch (RuntimeException e) {
                fail(call, e);
            }
            return new ServerCall.Listener<>() {};
        }

        private final class Listener extends ServerCall.Listener<byte[]> {

            private final ServerCall<byte[], byte[]> call;
            private final Sender sender;
            private byte[] message = {};

            Listener(ServerCall<byte[], byte[]> call, Sender sender) {
                this.call = call;
                this.sender = sender;
            }

            @Override
            public void onMessage(byte[] one) {
                message = one;
            }

            @Override
            public void onHalfClose() {
                try {
                    byte[] answer = intake.keep(signal, new ByteArrayInputStream(message), message.length, sender);
                    call.sendHeaders(new Metadata());
                    call.sendMessage(answer);
                    call.close(Status.OK, new Metadata());
                } catch (Unreadable e) {
                    call.close(Status.INVALID_ARGUMENT.withDescription(e.getMessage()), new Metadata());
                } catch (NotKept e) {
                    refuse(call, new Refusal(503, e.getMessage(), e.retryAfter()));
                } catch (Refusal e) {
                    refuse(call, e);
                } catch (IOException | RuntimeException e) {
                    fail(call, e);
                }
            }
        }
    }

    private static String address(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "";
    }

    /** A client comes again after RESOURCE_EXHAUSTED only where it is told when. */
    private static void refuse(ServerCall<?, ?> call, Refusal refusal) {
        int code = OtlpServlet.code(refusal.status());
        Metadata trailers = new Metadata();
        if (refusal.retryAfter() > 0) {
            trailers.put(DETAILS, details(code, refusal));
        }
        call.close(Status.fromCodeValue(code).withDescription(refusal.getMessage()), trailers);
    }

    private static byte[] details(int code, Refusal refusal) {
        try {
            return Otlp.failure(code, refusal.getMessage(), Duration.ofSeconds(refusal.retryAfter()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory: does not happen
        }
    }

    private static void fail(ServerCall<?, ?> call, Exception cause) {
        LOG.log(Level.WARNING, cause, () -> "A message of OTLP over gRPC is not kept");
        call.close(Status.INTERNAL.withDescription("The message is not kept"), new Metadata());
    }

    /** What is on its way may end, for some seconds. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        threads.shutdown();
    }
}
