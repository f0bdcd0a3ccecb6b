package org.scruffy.it;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody with hls.js and the guide's lines beside it on a page of another origin, whose network can be made bad: what these lines
 * tell of a real player in real trouble.
 */
final class TroubledViewer implements AutoCloseable {

    /** What the player did, by its own events and apart from the guide's lines. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <title>Troubled</title>
            <link rel="icon" href="data:,">
            <video muted autoplay playsinline width="160" height="90"></video>
            <script src="%1$s"></script>
            %2$s
            <script>
              const watched = { first: '', played: '', levels: [], started: 0, waiting: 0, stalled: 0, failed: '' };
              const video = document.querySelector('video');
              const hls = new Hls({ startLevel: 1, capLevelToPlayerSize: false });
              const before = performance.now();
              video.addEventListener('waiting', () => { if (watched.started) watched.waiting = performance.now(); });
              video.addEventListener('playing', () => {
                watched.started ||= performance.now() - before;
                if (watched.waiting && watched.played.endsWith('s')) watched.stalled ||= performance.now() - watched.waiting;
                watched.waiting = 0;
              });
              const kind = (frag) => (frag.url.includes('/live/spots/') ? 's' : 'n');
              hls.on(Hls.Events.FRAG_BUFFERED, (_, { frag }) => { watched.first ||= kind(frag); });
              hls.on(Hls.Events.FRAG_CHANGED, (_, { frag }) => { watched.played += kind(frag); });
              hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => watched.levels.push(hls.levels[level].height));
              hls.on(Hls.Events.ERROR, (_, { fatal }) => { if (fatal) watched.failed ||= watched.played.slice(-1); });
              watchPlayer(hls, video);
              hls.loadSource('%3$s');
              hls.attachMedia(video);
            </script>
            """;

    private static final String SPOTS = "**/live/spots/**";
    private static final String SEGMENTS = "**/*.ts";

    private final Screen screen;
    private final Page page;
    private final HttpServer server;
    private final List<Route> held = new ArrayList<>();

    /** @param recipe the guide's lines, which need no change */
    TroubledViewer(Screen screen, URI player, String recipe, URI stream) throws IOException {
        this.screen = screen;
        page = screen.page();
        byte[] html = PAGE.formatted(player, recipe, stream).getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        server.start();
        page.navigate("http://localhost:" + server.getAddress().getPort());
    }

    /** Lets the first segment of a spot through, and keeps the others back. */
    void keepsSpotsBack() {
        List<Route> passed = new ArrayList<>();
        page.route(SPOTS, route -> {
            if (passed.isEmpty()) {
                passed.add(route);
                route.resume();
                return;
            }
            held.add(route);
        });
    }

    void letsThemGo() {
        page.unroute(SPOTS);
        held.forEach(Route::resume);
    }

    void findsNoSegmentAnyMore() {
        page.route(SEGMENTS, route -> route.fulfill(new Route.FulfillOptions().setStatus(404)));
    }

    /** Chooses the other rendition, as a viewer does in a menu. */
    void choosesTheOtherRendition() {
        page.evaluate("() => { hls.nextLevel = 1 - hls.currentLevel; }");
    }

    void waitsFor(String condition) {
        page.waitForFunction(
                "() => " + condition,
                null,
                new Page.WaitForFunctionOptions().setTimeout(120_000).setPollingInterval(100));
    }

    boolean says(String condition) {
        return (Boolean) page.evaluate("() => " + condition);
    }

    double milliseconds(String expression) {
        return ((Number) page.evaluate("() => " + expression)).doubleValue();
    }

    @Override
    public void close() {
        page.navigate("about:blank");
        server.stop(0);
        screen.forgive(); // it had to complain
        screen.close();
    }
}
