package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * The rules by which Sentry says it finds repeated, slow and needlessly serial statements and calls, with its default thresholds:
 * "N+1 queries", "MN+1 queries", "slow DB queries", "consecutive DB queries", "consecutive HTTP" and "N+1 API calls".
 */
final class SentryRules {

    private static final int REPEATED = 5;
    private static final double TOTAL_MS = 50;
    private static final int LONGEST_PATTERN = 8;
    private static final int PATTERNS = 3;
    private static final double DATABASE_SHARE = 0.05;
    private static final double SLOW_MS = 500;

    // "consecutive DB queries": one that waits for nothing takes more than 30 ms; at once they save 100 ms and a tenth
    // of the row
    private static final double PARALLEL_STATEMENT_MS = 30;
    private static final double STATEMENTS_SAVE_MS = 100;
    private static final double STATEMENTS_SAVE = 0.1;
    // a text, a truth, a number, or what stands for one
    private static final Pattern PARAMETER = Pattern.compile("'|\\b(?:true|false|\\d+)\\b|\\?|\\$\\d|%s");

    // "consecutive HTTP": three of 500 ms, no more than 500 ms apart, that save two seconds at once
    private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE", "PUT", "PATCH");
    private static final int SERIAL_CALLS = 3;
    private static final double SERIAL_CALL_MS = 500;
    private static final double BETWEEN_CALLS_MS = 500;
    private static final double CALLS_SAVE_MS = 2_000;

    // "N+1 API calls": ten of a page, each within 5 ms of the one before, 300 ms together; its code has come to ask for
    // 5 and 15 ms
    private static final Set<String> PAGES = Set.of("navigation", "pageload", "ui.load", "ui.action");
    private static final int REPEATED_CALLS = 10;
    private static final double AT_ONCE_MS = 5;
    private static final double REPEATED_CALLS_MS = 300;
    private static final Pattern NEXT_JS = Pattern.compile("/_next/(?:static|data)/");
    private static final Pattern NO_RESOURCE =
            Pattern.compile("graphql|\\.(?:js|css|svg|png|mp3|jpe?g)(?:\\?|$)", Pattern.CASE_INSENSITIVE);
    // of a query each value, of a path numbers, UUIDs, and hashes by MD5 and SHA-1
    private static final Pattern VALUE = Pattern.compile(
            "(?<==)[^&]*|\\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{40}|\\d+)\\b");

    private SentryRules() {}

    static boolean repetition(List<TraceSpan> spans) {
        return siblings(spans).stream().anyMatch(row -> nPlusOne(row) || manyNPlusOne(row));
    }

    static boolean slow(List<TraceSpan> spans) {
        return spans.stream().anyMatch(span -> span.statement() && span.durationMs() >= SLOW_MS);
    }

    /** Reads one after the other, with those among them that wait for nothing. */
    static boolean serialStatements(List<TraceSpan> spans) {
        return rows(spans, (before, next) -> read(before) && read(next) && idle(before, next) >= 0).stream()
                .anyMatch(SentryRules::parallelStatements);
    }

    /** Long calls one after the other, whatever else happens between them. */
    static boolean serialCalls(List<TraceSpan> spans) {
        List<TraceSpan> calls = spans.stream().filter(SentryRules::longCall).toList();
        return rows(calls, (before, next) -> idle(before, next) >= 0 && idle(before, next) <= BETWEEN_CALLS_MS).stream()
                .anyMatch(row -> row.size() >= SERIAL_CALLS && total(row) - longest(row) >= CALLS_SAVE_MS);
    }

    /** Calls of a page that get the same resource with other values at the same time. */
    static boolean repeatedCalls(List<TraceSpan> spans) {
        if (!PAGES.contains(spans.get(0).text("sentry.op"))) {
            return false;
        }
        List<TraceSpan> gets = spans.stream().filter(SentryRules::getsResource).toList();
        return rows(gets, SentryRules::atOnce).stream()
                .anyMatch(row -> row.size() >= REPEATED_CALLS && total(row) >= REPEATED_CALLS_MS);
    }

    /** The spans of each parent by their start; those of a pool are overlooked. */
    private static List<List<TraceSpan>> siblings(List<TraceSpan> spans) {
        Map<String, List<TraceSpan>> siblings = new LinkedHashMap<>();
        for (TraceSpan span : spans) {
            if (!span.text("db.statement").contains("pg-pool.connect")) {
                siblings.computeIfAbsent(span.parent(), first -> new ArrayList<>())
                        .add(span);
            }
        }
        return List.copyOf(siblings.values());
    }

    /** A statement, then at least five equal ones right after each other, which take 50 ms. */
    private static boolean nPlusOne(List<TraceSpan> row) {
        for (int source = 0; source + REPEATED < row.size(); source++) {
            TraceSpan first = row.get(source + 1);
            int end = source + 1;
            double total = 0;
            while (end < row.size() && first.statement() && same(first, row.get(end))) {
                total += row.get(end).durationMs();
                end++;
            }
            boolean counts = end - source - 1 >= REPEATED && total >= TOTAL_MS;
            if (counts && row.get(source).statement() && !same(row.get(source), first)) {
                return true;
            }
        }
        return false;
    }

    /** Up to eight spans, a statement among them and not all equal, at least three times in a row. */
    private static boolean manyNPlusOne(List<TraceSpan> row) {
        for (int from = 0; from < row.size(); from++) {
            for (int length = 2; length <= LONGEST_PATTERN; length++) {
                if (repeats(row, from, length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean repeats(List<TraceSpan> row, int from, int length) {
        if (from + PATTERNS * length > row.size()) {
            return false;
        }
        List<TraceSpan> pattern = row.subList(from, from + length);
        int end = from + length;
        while (end < row.size() && same(pattern.get((end - from) % length), row.get(end))) {
            end++;
        }
        int times = (end - from) / length;
        List<TraceSpan> all = row.subList(from, from + times * length);
        double total = total(all);
        double database = total(all.stream().filter(TraceSpan::statement).toList());
        return times >= PATTERNS
                && total >= TOTAL_MS
                && database >= DATABASE_SHARE * total
                && pattern.stream().anyMatch(span -> !same(span, pattern.get(0)));
    }

    private static boolean same(TraceSpan one, TraceSpan other) {
        return one.statement() == other.statement()
                && one.text("db.statement").equals(other.text("db.statement"))
                && (one.statement() || one.name().equals(other.name()));
    }

    /** The spans, split wherever one does not follow the one before. */
    private static List<List<TraceSpan>> rows(List<TraceSpan> spans, BiPredicate<TraceSpan, TraceSpan> follows) {
        List<List<TraceSpan>> rows = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            if (i == 0 || !follows.test(spans.get(i - 1), spans.get(i))) {
                rows.add(new ArrayList<>());
            }
            rows.get(rows.size() - 1).add(spans.get(i));
        }
        return rows;
    }

    private static double idle(TraceSpan before, TraceSpan next) {
        return next.startMs() - before.startMs() - before.durationMs();
    }

    private static double total(List<TraceSpan> row) {
        return row.stream().mapToDouble(TraceSpan::durationMs).sum();
    }

    private static double longest(List<TraceSpan> row) {
        return row.stream().mapToDouble(TraceSpan::durationMs).max().orElse(0);
    }

    private static boolean read(TraceSpan span) {
        return span.statement() && sql(span).startsWith("SELECT");
    }

    private static String sql(TraceSpan span) {
        return span.text("db.statement").strip().toUpperCase(Locale.ROOT);
    }

    /** Those that wait for nothing, each above 30 ms, save 100 ms and a tenth when they run beside the others. */
    private static boolean parallelStatements(List<TraceSpan> row) {
        List<TraceSpan> parallel =
                row.stream().skip(1).filter(SentryRules::waitsForNothing).toList();
        double saved = total(row) - Math.max(longest(parallel), total(row) - total(parallel));
        return parallel.stream().allMatch(span -> span.durationMs() > PARALLEL_STATEMENT_MS)
                && saved >= STATEMENTS_SAVE_MS
                && saved >= STATEMENTS_SAVE * total(row);
    }

    private static boolean waitsForNothing(TraceSpan read) {
        return !sql(read).contains("WHERE")
                && !PARAMETER.matcher(read.text("db.statement")).find();
    }

    private static boolean call(TraceSpan span) {
        return span.kind().equals("client") && METHODS.contains(span.text("http.method"));
    }

    private static boolean longCall(TraceSpan span) {
        return call(span)
                && span.durationMs() >= SERIAL_CALL_MS
                && !NEXT_JS.matcher(address(span)).find();
    }

    private static boolean getsResource(TraceSpan span) {
        String address = address(span);
        return call(span)
                && span.text("http.method").equals("GET")
                && !NEXT_JS.matcher(address).find()
                && !NO_RESOURCE.matcher(address).find();
    }

    /** Where a span says none, its name is the method and the address. */
    private static String address(TraceSpan call) {
        String url = call.text("http.url");
        return url.isEmpty() ? call.name().substring(call.name().indexOf(' ') + 1) : url;
    }

    private static boolean atOnce(TraceSpan before, TraceSpan next) {
        return next.startMs() - before.startMs() <= AT_ONCE_MS
                && before.parent().equals(next.parent())
                && resource(before).equals(resource(next));
    }

    private static String resource(TraceSpan call) {
        return VALUE.matcher(address(call)).replaceAll("*");
    }
}
