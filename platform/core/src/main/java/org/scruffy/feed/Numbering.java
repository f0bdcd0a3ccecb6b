package org.scruffy.feed;

/**
 * Where a rendition's numbers stand, kept so that a restart goes on from there.
 *
 * @param target the target duration in seconds, for ever
 * @param epoch which stretch of the origin's life it is
 * @param origin the newest segment of the origin that was considered
 * @param sequence Media Sequence Number of the newest segment that was published
 * @param discontinuity its Discontinuity Sequence Number
 */
record Numbering(int target, Epoch epoch, OriginMark origin, long sequence, long discontinuity) {

    static Numbering none(int target, Epoch epoch) {
        return new Numbering(target, epoch, OriginMark.NONE, -1, -1);
    }

    /**
     * The least number of a segment that comes next with this discontinuity number: one left out says that segments were missed, and
     * with them discontinuities.
     */
    long next(long discontinuity) {
        return sequence + (discontinuity == this.discontinuity + 1 ? 1 : 2);
    }

    Numbering published(Line last) {
        return new Numbering(target, epoch, origin, last.sequence(), last.discontinuity());
    }

    Numbering at(OriginMark mark) {
        return new Numbering(target, epoch, mark, sequence, discontinuity);
    }

    Numbering in(Epoch next, OriginMark mark) {
        return new Numbering(target, next, mark, sequence, discontinuity);
    }
}
