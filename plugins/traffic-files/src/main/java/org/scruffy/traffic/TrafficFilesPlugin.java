package org.scruffy.traffic;

import java.time.Clock;
import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.ScheduleReader;

/** Brings CSV and SCTE 118-3 {@code .SCH} files, in and out. */
public class TrafficFilesPlugin implements Plugin {

    private Clock clock = Clock.systemUTC();

    @Override
    public String name() {
        return "traffic-files";
    }

    @Override
    public void start(PluginContext context) {
        clock = context.clock();
    }

    @Override
    public List<ScheduleExport> scheduleExports() {
        return List.of(new CsvExport(), new SchExport());
    }

    @Override
    public List<ScheduleReader> scheduleReaders() {
        return List.of(new CsvFile(), new SchFile(clock));
    }
}
