package org.scruffy.traffic;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.BreakRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;
import org.scruffy.spi.schedule.ScheduleRow.SpotRow;

/** Reads lines one after the other: a break belongs to the program above it, a spot to the break above it. */
final class CsvLines {

    private static final String EXPECTED_TIME = "a time like 2026-11-24T20:00:00-05:00, or local 2026-11-24 20:00";

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd['T'][' ']HH:mm[:ss]")
            .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 0, 3, true)
            .appendPattern("[XXX]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        private final CsvColumn column;
        private final String found;
        private final String expected;

        Wrong(CsvColumn column, String found, String expected) {
            super(column + " is '" + found + "', expected " + expected);
            this.column = column;
            this.found = found;
            this.expected = expected;
        }
    }

    private record Line(long number, List<String> cells, Map<CsvColumn, Integer> columns) {

        String text(CsvColumn column) {
            Integer at = columns.get(column);
            return at == null || at >= cells.size()
                    ? ""
                    : Cell.read(cells.get(at).strip());
        }
    }

    private final FeedClock clock;
    private final Consumer<ScheduleRow> rows;
    private Instant previous = Instant.MIN;
    private Optional<Instant> slot = Optional.empty();
    private Optional<Instant> adBreak = Optional.empty();
    private int position;

    CsvLines(FeedClock clock, Consumer<ScheduleRow> rows) {
        this.clock = clock;
        this.rows = rows;
    }

    void read(long number, List<String> cells, Map<CsvColumn, Integer> columns) {
        Line line = new Line(number, cells, columns);
        ScheduleRow row;
        try {
            row = row(line);
        } catch (Wrong e) {
            row = new BadRow(number, e.column.header(), e.found, e.expected);
        }
        rows.accept(row);
    }

    private ScheduleRow row(Line line) throws Wrong {
        String type = line.text(CsvColumn.TYPE).toUpperCase(Locale.ROOT);
        return switch (type) {
            case "", "PROGRAM" -> program(line);
            case "BREAK" -> adBreak(line);
            case "SPOT" -> spot(line);
            default -> throw new Wrong(CsvColumn.TYPE, type, "PROGRAM, BREAK or SPOT");
        };
    }

    private ScheduleRow program(Line line) throws Wrong {
        slot = Optional.empty();
        adBreak = Optional.empty();
        Instant start = time(line, CsvColumn.START);
        Instant end = line.text(CsvColumn.END).isEmpty() ? start.plus(length(line)) : time(line, CsvColumn.END);
        if (!end.isAfter(start)) {
            throw new Wrong(CsvColumn.END, line.text(CsvColumn.END), "after its start " + line.text(CsvColumn.START));
        }
        String title = line.text(CsvColumn.TITLE);
        if (title.isBlank()) {
            throw new Wrong(CsvColumn.TITLE, "nothing", "the title of the program");
        }
        slot = Optional.of(start);
        previous = start;
        return new SlotRow(
                line.number(), start, end, new Program(title, line.text(CsvColumn.EPISODE), line.text(CsvColumn.NOLA)));
    }

    private ScheduleRow adBreak(Line line) throws Wrong {
        adBreak = Optional.empty();
        position = 0;
        Instant of = slot.orElseThrow(
                () -> new Wrong(CsvColumn.TYPE, "a break without a program", "the line of its program above it"));
        Instant start = time(line, CsvColumn.START);
        Duration capacity = length(line);
        if (capacity.toMillis() < 1000 || capacity.toMillis() > 600_000) {
            throw new Wrong(CsvColumn.LENGTH, line.text(CsvColumn.LENGTH), "1 second to 10 minutes");
        }
        AdBreak.Kind kind = kind(line.text(CsvColumn.KIND).toUpperCase(Locale.ROOT));
        adBreak = Optional.of(start);
        previous = start;
        return new BreakRow(line.number(), of, start, capacity, kind);
    }

    private static AdBreak.Kind kind(String text) throws Wrong {
        if (text.isEmpty()) {
            return AdBreak.Kind.MIXED;
        }
        try {
            return AdBreak.Kind.valueOf(text);
        } catch (IllegalArgumentException e) {
            String kinds = Arrays.stream(AdBreak.Kind.values()).map(Enum::name).collect(Collectors.joining(", "));
            throw new Wrong(CsvColumn.KIND, text, "one of " + kinds);
        }
    }

    private ScheduleRow spot(Line line) throws Wrong {
        Instant of = adBreak.orElseThrow(
                () -> new Wrong(CsvColumn.TYPE, "a spot without a break", "the line of its break above it"));
        String adId = line.text(CsvColumn.AD_ID);
        if (!adId.matches("[A-Z0-9]{4,32}")) {
            throw new Wrong(CsvColumn.AD_ID, adId, "4 to 32 capital letters and digits");
        }
        Duration length = length(line);
        if (length.isZero() || length.toMinutes() > 10) {
            throw new Wrong(CsvColumn.LENGTH, line.text(CsvColumn.LENGTH), "more than nothing, at most 10 minutes");
        }
        String title = line.text(CsvColumn.TITLE);
        return new SpotRow(
                line.number(),
                slot.orElseThrow(),
                of,
                ++position,
                new Creative(adId, title.isEmpty() ? adId : title, line.text(CsvColumn.UNDERWRITER), length, ""));
    }

    private static Duration length(Line line) throws Wrong {
        String text = line.text(CsvColumn.LENGTH);
        return Lengths.parse(text).orElseThrow(() -> new Wrong(CsvColumn.LENGTH, text, Lengths.EXPECTED));
    }

    private Instant time(Line line, CsvColumn column) throws Wrong {
        String text = line.text(column);
        try {
            TemporalAccessor time = TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : clock.instantAfter((LocalDateTime) time, previous);
        } catch (DateTimeException e) {
            throw new Wrong(column, text, EXPECTED_TIME);
        }
    }
}
