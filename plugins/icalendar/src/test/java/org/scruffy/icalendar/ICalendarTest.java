package org.scruffy.icalendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.testkit.ScheduleSamples;

class ICalendarTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-10-30T12:00:00Z"), ZoneOffset.UTC);

    private final CalendarFile calendar = new CalendarFile();

    private List<ScheduleRow> event(String... lines) throws IOException {
        String event = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:News\r\n" + String.join("\r\n", lines)
                + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        return ScheduleSamples.read(calendar, event);
    }

    @Test
    void programs_comeBackAsTheyWentOutOverTheNightInWhichClocksGoBack() throws IOException {
        List<Timeslot> night = ScheduleSamples.night(10);

        List<ScheduleRow> rows =
                ScheduleSamples.read(calendar, ScheduleSamples.written(new CalendarExport(NOW), night), Map.of());

        assertThat(rows)
                .extracting(ScheduleSamples::words)
                .containsExactlyElementsOf(night.stream()
                        .map(slot -> slot.start() + " " + slot.end() + " " + slot.program())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "DTSTART:20261124T200000, 2026-11-25T01:00:00Z",
        "DTSTART;TZID=America/Denver:20261124T200000, 2026-11-25T03:00:00Z",
        "DTSTART:20261124T200000Z, 2026-11-24T20:00:00Z",
        "DTSTART:20261101T013000, 2026-11-01T05:30:00Z",
        "DTSTART:20260308T023000, 2026-03-08T07:30:00Z"
    })
    void read_knowsFloatingZonedAndUtcTimes(String start, Instant expected) throws IOException {
        SlotRow row = (SlotRow) event(start, "DURATION:PT30M").get(0);

        assertThat(row.start()).isEqualTo(expected);
        assertThat(row.end()).isEqualTo(expected.plusSeconds(1800));
    }

    @ParameterizedTest
    @CsvSource({
        "DTSTART:20260231T200000Z, DTSTART",
        "DTSTART;TZID=Mars/Olympus:20261124T200000, DTSTART",
        "DTSTART;VALUE=DATE:20261124, DTSTART",
        "RRULE:FREQ=SECONDLY, RRULE"
    })
    void read_namesThePropertyThatIsWrong(String line, String property) throws IOException {
        assertThat(event(line, "DURATION:PT30M").get(0))
                .isInstanceOfSatisfying(
                        BadRow.class, row -> assertThat(row.field()).isEqualTo(property));
    }

    @Test
    void read_refusesWhatIsNoCalendar() throws IOException {
        assertThat(ScheduleSamples.read(calendar, "").get(0)).isInstanceOf(BadRow.class);
        assertThat(ScheduleSamples.read(calendar, new byte[] {(byte) 0xFF, 0, 1}, Map.of())
                        .get(0))
                .isInstanceOf(BadRow.class);
        assertThat(ScheduleSamples.read(
                                calendar,
                                ScheduleSamples.endless("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:", 100_000_000),
                                Map.of())
                        .get(0))
                .isInstanceOfSatisfying(
                        BadRow.class, row -> assertThat(row.found()).contains("64 KB"));
    }
}
