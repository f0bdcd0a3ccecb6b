package org.scruffy.clickhouse;

import java.nio.file.Path;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.testkit.EventFilesContract;

class ClickHouseFilesIT extends EventFilesContract {

    @Override
    protected EventStore store(Path folder) {
        return Nodes.alone(folder);
    }
}
