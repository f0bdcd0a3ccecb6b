package org.scruffy.fill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.scruffy.database.Sql;
import org.scruffy.fill.FillRows.BreakOf;
import org.scruffy.fill.FillRows.CreativeOf;
import org.scruffy.fill.FillRows.FeedOf;
import org.scruffy.fill.FillRows.LineOf;
import org.scruffy.fill.FillRows.SpotOf;
import org.scruffy.rule.Clearance;
import org.scruffy.rule.Clearance.Limits;
import org.scruffy.rule.Clearance.Refusal;
import org.scruffy.rule.Rule;
import org.scruffy.rule.RuleType;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillProblem.Apart;
import org.scruffy.spi.schedule.FillProblem.Break;
import org.scruffy.spi.schedule.FillProblem.Line;
import org.scruffy.spi.schedule.FillProblem.Pacing;
import org.scruffy.spi.schedule.FillProblem.Pinned;
import org.scruffy.spi.schedule.FillProblem.Reason;

/**
 * A week that is to be filled: the problem for the filler, and what its answer is compared with. Local days and times, flights,
 * dayparts and rules are worked out here; the filler sees none of them.
 */
final class Intent {

    /** One that reads a day to either side sees every neighbour. */
    private static final Duration A_DAY = Duration.ofDays(1);

    final FillProblem problem;
    final Map<Long, LineOf> lines = new HashMap<>();
    final Map<Long, BreakOf> breaks = new HashMap<>();
    /** Spots of fills before that may be moved, in air order. */
    final List<SpotOf> loose = new ArrayList<>();
    /** How many spots of a line stay where they are before its new ones are counted. */
    final Map<Long, Integer> kept = new HashMap<>();

    private final FeedOf feed;
    private final LocalWeek week;
    private final Map<Long, Map<String, BitSet>> refused = new HashMap<>();

    private Intent(
            FillRequest request,
            FeedOf feed,
            List<Rule> rules,
            FillRows rows,
            Instant now,
            Map<Long, List<String>> categories,
            List<LineOf> wanting) {
        this.feed = feed;
        this.week = week(request, feed);
        wanting.forEach(line -> lines.put(line.id(), usable(line, request)));
        Clearance clearance = new Clearance(
                request.airReadyOnly() ? rules : withoutAirReady(rules),
                feed.callSign(),
                feed.id(),
                feed.name(),
                feed.kind(),
                feed.zone());
        Limits limits = clearance.limits(
                week.monday().datesUntil(week.monday().plusDays(7)).toList());
        Duration reach = reach(limits);
        Instant from = week.start().minus(reach);
        Instant to = week.end().plus(reach);
        List<BreakOf> around = rows.breaks(feed, from, to);
        around.forEach(adBreak -> breaks.put(adBreak.id(), adBreak));
        List<SpotOf> spots = rows.spots(feed, from, to, categories);
        Set<LocalDate> locked = rows.locked(feed, week.monday(), week.monday().plusDays(6));
        Set<Long> open = new HashSet<>();
        around.stream().filter(one -> open(one, locked, now)).forEach(one -> open.add(one.id()));
        List<Pinned> pinned = pin(spots, open, request.replaceAuto());
        problem = new FillProblem(
                feed.name(),
                breaksOf(around, spots, limits, open),
                linesOf(around, clearance, limits),
                pinned,
                apart(limits.category()),
                apart(limits.advertiser()));
    }

    /** Reads what a fill needs: five statements, whatever the size. */
    static Intent read(Sql sql, FillRequest request, FeedOf feed, List<Rule> rules, Instant now) {
        FillRows rows = new FillRows(sql);
        Map<Long, List<String>> categories = rows.categories();
        return new Intent(
                request, feed, rules, rows, now, categories, rows.lines(feed, week(request, feed), categories));
    }

    /** The same with one line, that wants one spot of a creative at any time: empty where there is no such creative. */
    static Optional<Intent> ofCreative(
            Sql sql, FillRequest request, FeedOf feed, List<Rule> rules, Instant now, String adId) {
        FillRows rows = new FillRows(sql);
        Map<Long, List<String>> categories = rows.categories();
        return rows.lineOf(adId, week(request, feed), categories)
                .map(line -> new Intent(request, feed, rules, rows, now, categories, List.of(line)));
    }

    private static LocalWeek week(FillRequest request, FeedOf feed) {
        return new LocalWeek(LocalWeek.mondayOf(request.day()), feed.zone());
    }

    private static LineOf usable(LineOf line, FillRequest request) {
        return new LineOf(
                line.id(),
                line.name(),
                line.underwriter(),
                line.categories(),
                line.first(),
                line.last(),
                line.spots(),
                line.lengthMs(),
                line.daypart(),
                line.priority(),
                line.pacing(),
                line.separationMinutes(),
                line.maxPerDay(),
                line.maxPerBreak(),
                line.rotation(),
                line.elsewhere(),
                line.creatives().stream()
                        .filter(one -> one.candidate().airReady() || !request.airReadyOnly())
                        .toList());
    }

    private static List<Rule> withoutAirReady(List<Rule> rules) {
        return rules.stream().filter(rule -> rule.type() != RuleType.AIR_READY).toList();
    }

    private Duration reach(Limits limits) {
        long minutes = LongStream.concat(
                        LongStream.of(
                                limits.category().minutes(), limits.advertiser().minutes(), limits.minutes()),
                        lines.values().stream().mapToLong(LineOf::separationMinutes))
                .max()
                .orElse(0);
        Duration reach = Duration.ofMinutes(minutes);
        return reach.compareTo(A_DAY) > 0 ? reach : A_DAY;
    }

    private boolean open(BreakOf adBreak, Set<LocalDate> locked, Instant now) {
        return !adBreak.start().isBefore(week.start())
                && adBreak.start().isBefore(week.end())
                && adBreak.start().isAfter(now)
                && !adBreak.locked()
                && !locked.contains(local(adBreak).toLocalDate());
    }

    private LocalDateTime local(BreakOf adBreak) {
        return LocalDateTime.ofInstant(adBreak.start(), feed.zone());
    }

    private List<Pinned> pin(List<SpotOf> spots, Set<Long> open, boolean replaceAuto) {
        List<Pinned> pinned = new ArrayList<>();
        for (SpotOf spot : spots) {
            boolean free = replaceAuto
                    && spot.origin().equals("AUTO")
                    && spot.status().equals("PLANNED")
                    && open.contains(spot.breakId())
                    && lines.containsKey(spot.line());
            if (free) {
                loose.add(spot);
                continue;
            }
            pinned.add(new Pinned(
                    "" + spot.breakId(),
                    lines.containsKey(spot.line()) ? "" + spot.line() : "",
                    spot.underwriter(),
                    spot.categories(),
                    Duration.ofMillis(spot.lengthMs())));
            if (inWeek(breaks.get(spot.breakId()))) {
                kept.merge(spot.line(), 1, Integer::sum);
            }
        }
        return pinned;
    }

    private boolean inWeek(BreakOf adBreak) {
        return !adBreak.start().isBefore(week.start()) && adBreak.start().isBefore(week.end());
    }

    private List<Break> breaksOf(List<BreakOf> around, List<SpotOf> spots, Limits limits, Set<Long> open) {
        Map<Long, Long> other = new HashMap<>();
        spots.stream()
                .filter(spot -> !spot.credit())
                .forEach(spot -> other.merge(spot.breakId(), spot.lengthMs(), Long::sum));
        return around.stream()
                .map(one -> new Break(
                        "" + one.id(),
                        one.start(),
                        Duration.ofMillis(Math.min(
                                one.capacityMs() + limits.toleranceMs(),
                                limits.podMs().orElse(Integer.MAX_VALUE) + other.getOrDefault(one.id(), 0L))),
                        AdBreak.Kind.valueOf(one.kind()),
                        local(one).toLocalDate(),
                        local(one).toLocalTime(),
                        open.contains(one.id())))
                .toList();
    }

    private List<Line> linesOf(List<BreakOf> around, Clearance clearance, Limits limits) {
        return lines.values().stream()
                .sorted(java.util.Comparator.comparing(LineOf::id))
                .map(line -> lineOf(line, around, clearance, limits))
                .toList();
    }

    private Line lineOf(LineOf line, List<BreakOf> around, Clearance clearance, Limits limits) {
        int wanted = line.spots() - line.elsewhere() - kept.getOrDefault(line.id(), 0);
        return new Line(
                "" + line.id(),
                line.underwriter(),
                line.categories(),
                line.priority(),
                Math.max(0, wanted),
                Duration.ofMillis(longest(line)),
                Pacing.valueOf(line.pacing()),
                Duration.ofMinutes(Math.max(line.separationMinutes(), limits.minutes())),
                (int) Math.min(
                        line.maxPerDay().orElse(Integer.MAX_VALUE),
                        limits.maxPerDay().orElse(Integer.MAX_VALUE)),
                (int) Math.min(line.maxPerBreak(), limits.maxPerBreak().orElse(Integer.MAX_VALUE)),
                bars(line, around, clearance));
    }

    /** A creative may last a little longer than what was ordered: all of them have to fit. */
    private static long longest(LineOf line) {
        return line.creatives().stream()
                .mapToLong(creative -> creative.candidate().lengthMs())
                .max()
                .orElse(line.lengthMs());
    }

    private Map<Reason, BitSet> bars(LineOf line, List<BreakOf> around, Clearance clearance) {
        Map<Reason, BitSet> bars = new EnumMap<>(Reason.class);
        List.of(Reason.FLIGHT, Reason.DAYPART, Reason.KIND, Reason.RULE)
                .forEach(reason -> bars.put(reason, new BitSet(around.size())));
        for (int i = 0; i < around.size(); i++) {
            LocalDateTime local = local(around.get(i));
            // what airs after midnight in a daypart that reaches over it belongs to the day before: as the rule has it,
            // the flight is
            // of calendar days
            LocalDate day = local.toLocalDate();
            bars.get(Reason.FLIGHT).set(i, day.isBefore(line.first()) || day.isAfter(line.last()));
            bars.get(Reason.DAYPART).set(i, !line.daypart().holds(local));
        }
        refuse(line, around, clearance, bars);
        return bars;
    }

    /** A break is barred where each of the line's creatives is: where it has none that may air, all are. */
    private void refuse(LineOf line, List<BreakOf> around, Clearance clearance, Map<Reason, BitSet> bars) {
        Map<Long, Integer> index = new HashMap<>();
        around.forEach(adBreak -> index.put(adBreak.id(), index.size()));
        List<Clearance.Place> places = around.stream()
                .map(one -> new Clearance.Place(one.id(), one.start(), one.kind()))
                .toList();
        BitSet all = new BitSet(around.size());
        all.set(0, around.size());
        BitSet kind = line.creatives().isEmpty() ? new BitSet() : (BitSet) all.clone();
        Map<String, BitSet> ofLine = new HashMap<>();
        for (CreativeOf creative : line.creatives()) {
            BitSet refusedHere = new BitSet(around.size());
            BitSet kindHere = new BitSet(around.size());
            if (Math.abs(creative.candidate().lengthMs() - line.lengthMs()) >= 1_000) {
                refusedHere.set(0, around.size());
            }
            for (Refusal refusal : clearance.refusals(creative.candidate(), places)) {
                int at = index.get(refusal.breakId());
                refusedHere.set(at);
                if (refusal.rule() == RuleType.BREAK_KIND) {
                    kindHere.set(at);
                }
            }
            ofLine.put(creative.candidate().adId(), refusedHere);
            all.and(refusedHere);
            kind.and(kindHere);
        }
        refused.put(line.id(), ofLine);
        kind.and(all);
        bars.put(Reason.RULE, all);
        bars.put(Reason.KIND, kind);
    }

    private static Apart apart(Clearance.Separation separation) {
        return new Apart(separation.sameBreak(), separation.adjacentBreak(), Duration.ofMinutes(separation.minutes()));
    }

    /** Whether a creative of a line may be in a break, by its index in the problem. */
    boolean mayAir(long line, String adId, int breakIndex) {
        BitSet breaksRefused = refused.get(line).get(adId);
        return breaksRefused != null && !breaksRefused.get(breakIndex);
    }

    LocalWeek week() {
        return week;
    }
}
