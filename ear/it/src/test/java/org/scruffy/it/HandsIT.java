package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.send;
import static org.scruffy.it.Screen.button;
import static org.scruffy.it.Screen.field;
import static org.scruffy.it.Screen.settled;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import jakarta.json.Json;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What hands do on the pages that show what happened: touch, press keys, copy and cancel; and what eyes see there without colours. */
@ExtendWith(RunningScruffy.Shared.class)
class HandsIT {

    /** Where the thread is that works out what is told line by line. */
    private static final String ANSWERING = "org.scruffy.web.rest.QueryStream.line";

    private static final int MANY = 20; // batches
    private static final Duration SOON = Duration.ofSeconds(3);

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String dataset = "hands-" + mark;
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
    private final String time = "&from=" + hour + "&to=" + hour.plusSeconds(1_800);

    private String event(int minute, String columns) {
        return Api.event(hour.plus(minute, ChronoUnit.MINUTES), columns);
    }

    private void bring(RunningScruffy scruffy, String... events) {
        Api.bringAll(scruffy, dataset, Stream.of(events));
    }

    private Page explore(Screen screen, String more) {
        Page page = screen.open("explore.xhtml?live=off&view=all&dataset=" + dataset + time + more);
        settled(page, "explore");
        return page;
    }

    // ---- touch
    // ----------------------------------------------------------------------------------------------------------

    /** Two red ones of 10 and 20 ms, ten minutes apart, and others around them in time and in duration. */
    @Test
    void ofTheHeatmap_twoTouchesSelectARectangle(RunningScruffy scruffy, Chromium chromium) {
        for (int i = 0; i < 20; i++) {
            bring(
                    scruffy,
                    event(8, "'colour':'red','duration_ms':10"),
                    event(18, "'colour':'red','duration_ms':20"),
                    event(13, "'colour':'blue','duration_ms':300"),
                    event(2, "'colour':'blue','duration_ms':14"),
                    event(26, "'colour':'blue','duration_ms':14"));
        }
        try (Screen screen =
                chromium.screen(scruffy, 390, 844, ColorScheme.LIGHT).signIn()) {
            Page page = explore(screen, "");
            Finger finger = new Finger(page);
            assertThat(page.locator("#explore-matched")).containsText("100 of"); // after which nothing moves any more
            page.locator("#heatmap").scrollIntoViewIfNeeded();
            Locator tip = page.locator(".heatmap-tip");
            finger.touch(cell(page, 10));
            assertThat(tip).containsText("20 events");
            finger.touch(button(page, "Select from here to …"));
            assertThat(tip).hasText("Touch the opposite corner.");
            finger.touch(cell(page, 20));
            Locator panel = page.locator("#bubbleup");
            assertThat(panel).containsText("40 selected beside 60 others");
            assertThat(panel.locator("[data-part=made]")).containsText("colour"); // by how long they took
            List<Double> box = Pattern.compile("box=([^&]+)")
                    .matcher(URLDecoder.decode(page.url(), StandardCharsets.UTF_8))
                    .results()
                    .flatMap(found -> Pattern.compile(",").splitAsStream(found.group(1)))
                    .map(Double::valueOf)
                    .toList();
            assertThat(box.get(0)).isBetween(at(7), at(8));
            assertThat(box.get(1)).isBetween(at(18), at(20));
            assertThat(box.get(2)).isBetween(9.0, 10.0);
            assertThat(box.get(3)).isBetween(20.0, 22.0);
            screen.shot("hands-touched");
            finger.touch(panel.locator("[data-part=clear]"));
            assertThat(panel).isHidden();
        }
    }

    private double at(int minute) {
        return hour.plus(minute, ChronoUnit.MINUTES).toEpochMilli();
    }

    /** The middle of the cell whose slowest took so long. */
    @SuppressWarnings("unchecked") // what the script makes
    private static Map<String, Number> cell(Page page, int ms) {
        return (Map<String, Number>) page.evaluate(
                "(ms) => scruffy.heatmap.pointOf(scruffy.heatmap.cells().find((cell) => cell.max === ms))", ms);
    }

    /** Touches as a screen of glass reports them, none of which is of a mouse. */
    private record Finger(CDPSession glass) {

        Finger(Page page) {
            this(page.context().newCDPSession(page));
            glass.send("Emulation.setTouchEmulationEnabled", json("{'enabled':true}"));
        }

        void touch(Locator what) {
            what.scrollIntoViewIfNeeded();
            BoundingBox box = what.boundingBox();
            touch(Map.of("x", box.x + box.width / 2, "y", box.y + box.height / 2));
        }

        void touch(Map<String, ? extends Number> at) {
            glass.send(
                    "Input.dispatchTouchEvent",
                    json("{'type':'touchStart','touchPoints':[{'x':%s,'y':%s}]}".formatted(at.get("x"), at.get("y"))));
            glass.send("Input.dispatchTouchEvent", json("{'type':'touchEnd','touchPoints':[]}"));
        }

        private static JsonObject json(String text) {
            return new Gson().fromJson(text, JsonObject.class);
        }
    }

    // ---- a trace
    // --------------------------------------------------------------------------------------------------------

    /**
     * cook, which calls serve, whose clock is 5 ms behind, and boil, which calls taste eight times: these are folded into one row. And
     * a stray whose parent never came.
     */
    private String kitchen(String trace) {
        String tastes = IntStream.range(0, 8)
                .mapToObj(i -> span(trace, "e" + i, "b1", "taste", 20 + i, 1))
                .collect(Collectors.joining(","));
        return "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'" + dataset
                + "'}}]},'scopeSpans':[{'spans':["
                + String.join(
                        ",",
                        span(trace, "a1", "", "cook", 10, 100),
                        span(trace, "b1", "a1", "boil", 15, 40),
                        span(trace, "c1", "a1", "serve", 5, 30),
                        span(trace, "d1", "ff", "stray", 70, 10),
                        tastes)
                + "]}]}]}";
    }

    private String span(String trace, String id, String parent, String name, int start, int ms) {
        long from = hour.toEpochMilli() + start;
        return ("{'traceId':'%s','spanId':'00000000000000%s','parentSpanId':'%s','name':'%s','kind':1,"
                        + "'startTimeUnixNano':'%d000000','endTimeUnixNano':'%d000000',"
                        + "'attributes':[{'key':'dish','value':{'stringValue':'%s of \u00fc'}}]}")
                .formatted(trace, id, parent.isEmpty() ? "" : "00000000000000" + parent, name, from, from + ms, name);
    }

    private String trace(int number) {
        return "%08x".formatted(mark.hashCode()) + "%08x".formatted(number).repeat(3);
    }

    @Test
    void aTrace_isReadByKeys_andSaysWhatIsOddInIt(RunningScruffy scruffy, Chromium chromium) {
        send(scruffy, "POST", "/v1/traces", kitchen(trace(1))).is(200);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("trace.xhtml?id=" + trace(1));
            page.waitForSelector("#trace[data-ready]");
            Locator rows = page.locator("#trace-rows > [role=treeitem]");
            assertRows(rows, "cook", "serve", "boil", "8 × taste", "stray");
            assertThat(page.locator(".t-badge")).hasText(new String[] {"clocks differ", "no parent"});
            assertThat(rows.nth(1).locator(".t-badge"))
                    .hasAttribute("title", Pattern.compile("It begins 5 ms before.*"));
            assertThat(rows.nth(4).locator(".t-badge"))
                    .hasAttribute("title", "Its parent 00000000000000ff is not in the store");

            page.locator("#trace-rows").focus();
            page.keyboard().press("[");
            assertThat(rows).hasCount(13);
            page.keyboard().press("]");
            assertRows(rows, "cook", "serve", "boil", "stray");
            page.keyboard().press("o");
            assertRows(rows, "cook", "serve", "boil", "8 × taste", "stray");
            page.keyboard().press("o");
            assertThat(rows).hasCount(13);
            page.keyboard().press("p");
            assertRows(rows, "cook", "serve", "boil", "8 × taste", "stray");
            page.keyboard().press("p");
            page.keyboard().press("p");
            assertRows(rows, "cook", "stray");

            page.keyboard().press("/");
            page.keyboard().type("TASTE of \u00fc");
            Locator found = page.locator("#trace-found");
            assertThat(found).hasText("1 of 8");
            page.keyboard().press("Enter");
            assertThat(found).hasText("2 of 8");
            page.locator("#trace-rows").focus();
            page.keyboard().press("n");
            assertThat(found).hasText("3 of 8");
            page.keyboard().press("N");
            page.keyboard().press("N");
            page.keyboard().press("N");
            assertThat(found).hasText("8 of 8");
            assertThat(page.locator("#trace-fields")).containsText("00000000000000e7");
            assertThat(page.locator(".t-hit")).hasCount(9);
            screen.shot("hands-found");
            page.keyboard().press("Escape");
            assertThat(found).hasText("");
            assertThat(page.locator(".t-hit")).hasCount(0);

            page.setViewportSize(1_440, 420); // so that the waterfall is below what is in sight
            page.reload();
            page.waitForSelector("#trace[data-ready]");
            assertThat(page.locator(".t-chosen")).containsText("taste");
            assertThat(page.locator(".t-chosen")).isInViewport();
            assertThat(page.locator("#trace-rows")).isFocused();
            page.keyboard().press("ArrowDown");
            assertThat(page.locator(".t-chosen")).containsText("stray");
        }
    }

    /** Calls of two services that are called "GET" alike are two groups, each with what stands out of it. */
    @Test
    void callsThatStandOutApart_areFoldedApart(RunningScruffy scruffy, Chromium chromium) {
        String calls = IntStream.range(0, 24)
                .mapToObj(i -> call(trace(4), i, i % 2 == 0 ? "stock:8080/levels/" : "shop:8080/items/"))
                .collect(Collectors.joining(","));
        send(
                        scruffy,
                        "POST",
                        "/v1/traces",
                        "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'"
                                + dataset
                                + "'}}]},'scopeSpans':[{'spans':[" + span(trace(4), "a1", "", "cook", 0, 1_000) + ","
                                + calls
                                + "]}]}]}")
                .is(200);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("trace.xhtml?id=" + trace(4));
            page.waitForSelector("#trace[data-ready]");
            Locator rows = page.locator("#trace-rows > [role=treeitem]");
            assertRows(rows, "cook", "12 × GET", "12 × GET");
            assertThat(rows.nth(1).locator(".t-badge")).hasAttribute("title", Pattern.compile(".*levels.*"));
            assertThat(rows.nth(2).locator(".t-badge")).hasAttribute("title", Pattern.compile(".*items.*"));
        }
    }

    private String call(String trace, int number, String address) {
        long from = hour.toEpochMilli() + 40L * number;
        return ("{'traceId':'%s','spanId':'00000000000001%02x','parentSpanId':'00000000000000a1','name':'GET','kind':3,"
                        + "'startTimeUnixNano':'%d000000','endTimeUnixNano':'%d000000','attributes':["
                        + "{'key':'http.request.method','value':{'stringValue':'GET'}},"
                        + "{'key':'url.full','value':{'stringValue':'http://%s%d'}}]}")
                .formatted(trace, number, from, from + 30, address, number);
    }

    /** Rows of these names, in this order. */
    private static void assertRows(Locator rows, String... names) {
        assertThat(rows.locator(".t-name")).hasText(names);
    }

    @Test
    void aTrace_isCopiedAsOtlpThatIsTakenAgain_andAsJson(RunningScruffy scruffy, Chromium chromium) {
        send(scruffy, "POST", "/v1/traces", kitchen(trace(2))).is(200);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            screen.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Page page = screen.open("trace.xhtml?id=" + trace(2));
            page.waitForSelector("#trace[data-ready]");
            String otlp = copied(page, "Copy as OTLP/JSON");
            send(scruffy, "POST", "/v1/traces", otlp.replace(trace(2), trace(3)))
                    .is(200);
            String kept = send(scruffy, "GET", "/api/v1/traces/" + trace(2), "")
                    .is(200)
                    .body();
            String again = send(scruffy, "GET", "/api/v1/traces/" + trace(3), "")
                    .is(200)
                    .body();
            assertThat(spans(again)).hasSize(12).isEqualTo(spans(kept.replace(trace(2), trace(3))));
            assertThat(spans(copied(page, "Copy as JSON"))).isEqualTo(spans(kept));
        }
    }

    private static List<String> spans(String trace) {
        return Json.createReader(new StringReader(trace)).readObject().getJsonArray("spans").stream()
                .map(span -> span.toString().replaceAll("(\\d)\\.0(?=[,}])", "$1")) // which JavaScript does not say
                .sorted()
                .toList();
    }

    /** What is in the clipboard once a button that copies says so. */
    private static String copied(Page page, String name) {
        Locator button = button(page, name);
        String id = button.getAttribute("id");
        button.click();
        assertThat(page.locator("#" + id)).hasText("Copied");
        assertThat(page.locator("#" + id)).hasText(name);
        return (String) page.evaluate("() => navigator.clipboard.readText()");
    }

    // ---- a question
    // -----------------------------------------------------------------------------------------------------

    @Test
    void explore_saysWhatEventsStandFor_offersWhatIsFrequent_andShowsWhatIsOffTheScale(
            RunningScruffy scruffy, Chromium chromium) {
        String colours = IntStream.range(0, 20)
                .mapToObj(i ->
                        event(8, "'colour':'%s','duration_ms':10".formatted(i < 3 ? "red" : i < 8 ? "green" : "blue")))
                .map(event -> event.replaceFirst("\\{", "{'samplerate':10,"))
                .collect(Collectors.joining(","));
        bring(scruffy, colours);
        bring(
                scruffy,
                event(9, "'colour':'none','duration_ms':0"),
                event(9, "'colour':'short','duration_ms':0.00001"),
                event(9, "'colour':'long','duration_ms':1e9"));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&by=colour&f=colour|!=|none");
            assertThat(page.locator("#explore-matched"))
                    .containsText(Pattern.compile(
                            "22 of [\\d,]+ events, sampled: they stand for 202 \u00b1 42 \\(\u00d7 9\\.2\\)"));
            assertThat(page.locator("#groups-rows [data-group=blue]")).containsText("120 \u00b1 32.86");
            button(page, "Remove the filter colour is not none").click();
            settled(page, "explore");

            page.locator("#filter-column").fill("colour");
            page.locator("#filter-value").focus();
            Locator offered = page.locator("#filter-values option");
            assertThat(offered).hasCount(6);
            assertThat(offered.nth(0)).hasAttribute("value", "blue");
            assertThat(offered.nth(0)).hasText("120 events");
            assertThat(offered.nth(1)).hasAttribute("value", "green");
            assertThat(offered.nth(2)).hasAttribute("value", "red");

            Locator cells = page.locator("#cells-rows tr");
            assertThat(cells.first()).containsText(Pattern.compile("> 2\\d h"));
            assertThat(cells.nth(2)).containsText("< ");
            assertThat(cells.last()).containsText("0 or less");
            page.locator("#heatmap").focus();
            page.keyboard().press("Home");
            assertThat(page.locator(".heatmap-said")).containsText(Pattern.compile("> 2\\d h.*, 1 event"));
            page.keyboard().press("Space");
            page.keyboard().press("Space");
            assertThat(page.locator("#bubbleup [data-part=selected]"))
                    .containsText(Pattern.compile("2\\d h \\d+ min and more"));
            assertThat(page.locator("#bubbleup")).containsText("1 selected beside");
            screen.shot("hands-off-the-scale");

            page.locator("#explore-fold").selectOption("week");
            settled(page, "explore");
            assertThat(page.locator("#bubbleup")).isHidden();
            ZonedDateTime slot = hour.atZone(RunningScruffy.DEMO_ZONE);
            assertThat(cells.first())
                    .containsText("%s %02d:00 – %02d:00"
                            .formatted(
                                    slot.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                                    slot.getHour(),
                                    slot.getHour() + 1));
        }
    }

    /** Percentiles of twelve columns, each of a thousand groups and of events that stand for others: that takes long. */
    @Test
    void aQuestionThatTakesLong_saysHowFarItIs_andIsCancelled(RunningScruffy scruffy, Chromium chromium)
            throws Exception {
        Random random = new Random(7);
        for (int batch = 0; batch < MANY; batch++) {
            bring(
                    scruffy,
                    IntStream.range(0, 5_000)
                            .mapToObj(i -> event(
                                    5,
                                    IntStream.range(0, 12)
                                            .mapToObj(column -> "'m" + column + "':" + random.nextDouble())
                                            .collect(Collectors.joining(",", "'till':" + i % 1_000 + ",", ""))))
                            .map(event -> event.replaceFirst("\\{", "{'samplerate':2,"))
                            .toArray(String[]::new));
        }
        String percentiles = IntStream.range(0, 12)
                .boxed()
                .flatMap(column ->
                        Stream.of("P50", "P75", "P90", "P95", "P99", "P999").map(op -> "&c=" + op + "|m" + column))
                .collect(Collectors.joining());
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("explore.xhtml?live=off&view=all&by=till&dataset=" + dataset + time + percentiles);
            Locator progress = page.locator("#explore-progress");
            assertThat(progress).isVisible();
            assertThat(progress).hasAttribute("value", Pattern.compile("0|0?\\.\\d+|1"));
            screen.shot("asking-1440");
            List<Double> asking = aboveTheHeatmap(page);
            button(page, "Cancel").click();
            assertThat(page.locator("#explore-failure-words")).hasText("Cancelled.");
            assertThat(progress).isHidden();
            assertThat(aboveTheHeatmap(page)).as("it stays under the mouse").isEqualTo(asking);
            awaitNoAnswering(scruffy);

            button(page, "Try again").click();
            assertThat(progress).isVisible();
            Thread.sleep(SOON.toMillis());
            assertThat(scruffy.threadsIn(ANSWERING))
                    .as("control: how many answer when nobody cancels")
                    .isPositive();
            button(page, "Cancel").click();
            assertThat(page.locator("#explore-failure-words")).hasText("Cancelled.");
            awaitNoAnswering(scruffy);
        }
    }

    /** How much room its head takes, on narrow and wide screens. */
    private static List<Double> aboveTheHeatmap(Page page) {
        return IntStream.of(390, 840, 1_440) // 840: but just as wide as all of it
                .mapToObj(width -> {
                    page.setViewportSize(width, 900);
                    return page.locator("#heatmap").boundingBox().y
                            - page.locator("#heatmap-title").boundingBox().y;
                })
                .toList();
    }

    private static void awaitNoAnswering(RunningScruffy scruffy) throws Exception {
        Instant cancelled = Instant.now();
        while (scruffy.threadsIn(ANSWERING) > 0) {
            assertThat(Instant.now()).as("when nobody answers any more").isBefore(cancelled.plus(SOON));
        }
    }

    /** Two traces, of which one has twelve spans and begins with cook, the other two and begins with bake; both have a taste. */
    @Test
    void relatedSpans_narrowExploreAndAllOfABoard(RunningScruffy scruffy, Chromium chromium) {
        send(scruffy, "POST", "/v1/traces", kitchen(trace(4))).is(200);
        bring(
                scruffy,
                event(1, "'name':'bake','trace.trace_id':'" + trace(5) + "','trace.span_id':'a1','duration_ms':9"),
                event(
                        1,
                        "'name':'taste','trace.trace_id':'" + trace(5)
                                + "','trace.span_id':'b1','trace.parent_id':'a1','duration_ms':5"));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&tab=events");
            Locator words = page.locator("#events-words");
            assertThat(words).hasText("14, the latest first");
            filter(page, "parent.name", "boil");
            assertThat(words).hasText("8, the latest first");
            filter(page, "none.name", "stray");
            assertThat(words).hasText("");
            assertThat(page.locator("#events-empty")).isVisible();
            button(page, "Remove the filter parent.name is boil").click();
            assertThat(words).hasText("2, the latest first");

            String board = send(
                            scruffy,
                            "POST",
                            "/api/v1/boards",
                            ("{'name':'Kitchen"
                                            + " %s','shared':true,'presets':['root.name','name'],'panels':[{'title':'over"
                                            + " time','shown':'LINE','query':{%s}},{'title':'how"
                                            + " long','shown':'HEATMAP','query':{%s}},{'title':'by"
                                            + " name','shown':'TABLE','query':{'breakdowns':['name'],%2$s}}]}")
                                    .formatted(
                                            mark,
                                            "'calculations':[{'op':'COUNT'}]",
                                            "'calculations':[{'op':'HEATMAP','column':'duration_ms'},{'op':'COUNT'}]"))
                    .is(200)
                    .json()
                    .getString("id");
            screen.open("boards.xhtml?id=" + board + "&dataset=" + dataset + time);
            settled(page, "boards");
            Locator numbers = page.locator(".bo-panel > header [role=status]");
            assertThat(numbers).hasText(new String[] {"14 events", "14 events", "14 events"});
            preset(page, "root.name", "cook", "bake");
            assertThat(numbers).hasText(new String[] {"12 events", "12 events", "12 events"});
            assertThat(page.locator("[data-part=rows] tr")).hasCount(5);
            preset(page, "name", "taste", "boil");
            assertThat(numbers).hasText(new String[] {"8 events", "8 events", "8 events"});
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("over time in Explore")))
                    .hasAttribute("href", Pattern.compile(".*f=root.name%7C%3D%7Ccook&f=name%7C%3D%7Ctaste.*"));
            screen.shot("hands-presets");
            button(page, "Remove the filter root.name is cook").click();
            assertThat(numbers).hasText(new String[] {"9 events", "9 events", "9 events"});
        }
    }

    private static void filter(Page page, String column, String value) {
        page.locator("#filter-column").fill(column);
        page.locator("#filter-value").fill(value);
        page.locator("#filter-add").click();
    }

    /** Chooses the first of the values that are offered, the more frequent one. */
    private static void preset(Page page, String column, String first, String later) {
        Locator field = field(page, "Only where " + column + " is");
        field.focus();
        Locator offered = page.locator("[id='bo-preset-" + column + "'] option");
        assertThat(offered.first()).hasAttribute("value", first);
        assertThat(page.locator("[id='bo-preset-" + column + "'] option[value=" + later + "]"))
                .hasCount(1);
        field.fill(first);
        page.keyboard().press("Enter");
    }

    // ---- eyes
    // -----------------------------------------------------------------------------------------------------------

    /** What of a line beside its name in the legend is drawn, from left to right. */
    private static final String LEGEND = """
            () => {
              const { ctx, legend, currentDevicePixelRatio: ratio } = Chart.getChart(document.querySelector('[data-part=chart]'));
              return legend.legendHitBoxes.map(({ left, top, height }) => {
                const wide = Math.round(36 * ratio);
                const high = Math.round(height * ratio);
                const { data } = ctx.getImageData(Math.round(left * ratio), Math.round(top * ratio), wide, high);
                return Array.from({ length: wide }, (_, x) => Array.from({ length: high }, (_, y) => data[4 * (y * wide + x) + 3]).some((alpha) => alpha > 100) ? '#' : ' ').join('');
              });
            }
            """;

    @Test
    void whatColoursSay_isSaidWithoutThemToo_andNothingMovesForWhoWantsNoMotion(
            RunningScruffy scruffy, Chromium chromium) {
        for (int till = 1; till <= 6; till++) {
            String columns = "'till':'t" + till + "','duration_ms':7";
            bring(
                    scruffy,
                    IntStream.rangeClosed(till, 8)
                            .mapToObj(at -> event(at, columns))
                            .toArray(String[]::new));
        }
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = explore(screen, "&by=till&c=COUNT");
            page.locator("#side-by-side").scrollIntoViewIfNeeded();
            page.waitForFunction(
                    "() => Chart.getChart(document.querySelector('[data-part=chart]'))?.legend.legendHitBoxes.length"
                            + " === 6");
            @SuppressWarnings("unchecked") // what the script makes
            List<String> dashes = (List<String>) page.evaluate(LEGEND);
            assertThat(dashes).hasSize(6).doesNotHaveDuplicates();
            assertThat(dashes.get(0).strip()).doesNotContain(" ");
            assertThat(dashes.subList(1, 6))
                    .allSatisfy(dash -> assertThat(dash.strip()).contains(" "));
            screen.shot("hands-lines");

            String busy = "() => document.querySelector('.week').classList.add('busy')";
            screen.open("week.xhtml?station=KSCF&feed=main");
            page.waitForSelector(".week:not(.busy) .slot");
            page.evaluate(busy);
            assertThat(moving(page)).as("control: what moves by itself").isNotEmpty();
            page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            assertThat(moving(page)).isEmpty();
            for (String name : List.of("as-run", "explore", "alerts")) {
                screen.open(name + ".xhtml?station=KSCF&feed=main");
                assertThat(moving(page)).as(name).isEmpty();
            }
        }
    }

    /** What has a transition or an animation, drawn before or after an element or that itself. */
    @SuppressWarnings("unchecked") // what the script makes
    private static List<String> moving(Page page) {
        return (List<String>) page.evaluate("""
                () => [...document.querySelectorAll('*')].flatMap((one) => ['', '::before', '::after'].filter((pseudo) => {
                  const style = getComputedStyle(one, pseudo || null);
                  return /[1-9]/.test(style.transitionDuration) || style.animationName !== 'none';
                }).map((pseudo) => `${one.tagName}.${one.className}${pseudo}`))
                """);
    }
}
