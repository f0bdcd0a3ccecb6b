package org.scruffy.web.span;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.net.MalformedURLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pattern a path meets, so that requests for different things of one kind are counted together.
 *
 * @param pattern for example {@code /live/{station}/{feed}/master.m3u8}
 * @param fields what the path says by the names in the pattern, as far as it is worth a column
 */
record Route(String pattern, Map<String, String> fields) {

    private static final String STATION = "(?<station>[^/]+)";
    private static final String FEED = "(?<feed>[^/]+)";

    private record Known(Pattern path, String pattern) {}

    private static final List<Known> LIVE = List.of(
            new Known(Pattern.compile("/live/spots/[^/]+/[^/]+/[^/]+"), "/live/spots/{media}/{rendition}/{segment}"),
            new Known(
                    Pattern.compile("/live/" + STATION + "/" + FEED + "/master\\.m3u8"),
                    "/live/{station}/{feed}/master.m3u8"),
            new Known(
                    Pattern.compile("/live/" + STATION + "/" + FEED + "/[^/]+\\.m3u8"),
                    "/live/{station}/{feed}/{rendition}.m3u8"),
            new Known(Pattern.compile("/live/" + STATION + "/" + FEED + "\\.mpd"), "/live/{station}/{feed}.mpd"));

    private static final String LIVE_OTHERS = "/live/*";

    /** Whether a player asks, or who pretends to be one. */
    static boolean isLive(String path) {
        return path.startsWith("/live/");
    }

    /** The route of a path that {@link #isLive}. */
    static Route live(String path) {
        for (Known known : LIVE) {
            Matcher matcher = known.path.matcher(path);
            if (matcher.matches()) {
                return new Route(known.pattern, fields(known, matcher));
            }
        }
        return new Route(LIVE_OTHERS, Map.of());
    }

    private static Map<String, String> fields(Known known, Matcher matcher) {
        return known.path.pattern().contains(STATION)
                ? Map.of("station", matcher.group("station"), "feed", matcher.group("feed"))
                : Map.of();
    }

    /** The name of a page there is, or the pattern the servlet is mapped to: never what a stranger made up. */
    static String ofServlet(HttpServletRequest request) {
        String page = request.getServletPath();
        if (page.endsWith(".xhtml") && exists(page, request)) {
            return page;
        }
        HttpServletMapping mapping = request.getHttpServletMapping();
        return mapping == null || mapping.getPattern() == null ? "" : mapping.getPattern();
    }

    private static boolean exists(String page, HttpServletRequest request) {
        try {
            return request.getServletContext().getResource(page) != null;
        } catch (MalformedURLException e) {
            return false;
        }
    }
}
