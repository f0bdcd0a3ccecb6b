package org.scruffy.plugin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.scruffy.Silence;
import org.scruffy.spi.schedule.ScheduleSource;

/** A host whose one plugin is given by the test, reached through the same door as any other. */
public final class TestPlugins extends Plugins implements AutoCloseable {

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final ScheduleSource source;
    private final Clock clock;

    public TestPlugins(ScheduleSource source, Clock clock) {
        super(
                new Platform(
                        Path.of("target/data"), Path.of("target/plugins"), URI.create("http://localhost:1/"), false),
                new Silence(),
                new Routines(clock),
                clock);
        this.source = source;
        this.clock = clock;
    }

    @Override
    public List<Extension<ScheduleSource>> scheduleSources() {
        return List.of(new Extension<>("test", source, threads, new Silence(), clock));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
