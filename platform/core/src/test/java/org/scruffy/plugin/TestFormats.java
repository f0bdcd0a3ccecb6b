package org.scruffy.plugin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.scruffy.Silence;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.ScheduleReader;

/** A host whose plugin brings formats that the test gives, reached through the same door as any other. */
public final class TestFormats extends Plugins implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Extension<ScheduleReader>> readers;
    private final List<Extension<ScheduleExport>> exports;

    public TestFormats(ScheduleReader reader, ScheduleExport export, Clock clock) {
        super(
                new Platform(
                        Path.of("target/data"), Path.of("target/plugins"), URI.create("http://localhost:1/"), false),
                new Silence(),
                new Routines(clock),
                clock);
        readers = List.of(new Extension<>("test", reader, threads, new Silence(), clock));
        exports = List.of(new Extension<>("test", export, threads, new Silence(), clock));
    }

    @Override
    public List<Extension<ScheduleReader>> scheduleReaders() {
        return readers;
    }

    @Override
    public List<Extension<ScheduleExport>> scheduleExports() {
        return exports;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
