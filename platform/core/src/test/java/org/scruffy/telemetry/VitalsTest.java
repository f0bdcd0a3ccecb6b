package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.database.Database;
import org.scruffy.spi.telemetry.Event;

class VitalsTest {

    private final HandClock clock = new HandClock();
    private final Vitals vitals = new Vitals(null, null, clock);

    private static Vitals.Now after(long seconds, long cpuSeconds, long collectedMs) {
        return new Vitals.Now(
                300,
                1_000,
                cpuSeconds * 1_000_000_000,
                4,
                60,
                collectedMs,
                seconds * 1_000,
                Optional.of(new Database.Connections(3, 7, 10, 2)));
    }

    @Test
    void sharesOfTime_areOfTheTimeSinceTheLastEvent() {
        Event event = vitals.event(after(100, 50, 900), after(115, 65, 1_050));

        assertThat(event.time()).isEqualTo(clock.instant());
        assertThat(event.fields())
                .containsEntry(Event.DATASET, "scruffy")
                .containsEntry("name", "node")
                .containsEntry("jvm.memory.used", 300L)
                .containsEntry("jvm.gc.share", 0.01)
                .containsEntry("jvm.cpu.share", 0.25)
                .containsEntry("db.pool.used", 3L)
                .containsEntry("db.pool.waiting", 2L);
    }

    @Test
    void whereTheTimeOfProcessorsIsNotKnown_andWhereThereIsNoPool_thereIsNoNumber() {
        Vitals.Now unknown = new Vitals.Now(300, 1_000, -1, 4, 60, 0, 1_000, Optional.empty());

        assertThat(vitals.event(unknown, unknown).fields()).doesNotContainKeys("jvm.cpu.share", "db.pool.used");
    }
}
