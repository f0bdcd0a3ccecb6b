package org.scruffy.feed;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One feed for players that put the spots in by themselves (draft-pantos-hls-rfc8216bis appendix D): the network's playlists with
 * their own numbers, an EXT-X-DATERANGE for each avail, and for each avail a list of its spots, which are playlists that never
 * change. All of it follows from the windows and the recorded avails, as what is stitched does.
 */
public final class Interstitials {

    /** Where it all is, seen from the stitched playlists. */
    static final String FOLDER = "interstitials/";

    private static final String CLASS = "com.apple.hls.interstitial";
    private static final Pattern ASSET = Pattern.compile(FOLDER + "(\\d+)(-\\d+/.*)?");
    private static final Duration TOLD_AFTERWARDS = Duration.ofSeconds(60);
    /** From the folder of a spot to the stitched playlists, which the addresses in pods are relative to. */
    private static final String UP = "../../";

    private static final String URI = "\"URI\":\"";

    private final Map<String, Timeline> networks = new HashMap<>();
    private final Map<String, Renderer> renderers = new HashMap<>();

    /** The avails that players are told of while a window is listed. */
    static List<Avail> told(Window window, List<Avail> avails) {
        Instant longAgo = window.first().start().minus(TOLD_AFTERWARDS);
        return avails.stream()
                .filter(avail -> avail.stitched() && window.playlist().dated())
                .filter(avail -> avail.start().plus(planned(avail)).isAfter(longAgo))
                .toList();
    }

    /** The media playlist of a rendition. */
    Body media(String rendition, int target, Window window, List<Avail> told) {
        List<Line> lines = networks.computeIfAbsent(rendition, name -> new Timeline(Epoch.FIRST, List.of(), name))
                .lines(new Window(window.playlist()), -1);
        if (!told.isEmpty()) {
            lines.set(
                    0, lines.get(0).tagged(told.stream().map(Interstitials::tag).toList()));
        }
        Listing listing =
                Listing.of(target, window.playlist().dated(), window.playlist().ended(), lines);
        Renderer renderer = renderers.computeIfAbsent(rendition, name -> new Renderer());
        return renderer.body(listing);
    }

    /**
     * What may be said of an avail from its decision on, and when it is over what is known then: attributes are added and none is
     * changed (6.2.1-M18). Without an offset to resume from, players resume as far on as they have played.
     */
    static String tag(Avail avail) {
        Splice splice = anyOf(avail);
        String end = splice.end()
                .map(over -> Timeline.seconds(Duration.between(splice.start(), splice.start(over.aired()))))
                .map(aired -> ",DURATION=" + aired + ",X-PLAYOUT-LIMIT=" + aired + ",X-RESUME-OFFSET=" + aired)
                .orElse("");
        return "#EXT-X-DATERANGE:ID=\"avail-" + avail.id() + "\",CLASS=\"" + CLASS + "\",START-DATE=\""
                + ProgramDateTime.write(avail.start()) + "\",PLANNED-DURATION=" + Timeline.seconds(planned(avail))
                + ",X-ASSET-LIST=\"" + avail.id() + ".json\",X-SNAP=\"OUT,IN\",X-RESTRICT=\"SKIP,JUMP\"" + end;
    }

    /** The first of its splices: sound and picture may differ by milliseconds, what is said of an avail may not. */
    private static Splice anyOf(Avail avail) {
        return avail.byRendition().values().iterator().next();
    }

    private static Duration planned(Avail avail) {
        Splice splice = anyOf(avail);
        return Duration.between(splice.start(), splice.podEnd());
    }

    /**
     * What an avail's spots are, by name below {@link #FOLDER}: their list, and of each its playlists. The pod was written once, and
     * so was all of this.
     *
     * @param master the multivariant playlist, whose renditions each spot has too
     */
    static Map<String, String> assets(Avail avail, String master) {
        Map<String, String> assets = new TreeMap<>();
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (int position : positions(anyOf(avail))) {
            String folder = avail.id() + "-" + position + "/";
            list.add(Json.createObjectBuilder()
                    .add("URI", folder + LiveFeed.MASTER + ".m3u8")
                    .add("DURATION", new BigDecimal(Timeline.seconds(length(of(anyOf(avail), position))))));
            assets.put(folder + LiveFeed.MASTER, master);
            avail.splices().forEach((name, splice) -> assets.put(folder + name, spot(of(splice, position))));
        }
        assets.put(
                Long.toString(avail.id()),
                Json.createObjectBuilder().add("ASSETS", list).build().toString());
        return assets;
    }

    /** Whether a body is of an avail that nobody is told of any more. */
    static boolean forgotten(String name, List<Avail> avails) {
        Matcher asset = ASSET.matcher(name);
        return asset.matches()
                && avails.stream().noneMatch(avail -> asset.group(1).equals(Long.toString(avail.id())));
    }

    /**
     * A list of spots with whole addresses: to some players one without a host is one at the page they are on (hls.js 1.7).
     *
     * @param folder where the list is, with the slash at its end
     */
    public static Body anywhere(Body list, String folder) {
        return Body.of(list.text().replace(URI, URI + folder.replace("\\", "").replace("\"", "")));
    }

    private static List<Integer> positions(Splice splice) {
        return splice.pod().stream().map(AdSegment::position).distinct().toList();
    }

    private static List<AdSegment> of(Splice splice, int position) {
        return splice.pod().stream()
                .filter(segment -> segment.position() == position)
                .toList();
    }

    private static Duration length(List<AdSegment> segments) {
        return segments.stream().map(AdSegment::length).reduce(Duration.ZERO, Duration::plus);
    }

    private static String spot(List<AdSegment> segments) {
        long target = segments.stream()
                .mapToLong(segment -> segment.length().plusMillis(500).toSeconds())
                .reduce(1, Math::max);
        boolean mapped = segments.stream().anyMatch(segment -> !segment.map().isEmpty());
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:")
                .append(mapped ? 6 : 3)
                .append("\n#EXT-X-TARGETDURATION:")
                .append(target)
                .append("\n#EXT-X-PLAYLIST-TYPE:VOD\n");
        List<String> maps = new ArrayList<>();
        for (AdSegment segment : segments) {
            if (!segment.map().isEmpty() && !maps.contains(segment.map())) {
                maps.add(segment.map());
                text.append("#EXT-X-MAP:URI=\"")
                        .append(UP)
                        .append(segment.map())
                        .append("\"\n");
            }
            text.append("#EXTINF:")
                    .append(Timeline.seconds(segment.length()))
                    .append(",\n")
                    .append(UP)
                    .append(segment.uri())
                    .append('\n');
        }
        return text.append("#EXT-X-ENDLIST\n").toString();
    }
}
