package org.scruffy.spi.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Something a trace does that costs more than it must.
 *
 * @param kind what is wrong, in a word or two: one of the constants here, or a plugin's own
 * @param title one line for the list of findings
 * @param place where in the trace it is
 * @param relation the JPA relation that causes it, for example {@code Timeslot.breaks}; empty where it is not known
 * @param statement the statement or call that is repeated or slow, without its values; empty where it is several
 * @param count how often it is done
 * @param totalMs how long all of it took
 * @param spans the ids of the spans that do it
 * @param advice what to do
 * @param snippets the advice as code to copy, the best first; empty where words say all of it
 */
public record Finding(
        String kind,
        String title,
        Place place,
        String relation,
        String statement,
        int count,
        double totalMs,
        List<String> spans,
        String advice,
        List<Snippet> snippets) {

    /** The same statement again and again, each time for another parent. */
    public static final String N_PLUS_ONE = "N+1";

    /** The same question again and again. */
    public static final String REDUNDANT = "redundant";

    /** Rows written one by one. */
    public static final String CHUNKABLE_WRITE = "chunkable write";

    /** One statement that takes long by itself. */
    public static final String SLOW = "slow";

    /** Calls of other services that wait for each other. */
    public static final String SERIAL_CALLS = "serial calls";

    /** Reads that wait for each other. */
    public static final String SERIAL_STATEMENTS = "serial statements";

    /** The same call of another service again and again, each time for another thing. */
    public static final String REPEATED_CALLS = "repeated calls";

    /** More statements than the fetch plan of the request allows. */
    public static final String OVER_BUDGET = "over budget";

    /**
     * Where in a trace.
     *
     * @param entryPoint the request or job, for example {@code GET /api/week/{date}}
     * @param worker the name of the span that does it
     * @param code the line of code that does it, for example {@code org.scruffy.schedule.LegacyWeek.slot:43}; empty where it is not known
     * @param parent the id of the worker
     */
    public record Place(String entryPoint, String worker, String code, String parent) {}

    /**
     * Code to copy, without any value that was in the trace.
     *
     * @param language what it is written in: {@code Java}, {@code SQL}
     * @param text its lines
     */
    public record Snippet(String language, String text) {}

    public Finding {
        spans = List.copyOf(spans);
        snippets = List.copyOf(snippets);
    }

    /** Of which words say all that is to be done. */
    public Finding(
            String kind,
            String title,
            Place place,
            String relation,
            String statement,
            int count,
            double totalMs,
            List<String> spans,
            String advice) {
        this(kind, title, place, relation, statement, count, totalMs, spans, advice, List.of());
    }

    /** The same for the same fault in every trace. */
    public String fingerprint() {
        String cause = relation.isEmpty() ? statement : relation;
        String fault = String.join("\n", kind, place.entryPoint, place.worker, cause);
        return UUID.nameUUIDFromBytes(fault.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
