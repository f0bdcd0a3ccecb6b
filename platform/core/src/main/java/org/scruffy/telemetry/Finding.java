package org.scruffy.telemetry;

import java.util.List;

/**
 * Something a trace does that costs more than it must.
 *
 * @param title one line for the list of findings
 * @param relation the JPA relation that causes it, for example {@code Timeslot.breaks}; empty where it is not known
 * @param statement what is repeated
 * @param count how often
 * @param totalMs how long all of it took
 * @param parent the id of the span that repeats it
 * @param spans the ids of the repetitions
 * @param advice what to do
 */
public record Finding(
        Kind kind,
        String title,
        String relation,
        String statement,
        int count,
        double totalMs,
        String parent,
        List<String> spans,
        String advice) {

    /** What is wrong. */
    public enum Kind {
        N_PLUS_ONE("N+1"),
        REDUNDANT("redundant"),
        CHUNKABLE_WRITE("chunkable write"),
        OVER_BUDGET("over budget");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public Finding {
        spans = List.copyOf(spans);
    }
}
