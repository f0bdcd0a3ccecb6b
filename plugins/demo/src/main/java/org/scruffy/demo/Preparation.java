package org.scruffy.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.Readiness;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Makes what is missing of the demo's pictures, on a thread of its own: all of it on the first start, nothing on later ones.
 * Where that fails the demo is there without the pictures that are missing.
 */
final class Preparation implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Preparation.class.getName());

    private static final long STOP_MILLIS = 3000;

    private record Job(Clip clip, Path folder) {}

    private final PluginContext context;
    private final Thread thread;
    private volatile Readiness readiness = Readiness.preparing(0, "Looking at the demo's pictures");
    private volatile Ffmpeg ffmpeg;
    private volatile boolean closed;

    Preparation(PluginContext context) {
        this.context = context;
        this.thread = new Thread(this::run, "demo-pictures");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** The folder of the clips the live feeds are put together from. */
    static Path clips(PluginContext context) {
        return context.dataFolder().resolve("clips");
    }

    void start() {
        thread.start();
    }

    Readiness readiness() {
        return readiness;
    }

    private void run() {
        try {
            makeMissing();
        } catch (InterruptedException e) {
            return;
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                LOG.log(Level.WARNING, "The demo's pictures cannot be made: " + e.getMessage(), e);
            }
        }
        readiness = Readiness.READY;
    }

    private void makeMissing() throws IOException, InterruptedException {
        List<Job> missing = new ArrayList<>();
        for (Job job : jobs()) {
            if (!Studio.made(job.clip(), job.folder())) {
                missing.add(job);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        readiness = Readiness.preparing(0, "Unpacking ffmpeg");
        ffmpeg = Ffmpeg.unpack(context.dataFolder());
        make(missing);
    }

    private void make(List<Job> missing) throws IOException, InterruptedException {
        Path work = Folders.fresh(context.dataFolder().resolve("work"));
        Studio studio = new Studio(ffmpeg, work);
        double all = missing.stream().mapToInt(job -> job.clip().segments()).sum();
        int done = 0;
        int count = 0;
        try (Telemetry.Span span = context.telemetry().job("make demo pictures")) {
            for (Job job : missing) {
                count++;
                String step =
                        "Making the demo's pictures: " + job.clip().name() + ", " + count + " of " + missing.size();
                readiness = Readiness.preparing(done / all, step);
                span.progress(done / all);
                make(studio, job);
                done += job.clip().segments();
            }
        }
        Folders.delete(work);
    }

    private void make(Studio studio, Job job) throws IOException, InterruptedException {
        try (Telemetry.Span span = context.telemetry().span("ffmpeg")) {
            span.set("clip", job.clip().name()).set("segments", job.clip().segments());
            studio.make(job.clip(), job.folder());
        }
    }

    private List<Job> jobs() {
        Path clips = clips(context);
        List<Job> jobs = new ArrayList<>();
        jobs.add(new Job(Clip.networkBreak(NetworkFeed.CARD), clips.resolve("break")));
        for (DemoFeed feed : DemoFeed.ALL) {
            jobs.add(new Job(Clip.program(feed, NetworkFeed.LOOP), clips.resolve(feed.name())));
        }
        for (Message message : Messages.all()) {
            jobs.add(new Job(Clip.of(message), context.mediaFolder().resolve(message.adId())));
        }
        return jobs;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        Ffmpeg unpacked = ffmpeg;
        if (unpacked != null) {
            unpacked.stop();
        }
        thread.join(STOP_MILLIS);
    }
}
