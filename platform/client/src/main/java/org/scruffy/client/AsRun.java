package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What aired, what became of what was planned, and what is owed. Lengths are whole milliseconds, moments UTC, ids texts. */
public final class AsRun {

    private AsRun() {}

    /**
     * A row of the as-run log; {@code placement} and {@code outcome} are empty where it shows no planned spot.
     *
     * @param proof of what we aired; left out where a station's automation says so, and in rows that were written before there was any
     */
    public record Row(
            String id,
            String feed,
            Instant at,
            long lengthMs,
            String adId,
            String title,
            String source,
            String placement,
            String outcome,
            String reason,
            Optional<Proof> proof) {}

    /**
     * What proves an airing.
     *
     * @param avail the id of the avail
     * @param availKey names it, the same on every node
     * @param cue the signal as the feed carried it, empty where there was none
     * @param plannedStart by the schedule, to the millisecond, with its end
     * @param actualEnd when its last picture was over
     * @param plannedTicks its planned length in 90 kHz
     * @param startTicks its actual start in 90 kHz since 1970-01-01T00:00Z, with its length
     * @param firstSequence Media Sequence Number of its first segment
     * @param discontinuity Discontinuity Sequence Number of its segments
     * @param renditions it aired in
     * @param fill SPOT, CUT_SPOT, FILLER or SLATE
     * @param spliceErrorMs from the signalled splice to the boundary it was made at, negative where that came first
     * @param media the folder of the creative
     * @param contentHash SHA-256 of the files in it
     * @param loudnessLufs left out where it was not measured
     * @param etag of the first body that listed it
     * @param traceId of the poll that published that body
     */
    public record Proof(
            String avail,
            String availKey,
            String cue,
            Instant plannedStart,
            Instant plannedEnd,
            Instant actualEnd,
            long plannedTicks,
            long startTicks,
            long lengthTicks,
            long firstSequence,
            long lastSequence,
            long discontinuity,
            List<String> renditions,
            String fill,
            long spliceErrorMs,
            String media,
            String contentHash,
            Optional<Double> loudnessLufs,
            String etag,
            String traceId) {}

    /** @param next to be given as {@code after} for the rows that follow, empty at the end */
    public record Rows(List<Row> rows, String next) {}

    /**
     * A log that was read in.
     *
     * @param state READING, PREVIEW, COMMITTED, FAILED or CANCELLED
     * @param known rows that are in the log already and are left out of a commit
     */
    public record Import(
            String id,
            Instant at,
            String actor,
            String fileName,
            String feed,
            String template,
            String from,
            String to,
            String state,
            long rows,
            long bad,
            long known,
            long matched,
            long skipped,
            String problem) {}

    /** A line of a log; {@code problem} says why it cannot be read, and is empty where it can. */
    public record ImportRow(
            long line,
            String raw,
            Optional<Instant> at,
            long lengthMs,
            String adId,
            String title,
            String placement,
            String outcome,
            boolean known,
            String problem) {}

    public record ImportRows(List<ImportRow> rows, String next) {}

    /** A spot that was planned; {@code outcome} is empty where nothing is known of it yet. */
    public record Spot(
            String placement,
            @JsonbProperty("break") String adBreak,
            int position,
            Instant plannedAt,
            long plannedMs,
            String adId,
            String title,
            String underwriter,
            String order,
            String orderName,
            String line,
            String status,
            String outcome,
            Optional<Instant> airedAt,
            long airedMs,
            String source,
            String note,
            boolean corrected,
            String makeGood) {}

    /** An order that had spots on the day. */
    public record Ordered(String id, String name, String underwriter) {}

    /** A broadcast day of a feed. */
    public record Day(
            String station,
            String feed,
            String day,
            String zone,
            Instant from,
            Instant to,
            List<Spot> spots,
            List<Row> unscheduled,
            List<Ordered> orders) {}

    /** How many spots changed. */
    public record Changed(int changed) {}

    /** What a person says became of a spot, and why; {@code asRun} is the row that shows it, where one does. */
    public record Correction(String outcome, String reason, String asRun) {
        @JsonbCreator
        public Correction {}
    }

    /** A break a spot can be made good in. */
    public record Offer(
            @JsonbProperty("break") String adBreak, Instant at, String program, long leftMs, List<String> reasons) {}

    /** The best breaks, and how many were ruled out for which reason. */
    public record Offers(Spot spot, List<Offer> offers, Map<String, Integer> ruledOut) {}

    /** Which break is chosen; in the answer {@code placement} is the new spot. */
    public record MakeGood(
            String placement, @JsonbProperty("break") String adBreak) {
        @JsonbCreator
        public MakeGood {}
    }

    /** Lengths as ISO 8601 has them: PT60S. */
    public record Settings(String late, String early, String missing, String near, String paper) {
        @JsonbCreator
        public Settings {}
    }

    /** How a station's automation writes its log. */
    public record Template(String name, String title, Map<String, Object> content) {}
}
