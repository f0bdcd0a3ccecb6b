package org.scruffy.clickhouse;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.scruffy.eventsql.Columns;
import org.scruffy.eventsql.Comparison;
import org.scruffy.eventsql.Conditions;
import org.scruffy.eventsql.Export;
import org.scruffy.eventsql.Inquiry;
import org.scruffy.eventsql.Parted;
import org.scruffy.eventsql.Sql;
import org.scruffy.eventsql.Traces;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.Background;
import org.scruffy.spi.telemetry.Batching;
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
 * Events in ClickHouse. Nodes need not answer when it is opened: until one does, whoever asks or brings events is told so, and
 * may come again.
 */
final class ClickHouseStore implements EventStore {

    private static final Logger LOG = Logger.getLogger(ClickHouseStore.class.getName());
    private static final Duration INSERTING = Duration.ofSeconds(25);
    private static final Duration LOOKING = Duration.ofSeconds(10);
    private static final int BATCH = 10_000;
    private static final Duration REFRESH = Duration.ofSeconds(15);
    private static final Duration TIDYING = Duration.ofHours(1);

    private final Supplier<Settings> configured;
    private final Clock clock;
    private final Columns columns = new Columns();
    private final Set<URI> unprepared = new LinkedHashSet<>();
    private final Object writing = new Object();
    private final Background background;
    private volatile boolean ready;
    private volatile Retention retention = Retention.DEFAULT;
    private Settings settings;
    private Tables tables;
    private Server server;
    private ClickHouseDialect dialect;

    /** @param configured throws an {@link IllegalArgumentException} where the settings are wrong */
    ClickHouseStore(Supplier<Settings> configured, Clock clock) {
        this(configured, clock, (name, first, pace, work) -> {});
    }

    /** @param background where it learns what other Scruffys brought, and is tidied, over and over */
    ClickHouseStore(Supplier<Settings> configured, Clock clock, Background background) {
        this.configured = configured;
        this.clock = clock;
        this.background = background;
    }

    @Override
    public void open() throws Exception {
        settings = configured.get();
        tables = new Tables(settings);
        server = new Server(settings);
        dialect = new ClickHouseDialect(settings.database(), settings.cluster());
        unprepared.addAll(settings.urls());
        try {
            prepare();
        } catch (IOException e) {
            LOG.warning(() -> e.getMessage() + "; events are refused until all is well");
        }
        background.every("reading columns", REFRESH, REFRESH, job -> prepare());
        background.every("tidying", Duration.ofMinutes(1), TIDYING, job -> tidy());
    }

    /** Makes the tables on every node that was not there yet. Some are, or it throws. */
    private synchronized void prepare() throws IOException, InterruptedException {
        ConnectException unreachable = null;
        for (URI node : List.copyOf(unprepared)) {
            try {
                makeTables(node);
                unprepared.remove(node);
            } catch (ConnectException e) {
                unreachable = e;
            }
        }
        if (unreachable != null && unprepared.size() == settings.urls().size()) {
            throw unreachable;
        }
        readColumns();
        readRetention();
        ready = true;
    }

    private void makeTables(URI node) throws IOException, InterruptedException {
        try {
            for (String statement : tables.made()) {
                server.execute(node, statement, LOOKING);
            }
        } catch (Refused e) {
            throw new IllegalStateException(
                    "ClickHouse at " + node + " does not make the tables: " + e.getMessage(), e);
        }
    }

    /** Other Scruffys bring columns too. */
    private void readColumns() throws IOException, InterruptedException {
        for (Object[] row : server.rows(Sql.of("SELECT name, type FROM " + tables.columns()), LOOKING)) {
            String name = (String) row[0];
            columns.accept(Map.of(name, new Column(name, Column.Type.valueOf((String) row[1]))));
        }
    }

    private void readRetention() throws IOException, InterruptedException {
        Sql last = Sql.of("SELECT days, datasets FROM " + tables.retentions() + " ORDER BY at DESC LIMIT 1");
        for (Object[] row : server.rows(last, LOOKING)) {
            Map<String, Integer> datasets = new HashMap<>();
            ((Map<?, ?>) row[1])
                    .forEach((dataset, days) -> datasets.put((String) dataset, Integer.valueOf((String) days)));
            retention = new Retention(((Long) row[0]).intValue(), datasets);
        }
    }

    private void demandReady() throws IOException, InterruptedException {
        if (!ready) {
            prepare();
        }
    }

    /** Each insert makes a part, and parts are merged over and over. */
    @Override
    public Batching batching() {
        return new Batching(BATCH, settings.interval());
    }

    @Override
    public void append(List<Event> brought) throws IOException, InterruptedException {
        demandReady();
        synchronized (writing) {
            Map<String, Column> met = new HashMap<>();
            Map<Long, Parted> events = fresh(brought, met);
            if (events.isEmpty()) {
                return;
            }
            keep(met);
            RowWriter rows = new RowWriter();
            events.forEach((id, event) -> EventRow.write(id, event, rows));
            server.insert(tables.events(), Tables.EVENT, rows.bytes(), INSERTING);
        }
    }

    /** Columns that no event has yet do no harm, events without their columns would. */
    private void keep(Map<String, Column> met) throws IOException, InterruptedException {
        if (met.isEmpty()) {
            return;
        }
        RowWriter rows = new RowWriter();
        met.values()
                .forEach(column -> rows.text(column.name()).text(column.type().name()));
        server.insert(tables.columns(), "name, type", rows.bytes(), INSERTING);
        columns.accept(met);
    }

    /** The events that are not kept yet, by what becomes their id: all that an event of a trace says, a lot drawn for any other. */
    private Map<Long, Parted> fresh(List<Event> brought, Map<String, Column> met)
            throws IOException, InterruptedException {
        Map<Long, Parted> events = new LinkedHashMap<>();
        RowWriter ofTraces = new RowWriter();
        for (Event event : brought) {
            Parted parted = columns.part(event, met);
            long id = parted.isOfTrace()
                    ? parted.fingerprint()
                    : ThreadLocalRandom.current().nextLong();
            if (events.putIfAbsent(id, parted) == null && parted.isOfTrace()) {
                ofTraces.number(Conditions.nanos(event.time())).number(id);
            }
        }
        events.keySet().removeAll(kept(ofTraces.bytes()));
        return events;
    }

    /** They are looked for at their times, where few others are. */
    private Set<Long> kept(byte[] ofTraces) throws IOException, InterruptedException {
        if (ofTraces.length == 0) {
            return Set.of();
        }
        Sql sql = Sql.of("SELECT DISTINCT event_id FROM " + tables.events()
                + " WHERE ts IN (SELECT at FROM brought) AND event_id IN (SELECT id FROM brought)");
        Server.Beside beside = new Server.Beside(
                "brought",
                "at DateTime64(9, 'UTC'), id UInt64",
                "RowBinary",
                HttpRequest.BodyPublishers.ofByteArray(ofTraces));
        Set<Long> kept = new HashSet<>();
        server.rows(sql, LOOKING, beside).forEach(row -> kept.add((Long) row[0]));
        return kept;
    }

    @Override
    public Result query(Query query, Run run) throws Exception {
        return within(run, question -> new Inquiry(query, columns(), dialect, question, run).answer());
    }

    @Override
    public Contrast contrast(Query selection, Query baseline, List<List<String>> sets, Duration timeout)
            throws Exception {
        return within(
                new Run(timeout),
                question -> new Comparison(selection, baseline, columns(), dialect, question).answer(sets));
    }

    interface Answering<R> {
        R answer(Question question) throws Exception;
    }

    <R> R within(Run run, Answering<R> answering) throws Exception {
        demandReady();
        Question question = new Question(server, run.timeout());
        run.onCancel(question::cancel);
        try {
            return answering.answer(question);
        } catch (IOException e) {
            run.check();
            if (question.late() || is(e, Refused.TIMEOUT_EXCEEDED)) {
                TimeoutException late = new TimeoutException(
                        "The query took longer than " + run.timeout().toMillis() + " ms");
                late.initCause(e);
                throw late;
            }
            throw is(e, Refused.MEMORY_LIMIT_EXCEEDED)
                    ? new IOException(
                            "The query needs more memory than ClickHouse gives it: ask for less time or fewer groups",
                            e)
                    : e;
        } finally {
            run.onCancel(() -> {});
        }
    }

    private static boolean is(IOException e, int code) {
        return e instanceof Refused refused && refused.code() == code;
    }

    @Override
    public List<Event> trace(String traceId, int limit) throws IOException, InterruptedException {
        return traces(List.of(traceId), limit).getOrDefault(traceId, List.of());
    }

    @Override
    public Map<String, List<Event>> traces(List<String> traceIds, int limit) throws IOException, InterruptedException {
        if (traceIds.isEmpty()) {
            return Map.of();
        }
        demandReady();
        Sql sql = Traces.read(traceIds, limit, EventRow.READ, tables.events(), dialect);
        List<Object[]> rows = server.rows(sql, LOOKING);
        if (rows.stream().anyMatch(this::strange)) {
            readColumns();
        }
        Traces traces = new Traces();
        rows.forEach(row -> traces.add(EventRow.event(row, columns)));
        return traces.read();
    }

    /** Whether another Scruffy brought it with columns that are new to this one. */
    private boolean strange(Object[] row) {
        Set<String> known = new HashSet<>();
        columns().forEach(column -> known.add(column.name()));
        return !known.containsAll(((Map<?, ?>) row[1]).keySet());
    }

    @Override
    public List<Column> columns() {
        return columns.columns();
    }

    @Override
    public List<Column> columnsWith(List<Event> events) {
        return columns.with(events);
    }

    @Override
    public long export(Query query, FileFormat format, Path file, Run run) throws Exception {
        return within(run, question -> {
            Sql rows = new Export(query, columns(), format, dialect, question, run).rows();
            return WrittenFile.write(rows, format, file, question);
        });
    }

    @Override
    public long load(Path parquet) throws IOException, InterruptedException {
        demandReady();
        long events = 0;
        try (ParquetFile file = new ParquetFile(parquet, server)) {
            List<Event> batch = new ArrayList<>();
            for (Event event = file.next(); event != null; event = file.next()) {
                batch.add(event);
                events++;
                if (batch.size() == BATCH) {
                    append(batch);
                    batch.clear();
                }
            }
            append(batch);
        }
        return events;
    }

    @Override
    public List<Event> read(Path parquet, long from) throws IOException, InterruptedException {
        demandReady();
        List<Event> events = new ArrayList<>();
        try (ParquetFile file = new ParquetFile(parquet, server, from, BATCH)) {
            for (Event event = file.next(); event != null; event = file.next()) {
                events.add(event);
            }
        }
        return events;
    }

    @Override
    public List<Usage> usage() throws IOException, InterruptedException {
        demandReady();
        Sql parts = Sql.of(
                "SELECT sum(bytes_on_disk) FROM system.parts WHERE database = ? AND table = 'event' AND active",
                settings.database());
        long bytes = 0;
        for (URI node : settings.urls()) {
            bytes += server.rows(node, parts, LOOKING).get(0)[0] instanceof Long size ? size : 0;
        }
        List<Object[]> datasets = server.rows(
                Sql.of("SELECT ifNull(" + Typed.quoted(Event.DATASET) + ", '') AS dataset, count(*),"
                        + " toUnixTimestamp64Nano(min(ts)), toUnixTimestamp64Nano(max(ts)) FROM " + tables.events()
                        + " GROUP BY dataset ORDER BY dataset"),
                LOOKING);
        long all = datasets.stream().mapToLong(dataset -> (Long) dataset[1]).sum();
        List<Usage> usage = new ArrayList<>();
        for (Object[] dataset : datasets) {
            long events = (Long) dataset[1];
            usage.add(new Usage(
                    (String) dataset[0],
                    events,
                    Math.round((double) bytes * events / all),
                    Instant.ofEpochSecond(0, (Long) dataset[2]),
                    Instant.ofEpochSecond(0, (Long) dataset[3])));
        }
        return usage;
    }

    @Override
    public void retain(Retention wanted) throws IOException, InterruptedException {
        demandReady();
        RowWriter row = new RowWriter()
                .number(Conditions.nanos(clock.instant()))
                .number(wanted.days())
                .map(wanted.byDataset());
        server.insert(tables.retentions(), "at, days, datasets", row.bytes(), INSERTING);
        retention = wanted;
    }

    @Override
    public Retention retention() {
        return retention;
    }

    /** Lets go of what is older than its dataset is kept, on each node by itself, and then fails where it could not on one. */
    void tidy() throws IOException, InterruptedException {
        IOException problem = null;
        for (URI node : settings.urls()) {
            try {
                new Tidying(server, settings.database(), retention, clock.instant()).tidy(node);
            } catch (IOException e) {
                IOException here = new IOException("ClickHouse at " + node + " cannot be tidied: " + e.getMessage(), e);
                if (problem == null) {
                    problem = here;
                } else {
                    problem.addSuppressed(here);
                }
            }
        }
        if (problem != null) {
            throw problem;
        }
    }

    /** What it does in the background ends with the plugin. */
    @Override
    public void close() {}
}
