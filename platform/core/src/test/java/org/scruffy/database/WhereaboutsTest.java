package org.scruffy.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhereaboutsTest {

    private static final Caller ONE = new Caller("org.scruffy.schedule.Schedule", "weeks", 81);
    private static final Caller OTHER = new Caller("org.scruffy.desk.Scope", "days", 139);

    private final Whereabouts whereabouts = new Whereabouts(() -> this.nanos);
    private long nanos = System.nanoTime();
    private long pace = Whereabouts.REST.toNanos();
    private int looks;

    private Optional<Caller> ask(String sql, Caller really) {
        return ask(sql, "/api/week", really);
    }

    private Optional<Caller> ask(String sql, String entry, Caller really) {
        nanos += pace;
        return whereabouts.of(sql, entry, () -> {
            looks++;
            return Optional.ofNullable(really);
        });
    }

    private void askOften(String sql, Caller really, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(ask(sql, really)).isEqualTo(Optional.ofNullable(really));
        }
    }

    @Test
    void statementOfOneLine_isLookedForNowAndThen() {
        askOften("SELECT 1", ONE, Whereabouts.SURE);
        assertThat(looks).isEqualTo(Whereabouts.SURE);

        askOften("SELECT 1", ONE, 10 * Whereabouts.SURE);
        assertThat(looks).isEqualTo(Whereabouts.SURE + 10);
    }

    @Test
    void statementThatIsSentVeryOften_isLookedForOnceASecond() {
        pace = Whereabouts.REST.toNanos() / 1_000;
        askOften("SELECT 1", ONE, Whereabouts.SURE);
        looks = 0;

        askOften("SELECT 1", ONE, 10_000);

        assertThat(looks).isBetween(9, 10);
    }

    @Test
    void requestsOfOneKind_doNotAnswerForThoseOfAnother() {
        askOften("SELECT 1", ONE, 100 * Whereabouts.SURE);

        for (int i = 0; i < 100 * Whereabouts.SURE; i++) {
            assertThat(ask("SELECT 1", "/seldom.xhtml", OTHER)).contains(OTHER);
        }
    }

    @Test
    void statementOfNobodys_isLookedForNowAndThenToo() {
        askOften("SELECT 1", null, 11 * Whereabouts.SURE);
        assertThat(looks).isEqualTo(Whereabouts.SURE + 10);
    }

    @Test
    void statementOfAnotherLineToo_isSoonLookedForEachTime() {
        askOften("SELECT 1", ONE, 5 * Whereabouts.SURE);

        int wrong = 0;
        for (int i = 0; i < 10 * Whereabouts.SURE; i++) {
            wrong += ask("SELECT 1", i % 2 == 0 ? OTHER : ONE).equals(Optional.of(i % 2 == 0 ? OTHER : ONE)) ? 0 : 1;
        }

        assertThat(wrong).isLessThanOrEqualTo(2 * Whereabouts.SURE);
        looks = 0;
        askOften("SELECT 1", OTHER, 100);
        assertThat(looks).isEqualTo(100);
    }

    @Test
    void statementsAreKnownApart() {
        askOften("SELECT 1", ONE, 2 * Whereabouts.SURE);

        assertThat(ask("SELECT 2", OTHER)).contains(OTHER);
    }

    @Test
    void statementsBeyondTheMost_areLookedForEachTime() {
        for (int i = 0; i < Whereabouts.MOST; i++) {
            ask("SELECT " + i, ONE);
        }
        looks = 0;

        askOften("SELECT 'one more'", OTHER, 100);

        assertThat(looks).isEqualTo(100);
    }
}
