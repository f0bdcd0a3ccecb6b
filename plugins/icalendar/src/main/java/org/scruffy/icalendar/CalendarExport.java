package org.scruffy.icalendar;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import net.fortuna.ical4j.data.FoldingWriter;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.Timeslot;

/** A calendar of programs; times are UTC, which is right in every reader on both days on which clocks change. */
final class CalendarExport implements ScheduleExport {

    static final String NOLA = "X-SCRUFFY-NOLA";

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock now;

    CalendarExport(Clock now) {
        this.now = now;
    }

    @Override
    public String name() {
        return "icalendar";
    }

    @Override
    public String title() {
        return "iCalendar";
    }

    @Override
    public String mediaType() {
        return "text/calendar; charset=utf-8";
    }

    @Override
    public String suffix() {
        return "ics";
    }

    @Override
    public void write(FeedClock clock, Stream<Timeslot> slots, OutputStream out) throws IOException {
        Writer text = new FoldingWriter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
        line(text, "BEGIN:VCALENDAR");
        line(text, "VERSION:2.0");
        line(text, "PRODID:-//Scruffy//Schedule//EN");
        line(text, "X-WR-CALNAME:" + Escapes.written(clock.feed().title()));
        String stamp = UTC.format(now.instant());
        for (Iterator<Timeslot> each = slots.iterator(); each.hasNext(); ) {
            event(text, clock, stamp, each.next());
        }
        line(text, "END:VCALENDAR");
        text.flush();
    }

    private static void event(Writer text, FeedClock clock, String stamp, Timeslot slot) throws IOException {
        Program program = slot.program();
        line(text, "BEGIN:VEVENT");
        line(text, "UID:" + uid(clock, slot.start()));
        line(text, "DTSTAMP:" + stamp);
        line(text, "DTSTART:" + UTC.format(slot.start()));
        line(text, "DTEND:" + UTC.format(slot.end()));
        line(text, "SUMMARY:" + Escapes.written(program.title()));
        if (!program.episode().isEmpty()) {
            line(text, "DESCRIPTION:" + Escapes.written(program.episode()));
        }
        if (!program.nola().isEmpty()) {
            line(text, NOLA + ":" + Escapes.written(program.nola()));
        }
        line(text, "END:VEVENT");
    }

    private static String uid(FeedClock clock, Instant start) {
        return UTC.format(start) + "-" + clock.feed().name() + "@"
                + clock.station().toLowerCase(Locale.ROOT);
    }

    private static void line(Writer text, String line) throws IOException {
        text.write(line + "\r\n");
    }
}
