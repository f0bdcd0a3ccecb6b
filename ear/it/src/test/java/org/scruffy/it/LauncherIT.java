package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The life of a launcher, in the order it is lived, since each start costs a good part of a minute. */
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherIT {

    private static final Distribution DISTRIBUTION = Distribution.built();

    @TempDir
    static Path folder;

    private static final int PORT = Distribution.freePort();
    private static Launched running;

    private static Path data() {
        return folder.resolve("data");
    }

    private static Launched launch(String name, String... arguments) throws IOException {
        return DISTRIBUTION.start(folder.resolve(name + ".txt"), arguments);
    }

    private static Launched launchOnData(String name) throws IOException {
        return launch(name, "--no-demo", "--port", String.valueOf(PORT), "--data", data().toString());
    }

    @BeforeAll
    static void start() throws Exception {
        running = launchOnData("first").ready();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        running.stop();
    }

    @InTurn
    @Order(1)
    void theConsole_showsWhereToLookAndNoStackTrace() throws IOException {
        assertThat(running.output())
                .contains("http://localhost:" + PORT + "/", "Ctrl-C")
                .doesNotContain("\tat ", "scruffy-demo-key");
        assertThat(data().resolve("log/scruffy.log")).isNotEmptyFile();
    }

    @InTurn
    @Order(2)
    void theDatabase_isDurableAndOnTheLoopbackAddressOnlyAndAsksForAPassword() throws Exception {
        assertThat(ask("SHOW fsync")).isEqualTo("on");
        assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(ask("SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
    }

    @InTurn
    @Order(3)
    void aSecondOne_isRefusedThePort() throws Exception {
        launch("port", "--port", String.valueOf(PORT), "--data", other()).refuses(4, String.valueOf(PORT), "--port");
    }

    @InTurn
    @Order(3)
    void aSecondOne_isRefusedTheDataFolder() throws Exception {
        launch("locked", "--port", free(), "--data", data().toString())
                .refuses(6, data().toString(), "process " + running.pid());
    }

    @InTurn
    @Order(3)
    void aDataFolderThatIsAFile_isRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        launch("unwritable", "--port", free(), "--data", file.toString()).refuses(5, file.toString(), "--data");
    }

    @InTurn
    @Order(3)
    void anUnknownFlag_isRefused() throws Exception {
        launch("flag", "--prot", "1").refuses(2, "--prot");
    }

    @InTurn
    @Order(3)
    void anUnknownVariable_isRefused() throws Exception {
        DISTRIBUTION
                .start(folder.resolve("variable.txt"), Map.of("SCRUFFY_PROT", "1"))
                .refuses(2, "SCRUFFY_PROT");
    }

    @InTurn
    @Order(3)
    void aWrongPassword_isRefusedWithoutShowingIt() throws Exception {
        Launched refused =
                launch("password", "--port", free(), "--data", other(), "--db-url", url("guessed", "scruffy"));
        refused.refuses(7, "scruffy", "password");
        assertThat(refused.output()).doesNotContain("guessed");
    }

    @InTurn
    @Order(3)
    void aDatabaseThatDoesNotExist_isRefused() throws Exception {
        launch("missing", "--port", free(), "--data", other(), "--db-url", url(password(), "nowhere"))
                .refuses(7, "nowhere", "does not exist");
    }

    @InTurn
    @Order(3)
    void aDatabaseOutOfReach_isRefused() throws Exception {
        launch("unreachable", "--port", free(), "--data", other(), "--db-url", "postgresql://a:b@127.0.0.1:1/c")
                .refuses(7, "127.0.0.1:1/c", "cannot be reached");
    }

    @InTurn
    @Order(3)
    void aDatabaseThatHangs_isRefusedWithinSeconds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long asked = System.nanoTime();
            launch(
                            "hanging",
                            "--port",
                            free(),
                            "--data",
                            other(),
                            "--db-url",
                            "postgresql://a:b@127.0.0.1:" + silent.getLocalPort() + "/c")
                    .refuses(7, "cannot be reached");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @InTurn
    @Order(3)
    void aMissingEar_isRefused() throws Exception {
        DISTRIBUTION
                .with(new byte[0], folder.resolve("without"))
                .start(folder.resolve("without.txt"), "--port", free(), "--data", other())
                .refuses(8, "scruffy.ear is missing");
    }

    @InTurn
    @Order(3)
    void aBrokenEar_isRefused() throws Exception {
        DISTRIBUTION
                .with("garbage".getBytes(StandardCharsets.UTF_8), folder.resolve("broken"))
                .start(folder.resolve("broken.txt"), "--port", free(), "--data", other())
                .refuses(8, "scruffy.ear cannot be read");
    }

    @InTurn
    @Order(4)
    void sigterm_stopsAllWithinTenSeconds() throws Exception {
        ask("CREATE TABLE launcher_it AS SELECT 'kept' AS word");
        long postmaster = postmaster();

        Duration took = running.stop();

        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(running.exitCode()).isIn(0, 143);
        assertThat(isAlive(postmaster))
                .as("PostgreSQL runs on; the end of the console: %s", running.output())
                .isFalse();
        assertThat(Files.readString(data().resolve("log/postgres.log"))).contains("database system is shut down");
    }

    @InTurn
    @Order(5)
    void aSecondStart_findsEverythingAsItWas() throws Exception {
        running = launchOnData("second").ready();

        assertThat(ask("SELECT word FROM launcher_it")).isEqualTo("kept");
    }

    @InTurn
    @Order(6)
    void aStartAfterKill9_takesOverFromTheDatabaseLeftBehind() throws Exception {
        ask("INSERT INTO launcher_it VALUES ('committed')");
        long orphan = postmaster();
        running.kill();
        assertThat(isAlive(orphan)).as("PostgreSQL outlives a killed launcher").isTrue();

        running = launchOnData("third").ready();

        assertThat(isAlive(orphan)).as("two servers on one cluster").isFalse();
        assertThat(ask("SELECT count(*) FROM launcher_it")).isEqualTo("2");
        assertThat(status("health/ready")).isEqualTo(200);
    }

    @InTurn
    @Order(7)
    void aDeploymentThatFails_isSaidInOneSentence() throws Exception {
        byte[] war = zip(Map.of("WEB-INF/web.xml", "<web-app><nonsense>"));
        byte[] ear = zip(Map.of("webapp.war", new String(war, StandardCharsets.ISO_8859_1)));
        DISTRIBUTION
                .with(ear, folder.resolve("undeployable"))
                .start(
                        folder.resolve("undeployable.txt"),
                        "--port",
                        free(),
                        "--data",
                        other(),
                        "--db-url",
                        url(password(), "scruffy"))
                .refuses(9, "cannot be deployed", "scruffy.log");
    }

    @InTurn
    @Order(7)
    void anEventStoreThatCannotBeOpened_isSaidInOneSentence() throws Exception {
        Path spoiled = folder.resolve("spoiled");
        Path events = Files.createDirectories(spoiled.resolve("plugin-duckdb")).resolve("events.duckdb");
        Files.writeString(events, "no database, just words ".repeat(1000));

        launch(
                        "spoiled",
                        "--port",
                        free(),
                        "--data",
                        spoiled.toString(),
                        "--no-demo",
                        "--db-url",
                        url(password(), "scruffy"))
                .refuses(1, "events.duckdb");
    }

    private static String free() {
        return String.valueOf(Distribution.freePort());
    }

    private static String other() {
        return folder.resolve("other").toString();
    }

    private static byte[] zip(Map<String, String> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }

    private static int status(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + PORT + "/").resolve(path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static List<String> pidFile() throws IOException {
        return Files.readAllLines(data().resolve("postgres/cluster/postmaster.pid"));
    }

    private static long postmaster() throws IOException {
        return Long.parseLong(pidFile().get(0).strip());
    }

    /** A process that has ended but that nobody has asked about yet has no program any more. */
    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    private static String password() throws IOException {
        return Files.readString(data().resolve("postgres/password")).strip();
    }

    private static String url(String password, String database) throws IOException {
        return "postgresql://scruffy:" + password + "@127.0.0.1:"
                + pidFile().get(3).strip() + "/" + database;
    }

    /** One statement; the first column of its first row, empty where it has none. */
    private static String ask(String sql) throws IOException, SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + pidFile().get(3).strip() + "/scruffy";
        try (Connection connection = DriverManager.getConnection(url, "scruffy", password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) return "";
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }
}
