package org.scruffy.spi.schedule;

import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Stream;

/** A format that schedules leave in: what listing services, master control and calendars read. */
public interface ScheduleExport {

    /** A short name, unique among exports, in addresses: lower case letters, digits and dashes, for example {@code xmltv}. */
    String name();

    /** For people, for example {@code XMLTV}. */
    String title();

    /** For example {@code application/xml}, with a charset where it is text. */
    String mediaType();

    /** How files of the format end, without a dot, for example {@code xml}. */
    String suffix();

    /**
     * Writes what airs, with breaks and spots as far as the format carries them. Writes as it reads: neither the schedule nor
     * the file is held as a whole. What is left in {@code out} when this throws is thrown away. The stream stays open.
     *
     * @param clock the feed
     * @param slots in air order
     */
    void write(FeedClock clock, Stream<Timeslot> slots, OutputStream out) throws IOException;
}
