package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The EAR, as it is, on a Payara Server. Runs in the profile {@code ear-it} only. */
class PayaraServerIT {

    private static final String DOMAIN = "scruffy";
    private static final Duration READY = Duration.ofMinutes(10);
    private static final int HTTP_OFFSET = 80;
    private static final int PORTS_OF_A_DOMAIN = 100;

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static Map<String, String> environment;
    private static URI base;

    @BeforeAll
    static void deploy() throws Exception {
        postgres = EmbeddedPostgres.start();
        int firstPort = freePorts();
        base = URI.create("http://localhost:" + (firstPort + HTTP_OFFSET) + "/");
        environment = Map.of(
                "SCRUFFY_DATA", folder.resolve("data").toString(),
                "SCRUFFY_PLUGINS",
                        Distribution.built().folder().resolve("plugins").toString(),
                "SCRUFFY_BASE_URI", base.toString(),
                "SCRUFFY_DEMO", "true",
                "SCRUFFY_DB_URL", postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", ""),
                "SCRUFFY_DB_USER", "postgres",
                "SCRUFFY_DB_PASSWORD", "postgres");
        asadmin("create-domain", "--nopassword", "--portbase", String.valueOf(firstPort), DOMAIN);
        asadmin("start-domain", DOMAIN);
        asadmin(
                "--port",
                String.valueOf(firstPort + 48),
                "deploy",
                Distribution.built().folder().resolve("scruffy.ear").toString());
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            asadmin("stop-domain", DOMAIN);
        } finally {
            postgres.close();
        }
    }

    @Test
    void theEar_becomesReadyAndAnswersTheWeek() throws Exception {
        long deadline = System.nanoTime() + READY.toNanos();
        HttpResponse<String> health = get("health/ready");
        while (health.statusCode() != 200 && System.nanoTime() < deadline) {
            Thread.sleep(2_000);
            health = get("health/ready");
        }
        assertThat(health.body()).startsWith("{\"status\":\"UP\"");

        HttpResponse<String> week = get("api/week/" + LocalDate.now(RunningScruffy.DEMO_ZONE) + "?feed=main");
        assertThat(week.statusCode()).as(week.body()).isEqualTo(200);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(base.resolve(path))
                                .header("Authorization", "Bearer " + RunningScruffy.DEMO_KEY)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void asadmin(String... arguments) throws IOException, InterruptedException {
        Path server = Path.of(System.getProperty("payara.server"), "payara6");
        Path program = server.resolve("bin/asadmin");
        // a zip unpacked by Java has no executable files
        List<String> command = new ArrayList<>(List.of("sh", program.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "asadmin", ".txt");
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().putAll(environment);
        int exitCode = process.start().waitFor();
        assertThat(exitCode)
                .as("asadmin %s: %s", String.join(" ", arguments), Files.readString(output, StandardCharsets.UTF_8))
                .isZero();
    }

    /** A domain takes its ports from a range; the first of a free one. */
    private static int freePorts() {
        int port = Distribution.freePort();
        return port + PORTS_OF_A_DOMAIN > 65_535 ? port - PORTS_OF_A_DOMAIN : port;
    }
}
