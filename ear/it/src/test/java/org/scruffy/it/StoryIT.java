package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a newcomer is told to try: find out why the old week is slow, and see what became of it. */
@ExtendWith(RunningScruffy.Shared.class)
class StoryIT {

    private static final String LEGACY = "GET /demo/legacy/week/{date}";
    private static final int STATEMENTS_OF_THE_OLD_WEEK = 4_000;
    private static final int STATEMENTS_OF_THE_PLAN = 5;
    private static final int FEW_ROWS = 40;

    @Test
    void theSlowBandOfTheHeatmap_leadsToTheRepeatedStatementsAndThePlanBesideThem(
            RunningScruffy scruffy, Chromium chromium) {
        callBoth(scruffy);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("explore.xhtml");
            openSlowestTraceOfTheOldWeek(screen, page);

            assertThat(number(page, "[data-fact=sql] dd")).isGreaterThanOrEqualTo(STATEMENTS_OF_THE_OLD_WEEK);
            assertThat((Integer) page.evaluate("() => scruffy.trace.rows()")).isLessThan(FEW_ROWS);
            Number repeated = (Number) page.evaluate("() => scruffy.trace.groups()"
                    + ".filter(group => group.finding === 'N+1' && group.relation)"
                    + ".reduce((sum, group) => sum + group.count, 0)");
            assertThat(repeated.intValue()).isGreaterThanOrEqualTo(STATEMENTS_OF_THE_OLD_WEEK);

            Locator finding = page.locator(".finding[data-kind='N+1']:not([data-relation=''])")
                    .first();
            String relation = finding.getAttribute("data-relation");
            assertThat(finding).containsText("× the same statement while reading " + relation);
            finding.locator(".finding-jump").click();
            assertThat(page.locator(".t-chosen.t-group")).containsText("N+1");
            assertThat(page.locator(".t-chosen.t-group")).containsText(relation);

            Locator statements = page.locator("[data-compare=sql]");
            assertThat(statements).isVisible();
            assertThat(count(statements.locator("[data-here]"), "data-here"))
                    .isGreaterThanOrEqualTo(STATEMENTS_OF_THE_OLD_WEEK);
            assertThat(count(statements.locator("[data-there]"), "data-there")).isBetween(1, STATEMENTS_OF_THE_PLAN);
            screen.shot("story-trace");
        }
    }

    @Test
    void theHeatmap_isDrivenByTheKeyboardAndTheAddress(RunningScruffy scruffy, Chromium chromium) {
        callBoth(scruffy);
        try (Screen screen =
                chromium.screen(scruffy, 390, 844, ColorScheme.DARK).signIn()) {
            Page page = screen.open("explore.xhtml?f=name%7C%3D%7CGET%20/demo/legacy/week/%7Bdate%7D");
            waitForCells(page);
            assertThat(page.locator("#filters")).containsText("name is " + LEGACY);
            assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                    .as("what hangs over the edge of a phone")
                    .isZero();
            screen.shot("explore-390-dark");
            page.locator("#explore-live").uncheck();
            page.locator("#heatmap").focus();
            page.keyboard().press("Home");
            assertThat(page.locator(".heatmap-said")).containsText("Enter opens its trace");
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.contains("/trace.xhtml"));
            assertThat(page.locator("#trace-name")).containsText("/demo/legacy/week");
            screen.shot("trace-390-dark");
        }
    }

    @Test
    void aRectangle_isComparedWithTheRest_byMouseAndByKeyboard(RunningScruffy scruffy, Chromium chromium) {
        callBoth(scruffy);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("explore.xhtml?live=off");
            waitForCells(page);
            Locator heatmap = page.locator("#heatmap");
            heatmap.hover(new Locator.HoverOptions().setPosition(80, 12)); // wherever it stays
            page.mouse().down();
            BoundingBox picture = heatmap.boundingBox();
            page.mouse().move(picture.x + picture.width - 15, picture.y + picture.height * 0.4);
            page.mouse().up();
            Locator panel = page.locator("#bubbleup");
            assertThat(panel).hasAttribute("aria-busy", "false");
            assertThat(panel).containsText(Pattern.compile("\\d selected beside [\\d,]+ others"));
            assertThat(panel.locator(".b-card").first()).containsText("of the selected");
            assertThat(page.url()).contains("box=");
            screen.shot("story-bubbleup");

            page.reload();
            assertThat(panel.locator(".b-card").first()).containsText("of the selected");
            panel.locator("[data-part=clear]").click();
            assertThat(panel).isHidden();

            page.locator("#heatmap").focus();
            page.keyboard().press("Home");
            page.keyboard().press("Space");
            page.keyboard().press("ArrowLeft");
            page.keyboard().press("ArrowDown");
            assertThat(page.locator(".heatmap-said")).containsText("Space compares it with the rest");
            page.keyboard().press("Space");
            assertThat(panel).containsText(Pattern.compile("\\d selected beside"));
            page.keyboard().press("Escape");
            assertThat(panel).isHidden();

            page.locator("#groups-rows tr[data-group='" + LEGACY + "'] button").click();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Enter");
            assertThat(page.locator("#filters")).containsText("name is not " + LEGACY);
        }
    }

    private static void callBoth(RunningScruffy scruffy) {
        assertThat(scruffy.get("/demo/legacy/week/" + scruffy.today()).statusCode())
                .isEqualTo(200);
        assertThat(scruffy.get("/api/week/" + scruffy.today()).statusCode()).isEqualTo(200);
    }

    private static void openSlowestTraceOfTheOldWeek(Screen screen, Page page) {
        // A span is stored a moment after its request: the page shows it with its next refresh.
        Locator row = page.locator("#groups-rows tr[data-group='" + LEGACY + "'] button");
        row.click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Show only this"))
                .click();
        assertThat(page.locator("#filters")).containsText(LEGACY);
        waitForCells(page);
        screen.shot("story-heatmap");
        page.locator("#heatmap").scrollIntoViewIfNeeded();
        @SuppressWarnings("unchecked") // what the script makes
        Map<String, Number> slowest = (Map<String, Number>)
                page.evaluate("() => scruffy.heatmap.pointOf(scruffy.heatmap.cells().find(cell => cell.trace))");
        page.mouse().click(slowest.get("x").doubleValue(), slowest.get("y").doubleValue());
        page.waitForURL(url -> url.contains("/trace.xhtml"));
        page.waitForSelector("#trace[data-ready]");
    }

    private static void waitForCells(Page page) {
        page.waitForFunction("() => document.getElementById('explore').getAttribute('aria-busy') === 'false'"
                + " && scruffy.heatmap.cells().some(cell => cell.trace)");
    }

    private static int number(Page page, String selector) {
        return Integer.parseInt(page.locator(selector).innerText().replaceAll("[^0-9]", ""));
    }

    private static int count(Locator cell, String attribute) {
        return Integer.parseInt(cell.getAttribute(attribute));
    }
}
