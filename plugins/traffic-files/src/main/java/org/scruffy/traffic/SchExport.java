package org.scruffy.traffic;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;

/** SCTE 118-3: the spots, as inserters of cable systems read them. Programs and empty breaks are not part of it. */
final class SchExport implements ScheduleExport {

    @Override
    public String name() {
        return "sch";
    }

    @Override
    public String title() {
        return "SCTE 118-3 (.SCH)";
    }

    @Override
    public String mediaType() {
        return "text/plain; charset=us-ascii";
    }

    @Override
    public String suffix() {
        return "sch";
    }

    @Override
    public void write(FeedClock clock, Stream<Timeslot> slots, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII));
        LocalTime lastWindow = null;
        int number = 1;
        for (Iterator<Timeslot> each = slots.iterator(); each.hasNext(); ) {
            for (AdBreak adBreak : each.next().breaks()) {
                LocalTime window = clock.local(adBreak.start()).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
                number = window.equals(lastWindow) ? number + 1 : 1;
                lastWindow = window;
                write(clock, adBreak, number, text);
            }
        }
        text.write(String.format(Locale.ROOT, "%-" + SchRecord.WIDTH + "s", "END") + "\r\n");
        text.flush();
    }

    private static void write(FeedClock clock, AdBreak adBreak, int number, Writer text) throws IOException {
        LocalTime window = clock.local(adBreak.start()).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
        Instant at = adBreak.start();
        int position = 1;
        for (Spot spot : adBreak.spots()) {
            Creative creative = spot.creative();
            if (creative.adId().length() > SchRecord.LONGEST_SPOT) {
                throw new IOException("Ad-ID " + creative.adId() + " has "
                        + creative.adId().length() + " characters; a .SCH file carries " + SchRecord.LONGEST_SPOT);
            }
            LocalDateTime local = clock.local(at);
            SchRecord written = new SchRecord(
                    MonthDay.from(local),
                    local.toLocalTime().truncatedTo(ChronoUnit.SECONDS),
                    window,
                    minutes(adBreak.capacity()),
                    number,
                    position++,
                    seconds(creative.length()),
                    creative.adId());
            text.write(written.written() + "\r\n");
            at = at.plus(creative.length());
        }
    }

    private static Duration minutes(Duration capacity) {
        return Duration.ofMinutes((capacity.toMillis() + 59_999) / 60_000);
    }

    private static Duration seconds(Duration length) {
        return Duration.ofSeconds(Math.max(1, (length.toMillis() + 500) / 1000));
    }
}
