package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * Finds calls of other services that one piece of work repeats: one for each of what it shows, or the same again and again. They
 * need not follow each other, and may overlap.
 */
final class RepeatedCalls implements TraceAnalyzer {

    // a page may well draw some charts, each with a call of its own
    private static final int FEWEST = 10;
    private static final double SHORTEST_MS = 300;
    private static final int MANY = 50;
    private static final double DISTINCT = 0.8;
    private static final double PATIENT_MS = 1_000;
    // nobody reads, types or scrolls within a tenth of a second
    private static final double AT_LEISURE_MS = 100;

    // of which no call gives several, or which are asked to know whether anybody answers
    private static final Pattern NO_RESOURCE = Pattern.compile(
            "\\.(?:m?js|css|map|svg|png|gif|jpe?g|webp|avif|ico|woff2?|mp[34]|m4[asv]|aac|ts|m3u8|mpd|webm|vtt|pbf|mvt)(?=[?]|$)"
                    + "|/_next/|grpc\\.health\\."
                    + "|/(?:health[\\w-]*|livez?|liveness|readyz?|readiness|ping|heartbeat)(?=[/?]|$)",
            Pattern.CASE_INSENSITIVE);

    private record Group(String worker, String operation, String code) {}

    @Override
    public String name() {
        return "repeated calls";
    }

    /** The repetitions among the calls of a trace, the costliest first. */
    @Override
    public List<Finding> findings(List<TraceSpan> spans) {
        Ancestors ancestors = new Ancestors(spans);
        List<Finding> findings = new ArrayList<>();
        groups(spans, ancestors).forEach((group, calls) -> {
            List<Call> repeated = together(calls, ancestors.served(group.worker));
            if (worthTelling(repeated)) {
                kind(repeated).ifPresent(kind -> findings.add(finding(kind, group, repeated, ancestors)));
            }
        });
        findings.sort(Comparator.comparingDouble(Finding::totalMs).reversed());
        return findings;
    }

    private static Map<Group, List<Call>> groups(List<TraceSpan> spans, Ancestors ancestors) {
        Map<Group, List<Call>> groups = new LinkedHashMap<>();
        // the same paths come again and again, and a template is dear
        Map<String, String> templates = new HashMap<>();
        for (TraceSpan span : spans) {
            // what failed is asked again for another reason
            if (Call.remote(span) && !span.error() && !ancestors.withinCall(span)) {
                Call call = Call.of(span);
                String operation = call.operation(path -> templates.computeIfAbsent(path, Template::of));
                if (!call.part() && resource(call, operation)) {
                    String code = span.text("code.namespace") + "." + span.text("code.function");
                    groups.computeIfAbsent(
                                    new Group(ancestors.worker(span), operation, code), first -> new ArrayList<>())
                            .add(call);
                }
            }
        }
        groups.values().removeIf(calls -> calls.size() < FEWEST);
        return groups;
    }

    private static boolean resource(Call call, String operation) {
        return !operation.isEmpty()
                && !NO_RESOURCE.matcher(operation).find()
                && !NO_RESOURCE.matcher(call.address().path()).find();
    }

    /** Without what asks for the next part of many, as often as they come close upon each other. */
    private static List<Call> together(List<Call> calls, boolean served) {
        Map<String, Address> firstParts = new HashMap<>();
        List<Call> wholes = calls.stream()
                .filter(call -> firstParts
                        .computeIfAbsent(call.address().whole(), first -> call.address())
                        .equals(call.address()))
                .toList();
        return Row.split(wholes, (before, next) -> soon(before, next, served)).stream()
                .filter(row -> row.size() >= FEWEST)
                .flatMap(List::stream)
                .toList();
    }

    /** Whether nobody has looked at the answer before, to ask for more or to see whether something has changed. */
    private static boolean soon(Call before, Call next, boolean served) {
        double idle = Row.idleMs(before.span(), next.span());
        if (next.again(before)) {
            return idle <= AT_LEISURE_MS && idle + before.span().durationMs() <= PATIENT_MS;
        }
        return idle <= (served ? PATIENT_MS : AT_LEISURE_MS);
    }

    private static boolean worthTelling(List<Call> repeated) {
        return repeated.size() >= MANY || (repeated.size() >= FEWEST && total(repeated) >= SHORTEST_MS);
    }

    private static double total(List<Call> repeated) {
        return Row.total(repeated.stream().map(Call::span).toList());
    }

    /** Empty where they may have asked for anything: what they sent is not known. */
    private static Optional<String> kind(List<Call> repeated) {
        Call first = repeated.get(0);
        if (first.address().hidden() || distinct(repeated) >= DISTINCT * repeated.size()) {
            return Optional.of(Finding.REPEATED_CALLS);
        }
        return first.told() ? Optional.of(Finding.REDUNDANT) : Optional.empty();
    }

    private static long distinct(List<Call> repeated) {
        return repeated.stream().map(Call::address).distinct().count();
    }

    private static Finding finding(String kind, Group group, List<Call> repeated, Ancestors ancestors) {
        TraceSpan first = repeated.get(0).span();
        boolean redundant = kind.equals(Finding.REDUNDANT);
        long answers = distinct(repeated);
        String title = String.format(
                Locale.ROOT,
                "%s is called %,d times%s, %,.0f ms in all",
                group.operation,
                repeated.size(),
                !redundant ? "" : answers == 1 ? " for the same answer" : " for " + answers + " answers",
                total(repeated));
        return new Finding(
                kind,
                title,
                ancestors.place(group.worker, first),
                "",
                group.operation,
                repeated.size(),
                total(repeated),
                repeated.stream().map(call -> call.span().id()).toList(),
                redundant
                        ? "Ask once and keep the answer for the request, or let a cache keep it."
                        : advice(repeated.get(0), ancestors.field(first, group.worker)));
    }

    private static String advice(Call call, String field) {
        if (call.changes()) {
            return "Send all of them in one call, to an endpoint that takes many; where the other side has none, send them at once.";
        }
        String batch = field.isEmpty()
                ? "Ask for all of them in one call, by a list of ids or an endpoint that takes many"
                : "Resolve " + field + " with a DataLoader that asks for all parents in one call";
        return batch + "; where the other side has none, keep what was answered before and send the rest at once.";
    }
}
