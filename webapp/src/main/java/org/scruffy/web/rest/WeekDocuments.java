package org.scruffy.web.rest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.scruffy.client.WeekDocument;
import org.scruffy.schedule.FeedSheet;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;

/** Writes the week of a station: what is said often stands once, in dictionaries. */
final class WeekDocuments {

    private static final int NEARLY = 1000;

    private final Map<Program, String> programs = new LinkedHashMap<>();
    private final Map<String, WeekDocument.CreativeEntry> creatives = new TreeMap<>();
    private final Map<String, WeekDocument.LineEntry> lines = new TreeMap<>();

    private WeekDocuments() {}

    /** The document of one or more feeds of one station in one week. */
    static WeekDocument of(List<FeedSheet> sheets) {
        return new WeekDocuments().document(sheets);
    }

    private WeekDocument document(List<FeedSheet> sheets) {
        List<WeekDocument.FeedWeek> feeds = sheets.stream().map(this::feed).toList();
        Map<String, WeekDocument.ProgramEntry> entries = new TreeMap<>();
        programs.forEach((program, key) ->
                entries.put(key, new WeekDocument.ProgramEntry(program.title(), program.episode(), program.nola())));
        FeedSheet first = sheets.get(0);
        return new WeekDocument(first.station(), first.week().monday(), feeds, entries, creatives, lines);
    }

    private WeekDocument.FeedWeek feed(FeedSheet sheet) {
        return new WeekDocument.FeedWeek(
                sheet.feed().name(),
                sheet.feed().title(),
                sheet.feed().kind().name(),
                sheet.feed().zone().getId(),
                sheet.revision(),
                sheet.week().start(),
                sheet.week().end(),
                Duration.between(sheet.week().start(), sheet.week().end()).toHours(),
                sheet.slots().stream().map(slot -> slot(sheet, slot)).toList(),
                sheet.publishedRevision(),
                sheet.days().stream()
                        .map(day -> new WeekDocument.Day(day.date(), day.locked(), day.publishedRevision()))
                        .toList());
    }

    private WeekDocument.Slot slot(FeedSheet sheet, FeedSheet.Slot slot) {
        List<WeekDocument.Break> breaks = new ArrayList<>(slot.breaks().size());
        slot.breaks().forEach(adBreak -> breaks.add(adBreak(breaks.size() + 1, adBreak)));
        return new WeekDocument.Slot(
                Long.toString(slot.id()),
                slot.start(),
                slot.end(),
                slot.start().atZone(sheet.feed().zone()).toOffsetDateTime(),
                programs.computeIfAbsent(slot.program(), program -> "p" + (programs.size() + 1)),
                fill(breaks),
                breaks,
                slot.version(),
                slot.source(),
                slot.state());
    }

    private WeekDocument.Break adBreak(int position, FeedSheet.Break adBreak) {
        List<WeekDocument.Placement> placements =
                new ArrayList<>(adBreak.placements().size());
        adBreak.placements().forEach(spot -> placements.add(placement(placements.size() + 1, spot)));
        return new WeekDocument.Break(
                Long.toString(adBreak.id()),
                position,
                adBreak.start(),
                adBreak.kind().name(),
                fill(adBreak),
                placements,
                adBreak.version(),
                adBreak.locked());
    }

    private WeekDocument.Placement placement(int sequence, FeedSheet.Placement spot) {
        Creative creative = spot.creative();
        creatives.computeIfAbsent(
                creative.adId(),
                adId -> new WeekDocument.CreativeEntry(
                        creative.title(),
                        creative.underwriter(),
                        creative.length().toMillis(),
                        creative.airReady()));
        return new WeekDocument.Placement(
                Long.toString(spot.id()),
                sequence,
                creative.adId(),
                creative.length().toMillis(),
                spot.version(),
                spot.status(),
                spot.origin(),
                spot.line() == null ? "" : line(spot.line()));
    }

    private String line(FeedSheet.Line line) {
        String key = "l" + line.id();
        lines.computeIfAbsent(key, id -> new WeekDocument.LineEntry(line.name(), line.order(), line.underwriter()));
        return key;
    }

    /** By the measure of {@link AdBreak#fill}: less than a second left is full, a second too much is over. */
    private static WeekDocument.Fill fill(FeedSheet.Break adBreak) {
        long left = adBreak.capacityMs() - adBreak.bookedMs();
        AdBreak.Fill fill = left < NEARLY ? AdBreak.Fill.FULL : AdBreak.Fill.PARTIAL;
        if (adBreak.placements().isEmpty()) {
            fill = AdBreak.Fill.EMPTY;
        } else if (left <= -NEARLY) {
            fill = AdBreak.Fill.OVER;
        }
        return new WeekDocument.Fill(adBreak.capacityMs(), adBreak.bookedMs(), fill.name());
    }

    /** A slot is over when one of its breaks is, full when all are, empty when all are. */
    private static WeekDocument.Fill fill(List<WeekDocument.Break> breaks) {
        long capacity =
                breaks.stream().mapToLong(each -> each.fill().capacityMs()).sum();
        long booked = breaks.stream().mapToLong(each -> each.fill().bookedMs()).sum();
        Set<String> fills = breaks.stream().map(each -> each.fill().state()).collect(Collectors.toSet());
        String fill = AdBreak.Fill.PARTIAL.name();
        if (fills.contains(AdBreak.Fill.OVER.name())) {
            fill = AdBreak.Fill.OVER.name();
        } else if (fills.isEmpty()) {
            fill = AdBreak.Fill.EMPTY.name();
        } else if (fills.size() == 1) {
            fill = fills.iterator().next();
        }
        return new WeekDocument.Fill(capacity, booked, fill);
    }
}
