package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

/** Finds calls of other services that one piece of work makes one after the other though it could make them at once. */
final class SerialCalls implements TraceAnalyzer {

    private static final int FEWEST = 3;
    private static final double LONG_MS = 30;

    @Override
    public String name() {
        return "serial calls";
    }

    /** The rows of calls, the costliest first. */
    @Override
    public List<Finding> findings(List<TraceSpan> spans) {
        Ancestors ancestors = new Ancestors(spans);
        double worth = Row.worthMs(spans);
        List<Finding> findings = new ArrayList<>();
        ancestors.byWorker(spans.stream().filter(SerialCalls::call)).forEach((worker, calls) -> {
            for (List<TraceSpan> part : Row.split(calls, SerialCalls::follows)) {
                Row row = new Row(part);
                if (part.size() >= FEWEST && row.savedMs(part) >= worth) {
                    findings.add(finding(ancestors.place(worker, part.get(0)), row));
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

    private static boolean follows(TraceSpan before, TraceSpan call) {
        boolean retried = before.error() && before.name().equals(call.name());
        return !retried && Row.directly(before, call);
    }

    private static Finding finding(Finding.Place place, Row row) {
        return row.finding(
                Finding.SERIAL_CALLS,
                "calls",
                place,
                "",
                row.spans(),
                "Where none needs the answer of the one before, send them at once and wait for all, or ask for all in one call.");
    }
}
