package org.scruffy.feed;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a player waits for with a blocking playlist reload (draft-pantos-hls-rfc8216bis section 6.2.5.2).
 *
 * @param sequence Media Sequence Number of a segment, {@code _HLS_msn}
 * @param part index of a part of it, {@code _HLS_part}; -1 for all of it
 */
public record Awaited(long sequence, int part) {

    private static final Pattern SEQUENCE = Pattern.compile("\\d{1,18}");
    private static final Pattern PART = Pattern.compile("\\d{1,6}");

    /** Reads the two directives as they stand in a query, null where they do not; refuses what means nothing. */
    public static Reading<Optional<Awaited>> read(String sequence, String part) {
        if (sequence == null && part == null) {
            return Reading.of(Optional.empty());
        }
        if (sequence == null) {
            return Reading.refused("_HLS_part needs _HLS_msn beside it");
        }
        if (!SEQUENCE.matcher(sequence).matches()) {
            return Reading.refused("_HLS_msn is no Media Sequence Number, expected digits");
        }
        if (part != null && !PART.matcher(part).matches()) {
            return Reading.refused("_HLS_part is no index of a part, expected digits");
        }
        return Reading.of(
                Optional.of(new Awaited(Long.parseLong(sequence), part == null ? -1 : Integer.parseInt(part))));
    }
}
