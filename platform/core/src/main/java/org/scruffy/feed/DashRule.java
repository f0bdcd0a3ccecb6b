package org.scruffy.feed;

/**
 * The rules that a server of live DASH manifests can break, numbered by the clauses of ISO/IEC 23009-1 and a letter; IOP is
 * the DASH Industry Forum's Interoperability Points, P what players demand beyond both. Guard and tests share them.
 */
public enum DashRule {
    WELL_FORMED("5.2-a", "the manifest is well-formed XML with MPD at its root"),
    LIVE("5.3.1.2-a", "a dynamic manifest has availabilityStartTime, publishTime and an end of its validity"),
    ZERO_STAYS("5.4-a", "availabilityStartTime never changes"),
    PUBLISHED_LATER("5.4-b", "publishTime never falls"),
    PERIOD_NAMED("5.3.2.2-a", "every Period has an id of its own and a start"),
    PERIODS_IN_ORDER("5.3.2.2-b", "each Period starts after the one before it"),
    PERIOD_STAYS("IOP 4.4.3.3", "a Period keeps its start and stays until it leaves the window"),
    PERIODS_APPENDED("5.4-c", "new Periods follow all that were there"),
    PERIODS_MEET("P-1", "the pictures of a Period end where the next one starts"),
    REPRESENTATION_COMPLETE("5.3.5-a", "a Representation has an id of its own, a bandwidth and the type of its media"),
    HEADER_STAYS(
            "5.4-d", "a Representation keeps its initialization section, its timescale and its offset in a Period"),
    TIMES_RISE("5.3.9.6-a", "segments of a Representation follow each other without overlap"),
    ADDRESS_EACH("5.3.9.3-a", "there is one SegmentURL for each S"),
    SHORT_ENOUGH("5.3.1.2-b", "no segment is longer than maxSegmentDuration"),
    SEGMENT_STAYS("5.4-e", "what is listed of a Representation keeps its time, its length and its address"),
    SEGMENTS_APPENDED("5.4-f", "segments are only appended, and removed from the front");

    private final String id;
    private final String words;

    DashRule(String id, String words) {
        this.id = id;
        this.words = words;
    }

    public String id() {
        return id;
    }

    public String words() {
        return words;
    }

    /** Whether breaking it breaks what players hold already. */
    public boolean breaksPlayback() {
        return switch (this) {
            case PERIODS_MEET, SHORT_ENOUGH, REPRESENTATION_COMPLETE -> false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return id;
    }
}
