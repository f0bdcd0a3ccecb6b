package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Clusters of messages that differ in a few words only, as Drain finds them: of messages with as many words and the same first ones, those
 * that have more than half of their words in common. One pass; what came first shapes the clusters.
 */
final class Drain {

    private static final double ALIKE = 0.5;
    private static final int FIRST_WORDS = 2;
    private static final int MOST_WORDS = 100;
    private static final int MOST_CLUSTERS = 5_000;

    /** Messages in one pattern. */
    static final class Cluster {

        private final String[] words;
        private final String example;
        private double now;
        private double before;

        Cluster(String[] words, String example) {
            this.words = words.clone();
            this.example = example;
        }

        /** How many of the words it has in common with others, 0 to 1. */
        private double likeness(String[] others) {
            int same = 0;
            for (int i = 0; i < words.length; i++) {
                same += words[i].equals(others[i]) ? 1 : 0;
            }
            return (double) same / words.length;
        }

        private void take(String[] others) {
            for (int i = 0; i < words.length; i++) {
                words[i] = words[i].equals(others[i]) ? words[i] : Template.ANY;
            }
        }

        String pattern() {
            return String.join(" ", words);
        }

        String example() {
            return example;
        }

        double now() {
            return now;
        }

        double before() {
            return before;
        }
    }

    private final Map<List<Object>, List<Cluster>> leaves = new HashMap<>();
    private final List<Cluster> clusters = new ArrayList<>();

    /** @param weights how many there are like it, and how many there were in the time compared with */
    void add(String message, double now, double before) {
        String[] words = words(message);
        List<Cluster> near = leaves.computeIfAbsent(leaf(words), leaf -> new ArrayList<>());
        Cluster best = null;
        for (Cluster cluster : near) {
            boolean better = best == null || cluster.likeness(words) > best.likeness(words);
            if (cluster.likeness(words) > ALIKE && better) {
                best = cluster;
            }
        }
        if (best == null && clusters.size() >= MOST_CLUSTERS) {
            best = rest();
        } else if (best == null) {
            best = new Cluster(words, message);
            near.add(best);
            clusters.add(best);
        } else {
            best.take(words);
        }
        best.now += now;
        best.before += before;
    }

    /** What found no room: counted, and not told apart. */
    private Cluster rest() {
        List<Cluster> rest = leaves.computeIfAbsent(List.of(), leaf -> new ArrayList<>());
        if (rest.isEmpty()) {
            rest.add(new Cluster(new String[] {Template.ANY}, "others"));
            clusters.add(rest.get(0));
        }
        return rest.get(0);
    }

    private static String[] words(String message) {
        String[] words = Template.of(message).strip().split("\\s+", MOST_WORDS);
        return Arrays.stream(words)
                .map(word -> word.matches(".*\\d.*") ? Template.ANY : word)
                .toArray(String[]::new);
    }

    private static List<Object> leaf(String[] words) {
        List<Object> leaf = new ArrayList<>(List.of(words.length));
        leaf.addAll(Arrays.asList(words).subList(0, Math.min(FIRST_WORDS, words.length - 1)));
        return leaf;
    }

    List<Cluster> clusters() {
        return clusters;
    }
}
