package org.scruffy.demo;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.scruffy.demo.NetworkFeed.OnAir;

/** The sliding window of a live feed as a media playlist, with the cues of its breaks. */
final class OriginPlaylist {

    static final int WINDOW = 10;

    /** The presentation time of a clip's first frame: what ffmpeg's MPEG-TS muxer starts with. */
    static final long FIRST_PTS = 127_920;

    private static final long TICKS = SegmentGrid.MILLIS * 90;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final NetworkFeed feed;

    OriginPlaylist(NetworkFeed feed) {
        this.feed = feed;
    }

    /** @param newest the last segment in it */
    String of(String rendition, long newest) {
        long oldest = newest - WINDOW + 1;
        OnAir first = feed.at(oldest);
        StringBuilder text = new StringBuilder(2048);
        text.append("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n");
        text.append("#EXT-X-MEDIA-SEQUENCE:").append(oldest).append('\n');
        long removed = first.discontinuities() - (first.discontinuity() ? 1 : 0);
        text.append("#EXT-X-DISCONTINUITY-SEQUENCE:").append(removed).append('\n');
        text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (long segment = oldest; segment <= newest; segment++) {
            append(text, rendition, feed.at(segment));
        }
        return text.toString();
    }

    private void append(StringBuilder text, String rendition, OnAir onAir) {
        if (onAir.discontinuity()) {
            text.append("#EXT-X-DISCONTINUITY\n");
        }
        if (onAir.returned()) {
            text.append("#EXT-X-CUE-IN\n");
        }
        onAir.planned().ifPresent(planned -> text.append(cue(planned, onAir.segment())));
        text.append("#EXT-X-PROGRAM-DATE-TIME:")
                .append(DATE.format(SegmentGrid.start(onAir.segment())))
                .append('\n');
        text.append("#EXTINF:3.003,\n");
        text.append(rendition).append('/').append(onAir.segment()).append(".ts\n");
    }

    private String cue(PlannedBreak planned, long segment) {
        String message = SpliceInsert.base64(message(planned));
        String length = seconds(planned.segments());
        if (segment == planned.first()) {
            return "#EXT-OATCLS-SCTE35:" + message + "\n#EXT-X-CUE-OUT:" + length + "\n";
        }
        String elapsed = seconds(segment - planned.first());
        return "#EXT-X-CUE-OUT-CONT:ElapsedTime=" + elapsed + ",Duration=" + length + ",SCTE35=" + message + "\n";
    }

    /** The splice stands on the clock of the program that is left. */
    private byte[] message(PlannedBreak planned) {
        long domain = feed.at(planned.first() - 1).domain();
        long pts = FIRST_PTS + (planned.first() - domain) * TICKS;
        return SpliceInsert.section(planned.first(), pts, planned.segments() * TICKS);
    }

    private static String seconds(long segments) {
        long millis = segments * SegmentGrid.MILLIS;
        return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
    }
}
