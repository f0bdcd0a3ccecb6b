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
 * in dictionaries.
 *
 * @param programs by the key that slots name
 * @param creatives by Ad-ID
 */
public record WeekDocument(
        String station,
        LocalDate start,
        List<FeedWeek> feeds,
        Map<String, ProgramEntry> programs,
        Map<String, CreativeEntry> creatives) {

    /**
     * One feed.
     *
     * @param revision grows with every change to this week of this feed
     * @param hours 167, 168 or 169, as the clocks of the zone have it
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
            List<Slot> slots) {

        @JsonbCreator
        public FeedWeek {
            slots = List.copyOf(slots);
        }
    }

    /**
     * The airing of a program.
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
            List<Break> breaks) {

        @JsonbCreator
        public Slot {
            breaks = List.copyOf(breaks);
        }
    }

    /** How full breaks are: {@code EMPTY}, {@code PARTIAL}, {@code FULL} or {@code OVER}. */
    public record Fill(long capacityMs, long bookedMs, String state) {

        @JsonbCreator
        public Fill {}
    }

    /** A time set aside for spots. */
    public record Break(String id, int pos, Instant startsAt, String kind, Fill fill, List<Placement> placements) {

        @JsonbCreator
        public Break {
            placements = List.copyOf(placements);
        }
    }

    /**
     * A spot in a break.
     *
     * @param creative key of {@link WeekDocument#creatives}
     */
    public record Placement(String id, int seq, String creative, long durationMs) {

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

    @JsonbCreator
    public WeekDocument {
        feeds = List.copyOf(feeds);
        // sorted, so that the same revision is the same bytes everywhere
        programs = Collections.unmodifiableMap(new TreeMap<>(programs));
        creatives = Collections.unmodifiableMap(new TreeMap<>(creatives));
    }
}
