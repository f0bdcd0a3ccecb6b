package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

class PlaylistReaderTest {

    private static final String FFMPEG = "ffmpeg-live.m3u8";

    static byte[] aircheck(String name) throws IOException {
        try (InputStream in = PlaylistReaderTest.class.getResourceAsStream("/airchecks/" + name)) {
            return in.readAllBytes();
        }
    }

    static MediaPlaylist read(String text) {
        return PlaylistReader.media(text.getBytes(StandardCharsets.UTF_8))
                .value()
                .orElseThrow();
    }

    private static String refusal(String text) {
        return PlaylistReader.media(text.getBytes(StandardCharsets.UTF_8)).refusal();
    }

    @Test
    void reader_takesWhatFfmpegWrites() throws IOException {
        MediaPlaylist playlist = PlaylistReader.media(aircheck(FFMPEG)).value().orElseThrow();

        assertThat(playlist.dated()).isTrue();
        assertThat(playlist.ended()).isFalse();
        assertThat(playlist.segments()).hasSizeGreaterThan(3);
        Segment second = playlist.segments().get(1);
        assertThat(second.tags().get(0)).startsWith("#EXTINF:");
        assertThat(second.tags().get(1)).matches("#EXT-X-PROGRAM-DATE-TIME:.*\\+0000");
        assertThat(Duration.between(playlist.segments().get(0).end(), second.start())
                        .abs())
                .isLessThan(Duration.ofMillis(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {FFMPEG, "elemental.m3u8"})
    void reader_agreesWithAnotherOnTheTagsBothKnow(String name) throws Exception {
        String text = new String(aircheck(name), StandardCharsets.UTF_8);
        MediaPlaylist ours = read(text);
        var theirs = new MediaPlaylistParser(ParsingMode.LENIENT).readPlaylist(text);

        assertThat(ours.targetDuration()).isEqualTo(theirs.targetDuration());
        assertThat(ours.segments().get(0).sequence()).isEqualTo(theirs.mediaSequence());
        assertThat(ours.segments()).hasSameSizeAs(theirs.mediaSegments());
        for (int i = 0; i < ours.segments().size(); i++) {
            Segment our = ours.segments().get(i);
            var their = theirs.mediaSegments().get(i);
            assertThat(our.uri()).isEqualTo(their.uri());
            assertThat(our.length().toNanos() / 1e9).isEqualTo(their.duration());
            assertThat(our.discontinuous()).isEqualTo(their.discontinuity());
            their.programDateTime().ifPresent(date -> assertThat(our.start()).isEqualTo(date.toInstant()));
        }
    }

    @Test
    void reader_reckonsDatesForwardsAndBackwardsFromTheOneThatIsThere() {
        MediaPlaylist playlist = read("""
                #EXTM3U
                #EXT-X-TARGETDURATION:6
                #EXT-X-MEDIA-SEQUENCE:7
                #EXTINF:6.006,
                a.ts
                #EXTINF:4.5,
                #EXT-X-PROGRAM-DATE-TIME:2026-11-23T12:00:00.500+0100
                b.ts
                #EXT-X-DISCONTINUITY
                #EXTINF:2,
                c.ts
                """);

        assertThat(playlist.segments())
                .extracting(Segment::start)
                .containsExactly(
                        Instant.parse("2026-11-23T10:59:54.494Z"),
                        Instant.parse("2026-11-23T11:00:00.500Z"),
                        Instant.parse("2026-11-23T11:00:05Z"));
        assertThat(playlist.segments()).extracting(Segment::sequence).containsExactly(7L, 8L, 9L);
        assertThat(playlist.segments()).extracting(Segment::discontinuity).containsExactly(0L, 0L, 1L);
    }

    @Test
    void reader_takesWindowsLineEndsAndAByteOrderMark() {
        MediaPlaylist playlist =
                read("\uFEFF#EXTM3U\r\n#EXT-X-TARGETDURATION:2\r\n#EXTINF:2,\r\na.ts\r\n#EXTINF:2,\r\nb.ts\r\n");

        assertThat(playlist.segments()).extracting(Segment::uri).containsExactly("a.ts", "b.ts");
        assertThat(playlist.dated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T12:00:00Z",
                "2026-11-23T12:00:00.000+0000",
                "2026-11-23T07:00:00.000-05:00",
                "2026-11-23T12:00:00",
                "2026-11-23T13:00:00+01"
            })
    void date_isReadInEveryFormEncodersWrite(String text) {
        assertThat(ProgramDateTime.read(text)).contains(Instant.parse("2026-11-23T12:00:00Z"));
    }

    @Test
    void reader_leavesOutASegmentWhoseUriMayBeCutShort() {
        MediaPlaylist playlist = read("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.t");

        assertThat(playlist.segments()).extracting(Segment::uri).containsExactly("a.ts");
    }

    @Test
    void reader_saysWhyItRefuses() {
        assertThat(refusal("")).isEqualTo("is empty");
        assertThat(refusal("<html><body>502 Bad Gateway</body></html>"))
                .contains("is no playlist: it starts with '<html>");
        assertThat(refusal("#EXTM3U\n#EXT-X-TARGETDURATION:2\n")).isEqualTo("lists no segments");
        assertThat(refusal("#EXTM3U\n#EXTINF:2,\na.ts\n")).isEqualTo("has no EXT-X-TARGETDURATION");
        assertThat(refusal("#EXTM3U\n#EXT-X-TARGETDURATION:2\nseg.ts\n")).contains("no readable EXTINF for segment 0");
        assertThat(refusal("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1e99,\na.ts\n"))
                .contains("EXTINF");
        assertThat(refusal("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:-4\n")).contains("expected a whole number");
        assertThat(refusal("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n")).contains("multivariant");
        assertThat(PlaylistReader.media(new byte[20 * 1024 * 1024]).refusal()).isEqualTo("is larger than 2048 KiB");
    }

    @Property(tries = 3000)
    void reader_neverThrows(@ForAll byte[] bytes) {
        assertThat(PlaylistReader.media(bytes)).isNotNull();
        assertThat(Multivariant.read(bytes)).isNotNull();
    }

    @Property(tries = 3000)
    void reader_neverThrowsOnWhatLooksLikeAPlaylist(@ForAll("scraps") String text) {
        Reading<MediaPlaylist> reading = PlaylistReader.media(text.getBytes(StandardCharsets.UTF_8));

        assertThat(reading.value().isPresent()).isNotEqualTo(!reading.refusal().isEmpty());
        assertThat(Multivariant.read(text.getBytes(StandardCharsets.UTF_8))).isNotNull();
        new HlsConformance().next(text);
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.of(
                        "#EXTINF:2.0,",
                        "#EXTINF:",
                        "#EXTINF:-1,",
                        "#EXT-X-TARGETDURATION:2",
                        "#EXT-X-TARGETDURATION:99999999999999999999",
                        "#EXT-X-MEDIA-SEQUENCE:999999999999999999",
                        "#EXT-X-MEDIA-SEQUENCE:",
                        "#EXT-X-DISCONTINUITY",
                        "#EXT-X-DISCONTINUITY-SEQUENCE:3",
                        "#EXT-X-PROGRAM-DATE-TIME:+1000000000-12-31T23:59:59Z",
                        "#EXT-X-PROGRAM-DATE-TIME:2026-13-45T00:00:00Z",
                        "#EXT-X-PROGRAM-DATE-TIME:2026-11-24T00:00:00+0000",
                        "#EXT-X-STREAM-INF:BANDWIDTH=,RESOLUTION=x,CODECS=\"",
                        "#EXT-X-KEY:METHOD=AES-128,URI=\"",
                        "#EXT-X-ENDLIST",
                        "a.ts",
                        "")
                .list()
                .ofMaxSize(30)
                .map((List<String> lines) -> "#EXTM3U\n" + String.join("\n", lines) + "\n");
    }
}
