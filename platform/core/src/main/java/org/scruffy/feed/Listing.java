package org.scruffy.feed;

import java.time.Duration;
import java.util.List;

/**
 * All that one version of a media playlist says.
 *
 * @param lines its whole segments, at least one
 * @param begun what comes after them
 * @param reports its EXT-X-RENDITION-REPORT lines
 */
record Listing(Control control, List<Line> lines, Begun begun, List<String> reports) {

    private static final int PARTS_TARGETS = 3;

    /**
     * What it says of itself.
     *
     * @param target duration in seconds
     * @param dated whether the lines' starts mean anything
     * @param skipUntil how far from the end a delta update begins, zero where there is none
     * @param partTarget the longest a part is, zero where there are none
     */
    record Control(int target, boolean dated, boolean ended, Duration skipUntil, Duration partTarget) {}

    Listing {
        lines = List.copyOf(lines);
    }

    /** Of whole segments alone. */
    static Listing of(int target, boolean dated, boolean ended, List<Line> lines) {
        return new Listing(
                new Control(target, dated, ended, Duration.ZERO, Duration.ZERO), lines, Begun.NOTHING, List.of());
    }

    Listing with(List<String> others) {
        return new Listing(control, lines, begun, others);
    }

    private Line last() {
        return lines.get(lines.size() - 1);
    }

    LiveEdge edge() {
        return new LiveEdge(
                last().sequence(), last().parts().size(), begun.parts(), control.partTarget(), control.ended());
    }

    /** The parts of a line, as long as they are within three target durations of the end (6.2.2-S1). */
    List<Part> parts(Line line) {
        return line.parts().isEmpty() || isOld(line) ? List.of() : line.parts();
    }

    /** The dates of a break's edges are not what a player adds up, so the lengths count. */
    private boolean isOld(Line line) {
        Duration most = Duration.ofSeconds((long) PARTS_TARGETS * control.target());
        Duration after = begun.length();
        for (int i = lines.size() - 1; i >= 0 && lines.get(i).sequence() > line.sequence(); i--) {
            after = after.plus(lines.get(i).length());
            if (after.compareTo(most) >= 0) {
                return true;
            }
        }
        return false;
    }
}
