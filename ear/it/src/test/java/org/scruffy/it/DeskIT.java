package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.schedule.LocalTimes;

/** The desk in a browser whose own clock is in Tokyo: nothing on it may depend on that. */
@ExtendWith(RunningScruffy.Shared.class)
class DeskIT {

    private static final ZoneId FAR_AWAY = ZoneId.of("Asia/Tokyo");

    /** Next week, so that nothing of it goes on air meanwhile. */
    private static String week(RunningScruffy scruffy, String feed) {
        return "week.xhtml?station=KSCF&feed=" + feed + "&date="
                + scruffy.today().plusWeeks(1);
    }

    /** Opens a program by the keyboard and gives the first break that has spots. */
    private static Locator openProgram(Page page, int nth) {
        page.locator(".slot").nth(nth).focus();
        page.keyboard().press("Enter");
        Locator adBreak = page.locator(".break", new Page.LocatorOptions().setHas(page.locator(".spot-pick")))
                .first();
        assertThat(adBreak).isVisible();
        return adBreak;
    }

    private static String focusedSpot(Page page) {
        return (String) page.evaluate("document.activeElement.closest('[data-spot]')?.dataset.spot || ''");
    }

    private static String focusedBreak(Page page) {
        return (String) page.evaluate("document.activeElement.closest('[data-break]')?.dataset.break || ''");
    }

    /** Waits until a change is answered; gives the reason where a rule advises against it. */
    private static void answered(Page page, String words) {
        Locator reason = page.locator(".reason-dialog textarea");
        Locator said = page.locator("#week-toast", new Page.LocatorOptions().setHasText(words));
        assertThat(reason.or(said).first()).isVisible();
        if (reason.isVisible()) {
            page.keyboard().type("Agreed with the underwriter");
            page.keyboard().press("Control+Enter");
        }
        assertThat(said).isVisible();
    }

    @Test
    void spot_isPlacedNudgedRemovedAndTakenBackWithTheKeyboardAlone(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = screen.open(week(scruffy, "kids"));
            openProgram(page, 40);
            // the break after it has to have room, else the rules are right to refuse
            String home = (String) page.evaluate("""
                    () => { const all = scruffy.week.feed().slots.slice(40).flatMap(slot => slot.breaks);
                            const free = one => one.fill.capacityMs - one.fill.bookedMs;
                            const one = all.find((each, at) => each.placements.length && free(all[at + 1]) >= 30000);
                            scruffy.week.jump(one.placements[0].id, 'spot'); return one.id; }
                    """);
            Locator spots = page.locator("[data-break='" + home + "'] .spot");
            int before = spots.count();

            page.locator("[data-break='" + home + "'] .spot-pick").first().press("Delete");
            answered(page, "Remove");
            assertThat(spots).hasCount(before - 1);

            page.keyboard().press("a");
            assertThat(page.locator(".picker-list .target").first()).isVisible();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Enter");
            answered(page, "Place");
            assertThat(spots).hasCount(before);
            String placed = focusedSpot(page);
            assertThat(placed).isNotEmpty();

            page.keyboard().press("Control+ArrowRight");
            answered(page, "Move");
            assertThat(focusedSpot(page)).isEqualTo(placed);
            assertThat(focusedBreak(page)).isNotEqualTo(home);

            page.keyboard().press("Control+z");
            assertThat(page.locator("#week-toast")).containsText("Undone");
            page.locator(".slot[aria-pressed=true]").first().focus();
            page.keyboard().press("Control+z");
            assertThat(page.locator("#undo")).containsText("Remove");
            page.keyboard().press("Control+z");
            assertThat(page.locator("#redo")).containsText("Remove");
            screen.shot("desk-undone");
            screen.forgive(); // a warning that asks for a reason is a 409
        }
    }

    @Test
    void spot_changesPlacesInItsBreakAndBack(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = screen.open(week(scruffy, "main"));
            page.waitForSelector(".slot");
            String adBreak = (String) page.evaluate("""
                    () => { const one = scruffy.week.feed().slots.slice(60).flatMap(s => s.breaks).find(b => b.placements.length > 1);
                            scruffy.week.jump(one.placements[0].id, 'spot'); return one.id; }
                    """);
            Locator spots = page.locator("[data-break='" + adBreak + "'] .spot");
            String first = spots.first().getAttribute("data-spot");

            page.keyboard().press("Alt+ArrowDown");

            answered(page, "down");
            assertThat(spots.nth(1)).hasAttribute("data-spot", first);
            assertThat(focusedSpot(page)).isEqualTo(first);
            page.locator("#undo").click();
            assertThat(spots.first()).hasAttribute("data-spot", first);
            screen.forgive();
        }
    }

    @Test
    void change_thatSomebodyOvertookIsRefusedInWordsAndNothingIsOverwritten(RunningScruffy scruffy, Chromium chromium) {
        try (Screen mine = chromium.screenIn(FAR_AWAY, scruffy).signIn();
                Screen theirs = chromium.screen(scruffy).signInByForm()) {
            Page page = mine.open(week(scruffy, "kids"));
            String home = openProgram(page, 60).getAttribute("data-break");
            Page other = theirs.open(week(scruffy, "kids"));
            openProgram(other, 60);
            other.locator("[data-break='" + home + "'] .spot-pick").first().press("Delete");
            answered(other, "Remove");

            assertThat(page.locator("#week-banner")).containsText("in another window");
            page.locator("[data-break='" + home + "'] .spot-pick").first().press("Delete");

            assertThat(page.locator(".refused-dialog")).containsText("changed meanwhile");
            mine.shot("desk-overtaken");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Reload the week"))
                    .click();
            assertThat(page.locator("#week-banner")).isEmpty();
            other.locator("#undo").click();
            assertThat(other.locator("#week-toast")).containsText("Undone");
            mine.forgive();
            theirs.forgive();
        }
    }

    @Test
    void day_isLockedInItsHeadingAndThenNothingOfItCanBeChanged(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = screen.open(week(scruffy, "main"));
            Locator day = page.locator(".week-head[data-day='6'] button");
            day.focus();
            page.keyboard().press("Enter");
            page.locator(".day-choice", new Page.LocatorOptions().setHasText("Lock the day"))
                    .click();

            assertThat(day).containsText("Locked");
            page.evaluate("scruffy.week.show(scruffy.week.dayState(6).slots[20])");
            assertThat(page.locator(".week-panel .fixed").first()).containsText("the day is locked");
            assertThat(page.locator(".week-panel .add-spot")).hasCount(0);
            screen.shot("desk-locked");

            day.click();
            page.locator(".day-choice", new Page.LocatorOptions().setHasText("Unlock the day"))
                    .click();
            assertThat(day).not().containsText("Locked");
        }
    }

    @Test
    void log_saysTheFeedsTimesWhereverTheBrowserIs(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = screen.open(
                    "log.xhtml?station=KSCF&feed=main&date=" + scruffy.today().plusDays(1));

            assertThat(page.locator(".day-log tr.log-program").first().locator("time"))
                    .hasText("00:00");
            Locator rows = page.locator(".day-log tr[tabindex]");
            rows.first().focus();
            page.keyboard().press("ArrowDown");
            assertThat(rows.nth(1)).isFocused();
            page.keyboard().press("Enter");
            page.waitForURL("**/week.xhtml**");
            assertThat(page.locator(".slot[aria-pressed=true]").first()).isVisible();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"board.xhtml", "log.xhtml", "audit.xhtml", "week.xhtml"})
    void page_fitsAPhone(String path, RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            screen.page().setViewportSize(390, 844);
            Page page = screen.open(path + "?station=KSCF&feed=main");
            page.waitForLoadState();

            assertThat((Integer) page.evaluate(
                            "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isZero();
        }
    }

    /** Each local time with the moments it has, as the desk's own dialogs find them. */
    @Test
    void dialog_offersBothMomentsOfAnHourThatComesTwice(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = screen.open(week(scruffy, "main"));
            page.waitForSelector(".slot");
            String fall = "2026-11-01";
            String spring = "2027-03-14";

            assertThat(moments(page, fall, "01:30"))
                    .containsExactly("2026-11-01T05:30:00.000Z", "2026-11-01T06:30:00.000Z");
            assertThat(moments(page, fall, "03:00")).containsExactly("2026-11-01T08:00:00.000Z");
            assertThat(moments(page, spring, "02:30")).isEmpty();
            assertThat(moments(page, spring, "03:00")).containsExactly("2027-03-14T07:00:00.000Z");
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> moments(Page page, String day, String local) {
        String zone = RunningScruffy.DEMO_ZONE.getId();
        LocalDate date = LocalDate.parse(day);
        long from = LocalTimes.startOf(date, RunningScruffy.DEMO_ZONE).toEpochMilli();
        long to = LocalTimes.startOf(date.plusDays(1), RunningScruffy.DEMO_ZONE).toEpochMilli();
        return (List<String>) page.evaluate(
                "([from, to, local, zone]) => scruffy.moments(from, to, local, zone).map(at => new Date(at).toISOString())",
                List.of((double) from, (double) to, local, zone));
    }
}
