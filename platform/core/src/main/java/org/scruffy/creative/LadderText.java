package org.scruffy.creative;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Container;
import org.scruffy.spi.feed.Ladder.Rung;

/** Ladders as they are kept: the same ladder is the same text. */
final class LadderText {

    private LadderText() {}

    /**
     * For example {@code MPEG_TS muxed 48000 2 96000|1280 720 30000 1001 90 avc1.4d401f 1800000}; after the sound stands how many
     * microseconds a part has, where there are parts.
     */
    static String write(Ladder ladder) {
        Ladder.Sound sound = ladder.sound();
        String head = ladder.container() + (ladder.demuxed() ? " demuxed " : " muxed ") + sound.rate() + " "
                + sound.channels() + " " + sound.bitsPerSecond()
                + (ladder.part().isZero() ? "" : " " + ladder.part().toNanos() / 1000);
        return head
                + ladder.rungs().stream()
                        .map(rung -> "|" + rung.width() + " " + rung.height() + " "
                                + rung.rate().frames() + " " + rung.rate().seconds() + " " + rung.segmentFrames() + " "
                                + rung.codec() + " " + rung.bitsPerSecond())
                        .collect(Collectors.joining());
    }

    static Ladder read(String text) {
        List<String> parts = Arrays.asList(text.split("\\|"));
        String[] head = parts.get(0).split(" ");
        List<Rung> rungs = new ArrayList<>();
        for (String part : parts.subList(1, parts.size())) {
            String[] rung = part.split(" ");
            rungs.add(new Rung(
                    Integer.parseInt(rung[0]),
                    Integer.parseInt(rung[1]),
                    new FrameRate(Integer.parseInt(rung[2]), Integer.parseInt(rung[3])),
                    Integer.parseInt(rung[4]),
                    rung[5],
                    Integer.parseInt(rung[6])));
        }
        Ladder.Sound sound =
                new Ladder.Sound(Integer.parseInt(head[2]), Integer.parseInt(head[3]), Integer.parseInt(head[4]));
        Duration part = head.length > 5 ? Duration.of(Long.parseLong(head[5]), ChronoUnit.MICROS) : Duration.ZERO;
        return new Ladder(Container.valueOf(head[0]), head[1].equals("demuxed"), sound, part, rungs);
    }

    /** For people: 1280x720, 640x360 at 29.97 frames a second; segments of 90 frames in MPEG-TS. */
    static String words(Ladder ladder) {
        Rung slowest = ladder.slowest();
        String sizes = ladder.rungs().stream()
                .map(rung -> rung.width() + "x" + rung.height())
                .distinct()
                .collect(Collectors.joining(", "));
        double rate = (double) slowest.rate().frames() / slowest.rate().seconds();
        return String.format(Locale.ROOT, "%s at %.2f frames a second", sizes, rate)
                        .replace(".00 ", " ")
                + "; segments of " + slowest.segmentFrames() + " frames in "
                + (ladder.container() == Container.FMP4 ? "fragmented MP4" : "MPEG-TS")
                + (ladder.part().isZero()
                        ? ""
                        : " with parts of " + ladder.part().toMillis() + " ms")
                + (ladder.demuxed() ? ", sound apart" : "");
    }
}
