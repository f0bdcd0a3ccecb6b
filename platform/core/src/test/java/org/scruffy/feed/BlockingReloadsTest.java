package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BlockingReloadsTest {

    private static final Duration PART = Duration.ofMillis(500);

    /** Segment 10 had four parts, two of segment 11 are listed. */
    private static final LiveEdge EDGE = new LiveEdge(10, 4, 2, PART, false);

    private static LiveEdge whole(long sequence) {
        return new LiveEdge(sequence, 0, 0, Duration.ZERO, false);
    }

    @Test
    void edge_coversWhatIsListed() {
        assertThat(whole(10).covers(new Awaited(10, -1))).isTrue();
        assertThat(whole(10).covers(new Awaited(3, -1))).isTrue();
        assertThat(whole(10).covers(new Awaited(11, -1))).isFalse();
        assertThat(EDGE.covers(new Awaited(11, 1))).isTrue();
        assertThat(EDGE.covers(new Awaited(11, 2))).isFalse();
        assertThat(EDGE.covers(new Awaited(11, -1))).isFalse();
    }

    @Test
    void edge_takesAPartAfterTheLastForTheFirstOfTheNextSegment() {
        assertThat(EDGE.covers(new Awaited(10, 4))).isTrue();
        assertThat(new LiveEdge(10, 4, 0, PART, false).covers(new Awaited(10, 4)))
                .isFalse();
        assertThat(new LiveEdge(10, 4, 0, PART, false).covers(new Awaited(10, 3)))
                .isTrue();
    }

    @Test
    void edge_refusesWhatIsTooFarAhead() {
        assertThat(whole(10).tooFar(new Awaited(12, -1))).isFalse();
        assertThat(whole(10).tooFar(new Awaited(13, -1))).isTrue();
        // three seconds are six parts
        assertThat(EDGE.tooFar(new Awaited(11, 7))).isFalse();
        assertThat(EDGE.tooFar(new Awaited(11, 8))).isTrue();
        assertThat(new LiveEdge(10, 2, 1, Duration.ofSeconds(1), false).tooFar(new Awaited(11, 4)))
                .isTrue();
    }

    @Test
    void edge_ofWhatHasEndedKeepsNobodyWaiting() {
        LiveEdge ended = new LiveEdge(10, 0, 0, Duration.ZERO, true);

        assertThat(ended.covers(new Awaited(99, 3))).isTrue();
        assertThat(ended.tooFar(new Awaited(99, 3))).isFalse();
    }

    @Test
    void directives_areRefusedWhereTheyMeanNothing() {
        assertThat(Awaited.read(null, null).value().orElseThrow()).isEmpty();
        assertThat(Awaited.read("7", "2").value().orElseThrow()).contains(new Awaited(7, 2));
        assertThat(Awaited.read(null, "2").refusal()).contains("_HLS_part needs _HLS_msn");
        assertThat(Awaited.read("seven", null).refusal()).contains("_HLS_msn");
        assertThat(Awaited.read("7", "-1").refusal()).contains("_HLS_part");
    }

    @Test
    void reloads_areAnsweredOnceWhenWhatTheyWaitForIsPublished() {
        AtomicReference<LiveEdge> edge = new AtomicReference<>(whole(10));
        BlockingReloads reloads = new BlockingReloads(Runnable::run, name -> edge.get());
        List<String> answered = new ArrayList<>();
        reloads.await("v0", new Awaited(11, -1), () -> answered.add("eleven"));
        reloads.await("v0", new Awaited(12, -1), () -> answered.add("twelve"));
        Runnable left = () -> answered.add("left");
        reloads.await("v0", new Awaited(11, -1), left);
        reloads.forget(left);

        edge.set(whole(11));
        reloads.published();
        reloads.published();

        assertThat(answered).containsExactly("eleven");
        assertThat(reloads.size()).isEqualTo(1);
    }

    @Test
    void reloads_doNotMissWhatIsPublishedWhileTheyBeginToWait() {
        BlockingReloads reloads = new BlockingReloads(Runnable::run, name -> whole(11));
        List<String> answered = new ArrayList<>();

        reloads.await("v0", new Awaited(11, -1), () -> answered.add("eleven"));

        assertThat(answered).containsExactly("eleven");
        assertThat(reloads.size()).isZero();
    }

    @Test
    void reloads_areBounded_andAllAnsweredWhenTheFeedIsTakenOff() {
        BlockingReloads reloads = new BlockingReloads(Runnable::run, name -> whole(10));
        List<Integer> answered = new ArrayList<>();
        for (int i = 0; i < BlockingReloads.MOST; i++) {
            int one = i;
            assertThat(reloads.await("v0", new Awaited(11, -1), () -> answered.add(one)))
                    .isTrue();
        }

        assertThat(reloads.await("v0", new Awaited(11, -1), () -> answered.add(-1)))
                .isFalse();
        reloads.close();
        assertThat(answered).hasSize(BlockingReloads.MOST).doesNotContain(-1);
    }
}
