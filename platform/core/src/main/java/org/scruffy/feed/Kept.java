package org.scruffy.feed;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What two versions of a list have in common: a run of the very same objects, which nobody has to look into.
 *
 * @param before where it begins in the version before
 * @param now where it begins in the version now
 */
record Kept(int before, int now, int length) {

    static final Kept NOTHING = new Kept(0, 0, 0);

    /**
     * The run that begins with the first of the version now or, where that was made anew, with its second.
     *
     * @param number by which both are numbered, one after the other
     */
    static <T> Kept of(List<T> before, List<T> now, ToLongFunction<T> number) {
        if (before.isEmpty() || now.isEmpty()) {
            return NOTHING;
        }
        long shift = number.applyAsLong(now.get(0)) - number.applyAsLong(before.get(0));
        Kept all = between(before, shift, now, 0);
        return all.length() > 0 ? all : between(before, shift + 1, now, 1);
    }

    @SuppressWarnings("ReferenceEquality") // two that are equal are looked at as if they were not: slower, and as right
    private static <T> Kept between(List<T> before, long from, List<T> now, int to) {
        if (from < 0 || from >= before.size()) {
            return NOTHING;
        }
        int was = (int) from;
        int length = 0;
        int most = Math.min(before.size() - was, now.size() - to);
        while (length < most && before.get(was + length) == now.get(to + length)) {
            length++;
        }
        return length <= 0 ? NOTHING : new Kept(was, to, length);
    }

    /** Without its first. */
    Kept rest() {
        return new Kept(before + 1, now + 1, length - 1);
    }

    /** Whether it holds a place of the version now. */
    boolean holds(int place) {
        return place >= now && place < now + length;
    }
}
