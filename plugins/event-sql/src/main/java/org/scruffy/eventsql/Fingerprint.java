package org.scruffy.eventsql;

import java.time.Instant;

/** A hash of all that an event says, whatever the order of its fields: what a client brings again has the one it had before. */
final class Fingerprint {

    private Fingerprint() {}

    static long of(Instant time) {
        return mixed(Conditions.nanos(time));
    }

    static long of(String name) {
        return of(name, 0);
    }

    /** What a field adds to the sum, by that of its name; a whole number is the number it is, however a column keeps it. */
    static long of(long name, Object value) {
        long said = value instanceof Number number
                ? Double.doubleToLongBits(number.doubleValue())
                : of(value.toString(), 1);
        return mixed(name ^ mixed(said));
    }

    private static long of(String text, long seed) {
        int length = text.length();
        long hash = 0xcbf29ce484222325L + seed + length;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            long four = text.charAt(i)
                    | (long) text.charAt(i + 1) << 16
                    | (long) text.charAt(i + 2) << 32
                    | (long) text.charAt(i + 3) << 48;
            hash = added(hash, four);
        }
        for (; i < length; i++) {
            hash = added(hash, text.charAt(i));
        }
        return mixed(hash);
    }

    // the turn brings the upper bits, which a product only carries upwards, down to where they count
    private static long added(long hash, long bits) {
        return Long.rotateLeft((hash ^ bits) * 0x9e3779b97f4a7c15L, 31);
    }

    private static long mixed(long bits) {
        long hash = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
