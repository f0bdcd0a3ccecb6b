package org.scruffy.fill;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The first plan: the important lines first, of equal ones those with the fewest breaks for a spot, and each spot as near as can
 * be to where it would stand if the line's spots were spread evenly over its breaks.
 */
record Greedy(Board board) {

    void place() {
        Questions ask = board.ask;
        List<Integer> order = IntStream.range(0, ask.lines)
                .boxed()
                .sorted(Comparator.comparing((Integer line) -> -ask.weight[line])
                        .thenComparing(line -> (double) ask.allowed[line].length / Math.max(1, ask.wanted[line])))
                .toList();
        order.forEach(this::place);
    }

    private void place(int line) {
        int[] allowed = board.ask.allowed[line];
        int spots = board.idle(line);
        for (int i = 0; i < spots; i++) {
            int ideal = (int) ((i + 0.5) * allowed.length / spots);
            int at = nearest(line, allowed, ideal);
            if (at < 0) {
                return; // the line's other spots are equal and fit nowhere either
            }
            board.put(line, allowed[at]);
        }
    }

    private int nearest(int line, int[] allowed, int ideal) {
        for (int away = 0; away < allowed.length; away++) {
            if (ideal + away < allowed.length && board.fits(line, allowed[ideal + away])) {
                return ideal + away;
            }
            if (ideal - away >= 0 && board.fits(line, allowed[ideal - away])) {
                return ideal - away;
            }
        }
        return -1;
    }
}
