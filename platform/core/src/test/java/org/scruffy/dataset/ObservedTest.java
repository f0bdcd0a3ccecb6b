package org.scruffy.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.scruffy.dataset.Observed.Kind;
import org.scruffy.spi.telemetry.Column.Type;

class ObservedTest {

    private static final byte[] NO_VALUES = {};

    private final Observed column = new Observed(Type.STRING);

    @Test
    void wordsThatOtherNodesSawBesideNumbers_areRememberedByAll() {
        column.see(Type.STRING, 5_000);
        column.merge(new Kind(Type.STRING, true), 1_000, 2_000, NO_VALUES);
        assertThat(column.kind()).isEqualTo(new Kind(Type.STRING, true));
        column.merge(new Kind(Type.STRING, false), 1_000, 2_000, NO_VALUES);
        assertThat(column.kind()).isEqualTo(new Kind(Type.STRING, true));
    }

    @Test
    void sights_areTheFirstAndTheLastOfAnyNode() {
        column.see(Type.STRING, 5_000);
        column.merge(column.kind(), 4_000, 4_500, NO_VALUES);
        assertThat(column.first()).isEqualTo(4_000);
        assertThat(column.last()).isEqualTo(5_000);
        column.merge(column.kind(), 6_000, 7_000, NO_VALUES);
        assertThat(column.first()).isEqualTo(4_000);
        assertThat(column.last()).isEqualTo(7_000);
    }

    @Test
    void typeByHand_isOneTypeAgain() {
        column.see(Type.INTEGER, 5_000);
        assertThat(column.kind()).isEqualTo(new Kind(Type.STRING, true));
        column.is(Type.INTEGER);
        assertThat(column.kind()).isEqualTo(new Kind(Type.INTEGER, false));
    }
}
