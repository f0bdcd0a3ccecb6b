package org.scruffy.duckdb;

import java.nio.file.Path;
import java.time.Clock;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.testkit.ContrastContract;

class DuckDbContrastTest extends ContrastContract {

    @Override
    protected EventStore store(Path folder) {
        return new DuckDbStore(folder.resolve("events.duckdb"), Clock.systemUTC());
    }
}
