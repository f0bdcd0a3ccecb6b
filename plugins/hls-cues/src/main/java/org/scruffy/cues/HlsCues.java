package org.scruffy.cues;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;

/**
 * EXT-X-CUE-OUT with and without its continuations, EXT-OATCLS-SCTE35 beside them, and EXT-X-DATERANGE with SCTE35-OUT and
 * SCTE35-IN. A break that is signalled in two ways at once is one break.
 */
final class HlsCues implements StitchingAdapter {

    /** Two cues out closer than this mean the same splice. */
    private static final Duration SAME = Duration.ofSeconds(1);

    @Override
    public List<Cue> cues(MediaPlaylist playlist) {
        return new Scan().of(playlist);
    }

    /** One reading of one playlist. */
    private static final class Scan {

        private final List<Cue> cues = new ArrayList<>();
        private final Map<String, Cue> ranges = new LinkedHashMap<>();
        private boolean inBreak;

        List<Cue> of(MediaPlaylist playlist) {
            for (Segment segment : playlist.segments()) {
                // a cue back in and the next cue out may stand on one segment, in either order
                segment.tags().forEach(tag -> back(segment, tag));
                String message = segment.tags().stream()
                        .filter(tag -> tag.startsWith("#EXT-OATCLS-SCTE35:"))
                        .findFirst()
                        .map(tag ->
                                tag.substring("#EXT-OATCLS-SCTE35:".length()).strip())
                        .orElse("");
                segment.tags().forEach(tag -> out(segment, tag, message));
            }
            return List.copyOf(cues);
        }

        private void back(Segment segment, String tag) {
            if (tag.equals("#EXT-X-CUE-IN") || tag.startsWith("#EXT-X-CUE-IN:")) {
                inBreak = false;
                cues.add(new Cue("in-" + segment.start(), Cue.Type.IN, segment.start(), Duration.ZERO));
            }
        }

        private void out(Segment segment, String tag, String message) {
            int colon = tag.indexOf(':');
            String value = colon < 0 ? "" : tag.substring(colon + 1).strip();
            switch (colon < 0 ? tag : tag.substring(0, colon)) {
                case "#EXT-X-CUE-OUT" -> start(new CueOut(segment.start(), CueOut.length(value), message));
                case "#EXT-X-CUE-OUT-CONT" -> continued(segment, value);
                case "#EXT-X-DATERANGE" -> range(segment, new DateRange(value));
                default -> {
                    // not a cue of these dialects
                }
            }
        }

        private void start(CueOut out) {
            inBreak = true;
            add(out.cue());
        }

        /** Speaks of a break whose start has left the playlist, where no start was seen. */
        private void continued(Segment segment, String value) {
            if (!inBreak) {
                CueOut.continued(segment.start(), value).ifPresent(this::start);
            }
        }

        private void range(Segment segment, DateRange range) {
            if (range.out()) {
                Cue cue = range.cue(segment.start());
                if (ranges.putIfAbsent(range.id(), cue) == null) {
                    add(cue);
                }
            }
            if (range.back()) {
                cues.add(new Cue(
                        "in-" + segment.start(), Cue.Type.IN, range.end(segment.start(), ranges), Duration.ZERO));
            }
        }

        private void add(Cue out) {
            boolean known = cues.stream()
                    .filter(cue -> cue.type() == Cue.Type.OUT)
                    .anyMatch(cue -> Duration.between(cue.at(), out.at()).abs().compareTo(SAME) < 0);
            if (!known) {
                cues.add(out);
            }
        }
    }
}
