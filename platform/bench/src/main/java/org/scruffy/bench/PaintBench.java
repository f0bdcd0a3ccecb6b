package org.scruffy.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Traffic;

/** How soon a browser paints what was asked: Explore's heatmap of many events, and the waterfall of a large trace. */
final class PaintBench implements Benchmark {

    private static final int EVENTS = Integer.getInteger("bench.events", 1_000_000);
    private static final Duration REST = Duration.ofMinutes(15);
    private static final Duration TIME = Duration.ofHours(1);
    private static final int CLIENTS = 2;
    private static final int BATCH = 1_000;
    private static final int LARGE = 5_000;
    private static final int WARM = 3;
    private static final int ROUNDS = 11;

    /**
     * Notes the first cell of the heatmap and the first row of a waterfall: {@code painted} is when the frame with it is done, {@code
     * answered} when the trace had come. Both in milliseconds since the page was asked for.
     */
    private static final String WATCH = """
        (() => {
          const note = () => requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
              const trace = performance.getEntriesByType('resource').find(({ name }) => name.includes('/api/v1/traces/'));
              window.painted = { at: performance.now(), answered: trace ? trace.responseEnd : 0 };
            };
            port2.postMessage(null);
          });
          let noted = false;
          const once = () => noted || (noted = true, note());
          const { fillRect } = CanvasRenderingContext2D.prototype;
          CanvasRenderingContext2D.prototype.fillRect = function (...box) {
            if (this.canvas.id === 'heatmap') once();
            return fillRect.apply(this, box);
          };
          new MutationObserver(() => document.querySelector('.t-row') && once()).observe(document, { childList: true, subtree: true });
        })();
        """;

    private final Instant from = Instant.now().minus(TIME);
    private final Traffic traffic = new Traffic(from, TIME, EVENTS);

    @Override
    public String name() {
        return "paint";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        Path product = EmptyProduct.built();
        Optional<Path> browser = browser();
        if (!Files.exists(product) || browser.isEmpty()) {
            out.println("There is no " + product + ", or no Chromium on the path: name one by -Dbench.chromium");
            return;
        }
        try (EmptyProduct scruffy = EmptyProduct.start(Path.of("target/http").toAbsolutePath())) {
            scruffy.settle();
            bring(scruffy.otlp());
            scruffy.server().rest(REST);
            paint(scruffy.base(), browser.get(), out);
        }
    }

    /** The one that is named, one on the path, or the one that the tests in a browser have unpacked. */
    private static Optional<Path> browser() throws IOException {
        String named = System.getProperty("bench.chromium", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named).toAbsolutePath()).filter(Files::isExecutable);
        }
        Stream<Path> installed = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)));
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "scruffy-it");
        try (Stream<Path> unpacked = Files.isDirectory(cache) ? Files.list(cache) : Stream.empty()) {
            return Stream.concat(installed, unpacked.map(folder -> folder.resolve("chromium")))
                    .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                    .findFirst();
        }
    }

    private void bring(Intake intake) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Void>> bringing = new ArrayList<>();
            for (int at = 0; at < EVENTS; at += BATCH) {
                int first = at;
                bringing.add(() -> {
                    intake.bring(spans(first, Math.min(BATCH, EVENTS - first)));
                    return null;
                });
            }
            Intake.all(clients, bringing);
        } finally {
            clients.shutdownNow();
        }
        List<Event> large = large();
        for (int at = 0; at < LARGE; at += BATCH) {
            intake.bring(large.subList(at, at + BATCH));
        }
    }

    private List<Event> spans(long first, int count) {
        return LongStream.range(first, first + count).mapToObj(traffic::event).toList();
    }

    /** One trace of spans that are made for many, each below one of those before it. */
    private List<Event> large() {
        List<Event> large = new ArrayList<>();
        for (Event event : spans(EVENTS, LARGE)) {
            Map<String, Object> fields = new LinkedHashMap<>(event.fields());
            fields.put("trace.trace_id", Traffic.trace(-1));
            if (large.isEmpty()) {
                fields.remove("trace.parent_id");
            } else {
                fields.put("trace.parent_id", large.get((large.size() - 1) / 4).text("trace.span_id"));
            }
            large.add(new Event(event.time(), fields));
        }
        return large;
    }

    private void paint(URI base, Path program, PrintStream out) {
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program)
                                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
                BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                        .setBaseURL(base.toString())
                        .setViewportSize(1440, 900))) {
            context.setDefaultTimeout(60_000);
            Page page = context.newPage();
            signIn(page);
            context.addInitScript(WATCH);
            String time = "&from=" + from + "&to=" + from.plus(TIME);
            Table table = new Table("ms", "median", "slowest of " + ROUNDS, "to be met");
            row(table, "Explore, all events", rounds(page, "explore.xhtml?live=off&view=all" + time, false), "1,000");
            row(table, "Explore, web requests", rounds(page, "explore.xhtml?live=off" + time, false), "1,000");
            String trace = "trace.xhtml?id=" + Traffic.trace(-1);
            row(table, "a waterfall, since it was asked for", rounds(page, trace, false), "");
            row(table, "a waterfall, since its spans came", rounds(page, trace, true), "100");
            table.print(out);
            out.println(
                    String.format(Locale.ROOT, "%,d events of an hour; the waterfall is of %,d spans.", EVENTS, LARGE));
        }
    }

    private static void signIn(Page page) {
        page.navigate("login.xhtml");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(FirstAdmin.NAME);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(FirstAdmin.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(url -> !url.contains("login.xhtml"));
    }

    /** @param answered whether the time begins with the answer and not with the page */
    private static List<Double> rounds(Page page, String address, boolean answered) {
        List<Double> rounds = new ArrayList<>();
        for (int i = 0; i < WARM + ROUNDS; i++) {
            page.navigate(address);
            page.waitForFunction("() => window.painted");
            Number ms =
                    (Number) page.evaluate("(answered) => painted.at - (answered ? painted.answered : 0)", answered);
            if (i >= WARM) {
                rounds.add(ms.doubleValue());
            }
        }
        return rounds.stream().sorted().toList();
    }

    private static void row(Table table, String what, List<Double> ms, String goal) {
        table.row(what, whole(WeekBench.median(ms)), whole(ms.get(ms.size() - 1)), goal);
    }

    private static String whole(double ms) {
        return String.format(Locale.ROOT, "%,.0f", ms);
    }
}
