package org.scruffy.feed;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.scruffy.plugin.Platform;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Every version of every playlist that was published, for as long as it is kept: what did viewers see at 20:14:32? A thread of its
 * own writes; where it cannot keep up, versions are dropped and counted, and the air goes on.
 */
@ApplicationScoped
public class Manifests {

    private static final Logger LOG = Logger.getLogger(Manifests.class.getName());
    private static final int WAITING = 2_000;
    private static final Duration TIDY = Duration.ofMinutes(10);

    private record Waiting(String station, String feed, Witness.Published published) {}

    private final Path home;
    private final Duration kept;
    private final Telemetry telemetry;
    private final Clock clock;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Map<String, ManifestHour.Writer> writers = new ConcurrentHashMap<>();
    private final Thread writer = new Thread(this::write, "manifests");
    private volatile boolean stopped;
    private Instant tidied = Instant.EPOCH;

    protected Manifests() {
        this((Path) null, Duration.ofHours(1), null, null);
    }

    @Inject
    Manifests(
            Platform platform,
            @ConfigProperty(name = "scruffy.manifests.keep-hours") int hours,
            Telemetry telemetry,
            Clock clock) {
        this(platform.folder("manifests"), Duration.ofHours(hours), telemetry, clock);
        writer.setDaemon(true);
        writer.start();
    }

    /** @param kept at least an hour: whole hours are deleted */
    Manifests(Path home, Duration kept, Telemetry telemetry, Clock clock) {
        if (kept.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException(
                    "scruffy.manifests.keep-hours is " + kept.toHours() + ", expected 1 or more");
        }
        this.home = home;
        this.kept = kept;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** Keeps a version, or counts that it could not. Never waits. */
    void keep(String station, String feed, Witness.Published published) {
        if (!queue.offer(new Waiting(station, feed, published))) {
            dropped.incrementAndGet();
        }
    }

    /** How many versions were dropped since the start. */
    public long dropped() {
        return dropped.get();
    }

    /** How long versions are kept. */
    public Duration kept() {
        return kept;
    }

    private void write() {
        while (!stopped) {
            try {
                Waiting next = queue.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    write(next);
                }
                tidy();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Writes all that waits, on the thread that asks. */
    void flush() {
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            write(next);
        }
        tidy();
    }

    private void write(Waiting one) {
        Instant hour = one.published().at().truncatedTo(ChronoUnit.HOURS);
        String feed = one.station() + "/" + one.feed();
        try {
            ManifestHour.Writer open = writers.get(feed);
            if (open == null || !open.hour().equals(hour)) {
                close(feed);
                open = folder(one.station(), one.feed()).hour(hour).append();
                writers.put(feed, open);
            }
            open.write(one.published());
        } catch (IOException | RuntimeException e) {
            close(feed);
            if (dropped.incrementAndGet() % 1000 == 1) {
                LOG.log(Level.WARNING, e, () -> "Versions of playlists of feed " + feed + " cannot be kept");
            }
        }
    }

    private void close(String feed) {
        Optional.ofNullable(writers.remove(feed)).ifPresent(ManifestHour.Writer::close);
    }

    /** Deletes the hours that are over for longer than versions are kept. */
    private void tidy() {
        Instant now = clock.instant();
        if (now.isBefore(tidied.plus(TIDY))) {
            return;
        }
        tidied = now;
        try (Telemetry.Span job = telemetry.job("manifest retention")) {
            try {
                int deleted = ManifestFolder.delete(home, now.minus(kept).minus(Duration.ofHours(1)));
                job.set("manifest.files.deleted", deleted).set("manifest.versions.dropped", dropped.get());
            } catch (IOException | RuntimeException e) {
                job.fail(e);
            }
        }
    }

    private ManifestFolder folder(String station, String feed) {
        return new ManifestFolder(home.resolve(station).resolve(feed));
    }

    /**
     * The version of a playlist that was out at an instant.
     *
     * @param station and feed that are known; they name a folder
     * @return empty where none is kept from then or before
     */
    public Optional<ManifestVersion> at(String station, String feed, String rendition, Instant at) {
        return folder(station, feed).at(rendition, at, kept);
    }

    /** The names of the playlists of which there are versions around an instant. */
    public List<String> renditions(String station, String feed, Instant at) {
        return folder(station, feed).renditions(at, kept);
    }

    /** What still waits is written. */
    @PreDestroy
    void stop() {
        stopped = true;
        try {
            writer.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flush();
        writers.keySet().forEach(this::close);
    }
}
