package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * The copies of a station's creatives for the air, and the ladders of its feeds that they are made on.
 *
 * @param possible whether this Scruffy has a plugin that conditions at all
 * @param copies first what is being made, then what waits, in the order of the queue, then what ended, the newest first; 200 at most
 * @param feeds every feed of the station
 */
public record AirCopiesDocument(boolean possible, List<Copy> copies, List<FeedEntry> feeds) {

    /**
     * The copy of a creative for the feeds of one ladder.
     *
     * @param feeds the names of those that have the ladder now
     * @param ladder in words
     * @param state WAITING, CONDITIONING, READY, FAILED or CANCELLED
     * @param progress 0 to 1
     * @param step what is being done, in words; left out where nothing is
     * @param problem why it failed, in words for whoever sent the file
     * @param media its multivariant playlist, relative to the address of this Scruffy; left out until it is ready
     * @param lengthMs of the copy; left out until it is ready
     * @param loudnessBefore of the file, LKFS; left out for silence
     * @param loudnessAfter of the copy, LKFS; left out for silence
     * @param peak the highest true peak of the copy, dBTP; left out for silence
     * @param source what the file was, in words; left out until it is ready
     * @param findings what a person should know of it
     * @param askedAt when the copy was asked for
     * @param endedAt when it was ready, failed or was cancelled; left out before
     */
    public record Copy(
            String adId,
            String title,
            List<String> feeds,
            String ladder,
            String state,
            double progress,
            String step,
            String problem,
            String media,
            Integer lengthMs,
            Double loudnessBefore,
            Double loudnessAfter,
            Double peak,
            String source,
            List<FindingEntry> findings,
            String askedAt,
            String endedAt) {

        @JsonbCreator
        public Copy {}
    }

    /**
     * Something a person should know of a copy.
     *
     * @param kind DAMAGE, BLACK, SILENCE, LOUDNESS, CAPTIONS, LENGTH, PICTURE or SOUND
     * @param words a sentence
     */
    public record FindingEntry(String kind, String words) {

        @JsonbCreator
        public FindingEntry {}
    }

    /**
     * A feed.
     *
     * @param ladder in words; left out where it is not known: it is read once there is something to condition
     * @param problem why it could not be read last; left out where it was
     */
    public record FeedEntry(String feed, String ladder, String problem) {

        @JsonbCreator
        public FeedEntry {}
    }

    @JsonbCreator
    public AirCopiesDocument {}
}
