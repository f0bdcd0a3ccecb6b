package org.scruffy.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.SpotRow;

/**
 * SCTE 118-3: spots for breaks that the schedule has. Its days have no year: it is the setting {@code year}, else the one that
 * brings the day nearest to today.
 */
final class SchFile implements ScheduleReader {

    private static final int LONGEST_LINE = 1024;

    private record Window(MonthDay day, LocalTime start, int breakNumber) {}

    private final Clock now;

    SchFile(Clock now) {
        this.now = now;
    }

    @Override
    public String name() {
        return "sch";
    }

    @Override
    public String title() {
        return "SCTE 118-3 (.SCH)";
    }

    @Override
    public void read(InputStream in, FeedClock clock, Map<String, String> settings, Consumer<ScheduleRow> rows)
            throws IOException {
        String year = settings.getOrDefault("year", "");
        if (!year.matches("([12][0-9]{3})?")) {
            rows.accept(new BadRow(1, "year", year, "four digits"));
            return;
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        Reading reading = new Reading(clock, year, rows);
        long number = 0;
        for (Optional<String> line = line(lines); line.isPresent(); line = line(lines)) {
            number++;
            if (line.get().length() > LONGEST_LINE) {
                rows.accept(new BadRow(number, "record", "more than " + LONGEST_LINE + " characters", "77"));
                return;
            }
            reading.read(number, line.get());
        }
        if (number == 0) {
            rows.accept(new BadRow(1, "file", "nothing", "LOI records of 77 characters"));
        }
    }

    /** The next line, or one character more than the longest of it; empty at the end. */
    private static Optional<String> line(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = lines.read();
        if (c < 0) {
            return Optional.empty();
        }
        while (c >= 0 && c != '\n' && line.length() <= LONGEST_LINE) {
            line.append((char) c);
            c = lines.read();
        }
        return Optional.of(line.toString().stripTrailing());
    }

    private final class Reading {

        private final FeedClock clock;
        private final String year;
        private final Consumer<ScheduleRow> rows;
        private Window window;
        private Instant adBreak = Instant.MIN;
        private int position;

        Reading(FeedClock clock, String year, Consumer<ScheduleRow> rows) {
            this.clock = clock;
            this.year = year;
            this.rows = rows;
        }

        void read(long number, String line) {
            if (line.isBlank() || line.startsWith("REM") || line.startsWith("END") || line.startsWith("NUL")) {
                return;
            }
            if (!line.startsWith("LOI")) {
                String found = line.substring(0, Math.min(3, line.length()));
                rows.accept(new BadRow(number, "type", found, "LOI, REM, NUL or END"));
                return;
            }
            try {
                rows.accept(spot(number, SchRecord.parse(line)));
            } catch (SchRecord.Wrong e) {
                rows.accept(new BadRow(number, e.field, e.found, e.expected));
            }
        }

        private SpotRow spot(long number, SchRecord loi) throws SchRecord.Wrong {
            Window of = new Window(loi.day(), loi.windowStart(), loi.breakNumber());
            if (loi.position() == 1) {
                window = of;
                position = 0;
                adBreak = clock.instantAfter(day(loi.day()).atTime(loi.time()), adBreak);
            }
            if (!of.equals(window) || loi.position() != position + 1) {
                String expected = of.equals(window) ? Integer.toString(position + 1) : "1, the first of its break";
                throw new SchRecord.Wrong("position", Integer.toString(loi.position()), expected);
            }
            if (!loi.spot().matches("[A-Z0-9]{4,12}")) {
                throw new SchRecord.Wrong("spot", loi.spot(), "4 to 12 capital letters and digits in columns 62 to 73");
            }
            if (loi.length().isZero() || loi.length().compareTo(Duration.ofMinutes(10)) > 0) {
                throw new SchRecord.Wrong("length", loi.length().toSeconds() + " s", "1 second to 10 minutes");
            }
            position++;
            Creative creative = new Creative(loi.spot(), loi.spot(), "", loi.length(), "");
            return new SpotRow(number, adBreak, adBreak, position, creative);
        }

        private LocalDate day(MonthDay day) throws SchRecord.Wrong {
            LocalDate today = LocalDate.ofInstant(now.instant(), clock.zone());
            int first = year.isEmpty() ? today.getYear() - 1 : Integer.parseInt(year);
            int last = year.isEmpty() ? today.getYear() + 1 : first;
            return IntStream.rangeClosed(first, last)
                    .filter(day::isValidYear)
                    .mapToObj(day::atYear)
                    .min(java.util.Comparator.comparingLong(date -> Math.abs(ChronoUnit.DAYS.between(today, date))))
                    .orElseThrow(() -> new SchRecord.Wrong("day", day.toString(), "a day of that year"));
        }
    }
}
