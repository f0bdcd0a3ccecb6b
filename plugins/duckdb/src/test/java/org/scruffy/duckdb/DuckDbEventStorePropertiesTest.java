package org.scruffy.duckdb;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.testkit.EventStoreProperties;

class DuckDbEventStorePropertiesTest extends EventStoreProperties {

    @Override
    protected EventStore store(Path folder) {
        // at a time at which no event is old enough to be let go of; some events come before their names have columns
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        return new DuckDbStore(
                folder.resolve("events.duckdb"), clock, 0, (name, first, pace, work) -> {}, new Common(3, 5));
    }
}
