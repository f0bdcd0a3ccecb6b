package org.scruffy.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;

/** The example that the README of the plugins gives keeps the contract. */
class KxyzCuesTest extends StitchingAdapterContract {

    @Override
    protected StitchingAdapter adapter() {
        return playlist -> playlist.segments().stream()
                .filter(segment -> segment.tags().contains("#EXT-X-KXYZ-BREAK"))
                .map(segment ->
                        new Cue("kxyz-" + segment.start(), Cue.Type.OUT, segment.start(), Duration.ofMinutes(1)))
                .toList();
    }

    @Override
    protected List<MediaPlaylist> playlists() {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            List<String> tags = i == 5 ? List.of("#EXT-X-KXYZ-BREAK") : List.of();
            Instant start = Instant.parse("2026-11-24T12:00:00Z").plusSeconds(6L * i);
            segments.add(new Segment(i, 0, i + ".ts", start, Duration.ofSeconds(6), tags));
        }
        return List.of(new MediaPlaylist(6, true, false, segments));
    }
}
