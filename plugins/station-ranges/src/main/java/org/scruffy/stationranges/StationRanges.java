package org.scruffy.stationranges;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.spi.scte35.BreakMessage;

/**
 * EXT-X-DATERANGE with a message, and no other tag. A network marks its own advertisements and its stations' alike: only what it
 * leaves to the station counts, and a message that cannot be read does not.
 */
final class StationRanges implements StitchingAdapter {

    /** The beginnings of what is a distributor's (SCTE 35 2022b, table 23): advertisement, placement opportunity and ad block. */
    private static final Set<Integer> OURS = Set.of(0x32, 0x36, 0x46);

    @Override
    public List<Cue> cues(MediaPlaylist playlist) {
        Map<String, Cue> outs = new LinkedHashMap<>();
        List<Cue> ins = new ArrayList<>();
        for (Segment segment : playlist.segments()) {
            for (String tag : segment.tags()) {
                Range.of(tag).ifPresent(range -> read(range, outs, ins));
            }
        }
        ins.addAll(outs.values());
        return ins.stream().sorted(Comparator.comparing(Cue::at)).toList();
    }

    private static void read(Range range, Map<String, Cue> outs, List<Cue> ins) {
        BreakMessage message = BreakMessage.of(range.message(), OURS);
        switch (message.meaning()) {
            case OUT -> outs.putIfAbsent(range.id(), range.out(message.length()));
            case IN, CANCELLED ->
                range.in(Optional.ofNullable(outs.get(range.id()))).ifPresent(ins::add);
            default -> {
                // the network's own, or nobody's
            }
        }
    }
}
