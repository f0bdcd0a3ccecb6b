package org.scruffy.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.Silence;
import org.scruffy.desk.EditRefused.Because;
import org.scruffy.desk.WeekTemplate.Item;
import org.scruffy.desk.WeekTemplate.Rule;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.OutsideSchedule;
import org.scruffy.schedule.TestSchedule;
import org.scruffy.schedule.TestStation;

/** A template with Sundays at 02:00, at 09:00 and at 10:00, and something else at times. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplateRuleTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate JUNE = LocalDate.of(2026, 6, 1);
    private static final Editor ANNA = new Editor("anna", false);

    private TestSchedule test;
    private Desk desk;
    private Templates templates;

    @BeforeAll
    void open() throws Exception {
        test = new TestSchedule(Instant.parse("2026-02-01T12:00:00Z"));
        desk = new Desk(test.database, test.clock(), new Silence(), test.event(), new Rules());
        templates = new Templates(test.database, test.clock(), new Silence());
        test.take(new TestStation("KSCF", NEW_YORK, 1, "main"), JUNE.minusWeeks(20));
    }

    @AfterAll
    void close() {
        test.close();
    }

    private static Item sunday(String time, int minutes, String title, Rule rule) {
        return new Item(
                0,
                DayOfWeek.SUNDAY,
                LocalTime.parse(time),
                false,
                Duration.ofMinutes(minutes),
                new Edit.ProgramName(title, "", ""),
                List.of(),
                rule);
    }

    private WeekTemplate template(String name, Rule rule) {
        return templates.add(
                ANNA,
                "KSCF",
                new WeekTemplate(
                        0,
                        "main",
                        name,
                        0,
                        List.of(
                                sunday("02:00", 60, "Night", Rule.WEEKLY),
                                sunday("09:00", 60, "Nature", Rule.WEEKLY),
                                sunday("10:00", 60, "Nova", Rule.WEEKLY),
                                sunday("09:30", 60, "Concert", rule))));
    }

    private List<String> applied(WeekTemplate template, LocalDate week) {
        desk.apply(
                ANNA,
                "KSCF",
                List.of(new Edit.ApplyTemplate(template.id(), week)),
                Options.plain().as(UUID.randomUUID()));
        try {
            return test.schedule.week("KSCF", "main", week).slots().stream()
                    .map(slot -> slot.start().atZone(NEW_YORK).toLocalDateTime() + " "
                            + slot.program().title())
                    .toList();
        } catch (OutsideSchedule nothing) {
            return List.of();
        }
    }

    @Test
    void rule_airsOnItsDaysInPlaceOfWhatAirsEveryWeek() {
        Rule firstSundays =
                new Rule("FREQ=MONTHLY;BYDAY=1SU", LocalDate.of(2026, 1, 1), List.of(LocalDate.of(2026, 7, 5)));
        WeekTemplate template = template("Summer", firstSundays);

        assertThat(templates.one("KSCF", template.id()).items())
                .hasSize(4)
                .anySatisfy(item -> assertThat(item.rule()).isEqualTo(firstSundays));
        assertThat(applied(template, JUNE)).containsExactly("2026-06-07T02:00 Night", "2026-06-07T09:30 Concert");
        assertThat(applied(template, JUNE.plusWeeks(1)))
                .containsExactly("2026-06-14T02:00 Night", "2026-06-14T09:00 Nature", "2026-06-14T10:00 Nova");
        assertThat(applied(template, LocalDate.of(2026, 7, 5))).hasSize(3);
        assertThat(applied(template, JUNE)).hasSize(2);
    }

    /** LibreTime #3236: a show at 02:00 stayed at 03:00 on that weekday for ever after the change in spring. */
    @Test
    void show_atASkippedTimeIsBackAtItsTimeInTheNextWeek() {
        WeekTemplate template = template("Spring", new Rule("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", JUNE, List.of()));

        assertThat(applied(template, LocalDate.of(2026, 3, 8))).contains("2026-03-08T03:00 Night");
        assertThat(applied(template, LocalDate.of(2026, 3, 15))).contains("2026-03-15T02:00 Night");
    }

    @Test
    void endlessRule_isFollowedIntoAFarWeekButOneThatCountsOnlyAsFarAsItCanBe() {
        Rule endless = new Rule("FREQ=DAILY", LocalDate.of(2026, 1, 1), List.of());
        Rule counts = new Rule("FREQ=DAILY;COUNT=2000000", LocalDate.of(2026, 1, 1), List.of());
        LocalDate far = LocalDate.of(2999, 12, 30);

        assertThat(endless.daysOf(far)).hasSize(7);
        assertThatThrownBy(() -> counts.daysOf(far)).isInstanceOfSatisfying(EditRefused.class, refused -> {
            assertThat(refused.because()).isEqualTo(Because.INVALID);
            assertThat(refused.expected()).contains("100000");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=HOURLY",
                "FREQ=SECONDLY",
                "FREQ=DAILY;BYHOUR=1,2,3",
                "FREQ=NEVER",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=DAILY;UNTIL=20200101",
                "every Sunday"
            })
    void rule_thatCannotBeFollowedIsRefusedBeforeItIsKept(String rrule) {
        int before = templates.all("KSCF").size();

        assertThatThrownBy(() -> template("Bad", new Rule(rrule, LocalDate.of(2026, 1, 1), List.of())))
                .isInstanceOfSatisfying(EditRefused.class, refused -> {
                    assertThat(refused.field()).isEqualTo("items.rrule");
                    assertThat(refused.found()).isEqualTo(rrule);
                });
        assertThat(templates.all("KSCF")).hasSize(before);
    }
}
