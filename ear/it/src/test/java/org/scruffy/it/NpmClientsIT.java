package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients of strangers from npm, as they are. They are installed once, for all builds of a machine; without npm the tests are
 * skipped, but never in continuous integration ({@code CI=true}).
 */
@ExtendWith(RunningScruffy.Shared.class)
class NpmClientsIT {

    private static final String KEY = RunningScruffy.DEMO_KEY;
    private static final List<String> SCRIPTS = List.of(
            "libhoney.mjs", "beeline.cjs", "otel.mjs", "sentry.mjs", "page.js", "graphql-server.cjs", "queue.mjs");

    private static Path folder;

    private final String mark = UUID.randomUUID().toString();

    @BeforeAll
    static synchronized void install() throws InterruptedException {
        try {
            String wanted = new String(resource("package.json"), StandardCharsets.UTF_8);
            Path cache = Path.of(System.getProperty("user.home"), ".cache", "scruffy-it");
            folder = cache.resolve("npm-clients-" + Integer.toHexString(wanted.hashCode()));
            if (!Files.isDirectory(folder)) {
                Path making = Files.createTempDirectory(Files.createDirectories(cache), "npm-clients-making-");
                Files.writeString(making.resolve("package.json"), wanted);
                Chromium.run(making, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
                Files.move(making, folder); // half of them would be taken for all by the next build
            }
            for (String script : SCRIPTS) {
                Path part = Files.write(Files.createTempFile(folder, script, ".part"), resource(script));
                Files.move(part, folder.resolve(script), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            if (Boolean.parseBoolean(System.getenv("CI"))) throw new AssertionError(e);
            Assumptions.abort("npm cannot install the clients: " + e.getMessage());
        }
    }

    /** Where they are installed. */
    static Path folder() {
        return folder;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = NpmClientsIT.class.getResourceAsStream("/npm-clients/" + name)) {
            return stream.readAllBytes();
        }
    }

    private String run(RunningScruffy scruffy, String script) throws IOException, InterruptedException {
        return run(script, scruffy.base().toString(), KEY, mark);
    }

    private static String run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return Chromium.run(folder, command.toArray(String[]::new)).strip();
    }

    @Test
    void libhoney_bringsItsEvents(RunningScruffy scruffy) throws IOException, InterruptedException {
        List<String> heard =
                run(scruffy, "libhoney.mjs").lines().map(String::strip).toList();
        assertThat(heard).contains("202").anyMatch(line -> line.startsWith("400"));
        assertThat(StrangersClientsIT.count(scruffy, "npm.mark", mark)).isEqualTo(1);
    }

    @Test
    void beeline_bringsItsTrace(RunningScruffy scruffy) throws IOException, InterruptedException {
        String trace = run(scruffy, "beeline.cjs");
        JsonObject told =
                new Api.Answer(scruffy.get("/api/v1/traces/" + trace)).is(200).json();
        assertThat(told.getJsonArray("spans")).hasSize(2);
        assertThat(told.getJsonArray("spans").getJsonObject(0).getString("name"))
                .isEqualTo("outer");
        JsonObject inner = told.getJsonArray("spans").getJsonObject(1);
        assertThat(inner.getString("name")).isEqualTo("inner");
        assertThat(inner.getJsonObject("fields").toString())
                .contains("\"service_name\":\"node beeline\"", "\"whole\":7", "\"part\":0.5", "\"truth\":true");
        assertThat(StrangersClientsIT.count(scruffy, "npm.mark", mark)).isEqualTo(1);
    }

    @Test
    void openTelemetry_bringsItsSpans(RunningScruffy scruffy) throws IOException, InterruptedException {
        assertTold(scruffy, run(scruffy, "otel.mjs"));
    }

    @Test
    void openTelemetry_bringsItsSpansOverGrpc(RunningScruffy scruffy) throws IOException, InterruptedException {
        String grpc = "http://localhost:" + scruffy.grpcPort();
        assertTold(scruffy, run("otel.mjs", scruffy.base().toString(), KEY, mark, grpc));
    }

    private void assertTold(RunningScruffy scruffy, String trace) {
        JsonObject told =
                new Api.Answer(scruffy.get("/api/v1/traces/" + trace)).is(200).json();
        assertThat(told.getJsonArray("spans")).hasSize(2);
        JsonObject inner = told.getJsonArray("spans").getJsonObject(1);
        assertThat(inner.getString("name")).isEqualTo("inner");
        assertThat(inner.getBoolean("error")).isTrue();
        assertThat(inner.getJsonObject("fields").toString())
                .contains("\"npm.mark\":\"" + mark + "\"", "\"whole\":7", "\"part\":0.5", "\"truth\":true", "kaputt");
    }

    /** It takes no key with a dash, as the demo's is. */
    @Test
    void sentry_bringsWhatWasThrown(RunningScruffy scruffy, Chromium chromium)
            throws IOException, InterruptedException {
        String key;
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            key = UsersIT.key(screen, "admin");
        }
        assertThat(run("sentry.mjs", scruffy.base().toString(), key, mark)).isEqualTo("true");
        assertThat(StrangersClientsIT.count(scruffy, "exception.message", mark)).isEqualTo(1);
    }

    @Test
    void strangersPage_bringsItsSpans(RunningScruffy scruffy, Chromium chromium)
            throws IOException, InterruptedException {
        Chromium.run(
                folder,
                "npx",
                "esbuild",
                "page.js",
                "--bundle",
                "--format=iife",
                "--outfile=page.out.js",
                "--log-level=error");
        byte[] script = Files.readAllBytes(folder.resolve("page.out.js"));
        HttpServer strangers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        strangers.createContext("/", exchange -> {
            boolean page = exchange.getRequestURI().getPath().equals("/");
            byte[] body = page ? "<script src='page.js'></script>".getBytes(StandardCharsets.UTF_8) : script;
            exchange.getResponseHeaders().set("Content-Type", page ? "text/html" : "text/javascript");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        strangers.start();
        try (Screen screen = chromium.screen(scruffy)) {
            screen.open("http://localhost:" + strangers.getAddress().getPort() + "/");
            Object trace = screen.page()
                    .evaluate(
                            "([base, key, mark]) => bring(base, key, mark)",
                            List.of(scruffy.base().toString(), KEY, mark));
            assertThat(scruffy.get("/api/v1/traces/" + trace).body()).contains("page load", mark);
            screen.forgive(); // its page has no icon
        } finally {
            strangers.stop(0);
        }
    }
}
