package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.telemetry.EventsOf;
import org.scruffy.telemetry.Ingest;
import org.scruffy.telemetry.Queries;
import org.scruffy.telemetry.TraceSearch;
import org.scruffy.telemetry.ZipkinTraces;
import org.scruffy.telemetry.wire.Row;
import org.scruffy.telemetry.wire.Zipkin;
import zipkin2.Call;
import zipkin2.Callback;
import zipkin2.DependencyLink;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.storage.AutocompleteTags;
import zipkin2.storage.QueryRequest;
import zipkin2.storage.ServiceAndSpanNames;
import zipkin2.storage.SpanConsumer;
import zipkin2.storage.SpanStore;
import zipkin2.storage.StorageComponent;
import zipkin2.storage.Traces;

/**
 * Zipkin's own tests of a storage, against what reads the bodies of its reporters, brings their events into this store and tells
 * them to its pages; a store of its own for each test.
 */
class ZipkinConformanceTest {

    @TempDir
    private static Path folder;

    private static int stores;

    @Nested
    class ItsSpanStore extends zipkin2.storage.ITSpanStore<Kept> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return new Kept.Builder();
        }

        @Override
        protected void clear() {}
    }

    @Nested
    class ItsTraces extends zipkin2.storage.ITTraces<Kept> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return new Kept.Builder();
        }

        @Override
        protected void clear() {}
    }

    @Nested
    class ItsNames extends zipkin2.storage.ITServiceAndSpanNames<Kept> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return new Kept.Builder();
        }

        @Override
        protected void clear() {}
    }

    @Nested
    class ItsDependencies extends zipkin2.storage.ITDependencies<Kept> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return new Kept.Builder();
        }

        @Override
        protected void clear() {}
    }

    @Nested
    class ItsAutocompleteTags extends zipkin2.storage.ITAutocompleteTags<Kept> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return new Kept.Builder();
        }

        @Override
        protected void clear() {}

        /** Zipkin completes the tags it is configured for; here every tag can be completed. */
        @Test
        @Override
        protected void ignores_when_key_not_in_autocompleteTags(TestInfo test) throws Exception {
            accept(Span.newBuilder()
                    .traceId("1")
                    .id("1")
                    .timestamp(zipkin2.TestObjects.TODAY * 1_000)
                    .putTag("http.method", "GET")
                    .build());
            assertThat(storage.autocompleteTags().getKeys().execute()).contains("http.method");
            assertThat(storage.autocompleteTags().getValues("http.method").execute())
                    .containsExactly("GET");
        }
    }

    @Test
    void traces_areFoundBehindThousandsThatMeetTheFirstConditionAlone() throws IOException {
        int many = 2_500;
        long start = Instant.now().minusSeconds(60).toEpochMilli() * 1_000;
        List<Span> spans = IntStream.rangeClosed(1, many)
                .mapToObj(i -> Span.newBuilder()
                        .traceId(Integer.toHexString(i))
                        .id("1")
                        .timestamp(start + i)
                        .putTag("all", "yes")
                        .putTag("rare", i <= 2 ? "yes" : "no")
                        .build())
                .toList();
        try (Kept kept = new Kept()) {
            kept.accept(spans).execute();
            QueryRequest.Builder request = QueryRequest.newBuilder()
                    .endTs(System.currentTimeMillis())
                    .lookback(3_600_000)
                    .parseAnnotationQuery("all=yes and rare=yes");
            assertThat(kept.getTraces(request.limit(10).build()).execute())
                    .containsExactly(List.of(spans.get(1)), List.of(spans.get(0)));
            assertThat(kept.getTraces(request.limit(1).build()).execute()).containsExactly(List.of(spans.get(1)));
        }
    }

    /** More than are read in one look: the second is cut there. */
    @Test
    void traces_thatAreLargeTogether_areFoundWhole() throws IOException {
        long start = Instant.now().minusSeconds(60).toEpochMilli() * 1_000;
        try (Kept kept = new Kept()) {
            for (String trace : List.of("a", "b")) {
                for (int first = 1; first <= 60_000; first += 10_000) {
                    kept.accept(IntStream.range(first, first + 10_000)
                                    .mapToObj(i -> Span.newBuilder()
                                            .traceId(trace)
                                            .id(Integer.toHexString(i))
                                            .timestamp(start + i)
                                            .build())
                                    .toList())
                            .execute();
                }
            }
            QueryRequest request = QueryRequest.newBuilder()
                    .endTs(System.currentTimeMillis())
                    .lookback(3_600_000)
                    .limit(2)
                    .build();
            assertThat(kept.getTraces(request).execute()).extracting(List::size).containsExactly(60_000, 60_000);
        }
    }

    /** A storage of Zipkin's that is this store behind our own ways in and out. */
    @SuppressWarnings("deprecation") // what moved to other interfaces is still in the old one, too
    private static final class Kept extends StorageComponent
            implements SpanConsumer, SpanStore, Traces, ServiceAndSpanNames, AutocompleteTags {

        private final DuckDbStore store;
        private final Ingest ingest;
        private final ZipkinTraces traces;

        Kept() {
            // at a time at which no event is old enough to be let go of
            store = new DuckDbStore(folder.resolve(stores++ + ".duckdb"), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
            try {
                store.open();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            EventsOf events = new EventsOf(store);
            ingest = events.ingest();
            traces = new ZipkinTraces(new TraceSearch(events, new Queries(events), Clock.systemUTC()), events);
        }

        /** What Zipkin can be told of its storages is nothing to us. */
        static final class Builder extends StorageComponent.Builder {
            @Override
            public StorageComponent.Builder strictTraceId(boolean strict) {
                return this;
            }

            @Override
            public StorageComponent.Builder searchEnabled(boolean enabled) {
                return this;
            }

            @Override
            public StorageComponent.Builder autocompleteKeys(List<String> keys) {
                return this;
            }

            @Override
            public StorageComponent build() {
                return new Kept();
            }
        }

        @Override
        public void close() {
            EventsOf.stop(ingest);
            try {
                store.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public SpanStore spanStore() {
            return this;
        }

        @Override
        public Traces traces() {
            return this;
        }

        @Override
        public ServiceAndSpanNames serviceAndSpanNames() {
            return this;
        }

        @Override
        public AutocompleteTags autocompleteTags() {
            return this;
        }

        @Override
        public SpanConsumer spanConsumer() {
            return this;
        }

        @Override
        public Call<Void> accept(List<Span> spans) {
            return new Asked<>(() -> {
                byte[] body = SpanBytesEncoder.JSON_V2.encodeList(spans);
                List<Row> rows = Zipkin.read(new ByteArrayInputStream(body), true, Instant.now());
                assertThat(rows).noneMatch(Row::isRefused);
                assertThat(ingest.keep(rows.stream().map(Row::event).toList())).allMatch(String::isEmpty);
                return null;
            });
        }

        @Override
        public Call<List<List<Span>>> getTraces(QueryRequest request) {
            return new Asked<>(() -> spans(traces.traces(request)));
        }

        @Override
        public Call<List<Span>> getTrace(String id) {
            return new Asked<>(() ->
                    traces.trace(id).map(SpanBytesDecoder.JSON_V2::decodeList).orElse(List.of()));
        }

        @Override
        public Call<List<List<Span>>> getTraces(Iterable<String> ids) {
            List<String> all = new ArrayList<>();
            ids.forEach(all::add);
            return new Asked<>(() -> spans(traces.traces(all)));
        }

        private static List<List<Span>> spans(List<byte[]> told) {
            return told.stream().map(SpanBytesDecoder.JSON_V2::decodeList).toList();
        }

        @Override
        public Call<List<String>> getServiceNames() {
            return new Asked<>(traces::services);
        }

        @Override
        public Call<List<String>> getRemoteServiceNames(String service) {
            return new Asked<>(() -> traces.remoteServices(service));
        }

        @Override
        public Call<List<String>> getSpanNames(String service) {
            return new Asked<>(() -> traces.spanNames(service));
        }

        @Override
        public Call<List<DependencyLink>> getDependencies(long endTs, long lookback) {
            QueryRequest time = ZipkinTraces.time(endTs, lookback);
            return new Asked<>(() -> traces.dependencies(time));
        }

        @Override
        public Call<List<String>> getKeys() {
            return new Asked<>(traces::tagKeys);
        }

        @Override
        public Call<List<String>> getValues(String key) {
            return new Asked<>(() -> traces.tagValues(key));
        }
    }

    private static final class Asked<T> extends Call.Base<T> {

        private final Callable<T> question;

        Asked(Callable<T> question) {
            this.question = question;
        }

        @Override
        protected T doExecute() {
            try {
                return question.call();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
            }
        }

        @Override
        protected void doEnqueue(Callback<T> callback) {
            try {
                callback.onSuccess(doExecute());
            } catch (RuntimeException e) {
                callback.onError(e);
            }
        }

        @Override
        public Call<T> clone() {
            return new Asked<>(question);
        }
    }
}
