package org.scruffy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scruffy.order.Daypart;

class JudgeTest {

    private static final String NOON = "2026-06-03T12:00:00";

    private static List<String> judged(RuleType type, String params, Placed.Spot... spots) {
        return new Scene().rule(type, params).at(NOON, spots).types();
    }

    @Test
    void credit_isTooLongFromASecondOver() {
        assertThat(judged(RuleType.MAX_CREDIT_MS, "{}", Scene.credit(16_000))).containsExactly("MAX_CREDIT_MS");
        assertThat(judged(RuleType.MAX_CREDIT_MS, "{}", Scene.credit(15_015))).isEmpty();
        assertThat(judged(RuleType.MAX_CREDIT_MS, "{}", Scene.of("PROMO", 30_000)))
                .isEmpty();
        assertThat(judged(RuleType.MAX_CREDIT_MS, "{\"maxMs\": 10000}", Scene.credit(15_000)))
                .hasSize(1);
        assertThat(judged(RuleType.MAX_CREDIT_MS, "{\"toleranceMs\": 0}", Scene.credit(15_015)))
                .hasSize(1);
    }

    @Test
    void premier_isTooLongFromASecondOver() {
        assertThat(judged(RuleType.MAX_PREMIER_MS, "{}", Scene.of("PREMIER", 31_000)))
                .containsExactly("MAX_PREMIER_MS");
        assertThat(judged(RuleType.MAX_PREMIER_MS, "{}", Scene.of("PREMIER", 30_030)))
                .isEmpty();
        assertThat(judged(RuleType.MAX_PREMIER_MS, "{}", Scene.credit(40_000))).isEmpty();
    }

    @Test
    void pod_isTheCreditsOfABreakTogether() {
        Scene sixtyOne = new Scene()
                .rule(RuleType.MAX_POD_MS, "{}")
                .adBreak(NOON, "UNDERWRITING", 120_000, true, Scene.of("PREMIER", 31_000), Scene.credit(30_000));
        Scene withPromo = new Scene()
                .rule(RuleType.MAX_POD_MS, "{}")
                .adBreak(NOON, "MIXED", 120_000, true, Scene.of("PREMIER", 30_000), Scene.of("PROMO", 60_000));

        assertThat(sixtyOne.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.rule()).isEqualTo("MAX_POD_MS");
            assertThat(conflict.spotId()).isEmpty();
            assertThat(conflict.message()).isEqualTo("The credits last 61 s together, at most 60 s");
        });
        assertThat(withPromo.types()).isEmpty();
    }

    @Test
    void premier_isNotForKids() {
        Placed.Spot premier = Scene.of("PREMIER", 30_000);
        Scene kids = new Scene("KIDS")
                .rule(Scope.NETWORK, RuleType.NO_PREMIER, "{}", Severity.BLOCK)
                .at(NOON, premier, Scene.credit(15_000));

        assertThat(kids.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.severity()).isEqualTo(Severity.BLOCK);
            assertThat(conflict.spotId()).isEqualTo("" + premier.id());
            assertThat(conflict.day()).isEqualTo(LocalDate.of(2026, 6, 3));
        });
        assertThat(judged(RuleType.NO_PREMIER, "{}", premier)).isEmpty();
        assertThat(judged(RuleType.NO_PREMIER, "{\"feedKinds\": [\"MAIN\"]}", premier))
                .hasSize(1);
    }

    @Test
    void categories_areApartInABreakAndInNeighbours() {
        String neighbours = "{\"adjacentBreak\": false}";

        assertThat(judged(RuleType.CATEGORY_SEPARATION, "{}", Scene.from("A", "BANK"), Scene.from("B", "BANK")))
                .containsExactly("CATEGORY_SEPARATION");
        assertThat(judged(RuleType.CATEGORY_SEPARATION, "{}", Scene.from("A", "BANK"), Scene.from("B", "BEER")))
                .isEmpty();
        assertThat(judged(RuleType.CATEGORY_SEPARATION, "{}", Scene.from("A"), Scene.from("B")))
                .isEmpty();
        assertThat(new Scene()
                        .rule(RuleType.CATEGORY_SEPARATION, neighbours)
                        .at("2026-06-03T12:00", Scene.from("A", "BANK"))
                        .at("2026-06-03T12:30", Scene.from("B", "BANK"))
                        .types())
                .hasSize(1);
        assertThat(new Scene()
                        .rule(RuleType.CATEGORY_SEPARATION, neighbours)
                        .at("2026-06-03T12:00", Scene.from("A", "BANK"))
                        .at("2026-06-03T12:30")
                        .at("2026-06-03T13:00", Scene.from("B", "BANK"))
                        .types())
                .isEmpty();
    }

    @Test
    void categories_countThoseAboveThem() {
        Placed.Spot beer = Scene.from("A", "BEER", "ALCOHOL");
        Placed.Spot wine = Scene.from("B", "WINE", "ALCOHOL");
        Placed.Spot alcohol = Scene.from("C", "ALCOHOL");

        assertThat(judged(RuleType.CATEGORY_SEPARATION, "{}", beer, alcohol)).hasSize(1);
        assertThat(judged(RuleType.CATEGORY_SEPARATION, "{}", beer, wine)).isEmpty();
        assertThat(judged(
                        RuleType.CATEGORY_SEPARATION,
                        "{\"category\": \"CARS\"}",
                        Scene.from("A", "BANK"),
                        Scene.from("B", "BANK")))
                .isEmpty();
    }

    @Test
    void separation_isCountedInMinutesBetweenBreaks() {
        Scene scene = new Scene()
                .rule(RuleType.ADVERTISER_SEPARATION, "{\"minutes\": 60}")
                .at("2026-06-03T12:00", Scene.from("Acme"))
                .at("2026-06-03T12:30", Scene.from("Other"))
                .at("2026-06-03T12:59", Scene.from("Acme"))
                .at("2026-06-03T13:59", Scene.from("Acme"));

        assertThat(scene.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.rule()).isEqualTo("ADVERTISER_SEPARATION");
            assertThat(conflict.message()).contains("same underwriter").contains("59 minutes away, at least 60");
        });
        assertThat(judged(RuleType.ADVERTISER_SEPARATION, "{}", Scene.from("Acme"), Scene.from("Other")))
                .isEmpty();
    }

    @Test
    void separation_reachesOverMidnightAndTheEdgeOfTheWeek() {
        // 2026-06-07 is a Sunday
        Scene later = new Scene()
                .rule(RuleType.CATEGORY_SEPARATION, "{\"minutes\": 30}")
                .around("2026-06-07T23:50", Scene.from("A", "BANK"))
                .at("2026-06-08T00:10", Scene.from("B", "BANK"));
        Scene earlier = new Scene()
                .rule(RuleType.CATEGORY_SEPARATION, "{\"minutes\": 30}")
                .at("2026-06-07T23:50", Scene.from("A", "BANK"))
                .around("2026-06-08T00:10", Scene.from("B", "BANK"));
        Scene nobody = new Scene()
                .rule(RuleType.CATEGORY_SEPARATION, "{\"minutes\": 30}")
                .around("2026-06-07T23:50", Scene.from("A", "BANK"))
                .around("2026-06-08T00:10", Scene.from("B", "BANK"))
                .at("2026-06-08T12:00", Scene.from("B", "BANK"));

        assertThat(later.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.day()).isEqualTo(LocalDate.of(2026, 6, 8)));
        assertThat(earlier.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.day()).isEqualTo(LocalDate.of(2026, 6, 7)));
        assertThat(nobody.types()).isEmpty();
    }

    @Test
    void separation_countsRealMinutesWhenClocksChange() {
        // 01:59 EDT to 03:00 EDT of the night in which 02:00 becomes 03:00 is one minute
        assertThat(new Scene()
                        .rule(RuleType.ADVERTISER_SEPARATION, "{\"minutes\": 30}")
                        .at("2026-03-08T01:59", Scene.from("Acme"))
                        .at("2026-03-08T03:00", Scene.from("Acme"))
                        .types())
                .hasSize(1);
    }

    @Test
    void frequency_isTheLinesOwnAndTheHouses() {
        Placed.Line once = Scene.line(0, Optional.empty(), 1);
        Placed.Line twice = Scene.line(0, Optional.of(2L), 2);
        Placed.Line apart = Scene.line(120, Optional.empty(), 1);

        assertThat(judged(RuleType.FREQUENCY, "{}", Scene.ofLine(once), Scene.ofLine(once)))
                .containsExactly("FREQUENCY");
        assertThat(judged(RuleType.FREQUENCY, "{}", Scene.ofLine(twice), Scene.ofLine(twice)))
                .isEmpty();
        assertThat(judged(RuleType.FREQUENCY, "{\"maxPerBreak\": 1}", Scene.ofLine(twice), Scene.ofLine(twice)))
                .hasSize(1);
        assertThat(threeTimes("{}", twice)).containsExactly("FREQUENCY");
        assertThat(threeTimes("{}", once)).isEmpty();
        assertThat(threeTimes("{\"maxPerDay\": 2}", once)).hasSize(1);
        assertThat(threeTimes("{}", apart)).hasSize(2);
        assertThat(threeTimes("{\"minutes\": 61}", once)).hasSize(2);
    }

    private static List<String> threeTimes(String params, Placed.Line line) {
        return new Scene()
                .rule(RuleType.FREQUENCY, params)
                .at("2026-06-03T12:00", Scene.ofLine(line))
                .at("2026-06-03T13:00", Scene.ofLine(line))
                .at("2026-06-03T14:00", Scene.ofLine(line))
                .types();
    }

    @Test
    void frequency_ofADayCountsSpotsThatNobodyAskedAbout() {
        Placed.Line once = Scene.line(0, Optional.of(1L), 1);

        assertThat(new Scene()
                        .rule(RuleType.FREQUENCY, "{}")
                        .around("2026-06-03T08:00", Scene.ofLine(once))
                        .at("2026-06-03T20:00", Scene.ofLine(once))
                        .at("2026-06-04T08:00", Scene.ofLine(once))
                        .conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.message()).contains("2 spots on 2026-06-03"));
    }

    @Test
    void daypart_isDaysTimesAndFeeds() {
        Daypart nights =
                new Daypart(EnumSet.of(java.time.DayOfWeek.WEDNESDAY), LocalTime.of(22, 0), LocalTime.of(2, 0));
        Placed.Line line = Scene.line("APPROVED", Scene.always(), nights);
        Placed.Line elsewhere = new Placed.Line(
                8, "Kids", "APPROVED", Scene.always(), 15_000, Daypart.ALWAYS, 0, Optional.empty(), 1, Set.of(2L));
        Scene scene = new Scene()
                .rule(RuleType.DAYPART, "{}")
                .at("2026-06-03T22:00", Scene.ofLine(line)) // Wednesday
                .at("2026-06-04T01:59", Scene.ofLine(line)) // its night
                .at("2026-06-04T02:00", Scene.ofLine(line)) // after it
                .at("2026-06-04T22:00", Scene.ofLine(line)) // Thursday
                .at("2026-06-04T23:00", Scene.ofLine(elsewhere));

        assertThat(scene.conflicts().stream().map(Conflict::message))
                .hasSize(3)
                .anyMatch(message -> message.endsWith("not on THU at 02:00"))
                .anyMatch(message -> message.endsWith("not on THU at 22:00"))
                .contains("Line Kids is not for feed main");
    }

    @Test
    void ban_isForACategoryAndThoseBelowIt() {
        String before22 = "{\"category\": \"ALCOHOL\", \"from\": \"06:00\", \"to\": \"22:00\"}";
        Placed.Spot beer = Scene.from("A", "BEER", "ALCOHOL");

        assertThat(judged(RuleType.DAYPART_BAN, before22, beer)).containsExactly("DAYPART_BAN");
        assertThat(judged(RuleType.DAYPART_BAN, before22, Scene.from("B", "BANK")))
                .isEmpty();
        assertThat(new Scene()
                        .rule(RuleType.DAYPART_BAN, before22)
                        .at("2026-06-03T22:00", beer)
                        .at("2026-06-03T05:59", beer)
                        .types())
                .isEmpty();
    }

    @Test
    void flight_isTheLinesDaysWhileItsOrderIsApproved() {
        Placed.Days june3 = Scene.days("2026-06-03", "2026-06-03");

        assertThat(judged(RuleType.FLIGHT, "{}", Scene.ofLine(Scene.line("APPROVED", june3, Daypart.ALWAYS))))
                .isEmpty();
        assertThat(judged(RuleType.FLIGHT, "{}", Scene.ofLine(Scene.line("ON_HOLD", june3, Daypart.ALWAYS))))
                .containsExactly("FLIGHT");
        assertThat(new Scene()
                        .rule(RuleType.FLIGHT, "{}")
                        .at("2026-06-04T00:00", Scene.ofLine(Scene.line("APPROVED", june3, Daypart.ALWAYS)))
                        .types())
                .containsExactly("FLIGHT");
    }

    @Test
    void blackout_isForAllOrForSome() {
        String noonUtc = "\"from\": \"2026-06-03T16:00:00Z\", \"to\": \"2026-06-03T17:00:00Z\"";

        assertThat(judged(RuleType.BLACKOUT, "{" + noonUtc + "}", Scene.from("Acme", "BANK")))
                .containsExactly("BLACKOUT");
        assertThat(judged(RuleType.BLACKOUT, "{" + noonUtc + ", \"category\": \"BEER\"}", Scene.from("Acme", "BANK")))
                .isEmpty();
        assertThat(judged(
                        RuleType.BLACKOUT, "{" + noonUtc + ", \"underwriter\": \"Acme\"}", Scene.from("Acme", "BANK")))
                .hasSize(1);
        assertThat(new Scene()
                        .rule(RuleType.BLACKOUT, "{" + noonUtc + "}")
                        .at("2026-06-03T13:00", Scene.from("Acme"))
                        .types())
                .isEmpty();
    }

    @Test
    void approval_isThatOfTheCreativeOnItsDays() {
        Placed.Days june3 = Scene.days("2026-06-03", "2026-06-03");

        assertThat(approval(Scene.creative("APPROVED", june3, true))).isEmpty();
        assertThat(approval(Scene.creative("SUBMITTED", june3, true))).containsExactly("APPROVAL");
        assertThat(approval(Scene.creative("REJECTED", june3, true))).hasSize(1);
        assertThat(approval(Scene.creative("APPROVED", Scene.days("2026-06-01", "2026-06-02"), true)))
                .hasSize(1);
        assertThat(approval(Scene.creative("APPROVED", Scene.days("2026-06-04", "2026-06-05"), true)))
                .hasSize(1);
    }

    private static List<String> approval(Placed.Creative creative) {
        return judged(RuleType.APPROVAL, "{}", Scene.spot(15_000, creative, Optional.empty()));
    }

    @Test
    void creative_isAirReadyOrWarnedAbout() {
        Placed.Creative waiting = Scene.creative("APPROVED", Scene.always(), false);

        assertThat(judged(RuleType.AIR_READY, "{}", Scene.spot(15_000, waiting, Optional.empty())))
                .containsExactly("AIR_READY");
        assertThat(judged(RuleType.AIR_READY, "{}", Scene.credit(15_000))).isEmpty();
    }

    @Test
    void break_isOverfullFromASecondOver() {
        assertThat(judged(RuleType.OVERFULL, "{}", Scene.credit(30_030), Scene.credit(30_030)))
                .isEmpty();
        assertThat(judged(RuleType.OVERFULL, "{}", Scene.credit(30_000), Scene.credit(31_000)))
                .containsExactly("OVERFULL");
    }

    @Test
    void break_takesItsKind() {
        assertThat(kinds("UNDERWRITING", "CREDIT", "PREMIER")).isEmpty();
        assertThat(kinds("UNDERWRITING", "PROMO")).containsExactly("BREAK_KIND");
        assertThat(kinds("PROMO", "PROMO", "PSA")).isEmpty();
        assertThat(kinds("PROMO", "CREDIT", "ID")).hasSize(2);
        assertThat(kinds("ID", "ID")).isEmpty();
        assertThat(kinds("MIXED", "CREDIT", "PROMO", "ID", "PSA")).isEmpty();
    }

    private static List<String> kinds(String kind, String... spots) {
        Placed.Spot[] placed = java.util.Arrays.stream(spots)
                .map(spot -> Scene.of(spot, 10_000))
                .toArray(Placed.Spot[]::new);
        return new Scene()
                .rule(RuleType.BREAK_KIND, "{}")
                .adBreak(NOON, kind, 60_000, true, placed)
                .types();
    }

    @Test
    void length_isTheLinesAndTheCreatives() {
        Placed.Creative fifteen = Scene.creative("CREDIT", 15_015, "", List.of());
        Optional<Placed.Line> line = Optional.of(Scene.line(0, Optional.empty(), 1));

        assertThat(judged(RuleType.LENGTH, "{}", Scene.spot(15_015, fifteen, line)))
                .isEmpty();
        assertThat(judged(RuleType.LENGTH, "{}", Scene.spot(30_000, fifteen, line)))
                .containsExactly("LENGTH");
        assertThat(judged(
                        RuleType.LENGTH,
                        "{}",
                        Scene.spot(30_000, Scene.creative("CREDIT", 30_000, "", List.of()), line)))
                .hasSize(1);
    }

    @Test
    void narrowerRule_replacesTheWiderOneOfItsType() {
        Scene scene = new Scene()
                .rule(Scope.STATION, RuleType.MAX_CREDIT_MS, "{\"maxMs\": 30000}", Severity.BLOCK)
                .rule(Scope.NETWORK, RuleType.MAX_CREDIT_MS, "{}", Severity.WARN)
                .at(NOON, Scene.credit(30_000))
                .at("2026-06-03T13:00", Scene.credit(31_000));

        assertThat(scene.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.severity()).isEqualTo(Severity.BLOCK));
        assertThat(scene.rule(Scope.FEED, RuleType.MAX_CREDIT_MS, "{\"off\": true}", Severity.WARN)
                        .types())
                .isEmpty();
    }

    @Test
    void narrowerRule_leavesRulesAboutSomethingElse() {
        Scene scene = new Scene()
                .rule(RuleType.DAYPART_BAN, "{\"category\": \"ALCOHOL\", \"from\": \"06:00\", \"to\": \"22:00\"}")
                .rule(
                        Scope.STATION,
                        RuleType.DAYPART_BAN,
                        "{\"category\": \"CASINO\", \"from\": \"06:00\", \"to\": \"22:00\"}",
                        Severity.WARN)
                .at(NOON, Scene.from("A", "ALCOHOL"), Scene.from("B", "CASINO"));

        assertThat(scene.types()).hasSize(2);
    }

    @Test
    void rule_holdsOnItsDaysOnly() {
        Scene scene = new Scene()
                .rule(Scope.STATION, RuleType.MAX_CREDIT_MS, "{\"maxMs\": 30000}", Severity.WARN)
                .until(LocalDate.of(2026, 6, 3))
                .rule(RuleType.MAX_CREDIT_MS, "{}")
                .at("2026-06-03T23:59", Scene.credit(30_000))
                .at("2026-06-04T00:00", Scene.credit(30_000));

        assertThat(scene.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.day()).isEqualTo(LocalDate.of(2026, 6, 4)));
    }

    @ParameterizedTest
    @EnumSource(RuleType.class)
    void emptyBreak_isInConflictWithNothing(RuleType type) {
        String params = switch (type) {
            case DAYPART_BAN -> "{\"category\": \"A1\", \"from\": \"06:00\", \"to\": \"22:00\"}";
            case BLACKOUT -> "{\"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2027-01-01T00:00:00Z\"}";
            default -> "{}";
        };

        assertThat(judged(type, params)).isEmpty();
    }
}
