package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.scruffy.feed.HlsConformance;
import org.scruffy.testkit.ConformancePoller;

/** The started product is killed with SIGKILL, in the middle of a break and in the middle of a start. */
@Order(InTurn.FIRST)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RunningScruffy.Shared.class)
class KilledOnAirIT {

    /** Breaks come every four minutes, the two feeds take turns, and some breaks are empty. */
    private static final Duration UNTIL_A_BREAK = Duration.ofMinutes(10);

    private static final List<String> FEEDS = List.of("main", "kids");

    private static final Duration PACE = Duration.ofSeconds(1);
    /** No start is ready as soon as this after its database. */
    private static final Duration DEPLOYING = Duration.ofSeconds(3);

    private static final int SEGMENTS_INTO_THE_BREAK = 2;
    private static final int POLLS_AFTERWARDS = 20;

    @TempDir
    private Path folder;

    private final int port = Distribution.freePort();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Launched> launched = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Launched one : launched) {
            one.stop();
        }
    }

    @Test
    void aKillInABreak_leavesNumbersAndAsRunAsIfNothingHadHappened(RunningScruffy scruffy) throws Exception {
        takePicturesOf(scruffy);
        Launched first = launch("first").ready();
        InBreak held = untilInABreak();
        ConformancePoller player = held.player();
        Map<String, String> before = held.bodies();
        String avail = ask(
                "SELECT max(a.id) FROM avail a JOIN feed f ON f.id = a.feed_id WHERE f.name = '" + held.feed() + "'");

        first.kill();
        for (int attempt = 1; attempt <= 2; attempt++) {
            killDuringTheStart("during-" + attempt, DEPLOYING.multipliedBy(attempt - 1));
        }
        launch("again").ready();

        untilOnAir(held.feed());
        Map<String, String> after = Map.of();
        for (int i = 0; i < POLLS_AFTERWARDS; i++) {
            after = player.poll();
            Thread.sleep(PACE.toMillis());
        }
        assertThat(player.violations()).as("violations across the kill").isEmpty();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(sequence(after)).as("media sequence").isGreaterThan(sequence(before));
        theWatchWouldSeeNumbersThatBeginAnew(before);

        List<String> logged = List.of(
                ask("SELECT string_agg(CAST(position AS text), ',' ORDER BY position) FROM as_run WHERE avail_id = "
                                + avail)
                        .split(","));
        assertThat(logged)
                .as("the spots of the break in the log")
                .startsWith("0")
                .doesNotHaveDuplicates();
        everyRowIsProven(avail, logged.size());
        theVersionBeforeTheKillIsKept(held);
    }

    private void everyRowIsProven(String avail, int rows) throws IOException, SQLException {
        assertThat(
                        ask(
                                "SELECT count(*) FROM as_run r JOIN spot_shown s ON s.avail_id = r.avail_id AND s.position = r.position"
                                        + " WHERE r.avail_id = " + avail
                                        + " AND r.etag = s.etag AND r.trace_id = s.trace_id AND r.etag <> '' AND r.ticks > 0"
                                        + " AND r.planned_ms > 0 AND r.fill = 'SPOT' AND r.content_hash ~ '^[0-9a-f]{64}$'"
                                        + " AND r.media <> '' AND r.renditions <> '' AND r.discontinuity > 0 AND r.splice_error_ms IS NOT NULL"))
                .as("rows of the break with all of their proof")
                .isEqualTo(String.valueOf(rows));
    }

    /** What was published before the kill can be looked at after it. */
    private void theVersionBeforeTheKillIsKept(InBreak held) throws IOException, InterruptedException {
        HttpResponse<String> seen = client.send(
                HttpRequest.newBuilder(base().resolve("api/stations/KSCF/feeds/" + held.feed()
                                + "/manifests?rendition=v0&at=" + held.at()))
                        .header("Authorization", "Bearer " + RunningScruffy.DEMO_KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
        assertThat(seen.body()).contains("../../spots/", "\"adId\"");
    }

    /** The pictures of the demo need not be made twice. */
    private void takePicturesOf(RunningScruffy scruffy) throws IOException, InterruptedException {
        scruffy.awaitPictures();
        for (String name : List.of("media", "plugin-demo")) {
            Path from = scruffy.data().resolve(name);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Path to = folder.resolve("data")
                            .resolve(name)
                            .resolve(from.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    copy(file, to);
                }
            }
        }
    }

    /** What another test is making may be gone by now. */
    private static void copy(Path file, Path to) throws IOException {
        try {
            Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
            assertThat(file).doesNotExist();
        }
    }

    private URI base() {
        return URI.create("http://localhost:" + port + "/");
    }

    private Launched launch(String name) throws IOException {
        Launched one = Distribution.built()
                .start(
                        folder.resolve(name + ".txt"),
                        "--port",
                        String.valueOf(port),
                        "--data",
                        folder.resolve("data").toString());
        launched.add(one);
        return one;
    }

    private void killDuringTheStart(String name, Duration afterItsDatabase) throws IOException, InterruptedException {
        Launched half = launch(name);
        long deadline = System.nanoTime() + Launched.READY.toNanos();
        while (!half.output().contains("Starting PostgreSQL")) {
            assertThat(System.nanoTime()).as("the start never began").isLessThan(deadline);
            Thread.sleep(20);
        }
        Thread.sleep(afterItsDatabase.toMillis());
        half.kill();
        assertThat(half.output()).as("the half start").doesNotContain("Ctrl-C");
    }

    /** What a viewer of the feed that is in a break holds. */
    private record InBreak(String feed, ConformancePoller player, Map<String, String> bodies, Instant at) {}

    private InBreak untilInABreak() throws IOException, InterruptedException {
        Map<String, ConformancePoller> players = new TreeMap<>();
        for (String feed : FEEDS) {
            players.put(feed, new ConformancePoller(base().resolve("live/KSCF/" + feed + "/master.m3u8")));
        }
        long deadline = System.nanoTime() + UNTIL_A_BREAK.toNanos();
        while (true) {
            for (String feed : FEEDS) {
                ConformancePoller player = players.get(feed);
                Map<String, String> bodies = player.poll();
                if (bodies.values().stream().anyMatch(KilledOnAirIT::endsInSpots)) {
                    assertThat(player.violations())
                            .as("violations before the kill")
                            .isEmpty();
                    return new InBreak(feed, player, bodies, Instant.now());
                }
            }
            assertThat(System.nanoTime()).as("no break came").isLessThan(deadline);
            Thread.sleep(PACE.toMillis());
        }
    }

    private static boolean endsInSpots(String body) {
        List<String> segments = body.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
        return segments.size() > SEGMENTS_INTO_THE_BREAK
                && segments.subList(segments.size() - SEGMENTS_INTO_THE_BREAK, segments.size()).stream()
                        .allMatch(uri -> uri.contains("spots/"));
    }

    private void untilOnAir(String feed) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + Launched.READY.toNanos();
        while (status(feed) != 200) {
            assertThat(System.nanoTime()).as("the feed is not on air again").isLessThan(deadline);
            Thread.sleep(PACE.toMillis());
        }
    }

    private int status(String feed) throws IOException, InterruptedException {
        try {
            return client.send(
                            HttpRequest.newBuilder(base().resolve("live/KSCF/" + feed + "/master.m3u8"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (ConnectException e) {
            return 0;
        }
    }

    private static long sequence(Map<String, String> bodies) {
        return bodies.values().stream()
                .mapToLong(body -> number(body, "#EXT-X-MEDIA-SEQUENCE:"))
                .min()
                .orElseThrow();
    }

    private static long number(String body, String tag) {
        return body.lines()
                .filter(line -> line.startsWith(tag))
                .mapToLong(line -> Long.parseLong(line.substring(tag.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    /** The control: what a product without a memory would publish after the kill is refused by the same watch. */
    private static void theWatchWouldSeeNumbersThatBeginAnew(Map<String, String> before) {
        String held = before.values().iterator().next();
        HlsConformance watch = new HlsConformance();
        watch.next(held);
        long sequence = number(held, "#EXT-X-MEDIA-SEQUENCE:");
        String forgotten = held.replace("#EXT-X-MEDIA-SEQUENCE:" + sequence, "#EXT-X-MEDIA-SEQUENCE:0");

        assertThat(watch.next(forgotten)).as("numbers that begin anew").isNotEmpty();
    }

    private String ask(String sql) throws IOException, SQLException {
        Path postgres = folder.resolve("data/postgres");
        List<String> pid = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"));
        String password = Files.readString(postgres.resolve("password")).strip();
        String url = "jdbc:postgresql://127.0.0.1:" + pid.get(3).strip() + "/scruffy";
        try (Connection connection = DriverManager.getConnection(url, "scruffy", password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
