package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendererTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration SIX = Duration.ofSeconds(6);

    private final Renderer renderer = new Renderer();

    /** Some lines that follow each other, in a language that needs more bytes than characters. */
    private static List<Line> lines(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(RendererTest::line)
                .toList();
    }

    private static Line line(int sequence) {
        return new Line(
                sequence,
                0,
                false,
                START.plus(SIX.multipliedBy(sequence)),
                SIX,
                Scope.NONE,
                "#EXTINF:6.000,Été " + sequence + " \uD83C\uDFB5",
                List.of(),
                sequence + ".ts",
                List.of());
    }

    private static Listing listing(List<Line> lines) {
        Listing.Control control = new Listing.Control(6, true, false, SIX.multipliedBy(6), Duration.ZERO);
        return new Listing(control, lines, Begun.NOTHING, List.of());
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void whatSaysTheSame_isTheSameBody() {
        Body body = renderer.body(listing(lines(0, 20)));

        assertThat(renderer.body(listing(lines(0, 20)))).isSameAs(body);
        assertThat(renderer.body(listing(lines(1, 20)))).isNotSameAs(body);
    }

    @Test
    void whatIsCopied_isCopiedByBytes() {
        List<Line> known = lines(0, 21);
        renderer.media(listing(known.subList(0, 20)));

        assertThat(text(renderer.media(listing(known.subList(1, 21)))))
                .isEqualTo(text(new Renderer().media(listing(lines(1, 20)))));
    }

    @Test
    void delta_isTheSameAfterAnyOtherListing() {
        String delta = text(new Renderer().delta(listing(lines(1, 20))).orElseThrow());
        renderer.media(listing(lines(0, 20)));

        assertThat(text(renderer.delta(listing(lines(1, 20))).orElseThrow()))
                .isEqualTo(delta)
                .contains("#EXT-X-SKIP:SKIPPED-SEGMENTS=13\n#EXT-X-PROGRAM-DATE-TIME:2026-11-24T12:01:24.000Z\n"
                        + "#EXTINF:6.000,Été 14");
    }
}
