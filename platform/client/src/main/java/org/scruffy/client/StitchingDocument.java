package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * How the breaks of a feed are filled, and where the feed comes from when its origin fails. Lengths as ISO 8601 has them: PT1.5S.
 *
 * @param backupOrigin the HLS playlist that is read while the origin fails: http or https, at most 1000 characters; empty for none
 * @param overrun what becomes of a spot that is longer than what is left of its break: {@code FIT_ONLY} it does not air,
 *     {@code CUT_AT_BOUNDARY} it airs until the last segment that fits, {@code COMPLETE_AD} it airs whole
 * @param mostOverrun how much a spot that is aired whole may run over the break, PT0S to PT1M
 * @param fillers Ad-IDs of creatives that air, in this order, where the break's own spots leave room for them; at most 50
 * @param slate the Ad-ID of the creative that fills the rest, over and over; empty for the network feed
 * @param mostSlate a rest that is longer is left to the network feed, PT0S to PT10M
 * @param leastRemainder a rest that is shorter is left to the network feed, PT0S to PT10M
 */
public record StitchingDocument(
        String backupOrigin,
        String overrun,
        String mostOverrun,
        List<String> fillers,
        String slate,
        String mostSlate,
        String leastRemainder) {

    @JsonbCreator
    public StitchingDocument {}
}
