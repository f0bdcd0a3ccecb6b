package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Run;

/**
 * Events and groups as files, for other tools and other stores. A file is written whole before its first byte goes out: whoever asks
 * gets all of it, or a reason.
 */
@ApplicationScoped
public class Exports {

    /** How many events a file has at most. */
    public static final int MOST_EVENTS = 1_000_000;

    private static final int AT_ONCE = 2;
    // less than a sealed file is still there after another took its place
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Queries queries;
    private final Events events;
    private final Semaphore places = new Semaphore(AT_ONCE);

    protected Exports() {
        this(null, null);
    }

    @Inject
    public Exports(Queries queries, Events events) {
        this.queries = queries;
        this.events = events;
    }

    /**
     * A file to be sent.
     *
     * @param bytes its length
     * @param rows how many events or groups
     * @param content to be closed, which deletes it
     */
    public record Export(long bytes, long rows, InputStream content) {}

    /**
     * The groups of a query, or its events where it neither calculates nor has breakdowns.
     *
     * @throws BadQuery for a query that cannot be asked
     * @throws NoAnswer where there is none now: two are written already, the disk is nearly full, or two minutes were not enough
     */
    public Export of(Query query, FileFormat format) {
        check(query);
        String full = events.full();
        if (!full.isEmpty()) {
            throw new NoAnswer(full + ": nothing is exported until there is", null);
        }
        if (!places.tryAcquire()) {
            throw new NoAnswer("Two exports are being written: ask again when one is done", null);
        }
        try {
            return written(query, format);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            places.release();
        }
    }

    private void check(Query query) {
        boolean groups = !query.calculations().isEmpty() || !query.breakdowns().isEmpty();
        if (!groups && query.limit() > MOST_EVENTS) {
            throw new BadQuery("limit", query.limit(), "1 to " + MOST_EVENTS + " events");
        }
        queries.check(groups ? query : query.first(1));
    }

    private Export written(Query query, FileFormat format) throws IOException {
        Path folder = Files.createTempDirectory("scruffy-export");
        Path file = folder.resolve("export");
        try {
            long rows = events.export(query, format, file, new Run(PATIENCE));
            Path sent = Files.move(file, folder.resolveSibling(folder.getFileName() + ".sent"));
            return new Export(Files.size(sent), rows, Files.newInputStream(sent, StandardOpenOption.DELETE_ON_CLOSE));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
