package org.scruffy.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.scruffy.rule.Profile.Holding;

/**
 * Judges the breaks of one feed by the rules: a pure function. Breaks that nobody asked about are there because what stands in
 * them may be too close to what was asked about.
 */
final class Judge {

    /** A spot with the break it is in. */
    private record Place(int index, Placed.Break adBreak, Placed.Spot spot) {}

    private record Said(RuleType type, long ruleId, long spotId) {}

    private final List<Rule> rules;
    private final List<Placed.Break> breaks;
    private final Set<Long> asked;
    private final Map<LocalDate, Profile> profiles = new HashMap<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final Set<Said> said = new HashSet<>();

    private Judge(List<Rule> rules, List<Placed.Break> breaks, Set<Long> asked) {
        this.rules = rules;
        this.breaks = breaks.stream()
                .sorted(Comparator.comparing(Placed.Break::start).thenComparing(Placed.Break::id))
                .toList();
        this.asked = asked;
    }

    /**
     * The conflicts of the breaks that were asked about, in air order. Of two spots that are too close the later one is named, or the
     * earlier where only that one was asked about.
     *
     * @param breaks of one feed, in any order
     */
    static List<Conflict> judge(List<Rule> rules, List<Placed.Break> breaks, Set<Long> asked) {
        return new Judge(rules, breaks, asked).conflicts();
    }

    private List<Conflict> conflicts() {
        breaks.stream().filter(this::asked).forEach(adBreak -> {
            breakAlone(adBreak);
            adBreak.spots().forEach(spot -> spotAlone(adBreak, spot));
        });
        apart();
        perDay();
        Map<String, Integer> order = new HashMap<>();
        breaks.forEach(adBreak -> order.put("" + adBreak.id(), order.size()));
        conflicts.sort(Comparator.comparing(conflict -> order.get(conflict.breakId())));
        return List.copyOf(conflicts);
    }

    private boolean asked(Placed.Break adBreak) {
        return asked.contains(adBreak.id());
    }

    private Profile profile(Placed.Break adBreak) {
        return profiles.computeIfAbsent(adBreak.day(), day -> Profile.of(rules, adBreak.feed(), day));
    }

    // A break, or a spot, by itself
    // -------------------------------------------------------------------------------------------

    private void breakAlone(Placed.Break adBreak) {
        Profile profile = profile(adBreak);
        long booked = adBreak.spots().stream().mapToLong(Placed.Spot::lengthMs).sum();
        for (Holding rule : profile.of(RuleType.OVERFULL)) {
            if (booked - adBreak.capacityMs() > rule.params().number("toleranceMs")) {
                say(
                        rule,
                        adBreak,
                        null,
                        "The spots last " + seconds(booked) + ", the break " + seconds(adBreak.capacityMs()));
            }
        }
        long credits = adBreak.spots().stream()
                .filter(Placed.Spot::credit)
                .mapToLong(Placed.Spot::lengthMs)
                .sum();
        for (Holding rule : profile.of(RuleType.MAX_POD_MS)) {
            if (longer(credits, rule)) {
                say(rule, adBreak, null, "The credits last " + seconds(credits) + " together" + atMost(rule));
            }
        }
        frequencyInBreak(adBreak);
    }

    private void frequencyInBreak(Placed.Break adBreak) {
        Map<Long, List<Placed.Spot>> ofLine = new LinkedHashMap<>();
        adBreak.spots()
                .forEach(spot -> spot.line()
                        .ifPresent(line -> ofLine.computeIfAbsent(line.id(), id -> new ArrayList<>())
                                .add(spot)));
        for (Holding rule : profile(adBreak).of(RuleType.FREQUENCY)) {
            ofLine.values().forEach(spots -> {
                Placed.Line line = spots.get(0).line().orElseThrow();
                long most = Math.min(
                        line.maxPerBreak(), rule.params().maybe("maxPerBreak").orElse(Long.MAX_VALUE));
                if (spots.size() > most) {
                    say(
                            rule,
                            adBreak,
                            spots.get(spots.size() - 1),
                            "Line " + line.name() + " has " + spots.size() + " spots in this break, at most " + most);
                }
            });
        }
    }

    private void spotAlone(Placed.Break adBreak, Placed.Spot spot) {
        Profile profile = profile(adBreak);
        length(profile, adBreak, spot);
        kinds(profile, adBreak, spot);
        times(profile, adBreak, spot);
        creative(profile, adBreak, spot);
        spot.line().ifPresent(line -> line(profile, adBreak, spot, line));
    }

    private void length(Profile profile, Placed.Break adBreak, Placed.Spot spot) {
        if (spot.creative().kind().equals("CREDIT")) {
            tooLong(profile.of(RuleType.MAX_CREDIT_MS), adBreak, spot, "The credit");
        }
        if (spot.creative().kind().equals("PREMIER")) {
            tooLong(profile.of(RuleType.MAX_PREMIER_MS), adBreak, spot, "The premier credit");
        }
        for (Holding rule : profile.of(RuleType.LENGTH)) {
            long tolerance = rule.params().number("toleranceMs");
            if (Math.abs(spot.lengthMs() - spot.creative().lengthMs()) > tolerance) {
                say(
                        rule,
                        adBreak,
                        spot,
                        "The spot is planned with " + seconds(spot.lengthMs()) + ", its creative lasts "
                                + seconds(spot.creative().lengthMs()));
                continue;
            }
            spot.line()
                    .filter(line -> Math.abs(spot.lengthMs() - line.durationMs()) > tolerance)
                    .ifPresent(line -> say(
                            rule,
                            adBreak,
                            spot,
                            "The spot lasts " + seconds(spot.lengthMs()) + ", line " + line.name() + " ordered "
                                    + seconds(line.durationMs())));
        }
    }

    private void tooLong(List<Holding> rules, Placed.Break adBreak, Placed.Spot spot, String what) {
        for (Holding rule : rules) {
            if (longer(spot.lengthMs(), rule)) {
                say(
                        rule,
                        adBreak,
                        spot,
                        what + " " + spot.creative().adId() + " lasts " + seconds(spot.lengthMs()) + atMost(rule));
            }
        }
    }

    private static boolean longer(long lengthMs, Holding rule) {
        return lengthMs - rule.params().number("maxMs") > rule.params().number("toleranceMs");
    }

    private static String atMost(Holding rule) {
        return ", at most " + seconds(rule.params().number("maxMs"));
    }

    private void kinds(Profile profile, Placed.Break adBreak, Placed.Spot spot) {
        for (Holding rule : profile.of(RuleType.NO_PREMIER)) {
            if (spot.creative().kind().equals("PREMIER")
                    && rule.params().texts("feedKinds").contains(adBreak.feed().kind())) {
                say(
                        rule,
                        adBreak,
                        spot,
                        "Premier sponsor " + spot.creative().adId() + " on feed "
                                + adBreak.feed().name() + ", and there are none on feeds of the kind "
                                + adBreak.feed().kind());
            }
        }
        for (Holding rule : profile.of(RuleType.BREAK_KIND)) {
            if (!adBreak.kind().equals("MIXED") && !adBreak.kind().equals(breakFor(spot))) {
                say(
                        rule,
                        adBreak,
                        spot,
                        spot.creative().kind() + " " + spot.creative().adId() + " in a break for " + adBreak.kind());
            }
        }
    }

    private static String breakFor(Placed.Spot spot) {
        return switch (spot.creative().kind()) {
            case "CREDIT", "PREMIER" -> "UNDERWRITING";
            case "ID" -> "ID";
            default -> "PROMO";
        };
    }

    private void times(Profile profile, Placed.Break adBreak, Placed.Spot spot) {
        for (Holding rule : profile.of(RuleType.DAYPART_BAN)) {
            if (spot.creative().is(rule.params().text("category"))
                    && BanTimes.of(rule.params()).holds(adBreak.local())) {
                say(
                        rule,
                        adBreak,
                        spot,
                        rule.params().text("category") + " at "
                                + adBreak.local().toLocalTime() + ", and it does not air from "
                                + rule.params().time("from") + " to "
                                + rule.params().time("to"));
            }
        }
        for (Holding rule : profile.of(RuleType.BLACKOUT)) {
            Instant from = rule.params().instant("from");
            Instant to = rule.params().instant("to");
            boolean within = !adBreak.start().isBefore(from) && adBreak.start().isBefore(to);
            if (within && meant(rule.params(), spot.creative())) {
                say(
                        rule,
                        adBreak,
                        spot,
                        "Spot " + spot.creative().adId() + " in a blackout from " + from + " to " + to);
            }
        }
    }

    private static boolean meant(RuleParams blackout, Placed.Creative creative) {
        String category = blackout.text("category");
        String underwriter = blackout.text("underwriter");
        return (category.isEmpty() || creative.is(category))
                && (underwriter.isEmpty() || underwriter.equals(creative.underwriter()));
    }

    private void creative(Profile profile, Placed.Break adBreak, Placed.Spot spot) {
        Placed.Creative creative = spot.creative();
        for (Holding rule : profile.of(RuleType.APPROVAL)) {
            if (!creative.approval().equals("APPROVED")) {
                say(
                        rule,
                        adBreak,
                        spot,
                        "Creative " + creative.adId() + " is " + creative.approval() + ", not APPROVED");
            } else if (!creative.valid().hold(adBreak.day())) {
                say(rule, adBreak, spot, "Creative " + creative.adId() + " is valid from " + creative.valid());
            }
        }
        for (Holding rule : profile.of(RuleType.AIR_READY)) {
            if (!creative.airReady()) {
                say(
                        rule,
                        adBreak,
                        spot,
                        "Creative " + creative.adId() + " is not conditioned for the air on this feed yet");
            }
        }
    }

    private void line(Profile profile, Placed.Break adBreak, Placed.Spot spot, Placed.Line line) {
        for (Holding rule : profile.of(RuleType.FLIGHT)) {
            if (!line.orderState().equals("APPROVED")) {
                say(
                        rule,
                        adBreak,
                        spot,
                        "The order of line " + line.name() + " is " + line.orderState() + ", not APPROVED");
            } else if (!line.flight().hold(line.daypart().day(adBreak.local()))) {
                say(rule, adBreak, spot, "The flight of line " + line.name() + " is from " + line.flight());
            }
        }
        for (Holding rule : profile.of(RuleType.DAYPART)) {
            if (!line.feeds().contains(adBreak.feed().id())) {
                say(
                        rule,
                        adBreak,
                        spot,
                        "Line " + line.name() + " is not for feed "
                                + adBreak.feed().name());
            } else if (!line.daypart().holds(adBreak.local())) {
                say(
                        rule,
                        adBreak,
                        spot,
                        "Line " + line.name() + " airs on "
                                + String.join(" ", line.daypart().dayNames()) + " from "
                                + line.daypart().from() + " to "
                                + line.daypart().to() + ", not on "
                                + adBreak.local().getDayOfWeek().name().substring(0, 3) + " at "
                                + adBreak.local().toLocalTime());
            }
        }
    }

    // Spots beside each other
    // ---------------------------------------------------------------------------------------------------

    private void apart() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < breaks.size(); i++) {
            for (Placed.Spot spot : breaks.get(i).spots()) {
                places.add(new Place(i, breaks.get(i), spot));
            }
        }
        for (int later = 0; later < places.size(); later++) {
            Place place = places.get(later);
            Profile profile = profile(place.adBreak());
            for (Holding rule : profile.of(RuleType.CATEGORY_SEPARATION)) {
                String only = rule.params().text("category");
                separate(rule, places, later, "category", (a, b) -> sameCategory(only, a.creative(), b.creative()));
            }
            for (Holding rule : profile.of(RuleType.ADVERTISER_SEPARATION)) {
                separate(rule, places, later, "underwriter", Judge::sameUnderwriter);
            }
            for (Holding rule : profile.of(RuleType.FREQUENCY)) {
                lineApart(rule, places, later);
            }
        }
    }

    private static boolean sameCategory(String only, Placed.Creative a, Placed.Creative b) {
        return a.sharesCategoryWith(b) && (only.isEmpty() || a.is(only) && b.is(only));
    }

    private static boolean sameUnderwriter(Placed.Spot a, Placed.Spot b) {
        String underwriter = a.creative().underwriter();
        return !underwriter.isEmpty() && underwriter.equals(b.creative().underwriter());
    }

    private void separate(
            Holding rule, List<Place> places, int later, String shared, BiPredicate<Placed.Spot, Placed.Spot> same) {
        long minutes = rule.params().number("minutes");
        boolean sameBreak = rule.params().on("sameBreak");
        boolean adjacent = rule.params().on("adjacentBreak");
        look(rule, places, later, minutes, (earlier, place) -> {
            if (!same.test(earlier.spot(), place.spot())) {
                return "";
            }
            String both = earlier.spot().creative().adId() + " has the same " + shared + " as "
                    + place.spot().creative().adId() + " and is ";
            if (earlier.index() == place.index()) {
                return sameBreak ? "" : both + "in the same break";
            }
            long apart = minutesBetween(earlier, place);
            // what is read reaches a day around a break: what is farther away is no neighbour
            if (!adjacent
                    && place.index() - earlier.index() == 1
                    && apart < Duration.ofDays(1).toMinutes()) {
                return both + "in the neighbouring break";
            }
            return apart < minutes ? both + apart + " minutes away, at least " + minutes : "";
        });
    }

    private void lineApart(Holding rule, List<Place> places, int later) {
        Optional<Placed.Line> line = places.get(later).spot().line();
        if (line.isEmpty()) {
            return;
        }
        long minutes = Math.max(line.get().minutesApart(), rule.params().number("minutes"));
        look(rule, places, later, minutes, (earlier, place) -> {
            boolean same = earlier.spot()
                    .line()
                    .filter(other -> other.id() == line.get().id())
                    .isPresent();
            long apart = minutesBetween(earlier, place);
            // how many may be in one break is counted there
            return same && earlier.index() != place.index() && apart < minutes
                    ? "The spot before it of line " + line.get().name() + " is " + apart + " minutes away, at least "
                            + minutes
                    : "";
        });
    }

    private static long minutesBetween(Place earlier, Place later) {
        return Duration.between(earlier.adBreak().start(), later.adBreak().start())
                .toMinutes();
    }

    private interface Closeness {
        /** What is wrong in words, empty where nothing is. */
        String of(Place earlier, Place later);
    }

    /** Goes back from a spot as far as something can be too close to it, until something is said about it. */
    private void look(Holding rule, List<Place> places, int later, long minutes, Closeness closeness) {
        Place place = places.get(later);
        for (int i = later - 1; i >= 0; i--) {
            Place earlier = places.get(i);
            if (place.index() - earlier.index() > 1 && minutesBetween(earlier, place) >= minutes) {
                return;
            }
            boolean laterIsAsked = asked(place.adBreak());
            if (laterIsAsked || asked(earlier.adBreak())) {
                String wrong = closeness.of(earlier, place);
                if (!wrong.isEmpty()) {
                    sayOnce(rule, laterIsAsked ? place : earlier, wrong);
                    if (laterIsAsked) {
                        return;
                    }
                }
            }
        }
    }

    private void sayOnce(Holding rule, Place place, String words) {
        if (said.add(new Said(rule.rule().type(), rule.rule().id(), place.spot().id()))) {
            say(rule, place.adBreak(), place.spot(), words);
        }
    }

    private record LineDay(long line, LocalDate day) {}

    private void perDay() {
        Map<LineDay, List<Place>> ofDay = new LinkedHashMap<>();
        for (Placed.Break adBreak : breaks) {
            for (Placed.Spot spot : adBreak.spots()) {
                spot.line()
                        .ifPresent(line -> ofDay.computeIfAbsent(
                                        new LineDay(line.id(), adBreak.day()), key -> new ArrayList<>())
                                .add(new Place(0, adBreak, spot)));
            }
        }
        ofDay.values().forEach(this::perDay);
    }

    private void perDay(List<Place> places) {
        Placed.Line line = places.get(0).spot().line().orElseThrow();
        for (Holding rule : profile(places.get(0).adBreak()).of(RuleType.FREQUENCY)) {
            long most = Math.min(
                    line.maxPerDay().orElse(Long.MAX_VALUE),
                    rule.params().maybe("maxPerDay").orElse(Long.MAX_VALUE));
            List<Place> mine =
                    places.stream().filter(place -> asked(place.adBreak())).toList();
            if (places.size() > most && !mine.isEmpty()) {
                Place last = mine.get(mine.size() - 1);
                say(
                        rule,
                        last.adBreak(),
                        last.spot(),
                        "Line " + line.name() + " has " + places.size() + " spots on "
                                + last.adBreak().day() + " on feed "
                                + last.adBreak().feed().name() + ", at most " + most);
            }
        }
    }

    // Words
    // -------------------------------------------------------------------------------------------------------------------

    private void say(Holding rule, Placed.Break adBreak, Placed.Spot spot, String words) {
        conflicts.add(new Conflict(
                rule.rule().type().name(),
                rule.rule().severity(),
                adBreak.feed().name(),
                adBreak.day(),
                "" + adBreak.id(),
                spot == null ? "" : "" + spot.id(),
                words));
    }

    private static String seconds(long ms) {
        return ms % 1_000 == 0 ? ms / 1_000 + " s" : ms / 1_000 + "." + String.format("%03d", ms % 1_000) + " s";
    }
}
