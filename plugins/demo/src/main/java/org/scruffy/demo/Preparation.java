package org.scruffy.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.ffmpeg.process.Ffmpeg;
import org.scruffy.ffmpeg.process.Folders;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.Readiness;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Makes what is missing of the demo's pictures, on a thread of its own: all of it on the first start, nothing on later ones.
 * The product is ready as soon as the feeds and the spots of the next minutes are there; the other spots follow in the order
 * in which they air. Where that fails the demo is there without the pictures that are missing.
 */
final class Preparation implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Preparation.class.getName());

    private static final long STOP_MILLIS = 3000;

    /** Nobody waits for a spot that airs later than this: it is made while the product already serves. */
    private static final Duration URGENT = Duration.ofMinutes(6);

    /** @param urgent whether the product is not ready without it */
    record Job(Clip clip, Path folder, boolean urgent) {}

    private final PluginContext context;
    private final DemoSchedule schedule;
    private final Thread thread;
    private volatile Readiness readiness = Readiness.preparing(0, "Looking at the demo's pictures");
    private volatile Ffmpeg ffmpeg;
    private volatile boolean closed;

    Preparation(PluginContext context, DemoSchedule schedule) {
        this.context = context;
        this.schedule = schedule;
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
        for (Job job : jobs(context, schedule)) {
            if (!Studio.made(job.clip(), job.folder())) {
                missing.add(job);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        readiness = Readiness.preparing(0, "Unpacking ffmpeg");
        ffmpeg = Ffmpeg.unpack(context.dataFolder());
        Path work = Folders.fresh(context.dataFolder().resolve("work"));
        try (Telemetry.Span span = context.telemetry().job("make demo pictures")) {
            make(missing, new Studio(ffmpeg, work), span);
        }
        Folders.delete(work);
    }

    private void make(List<Job> missing, Studio studio, Telemetry.Span span) throws IOException, InterruptedException {
        List<Job> urgent = missing.stream().filter(Job::urgent).toList();
        double wait = segments(urgent);
        int done = 0;
        for (Job job : missing) {
            int place = urgent.indexOf(job) + 1;
            readiness = place == 0
                    ? Readiness.READY
                    : Readiness.preparing(
                            done / wait,
                            "Making the demo's pictures: " + job.clip().name() + ", " + place + " of " + urgent.size());
            make(studio, job);
            done += job.clip().segments();
            span.progress(done / (double) segments(missing));
        }
    }

    private static int segments(List<Job> jobs) {
        return jobs.stream().mapToInt(job -> job.clip().segments()).sum();
    }

    private void make(Studio studio, Job job) throws IOException, InterruptedException {
        try (Telemetry.Span span = context.telemetry().span("ffmpeg")) {
            span.set("clip", job.clip().name()).set("segments", job.clip().segments());
            studio.make(job.clip(), job.folder());
        }
    }

    /** The feeds' own pictures first, then the spots in the order in which they air next. */
    static List<Job> jobs(PluginContext context, DemoSchedule schedule) {
        Path clips = clips(context);
        List<Job> jobs = new ArrayList<>();
        jobs.add(new Job(Clip.networkBreak(NetworkFeed.CARD), clips.resolve("break"), true));
        for (DemoFeed feed : DemoFeed.ALL) {
            jobs.add(new Job(Clip.program(feed, NetworkFeed.LOOP), clips.resolve(feed.name()), true));
        }
        Instant now = context.clock().instant();
        Map<String, Instant> airings = schedule.nextAirings(now);
        Messages.all().stream()
                .sorted(Comparator.comparing(message -> airings.getOrDefault(message.adId(), Instant.MAX)))
                .map(message -> new Job(
                        Clip.of(message),
                        context.mediaFolder().resolve(message.adId()),
                        airings.getOrDefault(message.adId(), Instant.MAX).isBefore(now.plus(URGENT))))
                .forEach(jobs::add);
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
