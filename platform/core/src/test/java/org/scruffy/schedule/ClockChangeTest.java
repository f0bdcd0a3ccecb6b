package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;

/** What went wrong in public at other schedulers when clocks changed, replayed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockChangeTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate SPRING = LocalDate.of(2026, 3, 2);
    private static final LocalDate AUTUMN = LocalDate.of(2026, 10, 26);

    private TestSchedule test;

    @BeforeAll
    void open() throws Exception {
        test = new TestSchedule(Instant.parse("2026-01-01T12:00:00Z"));
        TestStation station = new TestStation("KSCF", NEW_YORK, 1, "main");
        List.of(-1, 0, 1, 2).forEach(weeks -> {
            test.take(station, SPRING.plusWeeks(weeks));
            test.take(station, AUTUMN.plusWeeks(weeks));
        });
    }

    @AfterAll
    void close() {
        test.close();
    }

    private String json(LocalDate monday) {
        return new String(
                new WeekJson(Set.of(), Set.of("slot.startsAt", "slot.localStart"))
                        .of(test.schedule
                                .sheetsUnless(heads -> false, "KSCF", "main", monday)
                                .orElseThrow()),
                StandardCharsets.UTF_8);
    }

    /** AzuraCast #6177: every time that was shown was an hour late for about a week after the change. */
    @Test
    void shownTimes_areThoseOfTheClocksBeforeInAndAfterTheWeekOfAChange() {
        assertThat(json(SPRING.minusWeeks(1)))
                .contains("{\"startsAt\":\"2026-02-23T14:00:00Z\",\"localStart\":\"2026-02-23T09:00:00-05:00\"}");
        assertThat(json(SPRING))
                .contains("{\"startsAt\":\"2026-03-07T14:00:00Z\",\"localStart\":\"2026-03-07T09:00:00-05:00\"}")
                .contains("{\"startsAt\":\"2026-03-08T13:00:00Z\",\"localStart\":\"2026-03-08T09:00:00-04:00\"}");
        IntStream.range(0, 14)
                .forEach(day -> assertThat(json(SPRING.plusDays(7L + day)))
                        .contains("\"localStart\":\"" + SPRING.plusDays(7L + day) + "T09:00:00-04:00\""));
        IntStream.range(0, 14)
                .forEach(day -> assertThat(json(AUTUMN.plusDays(7L + day)))
                        .contains("\"localStart\":\"" + AUTUMN.plusDays(7L + day) + "T09:00:00-05:00\""));
    }

    /** CiTR/djland #5: the ad scheduler showed the wrong number of rows where the span had a change in it. */
    @Test
    void rows_areAsManyAsTheDayHasHalfHours() {
        assertThat(rows(SPRING)).containsEntry(SPRING.plusDays(6), 46L).containsEntry(SPRING.plusDays(5), 48L);
        assertThat(rows(AUTUMN)).containsEntry(AUTUMN.plusDays(6), 50L).containsEntry(AUTUMN.plusDays(5), 48L);
        assertThat(rows(SPRING.plusWeeks(1)))
                .hasSize(7)
                .allSatisfy((day, rows) -> assertThat(rows).isEqualTo(48));
    }

    private Map<LocalDate, Long> rows(LocalDate monday) {
        Week week = test.schedule.week("KSCF", "main", monday);
        Instant end = week.slots().get(0).start();
        for (Timeslot slot : week.slots()) {
            assertThat(slot.start()).isEqualTo(end);
            end = slot.end();
        }
        assertThat(Duration.between(week.slots().get(0).start(), end)).isEqualTo(week.length());
        return week.slots().stream()
                .collect(Collectors.groupingBy(
                        slot -> LocalDate.ofInstant(slot.start(), NEW_YORK), Collectors.counting()));
    }
}
