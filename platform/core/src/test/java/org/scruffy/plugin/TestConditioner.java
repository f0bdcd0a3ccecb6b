package org.scruffy.plugin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.scruffy.Silence;
import org.scruffy.spi.feed.Conditioner;

/** A host with one conditioner, reached through the same door as any other. */
public final class TestConditioner extends Plugins implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Conditioner conditioner;
    private final Clock clock;

    public TestConditioner(Conditioner conditioner, Clock clock) {
        super(
                new Platform(
                        Path.of("target/data"), Path.of("target/plugins"), URI.create("http://localhost:1/"), false),
                new Silence(),
                new Routines(clock),
                clock);
        this.conditioner = conditioner;
        this.clock = clock;
    }

    @Override
    public List<Extension<Conditioner>> conditioners() {
        return List.of(new Extension<>("test", conditioner, threads, new Silence(), clock));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
