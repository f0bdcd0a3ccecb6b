package org.scruffy.clickhouse;

import java.nio.file.Path;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.testkit.EventStoreContract;

class ClusterEventStoreIT extends EventStoreContract {

    @Override
    protected EventStore store(Path folder) {
        return Nodes.together(folder);
    }

    @Override
    protected boolean batchesAppearWhole() {
        return false; // each node keeps its part by itself
    }
}
