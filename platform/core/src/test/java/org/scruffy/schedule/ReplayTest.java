package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.scruffy.database.NotReplayed;
import org.scruffy.database.Replay;
import org.scruffy.database.Sql;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private TestSchedule test;

    private record Took(Object answer, int statements) {}

    @BeforeAll
    void open() throws Exception {
        test = new TestSchedule(Instant.parse("2026-06-01T12:00:00Z"));
        test.take(new TestStation("KSCF", NEW_YORK, 2, "main"), MONDAY);
    }

    @AfterAll
    void close() {
        test.close();
    }

    private List<Took> ways(List<String> relations, Supplier<?> read) {
        return test.database.replay(
                MINUTE, replay -> List.of(took(replay, List.of(), read), took(replay, relations, read)));
    }

    private Took took(Replay replay, List<String> relations, Supplier<?> read) {
        return replay.by(relations, () -> {
            test.source.forget();
            Object answer = read.get();
            return new Took(answer, test.source.statements().size());
        });
    }

    private void assertFewer(List<Took> ways, int before, int after) {
        assertThat(ways).extracting(Took::statements).containsExactly(before, after);
        assertThat(ways.get(1).answer()).isEqualTo(ways.get(0).answer()).isNotEqualTo(List.of());
    }

    private long stations() {
        return test.database.read(
                em -> new Sql(em).rows("SELECT count(*) FROM station").get(0).number(0));
    }

    private ThrowingCallable replayed(Duration longest, List<String> relations, Supplier<?> read) {
        return () -> test.database.replay(longest, replay -> replay.by(relations, read));
    }

    @Test
    void week_takesAStatementForEachRelationByThoseOfItsFindings() {
        assertFewer(
                ways(
                        List.of(
                                "Timeslot.breaks",
                                "Timeslot.program",
                                "AdBreak.placements",
                                "Placement.creative",
                                "Creative.underwriter"),
                        () -> test.schedule.legacySheets("KSCF", "", MONDAY)),
                1_362,
                7);
    }

    @Test
    void breaks_takeAStatementForEachRelationToo() {
        assertFewer(
                ways(
                        List.of("AdBreak.placements", "Placement.creative", "Creative.underwriter"),
                        () -> test.schedule.legacyBreaks("KSCF", "", MONDAY)),
                690,
                5);
    }

    @Test
    void spots_takeAStatementForEachRelationToOne() {
        assertFewer(
                ways(
                        List.of(
                                "Placement.adBreak",
                                "AdBreak.slot",
                                "Timeslot.program",
                                "Placement.creative",
                                "Creative.underwriter"),
                        () -> test.schedule.legacySpots("KSCF", "", MONDAY)),
                1_362,
                7);
    }

    @Test
    void read_thatDoesNotTouchTheRelationTakesWhatItTook() {
        assertFewer(ways(List.of("Timeslot.breaks"), () -> test.schedule.weeks("KSCF", "", MONDAY)), 3, 3);
    }

    @Test
    void ways_seeTheSameStateAndLeaveItAsItIs() {
        List<Long> seen = test.database.replay(MINUTE, replay -> {
            long before = replay.by(List.of(), this::stations);
            test.schedule.addStation("KNEW", "New", NEW_YORK);
            return List.of(before, replay.by(List.of("Timeslot.breaks"), this::stations));
        });

        assertThat(seen).containsExactly(1L, 1L);
        assertThat(stations()).isEqualTo(2);
    }

    @Test
    void read_thatChangesSomethingIsStoppedAndChangesNothing() {
        Supplier<?> read = () -> {
            try {
                test.schedule.addStation("KBAD", "Bad", NEW_YORK);
            } catch (PersistenceException e) {
                // as a resource that answers every exception
            }
            return "";
        };

        assertThatThrownBy(replayed(MINUTE, List.of(), read))
                .isInstanceOf(NotReplayed.class)
                .hasMessageContaining("changes something");
        assertThat(test.database.<Long>read(em -> new Sql(em)
                        .rows("SELECT count(*) FROM station WHERE call_sign = 'KBAD'")
                        .get(0)
                        .number(0)))
                .isZero();
    }

    @Test
    void whatStopsARead_isSaidWhateverTheReadMakesOfIt() {
        Supplier<?> read = () -> {
            try {
                test.schedule.addStation("KBAD", "Bad", NEW_YORK);
            } catch (RuntimeException e) {
                throw new IllegalStateException("as a container whose answer has begun", e);
            }
            return "";
        };

        assertThatThrownBy(replayed(MINUTE, List.of(), read))
                .isInstanceOf(NotReplayed.class)
                .hasMessageContaining("changes something");
    }

    @Test
    void read_goesOnUntilSomebodyStopsIt() {
        assertThatThrownBy(() -> test.database.replay(
                        MINUTE,
                        replay -> replay.by(List.of(), () -> {
                            replay.goOn();
                            replay.stop("It is too much");
                            assertThatThrownBy(replay::goOn).hasMessage("It is too much");
                            assertThatThrownBy(this::stations).hasStackTraceContaining("It is too much");
                            return "";
                        })))
                .isInstanceOf(NotReplayed.class)
                .hasMessage("It is too much");
    }

    @Test
    void statement_thatBeginsLateHasTheTimeThatIsLeft() {
        long start = System.nanoTime();
        Supplier<?> read = () -> test.database.read(em -> {
            Sql sql = new Sql(em);
            sql.rows("SELECT CAST(pg_sleep(2.5) AS text)");
            return sql.rows("SELECT CAST(pg_sleep(9) AS text)");
        });

        assertThatThrownBy(replayed(Duration.ofSeconds(3), List.of(), read))
                .isInstanceOf(NotReplayed.class)
                .hasMessageContaining("longer than a replay may");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(4_800));
    }

    @Test
    void read_thatTakesTooLongIsStopped() {
        assertThatThrownBy(replayed(
                        Duration.ofMillis(50), List.of(), () -> test.schedule.legacySheets("KSCF", "", MONDAY)))
                .isInstanceOf(NotReplayed.class)
                .hasMessageContaining("longer than a replay may");
    }

    @Test
    void replay_waitsForNoOther() {
        ThrowingCallable another = replayed(MINUTE, List.of(), () -> "");

        String why =
                test.database.replay(MINUTE, replay -> catchThrowable(another).getMessage());

        assertThat(why).startsWith("Something else is read again just now");
        assertThatCode(another).doesNotThrowAnyException();
    }

    @Test
    void relation_thatIsNotOursIsNamed() {
        for (String strange : List.of("Owner.pets", "Timeslot.pets", "Timeslot.source", "Timeslot")) {
            assertThatThrownBy(replayed(MINUTE, List.of("Timeslot.breaks", strange), () -> ""))
                    .isInstanceOf(NotReplayed.class)
                    .hasMessage(strange + " is no relation of ours");
        }
    }
}
