package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.send;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What axe-core, which is not part of the product, finds on every page there is: at a desk by day, and on a phone by night. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RunningScruffy.Shared.class)
class AccessibilityIT {

    private static final String AXE = "axe-core@4.14.1";
    private static final Path PAGES = Path.of("../../webapp/src/main/webapp");

    /** Who speaks to the page says what is written on it (WCAG 2.5.3): of an experiment of axe's, the rule is not on by itself. */
    private static final String RUN = """
            async () => (await axe.run(document, {
              resultTypes: ['violations'],
              rules: { 'label-content-name-mismatch': { enabled: true } },
            })).violations
              .filter(({ impact }) => impact === 'serious' || impact === 'critical')
              .map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`)
            """;

    private static String axe() throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("user.home"), ".cache", "scruffy-it", AXE.replaceAll("\\W+", "-"));
        Path script = folder.resolve("package/axe.min.js");
        if (!Files.exists(script)) {
            try {
                Files.createDirectories(folder);
                Chromium.run(folder, "npm", "pack", "--silent", AXE);
                Chromium.run(folder, "sh", "-c", "tar -xzf *.tgz package/axe.min.js && rm *.tgz");
            } catch (IOException e) {
                if (Boolean.parseBoolean(System.getenv("CI"))) throw e;
                Assumptions.abort("npm cannot bring axe-core: " + e.getMessage());
            }
        }
        return Files.readString(script);
    }

    /** A new page is looked at without being named here; nobody sees the one that sets up a product after that. */
    private static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".xhtml") && !name.equals("setup.xhtml"))
                    .sorted()
                    .toList();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> found(Page page, String axe) {
        page.evaluate(axe);
        return (List<String>) page.evaluate(RUN);
    }

    private static void everyPage(Screen screen) throws IOException, InterruptedException {
        String axe = axe();
        List<String> found = new ArrayList<>();
        for (String name : pages()) {
            Page page = screen.open(name + "?station=KSCF&feed=main");
            // what is read by scripts is on the page, or that it cannot be read
            page.waitForFunction("() => !document.querySelector('[aria-busy=true]')");
            found(page, axe).forEach(violation -> found.add(name + ": " + violation));
        }
        assertThat(pages()).contains("week.xhtml", "explore.xhtml");
        assertThat(found).isEmpty();
    }

    @InTurn
    void everyPage_isForEverybody_atADesk(RunningScruffy scruffy, Chromium chromium) throws Exception {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            everyPage(screen);
            screen.forgive();
        }
    }

    @InTurn
    void everyPage_isForEverybody_onAPhoneInTheDark(RunningScruffy scruffy, Chromium chromium) throws Exception {
        try (Screen screen =
                chromium.screen(scruffy, 390, 844, ColorScheme.DARK).signIn()) {
            everyPage(screen);
            screen.forgive();
        }
    }

    /** A trace with a finding, a comparison, one error and a board: what the pages by themselves do not show. */
    @InTurn
    void whatIsOpened_isForEverybody(RunningScruffy scruffy, Chromium chromium) throws Exception {
        String trace = UUID.randomUUID().toString().replace("-", "");
        scruffy.send(scruffy.request("/demo/legacy/week/" + scruffy.today())
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
        send(
                scruffy,
                "POST",
                "/1/events/oven",
                "{'name':'bake','error':true,'exception.type':'BurntException','exception.message':'all of it'}");
        String error = first(() -> send(scruffy, "GET", "/api/v1/errors?dataset=oven", "")
                .is(200)
                .json()
                .getJsonArray("groups"));
        String board = send(
                        scruffy,
                        "POST",
                        "/api/v1/boards",
                        "{'name':'Ovens','panels':[{'title':'Baked','shown':'LINE','query':{'calculations':[{'op':'COUNT'}]}}]}")
                .is(200)
                .json()
                .getString("id");
        until(() -> scruffy.get("/api/v1/traces/" + trace).body().contains("\"findings\":[{"));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            List<String> found = new ArrayList<>();
            found.addAll(opened(screen, "trace.xhtml?id=" + trace, "#trace-findings-list li"));
            found.addAll(opened(
                    screen,
                    "explore.xhtml?live=off&view=all&sel=trace.trace_id%7C%3D%7C" + trace,
                    "#bubbleup .b-cards > *"));
            found.addAll(opened(screen, "errors.xhtml?id=" + error, "#e-title:not(:empty)"));
            found.addAll(opened(screen, "boards.xhtml?id=" + board, "canvas"));
            assertThat(found).isEmpty();
        }
    }

    /** The id of the first of a list, once there is one. */
    private static String first(Supplier<JsonArray> list) throws InterruptedException {
        until(() -> !list.get().isEmpty());
        return list.get().getJsonObject(0).getString("id");
    }

    private static void until(BooleanSupplier there) throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(60);
        while (!there.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(500);
        }
    }

    private static List<String> opened(Screen screen, String address, String there) throws Exception {
        Page page = screen.open(address);
        page.waitForSelector(there);
        page.waitForFunction("() => !document.querySelector('[aria-busy=true]')");
        return found(page, axe()).stream()
                .map(violation -> address + ": " + violation)
                .toList();
    }

    /** A page, and what only its own keys say. */
    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @CsvSource({
        "overview, these keys",
        "explore, add a filter",
        "trace, unfold one level",
        "alerts, a new objective",
        "week, split it",
        "logs, find in what was logged",
        "guide, these keys",
        "keys, these keys"
    })
    void keys_areShownOnEveryPage_andGiveTheFocusBack(
            String name, String words, RunningScruffy scruffy, Chromium chromium) throws Exception {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open(name + ".xhtml?station=KSCF&feed=main");
            page.waitForFunction("() => !document.querySelector('[aria-busy=true]')");
            page.locator(".brand").focus();
            page.keyboard().press("?");
            Locator dialog = page.getByRole(
                    AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Keys").setExact(true));
            dialog.waitFor();
            assertThat(dialog.textContent()).contains(words, "On every page");
            assertThat(found(page, axe())).isEmpty();
            page.keyboard().press("Escape");
            dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
            assertThat((Boolean) page.evaluate("() => document.activeElement.matches('.brand')"))
                    .as("the focus is where it was")
                    .isTrue();

            page.locator(".sidenav-keys").click();
            dialog.getByRole(AriaRole.BUTTON).click();
            assertThat((Boolean) page.evaluate("() => document.activeElement.matches('.sidenav-keys')"))
                    .isTrue();
            screen.forgive();
        }
    }

    @InTurn
    void questionMark_thatIsTypedIsOne(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("guide.xhtml");
            page.locator("#g-key").fill("");
            page.locator("#g-key").press("?");
            assertThat(page.locator("#g-key").inputValue()).isEqualTo("?");
            assertThat(page.locator("#keys-dialog").isVisible()).isFalse();
        }
    }

    /** The control: what is wrong on purpose is found. */
    @InTurn
    void aButtonWithoutAName_isFound(RunningScruffy scruffy, Chromium chromium) throws Exception {
        try (Screen screen = chromium.screen(scruffy)) {
            Page page = screen.open("login.xhtml");
            page.evaluate("() => document.querySelector('main').append(document.createElement('button'))");

            assertThat(found(page, axe())).anyMatch(violation -> violation.startsWith("button-name"));
        }
    }
}
