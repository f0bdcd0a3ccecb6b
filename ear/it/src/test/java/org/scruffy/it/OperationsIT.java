package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.bringAt;
import static org.scruffy.it.Api.send;
import static org.scruffy.it.Screen.press;
import static org.scruffy.it.Screen.settled;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those do who keep it running: jobs that failed, errors and whose they are, why it was dark, how the nodes did, the guide. */
@ExtendWith(RunningScruffy.Shared.class)
class OperationsIT {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(RunningScruffy.DEMO_ZONE);

    @TempDir
    private Path folder;

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String dataset = "operations-" + mark;

    /** Presses Refresh until it is there: what is kept is told a moment later. */
    private static void refreshed(Page page, String id, Locator wanted) {
        for (int i = 0; i < 40 && wanted.count() == 0; i++) {
            page.waitForTimeout(500);
            press(page, "Refresh");
            settled(page, id);
        }
        assertThat(wanted.first()).isVisible();
    }

    private String failedRun(RunningScruffy scruffy, String job, String more) {
        String trace = UUID.randomUUID().toString().replace("-", "");
        bringAt(
                scruffy,
                dataset,
                Instant.now(),
                ("'name':'%s','job.name':'%s','error':true,'status_message':'broken %s','duration_ms':7,"
                                + "'trace.trace_id':'%s','trace.span_id':'%s'%s")
                        .formatted(job, job, mark, trace, trace.substring(0, 16), more));
        return trace;
    }

    private Page failedRuns(Screen screen, String job) {
        Page page = screen.open("jobs.xhtml?which=failed&job=" + job.replace(' ', '+'));
        settled(page, "jobs");
        return page;
    }

    private Locator retry(Page page) {
        return page.locator("#jobs-runs tr")
                .filter(new Locator.FilterOptions().setHasText("broken " + mark))
                .getByRole(AriaRole.BUTTON);
    }

    @Test
    void everyRoutine_isListed_andSaysWhenItRanThoughItHadNothingToDo(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("jobs.xhtml");
            settled(page, "jobs");
            assertThat(page.locator("[data-job='write catalogue']")).containsText("every 10 s");
            assertThat(page.locator("[data-job='read sampling rules']")).containsText("every 30 s");
            assertThat(page.locator("[data-job='read vitals']")).containsText("every 15 s");
            assertThat(page.locator("[data-job='count errors']")).containsText("every 2 s");
            assertThat(page.locator("[data-job='count errors'] td").nth(5).locator("time"))
                    .isVisible();
        }
    }

    @Test
    void aRunThatFailed_isRetried_andEachOfTheTwoLeadsToTheOther(RunningScruffy scruffy, Chromium chromium) {
        String trace = failedRun(scruffy, "schedule import", "");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = failedRuns(screen, "schedule import");
            retry(page).click();
            assertThat(page.locator("#jobs-retried"))
                    .containsText("schedule import runs as soon as its thread is free");
            Locator repeated = page.locator("#jobs-runs tr")
                    .filter(new Locator.FilterOptions().setHasText("broken " + mark))
                    .filter(new Locator.FilterOptions().setHasText("repeated and went well"));
            refreshed(page, "jobs", repeated);
            screen.shot("operations-jobs");
            press(page, "All");
            settled(page, "jobs");
            page.locator("#jobs-runs a[href*='" + trace + "']")
                    .filter(new Locator.FilterOptions().setHasText("one that failed"))
                    .click();
            page.waitForURL(url -> url.contains("trace.xhtml?id=" + trace));
        }
    }

    @Test
    void aRetry_hasTheParametersOfItsRun_orSaysWhyItCannotBe(RunningScruffy scruffy, Chromium chromium) {
        failedRun(
                scruffy,
                "fill week",
                ",'station':'KSCF','feed':'main','filler':'house','fill.day':'" + scruffy.today()
                        + "','fill.seed':7,'fill.iterations.most':50,'fill.time.most_ms':60000,"
                        + "'fill.replace_auto':true,'fill.air_ready_only':false");
        String poll = failedRun(scruffy, "feed poll", "");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = failedRuns(screen, "feed poll");
            retry(page).click();
            assertThat(page.locator("#jobs-retried")).containsText("The feed was polled again since");
            screen.forgive(); // 409
            failedRuns(screen, "fill week");
            retry(page).click();
            page.locator("#jobs-retried a").click();
            page.waitForURL(url -> url.contains("fill.xhtml"));
            assertThat(page.locator("#preview-words")).containsText("Seed 7");
        }
        send(scruffy, "POST", "/api/v1/jobs/runs/" + poll + "/retry", "").refuses(409, "run");
        send(scruffy, "POST", "/api/v1/jobs/runs/" + "0".repeat(32) + "/retry", "")
                .is(404);
    }

    @Test
    void anError_isGivenToAnybodyOfTheStation_orIgnored_andEachIsUndone(RunningScruffy scruffy, Chromium chromium) {
        String nell = "nell-" + mark;
        bringAt(
                scruffy,
                dataset,
                Instant.now(),
                "'exception.type':'Whose" + mark + "','exception.message':'the door is shut'");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            UsersIT.add(screen, nell, "VIEWER", "KSCF");
            Page page = screen.open("errors.xhtml");
            settled(page, "errors");
            Locator group = page.locator("#e-rows a").filter(new Locator.FilterOptions().setHasText("Whose" + mark));
            refreshed(page, "errors", group);
            group.click();
            Locator whose = page.locator("#e-actions select");
            Locator facts = page.locator("#e-facts");
            whose.selectOption(nell);
            assertThat(facts).containsText(nell);
            screen.shot("operations-error");
            press(page, "Undo");
            assertThat(facts).containsText("nobody’s");
            whose.selectOption(nell);
            assertThat(facts).containsText(nell);
            whose.selectOption("");
            assertThat(facts).containsText("nobody’s");

            press(page, "Ignore");
            assertThat(page.locator("#e-badge")).hasText("Ignored");
            press(page, "Undo");
            assertThat(page.locator("#e-badge")).hasText("Open");
            press(page, "Ignore");
            assertThat(page.locator("#e-badge")).hasText("Ignored");
            page.locator("#e-back").click();
            settled(page, "errors");
            assertThat(group).hasCount(0);
            press(page, "Ignored");
            assertThat(group).hasCount(1);
        }
        assertThat(send(scruffy, "GET", "/api/v1/errors/assignees", "").is(200).array())
                .extracting(Object::toString)
                .contains("\"admin\"", "\"" + nell + "\"");
    }

    /** The avail of the station that was last. */
    private static JsonObject lastAvail(RunningScruffy scruffy) throws InterruptedException {
        Instant now = Instant.now();
        String path = "/api/stations/KSCF/feeds/main/avails?from=" + now.minus(6, ChronoUnit.HOURS) + "&to=" + now;
        for (int i = 0; i < 240; i++) {
            JsonArray avails = new Api.Answer(scruffy.get(path)).is(200).json().getJsonArray("avails");
            if (!avails.isEmpty()) {
                return avails.getValuesAs(JsonObject.class).stream()
                        .max(Comparator.comparing(avail -> avail.getString("at")))
                        .orElseThrow();
            }
            Thread.sleep(1_000);
        }
        throw new AssertionError("No avail of KSCF main came");
    }

    /** It alone is found in the few minutes that are pointed at, and what is found leads to its steps. */
    private static void whyDark(Page page, JsonObject avail) {
        String id = avail.getString("id");
        String clock = CLOCK.format(Instant.parse(avail.getString("at")));
        Locator item = page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Why dark"));
        item.focus();
        page.keyboard().press("Enter");
        Locator dialog = page.locator("dialog.k-dark");
        assertThat(dialog).isVisible();
        assertAbout(dialog.locator("h2").textContent(), LocalTime.parse(clock));
        assertThat(dialog.locator("li a")).hasText(new String[] {"KSCF main, " + clock});
        dialog.locator("a[href*='id=" + id + "']").click();
        page.waitForURL(url -> url.contains("avails.xhtml") && url.contains(id));
        assertThat(page.locator("#v-title")).containsText(clock);
        assertThat(page.locator("#v-steps li")).not().hasCount(0);
    }

    private static void assertAbout(String words, LocalTime at) {
        Matcher time = Pattern.compile("([\\d:]{5,8}) – ([\\d:]{5,8}) ").matcher(words);
        assertThat(time.find()).as(words).isTrue();
        LocalTime from = LocalTime.parse(time.group(1));
        int lasts = seconds(from, LocalTime.parse(time.group(2)));
        assertThat(lasts).as(words).isLessThanOrEqualTo(300);
        assertThat(seconds(from, at)).as(words).isLessThan(lasts);
    }

    private static int seconds(LocalTime from, LocalTime to) {
        return Math.floorMod(to.toSecondOfDay() - from.toSecondOfDay(), 86_400); // over midnight too
    }

    @Test
    void whyAnAvailWasDark_isAskedFromACell_aPoint_andARow(RunningScruffy scruffy, Chromium chromium) throws Exception {
        JsonObject avail = lastAvail(scruffy);
        Instant at = Instant.parse(avail.getString("at"));
        bringAt(
                scruffy,
                dataset,
                at,
                "'name':'GET /','span.kind':'server','duration_ms':7,'station':'KSCF','feed':'main'");
        String address = "?live=off&view=all&dataset=%s&from=%s&to=%s"
                .formatted(dataset, at.minusSeconds(1_200), at.plusSeconds(1_200));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("explore.xhtml" + address);
            settled(page, "explore");
            page.locator("#heatmap").focus();
            page.keyboard().press("Home");
            page.keyboard().press("m");
            page.locator(".x-menu").waitFor();
            screen.shot("operations-cell");
            whyDark(page, avail);

            screen.open("explore.xhtml" + address);
            settled(page, "explore");
            page.locator("[data-part=steps] summary").click();
            Locator row = page.locator(
                            "[data-part=step-rows] tr:has(td:text-is('1')) th button") // others have markers alone
                    .first();
            row.focus();
            page.keyboard().press("Enter");
            whyDark(page, avail);

            screen.open("overview.xhtml" + address);
            settled(page, "overview");
            Locator chart = page.locator("#o-throughput");
            chart.scrollIntoViewIfNeeded();
            BoundingBox box = chart.boundingBox();
            double x = ((Number)
                            page.evaluate(
                                    "() => Chart.getChart('o-throughput').getDatasetMeta(0).data"
                                            + "[Chart.getChart('o-throughput').data.datasets[0].data.findIndex((value) => value > 0)].x"))
                    .doubleValue();
            page.mouse().click(box.x + x, box.y + box.height / 2);
            page.locator(".x-menu").waitFor();
            whyDark(page, avail);
        }
    }

    @Test
    void theNodes_areDrawnOverTime_andEachNumberLeadsToItsQuestion(RunningScruffy scruffy, Chromium chromium) {
        bringAt(scruffy, dataset, Instant.now(), "'name':'GET /'");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("overview.xhtml?range=15m&dataset=" + dataset); // whatever is filtered
            settled(page, "overview");
            refreshed(page, "overview", page.locator("#o-nodes-charts:not([hidden])"));
            assertThat(page.locator("#o-nodes-facts a")).hasCount(8);
            assertThat(page.locator("#o-nodes-facts")).containsText(Pattern.compile("Heap used\\d[\\d,]* MB"));
            assertThat(page.evaluate("() => Chart.getChart('o-pool').data.datasets.map((line) => line.label)")
                            .toString())
                    .contains("In use", "Waiting for one at most");
            page.locator("#o-nodes-facts").scrollIntoViewIfNeeded();
            screen.shot("operations-nodes");
            page.locator("#o-nodes-facts a").first().click();
            page.waitForURL(url -> url.contains("explore.xhtml"));
            settled(page, "explore");
            assertThat(page.locator("#groups-rows tr")).hasCount(1);
            assertThat(page.locator("#groups-rows")).containsText(Pattern.compile("\\d [MG]B"));
        }
    }

    private String recipe(RunningScruffy scruffy, Chromium chromium, String file) throws IOException {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            String text = screen.open("guide.xhtml")
                    .locator("[id='" + file + "'] code")
                    .textContent();
            Files.writeString(folder.resolve(file), text);
            return text;
        }
    }

    private String marker(RunningScruffy scruffy, String words) {
        return send(scruffy, "GET", "/api/v1/datasets/__all__/markers", "")
                .is(200)
                .array()
                .getValuesAs(JsonObject.class)
                .stream()
                .map(Object::toString)
                .filter(one -> one.contains(words))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeploy_marksItself_fromAShellAndFromGitHubActions(RunningScruffy scruffy, Chromium chromium)
            throws Exception {
        recipe(scruffy, chromium, "deploy.sh");
        Chromium.run(folder, "sh", "deploy.sh", "release " + mark, "https://example.org/1.4");
        assertThat(marker(scruffy, "release " + mark)).contains("deploy", "https://example.org/1.4");

        String step = recipe(scruffy, chromium, "deploy.yml");
        Files.writeString(
                folder.resolve("step.sh"),
                step.substring(step.indexOf("run: |") + 6).stripIndent());
        Chromium.run(
                folder,
                "env",
                "SCRUFFY_KEY=" + RunningScruffy.DEMO_KEY,
                "GITHUB_REPOSITORY=shop/" + mark,
                "GITHUB_REF_NAME=v1.5",
                "COMMIT=https://github.com/shop/commit/1",
                "bash",
                "-e",
                "step.sh");
        assertThat(marker(scruffy, "shop/" + mark + " v1.5")).contains("https://github.com/shop/commit/1");
    }

    /** The real players from npm, on a page of another origin. */
    @ParameterizedTest
    @ValueSource(strings = {"video.js", "video.js-7"})
    void videoJs_tellsHowItStartedAndOnWhichSegment(String player, RunningScruffy scruffy, Chromium chromium)
            throws Exception {
        NpmClientsIT.install();
        String stream = scruffy.base().resolve("/live/KSCF/main/master.m3u8").toString();
        String html = """
                <!DOCTYPE html><title>Watch</title><video id="tv" muted playsinline></video><script src="/player.js"></script>%s
                <script>
                  const player = videojs("tv", { autoplay: "muted", html5: { vhs: { overrideNative: true } } });
                  watchPlayer(player);
                  player.src({ src: "%s?%s", type: "application/vnd.apple.mpegurl" });
                </script>
                """.formatted(recipe(scruffy, chromium, "player.html"), stream, mark);
        HttpServer strangers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] code =
                Files.readAllBytes(NpmClientsIT.folder().resolve("node_modules/" + player + "/dist/video.min.js"));
        strangers.createContext("/", exchange -> answer(exchange, "text/html", html.getBytes(StandardCharsets.UTF_8)));
        strangers.createContext("/player.js", exchange -> answer(exchange, "text/javascript", code));
        strangers.start();
        try (Screen screen = chromium.screen(scruffy)) {
            Page page = screen.page();
            page.waitForResponse(
                    answer -> answer.url().endsWith("/1/events/players")
                            && answer.status() == 200
                            && String.valueOf(answer.request().postData()).contains("\"name\":\"start\""),
                    () -> page.navigate(
                            "http://localhost:" + strangers.getAddress().getPort()));
            screen.forgive();
        } finally {
            strangers.stop(0);
        }
        String query = "{'time_range':900,'filters':[{'column':'name','op':'=','value':'start'},"
                + "{'column':'player.stream','op':'=','value':'%s?%s'},{'column':'duration_ms','op':'>','value':0},"
                + "{'column':'player.segment','op':'>','value':0},{'column':'player.height','op':'>','value':0},"
                + "{'column':'player.buffer_s','op':'>','value':0}]}";
        assertThat(send(scruffy, "POST", "/api/v1/query", query.formatted(stream, mark))
                        .is(200)
                        .json()
                        .getInt("matched"))
                .isEqualTo(1);
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=UTF-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
