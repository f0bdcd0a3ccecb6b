package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.scruffy.plugin.Platform;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.telemetry.wire.JsonLines;
import org.scruffy.telemetry.wire.Row;

/**
 * Files of events, as {@link Exports} writes them, come back, from here or from elsewhere. An event that is there already is not kept
 * again, see {@link Known}: so a file that broke off is brought again.
 */
@ApplicationScoped
public class Imports {

    /** How many bytes a file may have. */
    public static final long LARGEST = 2_000_000_000;

    private static final int PORTION = 5_000;
    private static final int LONGEST_LINE = 8_000_000;

    /**
     * How far an import is.
     *
     * @param running whether one runs on this node; otherwise it is the last one's end
     * @param bytes of the file, so far as it has come
     * @param read events of the file
     * @param kept of them, those that were not there
     * @param known of them, those that were
     * @param refused of them, those that can never be kept
     * @param why the first of them was refused, empty where none was
     */
    public record Progress(boolean running, long bytes, long read, long kept, long known, long refused, String why) {

        private static final Progress NONE = new Progress(false, 0, 0, 0, 0, 0, "");

        private Progress having(long more) {
            return new Progress(true, bytes + more, read, kept, known, refused, why);
        }

        private Progress and(int events, int fresh, List<String> refusals) {
            return new Progress(
                    true,
                    bytes,
                    read + events,
                    kept + fresh,
                    known + events - fresh - refusals.size(),
                    refused + refusals.size(),
                    why.isEmpty() && !refusals.isEmpty() ? refusals.get(0) : why);
        }

        private Progress ended() {
            return new Progress(false, bytes, read, kept, known, refused, why);
        }
    }

    private final Events events;
    private final Ingest ingest;
    private final Platform platform;
    private final Semaphore place = new Semaphore(1);
    private volatile Progress progress = Progress.NONE;

    protected Imports() {
        this(null, null, null);
    }

    @Inject
    public Imports(Events events, Ingest ingest, Platform platform) {
        this.events = events;
        this.ingest = ingest;
        this.platform = platform;
    }

    public Progress progress() {
        return progress;
    }

    /**
     * Keeps the events of a file that are not there yet. When it returns they are safe; after a failure some are, and bringing the file
     * again keeps the others.
     *
     * @param format Parquet, or JSON with an object a line
     * @throws BadQuery for a file that is no such file, too large, or not by time
     * @throws NoAnswer where it cannot be now: another is being read, the disk is nearly full, or the store fails
     */
    public Progress take(InputStream file, FileFormat format) {
        checkRoom();
        if (!place.tryAcquire()) {
            throw new NoAnswer("Another file is being imported: come again when it is done", null);
        }
        try {
            progress = Progress.NONE.having(0);
            keep(file, format);
            return progress.ended();
        } catch (NotKept e) {
            throw new NoAnswer(e.getMessage() + ": bring the file again", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The import broke off: " + e.getMessage(), e);
        } finally {
            progress = progress.ended();
            place.release();
        }
    }

    private void checkRoom() {
        String full = events.full();
        if (!full.isEmpty()) {
            throw new NoAnswer(full + ": nothing is imported until there is", null);
        }
    }

    private void keep(InputStream file, FileFormat format) throws IOException {
        Path folder = platform.folder("imports");
        clear(folder); // of what was killed
        try {
            Known known = new Known(events, folder);
            known.check();
            Path copy = copied(file, folder.resolve("events." + format));
            if (format == FileFormat.PARQUET) {
                keepParquet(copy, known);
            } else {
                keepLines(copy, known);
            }
        } finally {
            clear(folder);
        }
    }

    private static void clear(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    private Path copied(InputStream file, Path copy) throws IOException {
        byte[] piece = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(copy)) {
            for (int count = file.read(piece); count >= 0; count = file.read(piece)) {
                progress = progress.having(count);
                if (progress.bytes > LARGEST) {
                    throw new BadQuery("body", "more than " + LARGEST + " bytes", "at most so many: export less time");
                }
                checkRoom();
                out.write(piece, 0, count);
            }
        }
        return copy;
    }

    private void keepParquet(Path file, Known known) throws IOException {
        List<Event> portion = events.read(file, 0);
        while (!portion.isEmpty()) {
            keep(portion.stream().map(Row::of).toList(), known);
            portion = events.read(file, progress.read);
        }
    }

    private void keepLines(Path file, Known known) throws IOException {
        try (InputStream lines = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            List<Row> portion = new ArrayList<>();
            for (Optional<byte[]> line = line(lines); line.isPresent(); line = line(lines)) {
                if (JsonLines.isBlank(line.get())) {
                    continue;
                }
                portion.add(JsonLines.exported(line.get()));
                if (portion.size() == PORTION) {
                    keep(portion, known);
                    portion.clear();
                }
            }
            keep(portion, known);
        }
    }

    /** Empty at the end of the file. */
    private static Optional<byte[]> line(InputStream lines) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = lines.read();
        if (next < 0) {
            return Optional.empty();
        }
        for (; next >= 0 && next != '\n'; next = lines.read()) {
            line.write(next);
            if (line.size() > LONGEST_LINE) {
                throw new BadQuery("body", "a line of more than " + LONGEST_LINE + " bytes", "an event a line");
            }
        }
        return Optional.of(line.toByteArray());
    }

    private void keep(List<Row> portion, Known known) throws IOException {
        List<Row> admitted = portion.stream().map(ingest::admitted).toList();
        List<String> refusals = new ArrayList<>(
                admitted.stream().filter(Row::isRefused).map(Row::refusal).toList());
        List<Event> brought = admitted.stream()
                .filter(row -> !row.isRefused())
                .map(Row::event)
                .sorted(Comparator.comparing(Event::time))
                .toList();
        int kept = keepFresh(brought, known, refusals);
        progress = progress.and(portion.size(), kept, refusals);
    }

    /** How many are kept; halves of them at a time where too much is alike. Says of others why they never are. */
    private int keepFresh(List<Event> brought, Known known, List<String> refusals) throws IOException {
        if (brought.isEmpty()) {
            return 0;
        }
        Optional<List<Event>> fresh = known.fresh(brought);
        if (fresh.isEmpty()) {
            int half = brought.size() / 2;
            return keepFresh(brought.subList(0, half), known, refusals)
                    + keepFresh(brought.subList(half, brought.size()), known, refusals);
        }
        List<String> never = ingest.restore(fresh.get()).stream()
                .filter(refusal -> !refusal.isEmpty())
                .toList();
        refusals.addAll(never);
        return fresh.get().size() - never.size();
    }
}
