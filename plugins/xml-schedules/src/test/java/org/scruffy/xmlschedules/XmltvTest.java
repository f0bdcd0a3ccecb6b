package org.scruffy.xmlschedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.testkit.ScheduleSamples;

class XmltvTest {

    private final XmltvFile xmltv = new XmltvFile();

    private static String programme(String start, String stop, String title) {
        return "<programme channel='c' start='" + start + "'" + (stop.isEmpty() ? "" : " stop='" + stop + "'")
                + "><title>" + title + "</title></programme>";
    }

    private static BadRow bad(List<ScheduleRow> rows) {
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).isInstanceOf(BadRow.class);
        return (BadRow) rows.get(0);
    }

    @Test
    void programs_comeBackAsTheyWentOut() throws IOException {
        List<Timeslot> night = ScheduleSamples.night(10);

        List<ScheduleRow> rows =
                ScheduleSamples.read(xmltv, ScheduleSamples.written(new XmltvExport(), night), Map.of());

        assertThat(rows)
                .extracting(ScheduleSamples::words)
                .containsExactlyElementsOf(night.stream()
                        .map(slot -> slot.start() + " " + slot.end() + " " + slot.program())
                        .toList());
    }

    @Test
    void read_takesOffsetsAsTheyAreAndNoOffsetForUtc() throws IOException {
        List<ScheduleRow> rows = ScheduleSamples.read(
                xmltv,
                "<!DOCTYPE tv SYSTEM 'xmltv.dtd'><tv>" + programme("20261124200000 -0600", "", "KERA")
                        + programme("202611250300", "202611250400", "Next") + "</tv>");

        assertThat(rows).hasSize(2);
        assertThat(((SlotRow) rows.get(0)).start()).isEqualTo(Instant.parse("2026-11-25T02:00:00Z"));
        assertThat(((SlotRow) rows.get(0)).end()).isEqualTo(Instant.parse("2026-11-25T03:00:00Z"));
    }

    @Test
    void read_wantsToKnowTheChannelWhereThereAreTwo() throws IOException {
        String file = "<tv>" + programme("20261124200000", "20261124210000", "A")
                + programme("20261124210000", "20261124220000", "B").replace("'c'", "'d'") + "</tv>";

        assertThat(ScheduleSamples.read(xmltv, file).get(1)).isInstanceOf(BadRow.class);
        assertThat(ScheduleSamples.read(xmltv, file.getBytes(StandardCharsets.UTF_8), Map.of("channel", "d")))
                .extracting(row -> ((SlotRow) row).program().title())
                .containsExactly("B");
    }

    @Test
    void read_opensNoOtherFile(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        String file = "<!DOCTYPE tv [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><tv>"
                + programme("20261124200000", "20261124210000", "&x;") + "</tv>";

        assertThat(ScheduleSamples.read(xmltv, file).toString()).doesNotContain("hunter2");
        bad(ScheduleSamples.read(xmltv, file));
    }

    @Test
    void read_doesNotLaugh() throws IOException {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE tv [<!ENTITY l0 'lol'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l" + i + " '" + ("&l" + (i - 1) + ";").repeat(10) + "'>");
        }

        bad(ScheduleSamples.read(
                xmltv, laughs + "]><tv>" + programme("20261124200000", "20261124210000", "&l29;") + "</tv>"));
    }

    @Test
    void read_refusesATextAnAttributeAndADepthWithoutEnd() throws IOException {
        String start = "<tv><programme channel='c' start='";

        assertThat(bad(ScheduleSamples.read(xmltv, ScheduleSamples.endless(start, 100_000_000), Map.of()))
                        .found())
                .contains("256 KB");
        assertThat(bad(ScheduleSamples.read(xmltv, ScheduleSamples.endless("<tv>", 100_000_000), Map.of()))
                        .found())
                .contains("256 KB");
        assertThat(bad(ScheduleSamples.read(xmltv, "<tv>" + "<a>".repeat(100_000)))
                        .found())
                .contains("deep");
    }

    @Test
    void read_refusesWhatIsNoXmltv() throws IOException {
        assertThat(bad(ScheduleSamples.read(xmltv, "")).line()).isEqualTo(1);
        assertThat(bad(ScheduleSamples.read(xmltv, new byte[] {0, 1, 2}, Map.of()))
                        .field())
                .isEqualTo("file");
        assertThat(bad(ScheduleSamples.read(xmltv, "<html/>")).expected()).isEqualTo("tv");
        assertThat(bad(ScheduleSamples.read(xmltv, "<tv>" + programme("20260231200000", "", "X") + "</tv>"))
                        .field())
                .isEqualTo("start");
    }
}
