package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.database.Sql;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;

class ScheduleTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private TestSchedule test;
    private Schedule schedule;

    @BeforeEach
    void open() throws Exception {
        test = new TestSchedule(NOW);
        schedule = test.schedule;
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static void assertSame(Week week, TestStation source) {
        List<Timeslot> expected = source.week(source.station(), week.feed(), week.monday());
        assertThat(week.slots()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Timeslot slot = week.slots().get(i);
            assertThat(slot.start()).isEqualTo(expected.get(i).start());
            assertThat(slot.end()).isEqualTo(expected.get(i).end());
            assertThat(slot.program()).isEqualTo(expected.get(i).program());
            assertThat(shape(slot)).isEqualTo(shape(expected.get(i)));
        }
    }

    private static List<String> shape(Timeslot slot) {
        return slot.breaks().stream()
                .map(b -> b.start() + " " + b.capacity() + " " + b.kind() + " " + creatives(b))
                .toList();
    }

    private static List<Creative> creatives(AdBreak adBreak) {
        return adBreak.spots().stream().map(Spot::creative).toList();
    }

    @Test
    void week_isReadWholeInTheSameFewStatementsAtTwoSizes() {
        TestStation small = new TestStation("KSML", NEW_YORK, 1, "main");
        TestStation large = new TestStation("KLRG", NEW_YORK, 6, "main", "kids", "create", "world");
        test.take(small, MONDAY);
        test.take(large, MONDAY);

        List<Week> one = schedule.weeks("KSML", "", MONDAY.plusDays(6));
        List<String> ofOne = test.source.statements();
        test.source.forget();
        List<Week> four = schedule.weeks("KLRG", "", MONDAY.plusDays(2));
        List<String> ofFour = test.source.statements();

        assertThat(one).singleElement().satisfies(week -> assertSame(week, small));
        assertThat(four).hasSize(4).allSatisfy(week -> assertSame(week, large));
        assertThat(ofOne).hasSize(WeekPlan.statements()).hasSizeLessThanOrEqualTo(3);
        assertThat(ofFour).hasSize(WeekPlan.statements());
    }

    @Test
    void legacyWeek_hasTheContentOfThePlanForThousandsOfStatements() {
        TestStation station = new TestStation("KSCF", NEW_YORK, 7, "main", "kids");
        test.take(station, MONDAY);

        List<FeedSheet> legacy = schedule.legacySheets("KSCF", "", MONDAY);
        int statements = test.source.statements().size();

        assertThat(legacy)
                .isEqualTo(schedule.sheetsUnless(heads -> false, "KSCF", "", MONDAY)
                        .orElseThrow());
        assertThat(statements).isGreaterThan(4_000);
    }

    @Test
    void revision_takesOneStatementAndIsTheWeeks() {
        test.take(new TestStation("KSCF", NEW_YORK, 1, "main", "kids"), MONDAY);

        assertThat(schedule.revision("KSCF", "kids", MONDAY)).isEqualTo(1);
        assertThat(schedule.revisions("", "", MONDAY)).containsOnlyKeys("KSCF/main", "KSCF/kids");

        assertThat(test.source.statements()).hasSize(2);
    }

    @Test
    void weeksUnless_stopsAfterOneStatementWhereTheRevisionsAreKnown() {
        test.take(new TestStation("KSCF", NEW_YORK, 1, "main", "kids"), MONDAY);

        assertThat(schedule.weeksUnless(Map.of("KSCF/main", 1L, "KSCF/kids", 1L)::equals, "KSCF", "", MONDAY))
                .isEmpty();
        assertThat(test.source.statements()).hasSize(1);
        assertThat(schedule.weeksUnless(Map.of("KSCF/main", 1L)::equals, "KSCF", "", MONDAY))
                .isPresent();
        assertThat(test.source.statements()).hasSize(1 + WeekPlan.statements());
    }

    @Test
    void week_namesTheKnownStationsFeedsAndWeeks() {
        assertThatThrownBy(() -> schedule.week("KSCF", "main", MONDAY))
                .isInstanceOf(NoSuchFeed.class)
                .hasMessageContaining("none is known yet");
        test.take(new TestStation("KSCF", NEW_YORK, 1, "main"), MONDAY);
        test.take(new TestStation("KZZZ", NEW_YORK, 1, "main"), MONDAY);

        assertThatThrownBy(() -> schedule.week("KXYZ", "main", MONDAY))
                .isInstanceOf(NoSuchFeed.class)
                .hasMessageContaining("station 'KXYZ'")
                .hasMessageContaining("KSCF, KZZZ");
        assertThatThrownBy(() -> schedule.week("", "main", MONDAY))
                .isInstanceOf(NoSuchFeed.class)
                .hasMessageContaining("No station is named");
        assertThatThrownBy(() -> schedule.week("KSCF", "create", MONDAY))
                .isInstanceOf(NoSuchFeed.class)
                .hasMessageContaining("known: main");
        assertThatThrownBy(() -> schedule.week("KSCF", "main", MONDAY.plusDays(7)))
                .isInstanceOfSatisfying(OutsideSchedule.class, e -> {
                    assertThat(e.first()).contains(MONDAY);
                    assertThat(e.last()).contains(MONDAY);
                });
    }

    @Test
    void breaks_areThoseThatReachIntoTheIntervalInTwoStatements() {
        TestStation station = new TestStation("KSCF", NEW_YORK, 5, "main");
        test.take(station, MONDAY);
        Instant noon = Instant.parse("2026-06-02T16:00:00Z");

        List<AdBreak> breaks = schedule.breaks("KSCF", "main", noon.plusSeconds(30), noon.plusSeconds(600));

        assertThat(breaks).extracting(AdBreak::start).containsExactly(noon, noon.plusSeconds(300));
        assertThat(breaks.get(0).spots()).hasSize(2);
        assertThat(breaks.get(0).spots().get(0).creative().length()).isEqualTo(TestStation.SPOT);
        assertThat(test.source.statements()).hasSize(2);
        assertThat(schedule.breaks("KSCF", "main", noon.plusSeconds(60), noon.plusSeconds(300)))
                .isEmpty();
    }

    private List<AdBreak> tomorrow() {
        return schedule.breaks("KSCF", "main", NOW.plus(Duration.ofHours(24)), NOW.plus(Duration.ofHours(25)));
    }

    private String[] twoSlots() throws Exception {
        return test.column("SELECT id FROM timeslot ORDER BY starts_at LIMIT 2").toArray(String[]::new);
    }

    private void place(Sql sql, String slot, String start, String end) {
        sql.run(
                "UPDATE timeslot SET starts_at = CAST(?1 AS timestamptz), ends_at = CAST(?2 AS timestamptz)"
                        + " WHERE id = CAST(?3 AS bigint)",
                start,
                end,
                slot);
    }

    @Test
    void slots_thatOverlapAreRefusedByTheDatabase() throws Exception {
        test.take(new TestStation("KSCF", NEW_YORK, 1, "main"), MONDAY);
        String second = twoSlots()[1];

        assertThatThrownBy(() -> test.database.change(
                        em -> place(new Sql(em), second, "2026-06-01T04:29Z", "2026-06-01T05:00Z")))
                .hasStackTraceContaining("timeslot_overlap");
    }

    @Test
    void slots_swapWithinOneTransaction() throws Exception {
        test.take(new TestStation("KSCF", NEW_YORK, 1, "main"), MONDAY);
        String[] slots = twoSlots();

        test.database.change(em -> {
            place(new Sql(em), slots[0], "2026-06-01T04:30Z", "2026-06-01T05:00Z");
            place(new Sql(em), slots[1], "2026-06-01T04:00Z", "2026-06-01T04:30Z");
        });

        assertThat(twoSlots()).containsExactly(slots[1], slots[0]);
    }

    @Test
    void take_isIdempotentAndTheStationsEditsWin() {
        TestStation station = new TestStation("KSCF", NEW_YORK, 3, "main");
        test.take(station, MONDAY);
        test.database.change(em -> new Sql(em)
                .run(
                        "UPDATE placement SET break_id = CAST(?1 AS bigint) WHERE id = CAST(?2 AS bigint)",
                        tomorrow().get(2).id(),
                        tomorrow().get(0).spots().get(0).id()));
        List<Week> edited = schedule.weeks("KSCF", "", MONDAY);

        test.take(station, MONDAY);

        assertThat(schedule.weeks("KSCF", "", MONDAY)).isEqualTo(edited);
    }

    @Test
    void take_followsACreativeThatBecomesAirReady() {
        TestStation station = new TestStation("KSCF", NEW_YORK, 3, "main");
        station.media = "";
        test.take(station, MONDAY);
        assertThat(tomorrow().get(0).spots().get(0).creative().airReady()).isFalse();

        station.media = "spots/b";
        test.take(station, MONDAY);

        assertThat(tomorrow().get(0).spots().get(0).creative().media()).isEqualTo("spots/b");
        assertThat(schedule.revision("KSCF", "main", MONDAY)).isEqualTo(2);
    }

    @Test
    void take_continuesWhereTheWeekBeforeReachesOver() {
        TestStation station = new TestStation("KSCF", NEW_YORK, 2, "main");
        test.take(station, MONDAY);
        test.database.change(em -> new Sql(em)
                .run("UPDATE timeslot SET ends_at = ends_at + interval '20 minutes' WHERE id ="
                        + " (SELECT id FROM timeslot ORDER BY starts_at DESC LIMIT 1)"));

        test.take(station, MONDAY.plusDays(7));

        List<Timeslot> first = schedule.week("KSCF", "main", MONDAY).slots();
        List<Timeslot> second =
                schedule.week("KSCF", "main", MONDAY.plusDays(7)).slots();
        assertThat(second.get(0)).isEqualTo(first.get(335));
        assertThat(second).hasSize(336);
    }

    @Test
    void weeks_ofAChangeOfClocksHaveAllTheirHours() {
        TestStation station = new TestStation("KSCF", NEW_YORK, 1, "main");
        LocalDate spring = LocalDate.of(2026, 3, 2);
        LocalDate autumn = LocalDate.of(2026, 10, 26);
        test.take(station, spring);
        test.take(station, autumn);

        Week shortWeek = schedule.week("KSCF", "main", spring.plusDays(6));
        Week longWeek = schedule.week("KSCF", "main", autumn.plusDays(6));

        assertThat(shortWeek.length()).isEqualTo(Duration.ofHours(167));
        assertThat(shortWeek.slots()).hasSize(334);
        assertThat(longWeek.length()).isEqualTo(Duration.ofHours(169));
        assertThat(longWeek.slots()).hasSize(338);
        assertSame(shortWeek, station);
        assertSame(longWeek, station);
    }

    @Test
    void addFeed_startsWithTheScheduleOfTheMainFeed() {
        TestStation station = new TestStation("KSCF", NEW_YORK, 3, "main");
        test.take(station, MONDAY);

        schedule.addFeed("KSCF", TestStation.feed("stranger", NEW_YORK));

        assertSame(schedule.week("KSCF", "stranger", MONDAY), station);
        assertThat(test.changes).containsExactly(new ScheduleChanged("KSCF", "stranger"));
        assertThatThrownBy(() -> schedule.addFeed("KSCF", TestStation.feed("stranger", NEW_YORK)))
                .isInstanceOf(FeedExists.class);
        test.take(station, MONDAY.plusDays(7));
        test.database.change(em -> new Stations(new Sql(em)).copyMainFeed("KSCF", MONDAY.plusDays(7)));
        assertSame(schedule.week("KSCF", "stranger", MONDAY.plusDays(7)), station);
    }

    @Test
    void stations_comeWithTheirFeedsMainFirst() {
        Station station = new TestStation("KSCF", NEW_YORK, 1, "main", "kids").station();
        test.database.change(em -> new Stations(new Sql(em)).follow(station));

        assertThat(schedule.stations()).containsExactly(station);
    }

    @Test
    void take_ofALargeWeekIsQuick() {
        TestStation station = new TestStation("KSCF", NEW_YORK, 8, "main");
        long start = System.nanoTime();

        test.take(station, MONDAY);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(schedule.week("KSCF", "main", MONDAY).slots().stream()
                        .mapToInt(slot -> slot.breaks().size())
                        .sum())
                .isEqualTo(336 * 8);
    }
}
