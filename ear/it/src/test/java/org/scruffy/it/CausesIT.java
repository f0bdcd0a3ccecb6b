package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From what is wrong to what did it: errors and their builds, one trace, log lines, alerts, and whom it hit. */
@ExtendWith(RunningScruffy.Shared.class)
class CausesIT {

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String dataset = "causes-" + mark;
    private final String trace = mark + "0000000c".repeat(3);
    private final Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(3, ChronoUnit.MINUTES);

    private Api.Answer send(RunningScruffy scruffy, String method, String path, String json) {
        return new Api.Answer(scruffy.send(scruffy.anonymous(path)
                .header("X-Honeycomb-Team", RunningScruffy.DEMO_KEY)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(Api.json(json)))));
    }

    private void bring(RunningScruffy scruffy, Instant at, String... events) {
        String batch = List.of(events).stream()
                .map(columns -> "{'time':'%s','data':{%s}}".formatted(at, columns))
                .collect(Collectors.joining(",", "[", "]"));
        send(scruffy, "POST", "/1/batch/" + dataset, batch).is(200);
    }

    private static Locator named(Page page, AriaRole role, String name) {
        return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    private static void button(Page page, String name) {
        named(page, AriaRole.BUTTON, name).click();
    }

    private static void settled(Page page, String id) {
        assertThat(page.locator("#" + id)).hasAttribute("aria-busy", "false");
    }

    private static Locator with(Page page, String selector, String words) {
        return page.locator(selector)
                .filter(new Locator.FilterOptions().setHasText(words))
                .first();
    }

    /** Asks again until it is there: errors are counted a moment after they are kept. */
    private static void refreshed(Page page, String id, Locator there) {
        for (int i = 0; i < 40 && there.count() == 0; i++) {
            page.waitForTimeout(500);
            button(page, "Refresh");
            settled(page, id);
        }
        assertThat(there).isVisible();
    }

    private String broken(String type, String build, String more) {
        return "'exception.type':'%s%s','exception.message':'user 7 is gone','exception.stacktrace':'at org.acme.Shop.buy(Shop.java:%d)','service.version':'%s'%s"
                .formatted(type, mark, 7 + build.length(), build, more);
    }

    @Test
    void anErrorThatComesBack_saysInWhichBuild_andItsEventsAreExploredAlone(RunningScruffy scruffy, Chromium chromium) {
        Instant now = Instant.now();
        bring(scruffy, now, broken("Gone", "1." + mark, ",'station':'KSCF','feed':'main'"));
        bring(scruffy, now, broken("Gone", "1." + mark, ",'sentry.fingerprint':'another'"), broken("Lost", "1", ""));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("errors.xhtml?order=EVENTS&dataset=" + dataset + "&text=gone" + mark + " shop.buy");
            settled(page, "errors");
            Locator groups = page.locator("#e-rows .e-name");
            refreshed(page, "errors", groups.first());
            assertThat(groups).hasCount(2);
            assertThat(page.locator("#e-sum")).containsText("2 causes, most events first");
            with(page, "#e-rows tr", "Gone" + mark).waitFor();
            String id = group(scruffy, "KSCF");
            page.navigate("errors.xhtml?id=" + id);
            settled(page, "errors");
            assertThat(page.locator("#e-stations")).containsText("KSCF");
            assertThat(page.locator("#radius [data-part=feeds]")).containsText("KSCF main");
            button(page, "Resolved with the next build");
            assertThat(page.locator("#e-badge")).hasText("Resolved");

            bring(
                    scruffy,
                    Instant.now(),
                    broken("Gone", "1." + mark, ",'station':'KSCF'"),
                    broken("Gone", "2." + mark, ",'station':'KSCF'"),
                    "'span.kind':'server','service.name':'shop','duration_ms':5,'name':'buy','service.version':'2."
                            + mark + "'");
            Locator back = page.locator("#e-badge").filter(new Locator.FilterOptions().setHasText("Came back"));
            for (int i = 0; i < 40 && back.count() == 0; i++) {
                page.waitForTimeout(500);
                page.reload();
                settled(page, "errors");
            }
            assertThat(page.locator("#e-facts"))
                    .containsText(Pattern.compile("Came backin build 2." + mark + ", at \\d\\d:\\d\\d"));
            assertThat(page.locator("#e-builds")).containsText("2." + mark + " it came back in this one");
            assertThat(send(scruffy, "GET", "/api/v1/errors/regressions", "").body())
                    .contains("\"build\":\"2." + mark + "\"");
            darkIsOffered(page, page.locator("#e-hours button").first());
            screen.shot("causes-error");

            page.locator("#e-actions a").click();
            page.waitForURL(url -> url.contains("explore.xhtml"));
            settled(page, "explore");
            assertThat(page.locator("#explore-matched")).containsText(Pattern.compile("^3 of "));

            page.navigate("releases.xhtml?range=15m&dataset=" + dataset);
            settled(page, "releases");
            Locator release = page.locator("tr[data-release='2." + mark + "']");
            assertThat(release.locator("[data-errors=new]")).hasText("none");
            assertThat(release.locator("[data-errors=back] a")).hasText("Gone" + mark);
            screen.shot("causes-releases");
        }
    }

    private String group(RunningScruffy scruffy, String station) {
        JsonObject found = send(scruffy, "GET", "/api/v1/errors?station=" + station + "&text=gone" + mark, "")
                .is(200)
                .json();
        return found.getJsonArray("groups").getJsonObject(0).getString("id");
    }

    /** Of a time in a table, by the keyboard. */
    private static void darkIsOffered(Page page, Locator time) {
        Locator details = time.locator("xpath=ancestor::details[1]");
        if (details.getAttribute("open") == null) {
            details.locator("summary").click();
        }
        time.focus();
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.MENUITEM)
                        .filter(new Locator.FilterOptions().setHasText("Look at this time alone")))
                .isFocused();
        assertThat(page.getByRole(AriaRole.MENUITEM)
                        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^Why dark: \\d+ avail"))))
                .isVisible();
        page.keyboard().press("Escape");
        assertThat(time).isFocused();
    }

    @Test
    void errorsThatAreChosen_areIgnoredAtOnce_andOpenAgainByOneUndo(RunningScruffy scruffy, Chromium chromium) {
        bring(scruffy, Instant.now(), broken("Ant", "1", ""), broken("Bee", "1", ""), broken("Cow", "1", ""));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("errors.xhtml?dataset=" + dataset);
            settled(page, "errors");
            Locator groups = page.locator("#e-rows .e-name");
            refreshed(page, "errors", with(page, "#e-rows tr", "Cow" + mark));
            assertThat(groups).hasCount(3);
            assertThat(page.locator("#e-many")).isHidden();
            page.getByLabel("Choose all").check();
            page.getByLabel("Choose Bee" + mark).uncheck();
            assertThat(page.locator("#e-many")).containsText("2 chosen");
            screen.shot("causes-many");
            List<String> said = new ArrayList<>();
            page.onRequest(request -> {
                if (!request.method().equals("GET")) said.add(request.url().replaceFirst(".*/errors/", ""));
            });
            button(page, "Ignore");
            assertThat(groups).hasText(new String[] {"Bee" + mark});
            assertThat(page.locator("#e-many-done")).containsText("Ignore: done of 2 errors.");
            button(page, "Undo");
            assertThat(groups).hasCount(3);
            assertThat(said).containsExactly("verdicts", "verdicts");
            page.locator("#e-text").fill("cow" + mark);
            button(page, "Search");
            assertThat(groups).hasText(new String[] {"Cow" + mark});
            page.goBack();
            assertThat(groups).hasCount(3);
        }
    }

    @Test
    void errors_areShownOfTheServiceThatIsChosen(RunningScruffy scruffy, Chromium chromium) {
        String till = ",'service.name':'till-" + mark + "'";
        String web = ",'service.name':'web-" + mark + "'";
        bring(scruffy, Instant.now(), broken("Ant", "1", till), broken("Bee", "1", web), broken("Bee", "1", till));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("errors.xhtml?dataset=" + dataset);
            settled(page, "errors");
            Locator groups = page.locator("#e-rows .e-name");
            refreshed(page, "errors", with(page, "#e-rows tr", "till-" + mark + ", web-" + mark));
            assertThat(groups).hasCount(2);
            page.locator("#e-service").selectOption("web-" + mark);
            assertThat(groups).hasText(new String[] {"Bee" + mark});
            screen.shot("causes-service");
            page.reload();
            assertThat(groups).hasText(new String[] {"Bee" + mark});
            assertThat(page.locator("#e-service")).hasValue("web-" + mark);
            groups.click();
            assertThat(page.locator("#e-facts")).containsText("web-" + mark);
            page.goBack();
            page.locator("#e-service").selectOption("");
            assertThat(groups).hasCount(2);
        }
    }

    // ---- one trace
    // ----------------------------------------------------------------------------------------------------

    private String span(String id, String parent, int start, int ms, String more) {
        return "{'time':'%s','data':{'trace.trace_id':'%s','trace.span_id':'%s'%s,'name':'%s','duration_ms':%d,'service.name':'%s'%s}}"
                .formatted(
                        minute.plusMillis(start),
                        trace,
                        id,
                        parent.isEmpty() ? "" : ",'trace.parent_id':'" + parent + "'",
                        id,
                        ms,
                        dataset,
                        more);
    }

    /** A root of 1,000 ms: it waits for a, then for b, whose c takes most of it. */
    private void bringTrace(RunningScruffy scruffy) {
        String many = IntStream.range(0, 40)
                .mapToObj(i -> span("s" + i, "c", 500 + i, 1, ""))
                .collect(Collectors.joining(","));
        send(
                        scruffy,
                        "POST",
                        "/1/batch/" + dataset,
                        "["
                                + String.join(
                                        ",",
                                        span(
                                                "root",
                                                "",
                                                0,
                                                1_000,
                                                ",'station':'KXYZ','feed':'main','span.kind':'server'"),
                                        span("a", "root", 100, 100, ",'till':'seven'"),
                                        span("b", "root", 200, 700, ",'till':'eight'"),
                                        span(
                                                "c",
                                                "b",
                                                300,
                                                500,
                                                ",'station':'KSCF','feed':'main','error':true,'exception.type':'Cut"
                                                        + mark + "','exception.message':'cut'"),
                                        many,
                                        "{'time':'%s','data':{'body':'a line','trace.trace_id':'%s','trace.span_id':'c'}}"
                                                .formatted(minute.plusMillis(350), trace),
                                        "{'time':'%s','data':{'body':'another','trace.trace_id':'%s','trace.span_id':'a'}}"
                                                .formatted(minute.plusMillis(350), trace),
                                        "{'time':'%s','data':{'meta.annotation_type':'link','trace.trace_id':'%s','trace.parent_id':'b','trace.link.trace_id':'%s','trace.link.span_id':'x','meta.signal_type':'trace'}}"
                                                .formatted(minute.plusMillis(200), trace, "other" + mark),
                                        "{'time':'%s','data':{'trace.trace_id':'%s','trace.span_id':'x','name':'linked','duration_ms':5}}"
                                                .formatted(minute, "other" + mark))
                                + "]")
                .is(200);
    }

    private static Locator row(Page page, String name) {
        return exactly(page, "#trace-rows [role=treeitem]", name);
    }

    private static Locator field(Page page, String name) {
        return exactly(page, "#trace-fields .t-field", name).locator("dd > :first-child");
    }

    private static Locator exactly(Page page, String selector, String words) {
        return page.locator(selector)
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText(words, new Page.GetByTextOptions().setExact(true))))
                .first();
    }

    @Test
    void aTrace_saysWhereItsTimeWent_andIsLookedAtByMouseAndByKeys(RunningScruffy scruffy, Chromium chromium) {
        bringTrace(scruffy);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("trace.xhtml?id=" + trace);
            row(page, "root").click();
            assertThat(field(page, "of it itself")).hasText("200 ms");
            assertThat(field(page, "on the critical path")).hasText("200 ms");
            row(page, "a").click();
            assertThat(field(page, "of it itself")).hasText("100 ms");
            assertThat(field(page, "on the critical path")).hasText("100 ms");
            row(page, "b").click();
            assertThat(field(page, "of it itself")).hasText("200 ms");
            assertThat(field(page, "on the critical path")).hasText("200 ms");

            button(page, "Zoom to it");
            assertThat(page.locator("#trace-ruler span").first()).hasText("200 ms");
            assertThat(page.locator("#trace-ruler span").last()).hasText("900 ms");
            button(page, "Whole trace");
            assertThat(page.locator("#trace-ruler span").last()).hasText("1 s");
            BoundingBox map = page.locator("#trace-map").boundingBox();
            page.mouse().move(map.x + map.width / 4, map.y + 5);
            page.mouse().down();
            page.mouse().move(map.x + map.width / 2, map.y + 9);
            page.mouse().up();
            assertThat(page.locator("#trace-ruler span").last()).hasText(Pattern.compile("^(49|50)\\d ms$"));
            page.locator("#trace-map").dblclick();
            assertThat(page.locator("#trace-whole")).isHidden();

            page.locator("#trace-rows").focus();
            page.keyboard().press("+");
            assertThat(page.locator("#trace-ruler span").last()).hasText("750 ms");
            page.keyboard().press("d");
            assertThat(page.locator("#trace-ruler span").last()).hasText("850 ms");
            page.keyboard().press("a");
            assertThat(page.locator("#trace-ruler span").last()).hasText("750 ms");
            page.keyboard().press("-");
            assertThat(page.locator("#trace-whole")).isHidden();
            button(page, "Unfold all");
            page.keyboard().press("s");
            assertThat(row(page, "root")).hasCount(0); // only the rows in sight are in the document
            page.keyboard().press("w");
            assertThat(row(page, "root")).hasCount(1);
            row(page, "a").click();
            page.keyboard().press("b");
            assertThat(page.locator("#trace-side-title")).hasText("root");
            screen.shot("causes-trace");

            row(page, "b").click();
            page.locator("#trace-notes a").click();
            page.waitForURL(url -> url.contains("id=other" + mark) && url.contains("span=x"));
            assertThat(page.locator("#trace-side-title")).hasText("linked");
        }
    }

    @Test
    void aSpan_leadsToWhomItHit_itsLines_itsErrorAndWhatIsDifferent(RunningScruffy scruffy, Chromium chromium) {
        bringTrace(scruffy);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("trace.xhtml?id=" + trace + "&span=b");
            Locator feeds = page.locator("#radius [data-part=feeds]");
            assertThat(feeds).containsText("KXYZ main");
            button(page, "Whom this span hit");
            assertThat(page.locator("#radius [data-part=of]")).containsText("Of the span b and what is below it");
            assertThat(feeds).not().containsText("KXYZ");
            assertThat(feeds).containsText("KSCF main");
            screen.shot("causes-radius");
            button(page, "Of the whole trace");
            assertThat(feeds).containsText("KXYZ main");
            assertThat(page.locator("#radius [data-part=of]")).isHidden();

            row(page, "c").click();
            named(page, AriaRole.LINK, "Its error").click();
            page.waitForURL(url -> url.contains("errors.xhtml"));
            settled(page, "errors");
            for (int i = 0; i < 40 && page.locator("#e-rows tr").count() == 0; i++) {
                page.waitForTimeout(500);
                page.reload();
                settled(page, "errors");
            }
            assertThat(page.locator("#e-rows .e-name")).hasText(new String[] {"Cut" + mark});
            page.locator("#e-of-trace").click();
            row(page, "c").click();
            named(page, AriaRole.LINK, "Its log lines").last().click();
            page.waitForURL(url -> url.contains("logs.xhtml"));
            page.navigate("trace.xhtml?id=" + trace + "&span=c");
            page.locator("#trace-side-actions")
                    .getByText("Its log lines", new Locator.GetByTextOptions().setExact(true))
                    .click();
            settled(page, "logs");
            assertThat(page.locator("#logs-table tbody tr")).hasCount(1);
            assertThat(page.locator("#logs-table")).containsText("a line");
            page.locator("#logs-table")
                    .getByText("Trace", new Locator.GetByTextOptions().setExact(true))
                    .click();
            page.waitForURL(url -> url.contains("trace.xhtml?id=" + trace + "&span=c"));
            page.locator("#trace-logs").click();
            settled(page, "logs");
            assertThat(page.locator("#logs-table tbody tr")).hasCount(2);

            page.navigate("trace.xhtml?id=" + trace + "&span=b");
            field(page, "till").click();
            page.getByRole(AriaRole.MENUITEM)
                    .filter(new Locator.FilterOptions().setHasText("BubbleUp"))
                    .click();
            page.waitForURL(url -> url.contains("explore.xhtml") && url.contains("sel=till"));
            settled(page, "explore");
            assertThat(page.locator("#bubbleup")).containsText("till");
        }
        send(scruffy, "GET", "/api/v1/blast-radius?error=1&span=b", "").refuses(400, "span");
    }

    @Test
    void traces_areListedByWhatIsWrongWithThem(RunningScruffy scruffy, Chromium chromium) {
        String[] statements = IntStream.range(0, 6)
                .mapToObj(i ->
                        "'trace.trace_id':'many%s','trace.span_id':'q%d','trace.parent_id':'r','name':'SELECT','db.statement':'SELECT 1','db.system':'h2','duration_ms':1,'service.name':'side%d'"
                                .formatted(mark, i, i % 2))
                .toArray(String[]::new);
        bring(
                scruffy,
                minute,
                "'trace.trace_id':'many%s','trace.span_id':'r','name':'many','duration_ms':90,'service.name':'front'"
                        .formatted(mark));
        bring(scruffy, minute, statements);
        bring(
                scruffy,
                minute,
                "'trace.trace_id':'bad%s','trace.span_id':'r','name':'bad','duration_ms':9,'error':true"
                        .formatted(mark),
                "'trace.trace_id':'good%s','trace.span_id':'r','name':'good','duration_ms':9".formatted(mark));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("traces.xhtml?dataset=" + dataset);
            settled(page, "traces");
            Locator names = page.locator("#traces-rows th a");
            assertThat(names).hasCount(3);
            button(page, "Failed");
            settled(page, "traces");
            assertThat(names).hasText(new String[] {"bad"});
            button(page, "Repeated");
            settled(page, "traces");
            assertThat(with(page, "#traces-rows tr", "many")).containsText("6 ×");
            assertThat(with(page, "#traces-rows tr", "many")).containsText("front and 2 others");
            assertThat(names.first()).hasText("many");
            for (String way : List.of("Statements", "SQL time")) {
                button(page, way);
                settled(page, "traces");
                assertThat(names).hasText(new String[] {"many"});
                assertThat(page.locator("#traces-rows .l-sql")).hasText("6 ms");
            }
        }
    }

    // ---- log lines
    // ----------------------------------------------------------------------------------------------------

    @Test
    void logs_showWhatIsOlder_andFindWordsInAnyCase(RunningScruffy scruffy, Chromium chromium) {
        IntStream.range(0, 130)
                .boxed()
                .collect(Collectors.groupingBy(i -> i / 4))
                .forEach((second, lines) -> bring(
                        scruffy,
                        minute.plusSeconds(second),
                        lines.stream()
                                .map(i -> "'body':'Spot %d AIRED'".formatted(i))
                                .toArray(String[]::new)));
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("logs.xhtml?range=7d&dataset=" + dataset + "&q=aired"); // a bar of hours has avails
            settled(page, "logs");
            assertThat(page.locator("#logs-empty")).isVisible();
            page.getByLabel("Any case").check();
            assertThat(page.locator("#logs-words")).hasText("100, the latest first");
            assertThat(page.locator("#logs-sum")).containsText("130 messages");
            button(page, "Older");
            assertThat(page.locator("#logs-words")).hasText("130, the latest first");
            assertThat(page.locator("#logs-older")).isHidden();
            List<String> said = page.locator("#logs-table td:nth-child(2)").allTextContents();
            assertThat(page.locator("#logs-table tbody tr")).hasCount(130);
            assertThat(page.locator("#logs-table tbody tr").last()).containsText(Pattern.compile("Spot [0-3] AIRED"));
            assertThat(said).hasSize(130);
            darkIsOffered(page, page.locator("#logs-steps button").first());
            page.locator("#logs-bars button").last().click();
            assertThat(page.getByRole(AriaRole.MENU)).isVisible();
            page.keyboard().press("Escape");
            screen.shot("causes-logs");
            page.locator("#logs-explore").click();
            settled(page, "explore");
            assertThat(page.locator("#explore-matched")).containsText(Pattern.compile("^130 of "));
        }
    }

    // ---- alerts, jobs, markers
    // ----------------------------------------------------------------------------------------

    @Test
    void alerts_leadToWhatFired_inTheirUnits_andQuietHoursAreKept(RunningScruffy scruffy, Chromium chromium) {
        bring(
                scruffy,
                Instant.now(),
                "'till':'seven','duration_ms':1500,'station':'KSCF','feed':'main'",
                "'till':'eight','duration_ms':5,'station':'KSCF','feed':'main'");
        String trigger = send(
                        scruffy,
                        "POST",
                        "/api/v1/triggers",
                        ("{'name':'Slow %s','query':{'calculations':[{'op':'MAX','column':'duration_ms'}],'breakdowns':['till'],"
                                        + "'filters':[{'column':'meta.dataset','op':'=','value':'%s'}]},'op':'>','threshold':1200,"
                                        + "'everySeconds':30,'windowSeconds':300}")
                                .formatted(mark, dataset))
                .is(200)
                .json()
                .getString("id");
        String slo = send(
                        scruffy,
                        "POST",
                        "/api/v1/slos",
                        ("{'name':'Fast %s','qualifying':{'filters':[{'column':'meta.dataset','op':'=','value':'%s'}]},"
                                        + "'good':{'filters':[{'column':'duration_ms','op':'<','value':100}]},'target':99,'windowDays':1,'burnAlerts':[]}")
                                .formatted(mark, dataset))
                .is(200)
                .json()
                .getString("id");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("alerts.xhtml");
            settled(page, "alerts");
            Locator fired = page.locator("#al-history tr[data-name='Slow " + mark + "']");
            for (int i = 0; i < 120 && fired.count() == 0; i++) {
                page.waitForTimeout(500);
                page.locator("#al-triggers-title").click();
                page.keyboard().press("r");
                settled(page, "alerts");
            }
            assertThat(fired).containsText("MAX(duration_ms) is 1.5 s, > 1.2 s within 5 min");
            assertThat(fired).containsText(Pattern.compile("\\d\\d:\\d\\d E[SD]T"));
            assertThat(with(page, "#al-triggers tr", "Slow " + mark))
                    .containsText("MAX(duration_ms) > 1.2 s for each till in 5 min");
            Locator card = page.locator(".al-card[data-name='Fast " + mark + "']");
            card.locator("summary").click();
            darkIsOffered(page, card.locator("tbody button").last());
            screen.shot("causes-alerts");

            page.locator("#al-quiet [name=begins]").fill("23:15");
            page.locator("#al-quiet [name=ends]").fill("05:45");
            button(page, "Keep");
            assertThat(page.locator("#al-quiet-said")).hasText("23:15 – 05:45, over midnight");
            page.reload();
            assertThat(page.locator("#al-quiet-said")).hasText("23:15 – 05:45, over midnight");
            button(page, "No quiet hours");
            assertThat(page.locator("#al-quiet-said")).hasText("none: always told at once");

            fired.locator("a").click();
            page.waitForURL(url -> url.contains("explore.xhtml"));
            settled(page, "explore");
            assertThat(page.locator("#groups-rows th")).hasText(new String[] {"seven"});
            assertThat(page.locator("#explore-matched")).containsText(Pattern.compile("^1 of "));
            page.goBack();
            settled(page, "alerts");
            card.getByText("Its failing events").click();
            page.waitForURL(url -> url.contains("explore.xhtml"));
            settled(page, "explore");
            assertThat(page.locator("#events-words")).hasText("1, the latest first");
        } finally {
            send(scruffy, "DELETE", "/api/v1/triggers/" + trigger, "").is(204);
            send(scruffy, "DELETE", "/api/v1/slos/" + slo, "").is(204);
        }
    }

    @Test
    void aJobThatRuns_saysHowMuchIsDone_andAMomentIsMarked(RunningScruffy scruffy, Chromium chromium) {
        bring(scruffy, Instant.now(), "'name':'first'");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("explore.xhtml?range=15m&dataset=" + dataset);
            settled(page, "explore");
            page.locator("#markers summary").click();
            page.getByLabel("What happens now").fill("shop " + mark);
            page.getByLabel("Type of the marker").fill("deploy");
            button(page, "Mark this moment");
            assertThat(page.locator("#markers [data-part=status]")).hasText("Marked.");
            assertThat(page.locator("#markers [data-part=list]")).containsText("shop " + mark);

            String fills = "/api/v1/stations/KSCF/fills";
            String fill = send(
                            scruffy,
                            "POST",
                            fills,
                            "{'feed':'main','week':'%s','seconds':30,'airReadyOnly':false}"
                                    .formatted(scruffy.today().plusDays(7)))
                    .is(202)
                    .json()
                    .getString("id");
            page.navigate("jobs.xhtml");
            settled(page, "jobs");
            Locator done = page.getByLabel("How much of fill week is done");
            refreshed(page, "jobs", done);
            assertThat(with(page, "#jobs-running li", "fill week")).containsText(Pattern.compile("\\d+ %, since"));
            JsonArray running =
                    send(scruffy, "GET", "/api/v1/jobs", "").is(200).json().getJsonArray("running");
            assertThat(running.getValuesAs(JsonObject.class))
                    .filteredOn(job -> job.getString("name").equals("fill week"))
                    .singleElement()
                    .satisfies(job -> assertThat(job.getJsonNumber("progress").doubleValue())
                            .isGreaterThan(0)
                            .isLessThan(1));
            screen.shot("causes-jobs");
            send(scruffy, "DELETE", fills + "/" + fill, "");
        }
    }
}
