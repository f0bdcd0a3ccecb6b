package org.scruffy.web.live;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.feed.Awaited;
import org.scruffy.feed.Body;
import org.scruffy.feed.Feeds;
import org.scruffy.feed.Interstitials;
import org.scruffy.feed.Reading;
import org.scruffy.plugin.Platform;
import org.scruffy.web.door.Problems;

/**
 * {@code GET /live/...}: hands out what {@link Feeds} has published. It asks no database, no plugin and no clock, and no thread
 * waits for anybody: a player that asks for what is not listed yet ({@code _HLS_msn}, {@code _HLS_part}) is answered when it is.
 */
@WebServlet(urlPatterns = "/live/*", asyncSupported = true)
public class LiveServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Pattern PLAYLIST =
            Pattern.compile("/([A-Z0-9]{2,10})/([a-z0-9-]{1,32})/([a-z0-9]{1,16})\\.m3u8");
    /** The same feed for players that put spots in by themselves: its playlists, and what avails consist of. */
    private static final Pattern INTERSTITIALS = Pattern.compile("/([A-Z0-9]{2,10})/([a-z0-9-]{1,32})/"
            + "(interstitials/(?:[a-z][a-z0-9]{0,15}(?=\\.m3u8)|\\d{1,18}(?=\\.json)|\\d{1,18}-\\d{1,4}/[a-z0-9]{1,16}(?=\\.m3u8)))"
            + "\\.(?:m3u8|json)");

    /** What an avail consists of is written once; which renditions there are is the feed's affair. */
    private static final Pattern OF_AN_AVAIL = Pattern.compile("interstitials/\\d+(?:-\\d+/(?!master$).*)?");

    /** The list of an avail's spots. */
    private static final Pattern ASSETS = Pattern.compile("interstitials/\\d+");

    private static final Pattern TRACKING = Pattern.compile("/([A-Z0-9]{2,10})/([a-z0-9-]{1,32})/tracking\\.json");
    private static final Pattern MPD = Pattern.compile("/([A-Z0-9]{2,10})/([a-z0-9-]{1,32})\\.mpd");
    private static final Pattern SEGMENT = Pattern.compile(
            "/spots((?:/[A-Za-z0-9][A-Za-z0-9._-]*){2,8}\\.(?:ts|mp4|m4s|m4a|aac)|/air/[0-9a-f]{64}/[a-z0-9]{1,12}\\.m3u8)");

    /** How players ask for a delta update; where there is none they get all of it. */
    private static final Set<String> SKIPS = Set.of("YES", "v2");

    private static final int LONGEST_WAIT_TARGETS = 3;
    /** For so long caches may answer a blocking reload by themselves, as the draft has it (appendix B.1). */
    private static final int CACHED_TARGETS = 6;

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final byte[] NO_TEXT = "WEBVTT\n\n".getBytes(StandardCharsets.US_ASCII);

    @Inject
    private transient Feeds feeds;

    @Inject
    private transient Platform platform;

    @Inject
    private transient Clock clock;

    private transient Path media;

    @Override
    public void init() {
        media = platform.media();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Expose-Headers", "ETag, Content-Range, Date");
        String path = Optional.ofNullable(request.getPathInfo()).orElse("");
        Matcher playlist = PLAYLIST.matcher(path);
        if (playlist.matches()) {
            playlist(playlist.group(1), playlist.group(2), playlist.group(3), request, response);
            return;
        }
        Matcher tracking = TRACKING.matcher(path);
        if (tracking.matches()) {
            playlist(tracking.group(1), tracking.group(2), "tracking", request, response);
            return;
        }
        Matcher mpd = MPD.matcher(path);
        if (mpd.matches()) {
            manifest(mpd.group(1), mpd.group(2), request, response);
            return;
        }
        Matcher interstitials = INTERSTITIALS.matcher(path);
        if (interstitials.matches()) {
            playlist(interstitials.group(1), interstitials.group(2), interstitials.group(3), request, response);
            return;
        }
        if (path.equals("/empty.vtt")) {
            nothingSaid(response);
            return;
        }
        Matcher segment = SEGMENT.matcher(path);
        Optional<SpotFile> file =
                segment.matches() ? SpotFile.inside(media, segment.group(1).substring(1)) : Optional.empty();
        if (file.isEmpty()) {
            Problems.answer(response, 404, "Not Found", "There is nothing at /live" + path);
            return;
        }
        file.get().send(request, response);
    }

    @Override
    protected void doOptions(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
        response.setHeader("Access-Control-Allow-Headers", "Range, If-None-Match");
        response.setHeader("Access-Control-Max-Age", "86400");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private void playlist(
            String station, String feed, String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<URI> elsewhere = feeds.redirect(station, feed, name);
        if (elsewhere.isPresent()) {
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("Location", elsewhere.get().toString());
            response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
            return;
        }
        if (request.getQueryString() == null) {
            answer(feeds.playlist(station, feed, name), false, station, feed, name, request, response);
            return;
        }
        Reading<Optional<Awaited>> awaited =
                Awaited.read(request.getParameter("_HLS_msn"), request.getParameter("_HLS_part"));
        if (awaited.value().isEmpty()) {
            Problems.answer(response, 400, "Bad Request", awaited.refusal());
        } else if (awaited.value().get().isEmpty()) {
            latest(station, feed, name, false, request, response);
        } else {
            blocked(station, feed, name, awaited.value().get().get(), request, response);
        }
    }

    /** A blocking playlist reload. */
    private void blocked(
            String station,
            String feed,
            String name,
            Awaited awaited,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Feeds.Reload at = feeds.ahead(station, feed, name, awaited);
        if (at == Feeds.Reload.LISTED) {
            latest(station, feed, name, true, request, response);
        } else if (at == Feeds.Reload.TOO_FAR) {
            Problems.answer(
                    response,
                    400,
                    "Bad Request",
                    "_HLS_msn=" + awaited.sequence() + " is too far from the end of the playlist to be waited for");
        } else {
            waits(station, feed, name, awaited, request, response);
        }
    }

    private void waits(
            String station,
            String feed,
            String name,
            Awaited awaited,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        BlockedReload waiting = new BlockedReload(
                request.startAsync(request, response), () -> latest(station, feed, name, true, request, response));
        waiting.within(
                LONGEST_WAIT_TARGETS * 1000L * feeds.targetSeconds(station, feed),
                () -> feeds.forget(station, feed, waiting));
        if (!feeds.await(station, feed, name, awaited, waiting)) {
            waiting.refuse(() -> {
                response.setHeader("Retry-After", "1");
                Problems.answer(response, 503, "Too many wait", "Too many players wait for this feed already");
            });
        }
    }

    /** @param waited whether it answers a blocking reload, whose address means this very playlist */
    private void latest(
            String station,
            String feed,
            String name,
            boolean waited,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        boolean skips = SKIPS.contains(String.valueOf(request.getParameter("_HLS_skip")));
        Optional<Body> delta = skips ? feeds.delta(station, feed, name) : Optional.empty();
        Optional<Body> body = delta.or(() -> feeds.playlist(station, feed, name));
        answer(body, waited, station, feed, name, request, response);
    }

    private void answer(
            Optional<Body> body,
            boolean waited,
            String station,
            String feed,
            String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (body.isPresent()) {
            boolean json = String.valueOf(request.getPathInfo()).endsWith(".json");
            response.setContentType(json ? "application/json" : "application/vnd.apple.mpegurl");
            int target = feeds.targetSeconds(station, feed);
            String caching = OF_AN_AVAIL.matcher(name).matches()
                    ? FOR_EVER
                    : briefly(waited ? CACHED_TARGETS * target : Math.max(1, target / 2));
            boolean assets = ASSETS.matcher(name).matches();
            if (assets) {
                response.addHeader("Vary", "X-Forwarded-Proto");
            }
            Body said = assets ? Interstitials.anywhere(body.get(), folder(request)) : body.get();
            send(said, caching, request, response);
            return;
        }
        if (feeds.knows(station, feed)
                && feeds.playlist(station, feed, "master").isEmpty()) {
            response.setHeader("Retry-After", "2");
            Problems.answer(
                    response,
                    503,
                    "Not on air yet",
                    "The origin of feed " + station + "/" + feed + " has not answered yet");
            return;
        }
        Problems.answer(
                response, 404, "Not Found", "There is no playlist " + name + " of a feed " + station + "/" + feed);
    }

    /** Where the request's address is, as the player knows it: whatever ends TLS before us says so. */
    private static String folder(HttpServletRequest request) {
        StringBuffer address = request.getRequestURL();
        String asked = address.substring(0, address.lastIndexOf("/") + 1);
        return "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"))
                ? asked.replaceFirst("^http:", "https:")
                : asked;
    }

    /** Players set their clocks by the Date of the answer, which this server leaves out by itself. */
    private void manifest(String station, String feed, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<Body> body = feeds.dash(station, feed);
        String refusal = feeds.whyNoDash(station, feed);
        if (!feeds.knows(station, feed)) {
            Problems.answer(response, 404, "Not Found", "There is no feed " + station + "/" + feed);
        } else if (!refusal.isEmpty()) {
            Problems.answer(
                    response,
                    409,
                    "Not as DASH",
                    "Feed " + station + "/" + feed + " does not go out as DASH: " + refusal
                            + ". It goes out as HLS at /live/" + station + "/" + feed + "/master.m3u8");
        } else if (body.isEmpty()) {
            response.setHeader("Retry-After", "2");
            Problems.answer(
                    response, 503, "Not on air yet", "Nothing is known yet of the segments of " + station + "/" + feed);
        } else {
            response.setContentType("application/dash+xml");
            response.setDateHeader("Date", clock.millis());
            send(body.get(), briefly(Math.max(1, feeds.targetSeconds(station, feed) / 2)), request, response);
        }
    }

    private static String briefly(int seconds) {
        return "public, max-age=" + seconds;
    }

    private static void send(Body body, String caching, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean zipped = accepts(request.getHeader("Accept-Encoding"));
        String etag = body.etag(zipped);
        response.setHeader("ETag", etag);
        response.addHeader("Vary", "Accept-Encoding");
        response.setHeader("Cache-Control", caching);
        String known = request.getHeader("If-None-Match");
        if (known != null && (known.contains(etag) || known.equals("*"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        byte[] bytes = zipped ? body.gzipped() : body.plain();
        if (zipped) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** The subtitles of every spot. */
    private static void nothingSaid(HttpServletResponse response) throws IOException {
        response.setContentType("text/vtt");
        response.setHeader("Cache-Control", FOR_EVER);
        response.setContentLength(NO_TEXT.length);
        response.getOutputStream().write(NO_TEXT);
    }

    private static boolean accepts(String encodings) {
        return encodings != null
                && encodings.contains("gzip")
                && !encodings.matches(".*gzip\\s*;\\s*q=0(\\.0*)?(\\s*,.*)?");
    }
}
