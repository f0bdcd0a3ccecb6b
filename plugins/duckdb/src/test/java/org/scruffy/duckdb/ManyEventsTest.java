package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.scruffy.eventsql.Dialect;
import org.scruffy.eventsql.Word;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Calculation.Op;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;

/** Percentiles of more events than there is memory for are those that all of them in memory come to. */
class ManyEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double NEAR = 1e-9;

    private static Path folder;
    private static Store store;
    private static Instant start = Instant.parse("2026-06-07T10:00:00Z");

    private static final class Store extends DuckDbStore {

        private long most;
        private boolean narrowed;

        Store(Path file) {
            super(file, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        }

        @Override
        Dialect dialect(Layout layout) {
            Dialect own = new DuckDbDialect(most, layout);
            return (Dialect) Proxy.newProxyInstance(
                    Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (proxy, method, args) -> {
                        narrowed |= args != null && args[0] == Word.READ_AGAIN;
                        return method.invoke(own, args);
                    });
        }

        /** @param most how many values of a percentile there is memory for */
        Result answer(Query query, long most) throws Exception {
            this.most = most;
            narrowed = false;
            return query(query, PATIENCE);
        }
    }

    private record Seen(String kind, double number, long whole, long second, long rate, String trace) {

        Event event() {
            return new Event(
                    start.plusSeconds(second),
                    Map.of(
                            "kind",
                            kind,
                            "number",
                            number,
                            "whole",
                            whole,
                            Event.SAMPLE_RATE,
                            rate,
                            "trace.trace_id",
                            trace));
        }
    }

    @BeforeContainer
    static void open() throws Exception {
        folder = Files.createTempDirectory("many");
        store = new Store(folder.resolve("events.duckdb"));
        store.open();
    }

    @AfterContainer
    static void close() throws Exception {
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Property(tries = 20)
    void percentilesOfManyEvents_areThoseOfAllOfThem(@ForAll("events") List<Seen> events) throws Exception {
        start = start.plus(HOUR.multipliedBy(2));
        store.append(events.stream().map(Seen::event).toList());
        List<Calculation> calculations = new ArrayList<>(List.of(new Calculation(Op.COUNT, "")));
        List<Filter> cues = List.of(Filter.of("kind", Filter.Op.EQUAL, "cue"));
        for (Op op : List.of(Op.P25, Op.P50, Op.P99)) {
            calculations.add(new Calculation(op, "number"));
            calculations.add(new Calculation(op, "whole"));
            calculations.add(new Calculation(op, "number", op + " of cues", cues, Filter.Combination.AND, 0));
        }
        calculations.add(new Calculation(Op.P50, "number", "the same", List.of(), Filter.Combination.AND, 0));
        Query query = Query.between(start, start.plus(HOUR))
                .every(Duration.ofMinutes(20))
                .calculating(calculations)
                .with(EnumSet.allOf(Query.Part.class));

        same(query);
        same(query.by(List.of("kind")).first(2));
    }

    /** 50 values are few, and too many where their weights are to be summed up. */
    @Example
    void percentilesOfSampledEvents_areNarrowedDownSooner() throws Exception {
        assertThat(isNarrowed(1)).isFalse();
        assertThat(isNarrowed(2)).isTrue();
    }

    private static boolean isNarrowed(long rate) throws Exception {
        start = start.plus(HOUR.multipliedBy(2));
        store.append(IntStream.range(0, 50)
                .mapToObj(i -> new Seen("cue", i, i, i, rate, "t" + i).event())
                .toList());
        store.answer(
                Query.between(start, start.plus(HOUR)).calculating(List.of(new Calculation(Op.P50, "number"))), 100);
        return store.narrowed;
    }

    private static void same(Query query) throws Exception {
        Result found = store.answer(query, 0);
        assertThat(store.narrowed).isTrue();
        Result expected = store.answer(query, Long.MAX_VALUE);
        assertThat(store.narrowed).isFalse();
        same(found.total(), expected.total());
        same(found.other(), expected.other());
        assertThat(found.rows()).hasSameSizeAs(expected.rows());
        for (int i = 0; i < expected.rows().size(); i++) {
            same(found.rows().get(i), expected.rows().get(i));
        }
        assertThat(found.series()).hasSameSizeAs(expected.series());
        for (int i = 0; i < expected.series().size(); i++) {
            assertThat(found.series().get(i).time())
                    .isEqualTo(expected.series().get(i).time());
            same(found.series().get(i).row(), expected.series().get(i).row());
        }
    }

    private static void same(Result.Row found, Result.Row expected) {
        assertThat(found.group()).isEqualTo(expected.group());
        same(found, found.errors(), expected.errors());
        same(found, found.values(), expected.values());
    }

    private static void same(
            Result.Row row, Map<String, ? extends Number> found, Map<String, ? extends Number> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((label, number) -> {
            double value = number.doubleValue();
            assertThat(found.get(label).doubleValue())
                    .as(label + " of " + row.group())
                    .satisfies(other -> assertThat(
                                    other == value || Math.abs(other - value) <= NEAR * Math.max(1, Math.abs(value)))
                            .as(other + " is " + value)
                            .isTrue());
        });
    }

    @Provide
    Arbitrary<List<Seen>> events() {
        return Arbitraries.oneOf(events(Arbitraries.just(1L)), events(Arbitraries.of(1L, 2L, 10L, 1_000L)));
    }

    private static Arbitrary<List<Seen>> events(Arbitrary<Long> rate) {
        Arbitrary<Double> number = Arbitraries.oneOf(
                Arbitraries.doubles().between(-1_000, 1_000),
                Arbitraries.of(0.0, -0.0, 5.0, 1e-310, 1e300, -1e300),
                Arbitraries.integers().between(-3, 3).map(Integer::doubleValue));
        return Combinators.combine(
                        Arbitraries.of("cue", "spot", "slate"),
                        number,
                        Arbitraries.longs().between(-40, 40),
                        Arbitraries.longs().between(0, 3_599),
                        rate,
                        Arbitraries.of("t", "u", "v", "w"))
                .as(Seen::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(120);
    }
}
