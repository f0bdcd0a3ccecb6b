package org.scruffy.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.Silence;
import org.scruffy.database.Sql;
import org.scruffy.desk.EditRefused.Because;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.Schedule;
import org.scruffy.schedule.TestSchedule;
import org.scruffy.schedule.TestStation;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Spot;

class DeskTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Editor ANNA = new Editor("anna", false);

    private TestSchedule test;
    private Schedule schedule;
    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        test = new TestSchedule(NOW);
        schedule = test.schedule;
        desk = new Desk(test.database, test.clock(), new Silence(), test.event(), new Rules());
    }

    @AfterEach
    void close() {
        test.close();
    }

    private List<AdBreak> tomorrow() {
        return schedule.breaks("KSCF", "main", NOW.plus(Duration.ofHours(24)), NOW.plus(Duration.ofHours(25)));
    }

    private AdBreak breakOf(String id) {
        return tomorrow().stream().filter(b -> b.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void move_appendsTheSpotRaisesTheRevisionAuditsAndTellsOthers() throws Exception {
        test.take(new TestStation("KSCF", NEW_YORK, 3, "main"), MONDAY);
        AdBreak full = tomorrow().get(0);
        AdBreak half = tomorrow().get(1);
        Spot spot = full.spots().get(0);

        Moved moved = desk.move(ANNA, spot.id(), half.id(), null);

        assertThat(breakOf(full.id()).spots()).containsExactly(full.spots().get(1));
        assertThat(breakOf(half.id()).spots()).containsExactly(half.spots().get(0), spot);
        assertThat(schedule.revision("KSCF", "main", MONDAY)).isEqualTo(2);
        assertThat(test.changes).singleElement().satisfies(change -> {
            assertThat(change.feed()).isEqualTo("main");
            assertThat(change.monday()).contains(MONDAY);
            assertThat(change.revision()).isEqualTo(2);
            assertThat(change.actor()).isEqualTo("anna");
            assertThat(change.label()).isEqualTo("move spot");
        });
        assertThat(test.column("SELECT actor || ' ' || action || ' ' || entity || ' ' || (before ->> 'break_id') || ' '"
                        + " || (after ->> 'break_id') || ' ' || trace_id FROM audit_entry WHERE entity_id = "
                        + spot.id()))
                .containsExactly(
                        "anna change spot " + full.id() + " " + half.id() + " 0123456789abcdef0123456789abcdef");

        desk.move(ANNA, spot.id(), moved.fromBreakId(), moved.fromPosition());
        assertThat(breakOf(full.id()).spots()).isEqualTo(full.spots());
        assertThat(breakOf(half.id()).spots()).isEqualTo(half.spots());
    }

    @Test
    void audit_cannotBeChanged() throws Exception {
        test.take(new TestStation("KSCF", NEW_YORK, 3, "main"), MONDAY);
        desk.move(ANNA, tomorrow().get(0).spots().get(1).id(), tomorrow().get(2).id(), null);

        assertThatThrownBy(() -> test.database.change(em -> new Sql(em).run("UPDATE audit_entry SET actor = 'bob'")))
                .hasStackTraceContaining("append-only");
        assertThatThrownBy(() -> test.database.change(em -> new Sql(em).run("DELETE FROM audit_entry")))
                .hasStackTraceContaining("append-only");
        assertThat(test.column("SELECT actor FROM audit_entry")).containsExactly("anna");
    }

    @Test
    void move_isRefusedWhereItDoesNotFitAndLeavesEverything() throws Exception {
        test.take(new TestStation("KSCF", NEW_YORK, 3, "main"), MONDAY);
        List<AdBreak> before = tomorrow();
        Spot spot = before.get(1).spots().get(0);

        assertThatThrownBy(() -> desk.move(ANNA, spot.id(), before.get(0).id(), null))
                .isInstanceOfSatisfying(EditRefused.class, refused -> {
                    assertThat(refused.because()).isEqualTo(Because.CONFLICT);
                    assertThat(refused.conflicts())
                            .extracting(conflict -> conflict.rule())
                            .contains("OVERFULL");
                });

        assertThat(tomorrow()).isEqualTo(before);
        assertThat(schedule.revision("KSCF", "main", MONDAY)).isEqualTo(1);
        assertThat(test.changes).isEmpty();
        assertThat(test.column("SELECT actor FROM audit_entry")).isEmpty();
    }

    @Test
    void move_isRefusedIntoABreakThatHasStartedAndForWhatIsNotThere() {
        test.take(new TestStation("KSCF", NEW_YORK, 3, "main"), MONDAY);
        List<AdBreak> breaks = tomorrow();
        Spot spot = breaks.get(0).spots().get(0);
        String target = breaks.get(1).id();

        assertRefused(Because.UNKNOWN, () -> desk.move(ANNA, "4711000", target, null));
        assertRefused(Because.UNKNOWN, () -> desk.move(ANNA, "x", target, null));
        assertRefused(Because.UNKNOWN, () -> desk.move(ANNA, spot.id(), "4711000", null));
        test.now = breaks.get(1).start();
        assertRefused(Because.STARTED, () -> desk.move(ANNA, spot.id(), target, null));
    }

    private static void assertRefused(Because why, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        EditRefused.class,
                        refused -> assertThat(refused.because())
                                .as(refused.getMessage())
                                .isEqualTo(why));
    }

    @Test
    void move_ofTwoIntoTheLastThirtySecondsExactlyOneWins() throws Exception {
        test.take(new TestStation("KSCF", NEW_YORK, 2, "main"), MONDAY);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<AdBreak> breaks =
                    schedule.breaks("KSCF", "main", NOW.plus(Duration.ofHours(24)), NOW.plus(Duration.ofHours(44)));
            for (int round = 0; round < 20; round++) {
                AdBreak full = breaks.get(4 * round);
                AdBreak half = breaks.get(4 * round + 1);
                AdBreak otherFull = breaks.get(4 * round + 2);
                CyclicBarrier together = new CyclicBarrier(2);
                List<Future<Boolean>> answers = threads.invokeAll(List.of(
                        attempt(
                                together,
                                () -> desk.move(ANNA, full.spots().get(0).id(), half.id(), null)),
                        attempt(
                                together,
                                () -> desk.move(ANNA, otherFull.spots().get(0).id(), half.id(), null))));
                assertThat(answers.stream().map(DeskTest::won)).containsExactlyInAnyOrder(true, false);
                assertThat(schedule.breaks(
                                        "KSCF",
                                        "main",
                                        half.start(),
                                        half.start().plusSeconds(1))
                                .get(0)
                                .spots())
                        .hasSize(2);
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Callable<Boolean> attempt(CyclicBarrier together, Callable<?> work) {
        return () -> {
            together.await(30, TimeUnit.SECONDS);
            try {
                work.call();
                return true;
            } catch (EditRefused e) {
                return false;
            }
        };
    }

    private static boolean won(Future<Boolean> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
