package org.scruffy.alert;

/**
 * How much of what may go wrong has gone wrong, within the window of an objective.
 *
 * @param target how much is to be good, percent
 * @param total all that counts: events, or what its weight column sums up to
 * @param good how much of that was good
 * @param burnRate how fast the budget went in the last hour: 1 uses it up in exactly the window
 */
public record Budget(double target, double total, double good, double burnRate) {

    /** How much may go wrong. */
    double allowed() {
        return total * (100 - target) / 100;
    }

    /** How much of it is left, 1 all of it, less than 0 more was spent than there is. */
    public double left() {
        return total == 0 ? 1 : 1 - (total - good) / allowed();
    }

    /** How much is good, percent; 100 where there was nothing. */
    public double reached() {
        return total == 0 ? 100 : good / total * 100;
    }

    /** How fast a part of the time spends it. */
    double rate(double partTotal, double partGood) {
        return partTotal == 0 ? 0 : (partTotal - partGood) / (partTotal * (100 - target) / 100);
    }

    /** Which share of it went wrong. */
    double share(double wrong) {
        return total == 0 ? 0 : wrong / allowed();
    }
}
