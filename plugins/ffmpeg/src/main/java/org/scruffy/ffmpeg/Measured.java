package org.scruffy.ffmpeg;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.ffmpeg.Workbench.Step;
import org.scruffy.spi.feed.Booked;
import org.scruffy.spi.feed.FrameRate;

/**
 * A file that was sent, as it measures: all of it was decoded once.
 *
 * @param pictures how long its pictures last
 * @param black where they are black
 * @param silence where its sound is silent
 * @param loudness what the first pass of loudnorm says, by its names; empty for silence
 * @param errors how often the decoder stumbled
 */
record Measured(
        Duration pictures, List<Span> black, List<Span> silence, Optional<Map<String, String>> loudness, long errors) {

    /** Somewhere in the file, from 0. */
    record Span(Duration from, Duration length) {}

    /** Enough beyond what is taken to say how much too long a file is. */
    private static final Duration TOO_LONG = Duration.ofSeconds(10);

    private static final FrameRate FINE = new FrameRate(60, 1);
    private static final Pattern BLACK =
            Pattern.compile("black_start:([\\d.]+) black_end:[\\d.]+ black_duration:([\\d.]+)");
    private static final Pattern SILENCE = Pattern.compile("silence_end: ([\\d.]+) \\| silence_duration: ([\\d.]+)");
    private static final Pattern LOUDNORM = Pattern.compile("\"(\\w+)\" : \"(-?[\\w.]+)\"");

    /** Decodes the file, but no more of it than a spot of the length booked can need. */
    static Measured of(Workbench bench, Sent sent, Booked spot) throws IOException, InterruptedException {
        Duration booked = spot.length();
        Duration most = booked.plus(spot.tolerance()).plus(TOO_LONG);
        List<String> arguments = new ArrayList<>(List.of("-t", Words.seconds(most)));
        arguments.addAll(Workbench.open(bench.source()));
        arguments.addAll(List.of("-filter_complex", filter(sent, booked), "-map", "[v]"));
        if (!sent.sound().isEmpty()) {
            arguments.addAll(List.of("-map", "[a]"));
        }
        arguments.addAll(List.of("-f", "null", "-"));
        String said =
                bench.run(new Step("Measuring", 0.02, 0.3, booked), arguments).err();
        return new Measured(
                FINE.length(bench.last("frame")),
                spans(BLACK, said, false),
                spans(SILENCE, said, true),
                loudness(said),
                said.lines()
                        .filter(line -> line.contains("[error]") || line.contains("[fatal]"))
                        .count());
    }

    private static String filter(Sent sent, Duration booked) {
        String pictures = "[0:" + sent.picture() + "]fps=60:start_time=0,scale=320:-2,blackdetect=d=0.5:pix_th=0.06[v]";
        return sent.sound().isEmpty()
                ? pictures
                : pictures + ";" + Sound.input(sent, 48_000, 2) + ",apad=whole_dur=" + Words.seconds(booked)
                        + ",silencedetect=n=-60dB:d=1," + Sound.LOUDNORM + ":print_format=json[a]";
    }

    private static List<Span> spans(Pattern pattern, String said, boolean endFirst) {
        return pattern.matcher(said)
                .results()
                .map(found -> {
                    Duration at = seconds(found.group(1));
                    Duration length = seconds(found.group(2));
                    return new Span(endFirst ? at.minus(length) : at, length);
                })
                .toList();
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }

    private static Optional<Map<String, String>> loudness(String said) {
        Matcher matcher = LOUDNORM.matcher(said);
        Map<String, String> found = matcher.results()
                .collect(Collectors.toMap(one -> one.group(1), one -> one.group(2), (one, other) -> other));
        boolean heard = Stream.of("input_i", "input_tp", "input_thresh")
                .allMatch(name -> found.getOrDefault(name, "").matches("-?\\d+\\.\\d+"));
        return heard && Double.parseDouble(found.get("input_i")) > -70 ? Optional.of(found) : Optional.empty();
    }

    OptionalDouble lkfs() {
        return loudness.map(found -> OptionalDouble.of(Double.parseDouble(found.get("input_i"))))
                .orElse(OptionalDouble.empty());
    }
}
