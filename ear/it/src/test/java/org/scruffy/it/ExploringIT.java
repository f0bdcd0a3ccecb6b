package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.bringAt;
import static org.scruffy.it.Api.send;
import static org.scruffy.it.Screen.choose;
import static org.scruffy.it.Screen.press;
import static org.scruffy.it.Screen.settled;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page Explore can be asked for beyond the first look, and what boards, triggers and kept answers make of it. */
@ExtendWith(RunningScruffy.Shared.class)
class ExploringIT {

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String dataset = "exploring-" + mark;
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);

    private Page explore(Screen screen, String more) {
        Page page =
                screen.open("explore.xhtml?live=off&view=all&from=" + hour + "&to=" + hour.plusSeconds(1_800) + more);
        settled(page, "explore");
        return page;
    }

    private String here() {
        return "&dataset=" + dataset;
    }

    private static void save(Page page, String shown) {
        press(page, "Save to board…");
        page.locator("dialog select[name=shown]").selectOption(shown);
        press(page, "Save");
        page.waitForURL(url -> url.contains("boards.xhtml?id="));
        settled(page, "boards");
    }

    @Test
    void groups_areInOrderOfWhateverIsAskedFor_onBoardsAndForTriggersToo(RunningScruffy scruffy, Chromium chromium)
            throws IOException {
        bringAt(scruffy, dataset, hour, "'till':'a','rows':10", "'till':'c','rows':20", "'till':'c','rows':5");
        bringAt(scruffy, dataset, hour, "'till':'b','rows':30", "'till':'b','rows':1", "'till':'b','rows':2");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, here() + "&by=till&c=COUNT&limit=2");
            Locator groups = page.locator("#groups-rows th");
            assertThat(groups).hasText(new String[] {"b", "c"});
            assertThat(page.locator("#groups tfoot tr")).hasText(new String[] {"All other groups1", "All together6"});
            assertThat(read(page, "#side-by-side", "CSV")).contains("till,COUNT,", "b,3,", "c,2,");
            assertThat(read(page, "#side-by-side", "JSON")).contains("\"till\": \"b\"");
            assertThat(Files.readAllBytes(taken(page, "#side-by-side", "Parquet")))
                    .startsWith('P', 'A', 'R', '1')
                    .endsWith('P', 'A', 'R', '1');

            explore(screen, here() + "&by=till&c=COUNT");
            assertThat(groups).hasText(new String[] {"b", "c", "a"});
            assertThat(page.locator("#groups tfoot tr")).hasText(new String[] {"All together6"});
            page.locator("#groups-head button").first().click();
            assertThat(groups).hasText(new String[] {"a", "b", "c"});
            assertThat(page.locator("#groups-head th").first()).hasAttribute("aria-sort", "ascending");
            page.locator("#groups-head button").first().click();
            assertThat(groups).hasText(new String[] {"c", "b", "a"});

            page.locator("#explore-more summary").click();
            page.locator("#order-op").selectOption("AVG");
            page.locator("#order-column").fill("rows");
            page.locator("#order-add").click();
            assertThat(groups).hasText(new String[] {"c", "b", "a"});
            page.locator("#order-way").selectOption("ascending");
            assertThat(groups).hasText(new String[] {"a", "b", "c"});
            assertThat(page.locator("#groups-head th")).hasCount(2);
            assertThat(page.locator("#order-by")).hasValue("AVG(rows)");
            screen.shot("exploring-order");
            page.locator("#groups-title").click();
            page.keyboard().press("Control+z");
            assertThat(groups).hasText(new String[] {"c", "b", "a"});
            page.keyboard().press("Control+Shift+z");
            assertThat(groups).hasText(new String[] {"a", "b", "c"});
            page.reload();
            assertThat(groups).hasText(new String[] {"a", "b", "c"});

            press(page, "Alert on this…");
            page.waitForURL(url -> url.contains("alerts.xhtml"));
            assertThat(page.locator("#al-form .bo-two select").first()).hasValue("AVG");
            assertThat(page.locator("#al-form .bo-two select").nth(1)).hasValue("<");
            page.goBack();
            settled(page, "explore");
            save(page, "TABLE");
            asking(page);
            Locator rows = page.locator(".bo-panel [data-part=rows] th");
            assertThat(rows).hasText(new String[] {"a", "b", "c"});
            Locator till = page.locator(".bo-panel [data-part=head] th").first();
            till.getByRole(AriaRole.BUTTON).click();
            assertThat(till).hasAttribute("aria-sort", "ascending");
            assertThat(rows).hasText(new String[] {"a", "b", "c"});
            till.getByRole(AriaRole.BUTTON).click();
            assertThat(rows).hasText(new String[] {"c", "b", "a"});
        }
    }

    /** A board looks at the last hour until it is told otherwise. */
    private void asking(Page page) {
        page.navigate(page.url() + "&from=" + hour + "&to=" + hour.plusSeconds(1_800));
        settled(page, "boards");
    }

    @Test
    void heatmap_isOfWhateverColumnOfNumbers_andKeptAsItWasDrawn(RunningScruffy scruffy, Chromium chromium) {
        String[] answers = IntStream.rangeClosed(1, 60)
                .mapToObj(i -> "'trace.trace_id':'%s%d','sent_bytes':%d,'till':'%s'"
                        .formatted(mark, i, i * 1_000, i > 40 ? "late" : "early"))
                .toArray(String[]::new);
        bringAt(scruffy, dataset, hour.plusSeconds(600), answers);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, here() + "&by=");
            assertThat(page.locator("#heatmap-empty-words")).containsText("None of these events says how long");
            assertThat(page.locator("#heat-columns option[value=sent_bytes]")).hasCount(1);
            assertThat(page.locator("#heat-columns option[value=till]")).hasCount(0);
            page.locator("#explore-heat").fill("sent_bytes");
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.contains("heat=sent_bytes"));
            page.locator("#explore-scale").selectOption("linear");
            page.waitForURL(url -> url.contains("scale=linear"));
            settled(page, "explore");
            Locator cells = page.locator("#cells-rows tr");
            assertThat(page.locator("#heatmap-table thead")).containsText("sent_bytes");
            assertThat(cells.first()).containsText("60 kB");
            assertThat(cells.first().locator("a")).hasAttribute("href", Pattern.compile(".*id=" + mark + "60"));
            int drawn = cells.count();
            String largest = cells.first().locator("td").nth(1).textContent();

            page.locator("#heatmap").focus();
            for (String key : List.of("Home", "Space", "ArrowDown", "ArrowDown", "ArrowDown", "Space"))
                page.keyboard().press(key);
            assertThat(page.locator("#bubbleup [data-part=selected]")).containsText("kB");
            assertThat(page.locator("#bubbleup [data-part=selected]")).containsText(Pattern.compile(" E[SD]T, "));
            assertThat(page.locator("#bubbleup [data-part=summary]")).containsText("selected beside");
            assertThat(page.locator("#bubbleup [data-part=rest] [data-part=made]"))
                    .containsText("sent_bytes");
            screen.shot("exploring-heat");

            page.locator("#explore-keep").click();
            String link = page.locator("#explore-kept a").getAttribute("href");
            page.navigate(link);
            assertThat(page.locator("#explore-kept")).containsText("kept by admin");
            assertThat(page.locator("#explore-scale")).hasValue("linear");
            assertThat(cells).hasCount(drawn);
            assertThat(cells.first().locator("td").nth(1)).hasText(largest);

            page.locator("#explore-kept a").click();
            settled(page, "explore");
            save(page, "HEATMAP");
            asking(page);
            assertThat(page.locator(".bo-panel thead")).containsText("sent_bytes");
            assertThat(page.locator(".bo-panel tbody td").first()).hasText(largest);
        }
    }

    @Test
    void events_areTakenAway_andGroupedByAnyOfTheirValues(RunningScruffy scruffy, Chromium chromium)
            throws IOException {
        String first = "'name':'first','colour':'red, dark','sentbytes':1500000,'jvm.memory.used':7000";
        bringAt(scruffy, dataset, hour, first, "'name':'second','colour':'blue','sentbytes':3000000");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, here() + "&tab=events&col=name&col=colour&col=sentbytes");
            assertThat(page.locator("#events-words")).hasText("2, the latest first");
            assertThat(page.locator("#events-table")).containsText("1.5 MB");
            Locator line = page.locator("#events-table tr").filter(new Locator.FilterOptions().setHasText("first"));
            line.getByText("All fields").click();
            assertThat(page.locator(".r-list")).containsText("jvm.memory.used7 kB");
            assertThat(taken(page, "CSV")).contains("\"red, dark\"").hasLineCount(3);
            assertThat(taken(page, "JSON")).contains("\"colour\":\"blue\"").hasLineCount(2);
            assertThat(taken(page, "CSV")).contains("1500000");
            assertThat(page.locator("#explore-failure")).isHidden();

            explore(screen, here() + "&by=&c=MAX|sentbytes&c=COUNT_DISTINCT|sentbytes");
            assertThat(page.locator("#groups-rows td")).hasText(new String[] {"3 MB", "2"});
            page.waitForFunction(
                    "() => Chart.getChart(document.querySelector('[data-part=chart]'))?.scales.y.ticks.at(-1).label.endsWith(' MB')");

            explore(screen, here() + "&tab=events&col=name&col=none." + mark);
            assertThat(page.locator("#events-words")).containsText("none." + mark);
            page.locator("#events-files button").first().click();
            assertThat(page.locator("#explore-failure-words")).containsText("none." + mark);
            screen.forgive();

            explore(screen, here() + "&by=name&by=colour&c=COUNT");
            Locator groups = page.locator("#groups-rows");
            groups.getByText("blue").click();
            choose(page, "Group by colour alone");
            assertThat(page.locator("#groups-head th")).hasCount(2);
            assertThat(page.locator("#breakdowns")).hasText("colour×");
            groups.getByText("blue").click();
            assertThat(page.getByRole(AriaRole.MENUITEM)).hasCount(3);
            choose(page, "Show only this");
            assertThat(page.locator("#filters")).containsText("colour is blue");
        }
    }

    /** Of each chart of the groups, its lines with the values they have. */
    private static final String CHARTS = """
            () => [...document.querySelectorAll('#side-by-side canvas, .bo-panel canvas')].map((canvas) => Chart.getChart(canvas)).filter(Boolean)
              .map(({ data, options }) => `${options.plugins.legend.display} ${data.labels.length} `
                + data.datasets.map((line) => `${line.label} ${line.data.filter((value) => value !== null)}`).join(' '))
            """;

    /** How many different times a place from left to right stands for in the charts. */
    private static final String EDGES = """
            () => new Set([...document.querySelectorAll('#side-by-side canvas')].map((canvas) => Chart.getChart(canvas).chartArea)
              .map(({ left, right }) => `${left} ${right}`)).size
            """;

    @Test
    void charts_areOfEachCalculation_inTheStepsThatWereChosen(RunningScruffy scruffy, Chromium chromium) {
        bringAt(scruffy, dataset, hour, "'till':'a','rows':10", "'till':'a','rows':30");
        bringAt(scruffy, dataset, hour.plusSeconds(700), "'till':'a'");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, here() + "&by=till&c=COUNT&c=MAX|rows");
            page.waitForFunction("() => (" + CHARTS + ")().length === 2");
            assertThat(page.evaluate(EDGES)).isEqualTo(1);
            explore(screen, here() + "&by=till&c=COUNT&c=MAX|rows&step=300");
            page.waitForFunction("() => (" + CHARTS + ")().length === 2");
            assertThat(page.evaluate(CHARTS)).isEqualTo(List.of("true 6 a 2,0,1,0,0,0", "false 6 a 30"));
            page.locator("[data-part=steps] summary").click();
            Locator tables = page.locator("[data-part=steps] table");
            assertThat(tables).hasCount(2);
            assertThat(tables.last().locator("tbody td")).hasText(new String[] {"30", "–"});
            assertThat(page.locator("[data-part=steps] h4")).hasText(new String[] {"Events", "MAX(rows)"});
            assertThat(page.locator("#explore-step option[value='1']")).hasCount(0);
            page.locator("#side-by-side").scrollIntoViewIfNeeded();
            screen.shot("exploring-charts");

            page.locator("#explore-step").selectOption("600");
            page.waitForFunction("() => (" + CHARTS + ")()[0] === 'true 3 a 2,1,0'");
            page.locator("#groups-title").click();
            page.keyboard().press("Control+z");
            page.waitForFunction("() => (" + CHARTS + ")()[1] === 'false 6 a 30'");
            assertThat(page.locator("#explore-step")).hasValue("300");

            drag(page, page.locator(".g-also"), 1, 3);
            page.waitForFunction(
                    "(from) => Date.parse(new URLSearchParams(location.search).get('from')) > from",
                    (double) hour.toEpochMilli());
            assertThat(moment(page, "from")).isBetween(hour.plusSeconds(295), hour.plusSeconds(305));
            assertThat(moment(page, "to")).isBetween(hour.plusSeconds(895), hour.plusSeconds(905));
            page.goBack();
            settled(page, "explore");
            save(page, "LINE");
            asking(page);
            assertThat(page.evaluate(CHARTS)).isEqualTo(List.of("true 6 a 2,0,1,0,0,0", "false 6 a 30"));
            assertThat(page.locator(".bo-panel h3")).hasText(new String[] {"Events", "MAX(rows)"});
            page.locator("[data-part=steps] summary").click();
            assertThat(tables).hasCount(2);
            assertThat(tables.last().locator("tbody td")).hasText(new String[] {"30", "–"});
            assertThat(page.locator("[data-part=steps] h4")).hasText(new String[] {"Events", "MAX(rows)"});
            screen.shot("exploring-board-charts");
        }
    }

    /** Over a chart of Explore, from one of its points to another. */
    private static void drag(Page page, Locator chart, int from, int to) {
        chart.scrollIntoViewIfNeeded();
        BoundingBox box = chart.boundingBox();
        double[] x = IntStream.of(from, to)
                .mapToDouble(point -> ((Number) chart.locator("canvas")
                                .evaluate(
                                        "(canvas, point) => Chart.getChart(canvas).scales.x.getPixelForValue(point)",
                                        point))
                        .doubleValue())
                .toArray();
        page.mouse().move(box.x + x[0], box.y + 60);
        page.mouse().down();
        page.mouse().move(box.x + x[1], box.y + 60);
        page.mouse().up();
    }

    private static Instant moment(Page page, String name) {
        return Instant.parse(page.evaluate("(name) => new URLSearchParams(location.search).get(name)", name)
                .toString());
    }

    @Test
    void aRectangleOfTheBroadcastClock_isComparedWithTheRest(RunningScruffy scruffy, Chromium chromium) {
        Instant earlier = hour.minus(2, ChronoUnit.HOURS);
        bringAt(scruffy, dataset, hour, thirty("'till':'late','duration_ms':100"));
        bringAt(scruffy, dataset, hour.plus(1, ChronoUnit.HOURS), thirty("'till':'latest','duration_ms':100"));
        bringAt(scruffy, dataset, earlier, thirty("'till':'early','duration_ms':100"));
        int slot = hour.atZone(RunningScruffy.DEMO_ZONE).getHour();
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("explore.xhtml?live=off&view=all&fold=hour&by=till&c=COUNT&from="
                    + earlier.minus(1, ChronoUnit.HOURS) + "&to=" + hour.plus(2, ChronoUnit.HOURS) + here());
            settled(page, "explore");
            Locator heatmap = page.locator("#heatmap");
            weighed(page, 90);
            heatmap.scrollIntoViewIfNeeded();
            List<?> cell = (List<?>) page.evaluate("""
                    (when) => {
                      const { x, y } = scruffy.heatmap.pointOf(scruffy.heatmap.cells().find((cell) => cell.when.startsWith(when)));
                      return [x, y].map((place) => Math.round(place) + 0.5);
                    }
                    """, "%02d:00".formatted(slot));
            double x = ((Number) cell.get(0)).doubleValue();
            double y = ((Number) cell.get(1)).doubleValue();
            page.mouse().move(x - 5, y);
            page.mouse().down();
            page.mouse().move(x + 5, y);
            page.mouse().up();
            Locator selected = page.locator("#bubbleup [data-part=selected]");
            Locator summary = page.locator("#bubbleup [data-part=summary]");
            assertThat(selected).containsText("Selected: %02d:00 – %02d:00, ".formatted(slot, slot + 1));
            assertThat(summary).containsText("30 selected beside 60 others");
            assertThat(page.locator(".b-card[data-column=till] p").first())
                    .hasText("is late for 100 % of the selected, 0 % of the rest:"
                            + " never among the rest, practically never chance (q < 0.0001)");
            assertThat(page.locator("#bubbleup [data-part=zoom]")).isHidden();
            screen.shot("exploring-folded");
            page.reload();
            assertThat(summary).containsText("30 selected beside 60 others");

            heatmap.focus();
            page.keyboard().press("Escape");
            assertThat(page.locator("#bubbleup")).isHidden();
            for (String key : List.of("Home", "Space", "ArrowDown", "Space"))
                page.keyboard().press(key);
            assertThat(page.locator("#bubbleup")).isVisible();
            assertThat(summary).containsText("30 selected beside 60 others");
            for (String key : List.of("Escape", "ArrowUp", "m")) page.keyboard().press(key);
            assertThat(page.locator("#bubbleup")).isHidden();
            choose(page, "What is different in it: BubbleUp");
            assertThat(page.locator("#bubbleup")).isVisible();
            assertThat(summary).containsText("30 selected beside 60 others");

            Locator row = page.locator(".b-card[data-column=till] tbody tr")
                    .filter(new Locator.FilterOptions().setHasText("early"));
            Locator acts = row.locator(".b-acts button");
            row.scrollIntoViewIfNeeded();
            assertThat(acts.first()).isHidden();
            double high = row.boundingBox().height;
            row.hover();
            assertThat(acts.first()).isVisible();
            assertThat(row.boundingBox().height).isEqualTo(high);
            page.mouse().move(1, 1);
            assertThat(acts.first()).isHidden();
            row.locator(".x-value").focus();
            page.keyboard().press("Tab");
            assertThat(acts.first()).isFocused();
            screen.shot("exploring-bar");
            page.keyboard().press("Tab");
            assertThat(acts.nth(1)).hasAttribute("aria-label", "without till = early");
            page.keyboard().press("Enter");
            assertThat(page.locator("#filters")).containsText("till is not early");
            assertThat(page.locator("#groups-rows th")).hasCount(2);
        }
    }

    /** What is said last of a heatmap. */
    private static void weighed(Page page, int events) {
        assertThat(page.locator("#explore-matched")).containsText(events + " of ");
    }

    /** So many events that are alike but for a number. */
    private static String[] thirty(String columns) {
        return IntStream.range(0, 30).mapToObj(i -> columns + ",'i':" + i).toArray(String[]::new);
    }

    @Test
    void theTableOfAHeatmap_hasAllOfItsCells_andACellNamesItsExample(RunningScruffy scruffy, Chromium chromium) {
        for (int i = 0; i < 90; i++) {
            String trace = "'name':'cell','trace.trace_id':'%s%d','duration_ms':".formatted(mark, i);
            bringAt(scruffy, dataset, hour.plusSeconds(20L * i), trace + 1, trace + 20, trace + 400, trace + 8_000);
        }
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, here() + "&by=&c=COUNT");
            page.locator("#heatmap-table summary").click();
            assertThat(page.locator("#cells-rows tr")).hasCount(200);
            assertThat(page.locator("#cells-words")).hasText("The 200 slowest of 360 cells");
            page.getByText("Show all 360").click();
            assertThat(page.locator("#cells-rows tr")).hasCount(360);
            assertThat(page.locator("#cells-words")).hasText("360 cells, slowest first");
            assertThat(page.locator("#heatmap-table .x-scroll")).isFocused();
            assertThat(page.locator("#cells-rows a").last()).hasText("1 ms");
            page.locator("#explore-again").click();
            settled(page, "explore");
            assertThat(page.locator("#cells-rows tr")).hasCount(360); // whoever reads them goes on

            weighed(page, 360);
            page.locator("#heatmap").scrollIntoViewIfNeeded();
            List<?> cell = (List<?>)
                    page.evaluate(
                            "() => { const { x, y } = scruffy.heatmap.pointOf(scruffy.heatmap.cells()[0]); return [x + 0.5, y + 0.5]; }");
            page.mouse().move(((Number) cell.get(0)).doubleValue(), ((Number) cell.get(1)).doubleValue());
            assertThat(page.locator(".heatmap-tip"))
                    .containsText("slowest 8 s: click opens its trace, right click more");
            screen.shot("exploring-cells");

            save(page, "HEATMAP");
            asking(page);
            Locator rows = page.locator(".bo-panel tbody tr");
            assertThat(page.locator(".bo-panel .h-words")).hasText("The 200 slowest of 240 cells");
            assertThat(rows).hasCount(200);
            page.locator(".bo-panel details summary").click();
            page.locator(".bo-panel .h-all").click();
            assertThat(page.locator(".bo-panel .h-words")).hasText("240 cells, slowest first");
            assertThat(rows).hasCount(240);
        }
    }

    @Test
    void filters_areMetByAllEvents_orAnyOfThemIs(RunningScruffy scruffy, Chromium chromium) {
        bringAt(scruffy, dataset, hour, "'till':'a','rows':5", "'till':'b','rows':6", "'till':'c','rows':7");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, here() + "&by=till&c=COUNT&sort=till&order=ascending&f=till|=|a&f=rows|>|6");
            Locator groups = page.locator("#groups-rows th");
            assertThat(groups).hasCount(0);
            page.locator("#explore-any").selectOption("on");
            assertThat(groups).hasText(new String[] {"a", "c"});
            page.locator("#groups-title").click();
            page.keyboard().press("Control+z");
            assertThat(groups).hasCount(0);
            page.keyboard().press("Control+Shift+z");
            assertThat(groups).hasText(new String[] {"a", "c"});
            assertThat(page.locator("#explore-any")).hasValue("on");
            screen.shot("exploring-any");

            groups.getByText("c").click();
            choose(page, "What is different in these: BubbleUp");
            assertThat(page.locator("#bubbleup [data-part=summary]")).containsText("1 selected beside 1 others");
            save(page, "TABLE");
            asking(page);
            Locator rows = page.locator(".bo-panel [data-part=rows] th");
            assertThat(rows).hasText(new String[] {"a", "c"});
            page.navigate(page.url() + "&f=till|!=|a");
            assertThat(rows).hasText(new String[] {"c"});
            page.locator(".bo-panel header a").click();
            settled(page, "explore");
            assertThat(groups).hasText(new String[] {"c"});
            assertThat(page.locator("#made")).containsText("OR(IN($\"till\", \"a\"), GT($\"rows\", 6))");
            explore(screen, here() + "&by=till&c=COUNT&any=on&f=till|=|a&f=rows|>|6");
            groups.getByText("c").click();
            choose(page, "Show only this");
            assertThat(groups).hasText(new String[] {"c"});
            assertThat(page.locator("#filters li")).hasText(new String[] {"filters.any is true×", "till is c×"});
        }
    }

    private static String taken(Page page, String as) throws IOException {
        return read(page, "#events-files", as);
    }

    private static String read(Page page, String where, String as) throws IOException {
        return Files.readString(taken(page, where, as));
    }

    private static Path taken(Page page, String where, String as) {
        Locator button = page.locator(where).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(as));
        Download file = page.waitForDownload(button::click);
        assertThat(file.suggestedFilename()).endsWith("." + as.toLowerCase(Locale.ROOT));
        return file.path();
    }

    @Test
    void calculatedFields_areAskedAboutLikeAnyColumn(RunningScruffy scruffy, Chromium chromium) throws IOException {
        String[] reads = IntStream.rangeClosed(1, 80)
                .mapToObj(i ->
                        "'name':'read','rows':%d,'till':'%s','duration_ms':%d".formatted(i, i % 4 == 0 ? "x" : "y", i))
                .toArray(String[]::new);
        bringAt(scruffy, dataset, hour.plusSeconds(60), reads);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, here() + "&by=");
            page.locator("#explore-range button").first().focus();
            page.keyboard().press("x");
            page.keyboard().type("size");
            page.locator("#made-expression").fill("IF($rows > ");
            page.locator("#made-add").click();
            assertThat(page.locator("#made-failure")).containsText("calculated_fields[0].expression");
            assertThat(page.locator("#made li")).hasCount(0);
            screen.forgive();
            page.locator("#made-expression").fill("IF($rows > 50, \"many\", \"few\")");
            page.keyboard().press("Enter");
            assertThat(page.locator("#made li")).containsText("size = IF($rows > 50, \"many\", \"few\")");
            assertThat(page.locator("#filter-columns option[value=size]")).hasCount(1);
            screen.shot("exploring-calculated");

            page.locator("#breakdown-column").fill("size");
            page.keyboard().press("Enter");
            Locator groups = page.locator("#groups-rows th");
            assertThat(groups).hasText(new String[] {"few", "many"});
            page.reload();
            assertThat(groups).hasText(new String[] {"few", "many"});

            groups.getByText("many").click();
            choose(page, "What is different in these: BubbleUp");
            assertThat(page.locator("#bubbleup [data-part=summary]")).containsText("30 selected beside 50 others");
            assertThat(page.locator("#bubbleup [data-part=rest] [data-part=made]"))
                    .containsText("rows");

            groups.getByText("many").click();
            choose(page, "Show only this");
            assertThat(groups).hasText(new String[] {"many"});
            page.locator("#explore-tab button").nth(1).click();
            assertThat(page.locator("#events-words")).hasText("30, the latest first");
            assertThat(taken(page, "CSV")).contains("many").doesNotContain("few");
            page.locator("#events-table").getByText("All fields").first().click();
            assertThat(page.locator(".r-list").first()).containsText("till");

            page.locator("#explore-tab button").first().click();
            settled(page, "explore");
            save(page, "TABLE");
            asking(page);
            assertThat(page.locator(".bo-panel [data-part=rows] th")).hasText(new String[] {"many"});
            page.goBack();
            page.goBack();
            settled(page, "explore");
            page.locator("#explore-more summary").click();
            page.locator("#made li button").last().click();
            assertThat(page.locator("#filters")).isEmpty();
            assertThat(page.locator("#breakdowns")).isEmpty();
            assertThat(page.locator("#explore-matched")).containsText("80 of");

            assertThat(inExplore(scruffy, page))
                    .hasAttribute("href", Pattern.compile(".*&made=each%7CMUL%28%24rows%2C\\+2%29&.*"));
        }
    }

    /** What leads from a trigger on a calculated field to Explore. */
    private Locator inExplore(RunningScruffy scruffy, Page page) {
        String query =
                "{'calculations':[{'op':'MAX','column':'each'}],'filters':[{'column':'meta.dataset','op':'=','value':'%s'}],"
                        + "'calculated_fields':[{'name':'each','expression':'$rows * 2'}]}";
        String trigger = "{'name':'each %s','query':" + query
                + ",'op':'>','threshold':900,'everySeconds':300,'windowSeconds':300}";
        send(scruffy, "POST", "/api/v1/triggers", trigger.formatted(mark, dataset))
                .is(200);
        page.navigate(page.url().replaceAll("explore\\.xhtml.*", "alerts.xhtml"));
        return page.locator("#al-triggers tr[data-name='each " + mark + "']").getByText("Explore");
    }

    @Test
    void eachNumberOfTheOverview_leadsToItsOwnQuestion(RunningScruffy scruffy, Chromium chromium) {
        Instant now = Instant.now();
        String request = "'span.kind':'server','name':'GET','duration_ms':";
        bringAt(
                scruffy,
                dataset,
                now,
                request + 100,
                request + 500,
                request + 600,
                request + 3_000,
                request + "90,'error':true");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("overview.xhtml?range=15m&dataset=" + dataset);
            settled(page, "overview");
            Locator apdex = page.locator("#o-numbers a", new Page.LocatorOptions().setHasText("0.50"));
            assertThat(apdex).hasAttribute("title", Pattern.compile("Within 500 ms well.*"));
            apdex.click();
            settled(page, "explore");
            assertThat(page.locator("#made")).containsText("apdex = IF($error = true, 0, ");
            assertThat(page.locator("#groups-head th").nth(1)).containsText("AVG(apdex)");
            assertThat(page.locator("#groups-rows td").first()).hasText("0.5");
            page.locator("#explore-more summary").click();
            screen.shot("exploring-apdex");
            page.goBack();
            settled(page, "overview");

            page.locator("#o-numbers a", new Page.LocatorOptions().setHasText("20 %"))
                    .click();
            settled(page, "explore");
            assertThat(page.locator("#made")).containsText("failed = IF($error = true, 1, 0)");
            assertThat(page.locator("#groups-rows td").first()).hasText("0.2");
            page.goBack();
            settled(page, "overview");

            for (String table : List.of("busy", "slow", "services")) {
                Locator cell = page.locator("#o-" + table + " tbody td a").nth(2);
                String number = cell.textContent();
                String heading =
                        page.locator("#o-" + table + " thead th").nth(3).textContent();
                cell.click();
                settled(page, "explore");
                assertThat(page.url()).contains("&sort=");
                assertThat(page.locator("#groups-rows td")).hasText(new String[] {number});
                assertThat(page.locator("#groups-head th[aria-sort=descending]"))
                        .hasText(Map.of("P95", "P95", "Slowest", "Slowest", "In all", "SUM")
                                .get(heading));
                page.goBack();
                settled(page, "overview");
            }

            page.waitForCondition(() -> {
                if (page.locator("#o-node a").count() > 0) return true;
                page.reload(); // before the node's first event there is no column for it
                settled(page, "overview");
                return false;
            });
            page.locator("#o-node a").first().click();
            settled(page, "explore");
            assertThat(page.locator("#events-words")).containsText("the latest first");
            assertThat(page.locator("#events-table thead")).containsText("jvm.memory.used");
            assertThat(page.locator("#events-table tbody td").first()).containsText(Pattern.compile("[MG]B"));
        }
    }

    @Test
    void whatWasAsked_isListedOfTheStation(RunningScruffy scruffy, Chromium chromium) {
        bringAt(scruffy, dataset, hour, "'name':'first'");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            String box = "&box=" + hour.plusSeconds(60).toEpochMilli() + ","
                    + hour.plusSeconds(300).toEpochMilli() + ",10,20";
            Page page = explore(screen, here() + "&station=KSCF&feed=main" + box);
            page.waitForResponse(
                    "**/api/v1/asked-questions",
                    () -> page.locator("#explore-limit")
                            .evaluate("(input) => { input.value = 7; input.dispatchEvent(new Event('change')); }"));
            page.waitForURL(url -> url.contains("limit=7"));
            List<Route> mine = new ArrayList<>();
            page.route(url -> url.contains("/asked-questions?") && url.contains("who=admin"), mine::add);
            page.locator("#explore-asked").click();
            press(page, "At KSCF");
            Locator first = page.locator("#asked li").first();
            assertThat(first).containsText(dataset);
            assertThat(first)
                    .containsText(Pattern.compile(
                            "selected .+ \\d\\d:01:00 – \\d\\d:05:00 E[SD]T, 10 ms – 20 ms, at most 7 groups"));
            Pattern theirs = Pattern.compile("\\d\\d:\\d\\d E[SD]T by admin");
            assertThat(first).containsText(theirs);
            page.waitForResponse(answer -> answer.url().contains("who=admin"), () -> mine.forEach(Route::resume))
                    .finished();
            page.waitForTimeout(500);
            assertThat(first).containsText(theirs);
            screen.shot("exploring-asked");
            press(page, "Everywhere");
            assertThat(first).containsText(Pattern.compile("by admin at KSCF"));
        }
        String questions = "/api/v1/asked-questions";
        String id = send(scruffy, "POST", questions, "{'words':'of " + mark + "'}")
                .is(200)
                .json()
                .getString("id");
        assertThat(send(scruffy, "GET", questions + "?station=KSCF", "")
                        .is(200)
                        .response()
                        .body())
                .contains(dataset)
                .doesNotContain("of " + mark);
        send(scruffy, "POST", questions, "{'station':'KNONE'}").is(404);
        send(scruffy, "DELETE", questions + "/" + id, "").is(204);
    }

    /** How many seconds before a moment of New York the same timeslot of the week before is. */
    private static Object lastWeek(Page page, String moment) {
        return page.evaluate("""
                (moment) => {
                  const from = Date.parse(moment) / 1000;
                  return scruffy.earlier.asked('slot', from, from + 1800, 30, 'America/New_York').compare_time_offset_seconds;
                }
                """, moment);
    }

    @Test
    void aBoard_comparesWhatItsPanelWasComparedWith(RunningScruffy scruffy, Chromium chromium) {
        bringAt(scruffy, dataset, hour.plusSeconds(300), "'till':'one','duration_ms':7");
        bringAt(scruffy, dataset, hour.minusSeconds(3_300), "'till':'one','duration_ms':41");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, here() + "&by=till&c=MAX|duration_ms&compare=3600");
            assertThat(page.locator("#groups-rows .g-was")).hasText("was 41 ms");
            int week = 7 * 24 * 3_600;
            assertThat(lastWeek(page, "2026-10-15T22:00:00Z")).isEqualTo(week);
            assertThat(lastWeek(page, "2026-11-01T23:00:00Z"))
                    .as("18:00 EST, and the week before 18:00 EDT")
                    .isEqualTo(week + 3_600);
            assertThat(lastWeek(page, "2026-11-01T05:30:00Z"))
                    .as("01:30 EDT, which comes once more an hour later")
                    .isEqualTo(week);
            assertThat(lastWeek(page, "2027-03-14T22:00:00Z"))
                    .as("18:00 EDT, and the week before 18:00 EST")
                    .isEqualTo(week - 3_600);
            save(page, "LINE");
            String board = page.url();
            asking(page);
            assertThat(page.locator(".bo-panel [data-part=compared]")).hasText("Dashed and paler: an hour before.");
            assertThat(page.locator(".bo-panel [data-part=step-head] th")).hasCount(3);
            screen.shot("exploring-compared");
            press(page, "⋯");
            choose(page, "Show it as a table of groups");
            assertThat(page.locator(".bo-panel .g-was")).hasText("was 41 ms");
            page.navigate(board + "&range=24h");
            settled(page, "boards");
            assertThat(page.locator(".bo-panel [data-part=compared]"))
                    .hasText("Not compared: look at less time to compare it with an hour before.");
        }
    }

    @Test
    void withoutADataset_markersOfAllAreDrawn_andSayWhose(RunningScruffy scruffy, Chromium chromium) {
        bringAt(scruffy, dataset, hour.plusSeconds(60), "'name':'first','duration_ms':7");
        String marked = "{'message':'release " + mark + "','type':'deploy','start_time':"
                + hour.plusSeconds(900).getEpochSecond() + "}";
        send(scruffy, "POST", "/1/markers/" + dataset, marked).is(201);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&f=meta.dataset|=|" + dataset);
            page.locator("#markers summary").click();
            String whose = "release " + mark + " (" + dataset + ")";
            Locator line = page.locator("#markers li").filter(new Locator.FilterOptions().setHasText(mark));
            assertThat(line).containsText(whose);
            assertThat(line).containsText(Pattern.compile("\\d\\d:\\d\\d E[SD]T"));
            page.locator("#heatmap").scrollIntoViewIfNeeded();
            BoundingBox canvas = page.locator("#heatmap").boundingBox();
            page.mouse().move(canvas.x + 66 + (canvas.width - 76) / 2, canvas.y + 100);
            assertThat(page.locator(".heatmap-tip")).containsText(whose);
            screen.shot("exploring-markers");
            page.waitForFunction("""
                    (whose) => {
                      const chart = Chart.getChart(document.querySelector('[data-part=chart]'));
                      if (!chart) return false;
                      const dataIndex = Math.floor(chart.data.labels.length / 2);
                      return chart.options.plugins.tooltip.callbacks.footer([{ dataIndex }]).some((line) => line.startsWith(whose));
                    }
                    """, whose);
        }
    }

    @Test
    void live_anEmptyAnswerIsExplainedOnce(RunningScruffy scruffy, Chromium chromium) {
        bringAt(scruffy, dataset, Instant.now().minusSeconds(60), "'name':'first'");
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger explained = new AtomicInteger();
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.page();
            page.onRequest(request -> {
                if (!request.url().endsWith("/api/v1/query") || request.postData() == null) return;
                (request.postData().contains("\"without 0\"") ? explained : asked).incrementAndGet();
            });
            page.clock().install();
            screen.open("explore.xhtml?view=all&by=&c=COUNT&f=name|=|nobody" + here());
            settled(page, "explore");
            assertThat(page.locator("#heatmap-empty-words")).containsText("Without “name is nobody” there are 1.");
            int before = asked.get();
            for (int round = 1; round <= 2; round++) {
                int least = before + round;
                page.clock().runFor(10_100);
                page.waitForCondition(() -> asked.get() >= least);
                settled(page, "explore");
            }
            assertThat(explained).hasValue(1);
            assertThat(page.locator("#heatmap-empty-words")).containsText("Without “name is nobody” there are 1.");
            bringAt(scruffy, dataset, Instant.now().minusSeconds(5), "'name':'nobody'");
            page.clock().runFor(10_100);
            assertThat(page.locator("#explore-matched")).containsText("1 event matched");
        }
    }

    @Test
    void logs_sayTheirZone(RunningScruffy scruffy, Chromium chromium) {
        bringAt(scruffy, dataset, hour, "'body':'spot aired'");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("logs.xhtml?dataset=" + dataset + "&range=6h");
            assertThat(page.locator("#logs-words")).hasText("1, the latest first");
            page.locator("#logs-steps")
                    .locator("xpath=ancestor::details")
                    .locator("summary")
                    .click();
            assertThat(page.locator("#logs-steps th"))
                    .hasText(Pattern.compile("\\w+ \\d+ \\d\\d:\\d\\d:\\d\\d E[SD]T"));
            press(page, "Live tail");
            assertThat(page.locator("#logs-table thead")).containsText(Pattern.compile("Time \\(E[SD]T\\)"));
        }
    }
}
