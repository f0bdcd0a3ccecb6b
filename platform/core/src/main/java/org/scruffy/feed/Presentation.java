package org.scruffy.feed;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An air-ready creative: the same pictures in some renditions, and its sound by itself where the pictures are without it.
 *
 * @param sounds empty where the sound is in with the pictures
 * @param captioned whether there are closed captions in the pictures
 */
record Presentation(List<Rendition> pictures, List<Rendition> sounds, boolean captioned) {

    /**
     * One rendition.
     *
     * @param height of the picture, 0 for sound
     * @param language of the sound, empty where it is not said
     */
    record Rendition(int height, long bandwidth, String codecs, String language, List<Piece> pieces) {

        Rendition {
            pieces = List.copyOf(pieces);
        }

        boolean fragmented() {
            return pieces.stream().anyMatch(piece -> !piece.map().isEmpty());
        }
    }

    /**
     * A segment of a rendition.
     *
     * @param uri relative to the live media playlists
     * @param map of its initialisation section, relative likewise; empty where it needs none
     */
    record Piece(String uri, Duration length, String map) {}

    Presentation {
        pictures = List.copyOf(pictures);
        sounds = List.copyOf(sounds);
    }

    /** Whether the pictures are without sound. */
    boolean demuxed() {
        return !sounds.isEmpty();
    }

    /** What airs in a rendition of the feed, empty where there is nothing that could. */
    Optional<Rendition> nearest(Variant variant) {
        return switch (variant.kind()) {
            case PICTURE, TEXT ->
                pictures.stream()
                        .min(Comparator.comparingInt((Rendition rendition) ->
                                        variant.height() == 0 ? 0 : Math.abs(rendition.height() - variant.height()))
                                .thenComparingLong(rendition -> Math.abs(rendition.bandwidth() - variant.bandwidth()))
                                .thenComparingInt(Rendition::height));
            case SOUND ->
                sounds.stream()
                        .min(Comparator.comparing(
                                rendition -> !rendition.language().equals(variant.language())));
        };
    }

    private List<Piece> first() {
        return pictures.get(0).pieces();
    }

    /** How many segments there are. */
    int pieces() {
        return pictures.stream()
                .mapToInt(rendition -> rendition.pieces().size())
                .max()
                .orElse(0);
    }

    /** How many segments from the first on are not longer than a time together. */
    int piecesWithin(Duration time) {
        int pieces = 0;
        while (pieces < first().size() && length(0, pieces + 1).compareTo(time) <= 0) {
            pieces++;
        }
        return pieces;
    }

    /** The longest segment that is not longer than a time, -1 where there is none. */
    int longestPieceWithin(Duration time) {
        int longest = -1;
        for (int i = 0; i < first().size(); i++) {
            Duration length = first().get(i).length();
            if (length.compareTo(time) <= 0
                    && (longest < 0 || length.compareTo(first().get(longest).length()) > 0)) {
                longest = i;
            }
        }
        return longest;
    }

    Duration length(int from, int pieces) {
        return first().subList(from, from + pieces).stream().map(Piece::length).reduce(Duration.ZERO, Duration::plus);
    }

    int longestSegmentSeconds() {
        return (int) pictures.stream()
                .flatMap(rendition -> rendition.pieces().stream())
                .mapToLong(piece -> piece.length().plusMillis(500).toSeconds())
                .max()
                .orElse(0);
    }
}
