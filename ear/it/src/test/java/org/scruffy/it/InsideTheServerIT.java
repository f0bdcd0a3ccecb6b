package org.scruffy.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ByteArrayAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.scruffy.plugin.Plugins;
import org.scruffy.schedule.Schedule;

/** The contexts as the container wires them: the EAR, flattened as the launcher does it, on a Payara Micro of Arquillian's. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith({DatabaseForTheContainer.class, ArquillianExtension.class})
class InsideTheServerIT {

    private static final String LIBRARIES = "lib/";
    private static final String WEB_XML = "WEB-INF/web.xml";

    @Inject
    private Plugins plugins;

    @Inject
    private Schedule schedule;

    @Deployment
    static Archive<?> scruffy() throws IOException {
        try (ZipFile ear =
                new ZipFile(Distribution.built().folder().resolve("scruffy.ear").toFile())) {
            WebArchive war;
            try (InputStream file = ear.getInputStream(ear.getEntry("webapp.war"))) {
                war = ShrinkWrap.create(ZipImporter.class, "ROOT.war")
                        .importFrom(file)
                        .as(WebArchive.class);
            }
            for (Enumeration<? extends ZipEntry> entries = ear.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.getName().startsWith(LIBRARIES) || entry.isDirectory()) continue;
                try (InputStream file = ear.getInputStream(entry)) {
                    war.addAsLibrary(
                            new ByteArrayAsset(file.readAllBytes()),
                            entry.getName().substring(LIBRARIES.length()));
                }
            }
            return letArquillianIn(war.addClasses(
                    DatabaseForTheContainer.class, Distribution.class, InTurn.class, RunningScruffy.class));
        }
    }

    /** Arquillian asks for its tests to be run over HTTP, without a key: here the door stands before the API and the pages only. */
    private static WebArchive letArquillianIn(WebArchive war) throws IOException {
        String door = "<filter-name>door</filter-name>\\s*<url-pattern>/\\*</url-pattern>";
        String webXml;
        try (InputStream file = war.get(WEB_XML).getAsset().openStream()) {
            webXml = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        String opened = webXml.replaceFirst(
                door,
                "<filter-name>door</filter-name><url-pattern>/api/*</url-pattern><url-pattern>*.xhtml</url-pattern>");
        war.delete(WEB_XML);
        war.add(new StringAsset(opened), WEB_XML);
        return war;
    }

    @InTurn
    void anEmptyPluginFolder_quarantinesNothing() {
        assertTrue(plugins.status().isEmpty(), () -> "Found " + plugins.status());
    }

    @InTurn
    void aFreshDatabase_hasNoStations() {
        assertTrue(schedule.stations().isEmpty(), () -> "Found " + schedule.stations());
    }

    @InTurn
    @RunAsClient
    void theApi_asksWhoIsThere(@ArquillianResource URL base) throws Exception {
        assertEquals(401, status(base, "api/plugins", ""));
    }

    @InTurn
    @RunAsClient
    void theApi_letsTheDemosKeyIn(@ArquillianResource URL base) throws Exception {
        assertEquals(200, status(base, "api/plugins", RunningScruffy.DEMO_KEY));
    }

    private static int status(URL base, String path, String key)
            throws IOException, InterruptedException, URISyntaxException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.toURI().resolve(path));
        if (!key.isEmpty()) request.header("Authorization", "Bearer " + key);
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
