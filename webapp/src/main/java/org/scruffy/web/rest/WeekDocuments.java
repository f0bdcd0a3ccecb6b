package org.scruffy.web.rest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scruffy.client.WeekDocument;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;

/** Writes the week of a station: what is said often stands once, in dictionaries. */
final class WeekDocuments {

    private final Map<Program, String> programs = new LinkedHashMap<>();
    private final Map<String, WeekDocument.CreativeEntry> creatives = new TreeMap<>();

    private WeekDocuments() {}

    /** The document of one or more feeds of one station in one week. */
    static WeekDocument of(List<Week> weeks) {
        return new WeekDocuments().document(weeks);
    }

    private WeekDocument document(List<Week> weeks) {
        List<WeekDocument.FeedWeek> feeds = weeks.stream().map(this::feed).toList();
        Map<String, WeekDocument.ProgramEntry> entries = new TreeMap<>();
        programs.forEach((program, key) ->
                entries.put(key, new WeekDocument.ProgramEntry(program.title(), program.episode(), program.nola())));
        return new WeekDocument(weeks.get(0).station(), weeks.get(0).monday(), feeds, entries, creatives);
    }

    private WeekDocument.FeedWeek feed(Week week) {
        return new WeekDocument.FeedWeek(
                week.feed().name(),
                week.feed().title(),
                week.feed().kind().name(),
                week.feed().zone().getId(),
                week.revision(),
                week.start().toInstant(),
                week.end().toInstant(),
                week.length().toHours(),
                week.slots().stream().map(slot -> slot(week, slot)).toList());
    }

    private WeekDocument.Slot slot(Week week, Timeslot slot) {
        List<WeekDocument.Break> breaks = new ArrayList<>();
        slot.breaks().forEach(adBreak -> breaks.add(adBreak(breaks.size() + 1, adBreak)));
        return new WeekDocument.Slot(
                slot.id(),
                slot.start(),
                slot.end(),
                slot.start().atZone(week.feed().zone()).toOffsetDateTime(),
                programs.computeIfAbsent(slot.program(), program -> "p" + (programs.size() + 1)),
                fill(slot.breaks()),
                breaks);
    }

    private WeekDocument.Break adBreak(int position, AdBreak adBreak) {
        List<WeekDocument.Placement> placements = new ArrayList<>();
        adBreak.spots().forEach(spot -> placements.add(placement(placements.size() + 1, spot)));
        return new WeekDocument.Break(
                adBreak.id(), position, adBreak.start(), adBreak.kind().name(), fill(adBreak), placements);
    }

    private WeekDocument.Placement placement(int sequence, Spot spot) {
        Creative creative = spot.creative();
        creatives.put(
                creative.adId(),
                new WeekDocument.CreativeEntry(
                        creative.title(),
                        creative.underwriter(),
                        creative.length().toMillis(),
                        creative.airReady()));
        return new WeekDocument.Placement(
                spot.id(), sequence, creative.adId(), creative.length().toMillis());
    }

    private static WeekDocument.Fill fill(AdBreak adBreak) {
        return new WeekDocument.Fill(
                adBreak.capacity().toMillis(),
                adBreak.booked().toMillis(),
                adBreak.fill().name());
    }

    /** A slot is over when one of its breaks is, full when all are, empty when all are. */
    private static WeekDocument.Fill fill(List<AdBreak> breaks) {
        Duration capacity = breaks.stream().map(AdBreak::capacity).reduce(Duration.ZERO, Duration::plus);
        Duration booked = breaks.stream().map(AdBreak::booked).reduce(Duration.ZERO, Duration::plus);
        List<AdBreak.Fill> fills = breaks.stream().map(AdBreak::fill).distinct().toList();
        AdBreak.Fill fill = AdBreak.Fill.PARTIAL;
        if (fills.contains(AdBreak.Fill.OVER)) {
            fill = AdBreak.Fill.OVER;
        } else if (fills.isEmpty()) {
            fill = AdBreak.Fill.EMPTY;
        } else if (fills.size() == 1) {
            fill = fills.get(0);
        }
        return new WeekDocument.Fill(capacity.toMillis(), booked.toMillis(), fill.name());
    }
}
