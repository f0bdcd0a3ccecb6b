package org.scruffy.telemetry;

import java.time.Instant;
import java.util.List;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * What happened for one request or job.
 *
 * @param durationMs from the start of the first span to the end of the last
 * @param truncated whether it has more spans than are given
 * @param spans breadth first from the roots
 * @param findings the costliest first
 */
public record Trace(
        String id, Instant start, double durationMs, boolean truncated, List<TraceSpan> spans, List<Finding> findings) {

    public Trace {
        spans = List.copyOf(spans);
        findings = List.copyOf(findings);
    }
}
