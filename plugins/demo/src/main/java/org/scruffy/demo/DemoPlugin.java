package org.scruffy.demo;

import java.net.URI;
import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.schedule.ScheduleSource;

/** The demo station KSCF: its schedule, its spots and its live feeds. Outside demo mode it does nothing. */
public class DemoPlugin implements Plugin {

    private List<ScheduleSource> sources = List.of();

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public void start(PluginContext context) {
        if (!context.demo()) {
            return;
        }
        URI base = context.baseUri();
        URI origin = URI.create("http://127.0.0.1:" + (base.getPort() + 1) + "/");
        sources = List.of(new DemoSchedule(origin));
    }

    @Override
    public List<ScheduleSource> scheduleSources() {
        return sources;
    }
}
