package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** A week that nobody else's schedule reaches, with a program of an hour from 10:00 on its Monday. */
    private static LocalDate emptyWeek(RunningScruffy scruffy, int weeksAhead, String title) {
        LocalDate monday = scruffy.today().with(DayOfWeek.MONDAY).plusWeeks(weeksAhead);
        program(scruffy, title, monday.atTime(10, 0), Duration.ofHours(1));
        return monday;
    }

    private static void program(RunningScruffy scruffy, String title, LocalDateTime local, Duration length) {
        Instant start = LocalTimes.instant(local, RunningScruffy.DEMO_ZONE, LocalTimes.Fold.EARLIER);
        Api.ofTheDemo(scruffy)
                .edit(Api.json(
                        "{'op':'createSlot','feed':'main','startsAt':'%s','endsAt':'%s','source':'LOCAL','program':{'title':'%s','episode':'','nola':''}}",
                        start, start.plus(length), title))
                .is(200);
    }

    private static Page open(Screen screen, LocalDate week) {
        Page page = screen.open("week.xhtml?station=KSCF&feed=main&date=" + week);
        assertThat(page.locator(".slot").first()).isVisible();
        return page;
    }

    /** Writes over what is in the field that has the keyboard. */
    private static void write(Page page, String text) {
        page.keyboard().press("Control+a");
        page.keyboard().type(text);
    }

    @Test
    void break_isAddedMovedMadeLongerLockedDeletedAndTakenBackWithTheKeyboardAlone(
            RunningScruffy scruffy, Chromium chromium) {
        LocalDate week = emptyWeek(scruffy, 130, "Long Division");
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = open(screen, week);
            Locator breaks = page.locator(".week-panel .break");
            page.locator(".slot").first().focus();
            page.keyboard().press("b");
            write(page, "10:00");
            page.keyboard().press("Tab");
            write(page, "0:30");
            page.keyboard().press("Enter");
            answered(page, "Add a break at 10:10");
            assertThat(breaks).hasCount(1);
            String first = focusedBreak(page);

            page.keyboard().press("Alt+Shift+ArrowDown");
            answered(page, "last 0:45");
            page.keyboard().press("Alt+ArrowDown");
            answered(page, "10:11");
            assertThat(focusedBreak(page)).isEqualTo(first);

            page.keyboard().press("b");
            write(page, "11:30");
            page.keyboard().press("Enter");
            assertThat(page.locator(".form-wrong")).containsText("is at that time");
            screen.shot("desk-break-refused");
            page.locator("#break-into").focus();
            write(page, "11:45");
            page.keyboard().press("Enter");
            answered(page, "Add a break at 10:11:45");
            String second = focusedBreak(page);
            page.keyboard().press("Alt+ArrowUp");
            assertThat(page.locator("[data-break='" + second + "'] .break-refused"))
                    .containsText("is at that time");
            assertThat(focusedBreak(page)).isEqualTo(second);

            page.keyboard().press("l");
            answered(page, "Lock the 10:11:45 break");
            page.keyboard().press("Delete");
            assertThat(page.locator("#week-toast")).containsText("the break is locked");
            page.keyboard().press("l");
            answered(page, "Unlock");
            page.keyboard().press("Delete");
            answered(page, "Delete the 10:11:45 break");
            assertThat(breaks).hasCount(1);
            assertThat(focusedBreak(page)).isEqualTo(first);
            page.keyboard().press("Control+z");
            assertThat(breaks).hasCount(2);
            screen.forgive(); // what is refused is a 409
        }
    }

    @Test
    void program_isAddedByDialogAndItsDayPublishedAndMarkedWhereItChangesAfterwards(
            RunningScruffy scruffy, Chromium chromium) {
        LocalDate week = emptyWeek(scruffy, 131, "Early Bird");
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = open(screen, week);
            Locator day = page.locator(".week-head[data-day='0'] button");
            assertThat(day).containsText("Draft");
            day.click();
            page.locator(".day-choice", new Page.LocatorOptions().setHasText("Publish the day"))
                    .click();
            assertThat(day).containsText("Published");

            page.locator(".slot").first().focus();
            page.keyboard().press("n");
            write(page, "Night Owl");
            page.keyboard().press("Enter");
            answered(page, "Night Owl");

            assertThat(page.locator(".slot", new Page.LocatorOptions().setHasText("Night Owl")))
                    .isFocused();
            assertThat(day).containsText("Changed");
        }
    }

    @Test
    void template_isKeptOfAWeekSeenBeforeItIsAppliedAndTakenBackInOneGo(RunningScruffy scruffy, Chromium chromium) {
        LocalDate week = emptyWeek(scruffy, 133, "Monday Matinee");
        program(scruffy, "Sunday Supper", week.plusDays(6).atTime(18, 0), Duration.ofMinutes(30));
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = open(screen, week);
            page.locator("#templates").focus();
            page.keyboard().press("Enter");
            page.keyboard().type("Two a week");
            page.keyboard().press("Enter");
            assertThat(page.locator(".template-list")).containsText("Two a week 2 programs");
            assertThat(page.getByLabel("Apply Two a week")).isFocused();
            page.getByLabel("Delete Two a week").click();
            assertThat(page.locator(".template-list")).not().containsText("Two a week");
            page.keyboard().press("Enter"); // Undo has the keyboard
            assertThat(page.locator(".template-list")).containsText("Two a week 2 programs");
            page.getByLabel("Apply Two a week").press("Enter");
            page.locator("#template-from").fill(week.plusWeeks(1).toString());
            page.locator("#template-weeks").fill("3");
            assertThat(page.locator(".form-dialog")).containsText("It adds 6 programs");
            assertThat(page.locator(".template-weeks > li")).hasCount(3);
            screen.shot("desk-template");
            page.locator("#template-weeks").press("Enter");
            answered(page, "Apply Two a week to 3 weeks");

            page = open(screen, week.plusWeeks(2));
            assertThat(page.locator(".slot")).hasCount(2);
            page.locator("#templates").click();
            page.getByLabel("Apply Two a week").click();
            assertThat(page.locator(".form-dialog")).containsText("It has nothing to add");
            assertThat(page.locator(".template-weeks")).containsText("2 from it already");
            page.keyboard().press("Escape");
            page.locator("#undo").click();
            assertThat(page.locator("#week-toast")).containsText("Undone: Apply Two a week to 3 weeks");
            assertThat(page.locator(".slot")).hasCount(0);
        }
    }

    @Test
    void palette_offersTheBestBreaksForALineAndAChoicePlacesIt(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = screen.open(week(scruffy, "main"));
            assertThat(page.locator("#orders .badge")).hasText(java.util.regex.Pattern.compile("\\d+"));
            page.locator(".slot").first().focus();
            page.keyboard().press("o");
            Locator placing = page.locator(".palette-line button").first();
            assertThat(placing).isFocused();
            page.keyboard().press("Enter");
            Locator offers = page.locator(".place-dialog .opening");
            assertThat(offers.first()).isFocused();
            assertThat(offers.count()).isBetween(1, 5);
            assertThat(offers.first()).containsText("s free");
            screen.shot("desk-palette");
            String adBreak = offers.first().getAttribute("data-target");
            page.keyboard().press("Enter");
            answered(page, "Place");

            assertThat(focusedBreak(page)).isEqualTo(adBreak);
            assertThat(focusedSpot(page)).isNotEmpty();
            page.keyboard().press("Control+z");
            assertThat(page.locator("#week-toast")).containsText("Undone");
            screen.forgive();
        }
    }

    @Test
    void conflict_leadsToItsBreakWithTheKeyboardAlone(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = screen.open(week(scruffy, "main"));
            assertThat(page.locator("#conflicts .badge")).hasText(java.util.regex.Pattern.compile("[1-9]\\d*"));
            page.locator(".slot").first().focus();
            page.keyboard().press("c");
            Locator found = page.locator("#drawer .target");
            assertThat(found.first()).isFocused();
            page.locator("#conflict-severity").selectOption("WARN");
            String rule = page.locator("#conflict-rule option").nth(1).getAttribute("value");
            page.locator("#conflict-rule").selectOption(rule);
            assertThat(page.locator("#drawer .target.BLOCK")).hasCount(0);
            found.first().focus();
            page.keyboard().press("Enter");

            assertThat(focusedBreak(page)).isNotEmpty();
            assertThat(page.locator("[data-break='" + focusedBreak(page) + "']"))
                    .isVisible();
        }
    }

    @Test
    void spot_isDraggedToAnotherPlaceOfItsBreak(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = screen.open(week(scruffy, "kids"));
            page.waitForSelector(".slot");
            String adBreak = (String) page.evaluate("""
                    () => { const one = scruffy.week.feed().slots.slice(90).flatMap(s => s.breaks).find(b => b.placements.length > 1);
                            scruffy.week.jump(one.placements[0].id, 'spot'); return one.id; }
                    """);
            Locator spots = page.locator("[data-break='" + adBreak + "'] .spot");
            String first = spots.first().getAttribute("data-spot");

            spots.first().dragTo(spots.nth(1));

            answered(page, "Move");
            assertThat(spots.nth(1)).hasAttribute("data-spot", first);
            page.locator("#undo").click();
            assertThat(spots.first()).hasAttribute("data-spot", first);
            screen.forgive();
        }
    }

    /** The clocks of the feed change on a Sunday; those of the browser, in Tokyo, never. */
    @ParameterizedTest
    @CsvSource({"false, 167, 23", "true, 169, 25"})
    void week_inWhichTheClocksChangeHasAllItsHoursAndSaysWhichOneIsMeant(
            boolean back, int hours, int ofSunday, RunningScruffy scruffy, Chromium chromium) {
        LocalDate sunday = clocksChange(scruffy, back);
        program(scruffy, "Clockwork", sunday.atTime(5, 0), Duration.ofMinutes(30));
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = open(screen, sunday);
            assertThat(page.evaluate("scruffy.week.midnights[7] - scruffy.week.midnights[0]"))
                    .isEqualTo(hours * 3_600_000);
            assertThat(page.locator(".week-head[data-day='6']")).containsText(ofSunday + " h: clocks change");
            Locator slot = page.locator(".slot").first();
            assertThat(slot).containsText("05:00 " + (back ? "EST" : "EDT"));

            slot.focus();
            page.keyboard().press("e");
            page.locator(".moment input").first().fill("01:30");
            page.locator(".moment input").nth(1).fill("03:15");
            if (back) {
                page.getByLabel("Starts: which of the two").selectOption("1");
                screen.shot("desk-fold");
            }
            page.locator(".moment input").first().press("Enter");
            answered(page, "Set");

            assertThat(slot).containsText("01:30 EST");
            assertThat(page.evaluate("scruffy.week.slot().startsAt")).isEqualTo(sunday + "T06:30:00Z");
            assertThat(page.evaluate("(scruffy.week.slot().end - scruffy.week.slot().start) / 60000"))
                    .isEqualTo(back ? 105 : 45);
        }
    }

    /** The day of a year to come on which the clocks are set back, or else forward. */
    private static LocalDate clocksChange(RunningScruffy scruffy, boolean back) {
        ZoneRules rules = RunningScruffy.DEMO_ZONE.getRules();
        ZoneOffsetTransition change =
                rules.nextTransition(LocalTimes.startOf(scruffy.today().plusWeeks(60), RunningScruffy.DEMO_ZONE));
        return (change.isOverlap() == back ? change : rules.nextTransition(change.getInstant()))
                .getDateTimeBefore()
                .toLocalDate();
    }

    @Test
    void log_printsTheDayOnEachPageAndNothingOfTheScreen(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screenIn(FAR_AWAY, scruffy).signIn()) {
            Page page = screen.open(
                    "log.xhtml?station=KSCF&feed=main&date=" + scruffy.today().plusDays(1));
            page.waitForSelector(".log-spot");
            assertThat(page.locator(".log-title")).isHidden();

            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

            assertThat(page.locator("thead .log-title")).isVisible();
            assertThat(page.locator("thead .log-title")).containsText("KSCF Main");
            assertThat(page.locator(".day-tools")).isHidden();
            assertThat(page.locator(".page-head")).isHidden();
            assertThat(page.locator("#print")).isHidden();
            assertThat(new String(page.pdf(), StandardCharsets.ISO_8859_1)).startsWith("%PDF");
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
