package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ladder of failures: each step, and the way back from it. */
class LadderTest {

    private static final Duration TWO = Duration.ofSeconds(2);

    @TempDir
    Path media;

    private Air air;
    private SimulatedOrigin backup;

    @BeforeEach
    void origins() {
        air = new Air(media, 6, TWO);
        backup = new SimulatedOrigin(air.clock, Air.START, 6, List.of(TWO));
        // an encoder of its own: other numbers for the same times
        backup.firstSequence = -1000;
    }

    @AfterEach
    void close() {
        air.close();
        backup.close();
    }

    private void withBackup() {
        Stitching one = Stitching.DEFAULT;
        Stitching rules = new Stitching(
                backup.address().toString(),
                one.overrun(),
                one.mostOverrun(),
                one.fillers(),
                one.slate(),
                one.mostSlate(),
                one.leastRemainder());
        air.live.filling(Filling.of(rules, List.of()));
    }

    private FeedStatus status() {
        return air.live.status();
    }

    private String body() {
        return air.live.body("v0").orElseThrow().text();
    }

    private boolean fromBackup() {
        return body().lines()
                .reduce((one, other) -> other)
                .orElseThrow()
                .startsWith(backup.address().resolve("/").toString());
    }

    @Test
    void allIsWell_isLevelNought() {
        air.start().run(20);

        assertThat(status().level()).isZero();
    }

    @Test
    void spotThatCannotAir_isLevelOneUntilAnotherBreakIsWell() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("TOOLONG", 30), air.spot("HARBOR", 10)));
        Instant next = air.signalled(60, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("8", next, 20, air.spot("RIVER", 10)));
        air.start().run(40);

        assertThat(status().level()).isEqualTo(1);

        air.run(50);

        assertThat(status().level()).isZero();
        air.isConformant();
    }

    @Test
    void databaseThatIsDown_isLevelTwoUntilItIsBack() {
        air.start().run(20);
        ((MemoryRecords) air.records).down = true;
        air.run(10);

        assertThat(status().level()).isEqualTo(2);

        ((MemoryRecords) air.records).down = false;
        air.run(10);

        assertThat(status().level()).isZero();
        air.isConformant();
    }

    @Test
    void originThatFails_givesWayToTheBackupAndComesBackWhenItHasBeenWell() {
        air.start();
        withBackup();
        air.run(20);
        assertThat(fromBackup()).isFalse();
        String last = body();

        air.origin.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 500, "oops"));
        air.run(4);
        assertThat(body()).as("the last good playlist").isEqualTo(last);
        air.run(6);
        assertThat(fromBackup()).isTrue();
        assertThat(status().state()).isEqualTo(FeedStatus.State.ON_BACKUP);
        assertThat(status().level()).isEqualTo(3);
        assertThat(status().origin()).startsWith("The backup origin is on since");

        air.origin.faults.clear();
        air.run(20);
        assertThat(fromBackup()).as("not yet").isTrue();
        air.run(20);
        assertThat(fromBackup()).isFalse();
        assertThat(status().level()).isZero();
        air.isConformant();
        assertThat(air.shortened).isEmpty();
    }

    @Test
    void originThatIsFrozen_givesWayToTheBackup() {
        air.start();
        withBackup();
        air.run(20);
        for (String name : List.of("hi", "lo")) {
            String frozen = air.origin.playlist(name);
            air.origin.faults.put(name, exchange -> SimulatedOrigin.send(exchange, 200, frozen));
        }

        air.run(60);

        assertThat(fromBackup()).as("it answers, but lists nothing new").isTrue();
        air.isConformant();
    }

    @Test
    void originThatComesAndGoes_isNotTakenBack() {
        air.start();
        withBackup();
        air.run(20);
        for (int i = 0; i < 5; i++) {
            air.origin.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 500, "oops"));
            air.run(12);
            air.origin.faults.clear();
            air.run(12);
            assertThat(fromBackup()).isTrue();
        }
        air.isConformant();
    }

    @Test
    void bothOriginsThatFail_areTriedInTurn() {
        air.start();
        withBackup();
        air.run(20);
        air.origin.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 500, "oops"));
        backup.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 404, "gone"));
        air.run(30);
        assertThat(status().state()).isEqualTo(FeedStatus.State.ORIGIN_DOWN);

        air.origin.faults.clear();
        air.run(20);

        assertThat(fromBackup()).isFalse();
        assertThat(status().level()).isZero();
        air.isConformant();
    }

    @Test
    void originThatFailsInABreak_logsWhatAired() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR", 5), air.spot("RIVER", 5)));
        air.start();
        withBackup();
        air.run((int) Duration.between(air.clock.instant(), at.plusSeconds(13)).toSeconds());
        air.origin.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 500, "oops"));

        air.run(60);

        air.isConformant();
        assertThat(((MemoryRecords) air.records).airings)
                .extracting(Airing::adId, Airing::reason)
                .contains(org.assertj.core.groups.Tuple.tuple("HARBOR", ""));
    }

    @Test
    void errorOfOurOwn_sendsViewersToTheOriginUntilItIsOver() {
        air.start().run(20);
        assertThat(air.live.redirect("v0")).isEmpty();
        air.broken = true;
        air.run(6);
        assertThat(air.live.redirect("v0"))
                .as("the last playlist goes out first")
                .isEmpty();
        air.run(4);

        assertThat(air.live.redirect("v0").orElseThrow().getPath()).isEqualTo("/hi.m3u8");
        assertThat(air.live.redirect(LiveFeed.MASTER)).contains(air.origin.address());
        assertThat(status().level()).isEqualTo(4);

        air.broken = false;
        air.run(4);

        assertThat(air.live.redirect("v0")).isEmpty();
        assertThat(status().level()).isZero();
        air.isConformant();
    }

    @Test
    void errorOfOurOwnWhileTheBackupIsOn_sendsViewersThere() {
        air.start();
        withBackup();
        air.run(20);
        air.origin.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 500, "oops"));
        air.run(12);
        air.broken = true;
        air.run(10);

        assertThat(air.live.redirect(LiveFeed.MASTER)).contains(backup.address());
        assertThat(air.live.redirect("v0").orElseThrow().getAuthority())
                .isEqualTo(backup.address().getAuthority());
    }
}
