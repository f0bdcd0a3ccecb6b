package org.scruffy.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.testkit.ScheduleSamples;

class CsvTest {

    private static final String HEADER = "start,end,title\n";
    private static final String LINE = "2026-11-24 20:00,2026-11-24 21:00,Café\n";

    private final CsvFile csv = new CsvFile();

    private static BadRow bad(List<ScheduleRow> rows) {
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).isInstanceOf(BadRow.class);
        return (BadRow) rows.get(0);
    }

    @Test
    void csv_comesBackAsItWentOutOverTheNightInWhichClocksGoBack() throws IOException {
        List<Timeslot> night = ScheduleSamples.night(10);

        List<ScheduleRow> rows = ScheduleSamples.read(csv, ScheduleSamples.written(new CsvExport(), night), Map.of());

        assertThat(rows).extracting(ScheduleSamples::words).containsExactlyElementsOf(ScheduleSamples.rows(night));
    }

    @Test
    void export_letsNoSpreadsheetRunATitle() throws IOException {
        String file =
                new String(ScheduleSamples.written(new CsvExport(), ScheduleSamples.night(1)), StandardCharsets.UTF_8);

        assertThat(file).contains("\"'=1+1 ").contains(",''Tis").contains(",'-Épisode,");
    }

    @Property
    void cell_comesBackAndNeverStartsAFormula(@ForAll String text) {
        String cell = Cell.written(text);

        assertThat(Cell.read(cell)).isEqualTo(text);
        assertThat(cell)
                .doesNotStartWith("=")
                .doesNotStartWith("+")
                .doesNotStartWith("-")
                .doesNotStartWith("@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "windows-1252"})
    void read_findsTheEncoding(String charset) throws IOException {
        byte[] file = (HEADER + LINE).getBytes(Charset.forName(charset));

        SlotRow row = (SlotRow) ScheduleSamples.read(csv, file, Map.of()).get(0);

        assertThat(row.program().title()).isEqualTo("Café");
        assertThat(row.start()).isEqualTo(Instant.parse("2026-11-25T01:00:00Z"));
    }

    @Test
    void read_passesOverTheByteOrderMark() throws IOException {
        assertThat(ScheduleSamples.read(csv, "\uFEFF" + HEADER + LINE)).hasOnlyElementsOfType(SlotRow.class);
    }

    @Test
    void read_saysSoWhenTheEncodingChangesInTheMiddle() throws IOException {
        byte[] file = (HEADER + LINE.repeat(2000) + "\u00A0").getBytes(StandardCharsets.UTF_8);
        file[file.length - 1] = (byte) 0xFF;

        List<ScheduleRow> rows = ScheduleSamples.read(csv, file, Map.of());

        assertThat(rows.get(rows.size() - 1))
                .isInstanceOfSatisfying(
                        BadRow.class, row -> assertThat(row.found()).contains("another encoding"));
    }

    @Test
    void read_refusesABinaryFile() throws IOException {
        assertThat(bad(ScheduleSamples.read(csv, new byte[] {0x50, 0x4B, 3, 4, 0, 0}, Map.of()))
                        .found())
                .contains("a binary file");
    }

    @Test
    void read_refusesAnEmptyFile() throws IOException {
        assertThat(bad(ScheduleSamples.read(csv, "")).found()).isEqualTo("nothing");
    }

    @Test
    void read_refusesALineOfAHundredMegabytes() throws IOException {
        BadRow row = bad(ScheduleSamples.read(
                csv, ScheduleSamples.endless(HEADER + "2026-11-24 20:00,\"", 100_000_000), Map.of()));

        assertThat(row.line()).isEqualTo(2);
        assertThat(row.expected()).contains("64 KB");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-31 20:00, start",
        "2026-11-24 24:30, start",
        "24.11.2026 20:00, start",
        "9999-99-99 00:00, start"
    })
    void read_namesTheColumnOfADateThatIsNone(String start, String column) throws IOException {
        BadRow row = bad(ScheduleSamples.read(csv, HEADER + start + ",2026-11-24 21:00,News\n"));

        assertThat(row.field()).isEqualTo(column);
        assertThat(row.found()).isEqualTo(start);
        assertThat(row.line()).isEqualTo(2);
    }

    @Test
    void read_goesOnAfterALineThatIsWrong() throws IOException {
        List<ScheduleRow> rows = ScheduleSamples.read(csv, HEADER + "x,y,z\n" + LINE);

        assertThat(rows).hasSize(2);
        assertThat(rows.get(1)).isInstanceOf(SlotRow.class);
    }

    @Test
    void read_knowsColumnsByTheNamesOfTheFile() throws IOException {
        Map<String, String> settings =
                Map.of("separator", ";", "column.start", "Beginn", "column.title", "Sendung", "column.length", "Dauer");
        byte[] file = "Sendung;Beginn;Dauer\nNews;2026-11-24 20:00;30:00\n".getBytes(StandardCharsets.UTF_8);

        SlotRow row = (SlotRow) ScheduleSamples.read(csv, file, settings).get(0);

        assertThat(row.end()).isEqualTo(Instant.parse("2026-11-25T01:30:00Z"));
    }

    @Test
    void read_refusesTwoColumnsOfOneName() throws IOException {
        assertThat(bad(ScheduleSamples.read(csv, "start,title,title\n")).field())
                .isEqualTo("title");
    }

    @Test
    void read_refusesABreakWithoutItsProgram() throws IOException {
        assertThat(bad(ScheduleSamples.read(csv, "type,start,length,title\nBREAK,2026-11-24 20:00,60,\n"))
                        .expected())
                .contains("program above it");
    }
}
