package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Screen.button;
import static org.scruffy.it.Screen.field;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Without the demo: the first administrator makes a station, a user and a key, all of it in the browser. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RunningScruffy.Shared.class)
class UsersIT {

    private static final String PASSWORD = "correct horse battery";

    private static RunningScruffy scruffy;

    @BeforeAll
    static void start(Chromium chromium) throws IOException {
        scruffy = RunningScruffy.start("--no-demo");
        makeTheFirstAdministrator(chromium);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        scruffy.close();
    }

    private static void makeTheFirstAdministrator(Chromium chromium) throws IOException {
        try (Screen screen = chromium.screen(scruffy)) {
            Page page = screen.page();
            page.waitForURL("**/setup.xhtml");
            page.getByLabel("Setup code").fill("guess");
            fillSetup(page);
            button(page, "Make this administrator").click();
            assertThat(page.getByText("This is not the code in the file")).isVisible();
            screen.shot("setup");
            page.getByLabel("Setup code")
                    .fill(Files.readString(scruffy.data().resolve("setup-code")).strip());
            fillSetup(page);
            button(page, "Make this administrator").click();
            page.waitForURL("**/login.xhtml");
            assertThat(page.locator("body")).not().containsText("scruffy-demo-key");
        }
    }

    private static void fillSetup(Page page) {
        page.getByLabel("Your name").fill("ann");
        field(page, "Password").fill(PASSWORD);
        page.getByLabel("Password once more").fill(PASSWORD);
    }

    @InTurn
    void aStation_itsUserAndAKey_areMadeInTheBrowser(Chromium chromium) {
        try (Screen screen = signedIn(chromium.screen(scruffy))) {
            Page page = screen.open("feeds.xhtml");
            page.getByLabel("Call sign").fill("k!");
            button(page, "Add this station").click();
            assertThat(page.getByText("A call sign has 2 to 10 letters")).isVisible();
            page.getByLabel("Call sign").fill("krma");
            field(page, "Name").fill("Télé Montaña");
            page.getByLabel("Station's time zone").selectOption("America/Denver");
            button(page, "Add this station").click();
            page.waitForURL("**/feeds.xhtml?station=KRMA");
            assertThat(page.getByText("This station has no feed yet.")).isVisible();
            assertThat(page.locator("#chooser option:checked")).hasText("KRMA, no feed yet");
            screen.shot("station-added");
            assertThat(screen.open("week.xhtml?station=KRMA").getByText("This station has no feed yet."))
                    .isVisible();

            screen.open("users.xhtml");
            page.getByRole(
                            AriaRole.TEXTBOX,
                            new Page.GetByRoleOptions().setName("Name").setExact(true))
                    .fill("tom");
            field(page, "Password").fill("short");
            button(page, "Add this user").click();
            assertThat(page.getByText("A password has 10 to 200 characters")).isVisible();
            field(page, "Password").fill(PASSWORD);
            button(page, "Add this user").click();
            page.waitForURL("**/users.xhtml?user=tom");
            assertThat(status()).as("without a role").isEqualTo(403);

            field(page, "Role").selectOption(new SelectOption().setValue("TRAFFIC"));
            field(page, "Where").selectOption("KRMA");
            button(page, "Give this role").click();
            Locator take = page.getByLabel("Take away traffic at KRMA");
            assertThat(take).isVisible();
            assertThat(stations()).contains("KRMA", "Télé Montaña");

            take.click();
            assertThat(page.getByText("tom is no longer traffic at KRMA.")).isVisible();
            assertThat(status()).as("without a role").isEqualTo(403);
            button(page, "Undo").click();
            assertThat(take).isVisible();
            screen.shot("users-one");

            button(page, "Shut out").click();
            assertThat(page.getByText("tom and their keys are shut out.")).isVisible();
            assertThat(status()).isEqualTo(401);
            button(page, "Let in again").click();
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Shut out")))
                    .isVisible();
            assertThat(status()).isEqualTo(200);

            String key = key(screen, "tom");
            assertThat(scruffy.send(scruffy.anonymous("/api/stations")
                                    .header("X-Scruffy-Key", key)
                                    .GET())
                            .body())
                    .contains("KRMA");
        }
    }

    /**
     * What each may at a station: one who only looks; one who is somebody at another station, for whom this one is not there; and
     * nobody. Who may not is told so before anything is looked up.
     */
    @InTurn
    void viewer_readsAndChangesNothing_andAStrangerDoesNeither(Chromium chromium) {
        String vera;
        String otto;
        try (Screen screen = signedIn(chromium.screen(scruffy))) {
            station(screen, "kvwr");
            station(screen, "kott");
            vera = keyOf(screen, "vera", "VIEWER", "KVWR");
            otto = keyOf(screen, "otto", "TRAFFIC", "KOTT");
        }
        for (String read : List.of("orders", "underwriters", "creatives", "as-run/templates", "as-run/settings")) {
            assertThat(status(vera, "GET", read)).as("vera: " + read).isEqualTo(200);
            assertThat(status(otto, "GET", read)).as("otto: " + read).isEqualTo(404);
            assertThat(status("", "GET", read)).as("nobody: " + read).isEqualTo(401);
        }
        for (String write : List.of(
                "POST orders",
                "PUT orders/1",
                "PUT orders/1/state",
                "DELETE orders/1",
                "POST orders/1/restore",
                "POST orders/1/lines",
                "PUT orders/1/lines/1",
                "DELETE orders/1/lines/1",
                "POST underwriters",
                "PUT underwriters/1",
                "DELETE underwriters/1",
                "POST underwriters/1/restore",
                "POST creatives",
                "PUT creatives/WIRE1500001",
                "PUT creatives/WIRE1500001/checklist",
                "POST creatives/WIRE1500001/submit",
                "POST creatives/WIRE1500001/approve",
                "POST creatives/WIRE1500001/reject",
                "DELETE creatives/WIRE1500001",
                "PUT as-run/settings",
                "PUT feeds/main/stitching",
                "PUT as-run/templates/ours",
                "DELETE as-run/templates/ours",
                "POST as-run/imports?feed=main&day=2026-01-01",
                "POST as-run/imports/1/commit",
                "DELETE as-run/imports/1",
                "POST reconciliation?feed=main&day=2026-01-01",
                "POST reconciliation/1",
                "POST make-goods/1",
                "GET imports",
                "POST imports?format=csv&feed=main&name=a",
                "POST imports/1/commit",
                "DELETE imports/1",
                "POST edits",
                "POST undo")) {
            String[] words = write.split(" ");
            assertThat(status(vera, words[0], words[1])).as("vera: " + write).isEqualTo(403);
            assertThat(status(otto, words[0], words[1])).as("otto: " + write).isEqualTo(404);
            assertThat(status("", words[0], words[1])).as("nobody: " + write).isEqualTo(401);
        }
    }

    private static int status(String key, String method, String path) {
        HttpRequest.Builder request = scruffy.anonymous("/api/v1/stations/KVWR/" + path)
                .header("Content-Type", path.contains("imports") ? "application/octet-stream" : "application/json")
                .method(
                        method,
                        method.matches("POST|PUT")
                                ? HttpRequest.BodyPublishers.ofString("{}")
                                : HttpRequest.BodyPublishers.noBody());
        if (!key.isEmpty()) {
            request.header("X-Scruffy-Key", key);
        }
        return scruffy.send(request).statusCode();
    }

    private static void station(Screen screen, String callSign) {
        Page page = screen.open("feeds.xhtml");
        page.getByLabel("Call sign").fill(callSign);
        field(page, "Name").fill("Station " + callSign);
        page.getByLabel("Station's time zone").selectOption("America/Denver");
        button(page, "Add this station").click();
        page.waitForURL("**/feeds.xhtml?station=" + callSign.toUpperCase(Locale.ROOT));
    }

    /** A user with one role at one station. */
    static void add(Screen screen, String name, String role, String station) {
        Page page = screen.open("users.xhtml");
        page.getByRole(
                        AriaRole.TEXTBOX,
                        new Page.GetByRoleOptions().setName("Name").setExact(true))
                .fill(name);
        field(page, "Password").fill(PASSWORD);
        button(page, "Add this user").click();
        page.waitForURL("**/users.xhtml?user=" + name);
        field(page, "Role").selectOption(new SelectOption().setValue(role));
        field(page, "Where").selectOption(station);
        button(page, "Give this role").click();
        assertThat(page.getByLabel("Take away " + role.toLowerCase(Locale.ROOT) + " at " + station))
                .isVisible();
    }

    private static String keyOf(Screen screen, String name, String role, String station) {
        add(screen, name, role, station);
        return key(screen, name);
    }

    static String key(Screen screen, String owner) {
        return key(screen, owner, "");
    }

    /** @param datasets which ones it is bound to, with commas; empty for none */
    static String key(Screen screen, String owner, String datasets) {
        Page page = screen.open("keys.xhtml");
        page.getByLabel("What is it for?").fill("A program of " + owner);
        page.getByLabel("Only to send events of these datasets").fill(datasets);
        page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Owner"))
                .selectOption(owner);
        button(page, "Make a key").click();
        return page.locator(".notice.ok code").textContent();
    }

    @InTurn
    void theLastAdministrator_cannotBeTakenAway(Chromium chromium) {
        try (Screen screen = signedIn(chromium.screen(scruffy))) {
            Page page = screen.open("users.xhtml?user=ann");
            page.getByLabel("Take away admin at every station").click();
            assertThat(page.getByText("This is the last administrator of every station"))
                    .isVisible();
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Shut out")))
                    .hasCount(0);
        }
    }

    @InTurn
    void users_fitAPhoneInTheDark(Chromium chromium) {
        try (Screen screen = signedIn(chromium.screen(scruffy, 390, 900, ColorScheme.DARK))) {
            Page page = screen.open("users.xhtml?user=ann");
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                    .isLessThanOrEqualTo(0);
            screen.shot("users-dark-390");
        }
    }

    private static Screen signedIn(Screen screen) {
        Page page = screen.open("login.xhtml");
        field(page, "Name").fill("ann");
        field(page, "Password").fill(PASSWORD);
        button(page, "Sign in").click();
        page.waitForURL(url -> !url.contains("login.xhtml"));
        return screen;
    }

    private static String stations() {
        return scruffy.send(scruffy.anonymous("/api/stations")
                        .header("Authorization", "Basic " + base64("tom:" + PASSWORD))
                        .GET())
                .body();
    }

    private static int status() {
        return scruffy.send(scruffy.anonymous("/api/stations")
                        .header("Authorization", "Basic " + base64("tom:" + PASSWORD))
                        .GET())
                .statusCode();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
