package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Feed.BreakSignal;

/** Decides the avails of a feed, once each and before the first viewer can see them. */
final class Deciding {

    /** How far a cue may be from the break it means. */
    private static final Duration NEAR = Duration.ofMinutes(2);
    /** A 30 s spot is 900 frames, which last 30.030 s: a full break may run over by less than this. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private static final int KEPT = 40;

    private final BreakSignal signal;
    private final Ledger ledger;
    private final Endings endings;
    private final PatientRecords records;
    private final Creatives creatives;
    private final Consumer<Avail> decided;
    private final Map<String, AdBreak> frozen = new LinkedHashMap<>();
    private Filling filling = Filling.DEFAULT;
    private Manual manual = Manual.NONE;
    private String lastReason = "";

    /** @param decided told of each */
    Deciding(
            BreakSignal signal,
            Ledger ledger,
            Endings endings,
            PatientRecords records,
            Creatives creatives,
            Consumer<Avail> decided) {
        this.signal = signal;
        this.ledger = ledger;
        this.endings = endings;
        this.records = records;
        this.creatives = creatives;
        this.decided = decided;
    }

    void filling(Filling wanted) {
        filling = wanted;
        endings.rules(wanted.rules());
    }

    void obey(Manual hands) {
        manual = hands;
    }

    /** What happened to the latest avail that did not get its spots, empty where all is well. */
    String lastReason() {
        return lastReason;
    }

    /**
     * Decides what there is to decide in this version of the windows.
     *
     * @param lead the rendition whose segments decide
     * @param cues found in the lead's window
     * @param breaks of the schedule around now
     * @param why the reason why no spots can be placed at all, empty where they can
     */
    void decide(
            String lead,
            Map<String, Window> windows,
            Map<String, Variant> variants,
            List<Cue> cues,
            List<AdBreak> breaks,
            String why) {
        endings.end(lead, windows, cues);
        List<Opportunity> opportunities = opportunities(cues, breaks);
        Duration target = Duration.ofSeconds(ledger.numbering(lead).target());
        freeze(windows.get(lead), target, opportunities, breaks);
        for (Opportunity opportunity : opportunities) {
            if (ledger.anyOpen()) {
                return;
            }
            decide(opportunity, lead, windows, variants, breaks, why);
            endings.end(lead, windows, cues);
        }
    }

    private void decide(
            Opportunity opportunity,
            String lead,
            Map<String, Window> windows,
            Map<String, Variant> variants,
            List<AdBreak> breaks,
            String why) {
        Optional<Segment> first = spliceIn(windows.get(lead), lead, opportunity.at());
        if (first.isEmpty()) {
            return;
        }
        Duration late = Duration.between(opportunity.at(), first.get().start());
        Duration patience = Duration.ofSeconds(2L * ledger.numbering(lead).target());
        if (signal == BreakSignal.CLOCK && late.compareTo(patience) > 0) {
            return;
        }
        Optional<AdBreak> planned = planned(opportunity, breaks).map(now -> frozen.getOrDefault(now.id(), now));
        Avail avail = decision(opportunity, planned, late, first.get(), windows, variants, why);
        Avail written = write(avail);
        ledger.add(written);
        lastReason = written.reason().isEmpty() ? written.left() : written.reason();
        decided.accept(written);
    }

    private Avail write(Avail avail) {
        try {
            return records.decide(avail);
        } catch (RuntimeException e) {
            return avail.unstitched("DATABASE: " + message(e));
        }
    }

    private static String message(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** The keys of breaks that were used already. */
    private boolean used(String breakId) {
        return ledger.avails().stream()
                .anyMatch(avail -> avail.stitched() && avail.breakId().equals(breakId));
    }

    /** A chance to place spots: a cue, or the clock. */
    private record Opportunity(String key, Instant at, Duration length, Optional<AdBreak> planned) {}

    private List<Opportunity> opportunities(List<Cue> cues, List<AdBreak> breaks) {
        if (signal == BreakSignal.CLOCK) {
            return breaks.stream()
                    .sorted(Comparator.comparing(AdBreak::start))
                    .map(planned -> new Opportunity(
                            "break-" + planned.id(), planned.start(), planned.capacity(), Optional.of(planned)))
                    .filter(this::unknown)
                    .toList();
        }
        return cues.stream()
                .filter(cue -> cue.type() == Cue.Type.OUT)
                .map(cue -> new Opportunity(cue.key(), cue.at(), cue.length(), Optional.empty()))
                .filter(this::unknown)
                .toList();
    }

    /** A cue that is repeated, or spelled in two ways, lies within the avail it opened. */
    private boolean unknown(Opportunity opportunity) {
        return ledger.avails().stream()
                .noneMatch(avail -> avail.key().equals(opportunity.key())
                        || (signal == BreakSignal.CUES
                                && Duration.between(avail.at(), opportunity.at())
                                                .abs()
                                                .compareTo(Duration.ofSeconds(2))
                                        < 0));
    }

    private Optional<AdBreak> planned(Opportunity opportunity, List<AdBreak> breaks) {
        return opportunity.planned().or(() -> nearest(opportunity.at(), breaks));
    }

    /** What is to air is settled one segment before it does; who changes the schedule later comes too late for this break. */
    private void freeze(Window lead, Duration segment, List<Opportunity> opportunities, List<AdBreak> breaks) {
        Instant soon = lead.edge().plus(segment);
        opportunities.stream()
                .filter(opportunity -> !opportunity.at().isAfter(soon))
                .flatMap(opportunity -> planned(opportunity, breaks).stream())
                .forEach(planned -> frozen.putIfAbsent(planned.id(), planned));
        while (frozen.size() > KEPT) {
            frozen.remove(frozen.keySet().iterator().next());
        }
    }

    /** The first segment that starts at an instant or later and that nobody has seen. */
    private Optional<Segment> spliceIn(Window window, String rendition, Instant at) {
        Timeline timeline = ledger.timeline(rendition);
        long shown = ledger.numbering(rendition).sequence();
        return ledger.unseen(window, rendition)
                .filter(segment -> !segment.start().isBefore(at.minus(Timeline.TOLERANCE)))
                // one that has begun is seen
                .filter(segment -> segment.sequence()
                                + timeline.shiftAt(segment.sequence()).sequence()
                        > shown)
                .findFirst();
    }

    private Optional<AdBreak> nearest(Instant at, List<AdBreak> breaks) {
        return breaks.stream()
                .filter(planned -> Duration.between(planned.start(), at).abs().compareTo(NEAR) <= 0)
                .filter(planned -> !used(planned.id()))
                .min(Comparator.comparing(
                        planned -> Duration.between(planned.start(), at).abs()));
    }

    private Avail decision(
            Opportunity opportunity,
            Optional<AdBreak> planned,
            Duration late,
            Segment first,
            Map<String, Window> windows,
            Map<String, Variant> variants,
            String why) {
        if (planned.isEmpty()) {
            return network(opportunity, "", "NO_BREAK: no break is scheduled within 2 minutes");
        }
        AdBreak adBreak = planned.get();
        String refusal = manual.refusal(adBreak.id(), why);
        if (!refusal.isEmpty()) {
            return network(opportunity, adBreak.id(), refusal);
        }
        Map<String, Segment> firsts = new TreeMap<>();
        for (String name : variants.keySet()) {
            if (!ledger.knows(name)) {
                continue;
            }
            Optional<Segment> segment = Optional.ofNullable(windows.get(name))
                    .map(window -> spliceIn(window, name, first.start()))
                    .orElse(Optional.of(first));
            if (segment.isEmpty() || !Timeline.together(segment.get().start(), first.start())) {
                return network(
                        opportunity,
                        adBreak.id(),
                        "NOT_ALIGNED: rendition " + name + " has no segment that starts at " + first.start());
            }
            firsts.put(name, segment.get());
        }
        Duration lost = lost(opportunity, late);
        Pod pod = new Pod(
                        filling,
                        creatives,
                        variants,
                        ledger.target().orElse(0),
                        capacity(opportunity, adBreak).minus(lost),
                        slack(opportunity))
                .fill(adBreak);
        if (pod.empty()) {
            return new Avail(
                    0,
                    opportunity.key(),
                    ledger.epoch(),
                    opportunity.at(),
                    opportunity.length(),
                    adBreak.id(),
                    whyEmpty(adBreak, lost, pod),
                    pod.spots(),
                    Map.of());
        }
        Map<String, Splice> splices = new TreeMap<>();
        firsts.forEach((name, segment) ->
                splices.put(name, ledger.timeline(name).splice(segment, pod.segments(variants.get(name)))));
        return new Avail(
                0,
                opportunity.key(),
                ledger.epoch(),
                opportunity.at(),
                opportunity.length(),
                adBreak.id(),
                "",
                pod.spots(),
                splices);
    }

    /** A creative that is missing is missing however late the cue was. */
    private static String whyEmpty(AdBreak adBreak, Duration lost, Pod pod) {
        if (adBreak.spots().isEmpty()) {
            return "EMPTY: the break has no spots";
        }
        boolean tooShort = pod.spots().stream().anyMatch(PodSpot::tooLong);
        return lost.isZero() || !tooShort
                ? "NOTHING_FITS: no spot of the break can air"
                : "LATE_CUE: " + lost.toMillis() + " ms of the break were over when it could start";
    }

    private Avail network(Opportunity opportunity, String breakId, String reason) {
        return Avail.network(
                opportunity.key(), ledger.epoch(), opportunity.at(), opportunity.length(), breakId, reason);
    }

    private Duration capacity(Opportunity opportunity, AdBreak adBreak) {
        return byClock(opportunity) || opportunity.length().isZero() ? adBreak.capacity() : opportunity.length();
    }

    /** A cue's own length binds; the clock's break may start a segment late and still run its whole length. */
    private Duration lost(Opportunity opportunity, Duration late) {
        return byClock(opportunity) || late.compareTo(Timeline.TOLERANCE) <= 0 ? Duration.ZERO : late;
    }

    private boolean byClock(Opportunity opportunity) {
        return signal == BreakSignal.CLOCK || Manual.gave(opportunity.key());
    }

    private Duration slack(Opportunity opportunity) {
        return signal == BreakSignal.CLOCK || opportunity.length().isZero() ? ROUNDING : Timeline.TOLERANCE;
    }
}
