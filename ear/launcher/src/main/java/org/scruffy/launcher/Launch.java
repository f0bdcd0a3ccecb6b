package org.scruffy.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** One start of the product. */
final class Launch {

    private final Settings settings;
    private final Path distribution;
    private EmbeddedPostgres postgres;
    private Server server;

    private Launch(Settings settings, Path distribution) {
        this.settings = settings;
        this.distribution = distribution;
    }

    public static void main(String[] args) {
        try {
            Settings settings = Settings.of(args, System.getenv());
            if (settings.printsAnswer()) return;
            new Launch(settings, distribution()).start();
        } catch (Refusal e) {
            System.err.println(e.getMessage());
            System.exit(e.reason().exitCode());
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

    private void start() throws Refusal {
        EnterpriseArchive ear = new EnterpriseArchive(distribution.resolve("scruffy.ear"));
        ear.check();
        checkPort();
        DataFolder data = DataFolder.open(settings.data());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        Database database = database(data);
        database.check();
        Path work = data.resolve("work");
        try {
            DataFolder.delete(work);
        } catch (IOException e) {
            throw new Refusal(Refusal.Reason.DATA_FOLDER, "The folder " + work + " cannot be emptied.", e);
        }
        Path webapp = data.folder("work/webapp");
        ear.unfold(webapp);
        publish(database);
        server = Server.boot(settings.port());
        server.deploy(webapp);
        System.out.println("Scruffy answers at http://localhost:" + settings.port() + "/");
    }

    private void checkPort() throws Refusal {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.port()));
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Reason.PORT,
                    "Port " + settings.port() + " is in use or not allowed (" + e.getMessage()
                            + "); choose another with --port.",
                    e);
        }
    }

    private Database database(DataFolder data) throws Refusal {
        if (!settings.databaseUrl().isEmpty()) return Database.of(settings.databaseUrl());
        postgres = EmbeddedPostgres.start(data.folder("postgres"), data.folder("log"));
        return postgres.database();
    }

    private void publish(Database database) {
        System.setProperty("scruffy.data", settings.data().toString());
        System.setProperty("scruffy.plugins", settings.plugins(distribution).toString());
        System.setProperty("scruffy.base-uri", "http://localhost:" + settings.port() + "/");
        System.setProperty("scruffy.demo", String.valueOf(settings.demo()));
        System.setProperty("scruffy.db.url", database.url());
        System.setProperty("scruffy.db.user", database.user());
        System.setProperty("scruffy.db.password", database.password());
    }

    private void stop() {
        try {
            if (server != null) server.stop();
        } catch (Exception e) {
            System.err.println("Payara Micro did not stop cleanly: " + e.getMessage());
        }
        try {
            if (postgres != null) postgres.stop();
        } catch (IOException | InterruptedException e) {
            System.err.println("PostgreSQL did not stop cleanly: " + e.getMessage());
        }
    }
}
