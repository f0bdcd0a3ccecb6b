package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {

    private static final LocalDateTime START = LocalDateTime.of(2026, 3, 1, 20, 0);

    @Test
    void window_hasTheOccurrencesFromItsStartToBeforeItsEnd() {
        Recurrence sundays = Recurrence.of("FREQ=WEEKLY;BYDAY=SU", START);

        assertThat(sundays.within(START.plusDays(7), START.plusDays(21)))
                .containsExactly(START.plusDays(7), START.plusDays(14));
        assertThat(sundays.within(START.minusYears(3), START)).isEmpty();
        assertThat(sundays.endless()).isTrue();
    }

    @Test
    void exceptions_areLeftOut() {
        Recurrence daily = Recurrence.of("FREQ=DAILY;COUNT=4", START);

        assertThat(daily.exceptOn(List.of(LocalDate.of(2026, 3, 2)))
                        .exceptAt(List.of(START.plusDays(2), START.plusDays(3).plusSeconds(1)))
                        .all())
                .containsExactly(START, START.plusDays(3));
    }

    @Test
    void until_isTheWholeDayOrALocalTimeOrUtcOfAZone() {
        assertThat(Recurrence.of("FREQ=DAILY;UNTIL=20260302", START).all()).hasSize(2);
        assertThat(Recurrence.of("FREQ=DAILY;UNTIL=20260302T195959", START).all())
                .hasSize(1);
        ZoneId newYork = ZoneId.of("America/New_York");
        assertThat(Recurrence.of("FREQ=DAILY;UNTIL=20260303T010000Z", START, newYork)
                        .all())
                .hasSize(2);
        assertThatThrownBy(() -> Recurrence.of("FREQ=DAILY;UNTIL=20260303T010000Z", START))
                .isInstanceOf(BadRecurrence.class)
                .hasMessageContaining("without Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "FREQ=NEVER",
                "BYDAY=MO",
                "FREQ=WEEKLY;BYDAY=XX",
                "FREQ=DAILY;COUNT=0",
                "FREQ=DAILY;COUNT=3;UNTIL=20270101",
                "FREQ=YEARLY;BYMONTH=13",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=DAILY;TZID=America/Nowhere",
                "DTSTART:20260301\nRRULE:FREQ=DAILY"
            })
    void rule_isRefusedNamingItselfAndWhatWasExpected(String rule) {
        assertThatThrownBy(() -> Recurrence.of(rule, START).within(START, START.plusYears(1)))
                .isInstanceOfSatisfying(BadRecurrence.class, bad -> {
                    assertThat(bad.found()).isEqualTo(rule);
                    assertThat(bad.expected()).isNotBlank();
                });
    }

    @Test
    void longRule_isRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> Recurrence.of("FREQ=DAILY;BYHOUR=" + "1,".repeat(100_000), START))
                .isInstanceOf(BadRecurrence.class)
                .satisfies(bad -> assertThat(bad.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void endlessRule_isRefusedWhereMoreWouldHaveToBeLookedAtThanIsReasonable() {
        LocalDateTime farAway = LocalDateTime.of(9999, 12, 31, 0, 0);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThatThrownBy(() -> Recurrence.of("FREQ=SECONDLY", START).within(START, farAway))
                    .isInstanceOf(BadRecurrence.class)
                    .hasMessageContaining("at most 100000 occurrences");
            assertThatThrownBy(() -> Recurrence.of("FREQ=SECONDLY;COUNT=2000000000", START)
                            .within(farAway, farAway.plusHours(1)))
                    .isInstanceOf(BadRecurrence.class);
        });
    }

    @Test
    void lastDayThereIs_endsTheRuleInsteadOfFailing() {
        LocalDateTime last = LocalDate.of(9999, 12, 31).atTime(LocalTime.NOON);

        assertThat(Recurrence.of("FREQ=DAILY", last).all()).containsExactly(last);
        assertThat(Recurrence.of("FREQ=DAILY", START).within(last.minusDays(1), LocalDateTime.MAX))
                .containsExactly(last.minusDays(1).with(START.toLocalTime()), last.with(START.toLocalTime()));
        assertThatThrownBy(() -> Recurrence.of("FREQ=DAILY", last.plusDays(1)))
                .isInstanceOf(BadRecurrence.class)
                .hasMessageContaining("years 1 to 9999");
    }

    @Property(tries = 300)
    void anyRule_isAnsweredOrRefusedAndNeverWaitedFor(
            @ForAll("rules") String rule, @ForAll("starts") LocalDateTime from) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            Throwable thrown = catchThrowable(() -> {
                List<LocalDateTime> found = Recurrence.of(rule, START).within(from, from.plusDays(8));
                assertThat(found).isSorted().allMatch(time -> !time.isBefore(from) && time.isBefore(from.plusDays(8)));
            });
            assertThat(thrown)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            bad -> assertThat(bad).isInstanceOf(BadRecurrence.class));
        });
    }

    @Provide
    Arbitrary<LocalDateTime> starts() {
        return Arbitraries.longs().between(0, 365L * 8000).map(START::plusDays);
    }

    @Provide
    Arbitrary<String> rules() {
        Arbitrary<String> frequency =
                Arbitraries.of("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY", "SOMETIMES");
        Arbitrary<String> part = Combinators.combine(
                        Arbitraries.of(
                                "INTERVAL",
                                "COUNT",
                                "BYMONTH",
                                "BYMONTHDAY",
                                "BYYEARDAY",
                                "BYWEEKNO",
                                "BYDAY",
                                "BYHOUR",
                                "BYMINUTE",
                                "BYSECOND",
                                "BYSETPOS",
                                "WKST",
                                "UNTIL"),
                        Arbitraries.of(
                                "1",
                                "-1",
                                "5",
                                "13",
                                "31",
                                "60",
                                "366",
                                "99999",
                                "MO",
                                "-1SU",
                                "1,2,3",
                                "20300101",
                                "x"))
                .as((name, value) -> name + "=" + value);
        return Combinators.combine(frequency, part.list().ofMaxSize(4))
                .as((freq, parts) -> "FREQ=" + freq + (parts.isEmpty() ? "" : ";" + String.join(";", parts)));
    }
}
