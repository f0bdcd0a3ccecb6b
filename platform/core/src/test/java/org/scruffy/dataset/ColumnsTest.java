package org.scruffy.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Column.Type;
import org.scruffy.spi.telemetry.Event;

class ColumnsTest {

    private final AtomicInteger roomOfAll = new AtomicInteger(10_000);
    private final Columns columns = new Columns(roomOfAll);

    private boolean finds(String name) {
        return columns.of(name, Type.STRING).isPresent();
    }

    @Test
    void dataset_hasSoManyColumnsAndNoMore() {
        for (int i = 0; i < Columns.MOST; i++) {
            assertThat(finds("column." + i)).isTrue();
        }
        assertThat(finds("one.more")).isFalse();
        assertThat(finds("column.7")).isTrue();
        assertThat(finds("trace.trace_id")).as("what makes an event").isTrue();
        assertThat(columns.byName()).hasSize(Columns.MOST + 1);
    }

    @Test
    void datasets_shareTheRoomThereIs() {
        roomOfAll.set(2);
        Columns others = new Columns(roomOfAll);
        assertThat(finds("one")).isTrue();
        assertThat(others.of("two", Type.STRING)).isPresent();
        assertThat(finds("three")).isFalse();
        assertThat(others.of("three", Type.STRING)).isEmpty();
        assertThat(finds("one")).as("known").isTrue();
        assertThat(finds(Event.DATASET)).as("what makes an event").isTrue();
    }

    @Test
    void whatIsForgotten_leavesItsRoom() {
        roomOfAll.set(1);
        assertThat(finds("one")).isTrue();
        columns.remove("none");
        assertThat(finds("two")).isFalse();
        columns.remove("one");
        assertThat(finds("two")).isTrue();
        assertThat(columns.byName()).containsOnlyKeys("two");
    }
}
