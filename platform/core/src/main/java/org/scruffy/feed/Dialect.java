package org.scruffy.feed;

import java.time.Duration;
import java.util.List;
import org.scruffy.plugin.Extension;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.Sighting;
import org.scruffy.spi.feed.StitchingAdapter;

/**
 * What the adapters of the plugin that a feed names make of it; all adapters where it names none. An adapter that fails has
 * found nothing.
 */
final class Dialect implements StitchingAdapter {

    private static final Duration DEADLINE = Duration.ofMillis(500);

    private final boolean named;
    private final List<Extension<StitchingAdapter>> adapters;

    /** @param name of a plugin, empty for whichever finds something */
    Dialect(String name, List<Extension<StitchingAdapter>> adapters) {
        this.named = !name.isEmpty();
        this.adapters = adapters.stream()
                .filter(adapter -> !named || adapter.plugin().equals(name))
                .toList();
    }

    @Override
    public List<Cue> cues(MediaPlaylist playlist) {
        return first("cues", adapter -> adapter.cues(playlist));
    }

    /** Fetching all that a feed carries is only for one that says so. */
    @Override
    public boolean readsSegments() {
        return named && adapters.stream().anyMatch(Dialect::readsSegments);
    }

    private static boolean readsSegments(Extension<StitchingAdapter> adapter) {
        return adapter.call("reads segments", DEADLINE, false, StitchingAdapter::readsSegments);
    }

    @Override
    public List<Cue> cues(Segment segment, byte[] bytes) {
        return first("cues of a segment", adapter -> adapter.cues(segment, bytes));
    }

    @Override
    public List<Cue> cuesOfManifest(String mpd) {
        return first("cues of a manifest", adapter -> adapter.cuesOfManifest(mpd));
    }

    /** A clock is only corrected for a feed that says so. */
    @Override
    public Duration drift(List<Sighting> sightings) {
        return adapters.stream()
                .filter(adapter -> named)
                .map(adapter -> adapter.call("drift", DEADLINE, Duration.ZERO, asked -> asked.drift(sightings)))
                .filter(drift -> !drift.isZero())
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private List<Cue> first(String operation, Extension.Question<StitchingAdapter, List<Cue>> question) {
        return adapters.stream()
                .map(adapter -> adapter.call(operation, DEADLINE, List.<Cue>of(), question))
                .filter(cues -> !cues.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
