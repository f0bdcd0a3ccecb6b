package org.scruffy.asrun;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which row of the logs shows which spot. Our own rows name their spot. A row of an automation is of the spot with its Ad-ID, near
 * in time: of each Ad-ID as many spots as possible get a row, no two the same, in order, and then with the least distance.
 */
record Matching(AsRunSettings settings) {

    /** Automations with a narrower column cut the last character of an Ad-ID for HD off. */
    private static final int CUT = 11;

    /**
     * A spot that was planned.
     *
     * @param cancelled whether its timeslot was
     */
    record Planned(long id, long breakId, Instant at, Duration length, String adId, boolean cancelled) {}

    /**
     * A row of a log.
     *
     * @param placement the spot it is of, where it is one of our own rows
     */
    record Seen(long id, Instant at, Duration length, String adId, Optional<Long> placement) {}

    /** What became of a spot, and the row that shows it. */
    record Verdict(Planned spot, Outcome outcome, Optional<Seen> row) {}

    /**
     * @param verdicts one for each spot, in the order they were given
     * @param unscheduled the rows that show no spot
     */
    record Matched(List<Verdict> verdicts, List<Seen> unscheduled) {}

    Matched match(List<Planned> planned, List<Seen> seen) {
        Map<Long, Seen> rows = own(planned, seen);
        Map<String, List<Planned>> byAdId = new LinkedHashMap<>();
        planned.stream()
                .filter(spot -> !rows.containsKey(spot.id()))
                .sorted(Comparator.comparing(Planned::at).thenComparing(Planned::id))
                .forEach(spot -> byAdId.computeIfAbsent(spot.adId(), id -> new ArrayList<>())
                        .add(spot));
        Map<String, List<Seen>> seenByAdId = byPlannedAdId(byAdId.keySet(), seen);
        byAdId.forEach((adId, spots) -> align(spots, seenByAdId.getOrDefault(adId, List.of()), rows));
        return judged(planned, seen, rows);
    }

    /** A spot that our own rows tell of twice was cut in two: the longer part counts. */
    private static Map<Long, Seen> own(List<Planned> planned, List<Seen> seen) {
        Set<Long> known = new HashSet<>();
        planned.forEach(spot -> known.add(spot.id()));
        Map<Long, Seen> rows = new HashMap<>();
        for (Seen row : seen) {
            row.placement()
                    .filter(known::contains)
                    .ifPresent(id -> rows.merge(
                            id, row, (one, other) -> one.length().compareTo(other.length()) >= 0 ? one : other));
        }
        return rows;
    }

    private static Map<String, List<Seen>> byPlannedAdId(Collection<String> planned, List<Seen> seen) {
        TreeSet<String> known = new TreeSet<>(planned);
        Map<String, List<Seen>> byAdId = new HashMap<>();
        seen.stream()
                .filter(row -> row.placement().isEmpty())
                .sorted(Comparator.comparing(Seen::at).thenComparing(Seen::id))
                .forEach(row -> byAdId.computeIfAbsent(whole(row.adId(), known), id -> new ArrayList<>())
                        .add(row));
        return byAdId;
    }

    private static String whole(String adId, TreeSet<String> known) {
        if (known.contains(adId) || adId.length() != CUT) {
            return adId;
        }
        Set<String> longer = known.subSet(adId, adId + '\uffff');
        return longer.size() == 1 ? longer.iterator().next() : adId;
    }

    /** How good a way of pairing the first so many spots and rows is: more pairs first, then less distance. */
    private record Score(int pairs, long distance) implements Comparable<Score> {

        Score with(long more) {
            return new Score(pairs + 1, distance + more);
        }

        @Override
        public int compareTo(Score other) {
            return pairs == other.pairs ? Long.compare(other.distance, distance) : Integer.compare(pairs, other.pairs);
        }
    }

    private void align(List<Planned> spots, List<Seen> rows, Map<Long, Seen> into) {
        Score[][] best = new Score[spots.size() + 1][rows.size() + 1];
        for (int s = 0; s <= spots.size(); s++) {
            for (int r = 0; r <= rows.size(); r++) {
                best[s][r] = s == 0 || r == 0 ? new Score(0, 0) : better(best[s - 1][r], best[s][r - 1]);
                if (s > 0 && r > 0 && near(spots.get(s - 1), rows.get(r - 1))) {
                    best[s][r] =
                            better(best[s][r], best[s - 1][r - 1].with(distance(spots.get(s - 1), rows.get(r - 1))));
                }
            }
        }
        int s = spots.size();
        int r = rows.size();
        while (s > 0 && r > 0) {
            if (best[s][r].equals(best[s - 1][r])) {
                s--;
            } else if (best[s][r].equals(best[s][r - 1])) {
                r--;
            } else {
                into.put(spots.get(--s).id(), rows.get(--r));
            }
        }
    }

    private static Score better(Score one, Score other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private boolean near(Planned spot, Seen row) {
        return distance(spot, row) <= settings.near().toMillis();
    }

    private static long distance(Planned spot, Seen row) {
        return Math.abs(Duration.between(spot.at(), row.at()).toMillis());
    }

    private Matched judged(List<Planned> planned, List<Seen> seen, Map<Long, Seen> rows) {
        Set<Long> breaksOnAir = new HashSet<>();
        planned.stream().filter(spot -> rows.containsKey(spot.id())).forEach(spot -> breaksOnAir.add(spot.breakId()));
        List<Verdict> verdicts = planned.stream()
                .map(spot -> {
                    Optional<Seen> row = Optional.ofNullable(rows.get(spot.id()));
                    return new Verdict(spot, outcome(spot, row, breaksOnAir.contains(spot.breakId())), row);
                })
                .toList();
        Set<Long> used = new HashSet<>();
        rows.values().forEach(row -> used.add(row.id()));
        return new Matched(
                verdicts, seen.stream().filter(row -> !used.contains(row.id())).toList());
    }

    private Outcome outcome(Planned spot, Optional<Seen> row, boolean breakOnAir) {
        return row.map(shown -> settings.judge(Duration.between(spot.at(), shown.at()), spot.length(), shown.length()))
                .orElse(breakOnAir && !spot.cancelled() ? Outcome.MISSED : Outcome.PREEMPTED);
    }
}
