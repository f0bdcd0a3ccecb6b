package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

class PlaylistFollowerTest {

    private static final String BASE = "https://origin.example/live/hi.m3u8";

    private static String window(int first) {
        return window(first, 1);
    }

    /**
     * A window of 20 segments as a live encoder writes it: an initialisation section on the first.
     *
     * @param dated of how many segments one has a date
     */
    private static String window(int first, int dated) {
        StringBuilder text = new StringBuilder(
                        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PART-INF:PART-TARGET=1\n#EXT-X-MEDIA-SEQUENCE:")
                .append(first)
                .append("\n#EXT-X-DISCONTINUITY-SEQUENCE:")
                .append(first / 7)
                .append("\n#EXT-X-MAP:URI=\"init.mp4\"\n");
        for (int i = first + 1; i <= first + 20; i++) {
            if (i % 7 == 0) {
                text.append("#EXT-X-DISCONTINUITY\n");
            }
            if (i % dated == 0) {
                text.append("#EXT-X-PROGRAM-DATE-TIME:")
                        .append(Instant.ofEpochSecond(1_790_000_000L + 2L * i))
                        .append('\n');
            }
            text.append("#EXTINF:2.0,\n").append(i).append(".ts\n");
        }
        return text.toString();
    }

    private static Reading<MediaPlaylist> anew(String body) {
        return new PlaylistFollower().read(bytes(body), BASE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void nextVersion_isReadAsIfItWereTheFirst_andItsOldSegmentsAreTheSameOnes() {
        PlaylistFollower follower = new PlaylistFollower();
        MediaPlaylist one = follower.read(bytes(window(3)), BASE).value().orElseThrow();
        MediaPlaylist two = follower.read(bytes(window(6)), BASE).value().orElseThrow();

        assertThat(two).isEqualTo(anew(window(6)).value().orElseThrow());
        for (int i = 0; i < 17; i++) {
            assertThat(two.segments().get(i)).isSameAs(one.segments().get(i + 3));
        }
        assertThat(two.segments().get(0).tags()).contains("#EXT-X-MAP:URI=\"https://origin.example/live/init.mp4\"");
        assertThat(two.segments()).extracting(Segment::uri).startsWith("https://origin.example/live/7.ts");
    }

    @Test
    void aPart_isReadThoughWhatFollowsItIsKnown() {
        String date = "#EXT-X-PROGRAM-DATE-TIME:" + Instant.ofEpochSecond(1_790_000_000L + 2L * 8);
        String part = "#EXT-X-PART:DURATION=1,URI=\"p\"\n";
        PlaylistFollower follower = new PlaylistFollower();
        follower.read(bytes(window(3).replace(date, part + date)), BASE);
        follower.read(bytes(window(7).replace(date, part + part + date)), BASE);

        assertThat(follower.lowLatency().parts().get(7L)).hasSize(2);
    }

    @Test
    void anotherAddress_makesOtherReferences() {
        PlaylistFollower follower = new PlaylistFollower();
        follower.read(bytes(window(3)), BASE);

        assertThat(follower.read(bytes(window(3)), "https://backup.example/hi.m3u8")
                        .value()
                        .orElseThrow()
                        .segments())
                .allSatisfy(segment -> assertThat(segment.uri()).startsWith("https://backup.example/"));
    }

    @Test
    void aSegmentThatIsNoWebAddress_isRefused() {
        assertThat(anew("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/passwd\n")
                        .refusal())
                .isEqualTo("lists a segment at file:///etc/passwd, expected http or https");
    }

    /** One version after another, each the one before with some change: what is read is what a full reading reads. */
    @Property(tries = 2000)
    void anySequenceOfVersions_isReadAsIfEachWereTheFirst(
            @ForAll @Size(max = 12) List<@From("changes") Change> changes,
            @ForAll @IntRange(min = 1, max = 4) int dated) {
        PlaylistFollower follower = new PlaylistFollower();
        int first = 3;
        String body = window(first, dated);
        List<String> bodies = new ArrayList<>(List.of(body));
        for (Change change : changes) {
            first += change.slide();
            body = change.slide() > 0 ? window(first, dated) : body;
            body = change.in(body);
            bodies.add(body);
        }
        for (String each : bodies) {
            PlaylistFollower fresh = new PlaylistFollower();
            Reading<MediaPlaylist> anew = fresh.read(bytes(each), BASE);
            assertThat(follower.read(bytes(each), BASE)).isEqualTo(anew);
            if (anew.value().isPresent()) {
                assertThat(follower.lowLatency()).isEqualTo(fresh.lowLatency());
            }
        }
    }

    /**
     * @param slide how many segments leave; where none do, the change is added to the ones before
     * @param line whether it begins where a line does
     */
    record Change(int slide, int at, boolean line, int removed, String inserted) {

        String in(String body) {
            int anywhere = at % (body.length() + 1);
            int from = line ? body.lastIndexOf('\n', anywhere) + 1 : anywhere;
            int to = Math.min(body.length(), from + removed);
            return body.substring(0, from) + inserted + body.substring(to);
        }
    }

    @Provide
    Arbitrary<Change> changes() {
        Arbitrary<String> inserted = Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.strings()
                        .withChars("#EXT-INF:0123456789.\r\n \uFEFFä")
                        .ofMaxLength(5),
                Arbitraries.of(
                        "\n#EXT-X-MEDIA-SEQUENCE:5\n",
                        "\n#EXT-X-TARGETDURATION:9\n",
                        "\n#EXT-X-DISCONTINUITY-SEQUENCE:1\n",
                        "\n#EXT-X-DISCONTINUITY\n",
                        "\n#EXT-X-ENDLIST\n",
                        "#EXT-X-ENDLIST",
                        "\n#EXT-X-PROGRAM-DATE-TIME:2026-11-24T00:00:00+0000\n",
                        "\n#EXTINF:3,\nextra.ts\n",
                        "\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n",
                        "\n#EXT-X-KEY:METHOD=NONE\n",
                        "\n#EXT-X-MAP:URI=\"other.mp4\"\n",
                        "\n#EXT-X-BYTERANGE:9\n",
                        "\n#EXT-X-BYTERANGE:9@5\n#EXTINF:1,\nr.ts\n#EXT-X-BYTERANGE:9\n#EXTINF:1,\nr.ts\n",
                        "\n#EXT-X-PART:DURATION=1,URI=\"p\"\n"));
        return Combinators.combine(
                        Arbitraries.of(0, 0, 1, 1, 2, 5, 30),
                        Arbitraries.integers().between(0, 2000),
                        Arbitraries.of(true, false),
                        Arbitraries.of(0, 0, 0, 1, 5, 60, 2000),
                        inserted)
                .as(Change::new);
    }
}
