package org.scruffy.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Filter;

class InExploreTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.25Z");

    private static Trigger.Said trigger(Filter.Op op, String specification) {
        return new Trigger.Said(
                "Slow",
                "",
                "*",
                specification.replace('\'', '"'),
                op,
                1_000,
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                1,
                true,
                List.of());
    }

    private static Slo.Said slo(String qualifying, String good) {
        return new Slo.Said(
                "Good",
                "",
                "*",
                qualifying.replace('\'', '"'),
                good.replace('\'', '"'),
                "",
                99,
                28,
                List.of(new Slo.BurnAlert(Slo.Burn.BUDGET_RATE, 10, Duration.ofMinutes(30))),
                List.of());
    }

    /** The parameters in their order, without what all have. */
    private static List<String> asked(String address) {
        assertThat(address).startsWith("explore.xhtml?view=all&live=off&");
        return Stream.of(address.substring(address.indexOf("from=")).split("&"))
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void aTrigger_isAskedAgain_ofTheGroupAndTheTimeThatFired() {
        String address = InExplore.of(
                trigger(
                        Filter.Op.GREATER,
                        "{'calculations':[{'op':'P95','column':'duration_ms'}],'breakdowns':['http.route'],"
                                + "'filters':[{'column':'station','op':'in','value':['K, A','KSCF']},{'column':'error','op':'exists'}],"
                                + "'calculated_fields':[{'name':'slow','expression':'GT($duration_ms, 5)'}]}"),
                "/week, all",
                NOON);
        assertThat(asked(address))
                .containsExactly(
                        "from=2026-11-24T11:50:00Z",
                        "to=2026-11-24T12:00:01Z",
                        "made=slow|GT($duration_ms, 5)",
                        "f=station|in|\"K, A\", \"KSCF\"",
                        "f=error|exists|",
                        "f=http.route|=|/week, all",
                        "c=P95|duration_ms",
                        "sort=P95(duration_ms)",
                        "by=http.route");
    }

    @Test
    void aTriggerWithoutGroups_isAskedWithoutThem_theLeastFirstWhereLittleIsWrong() {
        String address = InExplore.of(
                trigger(
                        Filter.Op.LESS,
                        "{'calculations':[{'op':'COUNT','name':'ours','filters':[{'column':'a','op':'=','value':1}]}],"
                                + "'filter_combination':'OR','filters':[{'column':'b','op':'starts-with','value':'x'},"
                                + "{'column':'c','op':'does-not-exist'}]}"),
                "",
                NOON);
        assertThat(asked(address).subList(2, 9))
                .containsExactly(
                        "made=alert.about|OR(STARTS_WITH(STRING($b), \"x\"), NOT(EXISTS($c)))",
                        "f=alert.about|=|true",
                        "f=a|=|1",
                        "c=COUNT",
                        "sort=COUNT",
                        "order=ascending",
                        "by=");
    }

    @Test
    void whatATriggerWatches_isAskedOfTheTimeThatThePageShows_withItsOr() {
        String address = InExplore.of(
                trigger(
                        Filter.Op.GREATER,
                        "{'calculations':[{'op':'COUNT'}],'filter_combination':'OR',"
                                + "'filters':[{'column':'a','op':'=','value':1},{'column':'b','op':'exists'}]}"),
                NOON);
        assertThat(address)
                .isEqualTo("explore.xhtml?view=all&f=a%7C%3D%7C1&f=b%7Cexists%7C&any=on&c=COUNT&sort=COUNT&by=");
    }

    @Test
    void whatCountsForAnObjective_isAskedWithItsOr() {
        Slo.Said said = slo(
                "{'filters':[{'column':'a','op':'=','value':1},{'column':'b','op':'exists'}],'filter_combination':'OR'}",
                "{}");
        Instant noon = NOON.truncatedTo(ChronoUnit.HOURS);
        assertThat(asked(InExplore.counted(said, noon.minus(Duration.ofDays(1)), noon)))
                .containsExactly(
                        "from=2026-11-23T12:00:00Z",
                        "to=2026-11-24T12:00:00Z",
                        "f=a|=|1",
                        "f=b|exists|",
                        "any=on",
                        "tab=events");
    }

    @Test
    void ofSeveralColumns_theirValuesAreAskedFor_unlessACommaIsInOne() {
        Trigger.Said said =
                trigger(Filter.Op.GREATER, "{'calculations':[{'op':'COUNT'}],'breakdowns':['station','feed']}");
        assertThat(asked(InExplore.of(said, "KSCF, (not there)", NOON)))
                .contains("f=station|=|KSCF", "f=feed|does-not-exist|");
        assertThat(asked(InExplore.of(said, "KSCF, main, 2", NOON))).noneMatch(part -> part.startsWith("f="));
    }

    @Test
    void whatFailedAnObjective_qualifiesAndIsNotGood() {
        Slo.Said said = slo(
                "{'filters':[{'column':'kind','op':'=','value':'server'}]}",
                "{'filters':[{'column':'error','op':'!=','value':true},{'column':'duration_ms','op':'<','value':500}]}");
        assertThat(asked(InExplore.failing(said, "10 % of the budget within 30 min", NOON)))
                .containsExactly(
                        "from=2026-11-24T11:30:00Z",
                        "to=2026-11-24T12:00:01Z",
                        "f=kind|=|server",
                        "made=objective.good|AND(NOT(EQUALS($error, true)), LT($duration_ms, 500))",
                        "f=objective.good|=|false",
                        "tab=events");
        assertThat(asked(InExplore.failing(slo("{}", "{}"), "gone", NOON)))
                .as("an hour where the burn alert is gone; all of it is good")
                .containsExactly("from=2026-11-24T11:00:00Z", "to=2026-11-24T12:00:01Z", "tab=events");
    }

    @Test
    void asManyValuesAsAFilterMayHave_areAnExpressionToo() {
        String values =
                IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(","));
        Slo.Said said = slo("{}", "{'filters':[{'column':'status','op':'in','value':[" + values + "]}]}");
        assertThat(asked(InExplore.failing(said, "gone", NOON)))
                .contains("made=objective.good|AND(IN($status, " + values.replace(",", ", ") + "))");
    }
}
