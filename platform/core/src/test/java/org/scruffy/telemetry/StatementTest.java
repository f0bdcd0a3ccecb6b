package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
