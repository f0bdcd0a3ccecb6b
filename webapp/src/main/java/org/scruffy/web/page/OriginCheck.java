package org.scruffy.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.feed.Feeds;
import org.scruffy.feed.Fetcher;
import org.scruffy.feed.Reading;
import org.scruffy.spi.feed.Cue;

/** Looks at an origin once, within limits, and says in words what is there. */
@ApplicationScoped
public class OriginCheck {

    static final int MOST = 1_048_576;
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Pattern VARIANT = Pattern.compile("(?m)^#EXT-X-STREAM-INF:[^\\r\\n]*[\\r\\n]+([^#\\r\\n]+)");
    private static final Pattern TARGET = Pattern.compile("(?m)^#EXT-X-TARGETDURATION:(\\d+)");
    private static final Pattern SEGMENT = Pattern.compile("(?m)^#EXTINF:");
    private static final Pattern MPD =
            Pattern.compile("^\\uFEFF?\\s*(<\\?xml[^>]*>\\s*)?(<!--.*?-->\\s*)*<(\\w+:)?MPD[\\s>]", Pattern.DOTALL);
    private static final Pattern CUE =
            Pattern.compile("(?m)^#EXT(-X-CUE|-OATCLS|-X-SCTE35|-X-SPLICEPOINT|-X-DATERANGE:[^\\r\\n]*SCTE35)");

    /**
     * What was seen.
     *
     * @param good whether this can be a feed
     * @param words each a sentence
     */
    public record Seen(boolean good, List<String> words) {

        public Seen {
            words = List.copyOf(words);
        }
    }

    private final Fetcher fetcher;
    private final Function<String, List<Cue>> cuesOfManifest;

    protected OriginCheck() {
        this(null, mpd -> List.of());
    }

    @Inject
    OriginCheck(Fetcher fetcher, Feeds feeds) {
        this(fetcher, feeds::cuesOfManifest);
    }

    OriginCheck(Fetcher fetcher, Function<String, List<Cue>> cuesOfManifest) {
        this.fetcher = fetcher;
        this.cuesOfManifest = cuesOfManifest;
    }

    Seen look(URI origin) {
        try {
            String first = fetch(origin);
            if (MPD.matcher(first).find()) {
                return dash(first);
            }
            if (!first.startsWith("#EXTM3U")) {
                return bad("There is an answer at this address, but it is no HLS playlist: it starts with “"
                        + first.lines().findFirst().map(OriginCheck::shown).orElse("") + "”");
            }
            Matcher variant = VARIANT.matcher(first);
            if (!variant.find()) {
                return media(first, new ArrayList<>(List.of("A media playlist without variants.")));
            }
            URI media = origin.resolve(variant.group(1).strip());
            return media(
                    fetch(media),
                    new ArrayList<>(List.of("A playlist with "
                            + count(VARIANT.matcher(first).results().count(), "variant") + ".")));
        } catch (IOException | IllegalArgumentException e) {
            return bad(e.getMessage() == null ? "This address does not answer" : e.getMessage());
        }
    }

    /** Not a feed yet, but people who move from DASH want to know whether their packager signals what they expect. */
    private Seen dash(String mpd) {
        List<Cue> breaks = cuesOfManifest.apply(mpd).stream()
                .filter(cue -> cue.type() == Cue.Type.OUT)
                .toList();
        List<String> words =
                new ArrayList<>(List.of("A DASH manifest; Scruffy splices HLS, which most packagers make beside it."));
        words.add(
                breaks.isEmpty()
                        ? "It signals no breaks right now."
                        : "It signals " + count(breaks.size(), "break") + ", the last at "
                                + breaks.get(breaks.size() - 1).at() + lasting(breaks.get(breaks.size() - 1)) + ".");
        return new Seen(false, words);
    }

    private static String lasting(Cue out) {
        return out.length().isZero() ? "" : ", " + out.length().toSeconds() + " s long";
    }

    private static Seen media(String playlist, List<String> words) {
        Matcher target = TARGET.matcher(playlist);
        if (!playlist.startsWith("#EXTM3U") || !target.find()) {
            return bad("Its first variant is no media playlist");
        }
        words.add(
                count(SEGMENT.matcher(playlist).results().count(), "segment") + " of up to " + target.group(1) + " s.");
        if (playlist.contains("#EXT-X-ENDLIST")) {
            words.add("It has an end: this is a recording, not a live feed.");
            return new Seen(false, words);
        }
        if (playlist.contains("#EXT-X-MAP")) {
            words.add("Its segments are fragmented MP4: spots need copies made for this feed.");
        }
        boolean dated = playlist.contains("#EXT-X-PROGRAM-DATE-TIME");
        words.add(
                dated
                        ? "Its segments are dated, so that breaks can start by the schedule's clock."
                        : "Its segments carry no dates (EXT-X-PROGRAM-DATE-TIME): nothing says when a break starts.");
        words.add(
                CUE.matcher(playlist).find()
                        ? "Cue tags are in the stream."
                        : "No cue tags are in the stream right now; many feeds carry them only around a break.");
        return new Seen(dated, words);
    }

    private static Seen bad(String reason) {
        return new Seen(false, List.of(reason + "."));
    }

    private static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static String shown(String line) {
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    private String fetch(URI address) throws IOException {
        Reading<Fetcher.Fetched> reading = fetcher.fetch(address.toString(), PATIENCE, MOST);
        return new String(
                reading.value()
                        .orElseThrow(() -> new IOException("This address " + reading.refusal()))
                        .body(),
                StandardCharsets.UTF_8);
    }
}
