package org.scruffy.spi.schedule;

import java.time.ZoneId;
import java.util.List;

/**
 * A television station.
 *
 * @param callSign unique, for example {@code KSCR}
 * @param name for people
 * @param zone where its local time is
 * @param feeds what it sends, main feed first
 */
public record Station(String callSign, String name, ZoneId zone, List<Feed> feeds) {

    public Station {
        if (!callSign.matches("[A-Z][A-Z0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "Call sign '" + callSign + "' is not 2 to 10 capital letters and digits, starting with a letter");
        }
        feeds = List.copyOf(feeds);
    }
}
