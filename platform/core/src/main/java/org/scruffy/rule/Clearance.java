package org.scruffy.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.scruffy.rule.Profile.Holding;

/**
 * What the rules of one feed say about spots before they are anywhere: which creatives a break refuses whatever else is in it, and
 * the limits that bind them together. Warnings bind like blocks: a machine has no reason to override one.
 */
public final class Clearance {

    /** Those that look at one spot in one break; a line's own flight and daypart are known to who asks. */
    private static final Set<RuleType> ALONE = EnumSet.of(
            RuleType.MAX_CREDIT_MS,
            RuleType.MAX_PREMIER_MS,
            RuleType.NO_PREMIER,
            RuleType.DAYPART_BAN,
            RuleType.BLACKOUT,
            RuleType.APPROVAL,
            RuleType.AIR_READY,
            RuleType.BREAK_KIND,
            RuleType.LENGTH);

    /** A break that is asked about. */
    public record Place(long id, Instant start, String kind) {}

    /**
     * A creative that is asked about.
     *
     * @param from the first day on which it is valid, empty for since ever
     * @param until the last one, empty for for ever
     * @param categories of its underwriter, the own first, then those above
     */
    public record Candidate(
            String adId,
            String kind,
            long lengthMs,
            String approval,
            Optional<LocalDate> from,
            Optional<LocalDate> until,
            boolean airReady,
            String underwriter,
            List<String> categories) {}

    /** A break that refuses a creative, and the rule that says so. */
    public record Refusal(long breakId, RuleType rule) {}

    /** How far two spots with something in common stand apart. */
    public record Separation(boolean sameBreak, boolean adjacentBreak, long minutes) {}

    /**
     * What binds spots together: the strictest of the days asked about.
     *
     * @param toleranceMs how much longer than a break its spots may be
     * @param podMs how long the credits of a break may be together, what is let pass included
     * @param maxPerDay for each line, beside its own
     * @param maxPerBreak for each line, beside its own
     * @param minutes between two spots of a line at least, beside its own
     */
    public record Limits(
            Separation category,
            Separation advertiser,
            long toleranceMs,
            OptionalLong podMs,
            OptionalLong maxPerDay,
            OptionalLong maxPerBreak,
            long minutes) {}

    private final List<Rule> rules;
    private final Placed.Feed feed;

    /** @param rules of the station, as {@link RuleBook#rules} has them */
    public Clearance(List<Rule> rules, String callSign, long feedId, String feedName, String feedKind, ZoneId zone) {
        this.rules = List.copyOf(rules);
        this.feed = new Placed.Feed(feedId, feedName, feedKind, zone, callSign);
    }

    /** The breaks that refuse a creative whatever else is in them. */
    public List<Refusal> refusals(Candidate creative, List<Place> places) {
        Placed.Creative placed = new Placed.Creative(
                creative.adId(),
                creative.kind(),
                creative.lengthMs(),
                creative.approval(),
                new Placed.Days(creative.from(), creative.until()),
                creative.airReady(),
                creative.underwriter(),
                creative.categories());
        Set<Long> asked = new HashSet<>();
        List<Placed.Break> breaks = new ArrayList<>();
        for (Place place : places) {
            asked.add(place.id());
            Placed.Spot spot = new Placed.Spot(place.id(), creative.lengthMs(), placed, Optional.empty());
            breaks.add(
                    new Placed.Break(place.id(), feed, place.start(), Integer.MAX_VALUE, place.kind(), List.of(spot)));
        }
        return Judge.judge(rules, breaks, asked).stream()
                .map(conflict -> new Refusal(Long.parseLong(conflict.breakId()), RuleType.valueOf(conflict.rule())))
                .filter(refusal -> ALONE.contains(refusal.rule()))
                .toList();
    }

    /** The limits on those days. */
    public Limits limits(List<LocalDate> days) {
        List<Profile> profiles =
                days.stream().map(day -> Profile.of(rules, feed, day)).toList();
        return new Limits(
                separation(profiles, RuleType.CATEGORY_SEPARATION),
                separation(profiles, RuleType.ADVERTISER_SEPARATION),
                tolerance(profiles),
                pod(profiles),
                least(profiles, "maxPerDay"),
                least(profiles, "maxPerBreak"),
                holding(profiles, RuleType.FREQUENCY).stream()
                        .mapToLong(rule -> rule.params().number("minutes"))
                        .max()
                        .orElse(0));
    }

    private static List<Holding> holding(List<Profile> profiles, RuleType type) {
        return profiles.stream().flatMap(profile -> profile.of(type).stream()).toList();
    }

    /** A rule for one category alone binds all: stricter than it must be, and never too loose. */
    private static Separation separation(List<Profile> profiles, RuleType type) {
        List<Holding> rules = holding(profiles, type);
        return new Separation(
                rules.stream().allMatch(rule -> rule.params().on("sameBreak")),
                rules.stream().allMatch(rule -> rule.params().on("adjacentBreak")),
                rules.stream()
                        .mapToLong(rule -> rule.params().number("minutes"))
                        .max()
                        .orElse(0));
    }

    /** Where no rule minds an over-full break, spots still have to fit. */
    private static long tolerance(List<Profile> profiles) {
        return holding(profiles, RuleType.OVERFULL).stream()
                .mapToLong(rule -> rule.params().number("toleranceMs"))
                .min()
                .orElse(0);
    }

    private static OptionalLong pod(List<Profile> profiles) {
        return holding(profiles, RuleType.MAX_POD_MS).stream()
                .mapToLong(rule -> rule.params().number("maxMs") + rule.params().number("toleranceMs"))
                .min();
    }

    private static OptionalLong least(List<Profile> profiles, String param) {
        return holding(profiles, RuleType.FREQUENCY).stream()
                .flatMap(rule -> rule.params().maybe(param).stream())
                .mapToLong(Long::longValue)
                .min();
    }
}
