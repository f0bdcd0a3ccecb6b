package org.scruffy.asrun;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * Reads the log of an automation line by line, whatever is in it: a line that cannot be read says why, and the next is read.
 * Local times become instants of the feed's zone; of the two equal hours of the change of clocks a time is in the first that
 * comes after the row before.
 */
final class LogReader {

    /** Which log is read: a feed's, of some broadcast days. */
    record Context(ZoneId zone, LocalTime dayStart, FrameRate rate, LocalDate from, LocalDate to) {}

    private static final Duration HALF_A_DAY = Duration.ofHours(12);
    /** A spot that the automation played this much before its time is in the hour before, where there are two. */
    private static final Duration AHEAD = Duration.ofMinutes(30);

    private final LogTemplate template;
    private final Context context;
    private final LogLines lines;
    private final LogDates dates;
    private final Map<LogField, Integer> positions = new EnumMap<>(LogField.class);
    private boolean headerRead;
    private String rawBefore = "";
    private long lineBefore;
    private Instant last = Instant.MIN;

    LogReader(InputStream in, LogTemplate template, Context context) {
        this.template = template;
        this.context = context;
        this.lines = new LogLines(in, template.charset());
        this.dates = LogDates.of(template.date(), context.from());
        template.columns().forEach((field, column) -> positions.put(field, column.offset()));
    }

    /**
     * The next line; empty at the end of the log.
     *
     * @throws AsRunProblem where the first line does not name the columns of the template
     */
    Optional<LogEntry> next() throws IOException {
        Optional<LogLines.Line> line = lines.next();
        while (line.isPresent()
                && line.get().bad().isEmpty()
                && line.get().text().isBlank()) {
            line = lines.next();
        }
        if (line.isPresent() && template.header() && !headerRead) {
            headerRead = true;
            header(line.get());
            return next();
        }
        return line.map(this::entry);
    }

    private void header(LogLines.Line line) {
        line.bad().ifPresent(bad -> {
            throw AsRunProblem.bad("line 1", bad.found(), bad.expected());
        });
        List<String> names = template.layout() == LogTemplate.Layout.CSV ? fields(line.text()) : List.of();
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            found.putIfAbsent(names.get(i).strip().toLowerCase(Locale.ROOT), i);
        }
        template.columns().forEach((field, column) -> {
            if (!column.header().isEmpty()) {
                Integer position = found.get(column.header().toLowerCase(Locale.ROOT));
                if (position == null) {
                    throw AsRunProblem.bad(
                            "header",
                            line.text().length() > 200 ? line.text().substring(0, 200) : line.text(),
                            "a column '" + column.header() + "', as template " + template.name() + " has it");
                }
                positions.put(field, position);
            }
        });
    }

    private LogEntry entry(LogLines.Line line) {
        if (line.bad().isPresent()) {
            return line.bad().get();
        }
        if (line.text().equals(rawBefore)) {
            return new BadRow(line.number(), line.text(), "line", "the same as line " + lineBefore, "each spot once");
        }
        rawBefore = line.text();
        lineBefore = line.number();
        try {
            return row(line.number(), line.text(), values(line.text()));
        } catch (Unreadable e) {
            return new BadRow(line.number(), line.text(), e.field, e.found, e.expected);
        }
    }

    /** Why a row cannot be read. */
    private static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private final String field;
        private final String found;
        private final String expected;

        Unreadable(LogField field, String found, String expected) {
            this(field.name().toLowerCase(Locale.ROOT), found, expected);
        }

        Unreadable(String field, String found, String expected) {
            super(field, null, false, false);
            this.field = field;
            this.found = found;
            this.expected = expected;
        }
    }

    private Map<LogField, String> values(String line) throws Unreadable {
        Map<LogField, String> values = new EnumMap<>(LogField.class);
        if (template.layout() == LogTemplate.Layout.FIXED) {
            template.columns().forEach((field, column) -> values.put(field, cut(line, column)));
            return values;
        }
        List<String> fields = fields(line);
        if (fields.isEmpty()) {
            throw new Unreadable("line", line, "columns of a CSV, each quote closed");
        }
        for (Map.Entry<LogField, Integer> at : positions.entrySet()) {
            if (at.getValue() >= fields.size() && at.getKey() != LogField.TITLE) {
                throw new Unreadable(
                        at.getKey(), fields.size() + " columns", "at least " + (at.getValue() + 1) + " columns");
            }
            values.put(
                    at.getKey(),
                    at.getValue() < fields.size() ? fields.get(at.getValue()).strip() : "");
        }
        return values;
    }

    private static String cut(String line, LogTemplate.Column column) {
        int from = Math.min(column.offset(), line.length());
        int to = Math.min(column.offset() + column.length(), line.length());
        return line.substring(from, to).strip();
    }

    /** The columns of one line; none where its quotes do not close. A log has one line for a row, so quotes never reach further. */
    private List<String> fields(String line) {
        if (line.chars().filter(c -> c == '"').count() % 2 != 0) {
            return List.of();
        }
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().fieldSeparator(template.delimiter()).ofCsvRecord(line)) {
            return reader.stream().findFirst().map(CsvRecord::getFields).orElse(List.of());
        } catch (CsvParseException | IOException e) {
            return List.of();
        }
    }

    private LogEntry row(long number, String raw, Map<LogField, String> values) throws Unreadable {
        if (!template.keep().isEmpty() && !template.keep().equalsIgnoreCase(values.get(LogField.KIND))) {
            return new LogEntry.NotASpot(number);
        }
        if (values.get(LogField.TIME).isEmpty() && template.columns().containsKey(LogField.SCHEDULED)) {
            return new LogEntry.NotASpot(number); // planned, and never played
        }
        LocalDate date = date(values);
        Duration time = time(values, LogField.TIME);
        Duration length = length(values.get(LogField.LENGTH));
        String adId = adId(values.get(LogField.AD_ID));
        LocalDateTime local;
        Optional<LocalDateTime> scheduled = Optional.empty();
        if (values.getOrDefault(LogField.SCHEDULED, "").isEmpty()) {
            local = local(date, time);
        } else {
            scheduled = Optional.of(local(date, time(values, LogField.SCHEDULED)));
            local = nearest(scheduled.get(), time);
        }
        checkDay(scheduled.orElse(local));
        if (length.isZero()) {
            return new LogEntry.NotASpot(number);
        }
        Instant at = LocalTimes.instantAfter(last, local, context.zone());
        last = at;
        return new LogRow(
                number,
                raw,
                adId,
                values.getOrDefault(LogField.TITLE, ""),
                scheduled.map(then -> LocalTimes.instantAfter(at.minus(AHEAD), then, context.zone())),
                at,
                length);
    }

    private LocalDate date(Map<LogField, String> values) throws Unreadable {
        if (template.date().isEmpty()) {
            return context.from();
        }
        String text = values.get(LogField.DATE);
        return dates.date(text).orElseThrow(() -> new Unreadable(LogField.DATE, text, "a date as " + template.date()));
    }

    private Duration time(Map<LogField, String> values, LogField field) throws Unreadable {
        String text = values.get(field);
        return template.time()
                .time(text, context.rate())
                .orElseThrow(() -> new Unreadable(field, text, template.time().words()));
    }

    private Duration length(String text) throws Unreadable {
        Duration length = template.length()
                .length(text, context.rate())
                .orElseThrow(() ->
                        new Unreadable(LogField.LENGTH, text, template.length().words()));
        if (length.compareTo(HALF_A_DAY) > 0) {
            throw new Unreadable(LogField.LENGTH, text, "at most 12 hours");
        }
        return length;
    }

    private static String adId(String text) throws Unreadable {
        String id = text.toUpperCase(Locale.ROOT).replaceAll("[ -]", "");
        if (!id.matches("[A-Z0-9]{4,32}")) {
            throw new Unreadable(LogField.AD_ID, text, "4 to 32 letters and digits");
        }
        return id;
    }

    /** Hours from 24 are the next calendar day's anyway; those before the day's start are where dates are broadcast days. */
    private LocalDateTime local(LocalDate date, Duration time) {
        boolean beforeStart = time.compareTo(Duration.ofNanos(context.dayStart().toNanoOfDay())) < 0;
        boolean broadcast = template.broadcastDates() || template.date().isEmpty();
        return date.plusDays(broadcast && beforeStart ? 1 : 0).atStartOfDay().plus(time);
    }

    /** The local time nearest to when it was scheduled: what was planned before midnight may air after it. */
    private static LocalDateTime nearest(LocalDateTime scheduled, Duration time) {
        LocalDateTime local = scheduled.toLocalDate().atStartOfDay().plus(time);
        Duration apart = Duration.between(scheduled.toInstant(ZoneOffset.UTC), local.toInstant(ZoneOffset.UTC));
        if (apart.compareTo(HALF_A_DAY) > 0) {
            return local.minusDays(1);
        }
        return apart.negated().compareTo(HALF_A_DAY) > 0 ? local.plusDays(1) : local;
    }

    private void checkDay(LocalDateTime local) throws Unreadable {
        LocalDate day = local.toLocalTime().isBefore(context.dayStart())
                ? local.toLocalDate().minusDays(1)
                : local.toLocalDate();
        if (day.isBefore(context.from()) || day.isAfter(context.to())) {
            String expected = context.from().equals(context.to())
                    ? "the broadcast day " + context.from()
                    : "a broadcast day from " + context.from() + " to " + context.to();
            throw new Unreadable(LogField.DATE, day.toString(), expected);
        }
    }
}
