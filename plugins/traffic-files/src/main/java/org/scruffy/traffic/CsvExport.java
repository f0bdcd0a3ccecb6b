package org.scruffy.traffic;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.Timeslot;

/** CSV with a line for each program, each of its breaks and each of their spots; times are local with their offset. */
final class CsvExport implements ScheduleExport {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String title() {
        return "CSV";
    }

    @Override
    public String mediaType() {
        return "text/csv; charset=utf-8";
    }

    @Override
    public String suffix() {
        return "csv";
    }

    @Override
    public void write(FeedClock clock, Stream<Timeslot> slots, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        // not closed: it would close the stream below
        CsvWriter csv = CsvWriter.builder().build(text);
        line(csv, column -> column.header());
        for (Iterator<Timeslot> each = slots.iterator(); each.hasNext(); ) {
            program(csv, clock, each.next());
        }
        csv.flush();
        text.flush();
    }

    private interface Cells {
        String of(CsvColumn column);
    }

    private static void line(CsvWriter csv, Cells cells) {
        String[] line = new String[CsvColumn.values().length];
        for (CsvColumn column : CsvColumn.values()) {
            line[column.ordinal()] = Cell.written(cells.of(column));
        }
        csv.writeRecord(line);
    }

    private static void line(CsvWriter csv, Map<CsvColumn, String> cells) {
        line(csv, column -> cells.getOrDefault(column, ""));
    }

    private static void program(CsvWriter csv, FeedClock clock, Timeslot slot) {
        Map<CsvColumn, String> cells = new EnumMap<>(CsvColumn.class);
        cells.put(CsvColumn.TYPE, "PROGRAM");
        cells.put(CsvColumn.START, time(clock, slot.start()));
        cells.put(CsvColumn.END, time(clock, slot.end()));
        cells.put(CsvColumn.LENGTH, Lengths.of(slot.length()));
        cells.put(CsvColumn.TITLE, slot.program().title());
        cells.put(CsvColumn.EPISODE, slot.program().episode());
        cells.put(CsvColumn.NOLA, slot.program().nola());
        line(csv, cells);
        slot.breaks().forEach(adBreak -> adBreak(csv, clock, adBreak));
    }

    private static void adBreak(CsvWriter csv, FeedClock clock, AdBreak adBreak) {
        line(
                csv,
                Map.of(
                        CsvColumn.TYPE, "BREAK",
                        CsvColumn.START, time(clock, adBreak.start()),
                        CsvColumn.LENGTH, Lengths.of(adBreak.capacity()),
                        CsvColumn.KIND, adBreak.kind().name()));
        adBreak.spots().forEach(spot -> spot(csv, spot.creative()));
    }

    private static void spot(CsvWriter csv, Creative creative) {
        line(
                csv,
                Map.of(
                        CsvColumn.TYPE, "SPOT",
                        CsvColumn.LENGTH, Lengths.of(creative.length()),
                        CsvColumn.TITLE, creative.title(),
                        CsvColumn.AD_ID, creative.adId(),
                        CsvColumn.UNDERWRITER, creative.underwriter()));
    }

    private static String time(FeedClock clock, Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(clock.zone()));
    }
}
