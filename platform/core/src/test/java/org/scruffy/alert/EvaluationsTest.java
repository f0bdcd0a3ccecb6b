package org.scruffy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.Heard;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.database.Sql;
import org.scruffy.plugin.NotRepeated;
import org.scruffy.plugin.Retries;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Queries;

class EvaluationsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HandClock clock = new HandClock();
    private final Known known = new Known();
    private Database database;
    private Alerts alerts;
    private Triggers triggers;
    private Slos slos;
    private Evaluations evaluations;
    private final Heard heard = new Heard();

    /** Answers by hand: the numbers of groups, and what it was asked. */
    private static final class Known extends Queries {
        final Map<String, Number> byRoute = new LinkedHashMap<>();
        final Map<Duration, double[]> served = new LinkedHashMap<>();
        final List<Query> asked = new ArrayList<>();
        boolean broken;
        int breaks;
        Runnable whenAsked = () -> {};

        Known() {
            super(null);
        }

        @Override
        public Result ask(Query query) {
            asked.add(query);
            whenAsked.run();
            if (breaks-- > 0) {
                throw new IllegalStateException("out of order");
            }
            if (broken) {
                throw new BadQuery("breakdowns[0]", "'route'", "a column that some event has");
            }
            List<Result.Row> rows = new ArrayList<>();
            if (query.calculations().get(0).name().equals(Specification.ALL)) {
                double[] now = served.getOrDefault(Duration.between(query.from(), query.to()), new double[] {0, 0});
                rows.add(new Result.Row(
                        Map.of(), Map.of(Specification.ALL, now[0], Specification.GOOD, now[1]), Map.of()));
            }
            byRoute.forEach((route, number) -> rows.add(new Result.Row(
                    route.isEmpty() ? Map.of() : Map.of("route", route),
                    number == null
                            ? Map.of()
                            : Map.of(query.calculations().get(0).label(), number),
                    Map.of())));
            return new Result(rows, Result.Row.NOTHING, Result.Row.NOTHING, List.of(), List.of(), rows.size());
        }
    }

    @BeforeEach
    void open() throws SQLException {
        database = FreshDatabase.open();
        // without those that everybody begins with
        database.change(em -> {
            new Sql(em).run("DELETE FROM alert_trigger");
            new Sql(em).run("DELETE FROM slo");
        });
        alerts = new Alerts(database, clock);
        triggers = new Triggers(database, alerts, clock);
        slos = new Slos(database, alerts, clock);
        evaluations = new Evaluations(triggers, slos, alerts, known, heard, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsDoneOverAndOver_isARoutine() {
        Routines routines = new Routines(clock);
        evaluations.start(this, routines, new Retries(routines));
        evaluations.stop();

        assertThat(routines.all())
                .extracting(Routines.Routine::name)
                .containsExactly("alert retention", "evaluate objective", "evaluate trigger");
    }

    @Test
    void objectives_areLookedAtByTheirOwnRoutine() throws InterruptedException {
        long id = Long.parseLong(slos.create(whole()).id());
        Routines routines = new Routines(clock);
        evaluations.start(this, routines, new Retries(routines));
        assertThat(routines.run("evaluate objective")).isTrue();
        for (int i = 0; i < 200 && slos.find(id).orElseThrow().checked().isEmpty(); i++) {
            Thread.sleep(50);
        }
        evaluations.stop();
        assertThat(slos.find(id).orElseThrow().checked()).contains(clock.instant());
    }

    private static Trigger.Said slow(int exceededLimit) {
        return new Trigger.Said(
                "Slow",
                "",
                "*",
                "{\"calculations\":[{\"op\":\"P95\",\"column\":\"duration_ms\"}],\"breakdowns\":[\"route\"]}",
                Filter.Op.GREATER,
                1000,
                MINUTE,
                Duration.ofMinutes(5),
                exceededLimit,
                true,
                List.of());
    }

    private void look(Object... routesAndNumbers) {
        known.byRoute.clear();
        for (int i = 0; i < routesAndNumbers.length; i += 2) {
            known.byRoute.put((String) routesAndNumbers[i], (Number) routesAndNumbers[i + 1]);
        }
        clock.forward(MINUTE);
        evaluations.lookAtTriggers();
        evaluations.lookAtObjectives();
    }

    private List<String> firing() {
        return alerts.latest(Set.of("*"), 100).stream()
                .filter(alert -> alert.ended().isEmpty())
                .map(Alert::group)
                .toList();
    }

    @Test
    void eachGroup_firesAndIsOverByItself() {
        Trigger trigger = triggers.create(slow(1));
        look("/week", 1500.0, "/board", 1000.0);
        assertThat(firing()).containsExactly("/week");
        assertThat(triggers.find(Long.parseLong(trigger.id())).orElseThrow().firing())
                .contains(clock.instant());

        look("/week", 1200.0, "/board", 3000.0);
        assertThat(firing()).containsExactlyInAnyOrder("/week", "/board");

        look("/board", 2000.0);
        assertThat(firing()).containsExactly("/board");
        assertThat(alerts.latest(Set.of("*"), 100))
                .filteredOn(alert -> alert.group().equals("/week"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.words()).isEqualTo("P95(duration_ms) is 1.5 s, > 1 s within 5 min");
                    assertThat(alert.ended()).contains(clock.instant());
                });
    }

    @Test
    void aGroup_firesOnlyWhenItWasBeyondOftenEnoughInARow() {
        triggers.create(slow(3));
        look("/week", 1500.0);
        look("/week", 1500.0);
        look("/week", 900.0);
        look("/week", 1500.0);
        look("/week", 1500.0);
        assertThat(firing()).isEmpty();
        look("/week", 1500.0);
        assertThat(firing()).containsExactly("/week");
    }

    @Test
    void whatCannotBeAnswered_neitherBeginsNorEnds() {
        Trigger trigger = triggers.create(slow(1));
        look("/week", 1500.0);
        known.broken = true;
        look();
        assertThat(firing()).containsExactly("/week");
        assertThat(triggers.find(Long.parseLong(trigger.id())).orElseThrow().problem())
                .isEqualTo("No event has had the column 'route' yet");
        List<Map<String, Object>> looks = heard.of("evaluate trigger");
        assertThat(looks.get(looks.size() - 1))
                .as("nothing is wrong with the job")
                .containsEntry("waits", "No event has had the column 'route' yet")
                .doesNotContainKey("error");
    }

    @Test
    void aName_thatNoIndexTakesIsShortened() {
        Trigger trigger = triggers.create(slow(1));
        String endless = "é\0".repeat(5_000);
        look(endless + "a", 1500.0, endless + "b", 1500.0, "x", 1500.0, "x\0", 1500.0, "x\uFFFD", 1700.0);
        assertThat(triggers.find(Long.parseLong(trigger.id())).orElseThrow().problem())
                .isEmpty();
        assertThat(firing())
                .hasSize(4)
                .contains("x", "x\uFFFD")
                .allSatisfy(name -> assertThat(name).hasSizeLessThan(600));
        look(endless + "a", 1500.0, endless + "b", 1500.0, "x", 1500.0, "x\uFFFD", 1700.0);
        assertThat(alerts.latest(Set.of("*"), 10)).hasSize(4);
    }

    @Test
    void whatBreaks_isNotedAndHoldsUpNobodyElse() {
        triggers.create(slow(1));
        triggers.create(slow(1));
        known.breaks = 1;
        look("/week", 1500.0);
        assertThat(firing()).containsExactly("/week");
        assertThat(triggers.all())
                .extracting(Trigger::problem)
                .containsExactlyInAnyOrder(
                        "", "It could not be looked at: java.lang.IllegalStateException: out of order");
    }

    @Test
    void whatFires_goesOnFiringWhenItsTriggerIsChanged() {
        Trigger trigger = triggers.create(slow(2));
        look("/week", 1500.0, "/board", 1500.0);
        look("/week", 1500.0, "/board", 1500.0);
        triggers.change(Long.parseLong(trigger.id()), slow(2), trigger.updated());
        look("/week", 1500.0);
        assertThat(firing()).containsExactly("/week");
        look("/week", 1500.0);
        assertThat(alerts.latest(Set.of("*"), 10)).hasSize(2);
    }

    @Test
    void ofTooManyGroups_theWorstFire() {
        Trigger trigger = triggers.create(slow(1));
        Object[] many = new Object[2_000];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = "/" + i;
            many[i + 1] = 1500.0;
        }
        look(many);
        assertThat(known.asked.get(0).orders()).containsExactly(new Order("P95(duration_ms)", true));
        assertThat(triggers.find(Long.parseLong(trigger.id())).orElseThrow().problem())
                .contains("only the worst 1000 fire");
        assertThat(alerts.firing(Set.of("*"))).isEqualTo(1_000);
    }

    @Test
    void aTrigger_doesNotWaitForAllObjectives() {
        slos.create(whole());
        slos.create(whole());
        known.whenAsked = () -> { // while the first objective is looked at
            known.whenAsked = () -> {};
            triggers.create(slow(1));
        };
        look();
        assertThat(known.asked)
                .extracting(query -> query.calculations().get(0).label())
                .containsExactly("total", "total", "P95(duration_ms)", "total", "total");
    }

    @Test
    void aTrigger_isLookedAtWhenItIsDueAndByOneNode() {
        triggers.create(slow(1));
        look();
        assertThat(known.asked).hasSize(1);
        assertThat(known.asked.get(0).to()).isEqualTo(clock.instant());
        assertThat(Duration.between(
                        known.asked.get(0).from(), known.asked.get(0).to()))
                .isEqualTo(Duration.ofMinutes(5));
        new Evaluations(triggers, slos, alerts, known, heard, clock).lookAtTriggers();
        assertThat(known.asked).hasSize(1);
    }

    @Test
    void whatIsInfinite_isTheLargestNumber() {
        triggers.create(slow(1));
        look("/week", Double.POSITIVE_INFINITY);
        assertThat(alerts.latest(Set.of("*"), 1).get(0).value()).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void whereNothingIs_itsCountIsNoneAndOfAllElseThereIsNoNumber() {
        for (String calculation : List.of("{\"op\":\"COUNT\"}", "{\"op\":\"MAX\",\"column\":\"duration_ms\"}")) {
            triggers.create(new Trigger.Said(
                    calculation,
                    "",
                    "*",
                    "{\"calculations\":[" + calculation + "]}",
                    Filter.Op.LESS,
                    1,
                    MINUTE,
                    MINUTE,
                    1,
                    true,
                    List.of()));
        }
        look("", null);
        assertThat(alerts.latest(Set.of("*"), 10))
                .extracting(Alert::words)
                .containsExactly("COUNT is 0, < 1 within 1 min");
    }

    @Test
    void fewerThanAgreed_includesNone() {
        triggers.create(new Trigger.Said(
                "Nobody asks",
                "",
                "*",
                "{\"calculations\":[{\"op\":\"COUNT\"}]}",
                Filter.Op.LESS,
                1,
                MINUTE,
                MINUTE,
                1,
                true,
                List.of()));
        look("", 0);
        assertThat(firing()).containsExactly("");
        assertThat(known.asked.get(0).orders()).containsExactly(new Order("COUNT", false));
    }

    @Test
    void whatIsSwitchedOffOrDeleted_firesNoMore() {
        Trigger one = triggers.create(slow(1));
        Trigger other = triggers.create(slow(1));
        look("/week", 1500.0);
        assertThat(firing()).hasSize(2);
        Trigger.Said said = one.said();
        triggers.change(
                Long.parseLong(one.id()),
                new Trigger.Said(
                        said.name(),
                        "",
                        "*",
                        said.specification(),
                        said.op(),
                        1000,
                        MINUTE,
                        MINUTE,
                        1,
                        false,
                        List.of()),
                one.updated());
        triggers.delete(Long.parseLong(other.id()));
        assertThat(firing()).isEmpty();
        assertThat(alerts.latest(Set.of("*"), 10)).hasSize(2);
    }

    private static Trigger.Said switchedOff(Trigger.Said said) {
        return new Trigger.Said(
                said.name(),
                said.description(),
                said.station(),
                said.specification(),
                said.op(),
                said.threshold(),
                said.every(),
                said.window(),
                said.exceededLimit(),
                false,
                said.recipients());
    }

    @Test
    void whatIsSwitchedOff_isNotLookedAt() {
        triggers.create(switchedOff(slow(1)));
        look("/week", 1500.0);
        assertThat(known.asked).isEmpty();
    }

    @Test
    void whatIsSwitchedOffWhileItIsLookedAt_doesNotFire() {
        Trigger trigger = triggers.create(slow(1));
        known.whenAsked = () -> triggers.change(Long.parseLong(trigger.id()), switchedOff(slow(1)), trigger.updated());
        look("/week", 1500.0);
        assertThat(known.asked).hasSize(1);
        assertThat(firing()).isEmpty();
    }

    @Test
    void aTrigger_isLookedAtAsOftenAsItSays() {
        triggers.create(slow(1));
        look();
        clock.forward(MINUTE.minusSeconds(1));
        evaluations.lookAtTriggers();
        assertThat(known.asked).hasSize(1);
        clock.forward(Duration.ofSeconds(1));
        evaluations.lookAtTriggers();
        assertThat(known.asked).hasSize(2);
    }

    @Test
    void whatIsChanged_isCountedAnew() {
        Trigger trigger = triggers.create(slow(2));
        look("/week", 1500.0);
        triggers.change(Long.parseLong(trigger.id()), slow(2), trigger.updated());
        look("/week", 1500.0);
        assertThat(firing()).isEmpty();
        look("/week", 1500.0);
        assertThat(firing()).containsExactly("/week");
    }

    @Test
    void aDeletedObjective_firesNoMore() {
        Slo slo = slos.create(whole(new Slo.BurnAlert(Slo.Burn.EXHAUSTION_TIME, 4, Duration.ofHours(1))));
        known.served.put(Duration.ofDays(10), new double[] {10_000, 9_850});
        known.served.put(Duration.ofHours(1), new double[] {100, 98});
        look();
        assertThat(alerts.latest(Set.of("*"), 10)).singleElement().satisfies(alert -> {
            assertThat(alert.value())
                    .as("hours until an overspent budget is gone")
                    .isZero();
            assertThat(alert.ended()).isEmpty();
        });
        slos.delete(Long.parseLong(slo.id()));
        assertThat(firing()).isEmpty();
        assertThat(alerts.latest(Set.of("*"), 10)).hasSize(1);
    }

    private static Slo.Said whole(Slo.BurnAlert... burns) {
        return new Slo.Said(
                "Spot-seconds aired whole",
                "",
                "*",
                "{\"filters\":[{\"column\":\"name\",\"op\":\"=\",\"value\":\"spot aired\"}]}",
                "{\"filters\":[{\"column\":\"spot.whole\",\"op\":\"=\",\"value\":true}]}",
                "spot.planned_seconds",
                99.0,
                10,
                List.of(burns),
                List.of());
    }

    @Test
    void anObjective_countsWhatItsColumnWeighs() {
        Slo slo = slos.create(whole());
        known.served.put(Duration.ofDays(10), new double[] {10_000, 9_950});
        known.served.put(Duration.ofHours(1), new double[] {100, 98});
        look();
        Budget budget = slos.find(Long.parseLong(slo.id())).orElseThrow().budget();
        assertThat(budget.left()).isCloseTo(0.5, within(1e-9));
        assertThat(budget.reached()).isCloseTo(99.5, within(1e-9));
        assertThat(budget.burnRate()).isCloseTo(2, within(1e-9));
        assertThat(known.asked.get(0).calculations())
                .extracting(Calculation::op, Calculation::column)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(Calculation.Op.SUM, "spot.planned_seconds"));
        assertThat(known.asked.get(0).calculations().get(1).filters())
                .containsExactly(Filter.of("spot.whole", Filter.Op.EQUAL, true));
    }

    @Test
    void aBudget_thatGoesTooFastFires() {
        slos.create(whole(
                new Slo.BurnAlert(Slo.Burn.EXHAUSTION_TIME, 60, Duration.ofHours(2)),
                new Slo.BurnAlert(Slo.Burn.BUDGET_RATE, 10, Duration.ofHours(3))));
        // half of it is left, for 120 h at the pace that spends it in ten days: at twice that 60 h
        known.served.put(Duration.ofDays(10), new double[] {10_000, 9_950});
        known.served.put(Duration.ofHours(2), new double[] {100, 98});
        known.served.put(Duration.ofHours(3), new double[] {100, 91});
        look();
        assertThat(alerts.latest(Set.of("*"), 10)).singleElement().satisfies(alert -> {
            assertThat(alert.group()).isEqualTo("budget gone within 60 h");
            assertThat(alert.value()).isCloseTo(60, within(1e-6));
        });

        known.served.put(Duration.ofHours(2), new double[] {100, 98.1});
        known.served.put(Duration.ofHours(3), new double[] {100, 90});
        clock.forward(Duration.ofMinutes(5));
        evaluations.lookAtTriggers();
        evaluations.lookAtObjectives();
        assertThat(firing()).containsExactly("10 % of the budget within 3 h");
    }

    @Test
    void withoutEvents_allOfTheBudgetIsThere() {
        Slo slo = slos.create(whole(new Slo.BurnAlert(Slo.Burn.EXHAUSTION_TIME, 4, Duration.ofHours(1))));
        look();
        assertThat(slos.find(Long.parseLong(slo.id())).orElseThrow().budget().left())
                .isEqualTo(1);
        assertThat(firing()).isEmpty();
    }

    @Test
    void withoutEventsOfLate_theBudgetDoesNotBurn() {
        Slo slo = slos.create(whole());
        known.served.put(Duration.ofDays(10), new double[] {10_000, 9_950});
        look();
        assertThat(slos.find(Long.parseLong(slo.id())).orElseThrow().budget().burnRate())
                .isZero();
    }

    @Test
    void whatIsOver_isRememberedForNinetyDays() {
        triggers.create(slow(1));
        look("/week", 1500.0);
        look();
        clock.forward(Duration.ofDays(90));
        evaluations.forget();
        assertThat(alerts.latest(Set.of("*"), 10)).hasSize(1);

        clock.forward(Duration.ofSeconds(1));
        evaluations.forget();
        assertThat(alerts.latest(Set.of("*"), 10)).isEmpty();
    }

    @Test
    void aLookThatFailed_isRepeatedAtItsOwnTrigger_andNotWhereThatIsGone() throws InterruptedException {
        Trigger trigger = triggers.create(slow(1));
        known.breaks = 1;
        look("/week", 1500.0);
        Retries.Run failed = new Retries.Run(
                "evaluate trigger", "abc", heard.of("evaluate trigger").get(0), "olga");
        Routines routines = new Routines(clock);
        Retries retries = new Retries(routines);
        evaluations.start(this, routines, retries);

        assertThat(retries.repeat(failed).words()).startsWith("Slow is looked at");
        for (int i = 0; i < 200 && heard.of("evaluate trigger").size() < 2; i++) {
            Thread.sleep(50);
        }
        assertThat(heard.of("evaluate trigger").get(1))
                .containsEntry(Retries.OF, "abc")
                .containsEntry("beyond", 1L)
                .doesNotContainKey("error");

        triggers.delete(Long.parseLong(trigger.id()));
        assertThatThrownBy(() -> retries.repeat(failed))
                .isInstanceOf(NotRepeated.class)
                .hasMessage("There is no longer Slow, which it looked at");
        evaluations.stop();
    }

    @Test
    void number_isWrittenOutHoweverLargeItIs() {
        assertThat(List.of(Evaluations.number(14285.71), Evaluations.number(2.34567), Evaluations.number(10)))
                .containsExactly("14286", "2.346", "10");
    }
}
