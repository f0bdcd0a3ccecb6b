package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * The copies of a station's creatives that nobody needs any more, as an hourly look found them: their creative has another file or
 * length or is deleted, or no feed has their ladder.
 *
 * @param bytes what deleting all of them frees; copies with the same content share their files and count once
 * @param copies what goes first before the rest; 200 at most
 * @param freedCopies how many were deleted in the last 30 days, at all stations
 * @param freedBytes what that freed
 */
public record LeftoversDocument(long bytes, List<Copy> copies, int freedCopies, long freedBytes) {

    /**
     * A copy that is going to be deleted.
     *
     * @param ladder in words
     * @param bytes on the disk
     * @param since when nobody needed it first
     * @param goesAt when it is deleted, unless somebody needs it again
     */
    public record Copy(String adId, String title, String ladder, long bytes, String since, String goesAt) {

        @JsonbCreator
        public Copy {}
    }

    @JsonbCreator
    public LeftoversDocument {}
}
