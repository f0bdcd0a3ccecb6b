package org.scruffy.fill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillProblem.Apart;
import org.scruffy.spi.schedule.FillProblem.Line;
import org.scruffy.spi.schedule.FillProblem.Pinned;

/**
 * A problem as integers: breaks, lines, days and parties by index, times in milliseconds. A party is an advertiser with its
 * categories; whoever is in a break is one. What never changes while a plan is sought is worked out here once.
 */
final class Questions {

    /** The breaks around a break that are too close to it: from first to last, itself among them. */
    record Reach(int[] first, int[] last) {}

    private record Party(String advertiser, List<String> categories) {

        boolean sharesAdvertiser(Party other) {
            return !advertiser.isEmpty() && advertiser.equals(other.advertiser);
        }

        boolean sharesCategory(Party other) {
            return !categories.isEmpty()
                    && !other.categories.isEmpty()
                    && (categories.contains(other.categories.get(0)) || other.categories.contains(categories.get(0)));
        }
    }

    private static final long FAR = Duration.ofDays(1).toMillis();

    final FillProblem problem;
    final int breaks;
    final int lines;
    final int days;
    final int spots;
    final long[] start;
    final int[] capacity;
    final int[] day;
    /** Whether the next break follows so soon that it is a neighbour. */
    final boolean[] nextIsNeighbour;

    final int[] length;
    final int[] weight;
    final int[] wanted;
    final int[] mostADay;
    final int[] mostABreak;
    final int[] partyOfLine;
    /** The first spot of each line; the spots of a line follow each other. */
    final int[] firstSpot;

    final int[] lineOfSpot;
    /** The breaks that a line is not barred from, in air order. */
    final int[][] allowed;
    /** How many spots of a line a day should have. */
    final double[][] target;

    final Reach[] separation;
    final Reach category;
    final Reach advertiser;
    final boolean categoriesShareBreak;
    final boolean advertisersShareBreak;
    final boolean[][] sameCategory;
    final boolean[][] sameAdvertiser;

    final int[] pinnedBreak;
    final int[] pinnedLine;
    final int[] pinnedParty;
    final int[] pinnedLength;

    Questions(FillProblem problem) {
        this.problem = problem;
        breaks = problem.breaks().size();
        lines = problem.lines().size();
        start = new long[breaks];
        capacity = new int[breaks];
        day = new int[breaks];
        nextIsNeighbour = new boolean[breaks];
        days = readBreaks();

        length = ints(line -> (int) line.length().toMillis());
        weight = ints(Line::weight);
        wanted = ints(Line::spots);
        mostADay = ints(Line::mostADay);
        mostABreak = ints(Line::mostABreak);
        firstSpot = new int[lines];
        lineOfSpot = new int[Arrays.stream(wanted).sum()];
        spots = lineOfSpot.length;
        for (int line = 0, spot = 0; line < lines; line++) {
            firstSpot[line] = spot;
            Arrays.fill(lineOfSpot, spot, spot + wanted[line], line);
            spot += wanted[line];
        }
        allowed = new int[lines][];
        Arrays.setAll(allowed, this::allowed);

        Map<Party, Integer> parties = new LinkedHashMap<>();
        partyOfLine = ints(line -> index(parties, line.advertiser(), line.categories()));
        List<Pinned> pinned = problem.pinned();
        pinnedBreak = new int[pinned.size()];
        pinnedLine = new int[pinned.size()];
        pinnedParty = new int[pinned.size()];
        pinnedLength = new int[pinned.size()];
        readPinned(pinned, parties);
        List<Party> all = List.copyOf(parties.keySet());
        sameCategory = new boolean[all.size()][all.size()];
        sameAdvertiser = new boolean[all.size()][all.size()];
        compare(all);

        category = reach(problem.category());
        advertiser = reach(problem.advertiser());
        categoriesShareBreak = problem.category().shareBreak();
        advertisersShareBreak = problem.advertiser().shareBreak();
        separation = separations();
        target = new double[lines][];
        Arrays.setAll(target, this::target);
    }

    private interface OfLine {
        int of(Line line);
    }

    private int[] ints(OfLine question) {
        return problem.lines().stream().mapToInt(question::of).toArray();
    }

    private int readBreaks() {
        Map<LocalDate, Integer> known = new HashMap<>();
        for (int i = 0; i < breaks; i++) {
            FillProblem.Break adBreak = problem.breaks().get(i);
            start[i] = millis(adBreak.start());
            capacity[i] = (int) adBreak.capacity().toMillis();
            day[i] = known.computeIfAbsent(adBreak.day(), unknown -> known.size());
            if (i > 0) {
                nextIsNeighbour[i - 1] = start[i] - start[i - 1] < FAR;
            }
        }
        return known.size();
    }

    private static long millis(Instant instant) {
        return instant.toEpochMilli();
    }

    private int[] allowed(int line) {
        int[] indexes = new int[breaks];
        int count = 0;
        for (int i = 0; i < breaks; i++) {
            if (problem.breaks().get(i).open()
                    && problem.lines().get(line).bar(i).isEmpty()) {
                indexes[count++] = i;
            }
        }
        return Arrays.copyOf(indexes, count);
    }

    private static int index(Map<Party, Integer> parties, String advertiser, List<String> categories) {
        return parties.computeIfAbsent(new Party(advertiser, categories), unknown -> parties.size());
    }

    private void readPinned(List<Pinned> pinned, Map<Party, Integer> parties) {
        Map<String, Integer> breakIndex = new HashMap<>();
        problem.breaks().forEach(adBreak -> breakIndex.put(adBreak.id(), breakIndex.size()));
        Map<String, Integer> lineIndex = new HashMap<>();
        problem.lines().forEach(line -> lineIndex.put(line.id(), lineIndex.size()));
        for (int i = 0; i < pinned.size(); i++) {
            Pinned spot = pinned.get(i);
            pinnedBreak[i] = breakIndex.get(spot.breakId());
            pinnedLine[i] = lineIndex.getOrDefault(spot.line(), -1);
            pinnedParty[i] = index(parties, spot.advertiser(), spot.categories());
            pinnedLength[i] = (int) spot.length().toMillis();
        }
    }

    private void compare(List<Party> all) {
        for (int a = 0; a < all.size(); a++) {
            for (int b = 0; b < all.size(); b++) {
                sameCategory[a][b] = all.get(a).sharesCategory(all.get(b));
                sameAdvertiser[a][b] = all.get(a).sharesAdvertiser(all.get(b));
            }
        }
    }

    private Reach reach(Apart apart) {
        Reach reach = reach(apart.time().toMillis());
        if (!apart.neighbours()) {
            for (int i = 0; i < breaks; i++) {
                if (i > 0 && nextIsNeighbour[i - 1]) {
                    reach.first()[i] = Math.min(reach.first()[i], i - 1);
                }
                if (nextIsNeighbour[i]) {
                    reach.last()[i] = Math.max(reach.last()[i], i + 1);
                }
            }
        }
        return reach;
    }

    private Reach reach(long apart) {
        int[] first = new int[breaks];
        int[] last = new int[breaks];
        for (int i = 0, from = 0; i < breaks; i++) {
            while (from < i && start[i] - start[from] >= apart) {
                from++;
            }
            first[i] = from;
        }
        for (int i = breaks - 1, to = breaks - 1; i >= 0; i--) {
            while (to > i && start[to] - start[i] >= apart) {
                to--;
            }
            last[i] = to;
        }
        return new Reach(first, last);
    }

    private Reach[] separations() {
        Map<Long, Reach> known = new HashMap<>();
        return problem.lines().stream()
                .map(line -> known.computeIfAbsent(line.separation().toMillis(), this::reach))
                .toArray(Reach[]::new);
    }

    private double[] target(int line) {
        List<Integer> order = new ArrayList<>();
        for (int adBreak : allowed[line]) {
            if (order.isEmpty() || order.get(order.size() - 1) != day[adBreak]) {
                order.add(day[adBreak]);
            }
        }
        int total = wanted[line];
        for (int i = 0; i < pinnedLine.length; i++) {
            if (pinnedLine[i] == line && order.contains(day[pinnedBreak[i]])) {
                total++;
            }
        }
        double[] targets = new double[days];
        double left = total;
        for (int i = 0; i < order.size(); i++) {
            int n = order.size();
            double share = switch (problem.lines().get(line).pacing()) {
                case EVEN -> (double) total / n;
                case FRONT -> total * (n - i) / (n * (n + 1) / 2.0);
                case ASAP -> Math.min(mostADay[line], left);
            };
            targets[order.get(i)] = share;
            left -= share;
        }
        return targets;
    }
}
