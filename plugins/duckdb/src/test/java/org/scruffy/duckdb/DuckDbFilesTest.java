package org.scruffy.duckdb;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.testkit.EventFilesContract;

class DuckDbFilesTest extends EventFilesContract {

    @Override
    protected EventStore store(Path folder) {
        return new DuckDbStore(folder.resolve("events.duckdb"), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }
}
