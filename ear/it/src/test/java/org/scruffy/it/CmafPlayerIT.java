package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.json;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.scruffy.testkit.ConformancePoller;

/**
 * Feeds in fragmented MP4 on real players, hls.js and dash.js side by side, through one break of two spots: three edges within and
 * one on the way back.
 */
@Order(PlayerIT.LAST - 1)
@Isolated
@ExtendWith(RunningScruffy.Shared.class)
class CmafPlayerIT {

    private static final String DASH = "dashjs@5.2.1";
    private static final String AD_ID = "EDGE0001";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String PAGE = """
            <!DOCTYPE html>
            <link rel="icon" href="data:,">
            <video muted autoplay playsinline width="320" height="180"></video>
            <script src="%1$s"></script>
            <script src="dash.js"></script>
            <script>
              const watched = { errors: [], waits: 0, ranges: 1, played: '', started: false };
              const video = document.querySelector('video');
              const note = (url) => { watched.played += url.includes('/live/spots/') ? 's' : 'n'; };
              video.addEventListener('playing', () => { watched.started = true; });
              video.addEventListener('waiting', () => { if (watched.started) watched.waits++; });
              video.addEventListener('progress', () => {
                if (watched.started) watched.ranges = Math.max(watched.ranges, video.buffered.length);
              });
              const stream = '%2$s';
              if (stream.endsWith('.mpd')) {
                const player = dashjs.MediaPlayer().create();
                player.on('error', (failure) => watched.errors.push(JSON.stringify(failure.error)));
                player.on('fragmentLoadingCompleted', ({ request }) => {
                  if (request.type === 'MediaSegment' && request.mediaType === 'video') note(request.url);
                });
                player.initialize(video, stream, true);
              } else {
                const hls = new Hls();
                // between the media of two sources it may wait, which is an error to it but none to a viewer
                const counts = (failure) => failure.fatal || !stream.includes('/interstitials/');
                hls.on(Hls.Events.ERROR, (_, failure) => {
                  if (counts(failure)) watched.errors.push(failure.details);
                });
                hls.on(Hls.Events.INTERSTITIAL_ASSET_STARTED, () => { watched.played += 's'; });
                hls.on(Hls.Events.FRAG_CHANGED, (_, { frag }) => note(frag.url));
                hls.loadSource(stream);
                hls.attachMedia(video);
              }
            </script>
            """;

    @Test
    void aBreak_playsThroughAllItsEdges_inFragmentsWithTheirSoundAndWithoutIt_byHlsAndByDash(
            RunningScruffy scruffy, Chromium chromium, @TempDir Path folder) throws Exception {
        Path muxed = folder.resolve("edge");
        Path apart = folder.resolve("apart");
        try (StockEncoder one = StockEncoder.start(scruffy.data(), muxed, StockEncoder.Form.FRAGMENTS);
                StockEncoder other = StockEncoder.start(scruffy.data(), apart, StockEncoder.Form.FRAGMENTS_APART)) {
            waitUntil(() -> listed(one) && listed(other), "the encoders' first playlists");
            add(scruffy, chromium, "edge", one.address());
            add(scruffy, chromium, "apart", other.address());
            Api api = Api.ofTheDemo(scruffy);
            creative(api);
            waitUntil(() -> conditioned(api), "copies for both feeds");
            Map<String, String> breaks = new LinkedHashMap<>();
            for (String feed : List.of("edge", "apart")) {
                breaks.put(feed, spotsIntoAnEmptyBreak(api, feed));
            }

            assertThat(scruffy.send(scruffy.anonymous("/live/KSCF/edge.mpd").GET()))
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(409))
                    .satisfies(answer -> assertThat(answer.body()).contains("has 2 tracks, expected 1"));
            waitUntil(
                    () -> scruffy.send(scruffy.anonymous("/live/KSCF/apart.mpd").GET())
                                    .statusCode()
                            == 200,
                    "a manifest");
            watch(scruffy, chromium, apart, other, breaks);
        }
    }

    private static void watch(
            RunningScruffy scruffy, Chromium chromium, Path web, StockEncoder server, Map<String, String> breaks)
            throws Exception {
        Files.copy(dash(), web.resolve("dash.js"));
        String live = scruffy.base().resolve("/live/KSCF/").toString();
        URI hls = scruffy.base().resolve("/jakarta.faces.resource/hls.min.js.xhtml?ln=hls");
        List<StrippedStream> stripped = List.of(
                new StrippedStream(hls, URI.create(live + "edge/master.m3u8")),
                new StrippedStream(server.address().resolve("dash.js"), URI.create(live + "apart.mpd")));
        List<AutoCloseable> opened = new ArrayList<>(stripped);
        Map<String, Screen> controls = new LinkedHashMap<>();
        Map<String, Page> players = new LinkedHashMap<>();
        try {
            for (String stream :
                    List.of("apart.mpd", "apart/master.m3u8", "edge/master.m3u8", "edge/interstitials/master.m3u8")) {
                String name = stream.replace('/', '-') + ".html";
                Files.writeString(web.resolve(name), PAGE.formatted(hls, live + stream));
                Screen screen = chromium.screen(scruffy);
                opened.add(screen);
                players.put(stream, screen.open(server.address().resolve(name).toString()));
            }
            for (Page player : players.values()) {
                player.waitForFunction("() => watched.played.length > 2 && video.currentTime > 0", null, patience());
            }
            for (StrippedStream control : stripped) {
                Screen screen = chromium.screen(scruffy);
                opened.add(screen);
                screen.open(control.page()).waitForFunction("() => watched.started", null, patience());
                controls.put(control.page(), screen);
            }
            breaks.forEach((feed, adBreak) -> fire(scruffy, feed, adBreak));
            Decoder decoder = Decoder.start(scruffy.data(), live + "apart/master.m3u8", web);
            opened.add(decoder);
            List<Lookout> lookouts = breaks.keySet().stream()
                    .map(feed -> new Lookout(URI.create(live + feed + "/master.m3u8")))
                    .toList();
            opened.addAll(lookouts);
            for (Map.Entry<String, Page> player : players.entrySet()) {
                player.getValue().waitForFunction("() => /ns+nn/.test(watched.played)", null, patience());
                boolean changes = player.getKey().contains("interstitials");
                assertThat(player.getValue()
                                .evaluate("() => JSON.stringify([watched.errors"
                                        + (changes ? "]" : ", watched.waits, watched.ranges]") + ")"))
                        .as("errors, stalls and stretches in the buffer of " + player.getKey())
                        .isEqualTo(changes ? "[[]]" : "[[],0,1]");
            }
            controls.forEach((name, control) -> {
                assertThat((List<?>) control.page().evaluate("() => watched.troubles"))
                        .as("troubles of the stripped stream of " + name)
                        .isNotEmpty();
            });
            for (Lookout lookout : lookouts) {
                assertThat(lookout.violations())
                        .as("violations of the rules of HLS")
                        .isEmpty();
            }
            assertThat(decoder.complaints()).as("complaints of the decoder").isEmpty();
            assertThat(decoder.decoded()).as("decoded").isGreaterThan(Duration.ofSeconds(10));
        } finally {
            for (Screen control : controls.values()) {
                control.open(
                        "about:blank"); // its player would go on asking, and complain of whoever is closed before it
                control.forgive();
            }
            Collections.reverse(opened);
            for (AutoCloseable one : opened) {
                one.close();
            }
        }
    }

    /** Watches what goes out, and looks into it, beside the players. */
    private static final class Lookout implements AutoCloseable {

        private final ConformancePoller poller;
        private final AtomicBoolean over = new AtomicBoolean();
        private final CompletableFuture<Void> watch;

        Lookout(URI master) {
            poller = new ConformancePoller(master);
            watch = CompletableFuture.runAsync(this::watch, task -> new Thread(task, "lookout").start());
        }

        private void watch() {
            try {
                while (!over.get()) {
                    poller.poll();
                    poller.look();
                    Thread.sleep(1_000);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        List<String> violations() {
            close();
            return poller.violations();
        }

        @Override
        public void close() {
            over.set(true);
            watch.join();
        }
    }

    private static void fire(RunningScruffy scruffy, String feed, String adBreak) {
        assertThat(scruffy.post(
                                "/api/stations/KSCF/feeds/" + feed + "/actions",
                                json("{'kind':'FIRE','break':'%s','reason':'Players watch'}", adBreak))
                        .statusCode())
                .isEqualTo(201);
    }

    private static void add(RunningScruffy scruffy, Chromium chromium, String name, URI origin) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("feeds.xhtml?station=KSCF&feed=main");
            Locator form = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Add a feed"));
            form.getByLabel("Title", exactly()).fill("In fragments: " + name);
            form.getByLabel("Short name", exactly()).fill(name);
            form.getByLabel("Origin", exactly()).fill(origin.toString());
            form.getByLabel("A break starts by", exactly())
                    .selectOption(new SelectOption().setLabel("The schedule's clock"));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add this feed"))
                    .click();
            page.getByText("Feed " + name + " is added").first().waitFor();
        }
    }

    private static Locator.GetByLabelOptions exactly() {
        return new Locator.GetByLabelOptions().setExact(true);
    }

    private static void creative(Api api) throws IOException {
        api.post("creatives", json("{'adId':'%s','title':'Edges','kind':'PROMO','lengthMs':6000}", AD_ID))
                .is(201);
        String path = "creatives/" + AD_ID;
        new Api.Answer(api.scruffy()
                        .send(api.request(path + "/media")
                                .header("Content-Type", "video/mp2t")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(api.film()))))
                .is(200);
        api.approve(path);
    }

    /** A new feed has the main feed's schedule, in which some breaks are empty; another one is emptied where none is to come. */
    private static String spotsIntoAnEmptyBreak(Api api, String feed) {
        JsonObject week = api.get("weeks/" + api.scruffy().today() + "?feed=" + feed)
                .is(200)
                .json();
        JsonObject emptiest =
                week.getJsonArray("feeds").getJsonObject(0).getJsonArray("slots").getValuesAs(JsonObject.class).stream()
                        .flatMap(slot -> slot.getJsonArray("breaks").getValuesAs(JsonObject.class).stream())
                        .filter(one -> soon(Instant.parse(one.getString("startsAt"))))
                        .min(Comparator.comparingInt(
                                one -> one.getJsonArray("placements").size()))
                        .orElseThrow();
        for (JsonObject spot : emptiest.getJsonArray("placements").getValuesAs(JsonObject.class)) {
            api.edit(json("{'op':'removeSpot','spot':'%s','version':%d}", spot.getString("id"), spot.getInt("version")))
                    .is(200);
        }
        String adBreak = emptiest.getString("id");
        String place = json("{'op':'placeSpot','break':'%s','creative':'%s'}", adBreak, AD_ID);
        api.edit(place, place).is(200);
        return adBreak;
    }

    /** After the test and within what can be fired. */
    private static boolean soon(Instant start) {
        Instant now = Instant.now();
        return start.isAfter(now.plus(PATIENCE)) && start.isBefore(now.plus(Duration.ofMinutes(80)));
    }

    private static boolean conditioned(Api api) {
        List<JsonObject> copies = api.get("air-copies?adId=" + AD_ID)
                .is(200)
                .json()
                .getJsonArray("copies")
                .getValuesAs(JsonObject.class);
        return copies.stream()
                        .filter(copy -> copy.getString("ladder").contains("fragmented MP4"))
                        .filter(copy -> copy.getString("state").equals("READY"))
                        .count()
                == 2;
    }

    private static boolean listed(StockEncoder encoder) {
        try {
            return !encoder.playlist().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static void waitUntil(BooleanSupplier condition, String what) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited too long for " + what).isBefore(end);
            Thread.sleep(200);
        }
    }

    private static Page.WaitForFunctionOptions patience() {
        return new Page.WaitForFunctionOptions().setTimeout(PATIENCE.toMillis()).setPollingInterval(200);
    }

    /** The player for DASH is not part of the product: npm has it. */
    private static Path dash() throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("user.home"), ".cache", "scruffy-it", DASH.replaceAll("\\W+", "-"));
        Path script = folder.resolve("package/dist/modern/umd/dash.all.min.js");
        if (!Files.exists(script)) {
            Files.createDirectories(folder);
            Chromium.run(folder, "npm", "pack", "--silent", DASH);
            Chromium.run(folder, "sh", "-c", "tar -xzf *.tgz package/dist/modern/umd/dash.all.min.js && rm *.tgz");
        }
        return script;
    }
}
