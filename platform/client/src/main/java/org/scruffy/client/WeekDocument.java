package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A week of a station: what airs on each feed, with the breaks and what is placed in them. Programs and creatives stand once,
 * in dictionaries. What was not asked for is empty.
 *
 * @param programs by the key that slots name
 * @param creatives by Ad-ID
 * @param lines by the key that placements name
 * @param underwriters by the name that creatives and lines have; only where {@code include} names them
 * @param conflicts with the rules, by feed and in air order; only where {@code include} names them
 */
public record WeekDocument(
        String station,
        LocalDate start,
        List<FeedWeek> feeds,
        Map<String, ProgramEntry> programs,
        Map<String, CreativeEntry> creatives,
        Map<String, LineEntry> lines,
        Map<String, UnderwriterEntry> underwriters,
        List<ConflictDocument> conflicts) {

    /**
     * One feed.
     *
     * @param revision grows with every change to this week of this feed
     * @param hours 167, 168 or 169, as the clocks of the zone have it
     * @param publishedRevision 0 where the week was never published
     * @param days those that were locked or published
     */
    public record FeedWeek(
            String name,
            String title,
            String kind,
            String zone,
            long revision,
            Instant from,
            Instant to,
            long hours,
            List<Slot> slots,
            long publishedRevision,
            List<Day> days) {

        @JsonbCreator
        public FeedWeek {
            days = all(days);
            slots = all(slots);
        }
    }

    /**
     * A local day of a feed.
     *
     * @param publishedRevision 0 where the day was never published
     */
    public record Day(LocalDate date, boolean locked, long publishedRevision) {

        @JsonbCreator
        public Day {}
    }

    /**
     * The airing of a program.
     *
     * @param version what a change of it has to name
     * @param source {@code LOCAL}, {@code NATIONAL} or {@code COVER_UP}
     * @param state {@code DRAFT}, {@code PUBLISHED} or {@code AIRED}
     *
     * @param localStart the same as startsAt on the feed's clocks
     * @param program key of {@link WeekDocument#programs}
     */
    public record Slot(
            String id,
            Instant startsAt,
            Instant endsAt,
            OffsetDateTime localStart,
            String program,
            Fill fill,
            List<Break> breaks,
            int version,
            String source,
            String state) {

        @JsonbCreator
        public Slot {
            breaks = all(breaks);
        }
    }

    /** How full breaks are: {@code EMPTY}, {@code PARTIAL}, {@code FULL} or {@code OVER}. */
    public record Fill(long capacityMs, long bookedMs, String state) {

        @JsonbCreator
        public Fill {}
    }

    /** A time set aside for spots. */
    public record Break(
            String id,
            int pos,
            Instant startsAt,
            String kind,
            Fill fill,
            List<Placement> placements,
            int version,
            boolean locked) {

        @JsonbCreator
        public Break {
            placements = all(placements);
        }
    }

    /**
     * A spot in a break.
     *
     * @param creative key of {@link WeekDocument#creatives}
     * @param status {@code PLANNED}, {@code LOCKED}, {@code AIRED}, {@code MISSED}, {@code PREEMPTED} or {@code MADE_GOOD}
     * @param origin {@code MANUAL}, {@code AUTO} or {@code IMPORT}
     * @param line key of {@link WeekDocument#lines}, empty where nobody ordered it
     */
    public record Placement(
            String id,
            int seq,
            String creative,
            long durationMs,
            int version,
            String status,
            String origin,
            String line) {

        @JsonbCreator
        public Placement {}
    }

    /** What airs in slots. */
    public record ProgramEntry(String title, String episode, String nola) {

        @JsonbCreator
        public ProgramEntry {}
    }

    /**
     * What is placed in breaks.
     *
     * @param underwriter empty for the station's own promos
     * @param airReady whether it can be put on air
     */
    public record CreativeEntry(String title, String underwriter, long durationMs, boolean airReady) {

        @JsonbCreator
        public CreativeEntry {}
    }

    /** A line of an order, which spots are placed for. */
    public record LineEntry(String name, String order, String underwriter) {

        @JsonbCreator
        public LineEntry {}
    }

    /**
     * Who pays for spots.
     *
     * @param category the code of theirs, empty where none is said
     */
    public record UnderwriterEntry(String id, String category) {

        @JsonbCreator
        public UnderwriterEntry {}
    }

    @JsonbCreator
    public WeekDocument {
        feeds = all(feeds);
        programs = sorted(programs);
        creatives = sorted(creatives);
        lines = sorted(lines);
        underwriters = sorted(underwriters);
        conflicts = all(conflicts);
    }

    private static <T> List<T> all(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private static <T> Map<String, T> sorted(Map<String, T> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
