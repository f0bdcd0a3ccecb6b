package org.scruffy.cues;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.testkit.StitchingAdapterContract;

class HlsCuesContractTest extends StitchingAdapterContract {

    private static final String MESSAGE = "/DAlAAAAAsvhAP/wFAUAAAfRf+9+AAAAAP4AG4D0AAEBAQAAfP4Ocw==";

    @Override
    protected StitchingAdapter adapter() {
        return new HlsCues();
    }

    @Override
    protected boolean speaksWithinABreak() {
        return true;
    }

    @Override
    protected List<MediaPlaylist> playlists() {
        return List.of(
                playlist(
                        "",
                        "",
                        "#EXT-OATCLS-SCTE35:" + MESSAGE + "\n#EXT-X-CUE-OUT:20.020",
                        "#EXT-X-CUE-OUT-CONT:ElapsedTime=6.006,Duration=20.020,SCTE35=" + MESSAGE,
                        "#EXT-X-CUE-OUT-CONT:ElapsedTime=12.012,Duration=20.020,SCTE35=" + MESSAGE,
                        "#EXT-X-CUE-IN",
                        "",
                        ""),
                playlist("", "#EXT-X-CUE-OUT:12", "#EXT-X-CUE-OUT-CONT:6.006/12", "#EXT-X-CUE-IN", ""),
                playlist(
                        "",
                        "#EXT-X-SCTE35:CUE=\"" + MESSAGE + "\",CUE-OUT=YES,DURATION=12",
                        "#EXT-X-SCTE35:CUE=\"" + MESSAGE + "\",CUE-OUT=CONT,ELAPSED=6.006,DURATION=12",
                        "#EXT-X-SCTE35:CUE=\"" + MESSAGE + "\",CUE-IN=YES"));
    }

    private static MediaPlaylist playlist(String... tags) {
        Instant start = Instant.parse("2026-11-24T12:00:00Z");
        Duration length = Duration.ofMillis(6006);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < tags.length; i++) {
            List<String> lines = tags[i].isEmpty() ? List.of() : List.of(tags[i].split("\n"));
            segments.add(new Segment(i, 0, i + ".ts", start.plus(length.multipliedBy(i)), length, lines));
        }
        return new MediaPlaylist(7, true, false, segments);
    }
}
