package org.scruffy.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One start of the product, and its end. */
final class Launch {

    private static final ZoneId DEMO_ZONE = ZoneId.of("America/New_York");
    private static final long SECONDS_TO_STOP = 9;
    private static final long MILLIS_BETWEEN_LOOKS = 500;

    private final Settings settings;
    private final Path distribution;
    private final PrintStream console = System.out;
    private final PrintStream errors = System.err;
    private final Progress progress = new Progress(console, System.console() != null);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile EmbeddedPostgres postgres;
    private volatile Server server;

    private Launch(Settings settings, Path distribution) {
        this.settings = settings;
        this.distribution = distribution;
    }

    public static void main(String[] args) throws InterruptedException {
        Settings settings = settings(args);
        if (!settings.printsAnswer()) new Launch(settings, distribution()).run();
    }

    private static Settings settings(String[] args) {
        try {
            return Settings.of(args, System.getenv());
        } catch (Refusal e) {
            System.err.println(e.getMessage());
            System.exit(e.reason().exitCode());
            throw new IllegalStateException(e);
        }
    }

    /** The folder scruffy.jar lies in. */
    private static Path distribution() {
        try {
            return Path.of(Launch.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() throws InterruptedException {
        Signals.onStop(() -> stop(0));
        stopWithParent();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopDatabase, "stop database"));
        try {
            start();
        } catch (Refusal e) {
            refuse(e.getMessage(), e.reason());
        } catch (RuntimeException | LinkageError e) {
            refuse("Scruffy does not start: " + Cause.of(e.toString(), e) + ".", Refusal.Reason.APPLICATION);
        }
    }

    /** A build that started us may be stopped without telling us. */
    private void stopWithParent() {
        if (!Boolean.getBoolean("scruffy.stop-with-parent")) return;
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> stop(0)));
    }

    private void refuse(String sentence, Refusal.Reason reason) {
        if (stopping.get()) return; // what fails while we are being stopped is nobody's news
        Log.leaveConsole();
        progress.end();
        errors.println(sentence);
        stop(reason.exitCode());
    }

    private void start() throws Refusal, InterruptedException {
        EnterpriseArchive ear = new EnterpriseArchive(distribution.resolve("scruffy.ear"));
        ear.check();
        if (!settings.databaseUrl().isEmpty())
            Database.of(settings.databaseUrl()).check();
        DataFolder data = DataFolder.open(settings.data());
        checkPort();
        Path work = data.emptyFolder("work");
        Path logging = work.resolve("logging.properties");
        Path log = redirectLog(data, logging);
        Database database = database(data);
        progress.show("Unfolding the application");
        Path webapp = data.folder("work/" + Server.WEBAPP);
        ear.unfold(webapp);
        publish(database);
        System.setProperty("scruffy.otlp-grpc-port", String.valueOf(otlpGrpcPort()));
        progress.show("Starting the server");
        server = Server.boot(settings.port(), webapp, work, logging);
        server.checkDeployed(log);
        Visitor visitor = new Visitor(base());
        awaitReady(visitor);
        warm(visitor);
        progress.end();
        console.print(new Banner(base(), settings.data(), settings.demo()));
    }

    private Path redirectLog(DataFolder data, Path configuration) throws Refusal {
        Path folder = data.folder("log");
        try {
            return Log.redirect(folder, configuration, errors);
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Reason.DATA_FOLDER,
                    "The log in " + folder + " cannot be written (" + e.getMessage() + ").",
                    e);
        }
    }

    private void checkPort() throws Refusal {
        try {
            bind(settings.port());
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Reason.PORT,
                    "Port " + settings.port() + " cannot be used (" + e.getMessage() + "); choose another with --port.",
                    e);
        }
    }

    private static void bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        }
    }

    /** 0 where none is wanted, or somebody else has it: an OpenTelemetry Collector perhaps. Everything else works without. */
    private int otlpGrpcPort() throws Refusal {
        int port = settings.otlpGrpcPort();
        try {
            bind(port);
            return port;
        } catch (IOException e) {
            progress.end();
            errors.println("Port " + port + " for OTLP over gRPC cannot be used (" + e.getMessage()
                    + "): it is left out; choose another with --otlp-grpc-port, or off.");
            return 0;
        }
    }

    private Database database(DataFolder data) throws Refusal {
        if (!settings.databaseUrl().isEmpty()) return Database.of(settings.databaseUrl());
        progress.show("Starting PostgreSQL");
        postgres = EmbeddedPostgres.start(data.folder("postgres"), data.folder("log"));
        return postgres.database();
    }

    private URI base() {
        return URI.create("http://localhost:" + settings.port() + "/");
    }

    private void publish(Database database) throws Refusal {
        System.setProperty("scruffy.data", settings.data().toString());
        System.setProperty("scruffy.plugins", settings.plugins(distribution).toString());
        System.setProperty("scruffy.base-uri", base().toString());
        System.setProperty(
                "scruffy.public-url", settings.publicUrl().isEmpty() ? base().toString() : settings.publicUrl());
        System.setProperty("scruffy.demo", String.valueOf(settings.demo()));
        if (!settings.originNetworks().isEmpty()) {
            System.setProperty("scruffy.origin-networks", settings.originNetworks());
        }
        if (!settings.smtpUrl().isEmpty()) {
            System.setProperty("scruffy.smtp.url", settings.smtpUrl());
        }
        if (!settings.smtpFrom().isEmpty()) {
            System.setProperty("scruffy.smtp.from", settings.smtpFrom());
        }
        System.setProperty("scruffy.live-spans", String.valueOf(settings.liveSpans()));
        System.setProperty("scruffy.db.url", database.url());
        System.setProperty("scruffy.db.user", database.user());
        System.setProperty("scruffy.db.password", database.password());
    }

    private void awaitReady(Visitor visitor) throws Refusal, InterruptedException {
        Health health = visitor.health();
        while (!health.ready()) {
            if (health.fatal().isPresent()) {
                throw new Refusal(Refusal.Reason.APPLICATION, health.fatal().get());
            }
            progress.show(health.step(), health.progress());
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
            health = visitor.health();
        }
    }

    private void warm(Visitor visitor) throws InterruptedException {
        progress.show("Warming the first pages");
        visitor.warm("login.xhtml", "");
        if (settings.demo()) {
            visitor.warm("api/week/" + LocalDate.now(DEMO_ZONE) + "?feed=main", Banner.DEMO_KEY);
        }
    }

    /** The application first, then its database; then the process, whatever still runs in it. */
    private void stop(int exitCode) {
        if (stopping.getAndSet(true)) return;
        Thread limit = new Thread(this::haltWhenLate, "stop limit");
        limit.setDaemon(true);
        limit.start();
        Log.leaveConsole();
        progress.end();
        try {
            if (server != null) server.stop();
        } catch (Exception e) {
            System.err.println("Payara Micro does not stop cleanly: " + e);
        }
        stopDatabase();
        System.exit(exitCode);
    }

    private void haltWhenLate() {
        try {
            TimeUnit.SECONDS.sleep(SECONDS_TO_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopDatabase();
        Runtime.getRuntime().halt(1);
    }

    private synchronized void stopDatabase() {
        if (postgres == null) return;
        try {
            postgres.stop();
        } catch (IOException e) {
            System.err.println("PostgreSQL does not stop cleanly: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        postgres = null;
    }
}
