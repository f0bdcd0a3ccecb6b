package org.scruffy.dashcues;

import java.time.DateTimeException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.StitchingAdapter;

/**
 * The EventStreams of DASH manifests with SCTE 35 messages, in XML ({@code urn:scte:scte35:2013:xml}) or in base64
 * ({@code urn:scte:scte35:2014:xml+bin}). Of a manifest with several periods each period whose first event begins a break is the
 * break, as packagers cut them; of one with a single period every event counts.
 */
final class DashCues implements StitchingAdapter {

    private static final int LONGEST = 2 * 1024 * 1024;

    @Override
    public List<Cue> cues(MediaPlaylist playlist) {
        return List.of();
    }

    @Override
    public List<Cue> cuesOfManifest(String mpd) {
        if (mpd.length() > LONGEST) {
            return List.of();
        }
        try {
            Map<String, Cue> cues = new LinkedHashMap<>();
            new Manifest(mpd).cues().forEach(cue -> cues.putIfAbsent(cue.key(), cue));
            return cues.values().stream().sorted(Comparator.comparing(Cue::at)).toList();
        } catch (XMLStreamException | ArithmeticException | DateTimeException e) {
            return List.of();
        }
    }
}
