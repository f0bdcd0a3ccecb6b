package org.scruffy.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts a PostgreSQL before Arquillian reads its settings, and tells the container by them where it is. */
final class DatabaseForTheContainer implements BeforeAllCallback, AfterAllCallback {

    private static final String OURS = "scruffy.db.url";

    private Closeable postgres = () -> {};

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (System.getProperty(OURS) != null) return; // inside the container, where the test class is read again
        EmbeddedPostgres database = EmbeddedPostgres.start();
        postgres = database;
        Path data = Files.createTempDirectory("scruffy-it");
        System.setProperty(
                "scruffy.it.java",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dscruffy.data=" + data
                        + " -Dscruffy.plugins=" + Files.createDirectories(data.resolve("plugins"))
                        + " -Dscruffy.demo=true"
                        + " -D" + OURS + "=jdbc:postgresql://localhost:" + database.getPort() + "/postgres"
                        + " -Dscruffy.db.user=postgres -Dscruffy.db.password=postgres");
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        postgres.close();
    }
}
