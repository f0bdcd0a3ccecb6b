package org.scruffy.duckdb;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.scruffy.eventsql.Comparison;
import org.scruffy.eventsql.Dialect;
import org.scruffy.eventsql.Export;
import org.scruffy.eventsql.Inquiry;
import org.scruffy.eventsql.Parted;
import org.scruffy.eventsql.Sql;
import org.scruffy.eventsql.Traces;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.Background;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Retention;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.spi.telemetry.Usage;

/**
 * Events in a DuckDB file, those of hours that are over in {@link Segments}. One writer appends batch by batch, each a transaction on
 * disk when it returns; every reader has a connection of its own, and neither waits for the other.
 */
class DuckDbStore implements EventStore {

    private static final Logger LOG = Logger.getLogger(DuckDbStore.class.getName());
    private static final Duration CHECKPOINT = Duration.ofMinutes(5);

    // an automatic checkpoint inside a commit stalls the writer for seconds: a timer does it instead
    private static final String FIXED = """
            SET GLOBAL wal_autocheckpoint = '512MB';
            SET GLOBAL autoinstall_known_extensions = false;
            SET GLOBAL autoload_known_extensions = false;
            SET GLOBAL parquet_metadata_cache = true;
            """;

    private final Path file;
    private final Clock clock;
    private final Catalogue catalogue = new Catalogue();
    private final Recent recent = new Recent();
    private final Opened opened = new Opened();
    private final Brought brought = new Brought();
    private final Object writing = new Object();
    private final Segments segments;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(DuckDbStore::thread);
    private final Background background;
    private final Disk disk;
    private volatile Retention retention = Retention.DEFAULT;
    private final Common common;
    private final Map<String, String> environment;
    private final Lock tidying = new ReentrantLock();
    private Settings settings;
    private Workers workers;
    private DuckDBConnection writer;
    private HotTable hot;

    /** Tidied by whoever calls {@link #tidy}. */
    DuckDbStore(Path file, Clock clock) {
        this(file, clock, Recent.AFTER_RESTART);
    }

    DuckDbStore(Path file, Clock clock, int staying) {
        this(file, clock, staying, (name, first, pace, work) -> {});
    }

    /**
     * @param staying how many of the events that came last are not sealed
     * @param background where it is tidied over and over
     */
    DuckDbStore(Path file, Clock clock, int staying, Background background) {
        this(file, clock, staying, background, new Common());
    }

    DuckDbStore(Path file, Clock clock, int staying, Background background, Common common) {
        this(file, clock, staying, background, common, Map.of());
    }

    /** @param environment what {@link Settings} are read from */
    DuckDbStore(
            Path file,
            Clock clock,
            int staying,
            Background background,
            Common common,
            Map<String, String> environment) {
        this.common = common;
        this.environment = environment;
        this.file = file;
        this.clock = clock;
        this.background = background;
        disk = new Disk(
                () -> Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace());
        segments = new Segments(file.resolveSibling(file.getFileName() + ".segments"), staying);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "duckdb-timer");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void open() throws Exception {
        settings = Settings.of(environment);
        workers = new Workers(settings.threads(), clock);
        try {
            writer = (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:" + file, new Properties());
            execute(FIXED);
            execute("SET GLOBAL memory_limit = '" + settings.megabytes() + "MB'; SET GLOBAL threads = "
                    + settings.threads());
            execute(Layout.table());
            brought.register(writer);
            segments.open(writer);
            retention = Keeping.open(writer);
            catalogue.open(writer);
            layOut();
            remember();
        } catch (SQLException | IOException e) {
            close();
            throw new IllegalStateException(
                    "The event store file " + file + " cannot be opened: " + firstLine(e.getMessage()), e);
        }
        background.every("tidying", Duration.ofMinutes(1), CHECKPOINT, job -> tidy());
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("").strip();
    }

    /** Looks at the last events again, so that what a client brings twice is known even if this store was killed in between. */
    private void remember() throws SQLException {
        Layout layout = hot.layout();
        try (PreparedStatement statement = writer.prepareStatement("SELECT " + layout.row() + " FROM hot"
                + " WHERE rowid > (SELECT coalesce(max(rowid), 0) FROM hot) - ? AND \"trace.trace_id\" IS NOT NULL")) {
            statement.setInt(1, Recent.AFTER_RESTART);
            Recent.Hashes last = new Recent.Hashes();
            List<Column> own = own(layout);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    last.add(catalogue.part(event(rows, own)).fingerprint());
                }
            }
            recent.accept(last);
        }
    }

    @Override
    public void append(List<Event> brought) throws SQLException {
        synchronized (writing) {
            workers.rest(writer);
            widen(common.names(catalogue.own()));
            Recent.Hashes added = new Recent.Hashes();
            Map<String, Column> met = new HashMap<>();
            List<Parted> events = recent.fresh(brought, event -> catalogue.part(event, met), added);
            know(met);
            hot.append(events);
            opened.came(brought);
            common.look(events);
            recent.accept(added);
        }
    }

    /** Columns that no event has yet do no harm, events without their columns would: so they come first. */
    private void know(Map<String, Column> met) throws SQLException {
        if (!met.isEmpty()) {
            commit(() -> Catalogue.write(writer, met));
            catalogue.accept(met);
            opened.forgetAll(); // what a column has is told as its type
        }
    }

    /** Gives names a column of their own; not while hours are sealed, whose rows could not be taken out then. */
    private void widen(List<String> names) throws SQLException {
        if (names.isEmpty() || !tidying.tryLock()) {
            return;
        }
        try {
            commit(() -> hot.layout().widen(names, writer));
            layOut();
        } finally {
            tidying.unlock();
        }
    }

    /** From now on events are written as the table is. */
    private void layOut() throws SQLException {
        Layout layout = Layout.of(writer);
        catalogue.own(layout.own());
        hot = new HotTable(writer, brought, layout);
    }

    private interface Change {
        void make() throws SQLException;
    }

    private void commit(Change change) throws SQLException {
        try {
            execute("BEGIN TRANSACTION");
            change.make();
            execute("COMMIT");
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Exception cause) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e); // where it could not be committed there is none any more
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Result query(Query query, Run run) throws Exception {
        return within(run, reader -> {
            Inquiry inquiry = new Inquiry(query, catalogue.columns(), dialect(reader.layout()), reader, run);
            segments.show(reader, List.of(query), inquiry.wholeTraces());
            return inquiry.answer();
        });
    }

    @Override
    public Contrast contrast(Query selection, Query baseline, List<List<String>> sets, Duration timeout)
            throws Exception {
        return within(new Run(timeout), reader -> {
            Comparison comparison =
                    new Comparison(selection, baseline, catalogue.columns(), dialect(reader.layout()), reader);
            segments.showSampled(reader, List.of(selection, baseline), comparison.wholeTraces());
            return comparison.answer(sets);
        });
    }

    private interface Question<R> {
        R answer(Reader reader) throws Exception;
    }

    private <R> R within(Run run, Question<R> question) throws Exception {
        try (Deadline deadline = new Deadline(run, timer);
                Connection reader = reader();
                Workers.Asking asking = workers.ask(reader)) {
            try {
                return question.answer(new Reader(reader, deadline, Layout.of(reader)));
            } catch (SQLException e) {
                run.check();
                if (deadline.passed()) {
                    throw timeout(run.timeout(), e);
                }
                throw isOutOfMemory(e) ? tooLarge(e) : e;
            } finally {
                run.onCancel(() -> {});
            }
        }
    }

    Dialect dialect(Layout layout) {
        return new DuckDbDialect(settings.mostInMemory(), layout);
    }

    Connection reader() throws SQLException {
        Connection reader = writer.duplicate();
        try (Statement limit = reader.createStatement()) {
            limit.execute("SET operator_memory_limit = '" + settings.megabytesOfOne() + "MB'");
        }
        reader.setAutoCommit(false); // all statements see the same events
        return reader;
    }

    private static boolean isOutOfMemory(SQLException e) {
        return String.valueOf(e.getMessage()).startsWith("Out of Memory");
    }

    private SQLException tooLarge(SQLException cause) {
        String found = "The query needs more memory than the store has, " + settings.memory();
        return new SQLException(found + ": ask for less time or fewer groups", cause);
    }

    private static TimeoutException timeout(Duration timeout, SQLException cause) {
        TimeoutException late = new TimeoutException("The query took longer than " + timeout.toMillis() + " ms");
        late.initCause(cause);
        return late;
    }

    @Override
    public long export(Query query, FileFormat format, Path target, Run run) throws Exception {
        return within(run, reader -> {
            Export export = new Export(query, catalogue.columns(), format, dialect(reader.layout()), reader, run);
            segments.show(reader, List.of(query), export.wholeTraces());
            return EventFile.write(export.rows(), format, target, reader.connection(), reader.deadline());
        });
    }

    @Override
    public long load(Path parquet) throws SQLException {
        try (Connection reader = writer.duplicate()) {
            reader.setAutoCommit(false);
            return EventFile.read(parquet, reader, this::append);
        }
    }

    @Override
    public List<Event> read(Path parquet, long from) throws SQLException {
        try (Connection reader = writer.duplicate()) {
            reader.setAutoCommit(false);
            return EventFile.read(parquet, from, reader);
        }
    }

    @Override
    public String full() {
        return disk.full();
    }

    @Override
    public List<Usage> usage() throws SQLException, IOException {
        try (Connection reader = writer.duplicate()) {
            reader.setAutoCommit(false);
            return Segments.usage(reader, size());
        }
    }

    /** Of the database and its log, which is not there right after a checkpoint. */
    private long size() throws IOException {
        return Files.size(file) + new File(file + ".wal").length();
    }

    @Override
    public List<Event> trace(String traceId, int limit) throws SQLException {
        List<Event> known = opened.find(traceId, limit);
        if (known != null) {
            return known;
        }
        Opened.Reading reading = opened.begin(traceId, limit);
        List<Event> events = traces(List.of(traceId), limit).getOrDefault(traceId, List.of());
        opened.end(reading, events);
        return events;
    }

    @Override
    public Map<String, List<Event>> traces(List<String> traceIds, int limit) throws SQLException {
        if (traceIds.isEmpty()) {
            return Map.of();
        }
        try (Connection reader = writer.duplicate();
                Workers.Asking asking = workers.ask(reader)) {
            reader.setAutoCommit(false);
            Layout layout = Layout.of(reader);
            String table = segments.ofTraces(reader, traceIds);
            List<Column> own = own(layout);
            Traces traces = new Traces();
            Sql read = Traces.read(traceIds, limit, layout.row(), table, dialect(layout));
            try (Statement statement = reader.createStatement();
                    ResultSet rows = statement.executeQuery(Reader.text(read, reader))) {
                while (rows.next()) {
                    traces.add(event(rows, own));
                }
            }
            return traces.read();
        }
    }

    private List<Column> own(Layout layout) {
        return layout.own().stream().map(catalogue::column).toList();
    }

    private Event event(ResultSet rows, List<Column> own) throws SQLException {
        Event.Builder fields = new Event.Builder();
        Packed words = new Packed(rows.getBytes(2));
        int index = 3;
        for (Column column : Typed.COLUMNS) {
            Object value = column.type() == Column.Type.STRING ? word(words) : rows.getObject(index++);
            if (value != null) {
                fields.put(column.name(), value);
            }
        }
        for (Column column : own) {
            String word = word(words);
            if (word != null) {
                fields.put(column.name(), typed(column, word)); // of a name there is one object
            }
        }
        while (words.hasNext()) {
            Column column = catalogue.column(words.next());
            String word = words.next();
            fields.put(column.name(), Typed.has(column.name()) ? word : typed(column, word));
        }
        return fields.at(Instant.ofEpochSecond(0, rows.getLong(1)));
    }

    private static String word(Packed words) {
        return words.isMissing() ? null : words.next();
    }

    private static Object typed(Column column, String text) {
        return switch (column.type()) {
            case STRING, MIXED -> text;
            case INTEGER -> Long.valueOf(text);
            case FLOAT -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
        };
    }

    @Override
    public List<Column> columns() {
        return catalogue.columns();
    }

    @Override
    public List<Column> columnsWith(List<Event> events) {
        return catalogue.with(events);
    }

    @Override
    public void retain(Retention wanted) throws SQLException {
        try (Connection connection = writer.duplicate()) {
            connection.setAutoCommit(false);
            Keeping.write(connection, wanted);
            connection.commit();
            retention = wanted;
        }
    }

    @Override
    public Retention retention() {
        return retention;
    }

    /** Lets go of what is too old, seals what is over, and gives the hot table's room back. */
    void tidy() {
        tidying.lock();
        try (Connection connection = writer.duplicate()) {
            Instant now = clock.instant();
            connection.setAutoCommit(false);
            segments.sweep(connection);
            Segments.execute(connection, Keeping.tooOld(retention, now));
            connection.commit();
            for (long hour : segments.due(connection, now, retention)) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                connection.commit();
                segments.seal(connection, hour, now, retention);
            }
            Layout.of(connection).settle(connection);
            connection.commit();
            connection.setAutoCommit(true);
            checkpoint(connection);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(
                    "The event store file " + file + " cannot be tidied: " + firstLine(e.getMessage()), e);
        } finally {
            opened.forgetAll(); // of some there may be less now
            tidying.unlock();
        }
    }

    private void checkpoint(Connection connection) {
        try (Statement checkpoint = connection.createStatement()) {
            checkpoint.execute("CHECKPOINT");
        } catch (SQLException e) {
            // while others write it is refused now and then: the next one does it
            LOG.log(Level.FINE, e, () -> "No checkpoint of event store " + file + " this time");
        }
    }

    @Override
    public void close() throws SQLException {
        timer.shutdownNow();
        synchronized (writing) {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        }
    }
}
