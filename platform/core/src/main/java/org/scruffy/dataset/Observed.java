package org.scruffy.dataset;

import org.scruffy.spi.telemetry.Column;

/** What events had in one column of their dataset. Written by many threads at once; times are those of the clock, in milliseconds. */
final class Observed {

    /** How old what is written of the last sight may be. */
    private static final long FRESH = 60_000;

    /** @param mixed whether words came beside numbers or truths */
    record Kind(Column.Type type, boolean mixed) {

        Kind with(Kind other) {
            Column.Type both = type.with(other.type);
            boolean fall = both == Column.Type.MIXED;
            return new Kind(fall ? Column.Type.STRING : both, mixed || other.mixed || fall);
        }
    }

    final Cardinality values = new Cardinality();
    private volatile Kind kind;
    private volatile long first = Long.MAX_VALUE;
    private volatile long last;
    private volatile long written;
    private volatile boolean changed;

    Observed(Column.Type type) {
        this.kind = new Kind(type, false);
    }

    void see(Column.Type type, long now, Object value) {
        see(type, now);
        if (values.add(value)) {
            changed = true;
        }
    }

    void see(Column.Type type, long now) {
        if (kind.type != type) {
            widen(new Kind(type, false));
        }
        if (now > last) {
            last = now;
        }
        if (now < first) {
            first = now;
        }
        if (now - written >= FRESH) {
            changed = true;
        }
    }

    private void widen(Kind other) {
        if (!kind.with(other).equals(kind)) {
            synchronized (this) {
                kind = kind.with(other);
                changed = true;
            }
        }
    }

    /** Takes in what is in the database already. */
    synchronized void merge(Kind other, long otherFirst, long otherLast, byte[] sketch) {
        kind = kind.with(other);
        first = Math.min(first, otherFirst);
        last = Math.max(last, otherLast);
        values.merge(sketch);
    }

    /** A person says what it is. */
    synchronized void is(Column.Type type) {
        kind = new Kind(type, false);
    }

    /** Whether there is something to be written, which from now on is not any more. */
    synchronized boolean take(long now) {
        if (!changed) {
            return false;
        }
        changed = false;
        written = now;
        return true;
    }

    /** It could not be written. */
    void putBack() {
        changed = true;
    }

    Kind kind() {
        return kind;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }
}
