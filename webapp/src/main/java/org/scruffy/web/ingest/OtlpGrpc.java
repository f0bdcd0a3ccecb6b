package org.scruffy.web.ingest;

import io.grpc.Metadata;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.scruffy.plugin.Platform;
import org.scruffy.security.Account;
import org.scruffy.security.Role;
import org.scruffy.security.TooManyAttempts;
import org.scruffy.telemetry.Ingest;
import org.scruffy.telemetry.Room;
import org.scruffy.telemetry.wire.Otlp;
import org.scruffy.telemetry.wire.Row;
import org.scruffy.telemetry.wire.TooMany;
import org.scruffy.web.door.Recognition;

/**
 * Takes OTLP over gRPC, with a key in the metadata as HTTP has it in a header: {@code x-scruffy-key}, {@code x-honeycomb-team} or
 * {@code authorization}. Refusals are UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT for what cannot be read,
 * RESOURCE_EXHAUSTED for what is too large; with RetryInfo, for what makes sense to bring again, UNAVAILABLE where there is no room
 * and RESOURCE_EXHAUSTED for who failed too often. The port is {@code scruffy.otlp-grpc-port}, 0 for none; one that is taken is a
 * warning: everything else works without.
 */
@ApplicationScoped
public class OtlpGrpc {

    private static final Logger LOG = Logger.getLogger(OtlpGrpc.class.getName());

    private final Recognition recognition;
    private final Ingest ingest;
    private final Clock clock;
    private final int port;
    private OtlpGrpcServer server;

    protected OtlpGrpc() {
        this(null, null, null, 0);
    }

    @Inject
    public OtlpGrpc(
            Recognition recognition,
            Ingest ingest,
            Clock clock,
            @ConfigProperty(name = "scruffy.otlp-grpc-port", defaultValue = "0") int port) {
        this.recognition = recognition;
        this.ingest = ingest;
        this.clock = clock;
        this.port = port;
    }

    void start(@Observes @Priority(Platform.OPEN_DOOR) @Initialized(ApplicationScoped.class) Object event) {
        if (port == 0) {
            return;
        }
        try {
            server = new OtlpGrpcServer(port, new Intake());
            LOG.info(() -> "OTLP over gRPC is taken at port " + port);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "Port " + port + " for OTLP over gRPC cannot be used; choose another with --otlp-grpc-port");
        }
    }

    private final class Intake implements OtlpGrpcServer.Intake {

        @Override
        public Sender sender(Metadata headers, String address) throws Refusal {
            UnaryOperator<String> header = name -> headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
            try {
                Optional<Account> account = recognition.of(header, address);
                return account.isEmpty()
                        ? Sender.of("", Set.of(), Set.of())
                        : Sender.of(
                                account.get().name(),
                                account.get().where(Role.SENDER),
                                account.get().datasets());
            } catch (TooManyAttempts e) {
                throw Sender.mustWait(e);
            }
        }

        @Override
        public byte[] keep(Otlp.Signal signal, InputStream message, int bytes, Sender sender) throws IOException {
            if (bytes > ingest.room().largest()) {
                throw new Refusal(
                        413, "The message has more than " + ingest.room().largest() + " bytes");
            }
            try (Room.Share share = ingest.room().share()) {
                share.take(bytes);
                List<Row> rows = Otlp.read(signal, message, false, clock.instant());
                share.takeRows(rows.size());
                return Otlp.answer(signal, Post.keep(rows, sender, ingest), false);
            } catch (TooMany e) {
                throw new Refusal(413, e.getMessage());
            }
        }
    }

    // before the ingest stops, which has a priority of its own
    void stop(@Observes @Priority(1) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        stop();
    }

    @PreDestroy
    void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
