package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What traffic people do beside the week: orders, creatives, rules, files, fills and reports. */
@ExtendWith(RunningScruffy.Shared.class)
class TrafficPagesIT {

    private static final String HERE = "?station=KSCF&feed=main";

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator button(Locator part, String name) {
        return part.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator field(Page page, String form, String id) {
        return page.locator("[id='" + form + ":" + id + "']");
    }

    /** What is said at a field. */
    private static Locator wrong(Page page, String form, String id) {
        return page.locator(".field", new Page.LocatorOptions().setHas(field(page, form, id)))
                .locator(".field-error");
    }

    private static FilePayload file(String name, String content) {
        return new FilePayload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rule_thatContradictsItselfIsRefusedAtItsFieldsAndThenSaved(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("rules.xhtml" + HERE);
            button(page, "New rule").click();
            Locator dialog = page.locator("#ruleDialog");
            assertThat(dialog).isVisible();
            Locator most = dialog.getByLabel("Longest (ms)");
            most.fill("-3");
            button(dialog, "Save").click();
            assertThat(dialog.locator(".field", new Locator.LocatorOptions().setHasText("Longest (ms)"))
                            .locator(".field-error"))
                    .containsText("Expected");
            most.fill("20000");
            field(page, "rule", "from").fill("2026-12-10");
            field(page, "rule", "until").fill("2026-12-01");
            button(dialog, "Save").click();
            assertThat(wrong(page, "rule", "until")).containsText("2026-12-10");
            screen.shot("rule-refused");

            field(page, "rule", "until").fill("2026-12-20");
            button(dialog, "Save").click();

            assertThat(dialog).isHidden();
            Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("2026-12-10 – 2026-12-20"));
            assertThat(row).containsText("longest (ms): 20000");
            button(row, "Delete Longest credit of KSCF").click();
            assertThat(row).hasCount(0);
            button(page, "Undo").click();
            assertThat(row).hasCount(1);
            button(row, "Delete Longest credit of KSCF").click();
            assertThat(row).hasCount(0);
        }
    }

    @Test
    void order_getsTwoLinesByTheKeyboardAlone(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("orders.xhtml" + HERE);
            button(page, "New order").press("Enter");
            assertThat(field(page, "order", "name")).isVisible();
            field(page, "order", "name").press("Enter");
            assertThat(wrong(page, "order", "underwriter")).containsText("Expected");
            assertThat(wrong(page, "order", "name")).containsText("Expected");
            assertThat(field(page, "order", "name")).isFocused();
            page.keyboard().type("Winter");
            page.keyboard().press("Tab");
            assertThat(field(page, "order", "underwriter_input")).isFocused();
            page.keyboard().type("Bellwether");
            assertThat(page.locator(".ui-autocomplete-item"))
                    .hasText(new String[] {"Bellwether Books"}); // the last answer
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Enter");
            assertThat(field(page, "order", "underwriter_input")).hasValue("Bellwether Books");
            save(page.locator("#orderDialog"));
            assertThat(page.locator("#orderDialog")).isHidden();
            Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("Winter"))
                    .first();
            row.locator(".ui-row-toggler").press("Enter");

            line(page, "Mornings", true);
            line(page, "Evenings", false);

            assertThat(page.locator(
                            ".inner tr", new Page.LocatorOptions().setHasText(Pattern.compile("Mornings|Evenings"))))
                    .hasCount(2);
            screen.shot("order-lines");
        }
    }

    private static void line(Page page, String name, boolean contradictory) {
        button(page, "Add a line to Winter").press("Enter");
        Locator dialog = page.locator("#lineDialog");
        assertThat(dialog).isVisible();
        assertThat(field(page, "line", "name"))
                .isFocused(); // a moment later: it would take the focus from another field
        type(page, "name", name);
        field(page, "line", "from").fill("2026-12-10");
        field(page, "line", "until").fill(contradictory ? "2026-12-01" : "2026-12-20");
        type(page, "spots", "3");
        type(page, "creatives", "BELL1500001");
        if (contradictory) {
            save(dialog);
            assertThat(wrong(page, "line", "until")).containsText("2026-12-10");
            assertThat(field(page, "line", "until")).isFocused();
            field(page, "line", "until").fill("2026-12-20");
        }
        save(dialog);
        assertThat(dialog).isHidden();
        assertThat(page.locator(".inner")).containsText(name);
    }

    /** For a moment after it was refused a key has no effect on it. */
    private static void save(Locator dialog) {
        assertThat(button(dialog, "Save")).isEnabled();
        button(dialog, "Save").press("Enter");
    }

    private static void type(Page page, String id, String text) {
        field(page, "line", id).focus();
        page.keyboard().type(text);
    }

    @Test
    void creative_isSentLookedAtAndRejectedWithAReason(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("creatives.xhtml" + HERE);
            button(page, "New creative").click();
            field(page, "creative", "adId").fill("ITPROMO1");
            field(page, "creative", "title").fill("Promo of a test");
            field(page, "creative", "length").fill("soon");
            button(page.locator("#creativeDialog"), "Save").click();
            assertThat(wrong(page, "creative", "length")).containsText("Expected");
            field(page, "creative", "length").fill("15");
            field(page, "creative", "kind").selectOption("PROMO");
            button(page.locator("#creativeDialog"), "Save").click();
            assertThat(page.locator("#creativeDialog")).isHidden();

            button(page, "Send file of ITPROMO1").click();
            page.locator(".send-start").click();
            assertThat(page.locator(".send-words")).containsText("Choose a file");
            page.locator("#send-file").setInputFiles(file("promo.mp4", "not a video".repeat(1000)));
            page.locator(".send-start").click();
            assertThat(page.locator("#copies"))
                    .containsText(
                            "This is a text, not a video",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            page.locator("#copies .plain-button").click();

            button(page, "Review ITPROMO1").click();
            Locator review = page.locator("#reviewDialog");
            button(review, "Submit").click();
            button(review, "Approve").click();
            assertThat(review.locator(".checklist .field-error")).containsText("every point ticked");
            button(review, "Reject").click();
            assertThat(wrong(page, "review", "reason")).containsText("Expected");
            field(page, "review", "reason").fill("It asks to call now");
            button(review, "Reject").click();
            assertThat(review).isHidden();
            assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("ITPROMO1")))
                    .containsText("Rejected");
        }
    }

    @Test
    void category_isWrittenWithoutOneAboveIt(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("underwriters.xhtml" + HERE);
            button(page, "New category").click();
            Locator dialog = page.locator("#categoryDialog");
            button(dialog, "Save").click();
            assertThat(wrong(page, "category", "code")).containsText("Expected");
            field(page, "category", "code").fill("GARDENS");
            field(page, "category", "name").fill("Gardens");
            button(dialog, "Save").click();
            assertThat(dialog).isHidden();
        }
    }

    @Test
    void file_isPreviewedWithItsErrorsAndTakenOverWithoutThem(RunningScruffy scruffy, Chromium chromium) {
        LocalDate far = scruffy.today().plusYears(1);
        OffsetDateTime eight =
                far.atTime(LocalTime.of(20, 0)).atZone(RunningScruffy.DEMO_ZONE).toOffsetDateTime();
        String csv = "start,end,title\n" + eight + "," + eight.plusMinutes(30) + ",A year from now\nsoon,later,Never\n";
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("exchange.xhtml" + HERE);
            page.locator("#format").selectOption("tvss");
            page.locator("#file").setInputFiles(file("year.csv", csv));
            button(page, "Read it").click();
            assertThat(page.locator("#date-error")).containsText("Expected the day");
            page.locator("#format").selectOption("csv");
            button(page, "Read it").click();

            assertThat(page.locator("#preview-title")).containsText("year.csv");
            assertThat(page.locator("[id='preview:table']")).containsText("Problem");
            screen.shot("import-preview");
            button(page, "Take over the rows without a problem").click();
            assertThat(page.locator("#done")).containsText("year.csv is taken over: 1 row, 1 left out.");
            assertThat(page.locator("#history")).containsText("Taken over");
            screen.shot("import-taken-over");
            button(page, "Undo").click();
            assertThat(page.locator("#done")).containsText("is taken back");
            assertThat(page.locator("#history")).containsText("Taken back " + weekday(scruffy));
        }
    }

    private static String weekday(RunningScruffy scruffy) {
        return scruffy.today().getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US);
    }

    /** Of the week that the demo comes with. */
    @Test
    void spotThatWasMissed_isMadeGoodWhereItIsOffered_andItsAffidavitSaysSo(RunningScruffy scruffy, Chromium chromium)
            throws IOException {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open(
                    "as-run.xhtml" + HERE + "&day=" + scruffy.today().minusDays(1));
            page.locator("#a-outcome").selectOption("MISSED");
            Locator row = page.locator("#a-rows tr");
            assertThat(row).hasCount(1);
            button(row, Pattern.compile("Make good")).click();
            page.locator("#a-make-reason").fill("Agreed with the underwriter");
            assertThat(page.locator("#a-offers li").first()).containsText("s needed");
            screen.shot("make-good-offers");
            page.locator("#a-offers button").first().click();
            assertThat(page.locator("#a-done")).containsText("is made good");
            assertThat(row).containsText("made good");
            screen.shot("made-good");
            Download pdf = page.waitForDownload(
                    () -> page.locator("#a-papers a").first().click());
            assertThat(Files.readString(pdf.path(), StandardCharsets.ISO_8859_1))
                    .startsWith("%PDF-");
            page.locator("#a-undo").click();
            assertThat(page.locator("#a-done")).containsText("taken back");
            assertThat(button(row, Pattern.compile("Make good"))).isVisible();

            button(row, Pattern.compile("Correct")).click();
            page.locator("#a-correct-outcome").selectOption("AIRED");
            page.locator("#a-reason").fill("It is on the air check");
            button(page.locator("#a-correct"), Pattern.compile("^Correct$")).click();
            assertThat(page.locator("#a-done")).containsText("is down as aired");
            assertThat(row).hasCount(0);
            page.locator("#a-undo").click();
            assertThat(row).hasCount(1);
        }
    }

    private static Locator button(Locator part, Pattern name) {
        return part.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    @Test
    void log_isReadInWithTheLinesThatCannotBeRead(RunningScruffy scruffy, Chromium chromium) {
        String log = "20:00:05  20:00:00  00:00:30  ITLG0001000H  Never scheduled\nnonsense\n";
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("as-run.xhtml" + HERE);
            assertThat(page.locator("#a-rows tr").first()).isVisible();
            button(page, "Import a log").click();
            page.locator("#a-template").selectOption("rivendell");
            page.locator("#a-file").setInputFiles(file("day.elr", log));
            button(page, "Read the file").click();
            assertThat(page.locator("#a-preview-rows")).containsText("ITLG0001000H");
            screen.shot("as-run-preview");
            button(page, "Commit").click();
            assertThat(page.locator("#a-dialog")).isHidden();
            assertThat(page.locator("#a-more-rows")).containsText("ITLG0001000H");
        }
    }

    @Test
    void week_isFilledAsPreviewedAndTakenBack(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("fill.xhtml" + HERE);
            page.locator("#seed").fill("lucky");
            button(page, "Find places").click();
            assertThat(page.locator("#seed-error")).containsText("whole number");
            page.locator("#seed").fill("7");
            page.locator("#amount").fill("600");
            button(page, "Find places").click();
            assertThat(page.locator("#run-words")).containsText("leaves");
            page.locator("#cancel").click();
            assertThat(page.locator("#nothing")).isVisible();

            page.locator("#unit").selectOption("iterations");
            page.locator("#amount").fill("1000");
            button(page, "Find places").click();
            assertThat(page.locator("#preview")).isVisible();
            assertThat(page.locator(".fill-spot.placed").first()).containsText("placed");
            assertThat(page.locator("#tally")).containsText("imported, untouched");
            screen.shot("fill-preview");
            button(page, "Apply").click();
            Locator done = page.locator("#done .notice");
            Locator reason = page.locator(".reason-dialog textarea");
            assertThat(done.or(reason).first()).isVisible();
            if (reason.isVisible()) {
                reason.fill("Agreed with the underwriter");
                reason.press("Control+Enter");
                screen.forgive(); // a warning that asks for a reason is a 409
            }
            assertThat(done).containsText("is applied");
            button(done, "Undo").click();
            assertThat(done).containsText("is taken back");
            screen.forgive();
        }
    }

    @Test
    void reports_sayInTablesWhatTheirChartsShow(RunningScruffy scruffy, Chromium chromium) throws IOException {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("reports.xhtml" + HERE);
            assertThat(page.locator("#fill-words")).containsText("is booked");
            assertThat(page.locator("#fill-chart")).isVisible();
            page.locator("#by").selectOption("part");
            assertThat(page.locator("#fill-rows")).containsText("Prime time, 20:00–23:00");
            assertThat(page.locator("#delivery-rows")).containsText("Brannock Medical Center");
            assertThat(page.locator("#owed-rows")).containsText("did not air");
            Download csv = page.waitForDownload(() -> page.locator("#fill-csv").click());
            assertThat(Files.readString(csv.path())).startsWith("feed,day,part,hours,breaks");
            page.locator("#to").fill("2020-01-01");
            assertThat(page.locator("#span-error")).containsText("not before the first");
            screen.shot("reports");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fill", "reports", "orders", "creatives", "rules", "underwriters", "exchange", "as-run"})
    void page_fitsAPhone(String name, RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            screen.page().setViewportSize(390, 844);
            Page page = screen.open(name + ".xhtml" + HERE);
            page.waitForLoadState();

            assertThat((Integer) page.evaluate(
                            "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isZero();
        }
    }
}
