package org.scruffy.testkit;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Call;
import org.scruffy.spi.telemetry.Expression.Field;
import org.scruffy.spi.telemetry.Expression.Literal;
import org.scruffy.spi.telemetry.Schema;

/** What expressions come to for one event. */
final class Evaluation {

    private static final Pattern DIRECTIVE = Pattern.compile("%.");
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2262-01-01T00:00:00Z");
    private static final Map<Character, String> PATTERNS = Map.ofEntries(
            Map.entry('Y', "uuuu"),
            Map.entry('y', "uu"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('j', "DDD"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('p', "a"),
            Map.entry('A', "EEEE"),
            Map.entry('a', "EEE"),
            Map.entry('B', "MMMM"),
            Map.entry('b', "MMM"),
            Map.entry('h', "MMM"),
            Map.entry('F', "uuuu-MM-dd"),
            Map.entry('D', "MM/dd/uu"),
            Map.entry('T', "HH:mm:ss"),
            Map.entry('R', "HH:mm"),
            Map.entry('r', "hh:mm:ss a"),
            Map.entry('z', "xx"),
            Map.entry('Z', "'UTC'"));

    private final Schema schema;
    private final Instant time;
    private final Function<String, Object> columns;

    /** @param columns the event's value of each column, null where it has none */
    Evaluation(Schema schema, Instant time, Function<String, Object> columns) {
        this.schema = schema;
        this.time = time;
        this.columns = columns;
    }

    /** Null where there is nothing. */
    Object value(Expression expression) {
        if (expression instanceof Literal literal) {
            return literal.value();
        }
        if (expression instanceof Field field) {
            return columns.apply(field.name());
        }
        Call call = (Call) expression;
        // a list that may hold null
        List<Object> values = call.arguments().stream().map(this::value).collect(Collectors.toList());
        Column.Type wanted = wanted(call);
        values.replaceAll(value -> as(wanted, value));
        Object result = as(call.type(schema), called(call, values));
        if (result instanceof Boolean && call.type(schema) == Column.Type.STRING) {
            return result.toString();
        }
        return result instanceof Number number && call.type(schema) == Column.Type.FLOAT
                ? (Object) (number.doubleValue() + 0.0)
                : result;
    }

    /** What the arguments are taken for where they may be anything. */
    private Column.Type wanted(Call call) {
        return switch (call.function()) {
            case SUM, SUB, MUL, DIV, MOD, MIN, MAX, LOG10, BUCKET, FORMAT_TIME -> Column.Type.FLOAT;
            case LT, LTE, GT, GTE -> {
                Column.Type both = type(call, 0).beside(type(call, 1));
                yield both == Column.Type.MIXED ? Column.Type.FLOAT : both;
            }
            case COALESCE -> call.type(schema);
            case IF, SWITCH, EQUALS, IN, EXISTS, BOOL, AND, OR, NOT -> Column.Type.MIXED;
            default -> Column.Type.STRING;
        };
    }

    private Column.Type type(Call call, int argument) {
        return call.arguments().get(argument).type(schema);
    }

    private static Object as(Column.Type type, Object value) {
        if (!(value instanceof Mixed mixed) || type == Column.Type.MIXED) {
            return value;
        }
        return type.number() ? mixed.number() : mixed.words();
    }

    private Object called(Call call, List<Object> values) {
        return switch (call.function()) {
            case IF -> chosen(values);
            case SWITCH -> switched(values);
            case COALESCE ->
                values.stream().filter(Objects::nonNull).findFirst().orElse(null);
            case AND -> values.stream().allMatch(Evaluation::truth);
            case OR -> values.stream().anyMatch(Evaluation::truth);
            case NOT -> !truth(values.get(0));
            case EQUALS -> EventOracle.equal(values.get(0), values.get(1));
            case IN -> values.subList(1, values.size()).stream().anyMatch(one -> EventOracle.equal(values.get(0), one));
            case EXISTS -> values.get(0) != null;
            case BOOL -> truth(values.get(0));
            case CONCAT ->
                values.stream().filter(Objects::nonNull).map(Object::toString).collect(Collectors.joining());
            case MIN -> doubles(values).stream().min(Double::compare).orElse(null);
            case MAX -> doubles(values).stream().max(Double::compare).orElse(null);
            case EVENT_TIMESTAMP -> (time.getEpochSecond() * 1_000_000_000 + time.getNano()) / 1e9;
            case LT, LTE, GT, GTE, STARTS_WITH, ENDS_WITH, CONTAINS, REG_MATCH ->
                !values.contains(null) && asked(call, values);
            default -> values.contains(null) ? null : worked(call, values);
        };
    }

    private static Object chosen(List<Object> values) {
        for (int i = 0; i + 1 < values.size(); i += 2) {
            if (truth(values.get(i))) {
                return values.get(i + 1);
            }
        }
        return values.size() % 2 == 1 ? values.get(values.size() - 1) : null;
    }

    private static Object switched(List<Object> values) {
        for (int i = 1; i + 1 < values.size(); i += 2) {
            if (EventOracle.equal(values.get(0), values.get(i))) {
                return values.get(i + 1);
            }
        }
        return values.size() % 2 == 0 ? values.get(values.size() - 1) : null;
    }

    private static boolean truth(Object value) {
        if (value instanceof Mixed mixed) {
            return truth(mixed.words()) || truth(mixed.number());
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return value instanceof Boolean truth ? truth : "true".equals(value);
    }

    private static List<Double> doubles(List<Object> values) {
        return values.stream().filter(Objects::nonNull).map(Evaluation::number).toList();
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue() + 0.0;
    }

    private static boolean asked(Call call, List<Object> values) {
        Object one = values.get(0);
        Object other = values.get(1);
        return switch (call.function()) {
            case LT -> EventOracle.compared(one, other) < 0;
            case LTE -> EventOracle.compared(one, other) <= 0;
            case GT -> EventOracle.compared(one, other) > 0;
            case GTE -> EventOracle.compared(one, other) >= 0;
            case STARTS_WITH -> ((String) one).startsWith((String) other);
            case ENDS_WITH -> ((String) one).endsWith((String) other);
            case CONTAINS -> ((String) one).contains((String) other);
            default -> matcher(values).find();
        };
    }

    /** As RE2 reads it, which is what stores do: in Java {@code $} is met before the last line's end too. */
    private static com.google.re2j.Matcher matcher(List<Object> values) {
        return com.google.re2j.Pattern.compile((String) values.get(1)).matcher((String) values.get(0));
    }

    private static Object worked(Call call, List<Object> values) {
        Object one = values.get(0);
        return switch (call.function()) {
            case REG_VALUE -> firstMatch(matcher(values));
            case REG_COUNT -> matches((String) one, matcher(values));
            case TO_LOWER -> ((String) one).toLowerCase(Locale.ROOT);
            case LENGTH -> ((String) one).codePoints().count();
            case INT -> whole(one);
            case FLOAT ->
                one instanceof String words
                        ? (Object) Mixed.read(words)
                        : one instanceof Boolean truth ? (truth ? 1.0 : 0.0) : number(one);
            case STRING -> one.toString();
            case SUM -> doubles(values).stream().reduce(Double::sum).orElseThrow();
            case MUL -> doubles(values).stream().reduce((x, y) -> x * y).orElseThrow();
            case SUB -> number(one) - number(values.get(1));
            case DIV -> number(values.get(1)) == 0 ? null : number(one) / number(values.get(1));
            case MOD -> number(values.get(1)) == 0 ? null : number(one) % number(values.get(1));
            case LOG10 -> number(one) <= 0 ? null : Math.log10(number(one));
            case BUCKET ->
                number(values.get(1)) <= 0
                        ? null
                        : Math.floor(number(one) / number(values.get(1))) * number(values.get(1));
            case UNIX_TIMESTAMP -> seconds((String) one);
            case FORMAT_TIME -> formatted((String) one, number(values.get(1)));
            default -> throw new IllegalArgumentException(call.toString());
        };
    }

    /** Between the two halves of a character that takes two there is nothing to be found, though in Java it is found. */
    private static long matches(String text, com.google.re2j.Matcher matcher) {
        long count = 0;
        while (matcher.find()) {
            int at = matcher.start();
            boolean within =
                    at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
            count += within ? 0 : 1;
        }
        return count;
    }

    private static Object firstMatch(com.google.re2j.Matcher matcher) {
        if (!matcher.find()) {
            return null;
        }
        String found = matcher.group(Math.min(matcher.groupCount(), 1));
        return found == null ? "" : found;
    }

    private static Object whole(Object value) {
        if (value instanceof Long) {
            return value;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        Double number = value instanceof String words ? Mixed.read(words) : (Double) value;
        if (number == null || !Double.isFinite(number)) {
            return null;
        }
        BigDecimal exact = new BigDecimal(number);
        return exact.toBigInteger().bitLength() < Long.SIZE ? exact.longValue() : null;
    }

    private static Object formatted(String format, double seconds) {
        if (!(seconds >= FIRST.getEpochSecond() && seconds < LAST.getEpochSecond())) {
            return null;
        }
        ZonedDateTime time = Instant.ofEpochSecond((long) Math.floor(seconds)).atZone(ZoneOffset.UTC);
        return DIRECTIVE
                .matcher(format)
                .replaceAll(directive ->
                        Matcher.quoteReplacement(written(time, directive.group().charAt(1))));
    }

    private static String written(ZonedDateTime time, char directive) {
        return switch (directive) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            case 'u' -> String.valueOf(time.getDayOfWeek().getValue());
            case 'G' -> String.valueOf(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'V' -> String.format(Locale.ROOT, "%02d", time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'w' -> String.valueOf(time.getDayOfWeek().getValue() % 7);
            default ->
                DateTimeFormatter.ofPattern(PATTERNS.get(directive), Locale.ENGLISH)
                        .format(time);
        };
    }

    private static Object seconds(String words) {
        try {
            Instant time = Instant.parse(words);
            return time.getEpochSecond() + time.getNano() / 1e9;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
