package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Filter.Combination;
import org.scruffy.spi.telemetry.Filter.Op;

class MatchTest {

    private static final Event EVENT = new Event(
            Instant.EPOCH, Map.of("name", "checkout", "n", 7L, "ms", 2.5, "ok", true, "face", "\uD83D\uDE00"));

    private static boolean meets(String column, Op op, Object... values) {
        return new Match(List.of(Filter.of(column, op, values)), Combination.AND).test(EVENT);
    }

    @Test
    void numbers_areComparedAsNumbers() {
        assertThat(meets("n", Op.EQUAL, 7L)).isTrue();
        assertThat(meets("n", Op.EQUAL, 7.0)).isTrue();
        assertThat(meets("n", Op.GREATER, 10L)).isFalse();
        assertThat(meets("ms", Op.GREATER_OR_EQUAL, 2L)).isTrue();
        assertThat(meets("ms", Op.LESS, 10L)).isTrue();
        assertThat(meets("ms", Op.LESS_OR_EQUAL, 2.5)).isTrue();
        assertThat(meets("n", Op.IN, 1L, 7L)).isTrue();
        assertThat(meets("n", Op.STARTS_WITH, "7")).isTrue();
    }

    @Test
    void words_areComparedLetterByLetter() {
        assertThat(meets("name", Op.EQUAL, "checkout")).isTrue();
        assertThat(meets("name", Op.STARTS_WITH, "check")).isTrue();
        assertThat(meets("name", Op.ENDS_WITH, "out")).isTrue();
        assertThat(meets("name", Op.CONTAINS, "eck")).isTrue();
        assertThat(meets("name", Op.CONTAINS, "Eck")).isFalse();
        assertThat(meets("name", Op.LESS, "d")).isTrue();
        assertThat(meets("name", Op.GREATER, "checkou")).isTrue();
        assertThat(meets("face", Op.GREATER, "\uFF5E")).as("as in Unicode").isTrue();
        assertThat(meets("ok", Op.EQUAL, true)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Op.class)
    void absentColumn_meetsWhatDeniesAlone(Op op) {
        Object[] values = op.operands() == 0 ? new Object[0] : new Object[] {"x"};
        assertThat(meets("none", op, values)).isEqualTo(op.denies());
    }

    @ParameterizedTest
    @EnumSource(Op.class)
    void denial_isTrueWhereTheAffirmedIsNot(Op op) {
        Object[] values = op.operands() == 0 ? new Object[0] : new Object[] {"checkout"};
        assertThat(meets("name", op, values)).isEqualTo(op.denies() != meets("name", op.affirmed(), values));
    }

    @Test
    void filters_areCombined() {
        List<Filter> filters = List.of(Filter.of("n", Op.EQUAL, 7L), Filter.of("n", Op.EQUAL, 8L));
        assertThat(new Match(filters, Combination.OR).test(EVENT)).isTrue();
        assertThat(new Match(filters, Combination.AND).test(EVENT)).isFalse();
        assertThat(new Match(List.of(), Combination.OR).test(EVENT)).isTrue();
    }
}
