package org.scruffy.spi.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A format that files of schedules come in. A reader knows files, not traffic systems: a system that is asked over and over is a
 * {@link ScheduleSource}. What is read is shown to a person first, who then takes it over or throws it away.
 */
public interface ScheduleReader {

    /** A short name, unique among readers: lower case letters, digits and dashes, for example {@code csv}. */
    String name();

    /** For people, for example {@code CSV}. */
    String title();

    /**
     * Reads a file and hands over its rows one at a time, in the order of the file. Never holds the file: it may be of any size,
     * and of any content. Whatever is wrong with the file is a {@link ScheduleRow.BadRow}, never an exception: after one that
     * leaves no way to go on the reader returns.
     *
     * @param clock the feed the file is for
     * @param settings what the person said about the file, by names that the format documents; empty where nothing was said
     * @param rows takes each row; what it throws passes through
     * @throws IOException where {@code in} throws it
     */
    void read(InputStream in, FeedClock clock, Map<String, String> settings, Consumer<ScheduleRow> rows)
            throws IOException;
}
