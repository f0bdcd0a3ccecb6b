package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListingTest {

    private static final Duration FIVE = Duration.ofSeconds(5);
    private static final Part PART = new Part(FIVE.dividedBy(2), "#EXT-X-PART:DURATION=2.5,URI=\"a.ts\"");
    private static final Listing.Control CONTROL = new Listing.Control(6, true, false, Duration.ZERO, PART.length());

    /** After a break the network's dates go back to where the spots were too long. */
    private static Line line(long sequence) {
        Instant start = Instant.parse("2026-11-24T12:00:00Z").plusSeconds(sequence == 4 ? 16 : 5 * sequence);
        return new Line(
                sequence, 0, false, start, FIVE, Scope.NONE, "#EXTINF:5.0,", List.of(), "", List.of(PART, PART));
    }

    private static List<Long> inParts(int begun) {
        List<Line> lines = LongStream.range(0, 5).mapToObj(ListingTest::line).toList();
        Optional<Line> next =
                Optional.of(line(5).in(List.of(PART, PART).subList(0, begun))).filter(line -> begun > 0);
        Listing listing = new Listing(CONTROL, lines, new Begun(next, ""), List.of());
        return Stream.concat(lines.stream(), next.stream())
                .filter(line -> !listing.parts(line).isEmpty())
                .map(Line::sequence)
                .toList();
    }

    @Test
    void partsGo_whenThreeTargetDurationsAreListedAfterThem() {
        assertThat(inParts(0)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void partsOfWhatHasBegun_areListedAfterThemToo() {
        assertThat(inParts(1)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(inParts(2)).containsExactly(2L, 3L, 4L, 5L);
    }
}
