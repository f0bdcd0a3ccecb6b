package org.scruffy.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scruffy.order.Daypart;
import org.scruffy.schedule.LocalWeek;

/** Some breaks of a feed with spots in them, and the rules they are judged by. */
final class Scene {

    static final ZoneId ZONE = ZoneId.of("America/New_York");

    private final Placed.Feed feed;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Placed.Break> breaks = new ArrayList<>();
    private final Set<Long> asked = new HashSet<>();
    private long ids;

    Scene() {
        this("MAIN");
    }

    Scene(String kind) {
        feed = new Placed.Feed(1, "main", kind, ZONE, "KSCF");
    }

    Scene rule(RuleType type, String params) {
        return rule(Scope.NETWORK, type, params, Severity.WARN);
    }

    Scene rule(Scope scope, RuleType type, String params, Severity severity) {
        RuleParams.checked(type, scope, RuleParams.object(params)); // what a test asks for could have been written
        rules.add(new Rule(
                ++ids,
                scope,
                scope == Scope.NETWORK ? "" : "KSCF",
                scope == Scope.FEED ? "main" : "",
                type,
                params,
                severity,
                Optional.empty(),
                Optional.empty(),
                true,
                1));
        return this;
    }

    Scene until(LocalDate until) {
        Rule last = rules.remove(rules.size() - 1);
        rules.add(new Rule(
                last.id(),
                last.scope(),
                last.callSign(),
                last.feed(),
                last.type(),
                last.params(),
                last.severity(),
                last.from(),
                Optional.of(until),
                true,
                1));
        return this;
    }

    /** A break at a local time that is asked about. */
    Scene at(String local, Placed.Spot... spots) {
        return adBreak(local, "UNDERWRITING", 60_000, true, spots);
    }

    /** A break that is only around. */
    Scene around(String local, Placed.Spot... spots) {
        return adBreak(local, "UNDERWRITING", 60_000, false, spots);
    }

    Scene adBreak(String local, String kind, long capacityMs, boolean isAsked, Placed.Spot... spots) {
        Instant start = LocalWeek.instant(LocalDateTime.parse(local), ZONE);
        Placed.Break adBreak = new Placed.Break(++ids, feed, start, capacityMs, kind, List.of(spots));
        breaks.add(adBreak);
        if (isAsked) {
            asked.add(adBreak.id());
        }
        return this;
    }

    List<Conflict> conflicts() {
        return Judge.judge(rules, breaks, asked);
    }

    /** The rules in conflict, each as often as it is. */
    List<String> types() {
        return conflicts().stream().map(Conflict::rule).toList();
    }

    // Spots
    // -------------------------------------------------------------------------------------------------------------------

    private static long spots = 1_000;

    static Placed.Spot credit(long ms) {
        return spot(ms, creative("CREDIT", ms, "Acme", List.of("BANK")), Optional.empty());
    }

    static Placed.Spot of(String kind, long ms) {
        return spot(ms, creative(kind, ms, "", List.of()), Optional.empty());
    }

    static Placed.Spot from(String underwriter, String... categories) {
        return spot(15_000, creative("CREDIT", 15_000, underwriter, List.of(categories)), Optional.empty());
    }

    static Placed.Spot ofLine(Placed.Line line) {
        return spot(15_000, creative("CREDIT", 15_000, "", List.of()), Optional.of(line));
    }

    static Placed.Spot spot(long ms, Placed.Creative creative, Optional<Placed.Line> line) {
        return new Placed.Spot(++spots, ms, creative, line);
    }

    static Placed.Creative creative(String kind, long ms, String underwriter, List<String> categories) {
        return new Placed.Creative("SPOT1", kind, ms, "APPROVED", always(), true, underwriter, categories);
    }

    static Placed.Creative creative(String approval, Placed.Days valid, boolean airReady) {
        return new Placed.Creative("SPOT1", "CREDIT", 15_000, approval, valid, airReady, "Acme", List.of());
    }

    static Placed.Days always() {
        return new Placed.Days(Optional.empty(), Optional.empty());
    }

    static Placed.Days days(String from, String until) {
        return new Placed.Days(Optional.of(LocalDate.parse(from)), Optional.of(LocalDate.parse(until)));
    }

    static Placed.Line line(String state, Placed.Days flight, Daypart daypart) {
        return new Placed.Line(7, "Fall", state, flight, 15_000, daypart, 0, Optional.empty(), 1, Set.of(1L));
    }

    static Placed.Line line(long minutesApart, Optional<Long> maxPerDay, long maxPerBreak) {
        return new Placed.Line(
                7,
                "Fall",
                "APPROVED",
                always(),
                15_000,
                Daypart.ALWAYS,
                minutesApart,
                maxPerDay,
                maxPerBreak,
                Set.of(1L));
    }
}
