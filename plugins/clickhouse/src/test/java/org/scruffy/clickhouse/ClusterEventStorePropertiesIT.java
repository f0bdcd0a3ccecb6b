package org.scruffy.clickhouse;

import java.nio.file.Path;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.testkit.EventStoreProperties;

class ClusterEventStorePropertiesIT extends EventStoreProperties {

    @Override
    protected EventStore store(Path folder) {
        return Nodes.together(folder);
    }
}
