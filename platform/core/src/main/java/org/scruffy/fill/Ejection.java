package org.scruffy.fill;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The second step: a spot that found no place takes that of another one, where this finds a new place. One that cannot is tried
 * again when something changed. Work is bounded: of a line with very many breaks only some are tried.
 */
final class Ejection {

    private static final int MOST_TRIES = 5_000;
    private static final int MOST_LOOKED_AT = 1_500;

    private final Board board;
    private final Questions ask;
    private final BooleanSupplier cancelled;
    /** Where in a line's breaks the last spot was placed: the search goes on there. */
    private final int[] cursor;

    Ejection(Board board, BooleanSupplier cancelled) {
        this.board = board;
        this.ask = board.ask;
        this.cancelled = cancelled;
        cursor = new int[ask.lines];
    }

    void repair() {
        List<Integer> order = IntStream.range(0, ask.lines)
                .boxed()
                .sorted(Comparator.comparing((Integer line) -> -ask.weight[line]))
                .toList();
        boolean changed = true;
        for (int round = 0; changed && round < 3; round++) {
            changed = false;
            for (int line : order) {
                while (board.idle(line) > 0 && !cancelled.getAsBoolean() && placeOne(line)) {
                    changed = true;
                }
            }
        }
    }

    private boolean placeOne(int line) {
        int[] allowed = ask.allowed[line];
        int tries = 0;
        for (int adBreak : allowed) {
            if (board.hasRoom(line, adBreak) && board.fits(line, adBreak)) {
                board.put(line, adBreak);
                return true;
            }
        }
        for (int seen = 0; seen < allowed.length && tries < MOST_TRIES; seen++) {
            int adBreak = allowed[cursor[line]];
            for (int i = 0; i < board.guests(adBreak); i++) {
                int guest = board.guest(adBreak, i);
                if (guest >= 0) {
                    tries++;
                    if (replaces(line, adBreak, guest)) {
                        return true;
                    }
                }
            }
            cursor[line] = cursor[line] + 1 == allowed.length ? 0 : cursor[line] + 1;
        }
        return false;
    }

    private boolean replaces(int line, int adBreak, int guest) {
        int other = ask.lineOfSpot[guest];
        board.take(guest);
        if (other != line && board.fits(line, adBreak)) {
            int spot = board.put(line, adBreak);
            int best = cheapest(other, adBreak);
            if (best >= 0) {
                board.put(other, best);
                return true;
            }
            board.take(spot);
        }
        board.put(other, adBreak);
        return false;
    }

    /** Of very many breaks those around are looked at. */
    private int cheapest(int line, int except) {
        int[] allowed = ask.allowed[line];
        int here = Math.max(0, Arrays.binarySearch(allowed, except));
        int from = Math.max(0, Math.min(here - MOST_LOOKED_AT / 2, allowed.length - MOST_LOOKED_AT));
        int to = Math.min(allowed.length, from + MOST_LOOKED_AT);
        int best = -1;
        double price = Double.POSITIVE_INFINITY;
        for (int i = from; i < to; i++) {
            int adBreak = allowed[i];
            if (adBreak != except && board.hasRoom(line, adBreak) && board.fits(line, adBreak)) {
                double cost = board.price(line, adBreak);
                if (cost < price) {
                    price = cost;
                    best = adBreak;
                }
            }
        }
        return best;
    }
}
