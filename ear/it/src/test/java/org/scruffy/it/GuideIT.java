package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The recipes of the guide, taken from its page as people take them, and run as they are by real programs. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RunningScruffy.Shared.class)
class GuideIT {

    private static final String KEY = RunningScruffy.DEMO_KEY;

    @TempDir
    private Path folder;

    private RunningScruffy scruffy;

    @BeforeEach
    void recipes(RunningScruffy running, Chromium chromium) throws IOException {
        scruffy = running;
        try (Screen screen = chromium.screen(running).signIn()) {
            Page page = screen.open("guide.xhtml");
            for (Locator recipe : page.locator(".g-recipe").all()) {
                Files.writeString(
                        folder.resolve(recipe.getAttribute("id")),
                        recipe.locator("code").textContent());
            }
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        return Chromium.run(folder, command).strip();
    }

    private int matched(String filters) {
        return new Api.Answer(scruffy.post("/api/v1/query", Api.json("{'time_range':900,'filters':[%s]}", filters)))
                .is(200)
                .json()
                .getInt("matched");
    }

    private static String is(String column, String value) {
        return Api.json("{'column':'%s','op':'=','value':'%s'}", column, value);
    }

    private JsonObject trace(String id) {
        return new Api.Answer(scruffy.get("/api/v1/traces/" + id)).is(200).json();
    }

    @InTurn
    void page_putsTheKeyIntoEveryRecipe_andCopiesOne(Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("guide.xhtml");
            page.getByLabel("Key to put into the recipes").fill("k<b>ey");
            for (Locator recipe : page.locator(".g-recipe code").all()) {
                assertThat(recipe.textContent())
                        .contains("k<b>ey")
                        .contains(scruffy.base().toString().replaceAll("/$", ""))
                        .doesNotContain(KEY, "YOUR-");
            }
            page.locator("[data-copy='event.sh']").click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copied"))
                    .or(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Selected")))
                    .waitFor();
        }
    }

    @InTurn
    void curlAndCron_areEvents() throws Exception {
        String whole = "nightly " + UUID.randomUUID();
        String broken = "broken " + UUID.randomUUID();
        run("sh", "event.sh");
        run("sh", "cron.sh", whole, "true");
        assertThat(run("sh", "-c", "sh cron.sh '" + broken + "' sh -c 'exit 3' || echo ended $?"))
                .endsWith("ended 3");

        assertThat(matched(is("name", "transmitter check"))).isPositive();
        assertThat(matched(is("name", whole) + ",{'column':'exit_code','op':'=','value':0}"))
                .isEqualTo(1);
        assertThat(matched(is("name", broken) + ",{'column':'exit_code','op':'=','value':3}"))
                .isEqualTo(1);
    }

    @InTurn
    void build_isATraceOfItsSteps() throws Exception {
        String link = run("sh", "-c", ". ./ci.sh; build_begin nightly; step compile true; step test false; build_end");

        assertThat(link).startsWith(scruffy.base() + "trace.xhtml?id=");
        JsonObject told = trace(link.replaceAll(".*=", ""));
        assertThat(told.getJsonArray("spans").getValuesAs(JsonObject.class))
                .extracting(span -> span.getString("name") + " " + span.getBoolean("error"))
                .containsExactlyInAnyOrder("nightly true", "compile false", "test true");
        assertThat(told.getJsonArray("spans").getJsonObject(0).getString("name"))
                .isEqualTo("nightly");
    }

    @InTurn
    void graphqlServer_isFoundToReadAuthorByAuthor_andFailsItsBudget() throws Exception {
        NpmClientsIT.install();
        Path programs = NpmClientsIT.folder();
        Files.copy(folder.resolve("graphql.cjs"), programs.resolve("graphql.cjs"), StandardCopyOption.REPLACE_EXISTING);

        String id = Chromium.run(programs, "node", "--no-deprecation", "graphql-server.cjs", postgres())
                .strip();

        JsonObject finding = trace(id).getJsonArray("findings").getJsonObject(0);
        assertThat(finding.getString("kind")).isEqualTo("N+1");
        assertThat(finding.getInt("count")).isEqualTo(100);
        assertThat(finding.getString("advice")).startsWith("Resolve authors.books with a DataLoader");
        assertThat(run("sh", "-c", "sh budget.sh graphql || echo failed $?"))
                .contains("requests of graphql repeat a statement")
                .endsWith("failed 1");
        assertThat(run("sh", "budget.sh", "nobody")).startsWith("0 requests");
    }

    private String postgres() throws IOException {
        Path postgres = scruffy.data().resolve("postgres");
        List<String> pid = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"));
        return "postgresql://scruffy:"
                + Files.readString(postgres.resolve("password")).strip() + "@127.0.0.1:"
                + pid.get(3).strip() + "/scruffy";
    }

    @InTurn
    void worker_isInTheTraceOfWhoAsked() throws Exception {
        NpmClientsIT.install();
        Path programs = NpmClientsIT.folder();
        Files.copy(folder.resolve("worker.mjs"), programs.resolve("worker.mjs"), StandardCopyOption.REPLACE_EXISTING);

        String id = Chromium.run(programs, "node", "queue.mjs").strip();

        assertThat(trace(id).getJsonArray("spans").getValuesAs(JsonObject.class))
                .extracting(
                        span -> span.getString("name") + " " + span.getString("kind") + " " + span.getBoolean("error"))
                .containsExactlyInAnyOrder(
                        "POST /orders internal false",
                        "orders publish producer false",
                        "orders publish producer false",
                        "orders process consumer false",
                        "orders process consumer true");
    }

    /** A page of another origin, on which something is waited for. */
    private void strangersPage(String html, Chromium chromium, BiConsumer<Page, String> look) throws IOException {
        HttpServer strangers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        strangers.createContext("/", exchange -> {
            byte[] body = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        strangers.start();
        try (Screen screen = chromium.screen(scruffy)) {
            look.accept(
                    screen.page(), "http://localhost:" + strangers.getAddress().getPort());
            screen.forgive();
        } finally {
            strangers.stop(0);
        }
    }

    private static Predicate<Response> brings(String dataset, String name) {
        return answer -> answer.url().endsWith("/1/events/" + dataset)
                && answer.status() == 200
                && String.valueOf(answer.request().postData()).contains("\"name\":\"" + name + '"');
    }

    @InTurn
    void page_bringsItsViewsAndItsErrors(Chromium chromium) throws Exception {
        String html = "<!DOCTYPE html><title>Shop</title>" + Files.readString(folder.resolve("page.html"))
                + "<script>setTimeout(() => { throw new RangeError('no more tickets'); }, 300);</script>";
        strangersPage(html, chromium, (page, address) -> {
            page.waitForResponse(brings("pages", "page view"), () -> page.navigate(address + "/tickets"));
            page.waitForResponse(brings("pages", "page error"), () -> page.navigate(address + "/tickets"));
        });
        assertThat(matched(is("name", "page view") + "," + is("path", "/tickets")))
                .isPositive();
        assertThat(matched(is("exception.type", "RangeError"))).isPositive();
    }

    @InTurn
    void player_bringsHowItStarted(Chromium chromium) throws Exception {
        String hls = scruffy.base()
                .resolve("/jakarta.faces.resource/hls.min.js.xhtml?ln=hls")
                .toString();
        String stream = scruffy.base().resolve("/live/KSCF/main/master.m3u8").toString();
        String html = "<!DOCTYPE html><title>Watch</title><video muted autoplay playsinline></video><script src='" + hls
                + "'></script>" + Files.readString(folder.resolve("player.html")) + """
                <script>
                  const video = document.querySelector("video");
                  const hls = new Hls();
                  watchPlayer(hls, video);
                  hls.loadSource("%s");
                  hls.attachMedia(video);
                </script>
                """.formatted(stream);
        strangersPage(
                html,
                chromium,
                (page, address) -> page.waitForResponse(brings("players", "start"), () -> page.navigate(address)));
        assertThat(matched(is("name", "start") + "," + is("player.stream", stream)
                        + ",{'column':'duration_ms','op':'>','value':0},{'column':'player.segment','op':'exists'}"))
                .isPositive();
    }

    @InTurn
    void mavenBuild_isATraceOfItsGoals_andListedOnThePageReleases(Chromium chromium) throws Exception {
        Files.writeString(
                folder.resolve("pom.xml"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>guide</groupId><artifactId>built</artifactId>"
                        + "<version>1</version><packaging>pom</packaging></project>");
        String mvn = Path.of("../../mvnw").toAbsolutePath().normalize().toString();
        String recipe = Files.readString(folder.resolve("maven.sh")).replace("mvn verify", mvn + " -B -q validate");
        Files.writeString(folder.resolve("maven.sh"), recipe);

        try {
            run("sh", "maven.sh");
        } catch (IOException e) {
            if (Boolean.parseBoolean(System.getenv("CI"))) throw e;
            Assumptions.abort("Maven cannot get the extension: " + e.getMessage());
        }

        assertThat(matched(is("service.name", "maven"))).isPositive();
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Locator build = screen.open("releases.xhtml?range=15m")
                    .locator("[data-build]:has-text('guide:built')")
                    .first();
            build.waitFor();
            assertThat(build.textContent()).contains("passed");
        }
    }
}
