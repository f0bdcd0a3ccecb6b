package org.scruffy.telemetry;

import java.time.Instant;
import java.util.List;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * What happened for one request or job.
 *
 * @param durationMs from the start of the first span to the end of the last
 * @param truncated whether it has more spans, or these more notes, than are given
 * @param spans breadth first from the roots
 * @param notes what happened inside these spans and which other spans they name: events with a {@code meta.annotation_type}, by time
 * @param findings the costliest first
 */
public record Trace(
        String id,
        Instant start,
        double durationMs,
        boolean truncated,
        List<TraceSpan> spans,
        List<Event> notes,
        List<Finding> findings) {

    public Trace {
        spans = List.copyOf(spans);
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
    }
}
