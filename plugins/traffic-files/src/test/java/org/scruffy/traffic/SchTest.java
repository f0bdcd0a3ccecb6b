package org.scruffy.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.SpotRow;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.testkit.ScheduleSamples;

class SchTest {

    private static final Clock TODAY = Clock.fixed(Instant.parse("2026-10-30T12:00:00Z"), ZoneOffset.UTC);

    private final SchFile sch = new SchFile(TODAY);

    @Test
    void spots_comeBackAsTheyWentOutOverTheNightInWhichClocksGoBack() throws IOException {
        List<Timeslot> night = ScheduleSamples.night(10);

        List<ScheduleRow> rows = ScheduleSamples.read(sch, ScheduleSamples.written(new SchExport(), night), Map.of());

        assertThat(rows)
                .extracting(row -> ((SpotRow) row).adBreak() + " " + ((SpotRow) row).position() + " "
                        + ((SpotRow) row).creative().adId())
                .containsExactlyElementsOf(night.stream()
                        .flatMap(slot -> slot.breaks().stream())
                        .flatMap(adBreak -> java.util.stream.IntStream.range(0, 2)
                                .mapToObj(i -> adBreak.start() + " " + (i + 1) + " "
                                        + adBreak.spots().get(i).creative().adId()))
                        .toList());
    }

    @Test
    void export_hasTheColumnsOfTheStandard() throws IOException {
        String line = new String(
                        ScheduleSamples.written(new SchExport(), ScheduleSamples.night(1)), StandardCharsets.US_ASCII)
                .split("\r\n")[0];

        assertThat(line).hasSize(77);
        assertThat(line.substring(0, 40)).isEqualTo("LOI 1101 002800 0028 0001 001 001 000030");
        assertThat(line.substring(61, 72)).isEqualTo("ACME0000   ");
    }

    @Test
    void export_saysWhichAdIdDoesNotFit() {
        Timeslot slot = ScheduleSamples.night(1).get(0);
        var creative = new org.scruffy.spi.schedule.Creative("A123456789012", "T", "", Duration.ofSeconds(30), "");
        var adBreak = new org.scruffy.spi.schedule.AdBreak(
                "b",
                slot.start(),
                Duration.ofSeconds(60),
                org.scruffy.spi.schedule.AdBreak.Kind.MIXED,
                List.of(new org.scruffy.spi.schedule.Spot("s", creative)));
        Timeslot longer = new Timeslot("t", slot.start(), slot.end(), slot.program(), List.of(adBreak));

        assertThatThrownBy(() -> ScheduleSamples.written(new SchExport(), List.of(longer)))
                .hasMessageContaining("A123456789012");
    }

    @Property
    void record_isReadAsItIsWritten(
            @ForAll @IntRange(min = 1, max = 28) int day,
            @ForAll @IntRange(min = 1, max = 12) int month,
            @ForAll @IntRange(max = 86_399) int time,
            @ForAll @IntRange(max = 5_999) int window,
            @ForAll @IntRange(max = 999) int number,
            @ForAll @IntRange(max = 86_399) int length)
            throws SchRecord.Wrong {
        LocalTime at = LocalTime.ofSecondOfDay(time);
        SchRecord record = new SchRecord(
                MonthDay.of(month, day),
                at,
                at.truncatedTo(java.time.temporal.ChronoUnit.MINUTES),
                Duration.ofMinutes(window),
                number,
                number,
                Duration.ofSeconds(length),
                "ACME12345678");

        assertThat(SchRecord.parse(record.written())).isEqualTo(record);
        assertThat(record.written()).hasSize(SchRecord.WIDTH);
    }

    @Property
    void read_answersAnyTextWithRows(@ForAll String text) throws IOException {
        assertThat(ScheduleSamples.read(sch, "LOI " + text)).isNotEmpty();
    }

    @Test
    void read_takesTheYearThatIsNearest() throws IOException {
        String january = "LOI 0102 002800 0028 0001 001 001 000030                     ACME0000        ";

        SpotRow row = (SpotRow) ScheduleSamples.read(sch, january).get(0);

        assertThat(row.adBreak()).isEqualTo(Instant.parse("2027-01-02T05:28:00Z"));
    }

    @Test
    void read_refusesFebruaryTheThirtyFirstAndALongLine() throws IOException {
        String february = "LOI 0231 002800 0028 0001 001 001 000030                     ACME0000        ";

        assertThat(ScheduleSamples.read(sch, february).get(0))
                .isInstanceOfSatisfying(
                        BadRow.class, row -> assertThat(row.field()).isEqualTo("day or time"));
        assertThat(ScheduleSamples.read(sch, ScheduleSamples.endless("LOI ", 100_000_000), Map.of())
                        .get(0))
                .isInstanceOfSatisfying(
                        BadRow.class, row -> assertThat(row.found()).contains("1024"));
    }
}
