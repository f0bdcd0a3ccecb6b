package org.scruffy.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.BreakRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;
import org.scruffy.spi.schedule.ScheduleRow.SpotRow;
import org.scruffy.spi.schedule.Timeslot;

/**
 * The plainest format: {@code P|start|end|title}, {@code B|slot|start|seconds}, {@code S|slot|break|position|adId|seconds}; the
 * export writes the first of these.
 */
final class Lines implements ScheduleReader, ScheduleExport {

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public String title() {
        return "Lines";
    }

    @Override
    public String mediaType() {
        return "text/plain";
    }

    @Override
    public String suffix() {
        return "txt";
    }

    @Override
    public void write(FeedClock clock, Stream<Timeslot> slots, OutputStream out) throws IOException {
        for (Iterator<Timeslot> each = slots.iterator(); each.hasNext(); ) {
            Timeslot slot = each.next();
            String line = "P|" + slot.start() + "|" + slot.end() + "|"
                    + slot.program().title() + "\n";
            out.write(line.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void read(InputStream in, FeedClock clock, Map<String, String> settings, Consumer<ScheduleRow> rows)
            throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            rows.accept(row(++number, line.split("\\|")));
        }
    }

    private static ScheduleRow row(long line, String[] cells) {
        return switch (cells[0]) {
            case "P" ->
                new SlotRow(line, Instant.parse(cells[1]), Instant.parse(cells[2]), new Program(cells[3], "", ""));
            case "B" ->
                new BreakRow(
                        line,
                        Instant.parse(cells[1]),
                        Instant.parse(cells[2]),
                        Duration.ofSeconds(Long.parseLong(cells[3])),
                        AdBreak.Kind.MIXED);
            case "S" ->
                new SpotRow(
                        line,
                        Instant.parse(cells[1]),
                        Instant.parse(cells[2]),
                        Integer.parseInt(cells[3]),
                        new Creative(cells[4], "Title", "Acme", Duration.ofSeconds(Long.parseLong(cells[5])), ""));
            default -> new BadRow(line, "type", cells[0], "P, B or S");
        };
    }
}
