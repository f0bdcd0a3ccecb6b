package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.TestAdapters;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.Sighting;
import org.scruffy.spi.feed.StitchingAdapter;

class DialectTest {

    private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");
    private static final Segment SEGMENT = new Segment(1, 0, "http://a/1.ts", AT, Duration.ofSeconds(2), List.of());
    private static final MediaPlaylist PLAYLIST = new MediaPlaylist(2, true, false, List.of(SEGMENT));

    /** Finds a cue of its own name everywhere. */
    private record Speaking(String name) implements StitchingAdapter {

        private List<Cue> cue() {
            return List.of(new Cue(name, Cue.Type.OUT, AT, Duration.ZERO));
        }

        @Override
        public List<Cue> cues(MediaPlaylist playlist) {
            return cue();
        }

        @Override
        public boolean readsSegments() {
            return true;
        }

        @Override
        public List<Cue> cues(Segment segment, byte[] bytes) {
            return cue();
        }

        @Override
        public Duration drift(List<Sighting> sightings) {
            return Duration.ofSeconds(9);
        }
    }

    private static final StitchingAdapter BROKEN = playlist -> {
        throw new IllegalStateException("on purpose");
    };

    private static Dialect dialect(String name) {
        HandClock clock = new HandClock(AT);
        List<Extension<StitchingAdapter>> adapters = List.of(
                TestAdapters.of("broken", BROKEN, clock),
                TestAdapters.of("silent", playlist -> List.of(), clock),
                TestAdapters.of("one", new Speaking("one"), clock),
                TestAdapters.of("two", new Speaking("two"), clock));
        return new Dialect(name, adapters);
    }

    @Test
    void feedThatNamesNone_isHeardByTheFirstThatFindsACue_andCostsNothingMore() {
        assertThat(dialect("").cues(PLAYLIST)).extracting(Cue::key).containsExactly("one");
        assertThat(dialect("").readsSegments()).isFalse();
        assertThat(dialect("").drift(List.of())).isZero();
    }

    @Test
    void feedThatNamesADialect_isHeardByNobodyElse() {
        assertThat(dialect("two").cues(PLAYLIST)).extracting(Cue::key).containsExactly("two");
        assertThat(dialect("two").cues(SEGMENT, new byte[0]))
                .extracting(Cue::key)
                .containsExactly("two");
        assertThat(dialect("two").readsSegments()).isTrue();
        assertThat(dialect("two").drift(List.of())).isEqualTo(Duration.ofSeconds(9));
        assertThat(dialect("silent").cues(PLAYLIST)).isEmpty();
        assertThat(dialect("silent").readsSegments()).isFalse();
    }

    @Test
    void dialectThatFailsOrIsNotThere_isSilent() {
        assertThat(dialect("broken").cues(PLAYLIST)).isEmpty();
        assertThat(dialect("gone").cues(PLAYLIST)).isEmpty();
        assertThat(dialect("gone").drift(List.of())).isZero();
    }
}
