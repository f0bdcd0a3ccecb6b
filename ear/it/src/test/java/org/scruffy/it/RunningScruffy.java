package org.scruffy.it;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The product in demo mode on a free port with a fresh data folder, started once for all tests that ask for it:
 *
 * <pre>
 * &#64;ExtendWith(RunningScruffy.Shared.class)
 * class WeekIT {
 *     &#64;Test
 *     void week_answers(RunningScruffy scruffy) {
 *         assertThat(scruffy.get("/api/week/" + scruffy.today() + "?feed=main").statusCode()).isEqualTo(200);
 *     }
 * }
 * </pre>
 */
public final class RunningScruffy implements AutoCloseable {

    public static final String DEMO_KEY = "scruffy-demo-key";
    public static final ZoneId DEMO_ZONE = ZoneId.of("America/New_York");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PICTURES = Duration.ofMinutes(15);

    private final URI base;
    private final int grpcPort;
    private final Path data;
    private final Launched process;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** By thread: classes that run beside each other would take the views of each other's pages out of a common one. */
    private final Map<Thread, List<Cookie>> sessions = new ConcurrentHashMap<>();

    private RunningScruffy(URI base, int grpcPort, Path data, Launched process) {
        this.base = base;
        this.grpcPort = grpcPort;
        this.data = data;
        this.process = process;
    }

    /** One of its own for tests that would disturb the others, with more flags. */
    static RunningScruffy start(String... flags) {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "running-scruffy");
            Path data = folder.resolve("data");
            int port = Distribution.freePort();
            String grpcPort = String.valueOf(Distribution.freePort());
            Launched process = Distribution.built()
                    .start(
                            folder.resolve("output"),
                            Stream.concat(
                                            Stream.of(
                                                    "--port",
                                                    String.valueOf(port),
                                                    "--otlp-grpc-port",
                                                    grpcPort,
                                                    "--data",
                                                    data.toString()),
                                            Stream.of(flags))
                                    .toArray(String[]::new));
            return new RunningScruffy(
                    URI.create("http://localhost:" + port + "/"), Integer.parseInt(grpcPort), data, process.ready());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public URI base() {
        return base;
    }

    /** Where it takes OTLP over gRPC. */
    int grpcPort() {
        return grpcPort;
    }

    /** Its data folder. */
    public Path data() {
        return data;
    }

    /** How many bytes of the machine's memory it has. */
    long memory() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** How many of its threads are in a method at this moment. */
    int threadsIn(String method) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asked = new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "Thread.print")
                .redirectErrorStream(true)
                .start();
        String threads = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IllegalStateException(threads);
        }
        return (int) threads.lines()
                .filter(line -> line.strip().startsWith("at " + method + "("))
                .count();
    }

    /**
     * Waits until the demo has all of its pictures: it is ready with those of the next minutes, and a spot without is not aired.
     */
    void awaitPictures() throws IOException, InterruptedException {
        StrangersOriginIT.waitUntil(PICTURES, () -> !get("/api/v1/jobs").body().contains("\"make demo pictures\""));
    }

    /** What it printed on its console. */
    public String output() throws IOException {
        return process.output();
    }

    /** The cookies of the session that the screens of this thread share, empty before there is one. */
    List<Cookie> session() {
        return sessions.getOrDefault(Thread.currentThread(), List.of());
    }

    void keepSession(List<Cookie> cookies) {
        sessions.put(Thread.currentThread(), List.copyOf(cookies));
    }

    /** Today at the demo station. */
    public LocalDate today() {
        return LocalDate.now(DEMO_ZONE);
    }

    /** A request below the base with the demo key, for what {@link #get} and {@link #post} do not say. */
    public HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Bearer " + DEMO_KEY);
    }

    /** A request of nobody. */
    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    public HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** For answers that are no words. */
    HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.stop();
    }

    /** Gives tests the shared instance; it stops after the last test. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return Set.of(RunningScruffy.class, Chromium.class, GreenMail.class).contains(type);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext.Store store =
                    context.getRoot().getStore(ExtensionContext.Namespace.create(RunningScruffy.class));
            Class<?> type = parameter.getParameter().getType();
            if (type == Chromium.class) {
                // Playwright may be used by the thread alone that made it
                return store.getOrComputeIfAbsent(Thread.currentThread(), thread -> Chromium.open(), Chromium.class);
            }
            Mails mails = store.getOrComputeIfAbsent(Mails.class, any -> new Mails(), Mails.class);
            return type == GreenMail.class
                    ? mails.server
                    : store.getOrComputeIfAbsent(
                            RunningScruffy.class, any -> RunningScruffy.start(mails.flags()), RunningScruffy.class);
        }
    }

    /** Where the shared instance sends its mails. */
    private static final class Mails implements AutoCloseable {

        private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

        Mails() {
            server.start();
        }

        private String[] flags() {
            return new String[] {
                "--origin-networks",
                "127.0.0.0/8",
                "--smtp-url",
                "smtp://127.0.0.1:" + server.getSmtp().getPort(),
                "--smtp-from",
                "scruffy@example.org"
            };
        }

        @Override
        public void close() {
            server.stop();
        }
    }
}
