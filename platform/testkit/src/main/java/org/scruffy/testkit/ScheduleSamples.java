package org.scruffy.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;

/**
 * What the readers and exports of schedule files are tried with: a feed in New York, the night in which its clocks go back, and
 * titles that each format has to escape.
 */
public final class ScheduleSamples {

    /** The main feed of KSCR, whose broadcast day starts at 06:00, at 29.97 frames a second. */
    public static final FeedClock CLOCK = new FeedClock(
            "KSCR",
            new Feed(
                    "main",
                    "KSCR Main",
                    Feed.Kind.MAIN,
                    ZoneId.of("America/New_York"),
                    URI.create("http://localhost:1/m.m3u8"),
                    Feed.BreakSignal.CUES),
            LocalTime.of(6, 0),
            30000,
            1001);

    private ScheduleSamples() {}

    /** Programs of half an hour from 00:00 on 1 November 2026 local, with a break of two spots at the end of each. */
    public static List<Timeslot> night(int slots) {
        Instant first = Instant.parse("2026-11-01T04:00:00Z");
        List<Timeslot> night = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            Instant start = first.plus(Duration.ofMinutes(30L * i));
            Instant breakStart = start.plus(Duration.ofMinutes(28));
            List<Spot> spots = List.of(
                    spot("ACME000" + i % 10, "=1+1 \"quoted\", <with> comma & Söhne\nand line", 30_030),
                    spot("KSCR000" + i % 10 + "H", "Promo", 15_015));
            AdBreak adBreak = new AdBreak("b" + i, breakStart, Duration.ofSeconds(60), AdBreak.Kind.MIXED, spots);
            Program program = new Program("'Tis – Nature " + i, "-Épisode", "NATU 00" + i);
            night.add(new Timeslot("t" + i, start, start.plus(Duration.ofMinutes(30)), program, List.of(adBreak)));
        }
        return night;
    }

    private static Spot spot(String adId, String title, int ms) {
        return new Spot(adId, new Creative(adId, title, "Acme & Söhne", Duration.ofMillis(ms), ""));
    }

    /** What a reader hands over for those slots, without lines. */
    public static List<String> rows(List<Timeslot> slots) {
        List<String> rows = new ArrayList<>();
        slots.forEach(slot -> {
            rows.add(slot.start() + " " + slot.end() + " " + slot.program());
            slot.breaks().forEach(adBreak -> {
                rows.add(slot.start() + " " + adBreak.start() + " " + adBreak.capacity() + " " + adBreak.kind());
                int position = 1;
                for (Spot spot : adBreak.spots()) {
                    rows.add(slot.start() + " " + adBreak.start() + " " + position++ + " " + spot.creative());
                }
            });
        });
        return rows;
    }

    /** The row as {@link #rows} has it. */
    public static String words(ScheduleRow row) {
        if (row instanceof ScheduleRow.SlotRow slot) {
            return slot.start() + " " + slot.end() + " " + slot.program();
        }
        if (row instanceof ScheduleRow.BreakRow adBreak) {
            return adBreak.slot() + " " + adBreak.start() + " " + adBreak.capacity() + " " + adBreak.kind();
        }
        if (row instanceof ScheduleRow.SpotRow spot) {
            return spot.slot() + " " + spot.adBreak() + " " + spot.position() + " " + spot.creative();
        }
        return row.toString();
    }

    /** The file that an export makes of those slots. */
    public static byte[] written(ScheduleExport export, List<Timeslot> slots) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Stream<Timeslot> each = slots.stream()) {
            export.write(CLOCK, each, out);
        }
        return out.toByteArray();
    }

    /** The rows that a reader makes of a file of {@link #CLOCK}. */
    public static List<ScheduleRow> read(ScheduleReader reader, byte[] file, Map<String, String> settings)
            throws IOException {
        return read(reader, new ByteArrayInputStream(file), settings);
    }

    /** The same of a file that may be endless. */
    public static List<ScheduleRow> read(ScheduleReader reader, InputStream file, Map<String, String> settings)
            throws IOException {
        List<ScheduleRow> rows = new ArrayList<>();
        reader.read(file, CLOCK, settings, rows::add);
        return rows;
    }

    /** The same of a text, without settings. */
    public static List<ScheduleRow> read(ScheduleReader reader, String file) throws IOException {
        return read(reader, file.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** So many bytes of one letter behind a beginning; they are made while they are read. */
    public static InputStream endless(String beginning, long bytes) {
        byte[] first = beginning.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                long now = at++;
                return now < first.length ? first[(int) now] : now < bytes ? 'a' : -1;
            }
        };
    }
}
