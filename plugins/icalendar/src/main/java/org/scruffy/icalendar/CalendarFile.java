package org.scruffy.icalendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import net.fortuna.ical4j.data.CalendarParserImpl;
import net.fortuna.ical4j.data.ContentHandler;
import net.fortuna.ical4j.data.ParserException;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;

/**
 * The events of a calendar. Times in UTC or with the name of an IANA zone are what they say, floating times are local to the
 * feed. Events that recur or last whole days are refused: a program airs at one time.
 */
final class CalendarFile implements ScheduleReader {

    @Override
    public String name() {
        return "icalendar";
    }

    @Override
    public String title() {
        return "iCalendar";
    }

    @Override
    public void read(InputStream in, FeedClock clock, Map<String, String> settings, Consumer<ScheduleRow> rows)
            throws IOException {
        Reader text = new ShortLines(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        Events events = new Events(clock, rows);
        try {
            new CalendarParserImpl().parse(text, events);
        } catch (ParserException e) {
            rows.accept(new BadRow(Math.max(1, e.getLineNo()), "file", words(e), "an iCalendar object (RFC 5545)"));
        } catch (ShortLines.TooLong e) {
            rows.accept(new BadRow(events.number() + 1, "line", e.getMessage(), "shorter lines"));
        } catch (CharacterCodingException e) {
            rows.accept(new BadRow(events.number() + 1, "file", "bytes that are not UTF-8", "a calendar in UTF-8"));
        }
    }

    private static String words(ParserException e) {
        return e.getMessage() == null ? "something else" : e.getMessage();
    }

    /** Collects one event at a time. */
    private static final class Events implements ContentHandler {

        private final FeedClock clock;
        private final Consumer<ScheduleRow> rows;
        private CalendarEvent event;
        private String property = "";
        private String inner = "";
        private String zone = "";
        private long number;

        Events(FeedClock clock, Consumer<ScheduleRow> rows) {
            this.clock = clock;
            this.rows = rows;
        }

        long number() {
            return number;
        }

        @Override
        public void startCalendar() {
            // an event is all that counts
        }

        @Override
        public void endCalendar() {
            // an event is all that counts
        }

        @Override
        public void startComponent(String name) {
            if (name.equalsIgnoreCase("VEVENT")) {
                event = new CalendarEvent(++number);
            } else if (event != null && inner.isEmpty()) {
                inner = name;
            }
        }

        @Override
        public void endComponent(String name) {
            if (name.equalsIgnoreCase("VEVENT") && event != null) {
                rows.accept(event.row(clock));
                event = null;
                inner = "";
            } else if (name.equalsIgnoreCase(inner)) {
                inner = "";
            }
        }

        @Override
        public void startProperty(String name) {
            property = name.toUpperCase(java.util.Locale.ROOT);
            zone = "";
        }

        @Override
        public void parameter(String name, String value) {
            if (name.equalsIgnoreCase("TZID")) {
                zone = value;
            }
        }

        @Override
        public void propertyValue(String value) {
            if (event != null && inner.isEmpty()) {
                event.put(property, zone, value);
            }
        }

        @Override
        public void endProperty(String name) {
            property = "";
        }
    }
}
