package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;

class SegmentWatchTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final List<Long> fetched = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private String refusal = "";
    private String key = "";

    private static Segment segment(long sequence, String... tags) {
        return new Segment(
                sequence,
                0,
                "http://a/" + sequence + ".ts",
                START.plusSeconds(2 * sequence),
                Duration.ofSeconds(2),
                List.of(tags));
    }

    private static Window window(long first, long last, String... tags) {
        return Window.of(new MediaPlaylist(
                2,
                true,
                false,
                LongStream.rangeClosed(first, last)
                        .mapToObj(sequence -> segment(sequence, tags))
                        .toList()));
    }

    /** Announces a break of 4 s, 6 s ahead. */
    private final StitchingAdapter dialect = new StitchingAdapter() {
        @Override
        public List<Cue> cues(MediaPlaylist playlist) {
            return List.of();
        }

        @Override
        public List<Cue> cues(Segment segment, byte[] bytes) {
            return key.isEmpty()
                    ? List.of()
                    : List.of(new Cue(key, Cue.Type.OUT, segment.start().plusSeconds(6), Duration.ofSeconds(4)));
        }
    };

    private SegmentWatch watch(Executor executor) {
        return new SegmentWatch(
                dialect,
                (segment, within) -> {
                    fetched.add(segment.sequence());
                    return refusal.isEmpty()
                            ? Reading.of(new Fetcher.Fetched(new byte[0], segment.uri()))
                            : Reading.refused(refusal);
                },
                executor);
    }

    @Test
    void everySegment_isFetchedOnce_andOfTheFirstWindowOnlyTheNewest() {
        SegmentWatch watch = watch(Runnable::run);

        watch.cues(window(1, 9));
        watch.cues(window(1, 9));
        watch.cues(window(2, 10));
        watch.cues(window(2, 9));
        watch.cues(window(4, 12));

        assertThat(fetched).containsExactly(7L, 8L, 9L, 10L, 11L, 12L);
    }

    @Test
    void cue_isHeardUntilItsBreakHasLeftTheWindow() {
        SegmentWatch watch = watch(Runnable::run);
        watch.cues(window(1, 8));
        key = "break";

        assertThat(watch.cues(window(2, 9))).extracting(Cue::key).containsExactly("break");
        key = "";
        // from 24 s to 28 s: the window may start there, and not later
        assertThat(watch.cues(window(14, 21))).hasSize(1);
        assertThat(watch.cues(window(15, 22))).isEmpty();
    }

    @Test
    void segmentThatCannotBeFetched_isPassedOver() {
        SegmentWatch watch = watch(Runnable::run);
        refusal = "answers 404";
        watch.cues(window(1, 8));
        refusal = "";
        key = "break";

        assertThat(watch.cues(window(2, 9))).hasSize(1);
        assertThat(fetched).containsExactly(6L, 7L, 8L, 9L);
    }

    @Test
    void slowOrigin_isNotWaitedFor_norAskedForMoreThanThreeAtOnce() {
        SegmentWatch watch = watch(waiting::add);
        key = "break";

        assertThat(watch.cues(window(1, 8))).isEmpty();
        watch.cues(window(2, 9));
        assertThat(waiting).hasSize(3);

        waiting.removeFirst().run();
        assertThat(watch.cues(window(3, 10))).hasSize(1);
        assertThat(waiting).hasSize(3);
    }

    @Test
    void encryptedSegments_areNotFetched() {
        watch(Runnable::run).cues(window(1, 8, "#EXT-X-KEY:METHOD=AES-128,URI=\"k\""));

        assertThat(fetched).isEmpty();
    }
}
