package org.scruffy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.scte35.SectionCrc;

class OriginPlaylistTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

    /** The night in which New York puts its clocks back. */
    private static final Instant FALL = Instant.parse("2026-11-01T02:00:00Z");

    private static final int HOUR = 1199;

    private record Listed(long sequence, long discontinuity, List<String> tags, String uri) {

        Optional<String> tag(String name) {
            return tags.stream().filter(tag -> tag.startsWith(name)).findFirst();
        }
    }

    static List<DemoFeed> feeds() {
        return DemoFeed.ALL;
    }

    private static List<Listed> read(String playlist) {
        long sequence = 0;
        long discontinuity = 0;
        List<Listed> listed = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (String line : playlist.split("\n")) {
            if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
                sequence = Long.parseLong(line.substring(22));
            } else if (line.startsWith("#EXT-X-DISCONTINUITY-SEQUENCE:")) {
                discontinuity = Long.parseLong(line.substring(30));
            } else if (line.startsWith("#")) {
                discontinuity += line.equals("#EXT-X-DISCONTINUITY") ? 1 : 0;
                tags.add(line);
            } else {
                tags.removeIf(tag -> List.of("#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:3")
                        .contains(tag));
                tags.remove("#EXT-X-INDEPENDENT-SEGMENTS");
                listed.add(new Listed(sequence++, discontinuity, List.copyOf(tags), line));
                tags.clear();
            }
        }
        return listed;
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void window_slidesOneSegmentAtATimeAndNeverChangesWhatIsPublished(DemoFeed feed) {
        OriginPlaylist playlist = new OriginPlaylist(new NetworkFeed(feed));
        Map<Long, Listed> published = new HashMap<>();
        long start = NetworkFeed.newest(FALL);
        for (long newest = start; newest < start + 9 * HOUR; newest++) {
            List<Listed> window = read(playlist.of("v720", newest));
            assertThat(window).hasSize(OriginPlaylist.WINDOW);
            assertThat(window.get(window.size() - 1).sequence()).isEqualTo(newest);
            for (Listed each : window) {
                Listed before = published.putIfAbsent(each.sequence(), each);
                assertThat(before == null ? each : before).isEqualTo(each);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void window_isTheSameFromAnyStart(DemoFeed feed) {
        long newest = NetworkFeed.newest(FALL);
        OriginPlaylist old = new OriginPlaylist(new NetworkFeed(feed));
        old.of("v360", newest - 200_000);
        old.of("v360", newest + 1_000_000);
        assertThat(old.of("v360", newest)).isEqualTo(new OriginPlaylist(new NetworkFeed(feed)).of("v360", newest));
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void discontinuity_standsWhereTheTimestampsDoNotFollowAndNowhereElse(DemoFeed feed) {
        NetworkFeed network = new NetworkFeed(feed);
        long start = NetworkFeed.newest(FALL);
        NetworkFeed.OnAir before = network.at(start - 1);
        for (long segment = start; segment < start + 24 * HOUR; segment++) {
            NetworkFeed.OnAir now = network.at(segment);
            boolean follows = now.clip().equals(before.clip()) && now.index() == before.index() + 1;
            assertThat(now.discontinuity()).isEqualTo(!follows);
            assertThat(now.discontinuities() - before.discontinuities()).isEqualTo(follows ? 0 : 1);
            assertThat(now.index()).isEqualTo((int) (segment - now.domain()));
            assertThat(now.index()).isLessThan(now.planned().isPresent() ? NetworkFeed.CARD : NetworkFeed.LOOP);
            before = now;
        }
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void cues_areExactlyTheBreaksOfTheSchedule(DemoFeed feed) {
        NetworkFeed network = new NetworkFeed(feed);
        OriginPlaylist playlist = new OriginPlaylist(network);
        long first = SegmentGrid.atOrAfter(MONDAY.atStartOfDay(DemoFeed.ZONE).toInstant());
        long last =
                SegmentGrid.at(MONDAY.plusDays(7).atStartOfDay(DemoFeed.ZONE).toInstant());
        List<PlannedBreak> signalled = new ArrayList<>();
        PlannedBreak open = null;
        for (long newest = first + OriginPlaylist.WINDOW - 1;
                newest <= last + OriginPlaylist.WINDOW;
                newest += OriginPlaylist.WINDOW) {
            for (Listed each : read(playlist.of("v720", newest))) {
                open = follow(each, open, signalled);
            }
        }
        assertThat(open).isNull();
        assertThat(signalled).hasSizeGreaterThan(2000).isEqualTo(scheduled(feed));
    }

    /** Walks over one segment: an OUT opens, as many CONT follow as the break has segments, an IN closes. */
    private static PlannedBreak follow(Listed each, PlannedBreak open, List<PlannedBreak> signalled) {
        boolean in = each.tags().contains("#EXT-X-CUE-IN");
        assertThat(in).isEqualTo(open != null && each.sequence() == open.end());
        PlannedBreak still = in ? null : open;
        Optional<String> out = each.tag("#EXT-X-CUE-OUT:");
        Optional<String> cont = each.tag("#EXT-X-CUE-OUT-CONT:");
        if (still != null) {
            long elapsed = (each.sequence() - still.first()) * SegmentGrid.MILLIS;
            assertThat(out).isEmpty();
            assertThat(cont.orElseThrow())
                    .contains(String.format("ElapsedTime=%d.%03d,", elapsed / 1000, elapsed % 1000));
            return still;
        }
        assertThat(cont).isEmpty();
        assertThat(each.tag("#EXT-OATCLS-SCTE35:").isPresent()).isEqualTo(out.isPresent());
        if (out.isEmpty()) {
            return null;
        }
        int segments = out.get().endsWith(":30.030") ? 10 : 20;
        assertThat(out.get()).endsWith(segments == 10 ? "30.030" : "60.060");
        PlannedBreak opened = new PlannedBreak(
                each.sequence(), segments, segments == 10 ? AdBreak.Kind.PROMO : AdBreak.Kind.UNDERWRITING);
        signalled.add(opened);
        byte[] section = Base64.getDecoder()
                .decode(each.tag("#EXT-OATCLS-SCTE35:").orElseThrow().substring(19));
        assertThat(SectionCrc.of(section, 0, section.length)).isZero();
        return opened;
    }

    private static List<PlannedBreak> scheduled(DemoFeed feed) {
        DemoSchedule schedule = new DemoSchedule(URI.create("http://127.0.0.1:1/"));
        Station station = schedule.stations().get(0);
        Feed asked = station.feeds().stream()
                .filter(each -> each.name().equals(feed.name()))
                .findFirst()
                .orElseThrow();
        return schedule.week(station, asked, MONDAY).stream()
                .flatMap(slot -> slot.breaks().stream())
                .map(each -> new PlannedBreak(
                        SegmentGrid.at(each.start()),
                        (int) (each.capacity().toMillis() / SegmentGrid.MILLIS),
                        each.kind()))
                .toList();
    }

    @Test
    void dates_areThoseOfTheGrid() {
        long newest = NetworkFeed.newest(FALL);
        for (Listed each : read(new OriginPlaylist(new NetworkFeed(DemoFeed.MAIN)).of("v720", newest))) {
            String date = each.tag("#EXT-X-PROGRAM-DATE-TIME:").orElseThrow().substring(25);
            assertThat(Instant.parse(date)).isEqualTo(SegmentGrid.start(each.sequence()));
            assertThat(each.uri()).isEqualTo("v720/" + each.sequence() + ".ts");
        }
        assertThat(SegmentGrid.start(newest + 1)).isBeforeOrEqualTo(FALL);
        assertThat(SegmentGrid.start(newest + 2)).isAfter(FALL);
    }
}
