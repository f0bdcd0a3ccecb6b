package org.scruffy.clickhouse;

import java.nio.file.Path;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.testkit.EventFilesContract;

class ClusterFilesIT extends EventFilesContract {

    @Override
    protected EventStore store(Path folder) {
        return Nodes.together(folder);
    }
}
