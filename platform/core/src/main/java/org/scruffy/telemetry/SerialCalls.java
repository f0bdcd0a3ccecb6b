package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

/** Finds calls of other services that one piece of work makes one after the other though it could make them at once. */
final class SerialCalls implements TraceAnalyzer {

    private static final int FEWEST = 3;
    private static final double LONG_MS = 30;
    private static final double SAVED_MS = 100;
    private static final double SHARE = 0.1;
    private static final double CLOCKS_MS = 1;
    // whoever works between two calls needs the answer of the first
    private static final double WORK = 0.2;

    @Override
    public String name() {
        return "serial calls";
    }

    /** The rows of calls, what would save most first. */
    @Override
    public List<Finding> findings(List<TraceSpan> spans) {
        Ancestors ancestors = new Ancestors(spans);
        double whole = spans.stream()
                .mapToDouble(span -> span.startMs() + span.durationMs())
                .max()
                .orElse(0);
        Map<String, List<TraceSpan>> byParent = new LinkedHashMap<>();
        spans.stream()
                .filter(SerialCalls::call)
                .sorted(Comparator.comparingDouble(TraceSpan::startMs))
                .forEach(span -> byParent.computeIfAbsent(span.parent(), first -> new ArrayList<>())
                        .add(span));
        List<Finding> findings = new ArrayList<>();
        byParent.forEach((parent, calls) -> {
            for (List<TraceSpan> row : rows(calls)) {
                if (row.size() >= FEWEST && saved(row) >= Math.max(SAVED_MS, SHARE * whole)) {
                    findings.add(finding(ancestors.place(parent, row.get(0)), row));
                }
            }
        });
        findings.sort(Comparator.comparingDouble(Finding::totalMs).reversed());
        return findings;
    }

    private static boolean call(TraceSpan span) {
        boolean remote = !span.text("http.method").isEmpty()
                || !span.text("http.request.method").isEmpty()
                || !span.text("rpc.system").isEmpty();
        return span.kind().equals("client") && remote && span.durationMs() >= LONG_MS;
    }

    /** The calls of one parent, by start, split where two overlap, where time goes by between them and where one is tried again. */
    private static List<List<TraceSpan>> rows(List<TraceSpan> calls) {
        List<List<TraceSpan>> rows = new ArrayList<>();
        List<TraceSpan> row = new ArrayList<>();
        for (TraceSpan call : calls) {
            if (!row.isEmpty() && !follows(row.get(row.size() - 1), call)) {
                rows.add(row);
                row = new ArrayList<>();
            }
            row.add(call);
        }
        rows.add(row);
        return rows;
    }

    private static boolean follows(TraceSpan before, TraceSpan call) {
        double idle = call.startMs() - before.startMs() - before.durationMs();
        boolean retried = before.error() && before.name().equals(call.name());
        return !retried && idle >= -CLOCKS_MS && idle <= CLOCKS_MS + WORK * before.durationMs();
    }

    private static double total(List<TraceSpan> row) {
        return row.stream().mapToDouble(TraceSpan::durationMs).sum();
    }

    private static double saved(List<TraceSpan> row) {
        double longest = row.stream().mapToDouble(TraceSpan::durationMs).max().orElse(0);
        return total(row) - longest;
    }

    private static Finding finding(Finding.Place place, List<TraceSpan> row) {
        return new Finding(
                Finding.SERIAL_CALLS,
                String.format(
                        Locale.ROOT,
                        "%,d calls wait for each other, %,.0f ms: at once they would take %,.0f ms less",
                        row.size(),
                        total(row),
                        saved(row)),
                place,
                "",
                "",
                row.size(),
                total(row),
                row.stream().map(TraceSpan::id).toList(),
                "Where none needs the answer of the one before, send them at once and wait for all, or ask for all in one call.");
    }
}
