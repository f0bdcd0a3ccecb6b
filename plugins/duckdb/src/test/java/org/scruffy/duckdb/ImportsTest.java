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
        EventsOf events = new EventsOf(store);
        ingest = events.ingest();
        imports = new Imports(events, ingest, new Platform(folder, folder, URI.create("http://here/"), false));
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

    /** Spans of a trace, one thing inside one of them, logs of no trace, one of them twice. */
    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            Map<String, Object> fields = new HashMap<>(Map.of("own", (long) i, "name", "it's \"ж\""));
            if (i % 3 > 0) {
                fields.putAll(Map.of("trace.trace_id", "t" + i / 100, "trace.span_id", "s" + i));
            }
            events.add(new Event(TEN.plusMillis(i), fields));
        }
        events.add(new Event(
                TEN, Map.of("trace.trace_id", "t0", "trace.parent_id", "s1", "meta.annotation_type", "span_event")));
        events.add(new Event(TEN.plusMillis(7), Map.of("body", "again", "Body", 1L, "rate", 0.5, "flag", true)));
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
            Imports.Progress first = imports.take(exported(other, format, folder.resolve("file")), format);
            assertThat(first.read()).isEqualTo(12_002);
            assertThat(first.known()).isEqualTo(5_000);
            assertThat(first.kept()).isEqualTo(7_002);
            assertThat(store.query(ALL, Duration.ofSeconds(60)).matched()).isEqualTo(12_002);
            assertThat(store.trace("t0", 1_000)).isEqualTo(other.trace("t0", 1_000));

            Imports.Progress second = imports.take(Files.newInputStream(folder.resolve("file")), format);
            assertThat(second.known()).isEqualTo(12_002);
            assertThat(second.kept()).isZero();
            assertThat(second.running()).isFalse();
            assertThat(store.query(ALL, Duration.ofSeconds(60)).matched()).isEqualTo(12_002);
            assertThat(folder.resolve("imports")).isEmptyDirectory();
        }
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
