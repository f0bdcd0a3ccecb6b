package org.scruffy.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts a PostgreSQL before Arquillian reads its settings, and tells the container by them where it is. */
final class DatabaseForTheContainer implements BeforeAllCallback, AfterAllCallback {

    private EmbeddedPostgres postgres;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        postgres = EmbeddedPostgres.start();
        Path data = Files.createTempDirectory("scruffy-it");
        System.setProperty(
                "scruffy.it.java",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dscruffy.data=" + data
                        + " -Dscruffy.plugins=" + Files.createDirectories(data.resolve("plugins"))
                        + " -Dscruffy.demo=true"
                        + " -Dscruffy.db.url=jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres"
                        + " -Dscruffy.db.user=postgres -Dscruffy.db.password=postgres");
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        postgres.close();
    }
}
