package org.scruffy.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which of a line's creatives comes when. A pure function: the same question has the same answer. */
public enum Rotation {
    /** Each as often as the others, spaced. */
    EVEN,
    /** Each as often as its weight says, by largest remainder, spaced. */
    WEIGHTED,
    /** One after the other, as they are listed. */
    SEQUENTIAL;

    /** A creative and how often it comes compared with the others: 1 to 100. */
    public record Share(String adId, int weight) {

        public Share {
            if (weight < 1 || weight > 100) {
                throw Refused.invalid("weight", "" + weight, "1 to 100");
            }
        }
    }

    private record Turn(double at, int index) {}

    /**
     * The creatives of so many spots, in air order.
     *
     * @param shares at least one, unless no spot is asked for
     * @param before how many spots of the line come before these: a sequence goes on where it was
     */
    public List<String> of(List<Share> shares, int spots, int before) {
        if (spots == 0) {
            return List.of();
        }
        if (shares.isEmpty()) {
            throw Refused.invalid("creatives", "none", "at least one creative to rotate");
        }
        if (this == SEQUENTIAL) {
            return inTurn(shares, spots, before);
        }
        return spaced(shares, this == EVEN ? counts(ones(shares), spots) : counts(shares, spots));
    }

    private static List<String> inTurn(List<Share> shares, int spots, int before) {
        List<String> order = new ArrayList<>();
        for (int i = 0; i < spots; i++) {
            order.add(shares.get((before % shares.size() + i) % shares.size()).adId());
        }
        return order;
    }

    private static List<Share> ones(List<Share> shares) {
        return shares.stream().map(share -> new Share(share.adId(), 1)).toList();
    }

    /** How often each comes: the whole part of its share, and one more for those with the largest rest, earlier ones first. */
    static int[] counts(List<Share> shares, int spots) {
        long weights = shares.stream().mapToLong(Share::weight).sum();
        int[] counts = new int[shares.size()];
        List<Integer> byRest = new ArrayList<>();
        int given = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (int) ((long) spots * shares.get(i).weight() / weights);
            given += counts[i];
            byRest.add(i);
        }
        byRest.sort(Comparator.comparing(
                        (Integer i) -> -((long) spots * shares.get(i).weight() % weights))
                .thenComparing(i -> i));
        for (int i = 0; given < spots; i++, given++) {
            counts[byRest.get(i)]++;
        }
        return counts;
    }

    /** Each at the middle of its equal parts of the whole. */
    private static List<String> spaced(List<Share> shares, int[] counts) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            for (int k = 0; k < counts[i]; k++) {
                turns.add(new Turn((k + 0.5) / counts[i], i));
            }
        }
        turns.sort(Comparator.comparingDouble(Turn::at).thenComparing(Turn::index));
        return turns.stream().map(turn -> shares.get(turn.index()).adId()).toList();
    }
}
