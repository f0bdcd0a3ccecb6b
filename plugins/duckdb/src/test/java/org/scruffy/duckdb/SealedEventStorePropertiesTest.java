package org.scruffy.duckdb;

import java.nio.file.Path;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.testkit.EventStoreProperties;

class SealedEventStorePropertiesTest extends EventStoreProperties {

    @Override
    protected EventStore store(Path folder) {
        return new SealedStore(folder.resolve("events.duckdb"));
    }
}
