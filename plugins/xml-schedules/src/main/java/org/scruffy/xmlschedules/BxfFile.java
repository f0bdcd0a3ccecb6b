package org.scruffy.xmlschedules;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.BreakRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;
import org.scruffy.spi.schedule.ScheduleRow.SpotRow;

/** Reads the subset of BXF that {@link BxfExport} writes; of other events and elements it knows nothing and passes over them. */
final class BxfFile implements ScheduleReader {

    private static final Pattern RATE = Pattern.compile("(\\d{1,6})(?:/(\\d{1,4})|\\.(\\d{1,3}))?");

    /** A value that cannot be read. */
    private static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        private final String field;
        private final String found;
        private final String expected;

        Wrong(String field, String found, String expected) {
            super(field + " is '" + found + "', expected " + expected);
            this.field = field;
            this.found = found;
            this.expected = expected;
        }
    }

    @Override
    public String name() {
        return "bxf";
    }

    @Override
    public String title() {
        return "BXF (SMPTE 2021)";
    }

    @Override
    public void read(InputStream in, FeedClock clock, Map<String, String> settings, Consumer<ScheduleRow> rows)
            throws IOException {
        try {
            new Reading(clock, rows).read(Elements.of(in));
        } catch (Elements.NotXml e) {
            rows.accept(new BadRow(e.line, "file", e.getMessage(), "a BXF message without entities of its own"));
        }
    }

    private static final class Reading {

        private final FeedClock clock;
        private final Consumer<ScheduleRow> rows;
        private final Map<String, String> event = new HashMap<>();
        private final StringBuilder text = new StringBuilder();
        private long line;
        private boolean within;
        private boolean ofLength;
        private Optional<Instant> slot = Optional.empty();
        private Optional<Instant> adBreak = Optional.empty();
        private int position;

        Reading(FeedClock clock, Consumer<ScheduleRow> rows) {
            this.clock = clock;
            this.rows = rows;
        }

        void read(Elements xml) throws IOException, Elements.NotXml {
            boolean root = true;
            while (xml.next()) {
                if (xml.isStart() && root && !xml.name().equals("BxfMessage")) {
                    rows.accept(new BadRow(xml.line(), "root", xml.name(), "BxfMessage"));
                    return;
                }
                root &= !xml.isStart();
                if (xml.isStart()) {
                    start(xml);
                }
                if (xml.isText() && within) {
                    text.append(xml.text());
                }
                if (xml.isEnd()) {
                    end(xml.name());
                }
            }
        }

        private void start(Elements xml) {
            text.setLength(0);
            if (xml.name().equals("ScheduledEvent")) {
                event.clear();
                within = true;
                line = xml.line();
            }
            ofLength = xml.name().equals("SmpteDuration")
                    || ofLength && !xml.name().equals("SmpteDateTime");
            switch (xml.name()) {
                case "EventData" ->
                    event.put("eventType", xml.attribute("eventType").orElse(""));
                case "SmpteDateTime" -> {
                    event.put("broadcastDate", xml.attribute("broadcastDate").orElse(""));
                    event.put("frameRate", xml.attribute("frameRate").orElse(""));
                    event.put("utcOffset", xml.attribute("utcOffset").orElse(""));
                }
                default -> {
                    // elements of text are read at their end
                }
            }
        }

        private void end(String name) {
            switch (name) {
                case "SmpteTimeCode" ->
                    event.put(ofLength ? "duration" : "start", text.toString().strip());
                case "HouseNumber", "Name", "EpisodeName", "Advertiser", "EventTitle" ->
                    event.put(name, text.toString().strip());
                case "ScheduledEvent" -> closed();
                default -> {
                    // nothing of ours
                }
            }
            text.setLength(0);
        }

        private void closed() {
            within = false;
            try {
                row().ifPresent(rows);
            } catch (Wrong e) {
                rows.accept(new BadRow(line, e.field, e.found, e.expected));
            }
        }

        private Optional<ScheduleRow> row() throws Wrong {
            return switch (value("eventType")) {
                case BxfExport.PROGRAM -> Optional.of(program());
                case BxfExport.BREAK -> Optional.of(adBreak());
                case BxfExport.SPOT -> Optional.of(spot());
                default -> Optional.empty();
            };
        }

        private String value(String name) {
            return event.getOrDefault(name, "");
        }

        private ScheduleRow program() throws Wrong {
            slot = Optional.empty();
            adBreak = Optional.empty();
            Instant start = start();
            Duration length = length(true);
            String title = value("Name").isEmpty() ? value("EventTitle") : value("Name");
            if (title.isEmpty()) {
                throw new Wrong("EventTitle", "nothing", "the title of the program");
            }
            slot = Optional.of(start);
            return new SlotRow(
                    line, start, start.plus(length), new Program(title, value("EpisodeName"), value("HouseNumber")));
        }

        private ScheduleRow adBreak() throws Wrong {
            adBreak = Optional.empty();
            position = 0;
            Instant of = slot.orElseThrow(
                    () -> new Wrong("eventType", "a break without a program", "its program before it"));
            Instant start = start();
            Duration capacity = length(true);
            if (capacity.toMillis() < 1000 || capacity.toMinutes() >= 10 && capacity.toMillis() > 600_000) {
                throw new Wrong("SmpteDuration", value("duration"), "1 second to 10 minutes");
            }
            adBreak = Optional.of(start);
            return new BreakRow(line, of, start, capacity, kind());
        }

        private AdBreak.Kind kind() throws Wrong {
            try {
                return AdBreak.Kind.valueOf(value("EventTitle"));
            } catch (IllegalArgumentException e) {
                throw new Wrong("EventTitle", value("EventTitle"), "UNDERWRITING, PROMO, ID or MIXED");
            }
        }

        private ScheduleRow spot() throws Wrong {
            Instant of =
                    adBreak.orElseThrow(() -> new Wrong("eventType", "a spot without a break", "its break before it"));
            String adId = value("HouseNumber");
            if (!adId.matches("[A-Z0-9]{4,32}")) {
                throw new Wrong("HouseNumber", adId, "4 to 32 capital letters and digits");
            }
            String title = value("Name").isEmpty() ? adId : value("Name");
            return new SpotRow(
                    line,
                    slot.orElseThrow(),
                    of,
                    ++position,
                    new Creative(adId, title, value("Advertiser"), length(false), ""));
        }

        private Instant start() throws Wrong {
            TimeCode code = code(value("start"));
            LocalTime time = code.time(value("start"))
                    .orElseThrow(() -> new Wrong("SmpteTimeCode", value("start"), TimeCode.EXPECTED));
            LocalDateTime local = day(time).atTime(time);
            try {
                return value("utcOffset").isEmpty()
                        ? clock.instant(local)
                        : local.toInstant(ZoneOffset.of(value("utcOffset")));
            } catch (DateTimeException e) {
                throw new Wrong("utcOffset", value("utcOffset"), "an offset like -05:00");
            }
        }

        private LocalDate day(LocalTime time) throws Wrong {
            try {
                LocalDate day = LocalDate.parse(value("broadcastDate"), DateTimeFormatter.ISO_LOCAL_DATE);
                return time.isBefore(clock.dayStart()) ? day.plusDays(1) : day;
            } catch (DateTimeException e) {
                throw new Wrong("broadcastDate", value("broadcastDate"), "a day like 2026-11-24");
            }
        }

        private Duration length(boolean whole) throws Wrong {
            TimeCode code = code(value("duration"));
            Optional<Duration> length = whole ? code.wholeLength(value("duration")) : code.length(value("duration"));
            return length.filter(found -> !found.isZero())
                    .orElseThrow(() -> new Wrong("SmpteDuration", value("duration"), TimeCode.EXPECTED));
        }

        private TimeCode code(String text) throws Wrong {
            String rate = value("frameRate");
            if (rate.isEmpty()) {
                return new TimeCode(clock.frames(), clock.perSeconds(), false).as(text);
            }
            Matcher found = RATE.matcher(rate);
            if (!found.matches() || found.group(1).matches("0+")) {
                throw new Wrong("frameRate", rate, "frames a second, for example 29.97, 25 or 30000/1001");
            }
            int first = Integer.parseInt(found.group(1));
            if (found.group(2) != null && Integer.parseInt(found.group(2)) > 0) {
                return new TimeCode(first, Integer.parseInt(found.group(2)), false).as(text);
            }
            boolean thousandth = found.group(3) != null && found.group(3).startsWith("9");
            TimeCode plain = thousandth ? new TimeCode((first + 1) * 1000, 1001, false) : new TimeCode(first, 1, false);
            return plain.as(text);
        }
    }
}
