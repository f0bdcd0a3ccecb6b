package org.scruffy.rule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of one feed on one local day: of rules about the same, those of the narrowest scope. */
final class Profile {

    /** A rule with its parameters read. */
    record Holding(Rule rule, RuleParams params) {}

    private record Subject(RuleType type, String about) {}

    private final Map<RuleType, List<Holding>> holding = new EnumMap<>(RuleType.class);

    private Profile(Iterable<Holding> rules) {
        rules.forEach(rule -> holding.computeIfAbsent(rule.rule().type(), type -> new ArrayList<>())
                .add(rule));
    }

    static Profile of(List<Rule> rules, Placed.Feed feed, LocalDate day) {
        Map<Subject, List<Holding>> narrowest = new HashMap<>();
        for (Rule rule : rules) {
            if (rule.enabled() && isFor(rule, feed) && rule.holdsOn(day)) {
                add(narrowest, new Holding(rule, rule.read()));
            }
        }
        return new Profile(narrowest.values().stream()
                .flatMap(List::stream)
                .filter(rule -> !rule.params().isOff())
                .sorted((a, b) -> Long.compare(a.rule().id(), b.rule().id()))
                .toList());
    }

    private static void add(Map<Subject, List<Holding>> narrowest, Holding rule) {
        Subject subject = new Subject(rule.rule().type(), rule.params().about());
        List<Holding> others = narrowest.computeIfAbsent(subject, any -> new ArrayList<>());
        Scope held =
                others.isEmpty() ? rule.rule().scope() : others.get(0).rule().scope();
        if (rule.rule().scope().compareTo(held) > 0) {
            others.clear();
        }
        if (rule.rule().scope().compareTo(held) >= 0) {
            others.add(rule);
        }
    }

    private static boolean isFor(Rule rule, Placed.Feed feed) {
        return switch (rule.scope()) {
            case NETWORK -> true;
            case STATION -> rule.callSign().equals(feed.callSign());
            case FEED -> rule.callSign().equals(feed.callSign()) && rule.feed().equals(feed.name());
        };
    }

    List<Holding> of(RuleType type) {
        return holding.getOrDefault(type, List.of());
    }
}
