package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Contrast.Share;
import org.scruffy.spi.telemetry.Contrast.Split;
import org.scruffy.spi.telemetry.Contrast.Weight;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;

/**
 * What every event store keeps to that compares a selection with its baseline. The counts are compared with those of a reader who
 * looks at the events one by one.
 */
public abstract class ContrastContract {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 3_000;
    private static final int STEPS = 16;
    private static final int EXACT = 1_000;
    private static final List<List<String>> MORE =
            IntStream.range(0, 20).mapToObj(i -> List.of("own.more " + i)).toList();

    @TempDir
    private Path folder;

    private EventStore store;

    /** A store that keeps its events in the folder; not opened yet. */
    protected abstract EventStore store(Path folder);

    @BeforeEach
    void open() throws Exception {
        store = store(folder);
        store.open();
        Map<String, Object> fields = MORE.stream().collect(Collectors.toMap(set -> set.get(0), set -> "long ago"));
        store.append(List.of(new Event(START.minus(Duration.ofDays(1)), fields)));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static List<Event> plausible() {
        Random random = new Random(11);
        return IntStream.range(0, EVENTS).mapToObj(i -> plausible(i, random)).toList();
    }

    private static Event plausible(int i, Random random) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (random.nextInt(10) > 0) {
            fields.put("trace.trace_id", "t" + random.nextInt(EVENTS / 4));
        }
        fields.put("name", "name " + random.nextInt(5));
        fields.put("duration_ms", Math.exp(random.nextGaussian() * 2));
        fields.put("http.status_code", 200L + 100 * random.nextInt(4));
        fields.put("own.text", List.of("a", "b", "", "it's", "ж\"語").get(random.nextInt(5)));
        if (random.nextInt(3) == 0) {
            fields.put("own.whole", random.nextLong(-3_000, 3_000));
            fields.put("own.flag", random.nextBoolean());
            fields.put("own.number", random.nextGaussian());
        }
        if (i % 100 == 0) {
            fields.put(
                    "own.number",
                    List.of(0.0, Double.NaN, Double.NEGATIVE_INFINITY).get(i / 100 % 3));
        }
        if (i % 100 == 50) {
            fields.put("own.whole", i % 200 == 50 ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
        if (random.nextInt(4) == 0) {
            fields.put(Event.SAMPLE_RATE, (long) 1 + random.nextInt(20));
        }
        return new Event(START.plusMillis(i), fields);
    }

    private static Query wholeTime() {
        return Query.between(START, START.plusSeconds(60));
    }

    private static Query slow() {
        return wholeTime().where(List.of(Filter.of("duration_ms", Filter.Op.GREATER_OR_EQUAL, 10.0)));
    }

    private static boolean isSlow(Event event) {
        return event.number("duration_ms") >= 10;
    }

    /** A column is compared alike whether few are or many: stores may read fields one by one or all at once. */
    private Contrast contrast(Query selection, Query baseline, List<List<String>> sets) throws Exception {
        Contrast contrast = store.contrast(selection, baseline, sets, PATIENCE);
        List<List<String>> more = Stream.concat(sets.stream(), MORE.stream()).toList();
        assertThat(store.contrast(selection, baseline, more, PATIENCE).splits().subList(0, sets.size()))
                .isEqualTo(contrast.splits());
        return contrast;
    }

    @Test
    void everyValue_isCountedOnBothSidesAsReadingOneByOneCountsIt() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        List<List<String>> sets = List.of(
                List.of("name"),
                List.of("duration_ms"),
                List.of("http.status_code"),
                List.of("own.text"),
                List.of("own.whole"),
                List.of("own.flag"),
                List.of("own.number"),
                List.of("name", "own.text"),
                List.of("own.flag", "http.status_code", "own.whole"));
        Contrast contrast = contrast(slow(), wholeTime(), sets);
        assertThat(contrast.splits()).extracting(Split::columns).isEqualTo(sets);
        for (Split split : contrast.splits()) {
            sameShares(split, counted(split.columns(), events, ContrastContract::isSlow));
            assertThat(split.others()).isEqualTo(new Weight(0, 0));
        }
    }

    private static Map<Map<String, Object>, Weight> counted(
            List<String> columns, List<Event> events, Predicate<Event> selected) {
        Map<Map<String, Object>, Weight> counted = new LinkedHashMap<>();
        for (Event event : events) {
            Map<String, Object> group = new LinkedHashMap<>();
            columns.forEach(column -> put(column, event.fields().get(column), group));
            double rate = rate(event);
            Weight weight = selected.test(event) ? new Weight(rate, 0) : new Weight(0, rate);
            counted.merge(group, weight, ContrastContract::sum);
        }
        return counted;
    }

    private static void put(String column, Object value, Map<String, Object> group) {
        if (value instanceof Number number && !Double.isNaN(number.doubleValue())) {
            group.put(column, step(number));
        } else if (value != null && !(value instanceof Number)) {
            group.put(column, value);
        }
    }

    /** Rounded, as the shares are, for a step's last bits are the store's own. */
    private static Object step(Number number) {
        double value = number.doubleValue();
        boolean exact = number instanceof Long && Math.abs(value) <= EXACT;
        if (exact || value == 0 || Double.isInfinite(value)) {
            return (float) value;
        }
        double octaves = Math.log(Math.abs(value)) / Math.log(2);
        return (float) (Math.signum(value) * Math.pow(2, Math.floor(STEPS * octaves) / STEPS));
    }

    private static double rate(Event event) {
        return Math.max(1, event.number(Event.SAMPLE_RATE));
    }

    private static Weight sum(Weight one, Weight other) {
        return new Weight(one.selected() + other.selected(), one.baseline() + other.baseline());
    }

    private static void sameShares(Split split, Map<Map<String, Object>, Weight> expected) {
        Map<Map<String, Object>, Weight> found = new LinkedHashMap<>();
        for (Share share : split.shares()) {
            Map<String, Object> group = new LinkedHashMap<>();
            share.group()
                    .forEach((column, value) ->
                            group.put(column, value instanceof Number number ? (Object) number.floatValue() : value));
            found.put(group, share.weight());
        }
        assertThat(found).as("%s", split.columns()).isEqualTo(expected);
    }

    @Test
    void sides_sayHowMuchEvidenceThereIs() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        Contrast contrast = contrast(slow(), wholeTime(), List.of());
        side(
                contrast.selection(),
                events.stream().filter(ContrastContract::isSlow).toList());
        side(
                contrast.baseline(),
                events.stream().filter(event -> !isSlow(event)).toList());
    }

    private static void side(Contrast.Side side, List<Event> events) {
        long traces = events.stream()
                .map(event -> event.text("trace.trace_id"))
                .filter(id -> !id.isEmpty())
                .distinct()
                .count();
        long alone = events.stream()
                .filter(event -> event.text("trace.trace_id").isEmpty())
                .count();
        assertThat(side.events()).isEqualTo(events.size()).isPositive();
        assertThat(side.units()).isEqualTo(traces + alone);
        assertThat(side.weight())
                .isEqualTo(events.stream().mapToDouble(ContrastContract::rate).sum());
        assertThat(side.squares())
                .isEqualTo(events.stream()
                        .mapToDouble(event -> rate(event) * rate(event))
                        .sum());
    }

    @Test
    void baseline_mayBeAnotherTime() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        Instant middle = START.plusMillis(EVENTS / 2);
        Contrast contrast = contrast(
                Query.between(middle, START.plusSeconds(60)), Query.between(START, middle), List.of(List.of("name")));
        sameShares(
                contrast.splits().get(0),
                counted(List.of("name"), events, event -> !event.time().isBefore(middle)));
    }

    @Test
    void sides_mayBeByOtherSpansOfTheirTraces() throws Exception {
        List<Event> events = new ArrayList<>();
        for (Event event : plausible()) {
            Map<String, Object> fields = new LinkedHashMap<>(event.fields());
            fields.put("trace.span_id", "s" + events.size());
            if (!trace(event).isEmpty()) {
                events.add(new Event(event.time(), fields));
            }
        }
        store.append(events);
        Map<String, Long> spans =
                events.stream().collect(Collectors.groupingBy(ContrastContract::trace, Collectors.counting()));
        Set<String> named = events.stream()
                .filter(event -> event.text("name").equals("name 1"))
                .map(ContrastContract::trace)
                .collect(Collectors.toSet());
        Filter any = Filter.of("any.name", Filter.Op.EQUAL, "name 1");
        Query large = wholeTime().where(List.of(any, Filter.of("trace.span_count", Filter.Op.GREATER, 4L)));
        List<Event> all =
                events.stream().filter(event -> named.contains(trace(event))).toList();
        List<List<String>> sets = List.of(List.of("name"), List.of("own.text"), List.of("name", "own.flag"));
        for (Split split :
                contrast(large, wholeTime().where(List.of(any)), sets).splits()) {
            sameShares(split, counted(split.columns(), all, event -> spans.get(trace(event)) > 4));
        }
    }

    private static String trace(Event event) {
        return event.text("trace.trace_id");
    }

    @Test
    void sides_mayBeByCalculatedFields() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        Expression took = new Expression.Field("duration_ms");
        Expression slow = new Expression.Call(Expression.Function.GTE, List.of(took, new Expression.Literal(10.0)));
        Query made = wholeTime().defining(List.of(new CalculatedField("slow", slow)));
        Query selection = made.where(List.of(Filter.of("slow", Filter.Op.EQUAL, true)));
        for (Split split : contrast(selection, made, List.of(List.of("name"), List.of("own.text")))
                .splits()) {
            sameShares(split, counted(split.columns(), events, ContrastContract::isSlow));
        }
    }

    @Test
    void measure_staysOneWhateverSomeEventCalledIt() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        List<List<String>> sets = List.of(List.of("duration_ms"), List.of("http.status_code"));
        List<Split> before = contrast(slow(), wholeTime(), sets).splits();
        store.append(List.of(new Event(
                START.minusSeconds(1), Map.of("duration_ms", "n/a", "http.status_code", "teapot", "error", "yes"))));
        assertThat(contrast(slow(), wholeTime(), sets).splits()).isEqualTo(before);
    }

    /** Whoever judged an event twice would count one that is selected at first only as one of a baseline that it does not meet. */
    @Test
    void selectionByChance_isJudgedOnce() throws Exception {
        store.append(plausible());
        Expression chance = new Expression.Call(Expression.Function.RAND, List.of());
        Query drawn = wholeTime()
                .defining(List.of(new CalculatedField("chance", chance)))
                .where(List.of(Filter.of("chance", Filter.Op.LESS, 0.5)));
        Query nobodys = wholeTime().where(List.of(Filter.of("name", Filter.Op.EQUAL, "nobody's")));
        Contrast contrast = contrast(drawn, nobodys, List.of());
        assertThat(contrast.selection().events()).isBetween(EVENTS / 3L, EVENTS * 2L / 3);
        assertThat(contrast.baseline()).isEqualTo(new Contrast.Side(0, 0, 0, 0));
    }

    @Test
    void noColumns_makeOneGroupOfAllEvents() throws Exception {
        List<Event> events = plausible();
        store.append(events);
        List<List<String>> sets = List.of(List.of(), List.of("name"));
        Split all = contrast(slow(), wholeTime(), sets).splits().get(0);
        sameShares(all, counted(List.of(), events, ContrastContract::isSlow));
        Query never = Query.between(START.minusSeconds(60), START);
        assertThat(contrast(never, never, sets).splits())
                .containsExactly(
                        new Split(List.of(), List.of(), new Weight(0, 0)),
                        new Split(List.of("name"), List.of(), new Weight(0, 0)));
    }

    @Test
    void selectionOfNothing_isEmptyAndNoFailure() throws Exception {
        store.append(plausible());
        Query nothing = wholeTime().where(List.of(Filter.of("name", Filter.Op.EQUAL, "nobody's")));
        Contrast contrast = contrast(nothing, wholeTime(), List.of(List.of("name"), List.of("own.text")));
        assertThat(contrast.selection()).isEqualTo(new Contrast.Side(0, 0, 0, 0));
        assertThat(contrast.splits().get(0).shares())
                .hasSize(5)
                .allSatisfy(share -> assertThat(share.weight().selected()).isZero());
    }

    @Test
    void manyWords_arePooled() throws Exception {
        List<Event> events = new ArrayList<>();
        int many = 4_500; // more words than there may be groups of any kind
        for (int i = 0; i < many; i++) {
            String often = i % 3 == 0 ? "often" : "seldom " + i;
            Event one = new Event(
                    START.plusMillis(i), Map.of("name", often, "own.text", often, "duration_ms", (double) i % 20));
            events.addAll(Collections.nCopies(2, one));
        }
        events.add(new Event(START, Map.of("duration_ms", 20.0)));
        store.append(events);
        for (Split split : contrast(slow(), wholeTime(), List.of(List.of("name"), List.of("own.text")))
                .splits()) {
            assertThat(split.shares()).hasSizeBetween(100, 2_500);
            assertThat(split.shares().get(0).group()).containsValue("often");
            double told = split.shares().stream()
                    .mapToDouble(
                            share -> share.weight().selected() + share.weight().baseline())
                    .sum();
            assertThat(told + split.others().selected() + split.others().baseline())
                    .isCloseTo(2 * many + 1, within(1e-6));
            assertThat(split.shares())
                    .filteredOn(share -> share.group().isEmpty())
                    .extracting(Share::weight)
                    .containsExactly(new Weight(1, 0));
            assertThat(split.others().baseline()).isPositive();
        }
    }

    @Test
    void manyColumns_areAllCompared() throws Exception {
        Random random = new Random(3);
        List<Event> events = new ArrayList<>();
        List<List<String>> sets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sets.add(List.of("own.column '" + i + "'"));
            sets.add(List.of("own.column '" + i + "'", "own.column '" + random.nextInt(300) + "'"));
        }
        for (int i = 0; i < 400; i++) {
            Map<String, Object> fields = new LinkedHashMap<>(Map.of("duration_ms", (double) (i % 20)));
            for (int column = 0; column < 300; column++) {
                fields.put(
                        "own.column '" + column + "'",
                        column % 2 == 0 ? (Object) random.nextLong(9) : "w" + random.nextInt(9));
            }
            events.add(new Event(START.plusMillis(i), fields));
        }
        store.append(events);
        for (Split split : contrast(slow(), wholeTime(), sets).splits()) {
            sameShares(split, counted(split.columns(), events, ContrastContract::isSlow));
        }
    }

    @Test
    void columnThatNoEventHad_isRefused() throws Exception {
        store.append(plausible());
        assertThatThrownBy(() -> contrast(slow(), wholeTime(), List.of(List.of("nobody's"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody's");
    }
}
