package org.scruffy.feed;

import java.util.List;

/**
 * What two versions of a list have in common: a run of the very same objects, which nobody has to look into.
 *
 * @param before where it begins in the version before
 * @param now where it begins in the version now
 */
record Kept(int before, int now, int length) {

    static final Kept NOTHING = new Kept(0, 0, 0);

    /** The run that begins at a place of the version before and a place of the version now. */
    @SuppressWarnings("ReferenceEquality") // two that are equal are looked at as if they were not: slower, and as right
    static <T> Kept between(List<T> before, int from, List<T> now, int to) {
        if (from < 0 || from >= before.size() || to >= now.size()) {
            return NOTHING;
        }
        int length = 0;
        int most = Math.min(before.size() - from, now.size() - to);
        while (length < most && before.get(from + length) == now.get(to + length)) {
            length++;
        }
        return length == 0 ? NOTHING : new Kept(from, to, length);
    }

    /** Whether it holds a place of the version now. */
    boolean holds(int place) {
        return place >= now && place < now + length;
    }
}
