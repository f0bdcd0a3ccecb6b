package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Calculation.Op;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;

/** Of traces that are known one in eight is kept, whole, again and again: errors are how far what is estimated is off. */
class SampledTracesTest {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int TRACES = 1_000;
    private static final int RATE = 8;
    private static final int DRAWS = 150;
    /** So many have few enough events for each trace to have a sum of its own. */
    private static final int FEW = DRAWS / 2;

    private static final Calculation SUM = new Calculation(Op.SUM, "duration_ms");
    private static final Calculation AVERAGE = new Calculation(Op.AVG, "duration_ms");
    private static final Calculation MEDIAN = new Calculation(Op.P50, "duration_ms");

    private static final List<double[]> POPULATION = new ArrayList<>();
    private static final List<double[]> KEPT = new ArrayList<>();

    private static DuckDbStore store;

    @BeforeAll
    static void draw(@TempDir Path folder) throws Exception {
        store = new DuckDbStore(folder.resolve("events.duckdb"), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        store.open();
        Random random = new Random(8);
        for (int i = 0; i < TRACES; i++) {
            double usual = 20 + 80 * random.nextDouble();
            POPULATION.add(
                    random.doubles(1 + random.nextInt(15), usual, 2 * usual).toArray());
        }
        for (int draw = 0; draw < DRAWS; draw++) {
            List<Event> events = new ArrayList<>();
            for (double[] trace : POPULATION) {
                if (random.nextInt(RATE) == 0) {
                    KEPT.add(trace);
                    events.addAll(spans(draw, "trace " + KEPT.size(), trace));
                }
            }
            store.append(events);
        }
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    private static List<Event> spans(int draw, String id, double[] lengths) {
        return IntStream.range(0, lengths.length)
                .mapToObj(i -> new Event(
                        START.plus(MINUTE.multipliedBy(draw)).plusNanos(i),
                        Map.of(
                                "trace.trace_id",
                                id,
                                "trace.span_id",
                                "span " + i,
                                "draw",
                                (long) draw,
                                "duration_ms",
                                lengths[i],
                                Event.SAMPLE_RATE,
                                (long) RATE)))
                .toList();
    }

    @Test
    void interval_coversTheTruthAsOftenAsItSays() throws Exception {
        for (int draws : List.of(FEW, DRAWS)) {
            List<Result.Row> rows = ask(draws).rows();
            assertThat(rows).hasSize(draws);
            assertThat(covered(rows, Calculation.COUNT, spans().count())).isBetween(0.9, 0.98);
            assertThat(covered(rows, SUM, spans().sum())).isBetween(0.9, 0.98);
            assertThat(covered(rows, AVERAGE, spans().average().orElseThrow())).isBetween(0.9, 0.98);
            double[] sorted = spans().sorted().toArray();
            assertThat(covered(rows, MEDIAN, sorted[sorted.length / 2])).isBetween(0.9, 0.98);
        }
    }

    /** Of events that are kept each for itself, which these are not. */
    @Test
    void intervalOfSingleEvents_wouldCoverFarLess() throws Exception {
        List<Result.Row> rows = ask(DRAWS).rows();
        double covered = rows.stream()
                .mapToDouble(row -> row.values().get("COUNT").doubleValue())
                .filter(count -> Math.abs(count - spans().count()) <= 1.96 * Math.sqrt(count * (RATE - 1)))
                .count();
        assertThat(covered / rows.size()).isLessThan(0.7);
    }

    /** 18,000 traces do not have as many sums. */
    @Test
    void errorOfManyTraces_isThatOfEachOfThem() throws Exception {
        double variance = KEPT.stream()
                .mapToDouble(trace -> (double) trace.length * trace.length * RATE * (RATE - 1))
                .sum();
        assertThat(ask(DRAWS).total().errors().get("COUNT")).isCloseTo(Math.sqrt(variance), withinPercentage(3));
    }

    private static DoubleStream spans() {
        return POPULATION.stream().flatMapToDouble(DoubleStream::of);
    }

    private static Result ask(int draws) throws Exception {
        return store.query(
                Query.between(START, START.plus(MINUTE.multipliedBy(draws)))
                        .calculating(List.of(Calculation.COUNT, SUM, AVERAGE, MEDIAN))
                        .by(List.of("draw"))
                        .with(Set.of(Query.Part.TOTAL))
                        .first(draws),
                Duration.ofSeconds(60));
    }

    private static double covered(List<Result.Row> rows, Calculation calculation, double truth) {
        double covered = rows.stream()
                .filter(row -> Math.abs(row.values().get(calculation.label()).doubleValue() - truth)
                        <= 1.96 * row.errors().get(calculation.label()))
                .count();
        return covered / rows.size();
    }
}
