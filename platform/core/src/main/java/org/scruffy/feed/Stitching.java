package org.scruffy.feed;

import java.time.Duration;
import java.util.List;

/**
 * How the breaks of a feed are filled, and where the feed comes from when its origin fails.
 *
 * @param backupOrigin the playlist that is read while the origin fails, empty for none
 * @param overrun what becomes of a spot that is longer than what is left of its break
 * @param mostOverrun how much a spot that is aired whole may run over the break, at most 60 s
 * @param fillers the Ad-IDs of creatives that air, in this order, where the break's own spots leave room for them
 * @param slate the Ad-ID of the creative that fills the rest, over and over; empty for the network feed
 * @param mostSlate a rest that is longer is left to the network feed
 * @param leastRemainder a rest that is shorter is left to the network feed
 */
public record Stitching(
        String backupOrigin,
        Overrun overrun,
        Duration mostOverrun,
        List<String> fillers,
        String slate,
        Duration mostSlate,
        Duration leastRemainder) {

    private static final Duration MOST = Duration.ofMinutes(10);
    private static final int MOST_FILLERS = 50;

    /** What a feed does that nobody said anything about. */
    public static final Stitching DEFAULT = new Stitching(
            "", Overrun.FIT_ONLY, Duration.ZERO, List.of(), "", Duration.ofMinutes(2), Duration.ofSeconds(1));

    /** What becomes of a spot that is longer than what is left of its break. */
    public enum Overrun {
        /** It does not air; the next one that fits does. */
        FIT_ONLY,
        /** It airs until the last segment that fits. */
        CUT_AT_BOUNDARY,
        /** It airs whole, and the program is joined late. */
        COMPLETE_AD
    }

    public Stitching {
        if (!backupOrigin.isEmpty() && !(Addresses.web(backupOrigin) && backupOrigin.length() <= 1000)) {
            throw new BadStitching(
                    "backupOrigin", backupOrigin, "an http or https address of at most 1000 characters, or nothing");
        }
        within("mostOverrun", mostOverrun, Duration.ofMinutes(1));
        within("mostSlate", mostSlate, MOST);
        within("leastRemainder", leastRemainder, MOST);
        fillers = List.copyOf(fillers);
        if (fillers.size() > MOST_FILLERS) {
            throw new BadStitching("fillers", fillers.size() + " creatives", "at most " + MOST_FILLERS);
        }
        fillers.forEach(filler -> adId("fillers", filler));
        if (!slate.isEmpty()) {
            adId("slate", slate);
        }
    }

    private static void within(String field, Duration found, Duration most) {
        if (found.isNegative() || found.compareTo(most) > 0) {
            throw new BadStitching(field, found.toString(), "a length from PT0S to " + most);
        }
    }

    private static void adId(String field, String found) {
        if (!found.matches("[A-Z0-9]{4,32}")) {
            throw new BadStitching(field, found, "an Ad-ID of 4 to 32 capital letters and digits");
        }
    }
}
