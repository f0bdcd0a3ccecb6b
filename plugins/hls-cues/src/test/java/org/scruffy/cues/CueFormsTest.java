package org.scruffy.cues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/** Every form of a cue in every situation of a break: always one key for one avail. */
class CueFormsTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration LENGTH = Duration.ofSeconds(6);
    /** The break starts here, and the network is back so many segments later unless the situation says otherwise. */
    private static final int OUT = 3;

    private static final int BACK = 5;
    /** The next break, 20 minutes later. */
    private static final int NEXT = 203;

    private static final String INSERT = "/DAvAAAAAAAA///wFAVIAACPf+/+c2nALv4AUsz1AAAAAAAKAAhDVUVJAAABNWLbowo=";
    private static final String INSERT_CANCELLED = "0xFC3016000000000000FFFFF005054800008FFF00006B34583E";
    private static final String SIGNAL = "/DA0AAAAAAAA///wBQb+cr0AUAAeAhxDVUVJSAAAjn/PAAGlmbAICAAAAAAsoKGKNAIAmsnRfg==";
    private static final String SIGNAL_ENDS = "/DAvAAAAAAAA///wBQb+dGKQoAAZAhdDVUVJSAAAjn+fCAgAAAAALKChijUCAKnMZ1g=";
    private static final String SIGNAL_CANCELLED = "0xFC301D000000000000FFFFF001067F000B0209435545494800008EFFDCD927EF";

    private static final Duration OF_INSERT = Duration.ofNanos(60_293_566_666L);

    /** $n is the number of the break, $date when it starts, $elapsed how many seconds of it are over. */
    private enum Form {
        CUE_OUT("#EXT-X-CUE-OUT", "", "#EXT-X-CUE-IN", "", Duration.ZERO, "cue-$date"),
        CUE_OUT_NUMBER(
                "#EXT-X-CUE-OUT:30",
                "#EXT-X-CUE-OUT-CONT:$elapsed/30",
                "#EXT-X-CUE-IN",
                "",
                Duration.ofSeconds(30),
                "cue-$date"),
        CUE_OUT_DURATION(
                "#EXT-X-CUE-OUT:DURATION=30.000",
                "#EXT-X-CUE-OUT-CONT:ElapsedTime=$elapsed.000,Duration=30.000",
                "#EXT-X-CUE-IN",
                "",
                Duration.ofSeconds(30),
                "cue-$date"),
        OATCLS_AND_CUE_OUT(
                "#EXT-OATCLS-SCTE35:" + INSERT + "\n#EXT-X-CUE-OUT:30",
                "#EXT-X-CUE-OUT-CONT:ElapsedTime=$elapsed,Duration=30,SCTE35=" + INSERT,
                "#EXT-X-CUE-IN",
                "",
                Duration.ofSeconds(30),
                "cue-$date-800bbb7e-39d5-3d8f-9650-fb7808f65c27"),
        OATCLS_ALONE(
                "#EXT-OATCLS-SCTE35:" + INSERT,
                "",
                "#EXT-X-CUE-IN",
                "#EXT-OATCLS-SCTE35:" + INSERT_CANCELLED,
                OF_INSERT,
                "cue-$date-800bbb7e-39d5-3d8f-9650-fb7808f65c27"),
        SCTE35(
                "#EXT-X-SCTE35:CUE=\"" + INSERT + "\",CUE-OUT=YES,DURATION=30",
                "#EXT-X-SCTE35:CUE=\"" + INSERT + "\",CUE-OUT=CONT,ELAPSED=$elapsed,DURATION=30",
                "#EXT-X-SCTE35:CUE=\"" + INSERT + "\",CUE-IN=YES",
                "#EXT-X-SCTE35:CUE=\"" + INSERT_CANCELLED + "\"",
                Duration.ofSeconds(30),
                "cue-$date-800bbb7e-39d5-3d8f-9650-fb7808f65c27"),
        SPLICEPOINT(
                "#EXT-X-SPLICEPOINT-SCTE35:" + SIGNAL,
                "",
                "#EXT-X-SPLICEPOINT-SCTE35:" + SIGNAL_ENDS,
                "#EXT-X-SPLICEPOINT-SCTE35:" + SIGNAL_CANCELLED,
                Duration.ofSeconds(307),
                "cue-$date-81e0b72f-3679-3bc8-a9cf-8c28c8850452"),
        DATERANGE_OUT(
                "#EXT-X-DATERANGE:ID=\"$n\",START-DATE=\"$date\",PLANNED-DURATION=30,SCTE35-OUT=" + INSERT,
                "#EXT-X-DATERANGE:ID=\"$n\",START-DATE=\"$date\",PLANNED-DURATION=30,SCTE35-OUT=" + INSERT,
                "#EXT-X-DATERANGE:ID=\"$n\",SCTE35-IN=0xFC",
                "#EXT-X-DATERANGE:ID=\"c\",SCTE35-CMD=" + INSERT_CANCELLED,
                Duration.ofSeconds(30),
                "range-$n-$date"),
        DATERANGE_WITHOUT_A_DATE(
                "#EXT-X-DATERANGE:ID=\"$n\",DURATION=30,SCTE35-OUT=0xFC",
                "",
                "#EXT-X-DATERANGE:ID=\"$n\",SCTE35-IN=0xFC",
                "",
                Duration.ofSeconds(30),
                "range-$n"),
        DATERANGE_CMD(
                "#EXT-X-DATERANGE:ID=\"$n\",START-DATE=\"$date\",SCTE35-CMD=" + SIGNAL,
                "#EXT-X-DATERANGE:ID=\"$n\",START-DATE=\"$date\",SCTE35-CMD=" + SIGNAL,
                "#EXT-X-DATERANGE:ID=\"e\",SCTE35-CMD=" + SIGNAL_ENDS,
                "#EXT-X-DATERANGE:ID=\"c\",SCTE35-CMD=" + SIGNAL_CANCELLED,
                Duration.ofSeconds(307),
                "range-$n-$date"),
        INTERSTITIAL(
                "#EXT-X-DATERANGE:ID=\"$n\",CLASS=\"com.apple.hls.interstitial\",START-DATE=\"$date\",DURATION=30",
                "#EXT-X-DATERANGE:ID=\"$n\",CLASS=\"com.apple.hls.interstitial\",START-DATE=\"$date\",DURATION=30",
                "",
                "",
                Duration.ofSeconds(30),
                "range-$n-$date");

        private final String out;
        private final String within;
        private final String back;
        private final String cancel;
        private final Duration length;
        private final String key;

        Form(String out, String within, String back, String cancel, Duration length, String key) {
            this.out = out;
            this.within = within;
            this.back = back;
            this.cancel = cancel;
            this.length = length;
            this.key = key;
        }
    }

    private enum Situation {
        WHOLE,
        TWICE_IN_ONE_SEGMENT,
        REPEATED_IN_THE_NEXT_SEGMENT,
        EARLY_RETURN,
        MISSING_RETURN,
        MISSING_RETURN_AND_ANOTHER_BREAK,
        JOINED_IN_MID_BREAK,
        CANCELLED_IN_MID_BREAK
    }

    static Stream<Arguments> table() {
        return Stream.of(Form.values())
                .flatMap(form -> Stream.of(Situation.values())
                        .filter(situation -> can(form, situation))
                        .map(situation -> Arguments.of(form, situation)));
    }

    private static boolean can(Form form, Situation situation) {
        return switch (situation) {
            case EARLY_RETURN -> !form.back.isEmpty();
            case JOINED_IN_MID_BREAK -> !form.within.isEmpty();
            case CANCELLED_IN_MID_BREAK -> !form.cancel.isEmpty();
            default -> true;
        };
    }

    @ParameterizedTest
    @MethodSource("table")
    void oneAvail_hasOneKey(Form form, Situation situation) {
        List<Cue> cues = new HlsCues().cues(playlist(form, situation));

        List<Cue> outs = cues.stream().filter(cue -> cue.type() == Cue.Type.OUT).toList();
        assertThat(outs.get(0)).isEqualTo(new Cue(key(form, 1), Cue.Type.OUT, at(OUT), form.length));
        assertThat(outs).hasSize(situation == Situation.MISSING_RETURN_AND_ANOTHER_BREAK ? 2 : 1);
        assertThat(outs.get(outs.size() - 1).key()).isEqualTo(key(form, outs.size()));
        assertThat(cues.stream().filter(cue -> cue.type() == Cue.Type.IN).map(Cue::at))
                .containsExactlyElementsOf(returns(form, situation));
    }

    private static List<Instant> returns(Form form, Situation situation) {
        return switch (situation) {
            case MISSING_RETURN, MISSING_RETURN_AND_ANOTHER_BREAK -> List.of();
            case EARLY_RETURN, CANCELLED_IN_MID_BREAK -> List.of(at(OUT + 2));
            default -> form.back.isEmpty() ? List.of() : List.of(at(OUT + BACK));
        };
    }

    private static Instant at(int index) {
        return START.plus(LENGTH.multipliedBy(index));
    }

    private static int start(int number) {
        return number == 1 ? OUT : NEXT;
    }

    private static String key(Form form, int number) {
        return filled(form.key, number, 0);
    }

    private static String filled(String tag, int number, int elapsed) {
        return tag.replace("$n", "splice" + number)
                .replace("$date", at(start(number)).toString())
                .replace("$elapsed", String.valueOf(elapsed));
    }

    private static MediaPlaylist playlist(Form form, Situation situation) {
        Map<Integer, List<String>> tags = new TreeMap<>();
        put(tags, OUT, filled(form.out, 1, 0));
        switch (situation) {
            case TWICE_IN_ONE_SEGMENT -> put(tags, OUT, filled(form.out, 1, 0));
            case REPEATED_IN_THE_NEXT_SEGMENT -> put(tags, OUT + 1, filled(form.out, 1, 0));
            case EARLY_RETURN -> put(tags, OUT + 2, filled(form.back, 1, 0));
            case CANCELLED_IN_MID_BREAK -> put(tags, OUT + 2, form.cancel);
            case MISSING_RETURN_AND_ANOTHER_BREAK -> put(tags, NEXT, filled(form.out, 2, 0));
            default -> {
                // nothing but the break
            }
        }
        boolean whole = returns(form, situation).equals(List.of(at(OUT + BACK)));
        if (whole) {
            put(tags, OUT + BACK, filled(form.back, 1, 0));
        }
        boolean cut = situation == Situation.EARLY_RETURN || situation == Situation.CANCELLED_IN_MID_BREAK;
        int last = cut ? 2 : BACK;
        for (int i = 1; i < last && !form.within.isEmpty(); i++) {
            put(tags, OUT + i, filled(form.within, 1, i * 6));
        }
        int first = situation == Situation.JOINED_IN_MID_BREAK ? OUT + 2 : 0;
        return new MediaPlaylist(6, true, false, segments(tags, first));
    }

    private static void put(Map<Integer, List<String>> tags, int index, String lines) {
        tags.computeIfAbsent(index, key -> new ArrayList<>()).addAll(List.of(lines.split("\n")));
    }

    private static List<Segment> segments(Map<Integer, List<String>> tags, int first) {
        List<Segment> segments = new ArrayList<>();
        for (int i = first; i < NEXT + 10; i++) {
            segments.add(new Segment(i, 0, i + ".ts", at(i), LENGTH, tags.getOrDefault(i, List.of())));
        }
        return segments;
    }
}
