package org.scruffy.eventsql;

import static org.scruffy.spi.telemetry.Column.Type.BOOLEAN;
import static org.scruffy.spi.telemetry.Column.Type.FLOAT;
import static org.scruffy.spi.telemetry.Column.Type.INTEGER;
import static org.scruffy.spi.telemetry.Column.Type.MIXED;
import static org.scruffy.spi.telemetry.Column.Type.STRING;
import static org.scruffy.spi.telemetry.Filter.Op.EQUAL;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Call;
import org.scruffy.spi.telemetry.Expression.Field;
import org.scruffy.spi.telemetry.Expression.Literal;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Schema;

/** A calculated field in a database's words. */
final class Formula {

    /** Directives that are others, or the same at any time. */
    private static final Map<Character, String> PLAINLY = Map.of(
            'F',
            "%Y-%m-%d",
            'D',
            "%m/%d/%y",
            'T',
            "%H:%M:%S",
            'R',
            "%H:%M",
            'r',
            "%I:%M:%S %p",
            'h',
            "%b",
            'z',
            "+0000",
            'Z',
            "UTC",
            'n',
            "\n",
            't',
            "\t");

    private static final String TIME =
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?Z";

    private final Schema schema;
    private final Dialect dialect;
    private final Function<String, Term> columns;
    private final Set<String> patterns = new LinkedHashSet<>();
    private int random;

    Formula(Schema schema, Dialect dialect, Function<String, Term> columns) {
        this.schema = schema;
        this.dialect = dialect;
        this.columns = columns;
    }

    /** The regular expressions that were met, which only the database can check. */
    Set<String> patterns() {
        return patterns;
    }

    Term term(String name, Expression expression) {
        return new Term(name, sql(expression), expression.type(schema), dialect);
    }

    private Sql sql(Expression expression) {
        if (expression instanceof Literal literal) {
            return Sql.of("?", literal.value()).as(Column.Type.of(literal.value()));
        }
        if (expression instanceof Field field) {
            return columns.apply(field.name()).sql();
        }
        return call((Call) expression);
    }

    private Sql call(Call call) {
        return switch (call.function()) {
            case IF -> branches(call);
            case SWITCH -> switched(call);
            case COALESCE -> function("coalesce", cast(call, call.type(schema)));
            case AND -> joined(" AND ", truths(call));
            case OR -> joined(" OR ", truths(call));
            case NOT -> Sql.of("(NOT ").then(bool(call, 0)).then(")");
            case LT -> truth(compared(call, 0, Filter.Op.LESS, 1));
            case LTE -> truth(compared(call, 0, Filter.Op.LESS_OR_EQUAL, 1));
            case GT -> truth(compared(call, 0, Filter.Op.GREATER, 1));
            case GTE -> truth(compared(call, 0, Filter.Op.GREATER_OR_EQUAL, 1));
            case EQUALS -> equal(call, 1);
            case IN ->
                joined(
                        " OR ",
                        IntStream.range(1, size(call))
                                .mapToObj(i -> equal(call, i))
                                .toList());
            case EXISTS -> Sql.of("(").then(sql(call, 0)).then(" IS NOT NULL)");
            case STARTS_WITH -> truth(say(Word.STARTS_WITH, all(call)));
            case ENDS_WITH -> truth(say(Word.ENDS_WITH, all(call)));
            case CONTAINS -> truth(say(Word.CONTAINS, all(call)));
            case REG_MATCH -> truth(matches(call));
            case REG_VALUE ->
                Sql.of("(CASE WHEN ")
                        .then(matches(call))
                        .then(" THEN ")
                        .then(dialect.say(Word.EXTRACTED, sql(call, 0), bound(pattern(call)), group(call)))
                        .then(" END)");
            case REG_COUNT -> dialect.say(Word.MATCHES_COUNTED, sql(call, 0), bound(pattern(call)));
            case CONCAT -> function("concat", orNoWords(cast(call, STRING)));
            case TO_LOWER -> say(Word.LOWER, all(call));
            case LENGTH -> say(Word.LENGTH, all(call));
            case INT -> whole(call);
            case FLOAT -> cast(call, FLOAT).get(0);
            case BOOL -> bool(call, 0);
            case STRING -> cast(call, STRING).get(0);
            case SUM -> joined(" + ", cast(call, FLOAT));
            case SUB -> joined(" - ", cast(call, FLOAT));
            case MUL -> joined(" * ", cast(call, FLOAT));
            case DIV -> divided(call, " / ");
            case MOD -> divided(call, " % ");
            case MIN -> extreme("least", cast(call, FLOAT));
            case MAX -> extreme("greatest", cast(call, FLOAT));
            case LOG10 -> guarded(cast(call, FLOAT).get(0), function("log10", cast(call, FLOAT)));
            case BUCKET ->
                guarded(
                        cast(call, FLOAT).get(1),
                        Sql.of("floor(")
                                .then(joined(" / ", cast(call, FLOAT)))
                                .then(") * ")
                                .then(cast(call, FLOAT).get(1)));
            case UNIX_TIMESTAMP -> Term.said(dialect, Word.SECONDS, TIME, sql(call, 0));
            case EVENT_TIMESTAMP -> Sql.of("(" + dialect.phrase(Word.NANOS, "ts") + " / 1e9::DOUBLE)");
            case FORMAT_TIME -> formatted(call);
            case RAND -> dialect.say(Word.RANDOM, Sql.of(String.valueOf(++random)));
        };
    }

    private static int size(Call call) {
        return call.arguments().size();
    }

    private Sql sql(Call call, int argument) {
        return sql(call.arguments().get(argument));
    }

    private Column.Type type(Call call, int argument) {
        return call.arguments().get(argument).type(schema);
    }

    private List<Sql> all(Call call) {
        return call.arguments().stream().map(this::sql).toList();
    }

    private List<Sql> cast(Call call, Column.Type type) {
        List<Sql> cast = new ArrayList<>();
        for (int i = 0; i < size(call); i++) {
            cast.add(cast(call, i, type));
        }
        return cast;
    }

    private Sql cast(Call call, int argument, Column.Type type) {
        return call.arguments().get(argument) instanceof Field field
                ? columns.apply(field.name()).as(type)
                : new Term("", sql(call, argument), type(call, argument), dialect).as(type);
    }

    private Sql say(Word word, List<Sql> parts) {
        return dialect.say(word, parts.toArray(Sql[]::new));
    }

    private static Sql bound(Object value) {
        return Sql.of("?", value);
    }

    private static Sql joined(String sign, List<Sql> parts) {
        return Sql.of("(").then(Sql.join(sign, parts)).then(")");
    }

    private static Sql function(String name, List<Sql> arguments) {
        return Sql.of(name).then(joined(", ", arguments));
    }

    /** Of one there is no choice, nor a function in every database. */
    private static Sql extreme(String name, List<Sql> arguments) {
        return arguments.size() == 1 ? arguments.get(0) : function(name, arguments);
    }

    private static List<Sql> orNoWords(List<Sql> words) {
        return words.stream()
                .map(word -> Sql.of("coalesce(").then(word).then(", '')"))
                .toList();
    }

    private static Sql truth(Sql question) {
        return Sql.of("(").then(question).then(" IS TRUE)");
    }

    private List<Sql> truths(Call call) {
        return IntStream.range(0, size(call)).mapToObj(i -> bool(call, i)).toList();
    }

    private static Sql guarded(Sql above, Sql value) {
        return Sql.of("(CASE WHEN ").then(above).then(" > 0 THEN ").then(value).then(" END)");
    }

    private Sql branches(Call call) {
        List<Sql> values = cast(call, call.type(schema));
        Sql branches = Sql.of("(CASE");
        for (int i = 0; i + 1 < values.size(); i += 2) {
            branches =
                    branches.then(" WHEN ").then(bool(call, i)).then(" THEN ").then(values.get(i + 1));
        }
        return otherwise(branches, values, values.size() % 2 == 1);
    }

    private Sql switched(Call call) {
        List<Sql> values = cast(call, call.type(schema));
        Sql branches = Sql.of("(CASE");
        for (int i = 1; i + 1 < values.size(); i += 2) {
            branches =
                    branches.then(" WHEN ").then(equal(call, i)).then(" THEN ").then(values.get(i + 1));
        }
        return otherwise(branches, values, values.size() % 2 == 0);
    }

    private static Sql otherwise(Sql branches, List<Sql> values, boolean said) {
        return (said ? branches.then(" ELSE ").then(values.get(values.size() - 1)) : branches).then(" END)");
    }

    private Sql formatted(Call call) {
        Sql seconds = cast(call, 1, FLOAT);
        String format = format((String) ((Literal) call.arguments().get(0)).value());
        return Sql.of("(CASE WHEN ")
                .then(seconds)
                .then(" >= -2208988800 AND ")
                .then(seconds)
                .then(" < 9214646400 THEN ")
                .then(dialect.say(Word.FORMATTED, seconds, bound(format)))
                .then(" END)");
    }

    /** A format of POSIX as the database knows it. */
    private String format(String posix) {
        StringBuilder format = new StringBuilder();
        for (int i = 0; i < posix.length(); i++) {
            char at = posix.charAt(i);
            if (at != '%') {
                format.append(at);
                continue;
            }
            char directive = posix.charAt(++i);
            String plain = PLAINLY.get(directive);
            format.append(plain == null ? dialect.directive(directive) : format(plain));
        }
        return format.toString();
    }

    /** Whole numbers to the last digit, others as they are nearest; what may be anything as the other one is. */
    private Sql compared(Call call, int one, Filter.Op op, int other) {
        Column.Type both = type(call, one).beside(type(call, other));
        if (both == FLOAT || both == MIXED && op != EQUAL) {
            return Term.near(dialect, cast(call, one, FLOAT), op, cast(call, other, FLOAT));
        }
        return joined(" " + op.sign() + " ", List.of(cast(call, one, both), cast(call, other, both)));
    }

    private Sql equal(Call call, int other) {
        Column.Type first = type(call, 0);
        boolean alike = first == type(call, other) || first.beside(type(call, other)) != MIXED;
        return alike ? truth(compared(call, 0, EQUAL, other)) : Sql.of("FALSE");
    }

    /** One whose dots do not meet the end of a line: in ClickHouse they do unless told otherwise. */
    private String pattern(Call call) {
        String pattern = (String) ((Literal) call.arguments().get(1)).value();
        patterns.add(pattern);
        return "(?-s)" + pattern;
    }

    private Sql matches(Call call) {
        return dialect.say(Word.MATCHES, sql(call, 0), bound(pattern(call)));
    }

    private Sql group(Call call) {
        return Sql.of(String.valueOf(group(pattern(call))));
    }

    /** 1 where the pattern has a group, otherwise 0, which is all of it. */
    private static int group(String pattern) {
        boolean within = false;
        for (int i = 0; i < pattern.length(); i++) {
            char at = pattern.charAt(i);
            if (at == '\\') {
                i++;
            } else if (at == '[' || at == ']') {
                within = at == '[';
            } else if (at == '(' && !within && (!pattern.startsWith("(?", i) || pattern.startsWith("(?P<", i))) {
                return 1;
            }
        }
        return 0;
    }

    private Sql whole(Call call) {
        if (type(call, 0) == INTEGER || type(call, 0) == BOOLEAN) {
            return cast(call, INTEGER).get(0);
        }
        return dialect.say(Word.WHOLE, cast(call, 0, FLOAT));
    }

    private Sql bool(Call call, int argument) {
        Sql sql = sql(call, argument);
        return switch (type(call, argument)) {
            case BOOLEAN -> truth(sql);
            case STRING -> truth(sql.then(" = 'true'"));
            case INTEGER, FLOAT -> truth(sql.then(" <> 0"));
            case MIXED ->
                joined(
                        " OR ",
                        List.of(
                                truth(sql.then(" = 'true'")),
                                truth(cast(call, argument, FLOAT).then(" <> 0"))));
        };
    }

    private Sql divided(Call call, String sign) {
        List<Sql> sides = cast(call, FLOAT);
        return joined(
                sign, List.of(sides.get(0), Sql.of("nullif(").then(sides.get(1)).then(", 0)")));
    }
}
