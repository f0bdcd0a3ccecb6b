package org.scruffy.feed;

/**
 * Where a rendition's numbers stand, kept so that a restart goes on from there.
 *
 * @param target the target duration in seconds, for ever
 * @param epoch which stretch of the origin's life it is
 * @param origin origin Media Sequence Number of the newest segment that was considered, -1 before the first
 * @param sequence Media Sequence Number of the newest segment that was published
 * @param discontinuity its Discontinuity Sequence Number
 */
record Numbering(int target, Epoch epoch, long origin, long sequence, long discontinuity) {

    Numbering at(long newOrigin, Line last) {
        return new Numbering(target, epoch, newOrigin, last.sequence(), last.discontinuity());
    }

    Numbering in(Epoch next) {
        return new Numbering(target, next, -1, sequence, discontinuity);
    }
}
