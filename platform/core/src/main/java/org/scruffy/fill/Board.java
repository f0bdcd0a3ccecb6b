package org.scruffy.fill;

import java.util.Arrays;
import org.scruffy.spi.schedule.FillProblem.Reason;

/**
 * A plan in the making: which spot is in which break, and what that costs. Spots of a line are equal, so whoever looks for one of
 * them asks for any that is idle. Costs are kept up to date by what changes, not counted anew.
 */
final class Board {

    /** What leaving out a spot of weight 1 costs, against one spot too many or too few on a day, and one pair of neighbours. */
    static final double LEFT_OUT = 12;

    static final double OFF_PACE = 1;
    static final double NEIGHBOURS = 0.35;

    static final int NOWHERE = -1;
    private static final int FEW = 4;

    final Questions ask;
    /** The break of each spot, or {@link #NOWHERE}. */
    final int[] where;

    private final int[] free;
    private final int[][] onDay;
    /** Who is in each break: a spot, or below zero the pinned one of that complement. */
    private final int[][] guests;

    private final int[] guestCount;
    private final int[][] idle;
    private final int[] idleCount;
    private int leftOut;
    private double cost;

    Board(Questions ask) {
        this.ask = ask;
        where = new int[ask.spots];
        Arrays.fill(where, NOWHERE);
        free = ask.capacity.clone();
        onDay = new int[ask.lines][ask.days];
        guests = new int[ask.breaks][FEW];
        guestCount = new int[ask.breaks];
        idle = new int[ask.lines][];
        idleCount = ask.wanted.clone();
        leftOut = ask.spots;
        for (int line = 0; line < ask.lines; line++) {
            int first = ask.firstSpot[line];
            idle[line] = new int[ask.wanted[line]];
            Arrays.setAll(idle[line], i -> first + i);
        }
        for (int i = 0; i < ask.pinnedBreak.length; i++) {
            pin(i);
        }
        cost = wholeCost();
    }

    private void pin(int index) {
        int adBreak = ask.pinnedBreak[index];
        free[adBreak] -= ask.pinnedLength[index];
        welcome(adBreak, ~index);
        if (ask.pinnedLine[index] >= 0) {
            onDay[ask.pinnedLine[index]][ask.day[adBreak]]++;
        }
    }

    private double wholeCost() {
        double whole = 0;
        for (int line = 0; line < ask.lines; line++) {
            whole += LEFT_OUT * ask.weight[line] * idleCount[line];
            for (int day = 0; day < ask.days; day++) {
                whole += OFF_PACE * Math.abs(onDay[line][day] - ask.target[line][day]);
            }
        }
        return whole;
    }

    double cost() {
        return cost;
    }

    int leftOut() {
        return leftOut;
    }

    int idle(int line) {
        return idleCount[line];
    }

    int guests(int adBreak) {
        return guestCount[adBreak];
    }

    /** The guest at a position: a spot, or below zero one that is pinned. */
    int guest(int adBreak, int position) {
        return guests[adBreak][position];
    }

    boolean hasRoom(int line, int adBreak) {
        return free[adBreak] >= ask.length[line];
    }

    /** Puts an idle spot of a line into a break, whether it fits or not; answers the spot. */
    int put(int line, int adBreak) {
        int spot = idle[line][--idleCount[line]];
        cost += price(line, adBreak);
        where[spot] = adBreak;
        free[adBreak] -= ask.length[line];
        onDay[line][ask.day[adBreak]]++;
        welcome(adBreak, spot);
        leftOut--;
        return spot;
    }

    /** Takes a spot out of its break; answers the break. */
    int take(int spot) {
        int line = ask.lineOfSpot[spot];
        int adBreak = where[spot];
        where[spot] = NOWHERE;
        free[adBreak] += ask.length[line];
        onDay[line][ask.day[adBreak]]--;
        seeOff(adBreak, spot);
        idle[line][idleCount[line]++] = spot;
        cost -= price(line, adBreak);
        leftOut++;
        return adBreak;
    }

    private void welcome(int adBreak, int guest) {
        if (guestCount[adBreak] == guests[adBreak].length) {
            guests[adBreak] = Arrays.copyOf(guests[adBreak], guestCount[adBreak] * 2);
        }
        guests[adBreak][guestCount[adBreak]++] = guest;
    }

    private void seeOff(int adBreak, int guest) {
        int[] here = guests[adBreak];
        int last = --guestCount[adBreak];
        for (int i = 0; i < last; i++) {
            if (here[i] == guest) {
                here[i] = here[last];
                return;
            }
        }
    }

    /** What the cost grows by when a spot of the line goes into a break: below zero where it is worth it. */
    double price(int line, int adBreak) {
        int day = ask.day[adBreak];
        double off = onDay[line][day] - ask.target[line][day];
        double pace = Math.abs(off + 1) - Math.abs(off);
        return OFF_PACE * pace + NEIGHBOURS * neighbours(line, adBreak) - LEFT_OUT * ask.weight[line];
    }

    /** How many spots a line has on a day. */
    int onDay(int line, int day) {
        return onDay[line][day];
    }

    /** What is left of a break, in milliseconds. */
    int free(int adBreak) {
        return free[adBreak];
    }

    /** How many spots of the line's category are in the breaks beside a break. */
    int neighbours(int line, int adBreak) {
        boolean[] same = ask.sameCategory[ask.partyOfLine[line]];
        int count = 0;
        if (adBreak > 0 && ask.nextIsNeighbour[adBreak - 1]) {
            count += alike(same, adBreak - 1);
        }
        if (ask.nextIsNeighbour[adBreak]) {
            count += alike(same, adBreak + 1);
        }
        return count;
    }

    private int alike(boolean[] same, int adBreak) {
        int count = 0;
        for (int i = 0; i < guestCount[adBreak]; i++) {
            if (same[party(guests[adBreak][i])]) {
                count++;
            }
        }
        return count;
    }

    private int party(int guest) {
        return guest < 0 ? ask.pinnedParty[~guest] : ask.partyOfLine[ask.lineOfSpot[guest]];
    }

    private int lineOf(int guest) {
        return guest < 0 ? ask.pinnedLine[~guest] : ask.lineOfSpot[guest];
    }

    /** Whether one more spot of a line may go into a break that it is not barred from. */
    boolean fits(int line, int adBreak) {
        return free[adBreak] >= ask.length[line]
                && onDay[line][ask.day[adBreak]] < ask.mostADay[line]
                && inBreak(line, adBreak) < ask.mostABreak[line]
                && !tooClose(line, adBreak)
                && !clashes(line, adBreak, ask.category, ask.categoriesShareBreak, ask.sameCategory)
                && !clashes(line, adBreak, ask.advertiser, ask.advertisersShareBreak, ask.sameAdvertiser);
    }

    /** What keeps one more spot of a line out of a break it is not barred from; null where it fits. */
    Reason reason(int line, int adBreak) {
        if (free[adBreak] < ask.length[line]) {
            return Reason.CAPACITY;
        }
        if (inBreak(line, adBreak) >= ask.mostABreak[line]) {
            return Reason.BREAK_CAP;
        }
        if (onDay[line][ask.day[adBreak]] >= ask.mostADay[line]) {
            return Reason.DAY_CAP;
        }
        if (tooClose(line, adBreak)) {
            return Reason.SEPARATION;
        }
        if (clashes(line, adBreak, ask.category, ask.categoriesShareBreak, ask.sameCategory)) {
            return Reason.CATEGORY;
        }
        boolean clashes = clashes(line, adBreak, ask.advertiser, ask.advertisersShareBreak, ask.sameAdvertiser);
        return clashes ? Reason.ADVERTISER : null;
    }

    int inBreak(int line, int adBreak) {
        int count = 0;
        for (int i = 0; i < guestCount[adBreak]; i++) {
            if (lineOf(guests[adBreak][i]) == line) {
                count++;
            }
        }
        return count;
    }

    private boolean tooClose(int line, int adBreak) {
        int last = ask.separation[line].last()[adBreak];
        for (int other = ask.separation[line].first()[adBreak]; other <= last; other++) {
            if (other != adBreak && inBreak(line, other) > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean clashes(int line, int adBreak, Questions.Reach reach, boolean shareBreak, boolean[][] alike) {
        boolean[] same = alike[ask.partyOfLine[line]];
        int last = reach.last()[adBreak];
        for (int other = reach.first()[adBreak]; other <= last; other++) {
            if ((other != adBreak || !shareBreak) && alike(same, other) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Makes the board what it was when these were its {@link #where}; which of a line's equal spots is where may differ. */
    void become(int[] places) {
        for (int spot = 0; spot < where.length; spot++) {
            if (where[spot] != NOWHERE) {
                take(spot);
            }
        }
        for (int spot = 0; spot < where.length; spot++) {
            if (places[spot] != NOWHERE) {
                put(ask.lineOfSpot[spot], places[spot]);
            }
        }
    }
}
