package org.scruffy.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/** A rendition's way from one version of the origin's playlist to what is published, step by step, with a break in the window. */
public final class TimelineSteps {

    private static final String BASE = "https://origin.example/live/hi.m3u8";
    private static final Duration SEGMENT = Duration.ofMillis(6_006);
    private static final Instant START = Instant.ofEpochMilli(1_790_000_000_123L);
    private static final int SPOTS = 4;

    private final PlaylistFollower follower = new PlaylistFollower();
    private final Renderer renderer = new Renderer();
    private final Timeline timeline;
    private Optional<Window> window = Optional.empty();

    /** @param spliceAt the origin's segment at which a break of two spots begins */
    public TimelineSteps(long spliceAt) {
        timeline = new Timeline(Epoch.FIRST, List.of(avail(spliceAt)), "v0");
    }

    private static Avail avail(long first) {
        List<AdSegment> pod = new ArrayList<>();
        List<PodSpot> spots = new ArrayList<>();
        for (int i = 0; i < SPOTS; i++) {
            pod.add(new AdSegment(i / 2, SEGMENT, "../../spots/air/harbor/v0_" + i + ".ts", ""));
        }
        for (int i = 0; i < SPOTS / 2; i++) {
            spots.add(new PodSpot(i, "p" + i, "HARB000" + i, "Harbor", SEGMENT.multipliedBy(2), Fill.SPOT, ""));
        }
        Instant start = START.plus(SEGMENT.multipliedBy(first));
        Segment at = new Segment(first, 0, "", start, SEGMENT, List.of());
        Segment back = new Segment(first + SPOTS, 0, "", start.plus(SEGMENT.multipliedBy(SPOTS)), SEGMENT, List.of());
        Splice splice = Splice.at(at, Shift.NONE, 0, pod).ended(back, SPOTS);
        Duration length = SEGMENT.multipliedBy(SPOTS);
        return new Avail(1, "cue", 0, start, length, "7", "", spots, Map.of("v0", splice));
    }

    /** The next version at the cost of what changed; answers what is published. */
    public byte[] update(byte[] body) {
        Window now = read(body);
        List<Line> lines = timeline.lines(now, Long.MAX_VALUE);
        return renderer.media(Listing.of(now.playlist().targetDuration(), true, false, lines));
    }

    /** The first of its steps alone; answers how many segments the window has. */
    public int follow(byte[] body) {
        return read(body).segments().size();
    }

    private Window read(byte[] body) {
        MediaPlaylist next = follower.read(body, BASE).value().orElseThrow();
        Window now = window.map(known -> after(known, next)).orElseGet(() -> Window.of(next));
        window = Optional.of(now);
        return now;
    }

    private static Window after(Window known, MediaPlaylist next) {
        Succession succession = new Succession(known, next);
        if (succession.step() != Succession.Step.FOLLOWS) {
            throw new IllegalStateException("The versions do not follow each other");
        }
        return succession.window();
    }

    /** The version of a live playlist that lists so many segments from one on. */
    public static byte[] version(int first, int size) {
        StringBuilder text = new StringBuilder(
                "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:" + first + "\n");
        for (int i = first; i < first + size; i++) {
            text.append("#EXT-X-PROGRAM-DATE-TIME:")
                    .append(START.plus(SEGMENT.multipliedBy(i)))
                    .append("\n#EXTINF:6.006,\nindex_1_")
                    .append(i)
                    .append(".ts?m=1566416212\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
