package org.scruffy.xmlschedules;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;

/**
 * XMLTV: one channel of it, named by the setting {@code channel} where the file has several. A time without an offset is UTC, as
 * the format says; a program without a stop lasts until the next.
 */
final class XmltvFile implements ScheduleReader {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss xx", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    @Override
    public String name() {
        return "xmltv";
    }

    @Override
    public String title() {
        return "XMLTV";
    }

    @Override
    public void read(InputStream in, FeedClock clock, Map<String, String> settings, Consumer<ScheduleRow> rows)
            throws IOException {
        try {
            new Reading(settings.getOrDefault("channel", ""), rows).read(Elements.of(in));
        } catch (Elements.NotXml e) {
            rows.accept(new BadRow(e.line, "file", e.getMessage(), "an XMLTV document without entities of its own"));
        }
    }

    private static final class Programme {
        private long line;
        private String start = "";
        private String stop = "";
        private final StringBuilder title = new StringBuilder();
        private final StringBuilder episode = new StringBuilder();
        private final StringBuilder nola = new StringBuilder();
    }

    private static final class Reading {

        private final Consumer<ScheduleRow> rows;
        private String channel;
        private final boolean chosen;
        private Programme open;
        private StringBuilder text;
        private Programme waiting;
        private Instant waitingStart;

        Reading(String channel, Consumer<ScheduleRow> rows) {
            this.channel = channel;
            this.chosen = !channel.isEmpty();
            this.rows = rows;
        }

        void read(Elements xml) throws IOException, Elements.NotXml {
            boolean root = true;
            while (xml.next()) {
                if (xml.isStart() && root && !xml.name().equals("tv")) {
                    rows.accept(new BadRow(xml.line(), "root", xml.name(), "tv"));
                    return;
                }
                root &= !xml.isStart();
                if (xml.isStart() && !start(xml)) {
                    return;
                }
                if (xml.isText() && text != null) {
                    text.append(xml.text());
                }
                if (xml.isEnd()) {
                    end(xml.name());
                }
            }
            if (waiting != null) {
                rows.accept(new BadRow(waiting.line, "stop", "nothing", "when the last program ends"));
            }
        }

        private boolean start(Elements xml) {
            if (xml.name().equals("programme")) {
                String of = xml.attribute("channel").orElse("");
                if (channel.isEmpty()) {
                    channel = of;
                }
                if (!of.equals(channel) && !chosen) {
                    rows.accept(new BadRow(
                            xml.line(), "channel", of, "only " + channel + ", or the setting channel to say which"));
                    return false;
                }
                open = of.equals(channel) ? opened(xml) : null;
            }
            text = open == null ? null : textOf(xml);
            return true;
        }

        private static Programme opened(Elements xml) {
            Programme programme = new Programme();
            programme.line = xml.line();
            programme.start = xml.attribute("start").orElse("");
            programme.stop = xml.attribute("stop").orElse("");
            return programme;
        }

        private StringBuilder textOf(Elements xml) {
            return switch (xml.name()) {
                case "title" -> open.title.isEmpty() ? open.title : null;
                case "sub-title" -> open.episode.isEmpty() ? open.episode : null;
                case "episode-num" ->
                    xml.attribute("system").filter(XmltvExport.NOLA::equals).isPresent() ? open.nola : null;
                default -> null;
            };
        }

        private void end(String name) {
            text = null;
            if (name.equals("programme") && open != null) {
                closed(open);
                open = null;
            }
        }

        private void closed(Programme programme) {
            Optional<Instant> start = time(programme, "start", programme.start);
            if (start.isEmpty()) {
                return;
            }
            if (waiting != null) {
                slot(waiting, waitingStart, start.get());
                waiting = null;
            }
            if (programme.stop.isEmpty()) {
                waiting = programme;
                waitingStart = start.get();
                return;
            }
            time(programme, "stop", programme.stop).ifPresent(stop -> slot(programme, start.get(), stop));
        }

        private void slot(Programme programme, Instant start, Instant end) {
            String title = programme.title.toString().strip();
            if (title.isEmpty()) {
                rows.accept(new BadRow(programme.line, "title", "nothing", "the title of the program"));
                return;
            }
            if (!end.isAfter(start)) {
                rows.accept(new BadRow(programme.line, "stop", end.toString(), "after its start " + start));
                return;
            }
            Program program = new Program(
                    title,
                    programme.episode.toString().strip(),
                    programme.nola.toString().strip());
            rows.accept(new SlotRow(programme.line, start, end, program));
        }

        private Optional<Instant> time(Programme programme, String field, String text) {
            try {
                String whole = text.matches("\\d{12}( .*)?") ? text.substring(0, 12) + "00" + text.substring(12) : text;
                return Optional.of(
                        whole.length() > 14
                                ? OffsetDateTime.parse(whole, WITH_OFFSET).toInstant()
                                : LocalDateTime.parse(whole, SECONDS).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                rows.accept(new BadRow(programme.line, field, text, "a time like 20261124200000 -0500"));
                return Optional.empty();
            }
        }
    }
}
