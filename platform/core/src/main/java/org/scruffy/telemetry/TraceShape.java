package org.scruffy.telemetry;

import java.util.List;

/**
 * Traces of a selection and of a baseline as one tree: what they have in common, and what only one side does.
 *
 * @param selection how many traces of the selection were read
 * @param baseline how many of the baseline
 * @param truncated whether there are more nodes than are given
 * @param nodes breadth first; of equals those come first that differ most together with all below them
 */
public record TraceShape(int selection, int baseline, boolean truncated, List<Node> nodes) {

    public TraceShape {
        nodes = List.copyOf(nodes);
    }

    /**
     * Spans at the same place: of a service, with a name, for a relation, below spans of their parent's place.
     *
     * @param parent the place of the node they are below, counted from 0; -1 for roots
     * @param relation as {@code jpa.relation} has it, empty for most
     */
    public record Node(int parent, String service, String name, String relation, Side selection, Side baseline) {}

    /**
     * What one side's traces did at a place, as means of all traces of the side.
     *
     * @param spans how many spans there were for a trace
     * @param selfMs how long these were busy themselves, in milliseconds for a trace
     * @param totalMs how long they took, in milliseconds for a trace
     * @param traces how many traces had any
     * @param trace the one with the span that was longest busy itself; empty where none had any
     * @param span that span
     */
    public record Side(double spans, double selfMs, double totalMs, int traces, String trace, String span) {}
}
