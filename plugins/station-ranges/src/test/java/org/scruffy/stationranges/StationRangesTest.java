package org.scruffy.stationranges;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.testkit.StitchingAdapterContract;

class StationRangesTest extends StitchingAdapterContract {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    /** A distributor's placement opportunity of 60 s, and its end; its event cancelled; the same of a provider. */
    private static final String OURS =
            "0xFC302E000000000000FFFFF00506FE123456780018021643554549000000077FFF00005265C000003601010000641A9953";

    private static final String OURS_ENDS =
            "0xFC3027000000000000FFFFF00506FE123456780011020F43554549000000077FBF000037010172708DBF";
    private static final String CANCELLED =
            "0xFC3021000000000000FFFFF00506FE12345678000B02094355454900000007FFB3994E57";
    private static final String NETWORKS =
            "0xFC302E000000000000FFFFF00506FE123456780018021643554549000000097FFF00005265C000003401010000C35B6C29";

    private static final String OUT =
            "#EXT-X-DATERANGE:ID=\"7\",START-DATE=\"2026-11-24T12:00:12Z\",PLANNED-DURATION=24.5,SCTE35-OUT=" + OURS;
    private static final String BACK =
            "#EXT-X-DATERANGE:ID=\"7\",START-DATE=\"2026-11-24T12:00:12Z\"," + "DURATION=18,SCTE35-IN=" + OURS_ENDS;

    @Override
    protected StitchingAdapter adapter() {
        return new StationRanges();
    }

    @Override
    protected boolean speaksWithinABreak() {
        return true;
    }

    /** Encoders list a range with every segment of it. */
    @Override
    protected List<MediaPlaylist> playlists() {
        return List.of(playlist("", OUT, OUT, OUT, OUT, BACK, "", ""));
    }

    private static MediaPlaylist playlist(String... tags) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < tags.length; i++) {
            List<String> lines = tags[i].isEmpty() ? List.of() : List.of(tags[i].split("\n"));
            segments.add(new Segment(i, 0, i + ".ts", START.plusSeconds(6L * i), Duration.ofSeconds(6), lines));
        }
        return new MediaPlaylist(6, true, false, segments);
    }

    private static List<Cue> cues(String... tags) {
        return new StationRanges().cues(playlist(tags));
    }

    @Test
    void range_isABreakByItsDates_andEndsWhenItsEndIsSaid() {
        assertThat(cues("", OUT, "", "", BACK))
                .extracting(Cue::type, Cue::at, Cue::length)
                .containsExactly(
                        Tuple.tuple(Cue.Type.OUT, START.plusSeconds(12), Duration.ofMillis(24_500)),
                        Tuple.tuple(Cue.Type.IN, START.plusSeconds(30), Duration.ZERO));
    }

    @Test
    void rangeWithoutALength_isAsLongAsItsMessageSays() {
        assertThat(cues(OUT.replace("PLANNED-DURATION=24.5,", "")))
                .extracting(Cue::length)
                .containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void messageOfItsOwn_endsWhereItStarts() {
        String end = "#EXT-X-DATERANGE:ID=\"7-end\",START-DATE=\"2026-11-24T12:00:24Z\",SCTE35-CMD=" + OURS_ENDS;

        assertThat(cues("", OUT, "", end))
                .extracting(Cue::type, Cue::at)
                .containsExactly(
                        Tuple.tuple(Cue.Type.OUT, START.plusSeconds(12)),
                        Tuple.tuple(Cue.Type.IN, START.plusSeconds(24)));
    }

    @Test
    void cancelledEvent_isOverWhereItSaysSo() {
        String end = "#EXT-X-DATERANGE:ID=\"7-off\",START-DATE=\"2026-11-24T12:00:18Z\",SCTE35-CMD=" + CANCELLED;

        assertThat(cues("", OUT, end)).extracting(Cue::type).containsExactly(Cue.Type.OUT, Cue.Type.IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-DATERANGE:ID=\"9\",START-DATE=\"2026-11-24T12:00:12Z\",SCTE35-OUT=" + NETWORKS,
                "#EXT-X-DATERANGE:ID=\"9\",START-DATE=\"2026-11-24T12:00:12Z\",SCTE35-OUT=0xFC",
                "#EXT-X-DATERANGE:ID=\"9\",SCTE35-OUT=" + OURS,
                "#EXT-X-CUE-OUT:30",
                "#EXT-OATCLS-SCTE35:" + OURS
            })
    void whatIsNotTheStations_isLeftToTheNetwork(String tag) {
        assertThat(cues("", tag)).isEmpty();
    }
}
