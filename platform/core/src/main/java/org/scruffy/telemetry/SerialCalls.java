package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

/** Finds calls of other services that one piece of work makes one after the other though it could make them at once. */
final class SerialCalls implements TraceAnalyzer {

    private static final double LONG_MS = 30;

    private final Set<String> told;

    /**
     * @param repeated what is known of the trace already: what can be asked in one call need not be asked at once
     */
    SerialCalls(List<Finding> repeated) {
        told = Row.told(repeated);
    }

    @Override
    public String name() {
        return "serial calls";
    }

    /** The rows of calls, the costliest first. */
    @Override
    public List<Finding> findings(List<TraceSpan> spans) {
        Ancestors ancestors = new Ancestors(spans);
        double worth = Row.worthMs(spans);
        Map<String, List<TraceSpan>> byWorker =
                ancestors.byWorker(spans.stream().filter(SerialCalls::call));
        byWorker.values().removeIf(calls -> !Row.among(calls, worth));
        List<Finding> findings = new ArrayList<>();
        byWorker.forEach((worker, calls) -> {
            calls.removeIf(call -> told.contains(call.id()));
            for (List<TraceSpan> part : Row.split(calls, SerialCalls::follows)) {
                Row row = new Row(part);
                if (row.waitsInVain(part, worth)) {
                    findings.add(finding(ancestors.place(worker, part.get(0)), row));
                }
            }
        });
        findings.sort(Comparator.comparingDouble(Finding::totalMs).reversed());
        return findings;
    }

    private static boolean call(TraceSpan span) {
        return span.durationMs() >= LONG_MS && Call.remote(span);
    }

    private static boolean follows(TraceSpan before, TraceSpan call) {
        boolean retried = before.error() && before.name().equals(call.name());
        return !retried && Row.directly(before, call) && !Call.of(call).needs(Call.of(before));
    }

    private static Finding finding(Finding.Place place, Row row) {
        return row.finding(
                Finding.SERIAL_CALLS,
                "calls",
                place,
                row.spans(),
                "Where none needs the answer of the one before, send them at once and wait for all, or ask for all in one call.");
    }
}
