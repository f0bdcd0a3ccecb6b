package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The started product is killed with SIGKILL while clients bring events over HTTP. */
@Execution(ExecutionMode.CONCURRENT)
class KilledIngestIT {

    private static final String KEY = "killed-ingest";
    private static final int SENDERS = 8;
    private static final int BATCH = 10;
    private static final int MANY = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final int port = Distribution.freePort();
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private final CountDownLatch inFullFlight = new CountDownLatch(SENDERS);
    private Launched running;

    @AfterEach
    void stop() throws InterruptedException {
        senders.shutdownNow();
        running.stop();
    }

    @Test
    void whatWasAcknowledged_isThereOnce_alsoAfterTheRestIsBroughtAgain() throws Exception {
        launch("first");
        makeKey();
        List<Future<Integer>> sending = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            sending.add(senders.submit(() -> bringUntilItIsKilled(number)));
        }
        assertThat(inFullFlight.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        running.kill();
        List<Integer> batches = new ArrayList<>();
        for (Future<Integer> sent : sending) {
            batches.add(sent.get());
        }
        launch("again");

        for (int sender = 0; sender < SENDERS; sender++) {
            int safe = batches.get(sender);
            assertThat(kept(sender)).as("events of sender " + sender).isIn(safe * BATCH, (safe + 1) * BATCH);
            assertThat(bring(sender, safe - 1))
                    .as("as if its answer had been lost")
                    .isEqualTo(200);
            assertThat(bring(sender, safe)).isEqualTo(200);
            assertThat(kept(sender)).as("events of sender " + sender).isEqualTo((safe + 1) * BATCH);
        }
    }

    private void launch(String name) throws IOException, InterruptedException {
        running = Distribution.built()
                .start(
                        folder.resolve(name + ".txt"),
                        "--no-demo",
                        "--port",
                        String.valueOf(port),
                        "--data",
                        folder.resolve("data").toString());
        running.ready();
    }

    private void makeKey() throws Exception {
        Path postgres = folder.resolve("data/postgres");
        List<String> pid = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"));
        String url = "jdbc:postgresql://127.0.0.1:" + pid.get(3).strip() + "/scruffy";
        String password = Files.readString(postgres.resolve("password")).strip();
        try (Connection connection = DriverManager.getConnection(url, "scruffy", password);
                Statement statement = connection.createStatement()) {
            statement.execute("WITH ann AS (INSERT INTO app_user (name, password_hash, created_at)"
                    + " VALUES ('ann', 'none', now()) RETURNING id),"
                    + " admin AS (INSERT INTO user_role (user_id, role) SELECT id, 'ADMIN' FROM ann)"
                    + " INSERT INTO api_key (user_id, hash, label, created_at)"
                    + " SELECT id, encode(sha256('" + KEY + "'), 'hex'), 'it', now() FROM ann");
        }
    }

    /** How many batches were acknowledged. */
    private int bringUntilItIsKilled(int sender) throws InterruptedException {
        int batches = 0;
        try {
            while (bring(sender, batches) == 200) {
                batches++;
                if (batches == MANY) {
                    inFullFlight.countDown();
                }
            }
        } catch (IOException e) {
            return batches;
        }
        throw new AssertionError("Sender " + sender + " was sent away after " + batches + " batches");
    }

    private int bring(int sender, int batch) throws IOException, InterruptedException {
        String events = IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj(number -> Api.event(
                        start.plusMillis(number),
                        "'trace.trace_id':'t%d','trace.span_id':'s%d','own.sender':%d,'own.number':%d"
                                .formatted(sender, number, sender, number)))
                .collect(Collectors.joining(",", "[", "]"));
        return send("/1/batch/killed", events).statusCode();
    }

    /** How many events of a sender there are: the first ones, each once. */
    private int kept(int sender) throws IOException, InterruptedException {
        String query = "{'from':'%s','to':'%s','filters':[{'column':'own.sender','op':'=','value':%d}],"
                + "'calculations':[{'op':'COUNT_DISTINCT','column':'own.number'},{'op':'MAX','column':'own.number'}]}";
        JsonObject answer = new Api.Answer(
                        send("/api/v1/query", query.formatted(start, start.plus(Duration.ofHours(1)), sender)))
                .is(200)
                .json();
        JsonObject values = answer.getJsonArray("rows").getJsonObject(0).getJsonObject("values");
        int events = answer.getInt("matched");
        assertThat(values.getInt("COUNT_DISTINCT(own.number)"))
                .as(answer.toString())
                .isEqualTo(events);
        assertThat(values.getInt("MAX(own.number)")).as(answer.toString()).isEqualTo(events - 1);
        return events;
    }

    private HttpResponse<String> send(String path, String json) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + KEY)
                        .header("X-Honeycomb-Team", KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Api.json(json)))
                        .build(),
                BodyHandlers.ofString());
    }
}
