package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Feed.BreakSignal;

/** What people do by hand while a feed is on the air; numbering stays right whatever they do. */
class ManualTest {

    @TempDir
    Path media;

    private Air air;

    @BeforeEach
    void origin() {
        air = new Air(media, 6, Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        air.close();
    }

    private MemoryRecords records() {
        return (MemoryRecords) air.records;
    }

    @ParameterizedTest
    @EnumSource(BreakSignal.class)
    void break_thatIsFiredStartsWithTheNextSegmentAndAirsOnce(BreakSignal signal) {
        air.signal = signal;
        Instant planned = air.signalled(60, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", planned, 20, air.spot("HARBOR15", 5), air.spot("RIVER10", 5)));
        air.start().run(8);

        Instant fired = air.clock.instant();
        air.byHand(AirAction.Kind.FIRE, "7");
        air.run(100);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "HARBOR15", "RIVER10", "net");
        assertThat(air.story("v1")).containsExactly("net", "HARBOR15", "RIVER10", "net");
        assertThat(records().airings).hasSize(2).allSatisfy(row -> {
            assertThat(row.breakId()).isEqualTo("7");
            assertThat(row.reason()).isEmpty();
        });
        assertThat(records().airings.get(0).actualStart()).isBetween(fired, fired.plusSeconds(4));
    }

    /** Between two segments there is always something over; that is not why a spot without pictures does not air. */
    @ParameterizedTest
    @EnumSource(BreakSignal.class)
    void break_thatIsFiredWithoutPicturesSaysSo(BreakSignal signal) throws IOException {
        air.signal = signal;
        Creative gone = air.spot("HARBOR15", 5);
        air.breaks.add(Air.planned("7", air.clock.instant().plusSeconds(600), 20, gone));
        air.start().run(8);
        Files.delete(media.resolve(gone.media()).resolve("master.m3u8"));
        air.clock.forward(Duration.ofMillis(700));

        air.byHand(AirAction.Kind.FIRE, "7");
        air.run(10);

        assertThat(records().avails).singleElement().satisfies(avail -> {
            assertThat(avail.reason()).startsWith("NOTHING_FITS");
            assertThat(avail.left()).contains("HARBOR15: CREATIVE_MISSING");
        });
    }

    @Test
    void break_thatIsFiredAndTakenBackInTimeDoesNotStart() {
        air.breaks.add(Air.planned("7", air.clock.instant().plusSeconds(600), 20, air.spot("HARBOR15", 5)));
        air.start().run(8);

        air.byHand(AirAction.Kind.FIRE, "7");
        air.takeBack();
        air.run(30);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net");
    }

    @Test
    void break_thatIsCancelledLeavesTheNetworkOnAndSaysWho() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR15", 10)));
        air.start();

        air.byHand(AirAction.Kind.CANCEL, "7");
        air.run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net");
        assertThat(records().avails)
                .extracting(Avail::reason)
                .containsExactly("CANCELLED: ann cancelled the break by hand");
    }

    @ParameterizedTest
    @EnumSource(BreakSignal.class)
    void break_thatIsEndedByHandEndsLikeAnEarlyReturn(BreakSignal signal) {
        air.signal = signal;
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", -1);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR15", 10)));
        air.start();
        air.run(30);
        int seen = (int) air.segments("v0").values().stream()
                .filter(segment -> segment.uri().contains("HARBOR15"))
                .count();
        assertThat(seen).isPositive();

        air.byHand(AirAction.Kind.RETURN, "7");
        air.run(40);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "HARBOR15", "net");
        assertThat(records().airings).singleElement().satisfies(row -> {
            assertThat(row.reason()).isEqualTo("CUT_SHORT");
            assertThat(row.length())
                    .isBetween(Duration.ofSeconds(2L * seen), Duration.ofSeconds(2L * seen + 4))
                    .isLessThan(Duration.ofSeconds(20));
        });
    }

    @Test
    void bypass_endsTheBreakHoldsAcrossARestartAndIsTakenBack() {
        Instant first = air.signalled(40, "#EXT-X-CUE-OUT:20", -1);
        Instant second = air.signalled(60, "#EXT-X-CUE-OUT:10", 5);
        Instant third = air.signalled(90, "#EXT-X-CUE-OUT:10", 5);
        air.breaks.add(Air.planned("7", first, 20, air.spot("HARBOR15", 10)));
        air.breaks.add(Air.planned("8", second, 10, air.spot("RIVER10", 5)));
        air.breaks.add(Air.planned("9", third, 10, air.spot("LATER10", 5)));
        air.start().run(30);

        air.byHand(AirAction.Kind.BYPASS, "");
        air.run(10).start().run(50);
        air.takeBack();
        air.run(60);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "HARBOR15", "net", "LATER10", "net");
        assertThat(records().avails)
                .extracting(Avail::reason)
                .containsExactly("", "BYPASS: ann left the network feed untouched", "");
    }

    @Test
    void slate_goesUpAndComesDownByHand() {
        air.hands = new Manual(List.of(), Optional.of(air.spot("SLATE", 5)));
        air.start().run(8);

        air.byHand(AirAction.Kind.SLATE, "");
        air.run(30);
        air.byHand(AirAction.Kind.RETURN, "slate-1");
        air.run(20);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "SLATE", "net");
        assertThat(records().airings).isNotEmpty().allSatisfy(row -> {
            Proof proof = row.proof().orElseThrow();
            assertThat(proof.fill()).isEqualTo(Fill.SLATE);
            assertThat(proof.etag()).isNotEmpty();
        });
    }

    @Test
    void airing_isProvenByTheBodyThatShowedItFirst() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR15", 5), air.spot("RIVER10", 5)));
        air.start().run(28).start().run(42);

        assertThat(records().airings).hasSize(2).allSatisfy(row -> {
            Proof proof = row.proof().orElseThrow();
            Witness.Published shown = air.versions.stream()
                    .filter(version -> version.rendition().equals("v0"))
                    .filter(version -> version.text().contains("/" + row.adId() + "/v720/0.ts"))
                    .findFirst()
                    .orElseThrow();
            assertThat(proof.etag()).isEqualTo(Body.of(shown.text()).etag(false));
            assertThat(proof.ticks()).isEqualTo(900_000);
            assertThat(proof.planned()).isEqualTo(Duration.ofSeconds(10));
            assertThat(proof.renditions()).containsExactly("v0", "v1");
            assertThat(proof.fill()).isEqualTo(Fill.SPOT);
            assertThat(proof.spliceError()).isZero();
            assertThat(proof.cue()).isEqualTo("#EXT-X-CUE-OUT:20");
            assertThat(proof.media()).isEqualTo(row.adId());
            assertThat(proof.contentHash()).matches("[0-9a-f]{64}");
        });
        assertThat(records().airings)
                .extracting(row -> row.proof().orElseThrow().discontinuity())
                .containsExactly(1L, 2L);
    }

    @Test
    void window_namesSpotsCuesAndDiscontinuities() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR15", 5), air.spot("RIVER10", 5)));
        air.start();
        air.run(Duration.between(air.clock.instant(), at.plusSeconds(5)), Duration.ofSeconds(1));

        LiveWindow window = air.live.witness().window().orElseThrow();

        assertThat(window.segments())
                .filteredOn(one -> !one.title().isEmpty())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.adId()).isEqualTo("HARBOR15"))
                .first()
                .satisfies(one -> {
                    assertThat(one.discontinuous()).isTrue();
                    assertThat(one.cue()).isEqualTo("OUT");
                    assertThat(one.start()).isEqualTo(at);
                });
        assertThat(air.live.witness().open()).map(Avail::breakId).contains("7");
    }
}
