package org.scruffy.tvss;

import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.schedule.ScheduleReader;

/** Brings the JSON of the PBS TV Schedules Service. */
public class TvssPlugin implements Plugin {

    @Override
    public String name() {
        return "tvss";
    }

    @Override
    public List<ScheduleReader> scheduleReaders() {
        return List.of(new TvssFile());
    }
}
