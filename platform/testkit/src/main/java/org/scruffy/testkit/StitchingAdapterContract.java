package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.Sighting;
import org.scruffy.spi.feed.StitchingAdapter;

/**
 * What every dialect promises: subclass it, give it your adapter and some of what it reads. An adapter that reads playlists gives
 * {@link #playlists}, one that reads segments gives {@link #segments}.
 */
public abstract class StitchingAdapterContract {

    /** How long the host waits for an answer. */
    private static final Duration DEADLINE = Duration.ofMillis(500);
    /** A window of six hours in segments of 6 s has so many, and the longest that are known are not much longer. */
    private static final int MANY_SEGMENTS = 3_600;

    private static final int WINDOW = 5;
    private static final int MUTATIONS = 400;

    /** A segment with its bytes, as an origin sends it. */
    public record Sample(Segment segment, byte[] bytes) {}

    /** The adapter under test, a new one for every call. */
    protected abstract StitchingAdapter adapter();

    /** Dated playlists with a whole break each, from some segments before it to some after it. */
    protected List<MediaPlaylist> playlists() {
        return List.of();
    }

    /** Segments that announce breaks, in play order. */
    protected List<Sample> segments() {
        return List.of();
    }

    /** Whether who joins in mid-break can tell: the dialect says within a break that it is in one. */
    protected boolean speaksWithinABreak() {
        return false;
    }

    @Test
    void everyBreak_isFound() {
        playlists()
                .forEach(playlist -> assertThat(outs(adapter().cues(playlist))).isNotEmpty());
        assumeFalse(segments().isEmpty() && playlists().isEmpty());
        assertThat(adapter().readsSegments()).isEqualTo(!segments().isEmpty());
        if (!segments().isEmpty()) {
            assertThat(segments().stream()
                            .flatMap(sample -> adapter().cues(sample.segment(), sample.bytes()).stream())
                            .map(Cue::type))
                    .contains(Cue.Type.OUT);
        }
    }

    @Test
    void cues_areInAirOrderAndNoKeyIsUsedTwice() {
        playlists().forEach(playlist -> isInOrder(adapter().cues(playlist)));
        segments().forEach(sample -> isInOrder(adapter().cues(sample.segment(), sample.bytes())));
    }

    private static void isInOrder(List<Cue> cues) {
        assertThat(cues).isSortedAccordingTo(Comparator.comparing(Cue::at));
        assertThat(cues.stream().filter(cue -> cue.type() == Cue.Type.OUT).map(Cue::key))
                .doesNotHaveDuplicates();
    }

    @Test
    void answer_isTheSameWhoeverAsksAndWhateverWasAskedBefore() {
        StitchingAdapter experienced = adapter();
        for (int round = 0; round < 2; round++) {
            for (MediaPlaylist playlist : playlists()) {
                assertThat(experienced.cues(playlist)).isEqualTo(adapter().cues(playlist));
            }
            for (Sample sample : segments()) {
                byte[] before = sample.bytes().clone();
                assertThat(experienced.cues(sample.segment(), sample.bytes()))
                        .isEqualTo(adapter().cues(sample.segment(), sample.bytes()));
                assertThat(sample.bytes()).isEqualTo(before);
            }
        }
    }

    @Test
    void keys_stayWhileTheWindowSlides() {
        for (MediaPlaylist playlist : playlists()) {
            Set<String> keys = outs(adapter().cues(playlist));
            int count = playlist.segments().size();
            Set<String> seen = new HashSet<>();
            for (int first = 0; first < count; first++) {
                seen.addAll(outs(adapter().cues(window(playlist, first, Math.min(count, first + WINDOW)))));
            }
            assertThat(seen).isEqualTo(keys);
        }
    }

    @Test
    void whoJoinsInMidBreak_findsTheSameKeyOrNone() {
        for (MediaPlaylist playlist : playlists()) {
            List<Cue> cues = adapter().cues(playlist);
            Segment within = playlist.segments().stream()
                    .filter(segment -> cues.stream().anyMatch(cue -> isWithin(segment, cue, cues)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no segment within the break of " + playlist));
            int first = playlist.segments().indexOf(within);
            Set<String> found = outs(
                    adapter().cues(window(playlist, first, playlist.segments().size())));
            assertThat(outs(cues)).containsAll(found);
            if (speaksWithinABreak()) {
                assertThat(found).isNotEmpty();
            }
        }
    }

    private static boolean isWithin(Segment segment, Cue out, List<Cue> cues) {
        Instant end = cues.stream()
                .filter(cue -> cue.type() == Cue.Type.IN && cue.at().isAfter(out.at()))
                .map(Cue::at)
                .findFirst()
                .orElse(out.at().plus(out.length()));
        return out.type() == Cue.Type.OUT
                && segment.start().isAfter(out.at())
                && segment.start().isBefore(end);
    }

    @Test
    void garbage_neverMakesItThrow() {
        Random random = new Random(35);
        for (MediaPlaylist playlist : playlists()) {
            for (int i = 0; i < MUTATIONS; i++) {
                isInOrder(adapter().cues(mutated(playlist, random)));
            }
        }
        for (Sample sample : segments()) {
            for (int i = 0; i < MUTATIONS; i++) {
                isInOrder(adapter().cues(sample.segment(), mutated(sample.bytes(), random)));
            }
            assertThat(adapter().cues(sample.segment(), new byte[0])).isEmpty();
        }
        for (String document : List.of("", "<MPD", "\u0000", "<a>".repeat(10_000))) {
            assertThat(adapter().cuesOfManifest(document)).isEmpty();
        }
    }

    @Test
    void aLongWindow_isReadWithinTheDeadline() {
        for (MediaPlaylist playlist : playlists()) {
            MediaPlaylist lengthened = repeated(playlist);
            adapter().cues(lengthened);
            assertThat(fastest(() -> adapter().cues(lengthened))).isLessThan(DEADLINE);
        }
        for (Sample sample : segments()) {
            assertThat(fastest(() -> adapter().cues(sample.segment(), sample.bytes())))
                    .isLessThan(DEADLINE);
        }
    }

    @Test
    void aFeedOnTime_hasNoDrift() {
        for (MediaPlaylist playlist : playlists()) {
            List<Sighting> sightings = playlist.segments().stream()
                    .map(segment -> new Sighting(segment, segment.end().plusMillis(700)))
                    .toList();
            assertThat(adapter().drift(sightings)).isZero();
        }
        assertThat(adapter().drift(List.of())).isZero();
    }

    private static Set<String> outs(List<Cue> cues) {
        return cues.stream()
                .filter(cue -> cue.type() == Cue.Type.OUT)
                .map(Cue::key)
                .collect(Collectors.toSet());
    }

    private static MediaPlaylist window(MediaPlaylist playlist, int from, int to) {
        return with(playlist, playlist.segments().subList(from, to));
    }

    private static MediaPlaylist with(MediaPlaylist playlist, List<Segment> segments) {
        return new MediaPlaylist(playlist.targetDuration(), true, playlist.ended(), segments);
    }

    /** The same again and again, later each time. */
    private static MediaPlaylist repeated(MediaPlaylist playlist) {
        List<Segment> segments = new ArrayList<>();
        List<Segment> once = playlist.segments();
        Duration round =
                Duration.between(once.get(0).start(), once.get(once.size() - 1).end());
        for (int i = 0; i < MANY_SEGMENTS; i++) {
            Segment segment = once.get(i % once.size());
            segments.add(new Segment(
                    segment.sequence() + i - i % once.size(),
                    segment.discontinuity(),
                    segment.uri(),
                    segment.start().plus(round.multipliedBy(i / once.size())),
                    segment.length(),
                    segment.tags()));
        }
        return with(playlist, segments);
    }

    private static MediaPlaylist mutated(MediaPlaylist playlist, Random random) {
        List<Segment> segments = new ArrayList<>();
        for (Segment segment : playlist.segments()) {
            List<String> tags = new ArrayList<>();
            for (String tag : segment.tags()) {
                tags.add(random.nextInt(3) == 0 ? mutated(tag, random) : tag);
                if (random.nextInt(8) == 0) {
                    tags.add(tag);
                }
            }
            segments.add(new Segment(
                    segment.sequence(),
                    segment.discontinuity(),
                    segment.uri(),
                    segment.start(),
                    segment.length(),
                    tags));
        }
        return with(playlist, segments);
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0 && !mutated.isEmpty(); i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(4)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, "=,:\"/-.9Zé".charAt(random.nextInt(10)));
                case 2 -> mutated.setLength(at);
                default -> mutated.setCharAt(at, (char) random.nextInt(0x300));
            }
        }
        return mutated.toString();
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutated =
                Arrays.copyOfRange(bytes, 0, random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length);
        for (int i = random.nextInt(60); i > 0 && mutated.length > 0; i--) {
            // most of what matters stands at the front
            int reach = random.nextBoolean() ? Math.min(mutated.length, 2_000) : mutated.length;
            mutated[random.nextInt(reach)] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    /** Of three: a machine that is busy with something else does not count. */
    private static Duration fastest(Runnable work) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            work.run();
            fastest = Math.min(fastest, System.nanoTime() - began);
        }
        return Duration.ofNanos(fastest);
    }
}
