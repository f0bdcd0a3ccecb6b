package org.scruffy.icalendar;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;

/** One event of a calendar while it is read: the properties that make a program. */
final class CalendarEvent {

    private static final Set<String> KNOWN = Set.of(
            "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "RRULE", "RDATE", "STATUS", CalendarExport.NOLA);
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final String EXPECTED =
            "a time like 20261124T200000Z, or local without the Z, in a zone like America/New_York";

    private record Value(String zone, String text) {}

    private final long number;
    private final Map<String, Value> values = new HashMap<>();

    CalendarEvent(long number) {
        this.number = number;
    }

    void put(String property, String zone, String text) {
        if (KNOWN.contains(property)) {
            values.put(property, new Value(zone, text));
        }
    }

    ScheduleRow row(FeedClock clock) {
        for (String recurs : new String[] {"RRULE", "RDATE"}) {
            if (values.containsKey(recurs)) {
                return bad(recurs, "an event for each time it airs; rules of recurrence belong into a template");
            }
        }
        String title = text("SUMMARY");
        if (title.isBlank()) {
            return bad("SUMMARY", "the title of the program");
        }
        String wrong = "DTSTART";
        try {
            Instant start = time(wrong, clock);
            wrong = values.containsKey("DTEND") ? "DTEND" : "DURATION";
            Instant end = values.containsKey("DTEND")
                    ? time(wrong, clock)
                    : start.plus(Duration.parse(
                            values.getOrDefault(wrong, new Value("", "")).text()));
            return end.isAfter(start)
                    ? new SlotRow(
                            number, start, end, new Program(title, text("DESCRIPTION"), text(CalendarExport.NOLA)))
                    : bad(wrong, "after its start " + start);
        } catch (DateTimeException | IllegalArgumentException e) {
            return bad(wrong, EXPECTED);
        }
    }

    private BadRow bad(String property, String expected) {
        Value value = values.getOrDefault(property, new Value("", "nothing"));
        String zone = value.zone().isEmpty() ? "" : " in zone " + value.zone();
        return new BadRow(number, property, value.text() + zone, expected);
    }

    private String text(String property) {
        return Escapes.read(values.getOrDefault(property, new Value("", "")).text())
                .strip();
    }

    private Instant time(String property, FeedClock clock) {
        Value value = values.getOrDefault(property, new Value("", ""));
        if (value.text().endsWith("Z")) {
            String local = value.text().substring(0, value.text().length() - 1);
            return LocalDateTime.parse(local, LOCAL).toInstant(ZoneOffset.UTC);
        }
        LocalDateTime local = LocalDateTime.parse(value.text(), LOCAL);
        return value.zone().isEmpty() ? clock.instant(local) : LocalTimes.instant(local, LocalTimes.zone(value.zone()));
    }
}
