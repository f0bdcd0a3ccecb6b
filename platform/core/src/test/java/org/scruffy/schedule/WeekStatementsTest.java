package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;

/** The week of one station and that of twenty stations' size, in one database with twenty-one; the shared cache is off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeekStatementsTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);
    private static final int MOST = 5;

    private TestSchedule test;
    private List<TestStation> stations;
    private TestStation twenty;

    @BeforeAll
    void open() throws Exception {
        test = new TestSchedule(Instant.parse("2026-06-01T12:00:00Z"));
        stations = IntStream.range(0, 20)
                .mapToObj(i -> new TestStation("K" + (char) ('A' + i) + "A", NEW_YORK, 2, "main"))
                .toList();
        twenty = new TestStation(
                "KXX",
                NEW_YORK,
                2,
                IntStream.range(0, 20).mapToObj(i -> "f" + i).toArray(String[]::new));
        stations.forEach(station -> test.take(station, MONDAY));
        test.take(twenty, MONDAY);
    }

    @AfterAll
    void close() {
        test.close();
    }

    private int statementsFor(TestStation station) {
        test.source.forget();
        List<FeedSheet> sheets = test.schedule
                .sheetsUnless(heads -> false, station.station().callSign(), "", MONDAY)
                .orElseThrow();
        int statements = test.source.statements().size();
        assertThat(sheets).hasSameSizeAs(station.station().feeds());
        sheets.forEach(sheet -> assertSame(sheet.plain(), station));
        return statements;
    }

    private static void assertSame(Week week, TestStation source) {
        List<Timeslot> expected = source.week(source.station(), week.feed(), week.monday());
        assertThat(withoutIds(week.slots())).isEqualTo(withoutIds(expected));
    }

    private static List<Timeslot> withoutIds(List<Timeslot> slots) {
        return slots.stream()
                .map(slot -> new Timeslot(
                        "",
                        slot.start(),
                        slot.end(),
                        slot.program(),
                        slot.breaks().stream()
                                .map(WeekStatementsTest::withoutIds)
                                .toList()))
                .toList();
    }

    private static AdBreak withoutIds(AdBreak one) {
        List<Spot> spots =
                one.spots().stream().map(spot -> new Spot("", spot.creative())).toList();
        return new AdBreak("", one.start(), one.capacity(), one.kind(), spots);
    }

    @Test
    void week_takesNoMoreStatementsForTwentyStationsSlotsThanForOne() {
        int ofOne = statementsFor(stations.get(7));

        assertThat(ofOne).isLessThanOrEqualTo(MOST);
        assertThat(statementsFor(twenty)).isEqualTo(ofOne);
        stations.forEach(station -> assertThat(statementsFor(station)).isEqualTo(ofOne));
    }

    @Test
    void knownWeek_takesOneStatementForTwentyStationsSlots() {
        test.source.forget();

        assertThat(test.schedule.sheetsUnless(heads -> heads.size() == 20, "KXX", "", MONDAY))
                .isEmpty();
        assertThat(test.source.statements()).hasSize(1);
    }
}
