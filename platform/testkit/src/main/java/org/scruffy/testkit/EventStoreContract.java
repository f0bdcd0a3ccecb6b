package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.spi.telemetry.TraceColumn;

/**
 * What every event store keeps to. A plugin's test extends it and says how its store is made; the answers are compared with
 * {@link EventOracle}'s, which reads the events one by one.
 */
public abstract class EventStoreContract {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 2_000;
    private static final int MANY_AT_ONCE = 5_000; // more than a database copies in one piece
    private static final int MANY_FIELDS = 2_000;
    private static final int HUGE = 1_000_000;

    @TempDir
    private Path folder;

    private EventStore store;

    /** A store that keeps its events in the folder; not opened yet. */
    protected abstract EventStore store(Path folder);

    /** Whether readers see the events of a batch all at once, as they do unless they are kept in several places. */
    protected boolean batchesAppearWhole() {
        return true;
    }

    @BeforeEach
    void open() throws Exception {
        store = store(folder);
        store.open();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static List<Event> plausible() {
        Random random = new Random(7);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(plausible(i, random));
        }
        return events;
    }

    private static Event plausible(int i, Random random) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("trace.trace_id", "t" + random.nextInt(EVENTS / 8));
        fields.put("trace.span_id", "s" + i);
        fields.put("name", "name " + random.nextInt(5));
        fields.put("duration_ms", Math.exp(random.nextGaussian() * 2) + 0.001);
        fields.put("http.status_code", 200L + 100 * random.nextInt(4));
        fields.put("own.text", List.of("a", "b", "", "it's", "ж\"語").get(random.nextInt(5)));
        if (random.nextInt(3) == 0) {
            fields.put("own.whole", random.nextLong(-1000, 1000));
            fields.put("own.flag", random.nextBoolean());
        }
        if (random.nextInt(3) == 0) {
            fields.put("own.number", random.nextGaussian());
            fields.put("error", true);
        }
        return new Event(START.plusNanos(random.nextLong(Duration.ofHours(1).toNanos())), fields);
    }

    private static Query wholeTime() {
        return Query.between(START, START.plus(Duration.ofHours(1)));
    }

    private Result ask(Query query) throws Exception {
        return store.query(query, PATIENCE);
    }

    @Test
    void trace_givesBackEveryFieldOfItsEventsByTime() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        List<Event> told = events.stream()
                .filter(event -> event.text("trace.trace_id").equals("t3"))
                .sorted(Comparator.comparing(Event::time))
                .toList();
        assertThat(told).hasSizeGreaterThan(2);
        assertThat(store.trace("t3", 100)).isEqualTo(told);
        assertThat(store.trace("t3", 2)).isEqualTo(told.subList(0, 2));
        assertThat(store.trace("nobody's", 100)).isEmpty();
    }

    @Test
    void trace_readAgain_isAsItIsByThen() throws Exception {
        Event first = event(Map.of("trace.trace_id", "t", "own.number", 1L));
        Event second = new Event(START.plusMillis(1), Map.of("trace.trace_id", "t", "name", "late"));
        store.append(List.of(first));
        assertThat(store.trace("t", 10)).isEqualTo(store.trace("t", 10)).containsExactly(first);
        store.append(List.of(second));
        assertThat(store.trace("t", 10)).containsExactly(first, second);
        store.append(List.of(event(Map.of("own.number", "n/a"))));
        assertThat(store.trace("t", 10))
                .isEqualTo(store.traces(List.of("t"), 10).get("t"));
        reopen();
        assertThat(store.trace("t", 10))
                .isEqualTo(store.traces(List.of("t"), 10).get("t"));
    }

    @Test
    void traces_areReadInTheOrderAskedAndUpToALimitAltogether() throws Exception {
        store.append(plausible());
        List<Event> third = store.trace("t3", EVENTS);
        List<Event> first = store.trace("t1", EVENTS);
        assertThat(first).hasSizeGreaterThan(2);
        assertThat(store.traces(List.of("t3", "nobody's", "t1"), EVENTS).entrySet())
                .containsExactly(Map.entry("t3", third), Map.entry("t1", first));
        assertThat(store.traces(List.of("t3", "t1", "t2"), third.size() + 1).entrySet())
                .containsExactly(Map.entry("t3", third), Map.entry("t1", first.subList(0, 1)));
        assertThat(store.traces(List.of(), EVENTS)).isEmpty();
    }

    @Test
    void batchBroughtTwice_isKeptOnce() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        store.append(events.subList(0, 500));
        reopen();
        store.append(events.subList(500, 1_000));
        store.append(List.of(events.get(1), events.get(1)));
        assertThat(ask(wholeTime()).matched()).isEqualTo(EVENTS);
        Event span = events.get(3);
        assertThat(store.trace(span.text("trace.trace_id"), EVENTS)).containsOnlyOnce(span);
    }

    @Test
    void spanBroughtTwice_isKeptOnceHoweverManyItStandsForThen() throws Exception {
        Map<String, Object> span = Map.of("trace.trace_id", "t", "trace.span_id", "s", "name", "a");
        Map<String, Object> again = new HashMap<>(span);
        again.put(Event.SAMPLE_RATE, 10L);
        store.append(List.of(event(span)));
        store.append(List.of(event(again)));
        reopen();
        store.append(List.of(event(again)));
        assertThat(store.trace("t", 10)).containsExactly(event(span));
    }

    @Test
    void spanWhoseNumbersAreInWords_isKnownAgain() throws Exception {
        Event span = event(Map.of(
                "trace.trace_id", "t", "http.status_code", "200", "duration_ms", "1.5", "error", "true", "own", "2"));
        store.append(List.of(span));
        reopen();
        store.append(List.of(span));
        assertThat(ask(wholeTime()).matched()).isEqualTo(1);
    }

    @Test
    void halvesOfASpanThatTwoSidesBring_areBothKept() throws Exception {
        Event client = event(Map.of("trace.trace_id", "t", "trace.span_id", "s", "span.kind", "client"));
        Event server = event(Map.of("trace.trace_id", "t", "trace.span_id", "s", "span.kind", "server"));
        store.append(List.of(client));
        store.append(List.of(server));
        assertThat(store.trace("t", 10)).containsExactlyInAnyOrder(client, server);
    }

    @Test
    void eventsOfNoTrace_mayBeEqual() throws Exception {
        Event tick = event(Map.of("name", "tick"));
        store.append(List.of(tick, tick));
        store.append(List.of(tick));
        assertThat(ask(wholeTime()).matched()).isEqualTo(3);
    }

    private void reopen() throws Exception {
        store.close();
        store = store(folder);
        store.open();
    }

    private static Event event(Map<String, Object> fields) {
        return new Event(START, fields);
    }

    static Stream<Filter> filters() {
        return Stream.of(
                Filter.of("name", Filter.Op.EQUAL, "name 1"),
                Filter.of("own.text", Filter.Op.EQUAL, "it's"),
                Filter.of("own.text", Filter.Op.EQUAL, ""),
                Filter.of("own.text", Filter.Op.CONTAINS, "\""),
                Filter.of("own.text", Filter.Op.GREATER, "a"),
                Filter.of("own.text", Filter.Op.EQUAL, "' OR 1=1 --"),
                Filter.of("own.flag", Filter.Op.EQUAL, true),
                Filter.of("own.flag", Filter.Op.NOT_EQUAL, true),
                Filter.of("error", Filter.Op.EXISTS),
                Filter.of("error", Filter.Op.DOES_NOT_EXIST),
                Filter.of("own.whole", Filter.Op.EXISTS),
                Filter.of("own.whole", Filter.Op.DOES_NOT_EXIST),
                Filter.of("own.whole", Filter.Op.GREATER, 12L),
                Filter.of("own.whole", Filter.Op.LESS_OR_EQUAL, 12.5),
                Filter.of("own.number", Filter.Op.LESS, 0.0),
                Filter.of("http.status_code", Filter.Op.NOT_EQUAL, 200.0),
                Filter.of("http.status_code", Filter.Op.CONTAINS, "50"),
                Filter.of("duration_ms", Filter.Op.GREATER_OR_EQUAL, 1L));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void filter_findsWhatReadingOneByOneFinds(Filter filter) throws Exception {
        List<Event> events = plausible();
        store.append(events);
        Query query = wholeTime().where(List.of(filter, Filter.of("name", Filter.Op.NOT_EQUAL, "name 4")));
        assertThat(ask(query).matched()).isEqualTo(oracle(events).answer(query).matched());
    }

    private EventOracle oracle(List<Event> events) {
        return new EventOracle(store.columns(), events);
    }

    @ParameterizedTest
    @EnumSource(value = Calculation.Op.class, mode = EnumSource.Mode.EXCLUDE, names = "HEATMAP")
    void calculation_comesToWhatReadingOneByOneComesTo(Calculation.Op op) throws Exception {
        List<Event> events = plausible();
        store.append(events);
        for (String column : List.of("duration_ms", "own.whole", "own.number", "http.status_code")) {
            Calculation calculation = new Calculation(op, op.takesColumn() ? column : "");
            for (List<String> breakdowns : List.of(
                    List.<String>of(), List.of("name"), List.of("own.flag", "own.text"), List.of("own.whole"))) {
                Query query = wholeTime()
                        .calculating(List.of(calculation))
                        .by(breakdowns)
                        .every(Duration.ofMinutes(10))
                        .first(1_000);
                Answers.same(ask(query), oracle(events).answer(query));
            }
        }
    }

    @Test
    void rows_comeLargestFirstAndNoMoreThanTheLimit() throws Exception {
        store.append(plausible());
        List<Result.Row> rows =
                ask(wholeTime().by(List.of("own.whole")).first(7)).rows();
        assertThat(rows).hasSize(7);
        assertThat(rows)
                .isSortedAccordingTo(
                        Comparator.comparing(row -> -row.values().get("COUNT").longValue()));
    }

    @Test
    void query_seesNothingOutsideItsTime() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        Query query = Query.between(START.plusSeconds(600), START.plusSeconds(1200));
        assertThat(ask(query).matched())
                .isEqualTo(oracle(events).answer(query).matched())
                .isPositive();
        assertThat(ask(Query.between(START.minusSeconds(60), START.minusNanos(1)))
                        .matched())
                .isZero();
    }

    @Test
    void query_thatNobodyWaitsForIsCancelled() throws Exception {
        store.append(plausible());
        Run run = new Run(PATIENCE);
        run.cancel();
        assertThatThrownBy(() -> store.query(wholeTime(), run)).isInstanceOf(CancellationException.class);
    }

    @Test
    void query_tellsHowFarItIs() throws Exception {
        store.append(plausible());
        Run run = new Run(PATIENCE);
        store.query(wholeTime().with(Set.of(Query.Part.TOTAL, Query.Part.SERIES)), run);
        assertThat(run.done()).isEqualTo(1);
    }

    @Test
    void heatmap_isTheOneReadingOneByOnePaints() throws Exception {
        List<Event> events = new ArrayList<>(plausible());
        events.add(event(Map.of("trace.trace_id", "zero", "duration_ms", 0.0)));
        events.add(event(Map.of("trace.trace_id", "negative", "duration_ms", -3.0)));
        events.add(event(Map.of("trace.trace_id", "endless", "duration_ms", Double.POSITIVE_INFINITY)));
        store.append(events);
        Query query = wholeTime()
                .calculating(List.of(new Calculation(Calculation.Op.HEATMAP, "duration_ms")))
                .every(Duration.ofSeconds(30));
        Heatmap heatmap = ask(query).heatmaps().get(0);
        assertThat(heatmap).isEqualTo(oracle(events).answer(query).heatmaps().get(0));
        assertThat(heatmap.cells().get(0).y()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void heatmap_ofRowsOfOneHeight_isTheOneReadingOneByOnePaints() throws Exception {
        List<Event> events = new ArrayList<>(plausible());
        for (double took : new double[] {0, -3, 0.25, 0.5, 1e9, Double.MAX_VALUE}) {
            events.add(event(Map.of("trace.trace_id", "took " + took, "duration_ms", took)));
        }
        store.append(events);
        Query query = wholeTime()
                .calculating(List.of(Calculation.heatmap("duration_ms", 0.25)))
                .every(Duration.ofSeconds(30));
        Heatmap heatmap = ask(query).heatmaps().get(0);
        assertThat(heatmap).isEqualTo(oracle(events).answer(query).heatmaps().get(0));
        assertThat(heatmap.cells())
                .extracting(Heatmap.Cell::y)
                .contains(OptionalInt.empty(), OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(Heatmap.HIGHEST));
    }

    @Test
    void column_thatNoEventHadIsRefused() throws Exception {
        store.append(plausible());
        assertThatThrownBy(() -> ask(wholeTime().by(List.of("nobody's"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody's");
        assertThatThrownBy(() -> ask(wholeTime().where(List.of(Filter.of("x'] OR 1=1 --", Filter.Op.EXISTS)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void calculation_ofWordsIsRefused() throws Exception {
        store.append(plausible());
        assertThatThrownBy(() -> ask(wholeTime().calculating(List.of(new Calculation(Calculation.Op.AVG, "own.text")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("own.text");
    }

    private Query calculating(Expression.Function function, Expression... arguments) {
        return wholeTime()
                .defining(List.of(new CalculatedField("made", new Expression.Call(function, List.of(arguments)))))
                .by(List.of("made"))
                .first(1_000);
    }

    @Test
    void calculatedField_isWorkedOutOfEachEvent() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        Expression whole = new Expression.Field("own.whole");
        for (Query query : List.of(
                // its last digit is the machine's affair
                calculating(Expression.Function.LOG10, whole)
                        .by(List.of())
                        .calculating(List.of(new Calculation(Calculation.Op.SUM, "made"))),
                calculating(Expression.Function.EVENT_TIMESTAMP),
                calculating(Expression.Function.BUCKET, whole, new Expression.Literal(100L)),
                calculating(Expression.Function.EXISTS, whole))) {
            Answers.same(ask(query), oracle(events).answer(query));
        }
    }

    @Test
    void random_isAnotherNumberForEachEventFrom0ToBelow1() throws Exception {
        store.append(plausible());
        List<Result.Row> rows =
                ask(calculating(Expression.Function.RAND).first(50)).rows();
        assertThat(rows)
                .as("numbers")
                .hasSizeGreaterThan(10)
                .extracting(row -> (Double) row.group().get("made"))
                .allMatch(number -> number >= 0 && number < 1);
    }

    @Test
    void format_ofATimeWithAnUnknownDirectiveIsRefused() throws Exception {
        store.append(plausible());
        assertThatThrownBy(() -> ask(calculating(
                        Expression.Function.FORMAT_TIME, new Expression.Literal("%Y %Q"), new Expression.Literal(0L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'%Y %Q'");
    }

    @Test
    void calculatedField_hidesAColumnOfItsName() throws Exception {
        store.append(List.of(event(Map.of("name", "n"))));
        Query query = wholeTime()
                .defining(List.of(new CalculatedField("name", new Expression.Literal(7L))))
                .by(List.of("name"));
        assertThat(ask(query).rows().get(0).group()).isEqualTo(Map.of("name", 7L));
    }

    @Test
    void pattern_thatIsNoneIsRefused() throws Exception {
        store.append(plausible());
        assertThatThrownBy(() -> ask(calculating(
                        Expression.Function.REG_MATCH, new Expression.Field("name"), new Expression.Literal("(a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'(a'");
    }

    private static Event span(String trace, String id, String parent, Map<String, Object> more) {
        Map<String, Object> fields = new LinkedHashMap<>(more);
        fields.put("trace.trace_id", trace);
        fields.put("trace.span_id", id);
        if (!parent.isEmpty()) {
            fields.put("trace.parent_id", parent);
        }
        return new Event(START.plusMillis(Long.parseLong(id, 16)), fields);
    }

    private static List<Event> twoTraces() {
        return List.of(
                span("t", "1", "", Map.of("name", "GET /week", "duration_ms", 50.0, "service.name", "desk")),
                span(
                        "t",
                        "2",
                        "1",
                        Map.of(
                                "name",
                                "SELECT",
                                "db.statement",
                                "SELECT 1",
                                "duration_ms",
                                60.0,
                                "service.name",
                                "desk")),
                span(
                        "t",
                        "3",
                        "1",
                        Map.of(
                                "name",
                                "SELECT",
                                "db.statement",
                                "SELECT 1",
                                "duration_ms",
                                20.0,
                                "error",
                                true,
                                "service.name",
                                "books")),
                event(Map.of("name", "annotation", "trace.trace_id", "t", "trace.parent_id", "1")),
                span("u", "4", "", Map.of("name", "GET /day", "duration_ms", 5.0)),
                span("u", "5", "4", Map.of("name", "render", "duration_ms", 4.0)));
    }

    private Map<Object, Number> byName(Query query, Calculation calculation) throws Exception {
        Map<Object, Number> byName = new HashMap<>();
        for (Result.Row row : ask(query.calculating(List.of(calculation))).rows()) {
            byName.put(row.group().get(query.breakdowns().get(0)), row.values().get(calculation.label()));
        }
        return byName;
    }

    @Test
    void relatedSpans_areAskedForByTheirColumns() throws Exception {
        store.append(twoTraces());
        Query roots =
                wholeTime().by(List.of("name")).where(List.of(Filter.of("trace.parent_id", Filter.Op.DOES_NOT_EXIST)));
        assertThat(byName(roots, new Calculation(Calculation.Op.SUM, "child.duration_ms")))
                .isEqualTo(Map.of("GET /week", 60.0, "GET /day", 4.0));
        Query statements =
                wholeTime().by(List.of("root.name")).where(List.of(Filter.of("db.statement", Filter.Op.EXISTS)));
        assertThat(byName(statements, Calculation.COUNT)).isEqualTo(Map.of("GET /week", 2L));
        Query failing = wholeTime()
                .by(List.of("name"))
                .where(List.of(
                        Filter.of("any.error", Filter.Op.EQUAL, true),
                        Filter.of("any.duration_ms", Filter.Op.LESS, 30L),
                        Filter.of("parent.name", Filter.Op.EQUAL, "GET /week")));
        assertThat(byName(failing, Calculation.COUNT)).containsEntry("SELECT", 2L);
        Query sound = wholeTime().by(List.of("name")).where(List.of(Filter.of("none.db.statement", Filter.Op.EXISTS)));
        assertThat(byName(sound, Calculation.COUNT)).isEqualTo(Map.of("GET /day", 1L, "render", 1L));
    }

    @Test
    void relatedSpans_countWhereverInTimeTheyAre() throws Exception {
        store.append(twoTraces());
        Query late = Query.between(START.plusMillis(5), START.plusMillis(6)).by(List.of("root.name"));
        assertThat(byName(late, Calculation.COUNT)).isEqualTo(Map.of("GET /day", 1L));
    }

    @Test
    void noSpan_hasNoValues() throws Exception {
        store.append(twoTraces());
        assertThatThrownBy(() -> ask(wholeTime().by(List.of("none.name"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("filters only");
    }

    @Test
    void traces_areRolledUpIntoColumns() throws Exception {
        store.append(twoTraces());
        Query roots =
                wholeTime().by(List.of("name")).where(List.of(Filter.of("trace.span_count", Filter.Op.EQUAL, 3L)));
        assertThat(byName(roots, new Calculation(Calculation.Op.MAX, "trace.db_count")))
                .isEqualTo(Map.of("GET /week", 2.0, "SELECT", 2.0, "annotation", 2.0));
        for (TraceColumn column : TraceColumn.values()) {
            Query query = wholeTime().by(List.of(column.column()));
            Answers.same(ask(query), oracle(twoTraces()).answer(query));
        }
        assertThat(byName(wholeTime().by(List.of("trace.duration_ms")), Calculation.COUNT))
                .isEqualTo(Map.of(61.0, 4L, 5.0, 2L));
        assertThat(byName(wholeTime().by(List.of("trace.db_ms")), Calculation.COUNT))
                .isEqualTo(Map.of(80.0, 4L, 0.0, 2L));
        assertThat(byName(wholeTime().by(List.of("trace.service_count")), Calculation.COUNT))
                .isEqualTo(Map.of(2L, 4L, 0L, 2L));
    }

    @Test
    void errors_areThoseOfSampling() throws Exception {
        store.append(List.of(
                event(Map.of("name", "n", "own.value", 2L, Event.SAMPLE_RATE, 10L)),
                event(Map.of("name", "n", "own.value", 4L))));
        Calculation sum = new Calculation(Calculation.Op.SUM, "own.value");
        Calculation max = new Calculation(Calculation.Op.MAX, "own.value");
        Result.Row row = ask(wholeTime().calculating(List.of(Calculation.COUNT, sum, max)))
                .rows()
                .get(0);
        assertThat(row.values().get("COUNT").longValue()).isEqualTo(11);
        assertThat(row.values().get(sum.label()).doubleValue()).isEqualTo(24);
        assertThat(row.errors().get("COUNT")).isEqualTo(Math.sqrt(90), within(1e-9));
        assertThat(row.errors().get(sum.label())).isEqualTo(Math.sqrt(360), within(1e-9));
        assertThat(row.errors()).doesNotContainKey(max.label());
    }

    /** The spans of a trace are kept or left out together. */
    @Test
    void errors_areThoseOfWholeTraces() throws Exception {
        store.append(List.of(
                sampled("t", 2L, 10L),
                sampled("t", 4L, 10L),
                sampled("u", 8L, 10L),
                sampled("v", 6L, 1L),
                event(Map.of("name", "n", "own.value", 2L, Event.SAMPLE_RATE, 4L)),
                event(Map.of("name", "n", "own.value", 2L, Event.SAMPLE_RATE, 4L))));
        Calculation sum = new Calculation(Calculation.Op.SUM, "own.value");
        Calculation average = new Calculation(Calculation.Op.AVG, "own.value");
        Result.Row row = ask(wholeTime().calculating(List.of(Calculation.COUNT, sum, average)))
                .rows()
                .get(0);
        double mean = (20 + 40 + 80 + 6 + 8 + 8) / 39.0;
        assertThat(row.errors().get("COUNT")).isEqualTo(Math.sqrt(90 * (4 + 1) + 12 * 2), within(1e-9));
        assertThat(row.errors().get(sum.label())).isEqualTo(Math.sqrt(90 * (36 + 64) + 12 * (4 + 4)), within(1e-9));
        assertThat(row.errors().get(average.label()))
                .isEqualTo(
                        Math.sqrt(90 * (Math.pow(6 - 2 * mean, 2) + Math.pow(8 - mean, 2))
                                        + 12 * 2 * Math.pow(2 - mean, 2))
                                / 39,
                        within(1e-9));
    }

    private static Event sampled(String trace, long value, long rate) {
        return event(Map.of("name", "n", "trace.trace_id", trace, "own.value", value, Event.SAMPLE_RATE, rate));
    }

    @Test
    void columns_growWiderWithTheValuesTheyMeet() throws Exception {
        store.append(List.of(event(Map.of("own.value", 1L, "own.flag", true))));
        store.append(List.of(event(Map.of("own.value", 2.5))));
        assertThat(store.columns()).contains(new Column("own.value", Column.Type.FLOAT));
        assertThat(sum("own.value")).isEqualTo(3.5);
        store.append(List.of(event(Map.of("own.value", "three", "own.flag", 1L))));
        assertThat(store.columns())
                .contains(new Column("own.value", Column.Type.MIXED), new Column("own.flag", Column.Type.MIXED));
        assertThat(sum("own.value")).isEqualTo(3.5);
    }

    private double sum(String column) throws Exception {
        Calculation sum = new Calculation(Calculation.Op.SUM, column);
        return ask(wholeTime().calculating(List.of(sum)))
                .rows()
                .get(0)
                .values()
                .get(sum.label())
                .doubleValue();
    }

    @Test
    void store_keepsEverythingWhenItIsOpenedAgain() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        List<Column> columns = store.columns();
        reopen();
        assertThat(store.columns()).isEqualTo(columns);
        assertThat(ask(wholeTime()).matched()).isEqualTo(EVENTS);
        assertThat(sum("own.whole"))
                .isEqualTo(events.stream()
                        .mapToDouble(event -> event.number("own.whole"))
                        .sum());
    }

    @Test
    void values_comeBackLetterByLetter() throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("trace.trace_id", "t");
        fields.put("ключ 'с' \"кавычками\"; DROP TABLE event", "значение\n\t\\ 👩‍🚀 e\u0301 \u202e");
        fields.put("name", "名前 👾");
        fields.put("own.least", Long.MIN_VALUE);
        fields.put("own.most", Long.MAX_VALUE);
        fields.put("own.tiny", Double.MIN_VALUE);
        fields.put("own.large", Double.MAX_VALUE);
        String signs = IntStream.range(0, 128).mapToObj(Character::toString).collect(Collectors.joining());
        fields.put("http.target", signs);
        fields.put("own " + signs, signs);
        fields.put("own.empty", "");
        fields.put("own.null", "null");
        fields.put("feed", "");
        fields.put("station", "null");
        fields.put("own.huge", "x".repeat(HUGE));
        fields.put("db.statement", "y".repeat(HUGE));
        Event event = new Event(START.plusNanos(123_456_789), fields);
        store.append(List.of(event));
        assertThat(store.trace("t", 10)).containsExactly(event);
    }

    /** What stands for a value in SQL, and what quotes in it, may be in a name. */
    @Test
    void namesOfAnyCharacters_areAskedForBesideValues() throws Exception {
        for (String name : List.of("a?", "it's?", "\"?", "'?'\"", "?''")) {
            store.append(List.of(event(Map.of(name, "yes")), event(Map.of(name, "no"))));
            Query one = wholeTime()
                    .by(List.of(name))
                    .where(List.of(Filter.of(name, Filter.Op.EQUAL, "yes"), Filter.of(name, Filter.Op.NOT_EQUAL, "?")));
            assertThat(ask(one).rows()).as(name).extracting(Result.Row::group).containsExactly(Map.of(name, "yes"));
        }
    }

    @Test
    void words_mayBeOfAnyCharacters() throws Exception {
        List<Event> events = new ArrayList<>();
        for (String word : List.of(
                "", "\"", "\\", "\\u0041", "{\"a\": null}", "\u0000", "\b\t\n\u001f\u007f", "é€😀", "'", "null")) {
            events.add(event(
                    Map.of("trace.trace_id", "t", "name", word, "note", word, "note." + events.size(), word + word)));
        }
        store.append(events);
        assertThat(store.trace("t", 100)).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void manyEvents_atOnceAreAllKept() throws Exception {
        List<Event> events = LongStream.range(0, MANY_AT_ONCE)
                .mapToObj(i -> event(Map.of(
                        "trace.trace_id", "t", "span.num_events", i, "n", i, "name", "n" + i, "odd." + i % 7, "v" + i)))
                .toList();
        store.append(events);
        assertThat(Set.copyOf(store.trace("t", MANY_AT_ONCE + 1))).isEqualTo(Set.copyOf(events));
    }

    @Test
    void event_mayHaveThousandsOfFields() throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("trace.trace_id", "t");
        for (long i = 0; i < MANY_FIELDS; i++) {
            fields.put("field." + i, i);
        }
        store.append(List.of(event(fields)));
        assertThat(store.trace("t", 10)).containsExactly(event(fields));
        assertThat(store.columns()).hasSizeGreaterThanOrEqualTo(MANY_FIELDS);
        assertThat(sum("field.1999")).isEqualTo(1999);
    }

    @Test
    void field_ofAnUnusualTypeIsNotLost() throws Exception {
        Event odd = event(
                Map.of("trace.trace_id", "t", "duration_ms", "long", "http.status_code", "teapot", "error", "yes"));
        store.append(List.of(odd));
        assertThat(store.trace("t", 10)).containsExactly(odd);
    }

    /** Not of its column of a fixed type, and not of one that only ever had numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"own.rows", "http.status_code", "duration_ms"})
    void oneWrongValue_takesNothingFromTheOthers(String column) throws Exception {
        store.append(List.of(event(Map.of(column, 200L)), event(Map.of(column, 1_000L))));
        store.append(List.of(event(Map.of(column, "n/a")), event(Map.of(column, "30")), event(Map.of("own", 1L))));

        assertThat(sum(column)).isEqualTo(1_230);
        assertThat(matched(Filter.of(column, Filter.Op.GREATER, 99.5))).isEqualTo(2);
        assertThat(matched(Filter.of(column, Filter.Op.IN, 200L, 30.0, "n/a"))).isEqualTo(3);
        assertThat(matched(Filter.of(column, Filter.Op.STARTS_WITH, "n/"))).isEqualTo(1);
        assertThat(matched(Filter.of(column, Filter.Op.EXISTS))).isEqualTo(4);
        assertThat(matched(Filter.of(column, Filter.Op.NOT_EQUAL, 200L))).isEqualTo(4);
        assertThat(ask(wholeTime().by(List.of(column))).rows())
                .extracting(row -> row.group().getOrDefault(column, ""))
                .containsExactlyInAnyOrder("200", "1000", "n/a", "30", "");
    }

    @Test
    void wordsOfNoNumber_areNoneToWorkWith() throws Exception {
        for (String words : List.of("NaN", "Infinity", "-Infinity", "-", "", "1.5 ms")) {
            store.append(List.of(event(Map.of("duration_ms", words, "own", words))));
        }
        store.append(List.of(event(Map.of("duration_ms", 3L, "own", 3L))));
        assertThat(sum("duration_ms")).isEqualTo(3);
        assertThat(sum("own")).isEqualTo(3);
    }

    /** Whose neighbours are one and the same to whoever makes them numbers that need not be whole. */
    @Test
    void longNumbers_areToldApartAmongWords() throws Exception {
        long id = 1_234_567_890_123_456_789L;
        store.append(List.of(
                event(Map.of("user.id", id)), event(Map.of("user.id", id + 1)), event(Map.of("user.id", "anonymous"))));
        assertThat(matched(Filter.of("user.id", Filter.Op.EQUAL, id))).isEqualTo(1);
        assertThat(matched(Filter.of("user.id", Filter.Op.NOT_IN, id, id + 1))).isEqualTo(1);
    }

    private long matched(Filter filter) throws Exception {
        return ask(wholeTime().where(List.of(filter))).matched();
    }

    @Test
    void readersAndWriter_doNotDisturbEachOther() throws Exception {
        List<Event> events = plausible();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> reading = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                reading.add(threads.submit(() -> {
                    for (int n = 0; n < 20; n++) {
                        assertThat(ask(wholeTime()).matched() % (batchesAppearWhole() ? 100 : 1))
                                .isZero();
                    }
                    return true;
                }));
            }
            for (int i = 0; i < EVENTS; i += 100) {
                store.append(events.subList(i, i + 100));
            }
            for (Future<?> reader : reading) {
                reader.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ask(wholeTime()).matched()).isEqualTo(EVENTS);
    }
}
