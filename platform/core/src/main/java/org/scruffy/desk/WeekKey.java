package org.scruffy.desk;

import java.time.LocalDate;
import java.util.Comparator;

/** A week of a feed. Their order is the one in which everybody locks them. */
record WeekKey(long feedId, LocalDate monday) implements Comparable<WeekKey> {

    private static final Comparator<WeekKey> ORDER =
            Comparator.comparingLong(WeekKey::feedId).thenComparing(WeekKey::monday);

    static WeekKey parse(String text) {
        int at = text.indexOf('@');
        return new WeekKey(Long.parseLong(text.substring(0, at)), LocalDate.parse(text.substring(at + 1)));
    }

    @Override
    public int compareTo(WeekKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return feedId + "@" + monday;
    }
}
