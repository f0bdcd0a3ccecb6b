package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.bring;
import static org.scruffy.it.Api.bringAt;
import static org.scruffy.it.Api.send;
import static org.scruffy.it.Screen.press;
import static org.scruffy.it.Screen.settled;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages that show what happened: asked by mouse and by keyboard, on a desk and on a phone, light and dark. */
@ExtendWith(RunningScruffy.Shared.class)
class SeeingIT {

    private static final Logger LOG = Logger.getLogger(SeeingIT.class.getName());
    private static final List<String> PAGES =
            List.of("overview", "explore", "traces", "logs", "datasets", "errors", "jobs", "releases", "players");

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String dataset = "seeing-" + mark;

    private Page explore(Screen screen, String more) {
        Page page = screen.open("explore.xhtml?live=off&view=all&dataset=" + dataset + more);
        settled(page, "explore");
        return page;
    }

    @Test
    void explore_showsEventsOneByOne_andEachValueCanBeAskedOn(RunningScruffy scruffy, Chromium chromium) {
        bring(scruffy, dataset, "{'name':'first','colour':'red'}");
        bring(scruffy, dataset, "{'name':'second','colour':'blue'}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&tab=events&col=name&col=colour");
            assertThat(page.locator("#events-words")).hasText("2, the latest first");
            assertThat(page.locator("#heatmap-empty-words")).containsText("None of these events says how long it took");
            assertThat(page.locator("#explore-matched")).containsText(Pattern.compile("2 of [\\d,]+ events, took .*"));
            assertThat(page.locator("#filter-columns option[value=colour]")).hasCount(1);
            press(page, "All fields");
            assertThat(page.locator(".r-fields")).containsText(dataset);
            page.locator("#events-table td button")
                    .filter(new Locator.FilterOptions().setHasText("red"))
                    .click();
            page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Leave this out"))
                    .click();
            assertThat(page.locator("#events-words")).hasText("1, the latest first");
            assertThat(page.locator("#filters")).containsText("colour is not red");

            page.keyboard().press("Control+z");
            assertThat(page.locator("#events-words")).hasText("2, the latest first");
            page.keyboard().press("Control+Shift+z");
            assertThat(page.locator("#filters")).containsText("colour is not red");
            String file = page.waitForDownload(
                            () -> page.locator("#events-parquet").click())
                    .suggestedFilename();
            assertThat(file).endsWith(".parquet");
            screen.shot("seeing-events");
        }
    }

    @Test
    void aFilter_ofManyValuesIsTypedAndLinkedTo_andWhatIsNoneIsSaid(RunningScruffy scruffy, Chromium chromium) {
        bring(scruffy, dataset, "{'name':'first','colour':'red'}");
        bring(scruffy, dataset, "{'name':'second','colour':'blue, dark'}");
        bring(scruffy, dataset, "{'name':'third','colour':'green'}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&tab=events&f=colour|in|red,%22blue, dark%22&f=name|like|first");
            assertThat(page.locator("#events-words")).hasText("2, the latest first");
            assertThat(page.locator("#filters")).containsText("colour is one of red,\"blue, dark\"");
            assertThat(page.locator("#filters")).containsText("Not understood, left out: name|like|first");

            page.locator("#filter-column").fill("name");
            page.locator("#filter-op").selectOption("not-in");
            assertThat(page.locator("#filter-value")).hasAttribute("placeholder", "values, with commas");
            page.locator("#filter-value").fill("second, third");
            page.locator("#filter-add").click();
            assertThat(page.locator("#events-words")).hasText("1, the latest first");
            assertThat(page.locator("#events-table")).containsText("first");

            press(page, "Remove name|like|first");
            assertThat(page.locator("#filters")).not().containsText("Not understood");
            screen.open("traces.xhtml?range=1h&f=colour|like|red");
            assertThat(page.locator("main")).containsText("Not understood, left out: colour|like|red");
        }
    }

    @Test
    void anAnswerWithoutEvents_saysWhichClauseRemovesThem(RunningScruffy scruffy, Chromium chromium) {
        bring(scruffy, dataset, "{'name':'first','colour':'red','duration_ms':7}");
        bring(scruffy, dataset, "{'name':'second','colour':'blue','duration_ms':7}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Locator words = screen.page().locator("#heatmap-empty-words");
            Page page = explore(screen, "&f=colour|=|red&f=name|=|nobody");
            assertThat(words).containsText("Without “name is nobody” there are 1.");
            assertThat(words).not().containsText("Without “colour is red”");
            screen.shot("seeing-empty");

            explore(screen, "&f=colour|=|green&f=name|=|nobody");
            assertThat(words).containsText("2 meet “dataset " + dataset + "”, and none of them “colour is green”.");

            screen.open("explore.xhtml?live=off&view=sql&dataset=" + dataset);
            press(page, "Without “SQL” there are 2.");
            assertThat(page.locator("#explore-matched")).containsText("2 of ");

            explore(screen, "&from=1999-01-01T00:00:00Z&to=1999-01-01T01:00:00Z");
            assertThat(words).containsText("Nothing at all came in this time. Look at the last hour.");

            explore(screen, "&by=name&h=COUNT|>|100");
            assertThat(page.locator("#groups-empty")).containsText("No group of 2 events has COUNT > 100.");
            press(page, "Without “COUNT > 100”");
            assertThat(page.locator("[data-part=rows] tr")).hasCount(2);
        }
    }

    @Test
    void explore_looksAtATimeThatIsDraggedOutOrTyped(RunningScruffy scruffy, Chromium chromium) {
        bring(scruffy, dataset, "{'name':'first','duration_ms':7}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "");
            assertThat(page.locator("[data-part=step-rows] tr")).not().hasCount(0);
            page.locator(".g-chart").scrollIntoViewIfNeeded();
            BoundingBox chart = page.locator(".g-chart").boundingBox();
            page.mouse().move(chart.x + chart.width / 3, chart.y + 60);
            page.mouse().down();
            page.mouse().move(chart.x + chart.width / 2, chart.y + 60);
            page.mouse().up();
            page.waitForURL(url -> url.contains("from="));
            settled(page, "explore");
            page.locator(".g-chart canvas").dblclick();
            page.waitForURL(url -> !url.contains("from="));

            page.keyboard().press("t");
            page.locator("#when-from").fill("2026-01-31T12:00");
            page.locator("#when-to").fill("2026-01-31T11:00");
            press(page, "Show");
            assertThat(page.locator("#when-wrong")).hasText("The end comes after the beginning.");
            page.locator("#when-to").fill("2026-01-31T13:00");
            press(page, "Show");
            page.waitForURL(url -> url.contains("from=2026-01-31T17%3A00"));
            assertThat(page.locator("#heatmap-time")).containsText("Sat, Jan 31, 12:00 – 13:00 EST");

            Instant began = lastProgram(scruffy);
            explore(screen, "&station=KSCF&feed=main&from=" + began + "&to=" + began.plusSeconds(60));
            page.locator("#explore-more summary").click();
            page.locator("#explore-compare").selectOption("slot");
            page.waitForURL(url -> url.contains("compare=slot"));
            assertThat(page.locator("#explore-compared")).containsText(Pattern.compile("\\d\\d:\\d\\d"));
        }
    }

    @Test
    void trace_hasTheCodeThatItsFindingsAdviseToCopy(RunningScruffy scruffy, Chromium chromium) {
        String own = "'trace.trace_id':'" + dataset + "','duration_ms':2,";
        bring(scruffy, dataset, "{" + own + "'trace.span_id':'root','name':'all shelves'}");
        String read = "'name':'read','trace.parent_id':'root','db.system':'postgresql',"
                + "'db.statement':'SELECT title_of<b>it FROM shelf WHERE owner_id = ?'}";
        for (int i = 0; i < 60; i++) {
            bring(scruffy, dataset, "{" + own + "'trace.span_id':'s" + i + "'," + read);
        }
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("trace.xhtml?id=" + dataset);
            Locator snippet = page.locator(".finding[data-kind='N+1'] .finding-code[data-language=SQL]");
            assertThat(snippet.locator("code"))
                    .hasText("-- the keys of all parents, as one array"
                            + " SELECT owner_id, title_of<b>it FROM shelf WHERE owner_id = ANY (?)");
            page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Locator copy = snippet.getByRole(AriaRole.BUTTON);
            String code = snippet.locator("code").textContent();
            copy.click();
            assertThat(copy).hasText("Copied");
            assertThat(page.locator("#trace-said")).hasText("The SQL is copied.");
            assertThat(page.evaluate("() => navigator.clipboard.readText()")).isEqualTo(code);
            assertThat(copy).hasText("Copy");
            page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not here')); }");
            copy.click();
            assertThat(copy).hasText("Selected");
            assertThat(page.locator("#trace-said")).containsText("The SQL is selected, copy it with your keyboard.");
            assertThat(page.evaluate("() => getSelection().toString()")).isEqualTo(code);
            screen.shot("seeing-snippet");
        }
    }

    /** Two groups over time: of one value each, and of two. */
    @Test
    void ofALine_aValueThatIsAloneIsAPoint(RunningScruffy scruffy, Chromium chromium) {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
        for (String event : List.of("'till':'one','at':0", "'till':'two','at':0", "'till':'two','at':30")) {
            String till = event.replaceAll(",'at'.*", "");
            Instant at = hour.plus(Long.parseLong(event.replaceAll(".*:", "")), ChronoUnit.MINUTES);
            bringAt(scruffy, dataset, at, till + ",'duration_ms':7");
        }
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&by=till&c=MAX|duration_ms&sort=MAX(duration_ms)&range=6h");
            assertThat(page.locator("[data-part=step-rows] tr")
                            .filter(new Locator.FilterOptions().setHasText("7 ms"))) // others may mark a time besides
                    .hasCount(2);
            Object points =
                    page.evaluate("() => Object.fromEntries(Chart.getChart(document.querySelector('[data-part=chart]'))"
                            + ".data.datasets.map((line, i) => [line.label, line.pointRadius]))");
            assertThat(points).isEqualTo(Map.of("one", 4, "two", 0));
        }
    }

    @Test
    void explore_drawsTheTimeThatIsComparedWith_besideThatOfNow(RunningScruffy scruffy, Chromium chromium) {
        Instant from = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
        Instant before = from.minus(1, ChronoUnit.HOURS);
        bringAt(scruffy, dataset, from.plusSeconds(300), "'till':'one','duration_ms':7");
        bringAt(scruffy, dataset, from.plusSeconds(300), "'till':'two','duration_ms':8");
        bringAt(scruffy, dataset, before.plusSeconds(300), "'till':'one','duration_ms':41");
        bringAt(scruffy, dataset, before.plusSeconds(1_200), "'till':'one','duration_ms':43");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(
                    screen,
                    "&by=till&c=MAX|duration_ms&sort=MAX(duration_ms)&compare=3600&from=" + from + "&to="
                            + from.plusSeconds(1_800));
            assertThat(page.locator("#groups-rows [data-group=one] .g-was")).hasText("was 43 ms");
            Locator heads = page.locator("[data-part=step-head] th");
            assertThat(heads).hasText(new Pattern[] {
                Pattern.compile("Time .*"),
                Pattern.compile("two"),
                Pattern.compile("one"),
                Pattern.compile("one before")
            });
            Locator rows = page.locator("[data-part=step-rows] tr");
            assertThat(rows).hasCount(2);
            assertThat(rows.first().locator("td")).hasText(new String[] {"8 ms", "7 ms", "41 ms"});
            assertThat(rows.last().locator("td")).hasText(new String[] {"–", "–", "43 ms"});
            assertThat(page.locator("#groups-before")).hasText("Dashed and thinner: an hour before.");
            assertThat(page.evaluate("() => Chart.getChart(document.querySelector('[data-part=chart]')).data.datasets"
                            + ".map((line) => [line.label, line.borderDash.length > 0])"))
                    .isEqualTo(List.of(List.of("two", false), List.of("one", false), List.of("one before", true)));
            page.locator("[data-part=steps] summary").click();
            page.locator("#side-by-side").scrollIntoViewIfNeeded();
            screen.shot("seeing-compared");

            page.locator("#explore-more summary").click();
            page.locator("#explore-compare").selectOption("0");
            assertThat(heads).hasCount(3);
            assertThat(page.locator("#groups-before")).isHidden();
        }
    }

    /** 199 requests of 1 to 199 ms and one of 10 s, which does not make the others flat. */
    @Test
    void explore_paintsDurationsOnALinearScaleToo(RunningScruffy scruffy, Chromium chromium) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
        IntStream durations = IntStream.rangeClosed(1, 200).map(i -> i < 200 ? i : 10_000);
        Api.bringAll(scruffy, dataset, durations.mapToObj(ms -> Api.event(at, "'duration_ms':" + ms)));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&from=" + at.minusSeconds(600) + "&to=" + at.plusSeconds(600));
            page.locator("#explore-scale").selectOption("linear");
            page.waitForURL(url -> url.contains("scale=linear"));
            settled(page, "explore");
            Locator cells = page.locator("#cells-rows tr");
            assertThat(cells).hasCount(21);
            assertThat(cells.first().locator("td").nth(1)).hasText("> 220 ms");
            assertThat(cells.filter(new Locator.FilterOptions().setHasText("100 ms – 110 ms"))
                            .locator("td")
                            .nth(2))
                    .hasText("10");
            assertThat(page.evaluate("() => scruffy.heatmap.grid.rows.filter((row) => row.kind === 'row')"
                            + ".map((row) => Math.round(row.high - row.low))"))
                    .isEqualTo(Collections.nCopies(22, 10));

            page.locator("#heatmap").focus();
            for (String key : List.of("Home", "Space", "ArrowDown", "Space"))
                page.keyboard().press(key);
            assertThat(page.locator("#bubbleup [data-part=selected]")).containsText("210 ms and more");
            screen.shot("seeing-linear");
            page.reload();
            settled(page, "explore");
            assertThat(page.locator("#explore-scale")).hasValue("linear");
            assertThat(cells).hasCount(21);
            page.locator("#explore-scale").selectOption("");
            page.waitForURL(url -> !url.contains("scale="));
            assertThat(cells.filter(new Locator.FilterOptions().setHasText("100 ms – 110 ms")))
                    .hasCount(0);
        }
    }

    /** A mark of a dataset: on every line over time, in words too, and in the lists. */
    @Test
    void everyLineOverTime_saysWhatHappenedMeanwhile(RunningScruffy scruffy, Chromium chromium) {
        Instant from = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
        Instant to = from.plusSeconds(1_800);
        bringAt(scruffy, dataset, from.plusSeconds(300), "'name':'GET /','span.kind':'server','duration_ms':7");
        bringAt(scruffy, dataset, from.plusSeconds(1_500), "'name':'GET /','span.kind':'server','duration_ms':9");
        String marked = "{'message':'release " + mark + "','type':'deploy','start_time':"
                + from.plusSeconds(900).getEpochSecond() + "}";
        send(scruffy, "POST", "/1/markers/" + dataset, marked).is(201);
        String query = "'calculations':[{'op':'COUNT'}],'filters':[{'column':'meta.dataset','op':'=','value':'%s'}]"
                .formatted(dataset);
        String board = send(
                        scruffy,
                        "POST",
                        "/api/v1/boards",
                        "{'name':'marks %s','shared':true,'panels':[{'title':'how many','shown':'LINE','query':{%s}}]}"
                                .formatted(mark, query))
                .is(200)
                .json()
                .getString("id");
        String time = "&from=" + from + "&to=" + to;
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&by=" + time);
            assertMarked(page, "[data-part=chart]");
            assertThat(page.locator("[data-part=step-rows] tr").nth(1)).containsText("release " + mark);
            page.locator("#side-by-side").scrollIntoViewIfNeeded();
            screen.shot("seeing-marks");

            screen.open("boards.xhtml?id=" + board + time);
            settled(page, "boards");
            assertMarked(page, "[data-part=chart]");
            assertThat(page.locator("[data-part=step-rows] tr").nth(1)).containsText("release " + mark);

            screen.open("overview.xhtml?dataset=" + dataset + time);
            settled(page, "overview");
            assertMarked(page, "#o-throughput");
            assertThat(page.locator("#o-markers")).containsText("release " + mark);
            screen.open("releases.xhtml?dataset=" + dataset + time);
            settled(page, "releases");
            assertThat(page.locator("#r-markers")).containsText("release " + mark);
        }
    }

    /** There are points of the mark's colour, which no line there has, in the middle of the chart. */
    private static void assertMarked(Page page, String canvas) {
        page.waitForFunction("""
                (canvas) => {
                  const chart = Chart.getChart(document.querySelector(canvas));
                  if (!chart) return false;
                  const { ctx, chartArea: { left, right, top, bottom } } = chart;
                  const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
                  const { data } = ctx.getImageData(((left + right) / 2 - 20) * ratio, top * ratio, 40 * ratio, (bottom - top) * ratio);
                  const points = Array.from({ length: data.length / 4 }, (_, i) => [...data.slice(4 * i, 4 * i + 3)].join());
                  return points.filter((one) => one === '194,65,12').length > 20;
                }
                """, canvas);
    }

    /**
     * What a slot is called by the browser's clocks is what the store works out of the query's field, around the nights when New
     * York turns its clocks: an hour that comes twice, and one that is not there.
     */
    @Test
    void overAChangeOfClocks_eventsFoldByTheStationsClock(RunningScruffy scruffy, Chromium chromium) {
        List<Instant> moments = Stream.of("2026-03-08T05:30:00Z", "2026-11-01T04:30:00Z")
                .map(Instant::parse)
                .flatMap(first ->
                        Stream.iterate(first, at -> at.plusSeconds(3_600)).limit(26))
                .toList();
        for (Instant at : moments) {
            bring(scruffy, dataset, "{'at':%d}".formatted(at.getEpochSecond()));
        }
        Map<String, ToIntFunction<ZonedDateTime>> folds = Map.of(
                "hour",
                ZonedDateTime::getHour,
                "daypart",
                local -> (int) Stream.of(6, 10, 16, 20, 23)
                        .filter(end -> local.getHour() >= end)
                        .count(),
                "week",
                local -> (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour());
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "");
            folds.forEach((fold, slot) -> {
                List<Integer> slots = moments.stream()
                        .map(at -> slot.applyAsInt(at.atZone(RunningScruffy.DEMO_ZONE)))
                        .toList();
                assertThat(page.evaluate(
                                "([fold, moments, zone]) => moments.map((at) => scruffy.folds[fold].slotOf(at + scruffy.time.offset(at, zone)))",
                                List.of(fold, millis(moments), RunningScruffy.DEMO_ZONE.getId())))
                        .as(fold)
                        .isEqualTo(slots);
                String expression = (String) page.evaluate(
                        "([fold, [from, ...more], zone]) => scruffy.foldField(scruffy.folds[fold], 'slot', from, more.pop(), zone).expression",
                        List.of(fold, millis(moments), RunningScruffy.DEMO_ZONE.getId()));
                assertThat(slotsOf(scruffy, expression.replace("EVENT_TIMESTAMP()", "$at")))
                        .as(expression)
                        .isEqualTo(slots);
            });
            assertThat(page.evaluate(
                            "([from, to, zones]) => zones.map((zone) => scruffy.foldStep(from, to, zone))",
                            List.of(
                                    millis(moments).get(0),
                                    millis(moments).get(moments.size() - 1),
                                    List.of(
                                            "America/New_York",
                                            "Asia/Kolkata",
                                            "Australia/Lord_Howe",
                                            "Asia/Kathmandu"))))
                    .isEqualTo(List.of(3600, 1800, 1800, 900));
        }
    }

    /** As doubles: the driver of the browser knows no long. */
    private static List<Double> millis(List<Instant> moments) {
        return moments.stream().map(at -> (double) at.toEpochMilli()).toList();
    }

    /** What an expression comes to for each event, in the order of the column {@code at}. */
    private List<Integer> slotsOf(RunningScruffy scruffy, String expression) {
        JsonArray rows = send(
                        scruffy,
                        "POST",
                        "/api/v1/query",
                        ("{'time_range':900,'calculated_fields':[{'name':'slot','expression':'%s'}],'breakdowns':['at','slot'],"
                                        + "'calculations':[{'op':'COUNT'}],'limit':1000,'filters':["
                                        + "{'column':'meta.dataset','op':'=','value':'%s'},{'column':'at','op':'exists'}]}")
                                .formatted(expression, dataset))
                .is(200)
                .json()
                .getJsonArray("rows");
        return rows.getValuesAs(JsonObject.class).stream()
                .map(row -> row.getJsonObject("group"))
                .sorted(Comparator.comparingLong(
                        group -> group.getJsonNumber("at").longValue()))
                .map(group -> group.getInt("slot"))
                .toList();
    }

    /** When the last program of the week began that has begun. */
    private static Instant lastProgram(RunningScruffy scruffy) {
        JsonObject week = Api.ofTheDemo(scruffy)
                .get("weeks/" + scruffy.today() + "?feed=main")
                .is(200)
                .json();
        return week.getJsonArray("feeds").getJsonObject(0).getJsonArray("slots").getValuesAs(JsonObject.class).stream()
                .map(slot -> Instant.parse(slot.getString("startsAt")))
                .filter(Instant.now()::isAfter)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Test
    void explore_keepsAnAnswerAsItWas_andWhatWasAsked(RunningScruffy scruffy, Chromium chromium) {
        bring(scruffy, dataset, "{'name':'first'}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "");
            press(page, "6 h");
            settled(page, "explore");
            page.locator("#explore-keep").click();
            String link = page.locator("#explore-kept a").getAttribute("href");
            page.locator("#explore-asked").click();
            assertThat(page.locator("#asked li").first()).containsText(dataset);
            assertThat(page.locator("#asked li").first()).containsText("answer kept");
            page.locator("#asked li").nth(1).getByRole(AriaRole.BUTTON).click();
            assertThat(page.locator("#asked li").nth(1)).not().containsText(dataset);
            bring(scruffy, dataset, "{'name':'later'}");

            page.navigate(link);
            assertThat(page.locator("#explore-kept")).containsText("kept by admin");
            assertThat(page.locator("#groups-rows tr")).hasCount(1);
            assertThat(page.locator("#groups-rows")).containsText("first");
        }
        send(scruffy, "POST", "/api/v1/asked-questions", "{'words':7}").refuses(400, "words");
        send(scruffy, "POST", "/api/v1/asked-questions", "{'query':{'limit':0}}")
                .refuses(400, "limit");
        send(scruffy, "GET", "/api/v1/asked-questions?limit=0", "").refuses(400, "limit");
        send(scruffy, "GET", "/api/v1/asked-questions/none", "").is(404);
        String noted = "/api/v1/asked-questions/"
                + send(scruffy, "POST", "/api/v1/asked-questions", "{'words':'not wanted'}")
                        .is(200)
                        .json()
                        .getString("id");
        send(scruffy, "DELETE", noted, "").is(204);
        send(scruffy, "DELETE", noted, "").is(404);
    }

    @Test
    void traces_areListed_andOneShowsWhereItsTimeWent(RunningScruffy scruffy, Chromium chromium) {
        String trace = "%08x".formatted(mark.hashCode()) + "00000000".repeat(3);
        bringTrace(scruffy, trace);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("traces.xhtml?f=name%7C%3D%7Ccook-" + mark);
            settled(page, "traces");
            Locator row = page.locator("#traces-rows tr");
            assertThat(row).hasCount(1);
            assertThat(row.locator(".l-spark")).hasAttribute("aria-label", "1 server, 1 client, 1 internal");
            row.getByRole(AriaRole.LINK).click();
            page.waitForSelector("#trace[data-ready]");
            assertThat(page.locator(".t-critical").first()).isAttached();
            page.locator("#trace-rows").focus();
            page.keyboard().press("f");
            page.keyboard().press("f");
            page.waitForURL(url -> url.contains("span=00000000000000b1"));
            assertThat(page.locator("#trace-fields")).containsText("of it itself");
            assertThat(page.locator("#trace-notes")).containsText("burnt");
            page.reload();
            page.waitForSelector("#trace[data-ready]");
            assertThat(page.locator(".t-chosen")).containsText("boil");
            page.locator("#trace-fields button.x-value")
                    .filter(new Locator.FilterOptions().setHasText("boil"))
                    .first()
                    .click();
            assertThat(page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("BubbleUp")))
                    .isVisible();
            page.keyboard().press("Escape");
            screen.shot("seeing-trace");
            LOG.info("A waterfall of 5,000 spans was built in " + page.evaluate(WATERFALL, 5_000) + " ms, of 32,000 in "
                    + page.evaluate(WATERFALL, 32_000) + " ms");
            assertThat(page.evaluate("() => scruffy.trace.rows()")).isEqualTo(32_000);
            int drawn = page.locator("#trace-rows").locator("> *").count();
            assertThat(drawn).as("rows that are drawn of them").isBetween(10, 200);
        }
    }

    @Test
    void aTrace_isDrawnByAFewFields_andTheOthersAreReadOnceLookedAt(RunningScruffy scruffy, Chromium chromium) {
        String trace = "%08x".formatted(mark.hashCode()) + "00000003".repeat(3);
        bringTrace(scruffy, trace);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.page();
            List<String> asked = new CopyOnWriteArrayList<>();
            page.onRequest(request -> {
                if (request.url().contains("/api/v1/traces/")) {
                    asked.add(request.url());
                }
            });
            screen.open("trace.xhtml?id=" + trace);
            page.waitForSelector("#trace[data-ready]");
            assertThat(asked).singleElement().asString().contains("field=db.statement");

            page.locator(".t-row").first().click();
            assertThat(page.locator("#trace-fields")).containsText("meta.signal_type");
            page.locator("#trace-search").fill(dataset);
            assertThat(page.locator("#trace-found")).hasText("1 of 3");
            assertThat(asked).hasSize(2).last().asString().endsWith(trace);

            page.route("**/api/v1/traces/" + trace, Route::abort);
            page.navigate("trace.xhtml?id=" + trace);
            page.waitForSelector("#trace[data-ready]");
            page.locator(".t-row").first().click();
            assertThat(page.locator("#trace-side-words")).isVisible();
            assertThat(page.locator("#trace-side-words")).not().containsText("Reading");
            screen.forgive();
            page.unroute("**/api/v1/traces/" + trace);
            page.locator(".t-row").last().click();
            assertThat(page.locator("#trace-fields")).containsText("meta.signal_type");
        }
        JsonObject few = send(scruffy, "GET", "/api/v1/traces/" + trace + "?field=span.kind&field=none", "")
                .is(200)
                .json();
        assertThat(few.getJsonArray("spans").getValuesAs(JsonObject.class))
                .hasSize(3)
                .allSatisfy(span ->
                        assertThat(span.getJsonObject("fields").keySet()).containsExactly("span.kind"));
        assertThat(few.getJsonArray("notes").getJsonObject(0).getJsonObject("fields"))
                .isNotEmpty();
    }

    @Test
    void bubbleUp_comparesTheWaterfallsOfBothSides(RunningScruffy scruffy, Chromium chromium) {
        String slow = "%08x".formatted(mark.hashCode()) + "00000001".repeat(3);
        bringTrace(scruffy, slow);
        String quick = "%08x".formatted(mark.hashCode()) + "00000002".repeat(3);
        bringSpans(
                scruffy,
                span(
                        quick,
                        "a1",
                        "",
                        "cook-" + mark,
                        2,
                        Instant.now().minusSeconds(60).toEpochMilli(),
                        10,
                        ""));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&sel=name%7C%3D%7Cboil");
            page.locator("#shapes summary").click();
            assertThat(page.locator("#shapes [data-part=words]")).containsText("1 selected trace beside 1 other");
            Locator rows = page.locator("#shapes tbody tr");
            assertThat(rows).hasCount(3);
            assertThat(rows.nth(1)).containsText("boil");
            rows.first().focus();
            page.keyboard().press("ArrowLeft");
            assertThat(rows).hasCount(1);
            page.keyboard().press("ArrowRight");
            assertThat(rows).hasCount(3);
            screen.shot("seeing-shapes");
            rows.first().getByRole(AriaRole.LINK).nth(1).click();
            page.waitForURL(url -> url.contains("trace.xhtml") && url.contains(quick));
        }
        send(
                        scruffy,
                        "POST",
                        "/api/v1/bubbleup/shapes",
                        "{'query':{'from':'2026-01-01T00:00:00Z','to':'2026-01-02T00:00:00Z'}}")
                .refuses(400, "selection");
    }

    /** A chain of calls, as deep as it is long, painted until the browser has laid it out. */
    private static final String WATERFALL = "n => { const spans = Array.from({ length: n }, (_, i) => ({ id: 's' + i,"
            + " parent: i ? 's' + (i - 1) : '', name: 'call ' + i, kind: 'internal', service: 'x', startMs: i / 100,"
            + " durationMs: (n - i) / 50, error: false, fields: {} })); const began = performance.now();"
            + " scruffy.trace.show({ traceId: 'x', start: new Date().toISOString(), durationMs: n / 50, truncated: false,"
            + " spans, notes: [], findings: [] }); document.body.getBoundingClientRect();"
            + " return Math.round(performance.now() - began); }";

    private void bringTrace(RunningScruffy scruffy, String trace) {
        long start = Instant.now().minusSeconds(60).toEpochMilli();
        String spans = span(trace, "a1", "", "cook-" + mark, 2, start, 100, "")
                + ","
                + span(
                        trace,
                        "b1",
                        "a1",
                        "boil",
                        3,
                        start + 10,
                        40,
                        ",'events':[{'name':'burnt','timeUnixNano':'" + (start + 20) + "000000'}]")
                + ","
                + span(trace, "c1", "a1", "serve", 1, start + 60, 30, "");
        bringSpans(scruffy, spans);
    }

    private void bringSpans(RunningScruffy scruffy, String spans) {
        send(
                        scruffy,
                        "POST",
                        "/v1/traces",
                        "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'"
                                + dataset + "'}}]},'scopeSpans':[{'spans':[" + spans + "]}]}]}")
                .is(200);
    }

    private static String span(
            String trace, String id, String parent, String name, int kind, long start, int ms, String more) {
        String above = parent.isEmpty() ? "" : "00000000000000" + parent;
        return "{'traceId':'" + trace + "','spanId':'00000000000000" + id + "','parentSpanId':'" + above + "','name':'"
                + name + "','kind':" + kind + ",'startTimeUnixNano':'" + start + "000000','endTimeUnixNano':'"
                + (start + ms) + "000000'" + more + "}";
    }

    @Test
    void logs_areSearchedAndPutTogether_andHeardAsTheyCome(RunningScruffy scruffy, Chromium chromium) {
        for (int i = 1; i <= 3; i++) {
            bring(scruffy, dataset, "{'body':'spot " + i + " aired','service.name':'log-" + mark + "'}");
        }
        bring(scruffy, dataset, "{'body':'tape is full','service.name':'log-" + mark + "'}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("logs.xhtml?dataset=" + dataset);
            assertThat(page.locator("#logs-words")).hasText("4, the latest first");
            page.locator("#logs-text").fill("spot aired");
            page.keyboard().press("Enter");
            assertThat(page.locator("#logs-words")).hasText("3, the latest first");
            assertThat(page.locator("#logs-bars i")).not().hasCount(0);
            press(page, "Around it");
            assertThat(page.locator("#context-words")).containsText("Of log-" + mark);
            assertThat(page.locator("#context-table .g-this")).containsText("spot 3 aired");
            assertThat(page.locator("#context-table")).containsText("tape is full");
            page.keyboard().press("Escape");

            press(page, "Patterns");
            page.locator("#logs-compare").selectOption("before");
            Locator pattern = page.locator("#patterns-rows tr");
            assertThat(pattern).hasCount(1);
            assertThat(pattern).containsText("spot … aired");
            assertThat(pattern.locator(".g-change")).hasText("new");
            screen.shot("seeing-logs");

            press(page, "Messages");
            assertThat(page.locator("#logs-words")).hasText("3, the latest first");
            press(page, "Live tail");
            assertThat(page.locator("#logs-words")).containsText("Listening");
            bring(scruffy, dataset, "{'body':'spot 4 aired'}");
            assertThat(page.locator("#logs-table")).containsText("spot 4 aired");
            press(page, "Stop");
            assertThat(page.locator("#logs-words")).hasText("4, the latest first");
        }
    }

    @Test
    void datasets_sayWhatTheyAreFor(RunningScruffy scruffy, Chromium chromium) {
        bring(scruffy, dataset, "{'name':'first','colour':'red'}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("datasets.xhtml?dataset=" + dataset);
            settled(page, "datasets");
            page.getByLabel("What colour is").fill("of the paint");
            page.keyboard().press("Tab");
            assertThat(page.locator("#d-columns-done")).hasText("Described colour.");
            page.getByLabel("Offer colour").uncheck();
            assertThat(page.locator("#d-columns-done")).hasText("Described colour.");
            page.getByLabel("For how many days " + dataset + " is kept").fill("30");
            page.keyboard().press("Tab");
            assertThat(page.locator("#d-done")).hasText("Kept so long.");
            page.getByLabel("For how many days " + dataset + " is kept").fill("");
            page.keyboard().press("Tab");
            assertThat(page.locator("#d-rules li")).not().hasCount(0);
            page.reload();
            settled(page, "datasets");
            assertThat(page.getByLabel("What colour is")).hasValue("of the paint");
            assertThat(page.getByLabel("Offer colour")).not().isChecked();
            screen.shot("seeing-datasets");
            explore(screen, "");
            assertThat(page.locator("#filter-columns option[value=name]")).hasCount(1);
            assertThat(page.locator("#filter-columns option[value=colour]")).hasCount(0);
        }
        String path = "/api/v1/datasets/" + dataset;
        send(scruffy, "PUT", path, "{'description':7}").refuses(400, "description");
        send(scruffy, "PUT", path + "/columns/none", "{'description':'x'}").is(404);
        send(scruffy, "GET", "/api/v1/datasets/none-" + mark + "/markers", "").is(404);
    }

    @Test
    void overview_leadsToTheQuestionBehindEachNumber(RunningScruffy scruffy, Chromium chromium)
            throws InterruptedException {
        Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
        Instant until = since.plusSeconds(120);
        for (int i = 0; i < 20; i++) {
            scruffy.get("/api/week/" + scruffy.today()); // often enough to be among what is asked most
        }
        send(scruffy, "POST", "/1/markers/__all__", "{'message':'release " + mark + "','type':'deploy'}")
                .is(201);
        awaitWeek(scruffy, since, until);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("overview.xhtml?f=service.name%7C%3D%7Cscruffy&from=" + since + "&to=" + until);
            settled(page, "overview");
            assertThat(page.locator(".o-number")).hasCount(6);
            assertThat(page.locator("#o-markers")).containsText("release " + mark);
            assertThat(page.locator("#o-plans")).containsText("week");
            assertThat(page.locator("#o-relations tbody tr").first()).isVisible();
            assertThat(page.locator("#o-node")).containsText("Database connections");
            screen.shot("seeing-overview");
            page.locator("#o-busy tbody a").first().click();
            page.waitForURL(url -> url.contains("explore.xhtml") && url.contains("service.name"));
            settled(page, "explore");
            assertThat(page.locator("#explore-failure")).isHidden();
        }
        assertThat(send(scruffy, "GET", "/api/v1/runtime", "").is(200).json().getInt("processors"))
                .isPositive();
    }

    /** Waits for a request for a week to be kept, which it is a moment after it was answered. */
    private void awaitWeek(RunningScruffy scruffy, Instant from, Instant to) throws InterruptedException {
        String query = ("{'from':'%s','to':'%s','filters':[{'column':'plan','op':'=','value':'week'},"
                        + "{'column':'span.kind','op':'=','value':'server'}]}")
                .formatted(from, to);
        for (int i = 0; i < 60; i++) {
            Api.Answer found = send(scruffy, "POST", "/api/v1/query", query);
            if (found.response().statusCode() == 200 && found.json().getInt("matched") > 0) {
                return; // before the first there is no column of plans
            }
            Thread.sleep(250);
        }
        throw new AssertionError("No request for a week was kept from " + from + " to " + to);
    }

    @Test
    void errors_areTakenAndResolved(RunningScruffy scruffy, Chromium chromium) {
        bring(
                scruffy,
                dataset,
                "{'exception.type':'Broken" + mark + "','exception.message':'user 7 is gone','release':'1'}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("errors.xhtml");
            settled(page, "errors");
            Locator group = page.locator("#e-rows a").filter(new Locator.FilterOptions().setHasText("Broken" + mark));
            for (int i = 0; i < 40 && group.count() == 0; i++) { // it is counted a moment after it is kept
                page.waitForTimeout(500);
                press(page, "Refresh");
                settled(page, "errors");
            }
            assertThat(page.locator("#e-rows tr")
                            .filter(new Locator.FilterOptions().setHasText("Broken" + mark))
                            .locator(".e-day"))
                    .hasAttribute("aria-label", "1 in the last 24 hours, at most 1 in one");
            screen.shot("seeing-errors");
            group.click();
            assertThat(page.locator("#e-message")).hasText("user … is gone");
            assertThat(page.locator("#e-builds")).containsText("1");
            press(page, "Take it");
            assertThat(page.locator("#e-facts")).containsText("admin");
            press(page, "Resolve");
            assertThat(page.locator("#e-badge")).hasText("Resolved");
            screen.shot("seeing-error");
            page.locator("#e-back").click();
            settled(page, "errors");
            assertThat(group).hasCount(0);
            press(page, "Resolved");
            assertThat(group).hasCount(1);
        }
    }

    @Test
    void jobs_sayWhatRunsNextAndHowItWent_andRunWhenAsked(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("jobs.xhtml");
            settled(page, "jobs");
            Locator imports = page.locator("[data-job='schedule import']");
            assertThat(imports).containsText("every 1 min");
            assertThat(page.locator("[data-job='copy retention']")).containsText("every 1 h");
            assertThat(page.locator("[data-job='evaluate objective']")).containsText("every 5 s");
            assertThat(page.locator("[data-job='duckdb tidying']")).containsText("every 5 min");
            imports.locator("[data-run]").click();
            assertThat(page.locator("#jobs-done")).containsText("schedule import runs as soon as its thread is free");
            imports.locator("th button").click();
            page.waitForURL(url -> url.contains("job="));
            settled(page, "jobs");
            for (int i = 0; i < 40 && page.locator("#jobs-runs tr").count() == 0; i++) { // kept a moment after its end
                page.waitForTimeout(250);
                press(page, "Refresh");
                settled(page, "jobs");
            }
            assertThat(page.locator("#jobs-runs")).containsText("schedule import");
            screen.shot("seeing-jobs");
            page.locator("#jobs-runs a").first().click();
            page.waitForSelector("#trace[data-ready]");
        }
        send(scruffy, "POST", "/api/v1/jobs/none/run", "").is(404);
    }

    @Test
    void releases_areBesideTheOneBefore_andSoAreBuilds(RunningScruffy scruffy, Chromium chromium) {
        for (String version : List.of("1-" + mark, "2-" + mark)) {
            bring(
                    scruffy,
                    dataset,
                    ("{'name':'GET /','span.kind':'server','service.name':'shop-%s','service.version':'%s','duration_ms':%d,"
                                    + "'error':%s,'exception.type':'Worse%s'}")
                            .formatted(mark, version, version.startsWith("2") ? 90 : 10, version.startsWith("2"), mark)
                            .replace(version.startsWith("2") ? "" : ",'exception.type':'Worse" + mark + "'", ""));
        }
        String build = "%08x".formatted(mark.hashCode()) + "00000003".repeat(3);
        for (String span : List.of(
                "'name':'compile','trace.parent_id':'a','trace.span_id':'b','duration_ms':700",
                "'name':'nightly " + mark + "','trace.span_id':'a','duration_ms':900")) {
            bring(scruffy, dataset, "{'service.name':'builds','trace.trace_id':'" + build + "'," + span + "}");
        }
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("releases.xhtml?range=15m&dataset=" + dataset);
            settled(page, "releases");
            Locator second = page.locator("[data-release='2-" + mark + "']");
            for (int i = 0; i < 40 && second.locator("li").count() == 0; i++) { // errors are counted a moment later
                page.waitForTimeout(250);
                press(page, "Refresh");
                settled(page, "releases");
            }
            assertThat(second).containsText("100 % was 0 %");
            assertThat(second).containsText("90 ms was 10 ms");
            assertThat(second.locator("li")).hasText("Worse" + mark);
            Locator nightly = page.locator("[data-build='" + build + "']");
            assertThat(nightly).containsText("passed");
            nightly.getByRole(AriaRole.BUTTON).click();
            assertThat(page.locator("#r-step-rows tr")).hasText(Pattern.compile("compile700 ms.*"));
            screen.shot("seeing-releases");
        }
    }

    @Test
    void players_areToldSpotBySpot(RunningScruffy scruffy, Chromium chromium) {
        String stream = "'player.session':'" + mark + "','player.stream':'http://tv.test/live/KSCF/main/master.m3u8'";
        bring(scruffy, dataset, "{'name':'start','duration_ms':900,'player.height':720," + stream + "}");
        bring(
                scruffy,
                dataset,
                "{'name':'stall','duration_ms':1200,'player.height':720,'player.spot':'BELL1500001'," + stream + "}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("players.xhtml?range=15m&dataset=" + dataset);
            settled(page, "players");
            assertThat(page.locator("#p-numbers")).containsText("900 ms");
            assertThat(page.locator("#p-spots")).containsText("BELL1500001");
            assertThat(page.locator("#p-spots")).containsText("the program");
            assertThat(page.locator("#p-renditions")).containsText("720");
            assertThat(page.locator("#p-troubles")).containsText("stalled for 1.2 s");
            screen.shot("seeing-players");
        }
        String onAir = "/api/v1/players/on-air?stream=http://tv.test/live/KSCF/main/master.m3u8&at=";
        Instant withinAProgram = Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(2_700);
        assertThat(send(scruffy, "GET", onAir + withinAProgram, "")
                        .is(200)
                        .json()
                        .getJsonArray("timeslots"))
                .hasSize(1);
        send(scruffy, "GET", onAir + "now", "").refuses(400, "at");
    }

    @Test
    void blastRadius_ofATrace_saysWhoWasOnTheAirThen(RunningScruffy scruffy, Chromium chromium) {
        String trace = "%08x".formatted(mark.hashCode()) + "00000004".repeat(3);
        bring(
                scruffy,
                dataset,
                "{'name':'outage','trace.trace_id':'" + trace
                        + "','trace.span_id':'a','duration_ms':5,'station':'KSCF','feed':'main'}");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("trace.xhtml?id=" + trace);
            assertThat(page.locator("#radius [data-part=words]")).containsText("1 station, 1 timeslot");
            assertThat(page.locator("#radius [data-part=feeds]")).containsText("KSCF main");
            screen.shot("seeing-radius");
        }
        send(scruffy, "GET", "/api/v1/blast-radius", "").refuses(400, "trace");
        send(scruffy, "GET", "/api/v1/blast-radius?error=none", "").is(404);
    }

    @Test
    void everyPage_fitsAPhoneInTheDark(RunningScruffy scruffy, Chromium chromium) {
        bring(scruffy, dataset, "{'body':'spot 1 aired'}");
        try (Screen screen =
                chromium.screen(scruffy, 390, 844, ColorScheme.DARK).signIn()) {
            for (String name : PAGES) {
                Page page = screen.open(name + ".xhtml");
                settled(page, name);
                assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                        .as("what hangs over the edge of a phone on " + name)
                        .isZero();
                screen.shot("seeing-" + name + "-390-dark");
            }
        }
    }
}
