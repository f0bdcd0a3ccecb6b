package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Run;

/** What every event store that exports and imports keeps to. A plugin's test extends it and says how its store is made. */
public abstract class EventFilesContract {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final Query EVENTS = Query.between(START, START.plus(Duration.ofHours(2)))
            .calculating(List.of())
            .first(1_000_000);

    @TempDir
    private Path folder;

    private EventStore store;

    /** A store that keeps its events in the folder, which is there; not opened yet. */
    protected abstract EventStore store(Path folder) throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = opened("one");
    }

    private EventStore opened(String name) throws Exception {
        EventStore opened = store(Files.createDirectory(folder.resolve(name)));
        opened.open();
        return opened;
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private Path export(Query query, FileFormat format, long rows) throws Exception {
        Path file = folder.resolve("events." + format);
        Files.deleteIfExists(file);
        assertThat(store.export(query, format, file, new Run(Duration.ofSeconds(60))))
                .isEqualTo(rows);
        return file;
    }

    private static Event event(long nanos, Object... fields) {
        Map<String, Object> all = new HashMap<>(Map.of("trace.trace_id", "t"));
        for (int i = 0; i < fields.length; i += 2) {
            all.put((String) fields[i], fields[i + 1]);
        }
        return new Event(START.plusNanos(nanos), all);
    }

    @Test
    void load_givesAnotherStoreTheSameEvents() throws Exception {
        store.append(List.of(
                event(1, "own.text", "it's \"ж\"\n", "own.whole", Long.MIN_VALUE, "own.flag", false, "empty", ""),
                event(
                        2,
                        "own.number",
                        0.1,
                        "duration_ms",
                        1e300,
                        "error",
                        true,
                        Event.DATASET,
                        "d",
                        Event.SAMPLE_RATE,
                        9L),
                event(3_600_000_000_000L, "own.text", "2", "http.status_code", 200L)));
        try (EventStore other = opened("other")) {
            assertThat(other.load(export(EVENTS, FileFormat.PARQUET, 3))).isEqualTo(3);
            assertThat(other.trace("t", 10)).isEqualTo(store.trace("t", 10)).hasSize(3);
        }
    }

    @Test
    void load_bringsAlsoWhatHasNoColumnOfItsOwn() throws Exception {
        store.append(List.of(
                event(1, "Own", "upper", "own", 1L, "time", "noon", "attrs", "these"),
                event(2, "status_code", "not a number", "mixed", 1L, "error", "yes"),
                event(3, "status_code", 2L, "mixed", "words")));
        try (EventStore other = opened("other")) {
            other.load(export(EVENTS, FileFormat.PARQUET, 3));
            List<Event> told = other.trace("t", 10);
            for (int i = 0; i < 3; i++) {
                Event original = store.trace("t", 10).get(i);
                assertThat(told.get(i).fields().keySet())
                        .isEqualTo(original.fields().keySet());
                original.fields()
                        .forEach((name, value) -> assertThat(told.stream().map(event -> event.text(name)))
                                .contains(value.toString()));
            }
        }
    }

    /** Whoever sends events chooses their names. */
    @Test
    void namesOfAnyCharacters_areNamesAndNoStatement() throws Exception {
        List<String> names =
                List.of("a\\", "b\\\" FROM nowhere --", "c?", "d\"\"", "e'", "f; DROP TABLE event", "{p0:String}");
        Object[] fields =
                names.stream().flatMap(name -> Stream.of(name, "of " + name)).toArray();
        store.append(List.of(event(1, fields)));
        try (EventStore other = opened("other")) {
            assertThat(other.load(export(EVENTS, FileFormat.PARQUET, 1))).isEqualTo(1);
            assertThat(other.trace("t", 10)).containsExactly(event(1, fields));
        }
        for (String name : names) {
            assertThat(read(export(EVENTS.by(List.of(name)), FileFormat.CSV, 1)))
                    .containsExactly(List.of(name), List.of("of " + name));
        }
    }

    /** It ends words to much that is written in C. */
    @Test
    void namesWithTheCharacterZero_areInTheMap() throws Exception {
        List<String> names = List.of("a\u0000b", "\u0000", "'\u0000'", "a");
        Object[] fields =
                names.stream().flatMap(name -> Stream.of(name, "of " + name)).toArray();
        store.append(List.of(event(1, fields)));
        try (EventStore other = opened("other")) {
            assertThat(other.load(export(EVENTS, FileFormat.PARQUET, 1))).isEqualTo(1);
            assertThat(other.trace("t", 10)).isEqualTo(store.trace("t", 10)).containsExactly(event(1, fields));
        }
        assertThat(read(export(EVENTS, FileFormat.CSV, 1)).get(0))
                .containsExactly("time", "a", "trace.trace_id", "attrs");
        assertThat(Files.readString(export(EVENTS, FileFormat.JSON, 1))).contains("\"a\\u0000b\":\"of a\\u0000b\"");
        for (String name : names) {
            Query own = EVENTS.where(List.of(Filter.of(name, Filter.Op.EQUAL, "of " + name)))
                    .by(List.of(name))
                    .calculating(List.of(new Calculation(Calculation.Op.COUNT_DISTINCT, name)));
            assertThat(store.query(own, Duration.ofSeconds(60)).rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row.group()).isEqualTo(Map.of(name, "of " + name)));
        }
        assertThatThrownBy(() -> export(EVENTS.by(List.of("a\u0000b")), FileFormat.CSV, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+0000");
    }

    @Test
    void load_ofTheSameFileTwiceKeepsTheEventsOfTracesOnce() throws Exception {
        store.append(List.of(event(1, "own", 1L), event(2, "own", 2L)));
        Path file = export(EVENTS, FileFormat.PARQUET, 2);
        try (EventStore other = opened("other")) {
            other.load(file);
            other.load(file);
            assertThat(other.trace("t", 10)).hasSize(2);
            assertThat(other.query(EVENTS, Duration.ofSeconds(60)).matched()).isEqualTo(2);
        }
    }

    @Test
    void read_givesTheEventsOfAFileInTheirOrderAndKeepsNone() throws Exception {
        store.append(List.of(event(1, "own", 1L), event(2, "own", 2L), event(3, "own", 3L)));
        Path file = export(EVENTS, FileFormat.PARQUET, 3);
        try (EventStore other = opened("other")) {
            assertThat(other.read(file, 0)).isEqualTo(store.trace("t", 10)).hasSize(3);
            assertThat(other.read(file, 2)).isEqualTo(store.trace("t", 10).subList(2, 3));
            assertThat(other.read(file, 3)).isEmpty();
            assertThat(other.trace("t", 10)).isEmpty();
        }
    }

    @Test
    void read_tellsWordsFromTheNumbersTheyLookLike() throws Exception {
        store.append(List.of(
                event(1, "http.status_code", 200L, "span.num_events", 3L, "duration_ms", 1.0),
                event(2, "http.status_code", "200", "span.num_events", "3", "duration_ms", "1.0")));
        Path file = export(EVENTS, FileFormat.PARQUET, 2);
        assertThat(store.read(file, 0)).isEqualTo(store.trace("t", 10)).hasSize(2);
    }

    /** Whoever compares events of a file with those of a store compares them as they are kept. */
    @Test
    void columnsWith_saysWhatTheyAreOnceEventsAreKept() throws Exception {
        store.append(List.of(event(1, "own.whole", 1L, "own.words", "a", "own.flag", true, "http.status_code", 200L)));
        List<Event> more = List.of(
                event(2, "own.whole", 0.5, "own.words", 1L, "own.flag", "yes", "http.status_code", "200"),
                event(3, "own.new", 1L, "duration_ms", "long"));
        List<Column> before = store.columns();
        List<Column> told = store.columnsWith(more);
        assertThat(store.columns()).isEqualTo(before).isNotEqualTo(told);
        store.append(more);
        assertThat(store.columns()).isEqualTo(told);
    }

    @Test
    void load_saysWhatIsWrongWithAFileThatIsNone() throws Exception {
        Path file = Files.writeString(folder.resolve("no.parquet"), "no such file".repeat(100));
        assertThatThrownBy(() -> store.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no.parquet")
                .hasMessageNotContaining("\n");
        store.append(List.of(event(1, "own", 1L)));
        Path groups = export(Query.between(START, START.plusSeconds(1)).by(List.of("own")), FileFormat.PARQUET, 1);
        assertThatThrownBy(() -> store.load(groups))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'time' is missing");
    }

    @Test
    void export_ofEventsIsByTimeAndOfWhatTheQueryIsAbout() throws Exception {
        store.append(List.of(
                event(5, "own.dataset", "a", "n", 3L),
                event(1, "own.dataset", "a", "n", 1L),
                event(3, "own.dataset", "a", "n", 2L),
                event(2, "own.dataset", "b", "other", "not in the file")));
        Query some = EVENTS.where(List.of(Filter.of("own.dataset", Filter.Op.EQUAL, "a")))
                .first(2);
        assertThat(read(export(some, FileFormat.CSV, 2)))
                .containsExactly(
                        List.of("time", "n", "own.dataset", "trace.trace_id"),
                        List.of("2026-06-07T10:00:00.000000001Z", 1.0, "a", "t"),
                        List.of("2026-06-07T10:00:00.000000003Z", 2.0, "a", "t"));
        assertThat(Files.readAllLines(export(some, FileFormat.JSON, 2)))
                .first()
                .isEqualTo(
                        "{\"time\":\"2026-06-07T10:00:00.000000001Z\",\"n\":1,\"own.dataset\":\"a\",\"trace.trace_id\":\"t\"}");
    }

    @Test
    void export_ofGroupsHasTheirNamesAndNumbers() throws Exception {
        store.append(List.of(
                event(1, "own.kind", "a", "duration_ms", 2.0),
                event(2, "own.kind", "a", "duration_ms", 4.0),
                event(3, "own.kind", "b, \"c\"", "duration_ms", 1.0)));
        Query groups = EVENTS.by(List.of("own.kind"))
                .calculating(List.of(Calculation.COUNT, new Calculation(Calculation.Op.MAX, "duration_ms")));
        assertThat(read(export(groups, FileFormat.CSV, 2)))
                .containsExactly(
                        List.of("own.kind", "COUNT", "MAX(duration_ms)"),
                        List.of("a", 2.0, 4.0),
                        List.of("b, \"c\"", 1.0, 1.0));
    }

    @Test
    void export_leavesOutOfALineOfJsonWhatAnEventDoesNotHave() throws Exception {
        store.append(List.of(
                event(1, "own.dataset", "a/b", "attrs", "these"), event(2, "error", true, "own.words", "it's \"x\"")));
        assertThat(Files.readAllLines(export(EVENTS, FileFormat.JSON, 2)))
                .containsExactly(
                        "{\"time\":\"2026-06-07T10:00:00.000000001Z\",\"own.dataset\":\"a/b\",\"trace.trace_id\":\"t\",\"attrs\":{\"attrs\":\"these\"}}",
                        "{\"time\":\"2026-06-07T10:00:00.000000002Z\",\"error\":true,\"own.words\":\"it's \\\"x\\\"\",\"trace.trace_id\":\"t\"}");
    }

    /** Databases quote words and write whole numbers as they please. */
    private static List<List<Object>> read(Path csv) throws IOException {
        try (CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(csv)) {
            return lines.stream()
                    .map(line -> line.getFields().stream()
                            .map(EventFilesContract::value)
                            .toList())
                    .toList();
        }
    }

    private static Object value(String field) {
        return field.matches("[0-9.]+") ? (Object) Double.valueOf(field) : field;
    }
}
