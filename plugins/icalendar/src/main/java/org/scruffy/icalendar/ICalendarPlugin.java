package org.scruffy.icalendar;

import java.time.Clock;
import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.ScheduleReader;

/** Brings iCalendar, in and out. */
public class ICalendarPlugin implements Plugin {

    private Clock clock = Clock.systemUTC();

    @Override
    public String name() {
        return "icalendar";
    }

    @Override
    public void start(PluginContext context) {
        clock = context.clock();
    }

    @Override
    public List<ScheduleExport> scheduleExports() {
        return List.of(new CalendarExport(clock));
    }

    @Override
    public List<ScheduleReader> scheduleReaders() {
        return List.of(new CalendarFile());
    }
}
