package org.scruffy.demo;

import java.io.IOException;
import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.Readiness;
import org.scruffy.spi.schedule.ScheduleSource;

/** The demo station KSCF: its schedule, its spots and its live feeds. Outside demo mode it does nothing. */
public class DemoPlugin implements Plugin {

    private static final int HIGHEST_PORT = 65_535;

    private Origin origin;
    private Preparation preparation;
    private List<ScheduleSource> sources = List.of();

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public void start(PluginContext context) throws IOException {
        if (!context.demo()) {
            return;
        }
        origin = new Origin(
                context.clock(),
                Preparation.clips(context),
                portBeside(context.baseUri().getPort()));
        DemoSchedule schedule = new DemoSchedule(origin.address());
        sources = List.of(schedule);
        preparation = new Preparation(context, schedule);
        preparation.start();
    }

    /** The next one, where there is one; 0 lets the system choose. */
    private static int portBeside(int port) {
        return port < 1 || port >= HIGHEST_PORT ? 0 : port + 1;
    }

    @Override
    public Readiness readiness() {
        return preparation == null ? Readiness.READY : preparation.readiness();
    }

    @Override
    public List<ScheduleSource> scheduleSources() {
        return sources;
    }

    @Override
    public void close() throws InterruptedException {
        if (preparation != null) {
            preparation.close();
        }
        if (origin != null) {
            origin.close();
        }
    }
}
