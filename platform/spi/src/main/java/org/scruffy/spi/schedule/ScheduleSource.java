package org.scruffy.spi.schedule;

import java.time.LocalDate;
import java.util.List;

/**
 * A traffic system that knows stations and their weeks. Called on a timer, off the live path; when it fails the last good
 * schedule stays. A week is taken over once: from then on the station's own edits win.
 */
public interface ScheduleSource {

    /** The stations this source speaks for, with their feeds. */
    List<Station> stations();

    /**
     * The timeslots of one feed in one week, in air order, without gaps or overlaps the source does not mean.
     *
     * @param station one of {@link #stations}
     * @param feed one of its feeds
     * @param monday the first local day of the week, in the feed's zone
     */
    List<Timeslot> week(Station station, Feed feed, LocalDate monday);
}
