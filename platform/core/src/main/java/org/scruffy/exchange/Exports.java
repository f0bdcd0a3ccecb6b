package org.scruffy.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.Plugins;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.OutsideSchedule;
import org.scruffy.schedule.Schedule;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.Timeslot;

/** Days and weeks of a feed as files. A day is a broadcast day: it has the programs that start in it. */
@ApplicationScoped
public class Exports {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /**
     * What is to be exported.
     *
     * @param day the first day
     * @param days how many, 1 to 7
     */
    public record Span(String callSign, String feed, LocalDate day, int days) {}

    private final Plugins plugins;
    private final Database database;
    private final Schedule schedule;

    protected Exports() {
        this(null, null, null);
    }

    @Inject
    public Exports(Plugins plugins, Database database, Schedule schedule) {
        this.plugins = plugins;
        this.database = database;
        this.schedule = schedule;
    }

    /** The formats, by title. */
    public List<Format> formats() {
        return extensions().stream()
                .map(export -> export.call(
                        "describe",
                        Optional.<Format>empty(),
                        format -> Optional.of(new Format(
                                format.name(), format.title(), format.mediaType(), format.suffix(), export.plugin()))))
                .flatMap(Optional::stream)
                .sorted(java.util.Comparator.comparing(Format::title))
                .toList();
    }

    private List<Extension<ScheduleExport>> extensions() {
        return plugins.scheduleExports();
    }

    /**
     * The format of files with that suffix.
     *
     * @throws ExchangeRefused where there is none
     */
    public Format withSuffix(String suffix) {
        List<Format> formats = formats();
        return formats.stream()
                .filter(format -> format.suffix().equals(suffix))
                .findFirst()
                .orElseThrow(() -> new ExchangeRefused(
                        ExchangeRefused.Reason.UNKNOWN,
                        "suffix",
                        suffix,
                        "one of: "
                                + String.join(
                                        ", ",
                                        formats.stream().map(Format::suffix).toList())));
    }

    /**
     * The revisions of the weeks a span lies in, by their Mondays: as long as they stay, so does the file.
     *
     * @throws OutsideSchedule where none of them has a schedule
     */
    public Map<LocalDate, Long> revisions(Span span) {
        Map<LocalDate, Long> revisions = new LinkedHashMap<>();
        OutsideSchedule outside = null;
        for (LocalDate monday : mondays(span)) {
            try {
                revisions.put(monday, schedule.revision(span.callSign(), span.feed(), monday));
            } catch (OutsideSchedule e) {
                outside = e;
            }
        }
        if (revisions.isEmpty() && outside != null) {
            throw outside;
        }
        return revisions;
    }

    /** The Mondays of the weeks it may reach into: its last broadcast day ends on the day after. */
    private static List<LocalDate> mondays(Span span) {
        LocalDate first = LocalWeek.mondayOf(span.day());
        LocalDate last = LocalWeek.mondayOf(span.day().plusDays(span.days()));
        return first.equals(last) ? List.of(first) : List.of(first, last);
    }

    /**
     * The file, whole: a week is small, and a format that fails halfway must not have answered yet.
     *
     * @throws ExchangeRefused where the format fails
     * @throws OutsideSchedule where there is no schedule
     */
    public byte[] write(Format format, Span span) {
        FeedClock clock = database.read(em -> FeedLine.named(new Sql(em), span.callSign(), span.feed()))
                .clock();
        List<Timeslot> slots = slots(clock, span);
        Extension<ScheduleExport> export = extensions().stream()
                .filter(candidate -> candidate.plugin().equals(format.plugin()))
                .filter(candidate ->
                        candidate.call("describe", false, one -> one.name().equals(format.name())))
                .findFirst()
                .orElseThrow(() -> failed(format));
        return export.call("export", DEADLINE, Optional.<byte[]>empty(), one -> {
                    ByteArrayOutputStream file = new ByteArrayOutputStream();
                    one.write(clock, slots.stream(), file);
                    return Optional.of(file.toByteArray());
                })
                .orElseThrow(() -> failed(format));
    }

    private static ExchangeRefused failed(Format format) {
        return new ExchangeRefused(
                ExchangeRefused.Reason.FORMAT_FAILED,
                "format",
                format.name(),
                "a plugin that answers; the page Plugins says why " + format.plugin() + " does not");
    }

    private List<Timeslot> slots(FeedClock clock, Span span) {
        Instant from = clock.instant(span.day().atTime(clock.dayStart()));
        Instant to = clock.instant(span.day().plusDays(span.days()).atTime(clock.dayStart()));
        Map<String, Timeslot> slots = new LinkedHashMap<>();
        revisions(span)
                .keySet()
                .forEach(monday -> schedule.week(span.callSign(), span.feed(), monday).slots().stream()
                        .filter(slot ->
                                !slot.start().isBefore(from) && slot.start().isBefore(to))
                        .forEach(slot -> slots.put(slot.id(), slot)));
        return new ArrayList<>(slots.values());
    }
}
