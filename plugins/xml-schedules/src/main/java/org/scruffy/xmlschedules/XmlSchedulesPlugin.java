package org.scruffy.xmlschedules;

import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.ScheduleReader;

/** Brings XMLTV and BXF, in and out. */
public class XmlSchedulesPlugin implements Plugin {

    @Override
    public String name() {
        return "xml-schedules";
    }

    @Override
    public List<ScheduleExport> scheduleExports() {
        return List.of(new XmltvExport(), new BxfExport());
    }

    @Override
    public List<ScheduleReader> scheduleReaders() {
        return List.of(new XmltvFile(), new BxfFile());
    }
}
