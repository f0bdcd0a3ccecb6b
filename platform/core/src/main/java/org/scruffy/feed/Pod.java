package org.scruffy.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Spot;

/**
 * What airs in a break: its own spots as far as they fit, then fillers, then slate, and after that the network feed. The order is
 * fixed, so that the pod is the same wherever it is put together.
 */
final class Pod {

    /** Slate has segments of all lengths; a break that needs more rounds of it than this has another fault. */
    private static final int MOST_ROUNDS = 600;

    /**
     * A stretch of a creative.
     *
     * @param pieces how many of its segments air
     * @param from the first of them
     */
    private record Stretch(int position, Presentation presentation, int from, int pieces) {}

    private final Filling filling;
    private final Creatives creatives;
    private final Map<String, Variant> variants;
    private final int target;
    private final Duration slack;
    private final List<PodSpot> spots = new ArrayList<>();
    private final List<Stretch> airing = new ArrayList<>();
    private Duration left;

    /**
     * @param variants all renditions of the feed
     * @param target duration of the feed in seconds
     * @param capacity of the break
     * @param slack that a pod may run over because lengths are rounded
     */
    Pod(
            Filling filling,
            Creatives creatives,
            Map<String, Variant> variants,
            int target,
            Duration capacity,
            Duration slack) {
        this.filling = filling;
        this.creatives = creatives;
        this.variants = variants;
        this.target = target;
        this.left = capacity;
        this.slack = slack;
    }

    Pod fill(AdBreak adBreak) {
        adBreak.spots().forEach(this::spot);
        if (left.compareTo(filling.rules().leastRemainder()) >= 0 && !left.isNegative()) {
            fillers();
            slate();
        }
        return this;
    }

    List<PodSpot> spots() {
        return spots;
    }

    boolean empty() {
        return airing.isEmpty();
    }

    private void spot(Spot spot) {
        Creative creative = spot.creative();
        Reading<Presentation> reading = read(creative);
        if (reading.value().isEmpty()) {
            leave(spot.id(), creative, reading.refusal());
            return;
        }
        Presentation presentation = reading.value().get();
        Duration length = creative.length();
        if (length.compareTo(left.plus(slack)) <= 0) {
            air(spot.id(), creative, Fill.SPOT, presentation, 0, presentation.pieces(), length);
            return;
        }
        int fitting = filling.rules().overrun() == Stitching.Overrun.CUT_AT_BOUNDARY
                ? presentation.piecesWithin(left.plus(slack))
                : 0;
        if (fitting > 0) {
            air(spot.id(), creative, Fill.CUT_SPOT, presentation, 0, fitting, left);
        } else if (filling.rules().overrun() == Stitching.Overrun.COMPLETE_AD
                && length.compareTo(left.plus(filling.rules().mostOverrun())) <= 0
                && left.compareTo(slack) > 0) {
            air(spot.id(), creative, Fill.SPOT, presentation, 0, presentation.pieces(), length);
        } else {
            leave(
                    spot.id(),
                    creative,
                    PodSpot.DOES_NOT_FIT + ": " + Math.max(0, left.plus(slack).toMillis() / 1000) + " s are left");
        }
    }

    private void fillers() {
        Set<String> aired = new HashSet<>();
        spots.stream().filter(PodSpot::airs).forEach(spot -> aired.add(spot.adId()));
        for (Creative filler : filling.fillers()) {
            if (filler.length().compareTo(left.plus(slack)) <= 0 && aired.add(filler.adId())) {
                read(filler)
                        .value()
                        .ifPresent(presentation ->
                                air("", filler, Fill.FILLER, presentation, 0, presentation.pieces(), filler.length()));
            }
        }
    }

    private void slate() {
        Optional<Creative> slate = filling.slate()
                .filter(one -> left.compareTo(filling.rules().mostSlate()) <= 0)
                .filter(one -> left.compareTo(filling.rules().leastRemainder()) >= 0);
        if (slate.isEmpty()) {
            return;
        }
        Optional<Presentation> presentation = read(slate.get()).value();
        for (int round = 0; presentation.isPresent() && round < MOST_ROUNDS && left.compareTo(slack) > 0; round++) {
            int whole = presentation.get().piecesWithin(left);
            int from = whole > 0 ? 0 : presentation.get().longestPieceWithin(left);
            if (from < 0) {
                return;
            }
            int pieces = Math.max(1, whole);
            air(
                    "",
                    slate.get(),
                    Fill.SLATE,
                    presentation.get(),
                    from,
                    pieces,
                    presentation.get().length(from, pieces));
        }
    }

    private void air(
            String placement,
            Creative creative,
            Fill fill,
            Presentation presentation,
            int from,
            int pieces,
            Duration length) {
        airing.add(new Stretch(spots.size(), presentation, from, pieces));
        add(placement, creative, fill, "");
        left = left.minus(length);
    }

    private void leave(String placement, Creative creative, String why) {
        add(placement, creative, Fill.SPOT, why);
    }

    private void add(String placement, Creative creative, Fill fill, String leftOut) {
        spots.add(new PodSpot(
                spots.size(), placement, creative.adId(), creative.title(), creative.length(), fill, leftOut));
    }

    private Reading<Presentation> read(Creative creative) {
        Reading<Presentation> reading = creatives.read(creative.media());
        if (reading.value().isEmpty()) {
            return Reading.refused("CREATIVE_MISSING: it " + reading.refusal());
        }
        String unfit = unfit(reading.value().get());
        return unfit.isEmpty() ? reading : Reading.refused(unfit);
    }

    /** Why a creative cannot stand between the feed's own segments, empty where it can. */
    private String unfit(Presentation presentation) {
        if (presentation.longestSegmentSeconds() > target) {
            return "SEGMENT_TOO_LONG: a segment rounds to " + presentation.longestSegmentSeconds()
                    + " s, the feed's target duration is " + target + " s";
        }
        boolean demuxed = variants.values().stream().anyMatch(variant -> variant.kind() == Variant.Kind.SOUND);
        if (demuxed != presentation.demuxed()) {
            return demuxed
                    ? "NOT_CONDITIONED: the feed has its sound by itself, the creative has it with the pictures"
                    : "NOT_CONDITIONED: the feed has its sound with the pictures, the creative has it by itself";
        }
        return variants.values().stream()
                .filter(variant -> variant.kind() != Variant.Kind.TEXT)
                .filter(variant -> presentation.nearest(variant).orElseThrow().fragmented() != variant.fragmented())
                .findFirst()
                .map(variant -> variant.fragmented()
                        ? "NOT_CONDITIONED: the feed's segments are fragmented MP4, the creative's are not"
                        : "NOT_CONDITIONED: the creative's segments are fragmented MP4, the feed's are not")
                .orElse("");
    }

    List<AdSegment> segments(Variant variant) {
        List<AdSegment> segments = new ArrayList<>();
        for (Stretch stretch : airing) {
            List<Presentation.Piece> pieces =
                    stretch.presentation().nearest(variant).orElseThrow().pieces();
            int to = Math.min(pieces.size(), stretch.from() + stretch.pieces());
            for (Presentation.Piece piece : pieces.subList(Math.min(stretch.from(), to), to)) {
                segments.add(
                        variant.kind() == Variant.Kind.TEXT
                                ? new AdSegment(stretch.position(), piece.length(), Stitcher.NO_TEXT, "")
                                : new AdSegment(stretch.position(), piece.length(), piece.uri(), piece.map()));
            }
        }
        return segments;
    }
}
