package org.scruffy.spi.telemetry;

import java.util.List;

/** Finds what a trace does that costs more than it must. */
public interface TraceAnalyzer {

    /** A short name, for spans and messages: {@code repetitions}. */
    String name();

    /**
     * What stands out in a trace. Asked for every trace that somebody looks at, within a deadline of two seconds: no I/O, and the same
     * findings for the same spans.
     *
     * @param spans of the trace by their start, up to 100,000; some may be missing
     */
    List<Finding> findings(List<TraceSpan> spans);
}
