package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;

/** What one piece of work does one after the other. */
record Row(List<TraceSpan> spans) {

    // two may well be meant to follow each other
    private static final int FEWEST = 3;
    private static final double SAVED_MS = 100;
    private static final double SHARE = 0.1;
    private static final double CLOCKS_MS = 1;
    // whoever works between two needs the answer of the first
    private static final double WORK = 0.2;

    /** All of them, in their order, split wherever one does not follow the one before. */
    static <T> List<List<T>> split(List<T> all, BiPredicate<T, T> follows) {
        List<List<T>> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i == 0 || !follows.test(all.get(i - 1), all.get(i))) {
                parts.add(new ArrayList<>());
            }
            parts.get(parts.size() - 1).add(all.get(i));
        }
        return parts;
    }

    /** Whether there would be a row among spans if all of them were free: what tells of that is dearer to ask. */
    static boolean among(List<TraceSpan> spans, double worthMs) {
        return split(spans, Row::directly).stream().anyMatch(part -> new Row(part).waitsInVain(part, worthMs));
    }

    /** The ids of the spans that these tell of. */
    static Set<String> told(List<Finding> findings) {
        return findings.stream().flatMap(finding -> finding.spans().stream()).collect(Collectors.toSet());
    }

    /** How long after the end of one the next begins; below zero where they overlap. */
    static double idleMs(TraceSpan before, TraceSpan next) {
        return next.startMs() - before.startMs() - before.durationMs();
    }

    /** Whether they neither overlap nor let time go by between them. */
    static boolean directly(TraceSpan before, TraceSpan next) {
        double idle = idleMs(before, next);
        return idle >= -CLOCKS_MS && idle <= CLOCKS_MS + WORK * before.durationMs();
    }

    /** How much sooner a trace must end for it to be worth telling. */
    static double worthMs(List<TraceSpan> trace) {
        double whole = trace.stream()
                .mapToDouble(span -> span.startMs() + span.durationMs())
                .max()
                .orElse(0);
        return Math.max(SAVED_MS, SHARE * whole);
    }

    /** Whether it is one, and that much sooner at its end if those that are free waited for none. */
    boolean waitsInVain(List<TraceSpan> free, double worthMs) {
        return spans.size() >= FEWEST && savedMs(free) >= worthMs;
    }

    private double savedMs(List<TraceSpan> free) {
        double longest = free.stream().mapToDouble(TraceSpan::durationMs).max().orElse(0);
        return total(spans) - Math.max(longest, total(spans) - total(free));
    }

    static double total(List<TraceSpan> spans) {
        return spans.stream().mapToDouble(TraceSpan::durationMs).sum();
    }

    /**
     * That it waits in vain. It names no statement: where one takes a little less and is none of the row, the fault is the same.
     *
     * @param what its spans are, in the plural
     */
    Finding finding(String kind, String what, Finding.Place place, List<TraceSpan> free, String advice) {
        return new Finding(
                kind,
                String.format(
                        Locale.ROOT,
                        "%,d %s wait for each other, %,.0f ms: at once they would take %,.0f ms less",
                        spans.size(),
                        what,
                        total(spans),
                        savedMs(free)),
                place,
                "",
                "",
                spans.size(),
                total(spans),
                spans.stream().map(TraceSpan::id).toList(),
                advice);
    }
}
