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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.scruffy.plugin.Platform;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.telemetry.wire.JsonLines;
import org.scruffy.telemetry.wire.Row;

/**
 * Files of events, as {@link Exports} writes them, come back, from here or from elsewhere. An event that is there already is not kept
 * again: one of a trace is known by its ids, its name and its time, another by all it says. So a file that broke off is brought again.
 */
@ApplicationScoped
public class Imports {

    /** How many bytes a file may have. */
    public static final long LARGEST = 2_000_000_000;

    private static final int PORTION = 5_000;
    private static final int LONGEST_LINE = 8_000_000;
    private static final int MOST_ALIKE = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> OF_TRACES =
            List.of("trace.trace_id", "trace.span_id", "trace.parent_id", "name", "meta.annotation_type");

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
     * @throws BadQuery for a file that is no such file, or too large
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
            Path copy = copied(file, folder.resolve("events." + format));
            if (format == FileFormat.PARQUET) {
                keepParquet(copy);
            } else {
                keepLines(copy);
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

    private void keepParquet(Path file) throws IOException {
        List<Event> portion = events.read(file, 0);
        while (!portion.isEmpty()) {
            keep(portion.stream().map(Row::of).toList());
            portion = events.read(file, progress.read);
        }
    }

    private void keepLines(Path file) throws IOException {
        try (InputStream lines = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            List<Row> portion = new ArrayList<>();
            for (byte[] line = line(lines); line.length > 0; line = line(lines)) {
                portion.add(JsonLines.exported(line));
                if (portion.size() == PORTION) {
                    keep(portion);
                    portion.clear();
                }
            }
            keep(portion);
        }
    }

    /** Empty at the end, where an empty line is, too. */
    private static byte[] line(InputStream lines) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = lines.read(); next >= 0 && next != '\n'; next = lines.read()) {
            line.write(next);
            if (line.size() > LONGEST_LINE) {
                throw new BadQuery("body", "a line of more than " + LONGEST_LINE + " bytes", "an event a line");
            }
        }
        return line.toByteArray();
    }

    private void keep(List<Row> portion) throws IOException {
        List<Row> admitted = portion.stream().map(ingest::admitted).toList();
        List<String> refusals = new ArrayList<>(
                admitted.stream().filter(Row::isRefused).map(Row::refusal).toList());
        List<Event> fresh = fresh(admitted.stream()
                .filter(row -> !row.isRefused())
                .map(Row::event)
                .toList());
        List<String> never = ingest.restore(fresh).stream()
                .filter(refusal -> !refusal.isEmpty())
                .toList();
        refusals.addAll(never);
        progress = progress.and(portion.size(), fresh.size() - never.size(), refusals);
    }

    /** Those that are not there yet, each once. */
    private List<Event> fresh(List<Event> brought) throws IOException {
        if (brought.isEmpty()) {
            return List.of();
        }
        Set<Known> known = known(brought);
        return brought.stream().filter(event -> known.add(Known.of(event))).toList();
    }

    /** What an event is known by. */
    private record Known(Instant time, Map<String, String> words) {

        static Known of(Event event) {
            boolean traced = event.fields().containsKey("trace.trace_id");
            return new Known(
                    event.time(),
                    traced
                            ? OF_TRACES.stream().collect(Collectors.toMap(name -> name, event::text))
                            : event.fields().entrySet().stream()
                                    .collect(Collectors.toMap(
                                            Map.Entry::getKey,
                                            field -> field.getValue().toString())));
        }
    }

    private Set<Known> known(List<Event> brought) throws IOException {
        Set<Known> known = new HashSet<>();
        Path alike = platform.folder("imports").resolve("alike.parquet");
        Files.deleteIfExists(alike);
        long count = events.export(alike(brought), FileFormat.PARQUET, alike, new Run(PATIENCE));
        if (count == MOST_ALIKE) {
            throw new NoAnswer("More than " + MOST_ALIKE + " events of the same time are there already", null);
        }
        for (long from = 0; from < count; ) {
            List<Event> portion = events.read(alike, from);
            portion.forEach(event -> known.add(Known.of(event)));
            from += portion.size();
        }
        Files.deleteIfExists(alike);
        return known;
    }

    /** Asks for those of their time that are of their traces, or of none where one of them is of none. */
    private Query alike(List<Event> brought) {
        Set<Object> traces = new HashSet<>();
        brought.forEach(event -> traces.add(event.text("trace.trace_id")));
        List<Filter> filters = new ArrayList<>();
        boolean traced =
                events.columns().stream().anyMatch(column -> column.name().equals("trace.trace_id"));
        if (traced && traces.remove("")) {
            filters.add(Filter.of("trace.trace_id", Filter.Op.DOES_NOT_EXIST));
        }
        if (traced && !traces.isEmpty()) {
            filters.add(new Filter("trace.trace_id", Filter.Op.IN, List.copyOf(traces)));
        }
        Instant first =
                brought.stream().map(Event::time).min(Instant::compareTo).orElseThrow();
        Instant last = brought.stream().map(Event::time).max(Instant::compareTo).orElseThrow();
        return Query.between(first, last.plusNanos(1))
                .calculating(List.of())
                .where(filters, Filter.Combination.OR)
                .first(MOST_ALIKE);
    }
}
