package org.scruffy.feed;

/**
 * The rules that a server of live playlists can break, numbered as in draft-pantos-hls-rfc8216bis-22 section 6.2: section,
 * M(ust) or S(hould), and the keyword's place in that section. Guard, poller and test kit share them.
 */
public enum HlsRule {
    TARGET_DURATION("6.2.1-M1", Seen.BODY, "a segment's duration, rounded, is at most the target duration"),
    URI_IN_ORDER("6.2.1-M2", Seen.BODY, "every segment has a URI and stands in play order"),
    VERSION("6.2.1-S5", Seen.BODY, "EXT-X-VERSION is no higher than needed"),
    DOWNLOADABLE("6.2.1-M6", Seen.HTTP, "a listed segment can be downloaded at once"),
    GZIPPED("6.2.1-S4", Seen.HTTP, "playlists are compressed where that is accepted"),
    ATOMIC("6.2.1-M9", Seen.HTTP, "clients see changes whole"),
    CHANGES(
            "6.2.1-M10",
            Seen.POLL,
            "segments are only appended, and removed from the front; what is listed stays as it is"),
    EVENT_GROWS("6.2.1-M12", Seen.POLL, "an EVENT playlist only grows, a VOD playlist does not change"),
    TARGET_STAYS("6.2.1-M13", Seen.POLL, "the target duration never changes"),
    GAPS_SAID("6.2.1-S2", Seen.BODY, "where media is missing, segments with EXT-X-GAP stand for it"),
    PARTS_WHOLE("6.2.1-M4", Seen.BODY, "the parts of a segment add up to it, with GAP=YES where media is missing"),
    DATED_DISCONTINUITY("6.2.1-S6", Seen.BODY, "in a dated playlist a segment with EXT-X-DISCONTINUITY has a date"),
    DATES_UNAMBIGUOUS("6.2.1-M14", Seen.BODY, "dates do not overlap by a second or more"),
    RANGE_STAYS("6.2.1-M17", Seen.POLL, "an EXT-X-DATERANGE stays while any of its dates maps to a listed segment"),
    RANGE_ID("6.2.1-M18", Seen.POLL, "the ID of an EXT-X-DATERANGE is never used for another range"),
    RANGE_RESOLVED(
            "6.2.1-M19",
            Seen.POLL,
            "within an EXT-X-DATERANGE with END-ON-NEXT that had its end no new one of its CLASS starts"),
    RANGE_ENDS("6.2.1-S7", Seen.POLL, "a range with PLANNED-DURATION gets its actual end once it is over"),
    RANGE_COMPLETE("4.4.5.1", Seen.BODY, "an EXT-X-DATERANGE has an ID and a START-DATE"),
    NOTHING_AFTER_THE_END("6.2.1-M20", Seen.POLL, "nothing follows after EXT-X-ENDLIST"),
    IN_TIME("6.2.1-M21", Seen.CLOCK, "a new segment is listed within one and a half target durations"),
    PART_IN_TIME("6.2.1-M23", Seen.CLOCK, "where there are parts, a new one is listed within a part target"),
    PART_TARGET("4.4.4.9", Seen.BODY, "a part is at most as long as EXT-X-PART-INF says"),
    HOLD_BACK("4.4.3.8", Seen.BODY, "players are held back by three target durations, or three part targets"),
    OLD_PARTS("6.2.2-S1", Seen.BODY, "parts go when they are three target durations from the end"),
    REMOVED("6.2.1-S8", Seen.HTTP, "a presentation that was removed is answered 404 or 410"),
    SEQUENCE_TAG("6.2.2-M1", Seen.POLL, "EXT-X-MEDIA-SEQUENCE is there where segments were removed"),
    SEQUENCE_RISES("6.2.2-M3", Seen.POLL, "EXT-X-MEDIA-SEQUENCE never falls"),
    LONG_ENOUGH("6.2.2-M6", Seen.POLL, "removal never leaves less than three target durations"),
    STAYS_DOWNLOADABLE(
            "6.2.2-M8", Seen.HTTP, "a segment that was removed can be downloaded for as long as it was listed"),
    PARTS_STAY("6.2.2-M4", Seen.HTTP, "a part whose tag was removed can be downloaded for three target durations more"),
    DISCONTINUITY_TAG(
            "6.2.2-M9",
            Seen.POLL,
            "EXT-X-DISCONTINUITY-SEQUENCE is there where segments were removed beside EXT-X-DISCONTINUITY"),
    DISCONTINUITY_STAYS("6.2.2-M10", Seen.POLL, "a segment keeps its discontinuity number"),
    DISCONTINUITY_RISES("6.2.2-M11", Seen.POLL, "EXT-X-DISCONTINUITY-SEQUENCE never falls"),
    LIVE_HAS_NO_TYPE("6.2.2-M12", Seen.BODY, "a playlist whose window slides has no EXT-X-PLAYLIST-TYPE"),
    KEY_HAS_URI("6.2.3-M1", Seen.BODY, "an EXT-X-KEY of an encrypted segment has a URI"),
    KEY_STAYS("6.2.3-M5", Seen.POLL, "the keys that apply to a listed segment stay"),
    MAP_AFTER_DISCONTINUITY(
            "4.4.4.5", Seen.BODY, "EXT-X-MAP is said again after EXT-X-DISCONTINUITY, where players read it anew"),
    SAME_DISCONTINUITY("6.2.4-M2c", Seen.SET, "matching content has matching discontinuity numbers in all renditions"),
    SAME_TARGET("6.2.4-M2d", Seen.SET, "all renditions have the same target duration"),
    SAME_CONTENT(
            "6.2.4-M2e",
            Seen.SET,
            "what only one rendition lists is at its start or end, and no longer than a target duration"),
    SAME_TYPE("6.2.4-M2f", Seen.SET, "all renditions have the same EXT-X-PLAYLIST-TYPE"),
    SAME_DATES("6.2.4-M2h", Seen.SET, "where one rendition has dates, all have"),
    SAME_RANGES("6.2.4-M2i", Seen.SET, "where one rendition has an EXT-X-DATERANGE, the others do not contradict it"),
    SAME_CONTROL("6.2.4-M2j", Seen.SET, "all renditions have the same EXT-X-SERVER-CONTROL"),
    DELTA(
            "6.2.5.1-M1",
            Seen.HTTP,
            "_HLS_skip is answered by a delta update where CAN-SKIP-UNTIL says so, and else ignored"),
    DELTA_WHOLE("6.2.5.1-M3", Seen.HTTP, "a delta update applied to the playlist before gives the whole playlist"),
    DELTA_TAGS(
            "6.2.5.1-M4",
            Seen.HTTP,
            "a delta update leaves out no EXT-X-DATERANGE, except for _HLS_skip=v2 where CAN-SKIP-DATERANGES says so"),
    BLOCKING("6.2.5.2-M1", Seen.HTTP, "_HLS_msn waits until that segment is listed"),
    BLOCKING_TOO_FAR("6.2.5.2-S1", Seen.HTTP, "_HLS_msn more than two beyond the last is answered 400"),
    PART_WITHOUT_SEGMENT("6.2.5.2-M6", Seen.HTTP, "_HLS_part without _HLS_msn is answered 400"),
    PART_PAST_LAST("6.2.5.2-M3", Seen.HTTP, "a part after the last of a segment is the first of the next one"),
    BLOCKING_WHOLE("6.2.5.2-M4", Seen.HTTP, "the whole playlist is delivered, though what was asked for is long past"),
    BLOCKING_ENDS("6.2.5.2-S2", Seen.HTTP, "who waited for three target durations is answered 503"),
    DIRECTIVES_AT_THE_END("6.2.5.2-M5", Seen.HTTP, "after EXT-X-ENDLIST _HLS_msn, _HLS_part and _HLS_skip are ignored"),
    HINTED("6.2.6-M1", Seen.HTTP, "what is hinted at can be requested at once"),
    HINT_UNKNOWN("6.2.6-S2", Seen.HTTP, "a part that nobody hinted at is answered 404"),
    HINT_ENDS("6.2.6-S3", Seen.HTTP, "who asks for a hint that was withdrawn is answered, and does not wait"),
    PART_FLOWS("6.2.6-M3", Seen.HTTP, "the bytes of a part that is hinted at flow when all of them can"),
    FORMAT_STAYS(
            "6.2.1-M5",
            Seen.MEDIA,
            "a change of codec, resolution, container, tracks or timing comes with EXT-X-DISCONTINUITY"),
    PLAIN_SAID(
            "6.2.3-M2",
            Seen.MEDIA,
            "a segment that is not encrypted is under METHOD=NONE or before the first EXT-X-KEY"),
    VECTOR(
            "6.2.3-M4",
            Seen.MEDIA,
            "a segment is encrypted with its IV, or its Media Sequence Number where there is none"),
    CODECS_NAMED("6.2.4-M1", Seen.MEDIA, "CODECS names every format in any segment of a variant's renditions"),
    SAME_TIMES("6.2.4-M2a", Seen.MEDIA, "matching content has matching timestamps in all renditions"),
    SAME_SOUND("6.2.4-S2", Seen.MEDIA, "the sound of all variants is encoded alike"),
    ONE_HINT("6.2.6-S6", Seen.BODY, "there is one EXT-X-PRELOAD-HINT of a TYPE");

    /** What has to be looked at to see it broken. */
    public enum Seen {
        /** One body. */
        BODY,
        /** Successive bodies. */
        POLL,
        /** The bodies of all renditions. */
        SET,
        /** Bodies and the time between them. */
        CLOCK,
        /** Requests. */
        HTTP,
        /** The segments themselves. */
        MEDIA
    }

    private final String id;
    private final Seen seen;
    private final String words;

    HlsRule(String id, Seen seen, String words) {
        this.id = id;
        this.seen = seen;
        this.words = words;
    }

    public String id() {
        return id;
    }

    public Seen seen() {
        return seen;
    }

    public String words() {
        return words;
    }

    /** Whether breaking it breaks what viewers hold already: identity and numbering. */
    public boolean breaksPlayback() {
        return switch (this) {
            case CHANGES,
                    SEQUENCE_TAG,
                    SEQUENCE_RISES,
                    DISCONTINUITY_TAG,
                    DISCONTINUITY_STAYS,
                    DISCONTINUITY_RISES,
                    LIVE_HAS_NO_TYPE,
                    KEY_STAYS,
                    SAME_DISCONTINUITY -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return id;
    }
}
