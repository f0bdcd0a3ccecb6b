package org.scruffy.xmlschedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.testkit.ScheduleSamples;

/** All messages here are synthetic: no sample of a real system is licensed to be here. */
class BxfTest {

    private final BxfFile bxf = new BxfFile();

    @Test
    void events_comeBackAsTheyWentOutOverTheNightInWhichClocksGoBack() throws IOException {
        List<Timeslot> night = ScheduleSamples.night(14);

        List<ScheduleRow> rows = ScheduleSamples.read(bxf, ScheduleSamples.written(new BxfExport(), night), Map.of());

        assertThat(rows).extracting(ScheduleSamples::words).containsExactlyElementsOf(ScheduleSamples.rows(night));
    }

    @Test
    void export_keepsTheNightOnTheBroadcastDayBefore() throws IOException {
        String file =
                new String(ScheduleSamples.written(new BxfExport(), ScheduleSamples.night(16)), StandardCharsets.UTF_8);

        assertThat(file).contains("broadcastDate=\"2026-10-31\"").contains("broadcastDate=\"2026-11-01\"");
    }

    @Test
    void read_namesWhatIsWrongWithAnEvent() throws IOException {
        String event =
                "<BxfMessage><ScheduledEvent><EventData eventType='Primary-ProgramHeader'><EventTitle>News</EventTitle>"
                        + "<SmpteDateTime broadcastDate='%s' frameRate='29.97'><SmpteTimeCode>%s</SmpteTimeCode></SmpteDateTime>"
                        + "<SmpteDuration><SmpteTimeCode>01:00:00;00</SmpteTimeCode></SmpteDuration></EventData></ScheduledEvent></BxfMessage>";

        assertThat(field(event.formatted("2026-02-31", "20:00:00;00"))).isEqualTo("broadcastDate");
        assertThat(field(event.formatted("2026-11-24", "20:01:00;00"))).isEqualTo("SmpteTimeCode");
        assertThat(field(event.formatted("2026-11-24", "20:00:00;30"))).isEqualTo("SmpteTimeCode");
        assertThat(ScheduleSamples.read(bxf, event.formatted("2026-11-24", "20:01:00;02"))
                        .get(0))
                .isInstanceOf(ScheduleRow.SlotRow.class);
    }

    private String field(String file) throws IOException {
        return ((BadRow) ScheduleSamples.read(bxf, file).get(0)).field();
    }
}
