package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

/** Finds reads that one piece of work makes one after the other though they do not need each other's answers. */
final class SerialStatements implements TraceAnalyzer {

    // what takes less is not worth a connection of its own
    private static final double LONG_MS = 50;
    private static final int NAMED = 3;

    private final Set<String> told;

    /**
     * @param repeated what is known of the trace already: what can be read once need not be read at once
     */
    SerialStatements(List<Finding> repeated) {
        told = Row.told(repeated);
    }

    @Override
    public String name() {
        return "serial statements";
    }

    /** The rows of reads, the costliest first. */
    @Override
    public List<Finding> findings(List<TraceSpan> spans) {
        Ancestors ancestors = new Ancestors(spans);
        double worth = Row.worthMs(spans);
        Map<String, List<TraceSpan>> byWorker =
                ancestors.byWorker(spans.stream().filter(TraceSpan::statement));
        byWorker.values().removeIf(statements -> !Row.among(longOnes(statements), worth));
        List<Finding> findings = new ArrayList<>();
        byWorker.forEach((worker, statements) -> {
            List<TraceSpan> reads = reads(statements);
            Set<String> free = free(reads);
            reads.removeIf(read -> told.contains(read.id()));
            for (List<TraceSpan> part : Row.split(longOnes(reads), Row::directly)) {
                Row row = new Row(part);
                // the first may be what another needs
                List<TraceSpan> atOnce = part.stream()
                        .skip(1)
                        .filter(read -> free.contains(read.id()))
                        .toList();
                if (row.waitsInVain(atOnce, worth)) {
                    findings.add(finding(ancestors.place(worker, part.get(0)), row, atOnce));
                }
            }
        });
        findings.sort(Comparator.comparingDouble(Finding::totalMs).reversed());
        return findings;
    }

    private static List<TraceSpan> longOnes(List<TraceSpan> statements) {
        return statements.stream()
                .filter(statement -> statement.durationMs() >= LONG_MS)
                .toList();
    }

    /** Those of tables, until something is changed: what is read then may have to be read after that, and where it was done. */
    private static List<TraceSpan> reads(List<TraceSpan> statements) {
        return statements.stream()
                .takeWhile(statement -> !Statement.changes(statement.text("db.statement")))
                .filter(statement -> !statement.error()
                        && !Statement.of(statement.text("db.statement")).table().isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The ids of those that need no answer: they have no values, or values that one before had too. Of each shape the first. */
    private static Set<String> free(List<TraceSpan> reads) {
        Set<String> free = new HashSet<>();
        Set<String> known = new HashSet<>();
        Set<String> shapes = new HashSet<>();
        for (TraceSpan read : reads) {
            String sql = read.text("db.statement");
            String values = Statement.marked(sql) ? read.text("db.bind_hash") : Statement.values(sql);
            boolean hadBefore = !values.isEmpty() && !known.add(values);
            if (shapes.add(Statement.shape(sql))
                    && (hadBefore || Statement.values(sql).isEmpty())) {
                free.add(read.id());
            }
        }
        return free;
    }

    private static Finding finding(Finding.Place place, Row row, List<TraceSpan> free) {
        return row.finding(
                Finding.SERIAL_STATEMENTS,
                "statements (" + names(row) + ")",
                place,
                free,
                "Ask for what needs no answer of another by one statement, a join or UNION ALL, or at once, on connections of their own.");
    }

    private static String names(Row row) {
        List<String> names = row.spans().stream()
                .map(span -> Statement.of(span.text("db.statement")).name())
                .distinct()
                .toList();
        String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() > NAMED ? first + ", …" : first;
    }
}
