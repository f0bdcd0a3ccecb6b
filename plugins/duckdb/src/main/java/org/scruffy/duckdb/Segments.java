package org.scruffy.duckdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.eventsql.Conditions;
import org.scruffy.eventsql.Sql;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Retention;
import org.scruffy.spi.telemetry.Usage;

/**
 * The sealed hours: what happened in an hour that is over, by time, in a Parquet file that never changes. A file counts from the
 * commit that registers it and takes its events out of the hot table; before that, and once a later commit has put another in its
 * place, it is nobody's and is deleted. Readers look the files up in the transaction they read in: they see each event once, whatever
 * is sealed meanwhile.
 */
final class Segments {

    private static final long HOUR = Duration.ofHours(1).toNanos();
    // so long after its end most of what an hour brings has come
    private static final Duration LATE = Duration.ofMinutes(10);
    // what comes later still waits for others: to add it the whole file is written again
    private static final Duration AGAIN = Duration.ofHours(6);

    private static final String TABLES = """
            CREATE SEQUENCE IF NOT EXISTS segment_number;
            CREATE TABLE IF NOT EXISTS segment (number BIGINT NOT NULL, hour BIGINT NOT NULL, sealed BIGINT NOT NULL, bytes BIGINT NOT NULL);
            CREATE TABLE IF NOT EXISTS segment_dataset
                (number BIGINT NOT NULL, dataset VARCHAR NOT NULL, events BIGINT NOT NULL, oldest BIGINT NOT NULL, newest BIGINT NOT NULL);
            CREATE TABLE IF NOT EXISTS segment_trace (trace UBIGINT NOT NULL, number BIGINT NOT NULL);
            ALTER TABLE segment ADD COLUMN IF NOT EXISTS own BIGINT DEFAULT 0;
            """;

    // a hash that no version of DuckDB changes
    private static final String TRACE = "md5_number_lower(\"trace.trace_id\")";
    /** What one trace has in common, and an event of no trace has for itself, as an SQL expression of a number. */
    static final String UNIT = "hash(\"trace.trace_id\", CASE WHEN \"trace.trace_id\" IS NULL THEN event_row END)";

    static final int SAMPLE = 20;
    static final String IN_SAMPLE = UNIT + " % " + SAMPLE + " = 0";

    // in a folder of its own: whoever reads all files of the other reads each event once
    private static final String SAMPLES = "samples";

    // delta encodings, and no dictionary of words that are nearly all different: a tenth smaller at the same cost
    private static final String PARQUET =
            "FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL 9, DICTIONARY_SIZE_LIMIT 2000";

    private static final String IN_HOUR = "ts >= make_timestamp_ns(?) AND ts < make_timestamp_ns(?)";

    private final Path folder;
    private final int staying;
    private Set<Path> orphans = Set.of();

    /** @param own how many names had a column of their own when it was sealed */
    private record Segment(long number, long hour, int own) {

        Path file(Path folder) {
            return folder.resolve(name() + ".parquet");
        }

        Path sample(Path folder) {
            return folder.resolve(SAMPLES).resolve(name() + ".parquet");
        }

        private String name() {
            return Instant.ofEpochSecond(hour * 3600).toString().substring(0, "2026-06-07T10".length()) + "." + number;
        }
    }

    /** @param staying how many of the events that came last stay hot, for {@link Recent} to look at after a restart */
    Segments(Path folder, int staying) {
        this.folder = folder;
        this.staying = staying;
    }

    void open(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
        }
        Files.createDirectories(folder.resolve(SAMPLES));
        orphans = listed(); // nobody reads yet
        sweep(connection);
    }

    /** Deletes the files that were not registered in the last round either: no reader looks at them any more. */
    void sweep(Connection connection) throws SQLException, IOException {
        Set<Path> found = listed();
        for (Segment segment : segments(connection, Sql.of("TRUE"))) {
            found.remove(segment.file(folder));
            found.remove(segment.sample(folder));
        }
        for (Path file : found) {
            if (orphans.contains(file)) {
                Files.delete(file);
            }
        }
        orphans = found;
    }

    private Set<Path> listed() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toCollection(HashSet::new));
        }
    }

    /** Shows the reader, as {@code event}, the events of all hours that the queries are about, and some more. */
    void show(Reader reader, List<Query> queries, boolean wholeTraces) throws SQLException {
        show(reader, about(reader, queries, wholeTraces));
    }

    /**
     * The same, and apart from each other {@code hot_event}, {@code sealed_event} and, of one in {@value #SAMPLE} traces that are sealed,
     * {@code sealed_sample}: what is hot is read once for the events and the sample of them.
     */
    void showSampled(Reader reader, List<Query> queries, boolean wholeTraces) throws SQLException {
        List<Segment> segments = about(reader, queries, wholeTraces);
        Layout layout = reader.layout();
        show(reader, segments);
        view(reader, "hot_event AS " + hot(layout));
        view(reader, "sealed_event AS " + hot(layout) + " WHERE FALSE" + sealed(segments, Segment::file, layout));
        view(reader, "sealed_sample AS " + hot(layout) + " WHERE FALSE" + sealed(segments, Segment::sample, layout));
    }

    /** The events of traces, by their ids, and some more, as an SQL expression of a table; names may be in the map that have a column. */
    String ofTraces(Connection reader, List<String> traces) throws SQLException {
        String hashes = String.join(", ", Collections.nCopies(traces.size(), "md5_number_lower(?)"));
        Sql which = Sql.of(
                "number IN (SELECT number FROM segment_trace WHERE trace IN (" + hashes + "))", traces.toArray());
        List<Path> files = segments(reader, which).stream()
                .map(segment -> segment.file(folder))
                .toList();
        return files.isEmpty() ? "hot" : "(SELECT * FROM hot UNION ALL BY NAME SELECT * FROM " + parquet(files) + ")";
    }

    private void show(Reader reader, List<Segment> segments) throws SQLException {
        view(reader, "event AS " + hot(reader.layout()) + sealed(segments, Segment::file, reader.layout()));
    }

    private static void view(Reader reader, String view) throws SQLException {
        try (Statement statement = reader.connection().createStatement()) {
            statement.execute("CREATE TEMP VIEW " + view);
        }
    }

    private static List<Segment> about(Reader reader, List<Query> queries, boolean wholeTraces) throws SQLException {
        Sql which = Sql.join(" OR ", queries.stream().map(Segments::during).toList());
        return segments(
                reader.connection(),
                reader.deadline()::query,
                wholeTraces ? which.then(" OR ").then(sharing(queries)) : which);
    }

    /** How a question to the database is run. */
    private interface Asking {
        ResultSet rows(PreparedStatement statement) throws SQLException;
    }

    private static String hot(Layout layout) {
        return "SELECT " + layout.hot(false) + ", -1 - rowid AS event_row FROM hot";
    }

    /** Those that were sealed with the same columns are read together. */
    private String sealed(List<Segment> segments, BiFunction<Segment, Path, Path> file, Layout layout) {
        Map<Integer, List<Path>> files = segments.stream()
                .collect(Collectors.groupingBy(
                        Segment::own,
                        TreeMap::new,
                        Collectors.mapping(segment -> file.apply(segment, folder), Collectors.toList())));
        StringBuilder sealed = new StringBuilder();
        int before = 0;
        for (Map.Entry<Integer, List<Path>> same : files.entrySet()) {
            sealed.append(" UNION ALL BY NAME SELECT " + layout.sealed(same.getKey(), false)
                    + ", (CAST(file_index + " + before
                    + " AS BIGINT) << 40) + CAST(file_row_number AS BIGINT) AS event_row FROM "
                    + parquet(same.getValue()));
            before += same.getValue().size();
        }
        return sealed.toString();
    }

    private static String parquet(List<Path> files) {
        String listed = files.stream().map(Segments::literal).collect(Collectors.joining(", "));
        return "read_parquet([" + listed + "], union_by_name = true)";
    }

    static String literal(Path file) {
        return "'" + file.toString().replace("'", "''") + "'";
    }

    private static Sql during(Query query) {
        return Sql.of(
                "hour BETWEEN ? AND ?", hour(Conditions.nanos(query.from())), hour(Conditions.nanos(query.to()) - 1));
    }

    /** The hours that have a part of any trace which the queries meet. */
    private static Sql sharing(List<Query> queries) {
        List<Sql> sealed = new ArrayList<>();
        List<Sql> hot = new ArrayList<>();
        for (Query query : queries) {
            sealed.add(during(query));
            hot.add(Sql.of(IN_HOUR, Conditions.nanos(query.from()), Conditions.nanos(query.to())));
        }
        return Sql.of("number IN (SELECT number FROM segment_trace WHERE trace IN"
                        + " (SELECT trace FROM segment_trace JOIN segment USING (number) WHERE ")
                .then(Sql.join(" OR ", sealed))
                .then(" UNION ALL SELECT " + TRACE + " FROM hot WHERE ")
                .then(Sql.join(" OR ", hot))
                .then("))");
    }

    private static long hour(long nanos) {
        return nanos / HOUR;
    }

    private static List<Segment> segments(Connection connection, Sql which) throws SQLException {
        return segments(connection, PreparedStatement::executeQuery, which);
    }

    private static List<Segment> segments(Connection connection, Asking asking, Sql which) throws SQLException {
        List<Segment> segments = new ArrayList<>();
        try (PreparedStatement statement = Sql.of("SELECT number, hour, own FROM segment WHERE ")
                        .then(which)
                        .then(" ORDER BY hour")
                        .on(connection);
                ResultSet rows = asking.rows(statement)) {
            while (rows.next()) {
                segments.add(new Segment(rows.getLong(1), rows.getLong(2), rows.getInt(3)));
            }
        }
        return segments;
    }

    /** The hours there is something to do for: to seal, to seal again, or to take out what is kept no longer. */
    Set<Long> due(Connection connection, Instant now, Retention retention) throws SQLException {
        Set<Long> due = new HashSet<>();
        Sql settled = Sql.of(
                "SELECT hour FROM (SELECT DISTINCT epoch_ns(ts) // " + HOUR
                        + " AS hour FROM hot WHERE ts < make_timestamp_ns(?)"
                        + " AND rowid <= (SELECT max(rowid) FROM hot) - ?) LEFT JOIN segment USING (hour)"
                        + " WHERE sealed IS NULL OR sealed <= ?",
                hour(Conditions.nanos(now.minus(LATE))) * HOUR,
                staying,
                Conditions.nanos(now.minus(AGAIN)));
        try (PreparedStatement statement = settled.on(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                due.add(rows.getLong(1));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT hour, dataset FROM segment JOIN segment_dataset USING (number)");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (!Keeping.keeps(retention.days(rows.getString(2)), rows.getLong(1), now)) {
                    due.add(rows.getLong(1));
                }
            }
        }
        return due;
    }

    /** Writes the events of the hour into a new file, those in its file and those that came since, in one transaction. */
    void seal(Connection connection, long hour, Instant now, Retention retention) throws SQLException, IOException {
        List<Segment> before = segments(connection, Sql.of("hour = ?", hour));
        Layout layout = Layout.of(connection);
        Segment after = new Segment(
                number(connection, Sql.of("SELECT nextval('segment_number')")),
                hour,
                layout.own().size());
        Sql settled = Sql.of(
                IN_HOUR + " AND rowid <= (SELECT max(rowid) FROM hot) - ?", hour * HOUR, (hour + 1) * HOUR, staying);
        String sealed = before.stream()
                .map(segment -> " UNION ALL BY NAME SELECT " + layout.sealed(segment.own, true) + " FROM "
                        + parquet(List.of(segment.file(folder))))
                .collect(Collectors.joining());
        Path file = after.file(folder);
        copy(
                connection,
                Sql.of("SELECT * FROM (SELECT " + layout.hot(true) + " FROM hot WHERE ")
                        .then(settled)
                        .then(sealed + ") WHERE ")
                        .then(Keeping.kept(retention, hour, now))
                        .then(" ORDER BY ts"),
                file);
        copy(
                connection,
                Sql.of("SELECT * EXCLUDE (event_row) FROM (SELECT *, file_row_number AS event_row FROM "
                        + parquet(List.of(file)) + ") WHERE " + UNIT + " % " + SAMPLE + " = 0 ORDER BY ts"),
                after.sample(folder));
        for (Segment segment : before) {
            unregister(connection, segment);
        }
        if (!register(connection, after, file, now)) {
            Files.delete(file);
            Files.delete(after.sample(folder));
        }
        execute(connection, Sql.of("DELETE FROM hot WHERE ").then(settled));
        connection.commit();
    }

    /** Under its name there is never half a file, and what is there is on disk. */
    private static void copy(Connection connection, Sql rows, Path file) throws SQLException, IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        execute(connection, Sql.of("COPY (").then(rows).then(") TO " + literal(draft) + " (" + PARQUET + ")"));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Whether there is anything in the file. */
    private boolean register(Connection connection, Segment segment, Path file, Instant now)
            throws SQLException, IOException {
        String rows = parquet(List.of(file));
        execute(
                connection,
                Sql.of(
                        "INSERT INTO segment_dataset SELECT ?, " + Layout.DATASET
                                + ", count(*), epoch_ns(min(ts)), epoch_ns(max(ts)) FROM " + rows + " GROUP BY 2",
                        segment.number));
        if (number(connection, Sql.of("SELECT count(*) FROM segment_dataset WHERE number = ?", segment.number)) == 0) {
            return false;
        }
        execute(
                connection,
                Sql.of(
                        "INSERT INTO segment_trace SELECT " + TRACE
                                + " AS trace, ? FROM (SELECT DISTINCT \"trace.trace_id\" FROM " + rows
                                + " WHERE \"trace.trace_id\" IS NOT NULL) ORDER BY trace",
                        segment.number));
        execute(
                connection,
                Sql.of(
                        "INSERT INTO segment (number, hour, sealed, bytes, own) VALUES (?, ?, ?, ?, ?)",
                        segment.number,
                        segment.hour,
                        Conditions.nanos(now),
                        Files.size(file) + Files.size(segment.sample(folder)),
                        segment.own));
        return true;
    }

    private static void unregister(Connection connection, Segment segment) throws SQLException {
        for (String table : List.of("segment", "segment_dataset", "segment_trace")) {
            execute(connection, Sql.of("DELETE FROM " + table + " WHERE number = ?", segment.number));
        }
    }

    /** @param hot the bytes of the database, of which the events in it have a share each */
    static List<Usage> usage(Connection connection, long hot) throws SQLException {
        Sql sql = Sql.of(
                "SELECT dataset, CAST(sum(events) AS BIGINT), CAST(sum(bytes) AS BIGINT), min(oldest), max(newest) FROM ("
                        + "SELECT dataset, events, bytes * events / sum(events) OVER (PARTITION BY number) AS bytes, oldest, newest"
                        + " FROM segment_dataset JOIN segment USING (number)"
                        + " UNION ALL SELECT dataset, events, events * ? / sum(events) OVER (), oldest, newest FROM (SELECT "
                        + Layout.DATASET
                        + " AS dataset, count(*) AS events, epoch_ns(min(ts)) AS oldest, epoch_ns(max(ts)) AS newest FROM hot GROUP BY 1)"
                        + ") GROUP BY dataset ORDER BY dataset",
                hot);
        List<Usage> usage = new ArrayList<>();
        try (PreparedStatement statement = sql.on(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                usage.add(new Usage(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        Instant.ofEpochSecond(0, rows.getLong(4)),
                        Instant.ofEpochSecond(0, rows.getLong(5))));
            }
        }
        return usage;
    }

    static void execute(Connection connection, Sql sql) throws SQLException {
        try (PreparedStatement statement = sql.on(connection)) {
            statement.execute();
        }
    }

    private static long number(Connection connection, Sql sql) throws SQLException {
        try (PreparedStatement statement = sql.on(connection);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
