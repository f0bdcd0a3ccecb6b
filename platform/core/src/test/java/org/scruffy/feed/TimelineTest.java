package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

class TimelineTest {

    private static final Duration TWO = Duration.ofSeconds(2);
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final int SPLICE = 20;

    /** @param written how often it was read anew, after which its tags differ */
    private static Segment segment(long sequence, int written) {
        List<String> tags = new ArrayList<>(List.of("#EXTINF:2.0,"));
        if (sequence % 11 == 0) {
            tags.add(0, "#EXT-X-KEY:METHOD=AES-128,URI=\"k" + sequence / 11 + "\"");
        }
        if (written > 0) {
            tags.add("#EXT-X-BITRATE:" + written);
        }
        Instant start = START.plus(TWO.multipliedBy(sequence));
        return new Segment(sequence, 0, "https://origin.example/" + sequence + ".ts", start, TWO, tags);
    }

    /** A break of two spots in five segments for four, so that numbers are shifted after it; ended or on air. */
    private static Avail avail(boolean ended) {
        List<AdSegment> pod = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pod.add(new AdSegment(i / 3, Duration.ofMillis(1_600), "../../spots/a" + i + ".ts", ""));
        }
        List<PodSpot> spots = List.of(
                new PodSpot(0, "p0", "HARBOR", "Harbor", Duration.ofMillis(4_800), Fill.SPOT, ""),
                new PodSpot(1, "p1", "RIVER", "River", Duration.ofMillis(3_200), Fill.SPOT, ""));
        Splice open = Splice.at(segment(SPLICE, 0), Shift.NONE, 0, pod);
        Splice splice = ended ? open.ended(segment(SPLICE + 4, 0), 5) : open;
        return new Avail(1, "cue", 0, splice.start(), Duration.ofSeconds(8), "7", "", spots, Map.of("v0", splice));
    }

    private static String text(Timeline timeline, Renderer renderer, List<Segment> window) {
        Window origin = new Window(new MediaPlaylist(2, true, false, window));
        List<Line> lines = timeline.lines(origin, window.get(0).sequence());
        return lines.isEmpty()
                ? ""
                : new String(renderer.media(Listing.of(2, true, false, lines)), StandardCharsets.UTF_8);
    }

    /** What a timeline and a renderer remember of the windows before changes nothing of what they make of the next. */
    @Property(tries = 500)
    void anySequenceOfWindows_isMadeIntoWhatEachWouldBeByItself(
            @ForAll boolean ended,
            @ForAll @IntRange(min = 1, max = 30) int listed,
            @ForAll @Size(max = 30) List<@IntRange(min = -2, max = 5) Integer> slides,
            @ForAll @IntRange(max = 30) int rewritten) {
        List<Avail> avails = List.of(avail(ended));
        Timeline timeline = new Timeline(Epoch.FIRST, avails, "v0");
        Renderer renderer = new Renderer();
        int first = 2;
        for (int slide : slides) {
            first = Math.max(0, first + slide);
            List<Segment> window = new ArrayList<>();
            for (int i = first; i < first + listed; i++) {
                window.add(segment(i, i == rewritten ? first : 0));
            }
            timeline.network(window.subList(0, listed / 2));

            assertThat(text(timeline, renderer, window))
                    .isEqualTo(text(new Timeline(Epoch.FIRST, avails, "v0"), new Renderer(), window));
        }
    }
}
