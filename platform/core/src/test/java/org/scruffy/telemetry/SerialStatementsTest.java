package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;

class SerialStatementsTest {

    private final List<TraceSpan> spans = new ArrayList<>();

    private double now;

    SerialStatementsTest() {
        spans.add(new TraceSpan("root", "", "GET /week", "server", "scruffy", 0, 1_000, false, Map.of()));
    }

    private void statement(double ms, String sql) {
        statement(ms, sql, "");
    }

    private void statement(double ms, String sql, String hash) {
        Map<String, Object> fields = new HashMap<>(Map.of("db.system", "postgresql", "db.statement", sql));
        if (!hash.isEmpty()) {
            fields.put("db.bind_hash", hash);
        }
        spans.add(new TraceSpan("s" + spans.size(), "root", "query", "client", "scruffy", now, ms, false, fields));
        now += ms;
    }

    private List<Finding> found() {
        return new SerialStatements(List.of()).findings(spans);
    }

    @Test
    void readsOfNoValues_waitInVain() {
        statement(120, "SELECT * FROM feed");
        statement(150, "SELECT * FROM station ORDER BY name LIMIT 50");
        statement(100, "SELECT count(*) FROM spot");
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.SERIAL_STATEMENTS);
            assertThat(finding.title())
                    .isEqualTo("3 statements (SELECT feed, SELECT station, SELECT spot) wait for each other, 370 ms:"
                            + " at once they would take 220 ms less");
            assertThat(finding.place().entryPoint()).isEqualTo("GET /week");
            assertThat(finding.spans()).containsExactly("s1", "s2", "s3");
            assertThat(finding.advice()).contains("join");
        });
    }

    private String titleOf(List<Double> lengths) {
        for (double ms : lengths) {
            statement(ms, "SELECT a FROM t" + "abcdefghij".charAt(spans.size() % 10));
        }
        return found().get(0).title();
    }

    @Test
    void manyReads_areNamedByTheFirst() {
        assertThat(titleOf(Collections.nCopies(9, 120.0)))
                .startsWith("9 statements (SELECT tb, SELECT tc, SELECT td, …) wait");
    }

    @Test
    void oneReadThatTakesALittleLess_makesNoOtherFault() {
        titleOf(List.of(120.0, 120.0, 120.0, 51.0));
        String fingerprint = found().get(0).fingerprint();
        spans.subList(1, spans.size()).clear();
        titleOf(List.of(120.0, 120.0, 120.0, 49.0));
        assertThat(found().get(0).fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void readsOfTheSameValues_waitInVain() {
        statement(120, "SELECT * FROM timeslot WHERE week = ?", "week 23");
        statement(120, "SELECT * FROM spot WHERE week = ?", "week 23");
        statement(120, "SELECT * FROM booking WHERE week = ?", "week 23");
        assertThat(found()).hasSize(1);
    }

    @Test
    void valuesThatAQuickReadHadBefore_areKnown() {
        statement(2, "SELECT id FROM person WHERE login = ?", "admin");
        statement(120, "SELECT * FROM feed");
        statement(120, "SELECT * FROM booking WHERE login = ?", "admin");
        statement(120, "SELECT * FROM draft WHERE login = ?", "admin");
        assertThat(found()).hasSize(1);
    }

    @Test
    void readsOfNewValues_needTheAnswerBefore() {
        statement(120, "SELECT station_id FROM feed WHERE id = ?", "7");
        statement(120, "SELECT network_id FROM station WHERE id = ?", "8");
        statement(120, "SELECT name FROM network WHERE id = 9");
        assertThat(found()).isEmpty();
    }

    @Test
    void hiddenValues_areNotTakenForTheSame() {
        statement(120, "SELECT station_id FROM feed WHERE id = ?");
        statement(120, "SELECT network_id FROM station WHERE id = ?");
        statement(120, "SELECT name FROM network WHERE id = ?");
        assertThat(found()).isEmpty();
    }

    @Test
    void onlyWhatNeedsNoAnswer_isCountedAsSaved() {
        statement(300, "SELECT station_id FROM feed WHERE id = ?", "7");
        statement(300, "SELECT network_id FROM station WHERE id = ?", "8");
        statement(120, "SELECT * FROM holiday");
        assertThat(found())
                .singleElement()
                .extracting(Finding::title)
                .asString()
                .contains("120 ms less");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO spot (id) VALUES (?)",
                "with gone AS (DELETE FROM spot RETURNING id) SELECT * FROM gone",
                "SELECT * FROM spot FOR UPDATE",
                "SELECT * FROM spot FOR KEY SHARE",
                "CREATE TEMPORARY TABLE feed (id bigint)",
                "{call renumber(?)}",
            })
    void afterAChangeOrALock_theOrderMatters(String sql) {
        statement(2, sql);
        statement(120, "SELECT * FROM feed");
        statement(120, "SELECT * FROM station");
        statement(120, "SELECT * FROM holiday");
        assertThat(found()).isEmpty();
    }

    @Test
    void aChangeAfterwards_doesNotMatter() {
        statement(2, "BEGIN");
        statement(120, "SELECT * FROM feed");
        statement(120, "SELECT updated FROM station");
        statement(120, "SELECT * FROM holiday");
        statement(2, "UPDATE station SET seen = true");
        assertThat(found()).hasSize(1);
    }

    @Test
    void functionsThatAreNoTables_areNotAskedAtOnce() {
        statement(120, "SELECT pg_advisory_lock(1)");
        statement(120, "SELECT * FROM feed");
        statement(120, "SELECT * FROM station");
        assertThat(found()).isEmpty();
    }

    @Test
    void quickReads_andSmallPartsOfATrace_stayUntold() {
        for (String table : List.of("a", "b", "c", "d", "e")) {
            statement(45, "SELECT * FROM " + table);
        }
        assertThat(found()).isEmpty();
        now += 9_000;
        statement(120, "SELECT * FROM feed");
        statement(120, "SELECT * FROM station");
        statement(120, "SELECT * FROM holiday");
        assertThat(found()).isEmpty();
    }

    @Test
    void twoReads_stayUntold() {
        statement(400, "SELECT * FROM feed");
        statement(400, "SELECT * FROM station");
        assertThat(found()).isEmpty();
    }

    @Test
    void readsAtOnce_doNotWait() {
        for (String table : List.of("a", "b", "c")) {
            statement(200, "SELECT * FROM " + table);
            now -= 150;
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void oneReadAgain_isNoReadToBeAskedAtOnce() {
        for (int i = 0; i < 4; i++) {
            statement(120, "SELECT * FROM feed");
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void repetitions_areToldAsSuchOnly() {
        statement(120, "SELECT * FROM feed");
        for (int i = 0; i < 6; i++) {
            statement(120, "SELECT * FROM rate_card");
        }
        assertThat(Traces.ownFindings(spans)).extracting(Finding::kind).containsExactly(Finding.REDUNDANT);
    }

    /** Each may be made faster, and they may be asked at once: that are two things to do. */
    @Test
    void slowReadsThatWait_areToldAsBoth() {
        statement(700, "SELECT * FROM feed");
        statement(700, "SELECT * FROM station");
        statement(700, "SELECT * FROM holiday");
        assertThat(Traces.ownFindings(spans))
                .extracting(Finding::kind)
                .containsExactly(Finding.SLOW, Finding.SLOW, Finding.SLOW, Finding.SERIAL_STATEMENTS);
    }
}
