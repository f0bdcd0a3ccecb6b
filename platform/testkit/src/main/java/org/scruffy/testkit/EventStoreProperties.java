package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Calculation.Op;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Having;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Relation;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Schema;

/**
 * Random queries about random events, answered by the store and by {@link EventOracle}. All tries share one store: each brings its
 * events at a time of its own, in columns of its own.
 */
public abstract class EventStoreProperties {

    private static final Instant START = Instant.parse("2026-06-07T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long SECONDS = HOUR.toSeconds();

    /** Columns that some stores keep in a place of their own; all tries share them. */
    private static final Set<String> COMMON = Set.of(
            "name",
            "duration_ms",
            "http.status_code",
            "error",
            "trace.trace_id",
            "trace.span_id",
            "trace.parent_id",
            "trace.span_count",
            "trace.db_count",
            "trace.db_ms",
            "trace.max_repeat",
            "trace.error_count",
            "trace.service_count",
            "trace.duration_ms",
            "db.statement",
            "service.name",
            Event.SAMPLE_RATE);

    private static final List<Expression.Function> READING =
            List.of(Expression.Function.REG_MATCH, Expression.Function.REG_VALUE, Expression.Function.REG_COUNT);
    private static final String EVIL = "x'] OR \"1\"=1 --";
    private static final List<String> NUMBERS = List.of(
            "duration_ms",
            "whole",
            "number",
            "partly",
            "http.status_code",
            "made number",
            "child.number",
            "trace.span_count");
    private static final List<String> COLUMNS = List.of(
            "name",
            "duration_ms",
            "http.status_code",
            "error",
            "words",
            "whole",
            "number",
            "flag",
            "mixed",
            "partly",
            "wild",
            EVIL,
            "made number",
            "made words",
            "made truth",
            "root.name",
            "root.number",
            "parent.words",
            "child.flag",
            "child.duration_ms",
            "any.words",
            "any.number",
            "any2.words",
            "none.words",
            "none.flag",
            "trace.span_count",
            "trace.db_count",
            "trace.db_ms",
            "trace.max_repeat",
            "trace.error_count",
            "trace.service_count",
            "trace.duration_ms");

    private Path folder;
    private EventStore store;
    private int tries;

    /** A store that keeps its events in the folder; not opened yet. */
    protected abstract EventStore store(Path folder);

    private EventStore open() throws Exception {
        if (store == null) {
            folder = Files.createTempDirectory("events");
            store = store(folder);
            store.open();
        }
        return store;
    }

    @Property(tries = 50)
    void query_isAnsweredAsReadingOneByOneAnswersIt(
            @ForAll("events") List<Event> brought, @ForAll("queries") List<Query> queries) throws Exception {
        compare(brought, queries);
    }

    @Property(tries = 30)
    void filter_isMetByWhatReadingOneByOneFinds(
            @ForAll("events") List<Event> brought, @ForAll("manyFilters") List<Filter> filters) throws Exception {
        compare(brought, each(filters, filter -> hour().where(List.of(filter))));
    }

    @Property(tries = 30)
    void expression_comesToWhatReadingOneByOneComesTo(
            @ForAll("events") List<Event> brought, @ForAll("expressions") List<Expression> expressions)
            throws Exception {
        compare(
                brought,
                each(
                        expressions,
                        expression -> hour().defining(List.of(new CalculatedField("made", expression)))
                                .by(List.of("made"))));
    }

    @Example
    void pattern_isReadAsRe2ReadsIt() throws Exception {
        List<Expression> words =
                each(List.of("\n", "a\n", "\na", "a\u0085", "a\r\nb", "\ud83d\ude00b"), Expression.Literal::new);
        List<Expression> patterns = each(List.of("^$", "a$", "^a", "a.", "\\s", "(.)b", ""), Expression.Literal::new);
        List<Expression> all = new ArrayList<>();
        for (Expression.Function function : READING) {
            for (Expression word : words) {
                patterns.forEach(pattern -> all.add(new Expression.Call(function, List.of(word, pattern))));
            }
        }
        expression_comesToWhatReadingOneByOneComesTo(List.of(new Event(START, Map.of())), all);
    }

    @Property(tries = 8)
    void calculations_allComeToWhatReadingOneByOneComesTo(
            @ForAll("events") List<Event> brought, @ForAll("columns") List<String> columns) throws Exception {
        List<Calculation> calculations = new ArrayList<>();
        for (Op op : Op.values()) {
            String column = columns.get(op.ordinal() % columns.size());
            calculations.add(new Calculation(op, op.takesColumn() ? column : ""));
        }
        Query all = hour().every(Duration.ofMinutes(13)).calculating(calculations);
        compare(
                brought,
                List.of(
                        all,
                        all.by(List.of("flag"))
                                .with(EnumSet.allOf(Query.Part.class))
                                .first(2)));
    }

    @Provide
    Arbitrary<List<String>> columns() {
        return Arbitraries.of("whole", "number", "duration_ms").list().ofSize(5);
    }

    private static Query hour() {
        return Query.between(START, START.plus(HOUR));
    }

    private void compare(List<Event> brought, List<Query> queries) throws Exception {
        tries++;
        List<Event> events = ofThisTry(brought);
        open().append(events);
        EventOracle oracle = new EventOracle(store.columns(), events);
        Schema schema = new Schema(store.columns());
        for (Query asked : queries) {
            Query query = fitted(ofThisTry(asked), schema);
            try {
                Result expected = oracle.answer(query);
                Result found = store.query(query, PATIENCE);
                Answers.same(found, expected);
                assertThat(found.rows().stream().map(Result.Row::group))
                        .as("order")
                        .isEqualTo(
                                expected.rows().stream().map(Result.Row::group).toList());
            } catch (AssertionError | Exception e) {
                throw new AssertionError(query + "\nof " + events, e);
            }
        }
    }

    private String ofThisTry(String column) {
        Optional<Relation> relation = Relation.of(column);
        if (relation.isPresent()) {
            return relation.get().prefix() + ofThisTry(relation.get().column(column));
        }
        return COMMON.contains(column) || column.isEmpty() ? column : column + " " + tries;
    }

    /** Each at a moment of its own, so that it is known which is the first. */
    private List<Event> ofThisTry(List<Event> brought) {
        List<Event> events = new ArrayList<>();
        for (Event event : brought) {
            Map<String, Object> fields = new HashMap<>();
            event.fields().forEach((name, value) -> fields.put(ofThisTry(name), value));
            fields.computeIfPresent("trace.trace_id", (name, id) -> id + " " + tries);
            Instant time = event.time().truncatedTo(ChronoUnit.MICROS).plusNanos(events.size());
            events.add(new Event(time.plus(HOUR.multipliedBy(2L * tries)), fields));
        }
        return events;
    }

    private Query ofThisTry(Query query) {
        return query.earlier(HOUR.multipliedBy(-2L * tries))
                .defining(each(
                        query.fields(),
                        field -> new CalculatedField(ofThisTry(field.name()), ofThisTry(field.expression()))))
                .calculating(each(query.calculations(), this::ofThisTry))
                .where(each(query.filters(), this::ofThisTry), query.combination())
                .within(each(query.within(), this::ofThisTry))
                .by(each(query.breakdowns(), this::ofThisTry));
    }

    private Calculation ofThisTry(Calculation calculation) {
        return new Calculation(
                calculation.op(),
                ofThisTry(calculation.column()),
                calculation.name(),
                each(calculation.filters(), this::ofThisTry),
                calculation.combination(),
                calculation.height());
    }

    private Expression ofThisTry(Expression expression) {
        if (expression instanceof Expression.Field field) {
            return new Expression.Field(ofThisTry(field.name()));
        }
        return expression instanceof Expression.Call call
                ? new Expression.Call(call.function(), each(call.arguments(), this::ofThisTry))
                : expression;
    }

    private Filter ofThisTry(Filter filter) {
        return new Filter(ofThisTry(filter.column()), filter.op(), filter.values());
    }

    private static <T, R> List<R> each(List<T> all, Function<T, R> change) {
        return all.stream().map(change).toList();
    }

    /** Without what would be refused: columns that no event of the try has, and values that do not suit. */
    private static Query fitted(Query asked, Schema schema) {
        Map<String, Column.Type> made = new HashMap<>();
        List<CalculatedField> fields = new ArrayList<>();
        for (CalculatedField field : asked.fields()) {
            try {
                made.put(field.name(), field.expression().type(schema));
                fields.add(field);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageMatching("No event has a column .*|Argument . of .* is .*, expected .*");
            }
        }
        return fitted(
                asked.defining(fields),
                name -> made.containsKey(name) ? Optional.of(made.get(name)) : schema.type(name));
    }

    private static Query fitted(Query query, Function<String, Optional<Column.Type>> types) {
        Predicate<String> known = name -> types.apply(name).isPresent() && !name.startsWith(Relation.NONE.prefix());
        List<Calculation> calculations = query.calculations().stream()
                .filter(calculation -> calculation.column().isEmpty()
                        || known.test(calculation.column())
                                && (calculation.op() == Op.COUNT_DISTINCT
                                        || types.apply(calculation.column())
                                                .orElseThrow()
                                                .hasNumbers()))
                .map(calculation -> calculation.where(
                        calculation.name(), calculation.combination(), fitted(calculation.filters(), types)))
                .toList();
        List<String> breakdowns = query.breakdowns().stream().filter(known).toList();
        Set<String> labels = calculations.stream()
                .filter(calculation -> calculation.op() != Op.HEATMAP)
                .map(Calculation::label)
                .collect(Collectors.toSet());
        return query.calculating(calculations)
                .where(fitted(query.filters(), types), query.combination())
                .within(fitted(query.within(), types))
                .by(breakdowns)
                .having(labels.stream()
                        .sorted()
                        .limit(1)
                        .flatMap(label ->
                                query.havings().stream().map(having -> new Having(label, having.op(), having.value())))
                        .toList())
                .orderedBy(Stream.concat(labels.stream(), breakdowns.stream())
                        .sorted()
                        .flatMap(by -> query.orders().stream().map(order -> new Order(by, order.descending())))
                        .limit(query.orders().size())
                        .toList());
    }

    private static List<Filter> fitted(List<Filter> filters, Function<String, Optional<Column.Type>> types) {
        return filters.stream()
                .filter(filter ->
                        types.apply(filter.column()).filter(filter::suits).isPresent())
                .toList();
    }

    @Provide
    Arbitrary<List<Event>> events() {
        // few of those of any length are long, and traces that were sampled have several events
        return Arbitraries.oneOf(
                        event().list().ofMaxSize(30),
                        event().list().ofMinSize(12).ofMaxSize(30))
                .map(EventStoreProperties::withWords);
    }

    /** Questions take "partly" for words, and those of a column that has nothing but numbers are the store's own. */
    private static List<Event> withWords(List<Event> events) {
        boolean numbers =
                events.stream().map(event -> event.fields().get("partly")).anyMatch(Double.class::isInstance);
        return numbers
                ? Stream.concat(events.stream(), Stream.of(new Event(START, Map.of("partly", "n/a"))))
                        .toList()
                : events;
    }

    private static Arbitrary<Event> event() {
        Arbitrary<Map<String, Object>> fields = Combinators.combine(
                        perhaps("name", words()),
                        perhaps("duration_ms", Arbitraries.oneOf(numbers(), wholes(), Arbitraries.just("long"))),
                        perhaps(
                                "http.status_code",
                                Arbitraries.oneOf(wholes(), Arbitraries.of(200L, 500L, 200.0, "404", "teapot"))),
                        perhaps("error", Arbitraries.of(true, false, "yes", "true")),
                        perhaps(Event.SAMPLE_RATE, Arbitraries.of(1L, 2L, 3L, 7L, 1.5, "9")),
                        Combinators.combine(
                                        perhaps("words", words()), perhaps(EVIL, words()), perhaps("flag", truths()))
                                .as(EventStoreProperties::together),
                        Combinators.combine(
                                        perhaps("whole", wholes()),
                                        perhaps("number", numbers()),
                                        perhaps("wild", wild()),
                                        perhaps("partly", Arbitraries.oneOf(numbers(), wholes(), words())))
                                .as(EventStoreProperties::together),
                        Combinators.combine(
                                        perhaps("mixed", values()),
                                        perhaps("trace.trace_id", Arbitraries.of("t", "u", "'")),
                                        perhaps("trace.span_id", Arbitraries.of("a", "b", "c", "d")),
                                        perhaps("trace.parent_id", Arbitraries.of("a", "b", "z")),
                                        perhaps("db.statement", Arbitraries.of("SELECT 1", "SELECT 2")),
                                        perhaps("service.name", Arbitraries.of("a", "b", "")))
                                .as(EventStoreProperties::together))
                .as(EventStoreProperties::together);
        return Combinators.combine(Arbitraries.longs().between(0, HOUR.toNanos() - 1), fields)
                .as((nanos, all) -> new Event(START.plusNanos(nanos), all));
    }

    private static Arbitrary<Map<String, Object>> perhaps(String column, Arbitrary<?> values) {
        return values.<Map<String, Object>>map(value -> Map.of(column, value))
                .optional(0.7)
                .map(one -> one.orElse(Map.of()));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // a stream of them is only read
    private static Map<String, Object> together(Map<String, Object>... parts) {
        Map<String, Object> all = new HashMap<>();
        Arrays.stream(parts).forEach(all::putAll);
        return all;
    }

    private static Arbitrary<Object> words() {
        return Arbitraries.of(
                "",
                "a",
                "b",
                "ab",
                "A",
                "it's",
                "ж\"語",
                "500",
                "5.0",
                "true",
                "NaN",
                "' OR 1=1 --",
                "%",
                "_",
                "\uFFFD",
                "👾",
                "\\",
                "e\u0301",
                "?");
    }

    private static Arbitrary<Object> truths() {
        return Arbitraries.of(true, false);
    }

    /** Quarters, whose sums are exact in whatever order. */
    private static Arbitrary<Object> numbers() {
        return Arbitraries.integers().between(-4_000, 4_000).map(quarters -> quarters / 4.0);
    }

    private static Arbitrary<Object> wholes() {
        return Arbitraries.longs().between(-50, 600).map(whole -> whole);
    }

    private static Arbitrary<Object> wild() {
        return Arbitraries.of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                0.0,
                -0.0,
                Double.MIN_VALUE,
                1e300,
                1e-7,
                0.1,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                (1L << 53) + 1,
                0L,
                1L);
    }

    private static Arbitrary<Object> values() {
        return Arbitraries.oneOf(words(), truths(), numbers(), wholes(), wild());
    }

    @Provide
    Arbitrary<List<Query>> queries() {
        return query().list().ofSize(8);
    }

    @Provide
    Arbitrary<List<Filter>> manyFilters() {
        return filters().list().ofSize(25);
    }

    @Provide
    Arbitrary<List<Expression>> expressions() {
        return Combinators.combine(
                        numeric(2).list().ofSize(12),
                        wordy(2).list().ofSize(6),
                        truthful(2).list().ofSize(12))
                .as((numbers, words, truths) ->
                        Stream.of(numbers, words, truths).flatMap(List::stream).toList());
    }

    private static Arbitrary<Query> query() {
        Arbitrary<Query> time = Combinators.combine(
                        Arbitraries.longs().between(0, SECONDS / 2),
                        Arbitraries.longs().between(SECONDS / 2 + 1, SECONDS),
                        Arbitraries.longs().between(SECONDS / 20, SECONDS))
                .as((from, to, step) -> Query.between(START.plusSeconds(from), START.plusSeconds(to))
                        .every(Duration.ofSeconds(step)));
        return Combinators.combine(
                        time,
                        calculations(),
                        filters().list().ofMaxSize(2),
                        Arbitraries.of(Filter.Combination.class),
                        Arbitraries.of(COLUMNS).list().ofMaxSize(2),
                        having().list().ofMaxSize(1),
                        Arbitraries.of(true, false)
                                .map(descending -> new Order("", descending))
                                .list()
                                .ofMaxSize(2),
                        Combinators.combine(
                                        fields(),
                                        filters().list().ofMaxSize(1),
                                        Arbitraries.of(Query.Part.class).set(),
                                        Arbitraries.integers().between(1, 20))
                                .as((fields, within, parts, limit) -> Query.between(START, START.plusSeconds(1))
                                        .defining(fields)
                                        .within(within)
                                        .with(parts)
                                        .first(limit)))
                .as((query, calculations, filters, combination, breakdowns, havings, orders, more) -> query.calculating(
                                calculations)
                        .where(filters, combination)
                        .by(breakdowns)
                        .having(havings)
                        .orderedBy(orders)
                        .with(more.parts())
                        .first(more.limit()));
    }

    private static Arbitrary<List<CalculatedField>> fields() {
        return Combinators.combine(
                        perhaps("made number", numeric(3)),
                        perhaps("made words", wordy(3)),
                        perhaps("made truth", truthful(3)))
                .as((number, words, truth) -> together(number, words, truth).entrySet().stream()
                        .map(field -> new CalculatedField(field.getKey(), (Expression) field.getValue()))
                        .toList());
    }

    private static Arbitrary<Expression> column(String... names) {
        return Arbitraries.of(names).map(Expression.Field::new);
    }

    private static Arbitrary<Expression> literal(Object... values) {
        return Arbitraries.of(values).map(Expression.Literal::new);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only handed on
    private static Arbitrary<Expression> call(Expression.Function function, Arbitrary<Expression>... arguments) {
        return Combinators.combine(List.of(arguments)).as(all -> new Expression.Call(function, all));
    }

    private static Arbitrary<Expression> numeric(int depth) {
        Arbitrary<Expression> plain = Arbitraries.oneOf(
                column(
                        "number",
                        "whole",
                        "partly",
                        "duration_ms",
                        "http.status_code",
                        "parent.number",
                        "trace.span_count"),
                literal(0L, 1L, -2L, 0.5, 8.0));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<Expression> number = Arbitraries.lazy(() -> numeric(depth - 1));
        Arbitrary<Expression> words = Arbitraries.lazy(() -> wordy(depth - 1));
        Arbitrary<Expression> truth = Arbitraries.lazy(() -> truthful(depth - 1));
        return Arbitraries.oneOf(
                plain,
                call(Expression.Function.SUM, number, number, number),
                call(Expression.Function.SUB, number, number),
                call(Expression.Function.MUL, number, literal(3L, -0.5)),
                call(Expression.Function.DIV, number, literal(0L, 4L, -0.25)),
                call(Expression.Function.MOD, number, number),
                call(Expression.Function.MIN, number, number),
                call(Expression.Function.MAX, number, number),
                call(Expression.Function.BUCKET, number, literal(10L, 2.5, 0L, -1L)),
                call(Expression.Function.IF, truth, number, truth, number, number),
                call(Expression.Function.COALESCE, number, number),
                call(Expression.Function.FLOAT, Arbitraries.oneOf(words, truth, number)),
                call(Expression.Function.INT, Arbitraries.oneOf(words, truth, number, column("wild"))),
                call(Expression.Function.LENGTH, words),
                call(Expression.Function.REG_COUNT, words, pattern()),
                call(
                        Expression.Function.UNIX_TIMESTAMP,
                        literal("2026-06-07T10:00:00.25Z", "2026-02-30T10:00:00Z", "1969-12-31T23:59:59Z", "now")));
    }

    private static Arbitrary<Expression> pattern() {
        return literal("a", "[a-b]+", "(.)b", "^$", "\\d+", "x|5", "(5)?");
    }

    private static Arbitrary<Expression> wordy(int depth) {
        Arbitrary<Expression> plain =
                Arbitraries.oneOf(column("words", "name", "partly", EVIL), words().map(Expression.Literal::new));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<Expression> words = Arbitraries.lazy(() -> wordy(depth - 1));
        Arbitrary<Expression> truth = Arbitraries.lazy(() -> truthful(depth - 1));
        return Arbitraries.oneOf(
                plain,
                call(Expression.Function.IF, truth, words, words),
                call(Expression.Function.COALESCE, words, words),
                call(Expression.Function.CONCAT, words, column("whole"), truth),
                call(Expression.Function.TO_LOWER, words),
                call(Expression.Function.STRING, Arbitraries.oneOf(column("whole"), truth)),
                call(Expression.Function.REG_VALUE, words, pattern()),
                call(Expression.Function.IF, truth, words),
                Arbitraries.lazy(() -> switched(depth - 1)),
                call(
                        Expression.Function.FORMAT_TIME,
                        format(),
                        Arbitraries.oneOf(
                                literal(0L, 1780826400.75, -0.5, -2208988800L, -2208988801L, 9214646399.0, 9214646400L),
                                Arbitraries.longs()
                                        .between(-2208988800L, 9214646399L)
                                        .map(Expression.Literal::new),
                                column("wild"),
                                call(Expression.Function.EVENT_TIMESTAMP))));
    }

    /** With and without what else, looking at words, numbers and what may be either. */
    private static Arbitrary<Expression> switched(int depth) {
        Arbitrary<Expression> any = Arbitraries.oneOf(numeric(depth), wordy(depth), truthful(depth), column("mixed"));
        Arbitrary<Expression> words = wordy(depth);
        return Arbitraries.oneOf(
                call(Expression.Function.SWITCH, any, any, words, any, words),
                call(Expression.Function.SWITCH, any, any, words, any, words, words));
    }

    private static Arbitrary<Expression> format() {
        return Arbitraries.of(
                        "%Y",
                        "%y", "%m", "%d", "%j", "%H", "%I", "%M", "%S", "%p", "%A", "%a", "%B", "%b", "%h", "%u", "%w",
                        "%G", "%V", "%F", "%D", "%T", "%R", "%r", "%z", "%Z", "%n", "%t", "%%", " ", "M", "it's", "ж")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(all -> new Expression.Literal(String.join("", all)));
    }

    private static Arbitrary<Expression> truthful(int depth) {
        Arbitrary<Expression> plain = Arbitraries.oneOf(
                column("flag", "error"), call(Expression.Function.BOOL, column("partly")), literal(true, false));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<Expression> number = Arbitraries.lazy(() -> Arbitraries.oneOf(numeric(depth - 1), column("wild")));
        Arbitrary<Expression> words = Arbitraries.lazy(() -> wordy(depth - 1));
        Arbitrary<Expression> truth = Arbitraries.lazy(() -> truthful(depth - 1));
        Arbitrary<Expression> any = Arbitraries.oneOf(number, words, truth, column("mixed"));
        Arbitrary<Expression.Function> orders = Arbitraries.of(
                Expression.Function.LT, Expression.Function.LTE, Expression.Function.GT, Expression.Function.GTE);
        Arbitrary<Expression.Function> ofLetters = Arbitraries.of(
                Expression.Function.STARTS_WITH, Expression.Function.ENDS_WITH, Expression.Function.CONTAINS);
        return Arbitraries.oneOf(
                plain,
                orders.flatMap(
                        function -> Arbitraries.oneOf(call(function, number, number), call(function, words, words))),
                ofLetters.flatMap(function -> call(function, words, words)),
                call(Expression.Function.AND, truth, truth, truth),
                call(Expression.Function.OR, truth, truth),
                call(Expression.Function.NOT, truth),
                call(Expression.Function.EQUALS, any, any),
                call(Expression.Function.IN, any, any, any),
                call(Expression.Function.EXISTS, any),
                call(Expression.Function.BOOL, any),
                call(Expression.Function.REG_MATCH, words, pattern()));
    }

    private static Arbitrary<List<Calculation>> calculations() {
        Arbitrary<Calculation> plain = Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of(Op.class), Arbitraries.of(NUMBERS))
                        .as((op, column) -> new Calculation(op, op.takesColumn() ? column : "")),
                Arbitraries.of(COLUMNS).map(column -> new Calculation(Op.COUNT_DISTINCT, column)));
        Arbitrary<Calculation> filtered = Combinators.combine(
                        plain, filters().list().ofMaxSize(2), Arbitraries.of(Filter.Combination.class))
                .as((calculation, filters, combination) ->
                        calculation.where("own " + calculation.label(), combination, filters));
        return Arbitraries.oneOf(plain, filtered)
                .list()
                .uniqueElements(Calculation::label)
                .ofMaxSize(4);
    }

    private static Arbitrary<Having> having() {
        return Combinators.combine(
                        Arbitraries.of(Filter.Op.class).filter(Filter.Op::compares),
                        Arbitraries.of(-10.1234567, 0.0, 1.0, 2.0, 55.1234567))
                .as((op, value) -> new Having("", op, value));
    }

    private static Arbitrary<Filter> filters() {
        return Combinators.combine(
                        Arbitraries.of(COLUMNS),
                        Arbitraries.of(Filter.Op.class),
                        values().list().ofSize(3))
                .as((column, op, values) ->
                        new Filter(column, op, op.takesMany() ? values : values.subList(0, op.operands())));
    }

    @AfterProperty
    void close() throws Exception {
        if (store != null) {
            store.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            store = null;
        }
    }
}
