package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * The rules by which Sentry says it finds repeated and slow statements, with its default thresholds: "N+1 queries", "MN+1 queries"
 * and "slow DB queries".
 */
final class SentryRules {

    private static final int REPEATED = 5;
    private static final double TOTAL_MS = 50;
    private static final int LONGEST_PATTERN = 8;
    private static final int PATTERNS = 3;
    private static final double DATABASE_SHARE = 0.05;
    private static final double SLOW_MS = 500;

    private SentryRules() {}

    static boolean repetition(List<TraceSpan> spans) {
        return siblings(spans).stream().anyMatch(row -> nPlusOne(row) || manyNPlusOne(row));
    }

    static boolean slow(List<TraceSpan> spans) {
        return spans.stream().anyMatch(span -> span.statement() && span.durationMs() >= SLOW_MS);
    }

    /** The spans of each parent by their start; those of a pool are overlooked. */
    private static List<List<TraceSpan>> siblings(List<TraceSpan> spans) {
        Map<String, List<TraceSpan>> siblings = new LinkedHashMap<>();
        for (TraceSpan span : spans) {
            if (!span.text("db.statement").contains("pg-pool.connect")) {
                siblings.computeIfAbsent(span.parent(), first -> new ArrayList<>())
                        .add(span);
            }
        }
        return List.copyOf(siblings.values());
    }

    /** A statement, then at least five equal ones right after each other, which take 50 ms. */
    private static boolean nPlusOne(List<TraceSpan> row) {
        for (int source = 0; source + REPEATED < row.size(); source++) {
            TraceSpan first = row.get(source + 1);
            int end = source + 1;
            double total = 0;
            while (end < row.size() && first.statement() && same(first, row.get(end))) {
                total += row.get(end).durationMs();
                end++;
            }
            boolean counts = end - source - 1 >= REPEATED && total >= TOTAL_MS;
            if (counts && row.get(source).statement() && !same(row.get(source), first)) {
                return true;
            }
        }
        return false;
    }

    /** Up to eight spans, a statement among them and not all equal, at least three times in a row. */
    private static boolean manyNPlusOne(List<TraceSpan> row) {
        for (int from = 0; from < row.size(); from++) {
            for (int length = 2; length <= LONGEST_PATTERN; length++) {
                if (repeats(row, from, length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean repeats(List<TraceSpan> row, int from, int length) {
        if (from + PATTERNS * length > row.size()) {
            return false;
        }
        List<TraceSpan> pattern = row.subList(from, from + length);
        int end = from + length;
        while (end < row.size() && same(pattern.get((end - from) % length), row.get(end))) {
            end++;
        }
        int times = (end - from) / length;
        List<TraceSpan> all = row.subList(from, from + times * length);
        double total = all.stream().mapToDouble(TraceSpan::durationMs).sum();
        double database = all.stream()
                .filter(TraceSpan::statement)
                .mapToDouble(TraceSpan::durationMs)
                .sum();
        return times >= PATTERNS
                && total >= TOTAL_MS
                && database >= DATABASE_SHARE * total
                && pattern.stream().anyMatch(span -> !same(span, pattern.get(0)));
    }

    private static boolean same(TraceSpan one, TraceSpan other) {
        return one.statement() == other.statement()
                && one.text("db.statement").equals(other.text("db.statement"))
                && (one.statement() || one.name().equals(other.name()));
    }
}
