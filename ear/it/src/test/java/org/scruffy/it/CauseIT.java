package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The story of the product: one station's week is slow. From the overview to the heatmap, from a rectangle to the station and the
 * route, from the slowest trace to the relation that is read again and again, and to the marker after which it is no more.
 * {@code -Dstory.events=10000000} tells it among as many events.
 */
@ExtendWith(RunningScruffy.Shared.class)
class CauseIT {

    private static final Logger LOG = Logger.getLogger(CauseIT.class.getName());
    private static final int EVENTS = Integer.getInteger("story.events", 20_000);
    private static final int BATCH = 5_000;
    private static final Duration STORY = Duration.ofMinutes(50);
    private static final Duration SINCE_THE_PLAN = Duration.ofMinutes(15);
    private static final int SLOW_MS = 1_500;
    private static final int SLOWEST_MS = 9_000;
    private static final int STATEMENTS = 60;
    private static final List<String> ROUTES = List.of("/spots/{id}", "/feeds/{name}", "/schedule/{week}", "/orders");
    private static final List<String> STATIONS = List.of("KAAA", "KBBB", "KCCC", "KDDD", "KEEE", "KSLO");

    private final Instant now = Instant.now();
    private final Instant planned = now.minus(SINCE_THE_PLAN);
    private final String service = "station-web-" + UUID.randomUUID().toString().substring(0, 8);
    private final Random random = new Random(7);

    @Test
    void aSlowStation_isFoundFromTheOverviewToTheLineThatIsToBlame(RunningScruffy scruffy, Chromium chromium) {
        bringEvents(scruffy);
        bringSlowestTrace(scruffy);
        String marker = "{'message':'plan applied','type':'deploy','start_time':" + planned.getEpochSecond() + "}";
        Api.send(scruffy, "POST", "/1/markers/__all__", marker).is(201);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("overview.xhtml?f=" + encoded("service.name|=|" + service));
            assertThat(page.locator("#overview")).hasAttribute("aria-busy", "false");
            assertThat(page.locator("#o-slow tbody tr").first()).containsText("/schedule/{week}");
            screen.shot("cause-overview");
            page.locator("#o-numbers a").first().click();
            page.waitForURL(url -> url.contains("explore.xhtml"));
            open(page);
            screen.shot("cause-heatmap");

            drag(page);
            causes(page);
            screen.shot("cause-bubbleup");

            improved(page);
            slowest(page);
            page.waitForSelector("#trace[data-ready]");
            Locator finding = page.locator(".finding[data-kind='N+1']").first();
            assertThat(finding).hasAttribute("data-relation", "Timeslot.breaks");
            assertThat(finding).containsText(STATEMENTS + " × the same statement while reading Timeslot.breaks");
            assertThat((Integer) page.evaluate("() => scruffy.trace.rows()"))
                    .as("rows of a trace whose statements are folded")
                    .isLessThan(STATEMENTS / 2);
            screen.shot("cause-trace");
        }
    }

    private void open(Page page) {
        page.waitForFunction("() => document.getElementById('explore').getAttribute('aria-busy') === 'false'"
                + " && scruffy.heatmap.cells().length > 0");
        LOG.info(
                "Explore among " + EVENTS + " events: "
                        + page.evaluate(
                                "async () => { const heatmap = performance.now(); const painted = await new Promise((told) =>"
                                        + " new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint').forEach(told))"
                                        + ".observe({ type: 'paint', buffered: true }));"
                                        + " return `first paint ${Math.round(painted.startTime)} ms, heatmap ${Math.round(heatmap)} ms`; }"));
    }

    /** A rectangle around all that is slow. */
    private static void drag(Page page) {
        page.locator("#explore-live").uncheck();
        page.locator("#heatmap").scrollIntoViewIfNeeded();
        BoundingBox canvas = page.locator("#heatmap").boundingBox();
        double low = ((Number) page.evaluate("() => scruffy.heatmap.heightOf(" + SLOW_MS + ")")).doubleValue();
        page.mouse().move(canvas.x + 70, canvas.y + 12);
        page.mouse().down();
        page.mouse().move(canvas.x + canvas.width / 2, canvas.y + low / 2);
        page.mouse().move(canvas.x + canvas.width - 14, canvas.y + low - 2);
        page.mouse().up();
    }

    /** The station and the route come first; the route is also in the name. */
    private static void causes(Page page) {
        Locator panel = page.locator("#bubbleup");
        assertThat(panel).hasAttribute("aria-busy", "false");
        Locator cards = panel.locator(".b-card");
        assertThat(cards.nth(1)).isVisible();
        List<String> first = List.of(cards.nth(0).innerText(), cards.nth(1).innerText());
        assertThat(first).anySatisfy(card -> assertThat(card).contains("station", "KSLO", "100 % of the selected"));
        assertThat(first).anySatisfy(card -> assertThat(card).contains("http.route", "/schedule/{week}"));
    }

    /** Nothing is slow any more after the marker. */
    private void improved(Page page) {
        assertThat(page.locator("#markers [data-part=list]")).containsText("plan applied");
        @SuppressWarnings("unchecked") // what the script makes
        List<Number> slow = (List<Number>) page.evaluate("() => [...scruffy.heatmap.shown.values()]"
                + ".filter(cell => scruffy.heatmap.grid.rows[cell.row].low >= " + SLOW_MS + ")"
                + ".map(cell => scruffy.heatmap.from + cell.x * scruffy.heatmap.step)");
        assertThat(slow)
                .isNotEmpty()
                .allSatisfy(at -> assertThat(at.longValue()).isLessThan(planned.toEpochMilli()));
    }

    private static void slowest(Page page) {
        @SuppressWarnings("unchecked") // what the script makes
        Map<String, Number> at = (Map<String, Number>) page.evaluate(
                "() => scruffy.heatmap.pointOf(scruffy.heatmap.cells().find(cell => cell.max >= " + SLOWEST_MS + "))");
        page.mouse().click(at.get("x").doubleValue(), at.get("y").doubleValue());
        page.waitForURL(url -> url.contains("/trace.xhtml"));
    }

    private void bringEvents(RunningScruffy scruffy) {
        for (int first = 0; first < EVENTS; first += BATCH) {
            IntStream batch = IntStream.range(first, Math.min(EVENTS, first + BATCH));
            Api.bringAll(scruffy, service, batch.mapToObj(this::event));
        }
    }

    private String event(int i) {
        Instant at = now.minus(STORY.multipliedBy(EVENTS - i).dividedBy(EVENTS));
        String route = ROUTES.get(random.nextInt(ROUTES.size()));
        String station =
                STATIONS.get(random.nextInt(100) < 4 ? STATIONS.size() - 1 : random.nextInt(STATIONS.size() - 1));
        boolean slow = station.equals("KSLO") && route.equals("/schedule/{week}") && at.isBefore(planned);
        double ms = slow ? SLOW_MS * (1.2 + random.nextDouble()) : 20 * Math.exp(random.nextGaussian() * 0.6 + 0.5);
        return ("{'time':'%s','data':{'name':'GET %s','service.name':'%s','span.kind':'server','http.route':'%2$s',"
                        + "'station':'%s','http.status_code':%d,'host':'web-%d','app.version':'1.%d','user.id':'u%d',"
                        + "'trace.trace_id':'%016x%016x','trace.span_id':'%016x','duration_ms':%s}}")
                .formatted(
                        at,
                        route,
                        service,
                        station,
                        random.nextInt(100) == 0 ? 404 : 200,
                        random.nextInt(3),
                        random.nextInt(2),
                        random.nextInt(5_000),
                        random.nextLong() | 1,
                        random.nextLong(),
                        random.nextLong() | 1,
                        ms);
    }

    private void bringSlowestTrace(RunningScruffy scruffy) {
        String trace = "%016x%016x".formatted(random.nextLong() | 1, random.nextLong());
        Instant start = planned.minusSeconds(300);
        String root = data(trace, "", "b000", "GET /schedule/{week}", start, SLOWEST_MS)
                + ",'span.kind':'server','http.route':'/schedule/{week}','station':'KSLO'}}";
        Stream<String> statements = IntStream.range(0, STATEMENTS)
                .mapToObj(i ->
                        data(trace, "b000", "c%03d".formatted(i), "SELECT ad_break", start.plusMillis(i * 140), 120)
                                + ",'span.kind':'client','db.system':'postgresql','jpa.relation':'Timeslot.breaks',"
                                + "'jpa.to_many':true,'db.bind_hash':'h" + i + "','db.rows':2,"
                                + "'db.statement':'SELECT id, starts_at FROM ad_break WHERE slot_id = ?'}}");
        Api.bringAll(scruffy, service, Stream.concat(Stream.of(root), statements));
    }

    private String data(String trace, String parent, String id, String name, Instant at, int ms) {
        return "{'time':'" + at + "','data':{'name':'" + name + "','service.name':'" + service + "','trace.trace_id':'"
                + trace + "','trace.span_id':'000000000000" + id + "'"
                + (parent.isEmpty() ? "" : ",'trace.parent_id':'000000000000" + parent + "'") + ",'duration_ms':" + ms;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
