package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scruffy.plugin.Platform;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.EventsOf;
import org.scruffy.telemetry.Imports;
import org.scruffy.telemetry.Ingest;
import org.scruffy.telemetry.NoAnswer;

/** Files of events between two stores of DuckDB. */
class ImportsTest {

    private static final Instant TEN = Instant.parse("2026-06-07T10:00:00Z");
    private static final Query ALL =
            Query.between(TEN, TEN.plusSeconds(3_600)).calculating(List.of()).first(1_000_000);

    @TempDir
    private Path folder;

    private EventStore store;
    private Ingest ingest;
    private Imports imports;

    @BeforeEach
    void open() throws Exception {
        store = store("one");
        ingest = new EventsOf(store).ingest();
        imports = imports(store, ingest);
    }

    private Imports imports(EventStore into, Ingest through) {
        return new Imports(
                new EventsOf(into), through, new Platform(folder, folder, URI.create("http://here/"), false));
    }

    private EventStore store(String name) throws Exception {
        EventStore store = new DuckDbStore(folder.resolve(name + ".duckdb"), Clock.fixed(TEN, ZoneOffset.UTC));
        store.open();
        return store;
    }

    @AfterEach
    void close() throws Exception {
        EventsOf.stop(ingest);
        store.close();
    }

    /** Spans of traces, what happened in one of them and what it links to, logs of it and of no trace: some alike, some the same. */
    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            Map<String, Object> fields = new HashMap<>(Map.of("own", (long) i, "name", "it's \"ж\""));
            if (i % 3 > 0) {
                fields.putAll(Map.of("trace.trace_id", "t" + i / 100, "trace.span_id", "s" + i));
            }
            if (i % 5 > 0) {
                fields.put(Event.DATASET, "d" + i % 5);
            }
            events.add(new Event(TEN.plusMillis(i), fields));
        }
        for (String kind : List.of("span_event", "link")) {
            for (long i = 0; i < 2; i++) {
                events.add(new Event(
                        TEN,
                        Map.of(
                                "trace.trace_id",
                                "t0",
                                "trace.parent_id",
                                "s1",
                                "meta.annotation_type",
                                kind,
                                "own",
                                i)));
            }
        }
        for (String body : List.of("first", "second")) {
            events.add(new Event(TEN, Map.of("trace.trace_id", "t0", "trace.span_id", "s1", "body", body)));
        }
        Event again = new Event(TEN.plusMillis(7), Map.of("body", "again", "Body", 1L, "rate", 0.5, "flag", true));
        events.addAll(List.of(again, again, again));
        return events;
    }

    private static InputStream exported(EventStore from, FileFormat format, Path file) throws Exception {
        from.export(ALL, format, file, new Run(Duration.ofSeconds(60)));
        return Files.newInputStream(file);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "JSON"})
    void take_keepsWhatIsNotThereYet(FileFormat format) throws Exception {
        List<Event> events = events();
        try (EventStore other = store("other")) {
            other.append(events);
            store.append(events.subList(0, 5_000));
            store.append(List.of(events.get(events.size() - 1)));
            Imports.Progress first = imports.take(exported(other, format, folder.resolve("file")), format);
            assertThat(first.read()).isEqualTo(12_009);
            assertThat(first.known()).isEqualTo(5_001);
            assertThat(first.kept()).isEqualTo(7_008);
            assertThat(store.query(ALL, Duration.ofSeconds(60)).matched()).isEqualTo(12_009);
            assertThat(store.trace("t0", 1_000)).containsExactlyInAnyOrderElementsOf(other.trace("t0", 1_000));

            Imports.Progress second = imports.take(Files.newInputStream(folder.resolve("file")), format);
            assertThat(second.known()).isEqualTo(12_009);
            assertThat(second.kept()).isZero();
            assertThat(second.running()).isFalse();
            assertThat(store.query(ALL, Duration.ofSeconds(60)).matched()).isEqualTo(12_009);
            assertThat(folder.resolve("imports")).isEmptyDirectory();
        }
    }

    private static String line(int second, String fields) {
        return "{\"time\":\"" + TEN.plusSeconds(second) + "\"" + fields + "}\n";
    }

    /** More at one moment than are looked at together. */
    @Test
    void take_keepsEqualEventsOfNoTraceAsOftenAsTheFileHasThem() throws Exception {
        String lines = line(0, "").repeat(12_000);
        store.append(List.of(new Event(TEN, Map.of("other", 1L))));
        assertThat(imports.take(body(lines), FileFormat.JSON).kept()).isEqualTo(12_000);
        assertThat(imports.take(body(lines), FileFormat.JSON).kept()).isZero();
        assertThat(imports.take(body(lines + line(0, "")), FileFormat.JSON).kept())
                .isEqualTo(1);
        String traced = line(0, ",\"trace.trace_id\":\"t\"").repeat(6_000);
        assertThat(imports.take(body(traced), FileFormat.JSON).kept()).isEqualTo(1);
    }

    private static List<Event> ofTraceAndOfNone(String field, Object value) {
        return List.of(
                new Event(TEN, Map.of("trace.trace_id", "t", field, value)), new Event(TEN, Map.of(field, value)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "JSON"})
    void take_keepsAWordWhereOnlyTheNumberItReadsAsIsThere(FileFormat format) throws Exception {
        try (EventStore other = store("other")) {
            other.append(ofTraceAndOfNone("http.status_code", "0200"));
            store.append(ofTraceAndOfNone("http.status_code", 200L));
            assertThat(imports.take(exported(other, format, folder.resolve("file")), format)
                            .kept())
                    .isEqualTo(2);
            assertThat(imports.take(Files.newInputStream(folder.resolve("file")), format)
                            .known())
                    .isEqualTo(2);
            assertThat(store.trace("t", 10))
                    .extracting(event -> event.fields().get("http.status_code"))
                    .containsExactlyInAnyOrder(200L, "0200");
        }
    }

    /**
     * A column that met words keeps numbers as words, one that met other numbers keeps whole ones as such, and one of a fixed type
     * takes words for the number that they say.
     */
    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "JSON"})
    void take_knowsValuesByWhatTheirColumnMakesOfThem(FileFormat format) throws Exception {
        try (EventStore other = store("other")) {
            other.append(ofTraceAndOfNone("words", "200"));
            other.append(ofTraceAndOfNone("rate", 1.0));
            other.append(ofTraceAndOfNone("http.status_code", "200"));
            other.append(ofTraceAndOfNone("rate", (1L << 53) + 1));
            store.append(ofTraceAndOfNone("rate", (1L << 53) + 1));
            store.append(ofTraceAndOfNone("words", 200L));
            store.append(ofTraceAndOfNone("rate", 1L));
            store.append(ofTraceAndOfNone("http.status_code", 200L));
            assertThat(imports.take(exported(other, format, folder.resolve("file")), format)
                            .known())
                    .isEqualTo(8);
        }
    }

    @Test
    void take_countsEqualEventsWhoseColumnBecomesOneOfWordsMeanwhile() {
        String lines = line(0, ",\"own\":1").repeat(5_000) + line(0, ",\"own\":\"x\"") + line(0, ",\"own\":1");
        assertThat(imports.take(body(lines), FileFormat.JSON).kept()).isEqualTo(5_002);
        assertThat(imports.take(body(lines), FileFormat.JSON).known()).isEqualTo(5_002);
    }

    @Test
    void take_refusesEventsOfNoTraceThatAreFarFromTheirPlace() {
        String lines = line(1, "").repeat(5_000) + line(0, "");
        assertThatThrownBy(() -> imports.take(body(lines), FileFormat.JSON))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("at 2026-06-07T10:00:00Z far behind one at 2026-06-07T10:00:01Z");
    }

    @Test
    void take_goesOnInSmallerStepsWhereTooMuchIsAlike() throws Exception {
        try (EventStore crowded = new DuckDbStore(folder.resolve("crowded.duckdb"), Clock.fixed(TEN, ZoneOffset.UTC)) {
            @Override
            public long export(Query query, FileFormat format, Path target, Run run) throws Exception {
                Duration time = Duration.between(query.from(), query.to());
                return time.toSeconds() > 10 ? query.limit() : super.export(query, format, target, run);
            }
        }) {
            crowded.open();
            Ingest own = new EventsOf(crowded).ingest();
            Imports patient = imports(crowded, own);
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                lines.append(line(i, ""));
            }
            assertThat(patient.take(body(lines.toString()), FileFormat.JSON).kept())
                    .isEqualTo(100);
            assertThat(patient.take(body(lines.toString()), FileFormat.JSON).known())
                    .isEqualTo(100);
            EventsOf.stop(own);
        }
    }

    @Test
    void take_readsNothingOfAFileWhereTheStoreReadsNone() throws Exception {
        try (EventStore blind = new DuckDbStore(folder.resolve("blind.duckdb"), Clock.fixed(TEN, ZoneOffset.UTC)) {
            @Override
            public List<Event> read(Path parquet, long from) {
                throw new UnsupportedOperationException("The event store does not read files");
            }
        }) {
            blind.open();
            InputStream untouched = body(line(0, ""));
            Imports none = imports(blind, ingest);
            assertThatThrownBy(() -> none.take(untouched, FileFormat.JSON))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessageContaining("does not read files");
            assertThat(untouched.available()).isEqualTo(line(0, "").length());
        }
    }

    @Test
    void take_passesOverEmptyLines() {
        String lines = line(0, "") + "\n\r\n" + line(1, "");
        Imports.Progress told = imports.take(body(lines), FileFormat.JSON);
        assertThat(told.read()).isEqualTo(2);
        assertThat(told.kept()).isEqualTo(2);
    }

    @Test
    void take_saysOfEachLineWhyItIsRefusedAndKeepsTheOthers() {
        String lines = "{\"time\":\"2026-06-07T10:00:00Z\",\"a\":1}\n{\"a\":2}\nnonsense\n"
                + "{\"time\":\"1969-06-07T10:00:00Z\",\"a\":1}\n";
        Imports.Progress told = imports.take(body(lines), FileFormat.JSON);
        assertThat(told.read()).isEqualTo(4);
        assertThat(told.kept()).isEqualTo(1);
        assertThat(told.refused()).isEqualTo(3);
        assertThat(told.why()).isEqualTo("Field 'time' is null, expected one such as 2026-01-31T12:00:00.5Z");
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void take_namesWhatIsNoFileOfEventsAndGoesOnAfterIt() throws Exception {
        assertThatThrownBy(() -> imports.take(body("no such file".repeat(100)), FileFormat.PARQUET))
                .isInstanceOf(BadQuery.class)
                .hasMessageStartingWith("body is no file of events: ");
        assertThatThrownBy(() -> imports.take(body("x".repeat(8_000_001)), FileFormat.JSON))
                .hasMessageContaining("a line of more than 8000000 bytes");
        assertThat(folder.resolve("imports")).isEmptyDirectory();
        assertThat(imports.take(body(""), FileFormat.JSON).read()).isZero();
    }

    @Test
    void take_isOneAtATime() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (PipedOutputStream slow = new PipedOutputStream();
                InputStream body = new PipedInputStream(slow)) {
            Future<Imports.Progress> first = other.submit(() -> imports.take(body, FileFormat.JSON));
            slow.write("{}\n".getBytes(StandardCharsets.UTF_8));
            slow.flush();
            while (imports.progress().bytes() == 0) {
                Thread.onSpinWait();
            }
            assertThat(imports.progress().running()).isTrue();
            assertThatThrownBy(() -> imports.take(body(""), FileFormat.JSON)).isInstanceOf(NoAnswer.class);
            slow.close();
            assertThat(first.get().refused()).isEqualTo(1);
        } finally {
            other.shutdownNow();
        }
    }
}
