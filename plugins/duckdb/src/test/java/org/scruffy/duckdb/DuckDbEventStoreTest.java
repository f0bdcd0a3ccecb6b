package org.scruffy.duckdb;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.testkit.EventStoreContract;

class DuckDbEventStoreTest extends EventStoreContract {

    @Override
    protected EventStore store(Path folder) {
        // at a time at which no event is old enough to be let go of, however long a test takes
        return new DuckDbStore(folder.resolve("events.duckdb"), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }
}
