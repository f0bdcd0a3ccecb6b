package org.scruffy.web.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

/**
 * {@code GET /live/...}: hands out what {@link Feeds} has published. It asks no database, no plugin and no clock, and no thread
 * waits for anybody: a player that asks for what is not listed yet ({@code _HLS_msn}, {@code _HLS_part}) is answered when it is.
 */
@ApplicationScoped
public class Live {

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

    private static final String METHODS = "GET, HEAD, OPTIONS";
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int LONGEST_WAIT_TARGETS = 3;
    /** For so long caches may answer a blocking reload by themselves, as the draft has it (appendix B.1). */
    private static final int CACHED_TARGETS = 6;

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final byte[] NO_TEXT = "WEBVTT\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Feeds feeds;
    private final Path media;
    private final Clock clock;

    protected Live() {
        this.feeds = null;
        this.media = null;
        this.clock = null;
    }

    @Inject
    public Live(Feeds feeds, Platform platform, Clock clock) {
        this.feeds = feeds;
        this.media = platform.media();
        this.clock = clock;
    }

    /** Answers, or lets the player wait for the answer. */
    void answer(Exchange exchange) throws IOException {
        switch (exchange.method()) {
            case "GET", "HEAD" -> get(exchange);
            case "OPTIONS" -> options(exchange);
            default -> {
                exchange.set("Allow", METHODS);
                exchange.problem(405, "Method not allowed", "Air answers " + METHODS);
            }
        }
    }

    private void get(Exchange exchange) throws IOException {
        exchange.set("Access-Control-Allow-Origin", "*");
        exchange.set("Access-Control-Expose-Headers", "ETag, Content-Range, Date");
        String path = exchange.path();
        Matcher playlist = PLAYLIST.matcher(path);
        if (playlist.matches()) {
            playlist(playlist.group(1), playlist.group(2), playlist.group(3), exchange);
            return;
        }
        Matcher tracking = TRACKING.matcher(path);
        if (tracking.matches()) {
            playlist(tracking.group(1), tracking.group(2), "tracking", exchange);
            return;
        }
        Matcher mpd = MPD.matcher(path);
        if (mpd.matches()) {
            manifest(mpd.group(1), mpd.group(2), exchange);
            return;
        }
        Matcher interstitials = INTERSTITIALS.matcher(path);
        if (interstitials.matches()) {
            playlist(interstitials.group(1), interstitials.group(2), interstitials.group(3), exchange);
            return;
        }
        if (path.equals("/empty.vtt")) {
            nothingSaid(exchange);
            return;
        }
        Matcher segment = SEGMENT.matcher(path);
        Optional<SpotFile> file =
                segment.matches() ? SpotFile.inside(media, segment.group(1).substring(1)) : Optional.empty();
        if (file.isEmpty()) {
            exchange.problem(404, "Not Found", "There is nothing at /live" + path);
            return;
        }
        file.get().send(exchange);
    }

    private static void options(Exchange exchange) {
        exchange.set("Access-Control-Allow-Origin", "*");
        exchange.set("Access-Control-Allow-Methods", METHODS);
        exchange.set("Access-Control-Allow-Headers", "Range, If-None-Match");
        exchange.set("Access-Control-Max-Age", "86400");
        exchange.status(NO_CONTENT);
    }

    private void playlist(String station, String feed, String name, Exchange exchange) throws IOException {
        Optional<URI> elsewhere = feeds.redirect(station, feed, name);
        if (elsewhere.isPresent()) {
            exchange.set("Cache-Control", "no-store");
            exchange.set("Location", elsewhere.get().toString());
            exchange.status(TEMPORARY_REDIRECT);
            return;
        }
        if (exchange.query().isEmpty()) {
            answer(feeds.playlist(station, feed, name), false, station, feed, name, exchange);
            return;
        }
        Reading<Optional<Awaited>> awaited =
                Awaited.read(exchange.parameter("_HLS_msn"), exchange.parameter("_HLS_part"));
        if (awaited.value().isEmpty()) {
            exchange.problem(400, "Bad Request", awaited.refusal());
        } else if (awaited.value().get().isEmpty()) {
            latest(station, feed, name, false, exchange);
        } else {
            blocked(station, feed, name, awaited.value().get().get(), exchange);
        }
    }

    /** A blocking playlist reload. */
    private void blocked(String station, String feed, String name, Awaited awaited, Exchange exchange)
            throws IOException {
        Feeds.Reload at = feeds.ahead(station, feed, name, awaited);
        if (at == Feeds.Reload.LISTED) {
            latest(station, feed, name, true, exchange);
        } else if (at == Feeds.Reload.TOO_FAR) {
            exchange.problem(
                    400,
                    "Bad Request",
                    "_HLS_msn=" + awaited.sequence() + " is too far from the end of the playlist to be waited for");
        } else {
            waits(station, feed, name, awaited, exchange);
        }
    }

    private void waits(String station, String feed, String name, Awaited awaited, Exchange exchange)
            throws IOException {
        BlockedReload waiting = new BlockedReload(exchange, () -> latest(station, feed, name, true, exchange));
        waiting.within(
                LONGEST_WAIT_TARGETS * 1000L * feeds.targetSeconds(station, feed),
                () -> feeds.forget(station, feed, waiting));
        if (!feeds.await(station, feed, name, awaited, waiting)) {
            waiting.refuse(() -> {
                exchange.set("Retry-After", "1");
                exchange.problem(503, "Too many wait", "Too many players wait for this feed already");
            });
        }
    }

    /** @param waited whether it answers a blocking reload, whose address means this very playlist */
    private void latest(String station, String feed, String name, boolean waited, Exchange exchange)
            throws IOException {
        boolean skips = SKIPS.contains(String.valueOf(exchange.parameter("_HLS_skip")));
        Optional<Body> delta = skips ? feeds.delta(station, feed, name) : Optional.empty();
        Optional<Body> body = delta.or(() -> feeds.playlist(station, feed, name));
        answer(body, waited, station, feed, name, exchange);
    }

    private void answer(
            Optional<Body> body, boolean waited, String station, String feed, String name, Exchange exchange)
            throws IOException {
        if (body.isPresent()) {
            boolean json = exchange.path().endsWith(".json");
            exchange.set("Content-Type", json ? "application/json" : "application/vnd.apple.mpegurl");
            int target = feeds.targetSeconds(station, feed);
            String caching = OF_AN_AVAIL.matcher(name).matches()
                    ? FOR_EVER
                    : briefly(waited ? CACHED_TARGETS * target : Math.max(1, target / 2));
            boolean assets = ASSETS.matcher(name).matches();
            if (assets) {
                exchange.add("Vary", "X-Forwarded-Proto");
            }
            Body said = assets ? Interstitials.anywhere(body.get(), folder(exchange)) : body.get();
            send(said, caching, exchange);
            return;
        }
        if (feeds.knows(station, feed)
                && feeds.playlist(station, feed, "master").isEmpty()) {
            exchange.set("Retry-After", "2");
            exchange.problem(
                    503, "Not on air yet", "The origin of feed " + station + "/" + feed + " has not answered yet");
            return;
        }
        exchange.problem(404, "Not Found", "There is no playlist " + name + " of a feed " + station + "/" + feed);
    }

    /** Where the request's address is, as the player knows it: whatever ends TLS before us says so. */
    private static String folder(Exchange exchange) {
        String asked = exchange.address().substring(0, exchange.address().lastIndexOf('/') + 1);
        return "https".equalsIgnoreCase(exchange.header("X-Forwarded-Proto"))
                ? asked.replaceFirst("^http:", "https:")
                : asked;
    }

    /** Players set their clocks by the Date of the answer, which this server leaves out by itself. */
    private void manifest(String station, String feed, Exchange exchange) throws IOException {
        Optional<Body> body = feeds.dash(station, feed);
        String refusal = feeds.whyNoDash(station, feed);
        if (!feeds.knows(station, feed)) {
            exchange.problem(404, "Not Found", "There is no feed " + station + "/" + feed);
        } else if (!refusal.isEmpty()) {
            exchange.problem(
                    409,
                    "Not as DASH",
                    "Feed " + station + "/" + feed + " does not go out as DASH: " + refusal
                            + ". It goes out as HLS at /live/" + station + "/" + feed + "/master.m3u8");
        } else if (body.isEmpty()) {
            exchange.set("Retry-After", "2");
            exchange.problem(503, "Not on air yet", "Nothing is known yet of the segments of " + station + "/" + feed);
        } else {
            exchange.set("Content-Type", "application/dash+xml");
            exchange.set(
                    "Date",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
            send(body.get(), briefly(Math.max(1, feeds.targetSeconds(station, feed) / 2)), exchange);
        }
    }

    private static String briefly(int seconds) {
        return "public, max-age=" + seconds;
    }

    private static void send(Body body, String caching, Exchange exchange) throws IOException {
        boolean zipped = accepts(exchange.header("Accept-Encoding"));
        String etag = body.etag(zipped);
        exchange.set("ETag", etag);
        exchange.add("Vary", "Accept-Encoding");
        exchange.set("Cache-Control", caching);
        String known = exchange.header("If-None-Match");
        if (known != null && (known.contains(etag) || known.equals("*"))) {
            exchange.status(NOT_MODIFIED);
            return;
        }
        byte[] bytes = zipped ? body.gzipped() : body.plain();
        if (zipped) {
            exchange.set("Content-Encoding", "gzip");
        }
        exchange.send(bytes);
    }

    /** The subtitles of every spot. */
    private static void nothingSaid(Exchange exchange) throws IOException {
        exchange.set("Content-Type", "text/vtt");
        exchange.set("Cache-Control", FOR_EVER);
        exchange.send(NO_TEXT);
    }

    private static boolean accepts(String encodings) {
        return encodings != null
                && encodings.contains("gzip")
                && !encodings.matches(".*gzip\\s*;\\s*q=0(\\.0*)?(\\s*,.*)?");
    }
}
