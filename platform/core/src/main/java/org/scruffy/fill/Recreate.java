package org.scruffy.fill;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The third step, as long as the budget lasts: takes some spots out that have to do with each other and puts them, and some that
 * were left out, back where they cost least. A plan that became worse is kept now and then, and ever more rarely: how often
 * depends on the number of the iteration alone, so a longer search begins like a shorter one.
 */
final class Recreate {

    private static final double HOT = 6;
    private static final double COLD = 0.05;
    private static final double COOLING = 3_000;
    private static final int MOST_TAKEN = 12;
    private static final int MOST_LEFT_OUT = 6;
    private static final int MOST_LOOKED_AT = 1_500;
    private static final double BLINK = 0.02;

    private final Board board;
    private final Questions ask;
    private final SplittableRandom random;
    private final int[] best;
    private double bestCost;
    private int bestLeftOut;

    /** What this iteration did: a spot that was put, or the complement of one that was taken, with its break. */
    private int[] spots = new int[64];

    private int[] places = new int[64];
    private int steps;
    private final int[] queue = new int[MOST_TAKEN + MOST_LEFT_OUT];
    private final double[] rank = new double[MOST_TAKEN + MOST_LEFT_OUT];
    private int queued;

    Recreate(Board board, long seed) {
        this.board = board;
        this.ask = board.ask;
        this.random = new SplittableRandom(seed);
        best = board.where.clone();
        bestCost = board.cost();
        bestLeftOut = board.leftOut();
    }

    int leftOut() {
        return bestLeftOut;
    }

    void iterate(long iteration) {
        double before = board.cost();
        steps = 0;
        queued = 0;
        if (ask.spots > 0) {
            queueLeftOut();
            ruin();
            recreate();
        }
        double temperature = COLD + HOT / (1 + iteration / COOLING);
        if (board.cost() > before - temperature * Math.log(1 - random.nextDouble())) {
            undo();
        } else if (board.cost() < bestCost - 1e-9) {
            bestCost = board.cost();
            bestLeftOut = board.leftOut();
            System.arraycopy(board.where, 0, best, 0, best.length);
        }
    }

    /** Leaves the best plan there was on the board. */
    void finish() {
        board.become(best);
    }

    private void queueLeftOut() {
        int line = random.nextInt(ask.lines);
        for (int i = 0; i < ask.lines && queued < MOST_LEFT_OUT; i++) {
            line = line + 1 == ask.lines ? 0 : line + 1;
            if (board.idle(line) > 0) {
                queue[queued++] = line;
            }
        }
    }

    private void ruin() {
        int kind = random.nextInt(10);
        if (kind < 5 && queued > 0) {
            int[] allowed = ask.allowed[queue[random.nextInt(queued)]];
            if (allowed.length > 0) {
                ruinAround(allowed[random.nextInt(allowed.length)]);
                return;
            }
        }
        int spot = random.nextInt(ask.spots);
        if (board.where[spot] == Board.NOWHERE) {
            return;
        }
        if (kind < 8) {
            ruinAround(board.where[spot]);
            return;
        }
        ruinLine(ask.lineOfSpot[spot]);
    }

    private void ruinAround(int adBreak) {
        int from = Math.max(0, adBreak - random.nextInt(3));
        int to = Math.min(ask.breaks - 1, adBreak + random.nextInt(3));
        int left = 1 + random.nextInt(MOST_TAKEN);
        for (int at = from; at <= to && left > 0; at++) {
            for (int i = board.guests(at) - 1; i >= 0 && left > 0; i--) {
                int guest = board.guest(at, i);
                if (guest >= 0) {
                    take(guest);
                    left--;
                }
            }
        }
    }

    private void ruinLine(int line) {
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            int spot = ask.firstSpot[line] + random.nextInt(ask.wanted[line]);
            if (board.where[spot] != Board.NOWHERE) {
                take(spot);
            }
        }
    }

    private void take(int spot) {
        int adBreak = board.take(spot);
        note(~spot, adBreak);
        queue[queued++] = ask.lineOfSpot[spot];
    }

    private void note(int spot, int adBreak) {
        if (steps == spots.length) {
            spots = Arrays.copyOf(spots, steps * 2);
            places = Arrays.copyOf(places, steps * 2);
        }
        spots[steps] = spot;
        places[steps++] = adBreak;
    }

    private void recreate() {
        arrange();
        for (int i = 0; i < queued; i++) {
            int line = queue[i];
            int adBreak = cheapest(line);
            if (adBreak >= 0) {
                note(board.put(line, adBreak), adBreak);
            }
        }
    }

    /** At random, or the important ones first, or those with few breaks first. */
    private void arrange() {
        int kind = random.nextInt(3);
        for (int i = 0; i < queued; i++) {
            double noise = random.nextDouble();
            rank[i] = switch (kind) {
                case 0 -> noise;
                case 1 -> noise * 3 - ask.weight[queue[i]];
                default -> ask.allowed[queue[i]].length * (0.5 + noise);
            };
        }
        for (int i = 1; i < queued; i++) {
            double key = rank[i];
            int line = queue[i];
            int at = i;
            for (; at > 0 && rank[at - 1] > key; at--) {
                rank[at] = rank[at - 1];
                queue[at] = queue[at - 1];
            }
            rank[at] = key;
            queue[at] = line;
        }
    }

    /** The break that costs least; now and then one is overlooked. Of very many breaks some that follow each other are looked at. */
    private int cheapest(int line) {
        int[] allowed = ask.allowed[line];
        int count = Math.min(allowed.length, MOST_LOOKED_AT);
        int at = allowed.length > count ? random.nextInt(allowed.length) : 0;
        int cheapest = -1;
        double price = Double.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            int adBreak = allowed[at];
            at = at + 1 == allowed.length ? 0 : at + 1;
            if (!board.hasRoom(line, adBreak)) {
                continue;
            }
            double here = board.price(line, adBreak);
            if (here < price && board.fits(line, adBreak) && random.nextDouble() >= BLINK) {
                price = here;
                cheapest = adBreak;
            }
        }
        return cheapest;
    }

    private void undo() {
        while (steps > 0) {
            int spot = spots[--steps];
            if (spot < 0) {
                board.put(ask.lineOfSpot[~spot], places[steps]);
            } else {
                board.take(spot);
            }
        }
    }
}
