package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.feed.Stitching.Overrun;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.schedule.Creative;

/**
 * Spots that are as long as their avail, shorter and longer, in every way in which an avail can be signalled, under every policy.
 * An avail is ten segments of two seconds.
 */
class AvailMatrixTest {

    private static final Duration TWO = Duration.ofSeconds(2);
    private static final int FIRST = 40;

    @TempDir
    Path media;

    private Air air;

    @BeforeEach
    void origin() {
        air = new Air(media, 6, TWO);
    }

    @AfterEach
    void close() {
        air.close();
    }

    /** How the avail is signalled. */
    enum Signal {
        IN_TIME,
        EARLY_RETURN,
        NO_RETURN,
        LATE,
        TWICE,
        CANCELLED,
        JOINED
    }

    /** The spots of the break, in segments. */
    enum Load {
        EQUAL(10),
        SHORTER(6),
        LONGER(6, 6);

        private final List<Integer> spots;

        Load(Integer... spots) {
            this.spots = List.of(spots);
        }
    }

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (Signal signal : Signal.values()) {
            for (Load load : Load.values()) {
                for (Overrun overrun : Overrun.values()) {
                    cells.add(Arguments.of(signal, load, overrun, expected(signal, load, overrun)));
                }
            }
        }
        return cells.stream();
    }

    /** How many segments of spots air. */
    private static int expected(Signal signal, Load load, Overrun overrun) {
        return switch (signal) {
            case CANCELLED -> 0;
            case EARLY_RETURN -> overrun == Overrun.COMPLETE_AD && load != Load.EQUAL ? 6 : 3;
            case LATE ->
                switch (load) {
                    case EQUAL -> of(overrun, 0, 7, 10);
                    case SHORTER -> 6;
                    case LONGER -> of(overrun, 6, 7, 12);
                };
            case IN_TIME, NO_RETURN, TWICE, JOINED ->
                switch (load) {
                    case EQUAL -> 10;
                    case SHORTER -> 6;
                    case LONGER -> of(overrun, 6, 10, 12);
                };
        };
    }

    private static int of(Overrun overrun, int fitting, int cut, int complete) {
        return switch (overrun) {
            case FIT_ONLY -> fitting;
            case CUT_AT_BOUNDARY -> cut;
            case COMPLETE_AD -> complete;
        };
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @MethodSource("cells")
    void avail(Signal signal, Load load, Overrun overrun, int expected) {
        Instant at = air.origin.start(FIRST);
        Creative[] creatives = new Creative[load.spots.size()];
        for (int i = 0; i < creatives.length; i++) {
            creatives[i] = air.spot("SPOT" + i, load.spots.get(i));
        }
        air.breaks.add(Air.planned("7", at, 20, creatives));
        signal(signal);
        air.start();
        air.live.filling(rules(overrun));
        go(signal, at, overrun);

        air.isConformant();
        for (String rendition : air.names) {
            List<String> aired = air.segments(rendition).values().stream()
                    .map(Segment::uri)
                    .filter(uri -> uri.contains("/spots/"))
                    .toList();
            assertThat(aired).hasSize(expected).doesNotHaveDuplicates();
        }
        List<Airing> airings = ((MemoryRecords) air.records).airings;
        assertThat(airings).extracting(Airing::position).doesNotHaveDuplicates();
        assertThat(airings.stream().map(Airing::length).reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(TWO.multipliedBy(expected));
        boolean back = air.story("v0").get(air.story("v0").size() - 1).equals("net");
        assertThat(back).as("the network feed comes back").isTrue();
    }

    private static Filling rules(Overrun overrun) {
        Stitching one = Stitching.DEFAULT;
        return Filling.of(
                new Stitching(
                        "",
                        overrun,
                        Duration.ofSeconds(10),
                        one.fillers(),
                        one.slate(),
                        one.mostSlate(),
                        one.leastRemainder()),
                List.of());
    }

    private void signal(Signal signal) {
        switch (signal) {
            case IN_TIME, JOINED -> air.signalled(FIRST, "#EXT-X-CUE-OUT:20", 10);
            case EARLY_RETURN -> air.signalled(FIRST, "#EXT-X-CUE-OUT:20", 3);
            case NO_RETURN -> air.signalled(FIRST, "#EXT-X-CUE-OUT:20", -1);
            case TWICE -> {
                air.signalled(FIRST, "#EXT-X-CUE-OUT:20", 10);
                air.origin.tag(FIRST, "#EXT-X-CUE-OUT:20");
            }
            case LATE -> {
                air.origin.tag(FIRST + 3, "#EXT-X-CUE-OUT-CONT:6/20");
                air.origin.tag(FIRST + 10, "#EXT-X-CUE-IN");
            }
            case CANCELLED -> {
                // in go: while the feed is on air
            }
        }
    }

    private void go(Signal signal, Instant at, Overrun overrun) {
        if (signal == Signal.JOINED) {
            air.clock.set(at.plusSeconds(8));
            air.start();
            air.live.filling(rules(overrun));
        }
        if (signal == Signal.CANCELLED) {
            air.run((int)
                    Duration.between(air.clock.instant(), at.minusSeconds(1)).toSeconds());
            air.breaks.clear();
            air.signalled(FIRST, "#EXT-X-CUE-OUT:20", 10);
        }
        air.run(Duration.ofSeconds(56), TWO);
    }

    @Test
    void fillersAndSlate_fillWhatTheBreaksOwnSpotsLeave() {
        Instant at = air.signalled(FIRST, "#EXT-X-CUE-OUT:20", 10);
        Creative own = air.spot("HARBOR", 3);
        Creative tooLong = air.spot("LONGPROMO", 8);
        Creative filler = air.spot("PROMO", 4);
        Creative slate = air.creative("SLATE", Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(500));
        air.breaks.add(Air.planned("7", at, 20, own));
        air.start();
        air.live.filling(Filling.of(
                filled(List.of("HARBOR", "LONGPROMO", "PROMO"), "SLATE", 120, 1),
                List.of(slate, filler, tooLong, own)));

        air.run(Duration.ofSeconds(56), TWO);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "HARBOR", "PROMO", "SLATE", "net");
        assertThat(air.story("v1")).containsExactly("net", "HARBOR", "PROMO", "SLATE", "net");
        Avail avail = ((MemoryRecords) air.records).avails.get(0);
        assertThat(avail.spots())
                .extracting(PodSpot::adId, PodSpot::fill)
                .startsWith(
                        org.assertj.core.groups.Tuple.tuple("HARBOR", Fill.SPOT),
                        org.assertj.core.groups.Tuple.tuple("PROMO", Fill.FILLER),
                        org.assertj.core.groups.Tuple.tuple("SLATE", Fill.SLATE));
        assertThat(avail.splices().get("v0").podEnd())
                .as("the whole avail is filled, and not more")
                .isEqualTo(at.plusSeconds(20));
    }

    @Test
    void slate_isForShortRestsOnly() {
        Instant at = air.signalled(FIRST, "#EXT-X-CUE-OUT:20", 10);
        Creative slate = air.creative("SLATE", TWO);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR", 3)));
        air.start();
        air.live.filling(Filling.of(filled(List.of(), "SLATE", 10, 1), List.of(slate)));

        air.run(Duration.ofSeconds(56), TWO);

        assertThat(air.story("v0")).as("14 s are left, 10 s may be slate").containsExactly("net", "HARBOR", "net");
    }

    @Test
    void restThatIsTooShort_isLeftToTheNetwork() {
        Instant at = air.signalled(FIRST, "#EXT-X-CUE-OUT:20", 10);
        Creative slate = air.creative("SLATE", TWO);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR", 9)));
        air.start();
        air.live.filling(Filling.of(filled(List.of(), "SLATE", 120, 3), List.of(slate)));

        air.run(Duration.ofSeconds(56), TWO);

        assertThat(air.story("v0")).containsExactly("net", "HARBOR", "net");
        air.isConformant();
    }

    @Test
    void emptyBreak_isFilledToo() {
        Instant at = air.signalled(FIRST, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20));
        Creative promo = air.spot("PROMO", 5);
        air.start();
        air.live.filling(Filling.of(filled(List.of("PROMO"), "", 0, 1), List.of(promo)));

        air.run(Duration.ofSeconds(56), TWO);

        assertThat(air.story("v0")).containsExactly("net", "PROMO", "net");
        air.isConformant();
    }

    private static Stitching filled(List<String> fillers, String slate, int most, int least) {
        return new Stitching(
                "",
                Overrun.FIT_ONLY,
                Duration.ZERO,
                fillers,
                slate,
                Duration.ofSeconds(most),
                Duration.ofSeconds(least));
    }

    @Test
    void segments_ofASpotAreAlwaysInOrder() {
        // the matrix counts them; here is that they are the spot's from its start
        Instant at = air.signalled(FIRST, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR", 14)));
        air.start();
        air.live.filling(rules(Overrun.CUT_AT_BOUNDARY));

        air.run(Duration.ofSeconds(56), TWO);

        List<String> aired = air.segments("v0").values().stream()
                .map(Segment::uri)
                .filter(uri -> uri.contains("/spots/"))
                .map(uri -> uri.replaceAll(".*/", ""))
                .toList();
        assertThat(aired).containsExactly("0.ts 1.ts 2.ts 3.ts 4.ts 5.ts 6.ts 7.ts 8.ts 9.ts".split(" "));
        assertThat(((MemoryRecords) air.records).airings.get(0).reason()).isEqualTo("CUT_SHORT");
    }

    @Test
    void edit_winsUntilOneSegmentBeforeTheSplice() {
        air.signal = org.scruffy.spi.schedule.Feed.BreakSignal.CLOCK;
        Instant at = air.origin.start(FIRST);
        Instant next = air.origin.start(FIRST + 20);
        Creative first = air.spot("HARBOR", 5);
        Creative better = air.spot("RIVER", 5);
        Creative late = air.spot("MEADOW", 5);
        air.breaks.add(Air.planned("7", at, 20, first));
        air.breaks.add(Air.planned("8", next, 20, first));
        air.start();
        run(at.minusSeconds(5));
        air.breaks.set(0, Air.planned("7", at, 20, better));
        run(at);
        air.breaks.set(0, Air.planned("7", at, 20, late));
        run(next.minusSeconds(5));

        assertThat(air.story("v0")).containsExactly("net", "RIVER", "net");

        air.breaks.remove(1);
        air.run(30);

        assertThat(air.story("v0")).as("taken out of the schedule in time").containsExactly("net", "RIVER", "net");
        air.isConformant();
    }

    private void run(Instant until) {
        while (air.clock.instant().isBefore(until)) {
            air.poll();
            air.clock.forward(Duration.ofSeconds(1));
        }
    }
}
