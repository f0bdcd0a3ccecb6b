package org.scruffy.feed;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An air-ready creative: the same pictures in some renditions, and its sound by itself where the pictures are without it.
 *
 * @param sounds empty where the sound is in with the pictures
 */
record Presentation(List<Rendition> pictures, List<Rendition> sounds) {

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

    int longestSegmentSeconds() {
        return (int) pictures.stream()
                .flatMap(rendition -> rendition.pieces().stream())
                .mapToLong(piece -> piece.length().plusMillis(500).toSeconds())
                .max()
                .orElse(0);
    }
}
