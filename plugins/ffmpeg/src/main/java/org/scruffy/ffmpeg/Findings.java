package org.scruffy.ffmpeg;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.scruffy.ffmpeg.Measured.Span;
import org.scruffy.spi.feed.Conditioned.Finding;
import org.scruffy.spi.feed.Conditioned.Finding.Kind;
import org.scruffy.spi.feed.Ladder.Rung;
import org.scruffy.spi.feed.Probe;

/** What a person should know of a copy, collected. */
final class Findings {

    private static final Duration LONG_BLACK = Duration.ofSeconds(1);
    private static final Duration LONG_SILENCE = Duration.ofSeconds(2);
    private static final Duration NEARLY = Duration.ofMillis(150);
    private static final double LOUDNESS_TOLERANCE = 0.5;

    private final List<Finding> found = new ArrayList<>();

    private void add(Kind kind, String words) {
        found.add(new Finding(kind, words));
    }

    static List<Finding> of(Sent sent, Measured measured, boolean captions, Grid grid, Rung best, Sound.Level after) {
        Findings findings = new Findings();
        if (measured.errors() > 0) {
            findings.add(Kind.DAMAGE, "The file is damaged in places: look at the copy before it airs.");
        }
        findings.black(measured);
        findings.silence(sent, measured);
        findings.loudness(measured, after);
        findings.captions(captions);
        findings.length(measured.pictures(), grid.length());
        findings.picture(sent, best);
        return findings.found.stream()
                .sorted(Comparator.comparing(Finding::kind))
                .toList();
    }

    private void black(Measured measured) {
        List<Span> black = measured.black().stream()
                .filter(span -> span.length().compareTo(LONG_BLACK) >= 0)
                .toList();
        if (all(black, measured.pictures())) {
            add(Kind.BLACK, "The picture is black from beginning to end.");
        } else if (!black.isEmpty()) {
            add(Kind.BLACK, "The picture is black " + places(black) + ".");
        }
    }

    private void silence(Sent sent, Measured measured) {
        if (sent.sound().isEmpty()) {
            add(Kind.SILENCE, "The file has no sound: silence was added.");
            return;
        }
        if (measured.loudness().isEmpty()) {
            add(Kind.SILENCE, "The sound is silent from beginning to end.");
            return;
        }
        List<Span> silence = measured.silence().stream()
                .filter(span -> span.length().compareTo(LONG_SILENCE) >= 0)
                .toList();
        if (!silence.isEmpty()) {
            add(Kind.SILENCE, "The sound is silent " + places(silence) + ".");
        }
    }

    private static boolean all(List<Span> spans, Duration whole) {
        return spans.stream().anyMatch(span -> span.length().plus(NEARLY).compareTo(whole) >= 0);
    }

    private static String places(List<Span> spans) {
        return spans.stream()
                .map(span -> "for " + Words.seconds(span.length()) + " s from " + Words.seconds(span.from()) + " s")
                .collect(Collectors.joining(", "));
    }

    private void loudness(Measured measured, Sound.Level after) {
        measured.lkfs().ifPresent(before -> {
            if (Math.abs(before - Sound.TARGET) > LOUDNESS_TOLERANCE) {
                add(Kind.LOUDNESS, lkfs("The file was at %.1f LKFS; the copy is at %.1f.", before, after));
            }
            if (Math.abs(after.lkfs().orElse(0) - Sound.TARGET) > LOUDNESS_TOLERANCE) {
                add(
                        Kind.LOUDNESS,
                        lkfs("The copy could not be brought to -24 LKFS: from %.1f it came to %.1f.", before, after));
            }
        });
    }

    private static String lkfs(String words, double before, Sound.Level after) {
        return String.format(Locale.ROOT, words, before, after.lkfs().orElse(Double.NaN));
    }

    private void captions(boolean captions) {
        add(
                Kind.CAPTIONS,
                captions
                        ? "The file has closed captions (608/708); the copy carries them."
                        : "The file has no closed captions.");
    }

    private void length(Duration pictures, Duration copy) {
        Duration off = pictures.minus(copy);
        if (off.abs().compareTo(NEARLY) > 0) {
            add(
                    Kind.LENGTH,
                    off.isNegative()
                            ? "The file ends " + Words.seconds(off.abs()) + " s early: its last picture is held."
                            : "The file is " + Words.seconds(off) + " s too long: its end is cut.");
        }
    }

    private void picture(Sent sent, Rung best) {
        Probe.Picture picture = sent.probe().picture().orElseThrow();
        if (picture.height() > 2 * best.height()) {
            add(
                    Kind.PICTURE,
                    "The picture was scaled down from " + picture.width() + "x" + picture.height() + " to at most "
                            + best.width() + "x" + best.height() + ".");
        } else if (picture.height() < best.height()) {
            add(
                    Kind.PICTURE,
                    "The picture of " + picture.width() + "x" + picture.height() + " was enlarged for " + best.width()
                            + "x" + best.height() + ".");
        }
        if (sent.interlaced()) {
            add(Kind.PICTURE, "The picture was interlaced; the copy is not.");
        }
    }
}
