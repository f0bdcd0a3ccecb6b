package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StatementTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT t1.ID FROM PLACEMENT t0, SPOT t1 WHERE x = ? | SELECT placement",
                "insert into \"as_run\" (id) values (?)              | INSERT as_run",
                "UPDATE ad_break SET x = ?                           | UPDATE ad_break",
                "DELETE FROM ONLY feed                               | DELETE feed",
                "SELECT a FROM unnest(?) WITH x JOIN timeslot t ON 1=1 | SELECT timeslot",
                "SELECT a FROM generate_series (1, 2)                | SELECT",
                "(SELECT 1)                                          | SELECT",
                "''                                                  | ''",
            })
    void name_isWhatItDoesToWhichTable(String sql, String name) {
        assertThat(Statement.of(sql).name()).isEqualTo(name);
    }

    @Test
    void aStatementOfOurOwn_isKeptWhereItIsShort() {
        String sql = "SELECT a FROM our_own";
        String longer = sql + " WHERE b = " + "c".repeat(4_000);

        assertThat(Statement.known(sql)).isSameAs(Statement.known(sql)).isEqualTo(Statement.of(sql));
        assertThat(Statement.known(longer)).isNotSameAs(Statement.known(longer));
        assertThat(Statement.of(sql)).isNotSameAs(Statement.known(sql));
    }

    @Test
    void shape_hasNoValues() {
        assertThat(Statement.shape("SELECT a1 FROM t WHERE x = 'it''s' AND y IN (1, 2,3) AND  z = $1 AND w > 1.5"))
                .isEqualTo("SELECT a1 FROM t WHERE x = ? AND y IN (?…) AND z = ? AND w > ?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT a FROM t WHERE id > ? ORDER BY id LIMIT ?              | true",
                "SELECT a FROM t WHERE b < c AND id >= ? ORDER BY id LIMIT ?   | true",
                "SELECT a FROM t WHERE id > ? LIMIT ?                          | false",
                "SELECT a FROM t OFFSET ?                                      | true",
                "SELECT a FROM t ORDER BY id LIMIT 1 UNION SELECT b WHERE c > ? | false",
            })
    void page_beginsAfterAKey(String shape, boolean paged) {
        assertThat(Statement.paged(shape)).isEqualTo(paged);
    }

    private static Stream<String> longStatements() {
        return Stream.of(
                "SELECT a FROM t WHERE b = '" + "c".repeat(60_000) + "'",
                "SELECT a FROM t WHERE b = '" + "c''".repeat(20_000) + "'",
                "SELECT a FROM t WHERE b IN (?" + ", ?".repeat(20_000) + ")",
                "/* ".repeat(100_000),
                "SELECT a FROM t WHERE b " + "< ? ORDER BY ".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("longStatements")
    void longStatements_areReadQuickly(String sql) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(Statement.values(sql)).isNotNull();
            assertThat(Statement.paged(Statement.shape(sql))).isFalse();
            assertThat(Statement.changes(sql)).isFalse();
        });
    }
}
