package org.scruffy.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.ffmpeg.Workbench.Step;
import org.scruffy.spi.feed.Ladder;

/** The sound of a copy: as many samples as its pictures last, as loud as ATSC A/85 has it. */
final class Sound {

    /** The target of American television; the range is wide so that the gain stays one number wherever the peaks allow it. */
    static final String LOUDNORM = "loudnorm=I=-24:TP=-2:LRA=20";

    static final double TARGET = -24;

    /** A gain that is off by less is not worth another pass. */
    private static final double NEAR = 0.2;

    private static final Step MEASURING = new Step("Levelling the sound", 0.38, 0.4, Duration.ofHours(1));
    private static final int MOST_CORRECTIONS = 2;
    private static final Pattern INTEGRATED = Pattern.compile("I:\\s+(-?[\\d.]+) LUFS");
    private static final Pattern PEAK = Pattern.compile("Peak:\\s+(-?[\\d.]+) dBFS");

    /** What ebur128 says of some sound; empty for silence. */
    record Level(OptionalDouble lkfs, OptionalDouble peak) {}

    private Sound() {}

    /** A filter from the sound of the file to the ladder's rate and channels, from its first picture on. */
    static String input(Sent sent, int rate, int channels) {
        String streams = sent.sound().stream().map(i -> "[0:" + i + "]").reduce("", String::concat);
        return streams + (sent.sound().size() > 1 ? "amerge=inputs=2," : "") + "aresample=" + rate
                + ":async=1:first_pts=0,aformat=channel_layouts=" + layout(channels);
    }

    private static String layout(int channels) {
        return switch (channels) {
            case 1 -> "mono";
            case 6 -> "5.1";
            case 8 -> "7.1";
            default -> "stereo";
        };
    }

    /** Makes the sound as a file of samples in the working folder. */
    static Path make(Workbench bench, Sent sent, Measured measured, Ladder.Sound wanted, Duration length)
            throws IOException, InterruptedException {
        Path made = bench.work().resolve("sound.wav");
        long samples = Math.round(length.toNanos() / 1e9 * wanted.rate());
        String source = measured.loudness()
                .map(first -> input(sent, wanted.rate(), wanted.channels()) + "," + second(first) + ",aresample="
                        + wanted.rate())
                .orElse("anullsrc=r=" + wanted.rate() + ":cl=" + layout(wanted.channels()));
        List<String> arguments = new ArrayList<>(Workbench.open(bench.source()));
        arguments.addAll(List.of("-filter_complex", source + exactly(samples) + "[a]", "-map", "[a]"));
        arguments.addAll(List.of("-c:a", "pcm_s24le", made.toString()));
        bench.run(new Step("Levelling the sound", 0.3, 0.38, length), arguments);
        for (int i = 0; i < MOST_CORRECTIONS && measured.loudness().isPresent(); i++) {
            double off = TARGET - level(bench, MEASURING, made).lkfs().orElse(TARGET);
            if (Math.abs(off) < NEAR) {
                return made;
            }
            correct(bench, made, off, wanted.rate());
        }
        return made;
    }

    private static String exactly(long samples) {
        return ",apad,atrim=end_sample=" + samples + ",asetpts=N/SR/TB";
    }

    private static String second(Map<String, String> first) {
        return LOUDNORM + ":measured_I=" + first.get("input_i") + ":measured_TP=" + first.get("input_tp")
                + ":measured_LRA=" + first.get("input_lra") + ":measured_thresh=" + first.get("input_thresh")
                + ":offset=" + first.get("target_offset") + ":linear=true";
    }

    /** loudnorm misses where it has to hold peaks down, or where a spot is short: the rest is one gain, with the peaks held. */
    private static void correct(Workbench bench, Path made, double gain, int rate)
            throws IOException, InterruptedException {
        Path better = bench.work().resolve("better.wav");
        String filter = String.format(
                Locale.ROOT,
                "volume=%.2fdB,aresample=192000,alimiter=limit=0.78:level=false:attack=1:release=50,aresample=%d",
                gain,
                rate);
        bench.ffmpeg()
                .make(
                        bench.work(),
                        List.of("-i", made.toString(), "-af", filter, "-c:a", "pcm_s24le", better.toString()));
        Files.move(better, made, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Measures what a file of our own sounds like. */
    static Level level(Workbench bench, Step step, Path file) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-i", file.toString()));
        arguments.addAll(List.of("-map", "0:a:0", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"));
        String said = bench.run(step, arguments).err();
        OptionalDouble lkfs = number(INTEGRATED, said);
        return lkfs.isEmpty() || lkfs.getAsDouble() <= -70
                ? new Level(OptionalDouble.empty(), OptionalDouble.empty())
                : new Level(lkfs, number(PEAK, said));
    }

    private static OptionalDouble number(Pattern pattern, String said) {
        Matcher matcher = pattern.matcher(said);
        OptionalDouble last = OptionalDouble.empty();
        while (matcher.find()) {
            last = OptionalDouble.of(Double.parseDouble(matcher.group(1)));
        }
        return last;
    }
}
