package org.scruffy.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;

class AskedQuestionsTest {

    private static final AskedQuestions.Reader ADA = new AskedQuestions.Reader("ada", Set.of(), false);

    private final HandClock clock = new HandClock();
    private Database database;
    private AskedQuestions questions;

    @BeforeEach
    void open() throws SQLException {
        database = FreshDatabase.open();
        questions = new AskedQuestions(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsAskedAgain_comesFirstAgain() {
        AskedQuestion slow = questions.note("ada", "", "f=slow", "Slow ones");
        clock.forward(Duration.ofMinutes(1));
        AskedQuestion failed = questions.note("ada", "", "f=failed", "Failed ones");
        clock.forward(Duration.ofMinutes(1));
        AskedQuestion again = questions.note("ada", "", "f=slow", "Slow ones");
        AskedQuestion other = questions.note("bob", "", "f=slow", "Slow ones");

        assertThat(again.id()).isEqualTo(slow.id());
        assertThat(questions.latest(ADA, "ada", "", 10)).containsExactly(again, failed);
        assertThat(questions.latest(ADA, "", "", 1)).containsExactly(other);
    }

    @Test
    void whatKeepsItsAnswer_staysAsItWas() {
        AskedQuestion kept = questions.keep("ada", "", "f=slow", "Slow ones", "{\"rows\":[]}");
        clock.forward(Duration.ofDays(91));
        AskedQuestion noted = questions.note("ada", "", "f=slow", "Slow ones");

        assertThat(questions.find(Long.parseLong(kept.id()))).contains(kept);
        assertThat(questions.answer(Long.parseLong(kept.id()))).isEqualTo("{\"rows\":[]}");
        assertThat(questions.answer(Long.parseLong(noted.id()))).isEmpty();
    }

    @Test
    void ofWhoeverKeepsTooMuch_theOldestGoes() {
        AskedQuestion others = questions.keep("bob", "", "", "", "{}");
        AskedQuestion noted = questions.note("ada", "", "", "");
        AskedQuestion oldest = questions.keep("ada", "", "", "", "{}");
        AskedQuestion next = questions.keep("ada", "", "", "", "{}");
        for (int i = 0; i < 99; i++) {
            questions.keep("ada", "", "", "", "{}");
        }
        assertThat(questions.latest(ADA, "", "", 200))
                .hasSize(102)
                .contains(others, noted, next)
                .doesNotContain(oldest);

        questions.remove(Long.parseLong(next.id()));
        assertThat(questions.latest(ADA, "", "", 200)).hasSize(101).doesNotContain(next);
    }

    @Test
    void whatIsOnlyNoted_goesAfterNinetyDays() {
        AskedQuestion old = questions.note("ada", "", "f=old", "Old ones");
        clock.forward(Duration.ofDays(91));
        questions.note("ada", "", "f=new", "New ones\0");
        assertThat(questions.find(Long.parseLong(old.id()))).isEmpty();
        assertThat(questions.latest(ADA, "", "", 10))
                .extracting(AskedQuestion::words)
                .containsExactly("New ones\uFFFD");
    }

    @Test
    void whatIsAskedAtAStation_isSeenByThoseOfTheStation() {
        AskedQuestion there = questions.note("bob", "KSCF", "f=there", "There");
        clock.forward(Duration.ofMinutes(1));
        AskedQuestion elsewhere = questions.keep("bob", "KOTH", "f=elsewhere", "Elsewhere", "{}");
        clock.forward(Duration.ofMinutes(1));
        AskedQuestion nowhere = questions.note("bob", "", "f=nowhere", "Nowhere");
        AskedQuestions.Reader member = new AskedQuestions.Reader("ada", Set.of("KSCF"), false);
        AskedQuestions.Reader everywhere = new AskedQuestions.Reader("ada", Set.of(), true);
        AskedQuestions.Reader self = new AskedQuestions.Reader("bob", Set.of(), false);

        assertThat(questions.latest(member, "", "", 10)).containsExactly(nowhere, there);
        assertThat(questions.latest(member, "", "KSCF", 10)).containsExactly(there);
        assertThat(questions.latest(member, "bob", "KOTH", 10)).isEmpty();
        assertThat(questions.latest(everywhere, "", "", 10)).containsExactly(nowhere, elsewhere, there);
        assertThat(questions.latest(self, "bob", "", 10)).containsExactly(nowhere, elsewhere, there);
        assertThat(member.sees(there)).isTrue();
        assertThat(member.sees(nowhere)).isTrue();
        assertThat(member.sees(elsewhere)).isFalse();
        assertThat(everywhere.sees(elsewhere)).isTrue();
        assertThat(self.sees(elsewhere)).isTrue();
        assertThat(questions.note("bob", "KOTH", "f=there", "There"))
                .isEqualTo(new AskedQuestion(there.id(), "bob", "KOTH", clock.instant(), "f=there", "There", false));
    }
}
