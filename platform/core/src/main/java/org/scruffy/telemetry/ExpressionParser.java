package org.scruffy.telemetry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Call;
import org.scruffy.spi.telemetry.Expression.Field;
import org.scruffy.spi.telemetry.Expression.Function;
import org.scruffy.spi.telemetry.Expression.Literal;
import org.scruffy.telemetry.ExpressionTokens.Kind;
import org.scruffy.telemetry.ExpressionTokens.Token;

/**
 * Reads calculated fields as people write them: functions, {@code IF(GT($duration_ms, 1000), "slow", "fast")}, signs between
 * values, {@code $a + 2 * $b}, and both mixed. Columns are {@code $name} or {@code $"name with spaces"}, words stand in quotes or, with
 * nothing escaped, in backticks.
 *
 * <p>By hand, climbing up precedences: six of them and calls are a page of code, which a generated parser would not be, and every
 * error tells where it is, what stands there and what could.
 */
public final class ExpressionParser {

    public static final int LONGEST = 4_096;
    private static final int DEEPEST = 64;

    /** Functions of Honeycomb that there are not, and why. */
    private static final Map<String, String> MISSING = Map.of(
            "INGEST_TIMESTAMP",
            "no time of arrival, which is not kept: an event that comes twice is one event; EVENT_TIMESTAMP() tells when it happened",
            "METRO_HASH",
            "no MetroHash, which not every event store can work out; BUCKET, MOD and REG_VALUE make groups too");

    private record Sign(int precedence, Function function) {}

    private static final Map<String, Sign> SIGNS = Map.ofEntries(
            Map.entry("OR", new Sign(1, Function.OR)),
            Map.entry("AND", new Sign(2, Function.AND)),
            Map.entry("=", new Sign(3, Function.EQUALS)),
            Map.entry("==", new Sign(3, Function.EQUALS)),
            Map.entry("!=", new Sign(3, Function.EQUALS)),
            Map.entry("<", new Sign(3, Function.LT)),
            Map.entry("<=", new Sign(3, Function.LTE)),
            Map.entry(">", new Sign(3, Function.GT)),
            Map.entry(">=", new Sign(3, Function.GTE)),
            Map.entry("+", new Sign(4, Function.SUM)),
            Map.entry("-", new Sign(4, Function.SUB)),
            Map.entry("*", new Sign(5, Function.MUL)),
            Map.entry("/", new Sign(5, Function.DIV)),
            Map.entry("%", new Sign(5, Function.MOD)));

    private final List<Token> tokens;
    private int next;
    private int depth;

    private ExpressionParser(String text) {
        tokens = ExpressionTokens.of(text);
    }

    /** @throws BadExpression where it cannot be read */
    public static Expression parse(String text) {
        if (text.length() > LONGEST) {
            throw new BadExpression(LONGEST + 1, text.length() + " characters", "at most " + LONGEST);
        }
        ExpressionParser parser = new ExpressionParser(text);
        Expression whole = parser.expression(1);
        if (parser.peek().kind() != Kind.END) {
            throw bad(parser.peek(), "a sign between values, or the end");
        }
        if (levels(whole) > DEEPEST) {
            throw new BadExpression(1, levels(whole) + " levels", "at most " + DEEPEST);
        }
        return whole;
    }

    private static int levels(Expression expression) {
        if (expression instanceof Call call) {
            return 1
                    + call.arguments().stream()
                            .mapToInt(ExpressionParser::levels)
                            .max()
                            .orElse(0);
        }
        return 1;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private boolean takes(String sign) {
        boolean there = peek().is(sign);
        next += there ? 1 : 0;
        return there;
    }

    private static BadExpression bad(Token found, String expected) {
        return new BadExpression(found.position(), found.shown(), expected);
    }

    /** Everything up to the next sign that binds less than this. */
    private Expression expression(int precedence) {
        if (++depth > DEEPEST) {
            throw bad(peek(), "at most " + DEEPEST + " levels");
        }
        Expression left = signed();
        Sign sign = sign();
        while (sign != null && sign.precedence >= precedence) {
            Token token = take();
            Expression right = expression(sign.precedence + 1);
            Expression both = new Call(sign.function, List.of(left, right));
            left = token.text().equals("!=") ? new Call(Function.NOT, List.of(both)) : both;
            sign = sign();
        }
        depth--;
        return left;
    }

    private Sign sign() {
        Token token = peek();
        return token.kind() == Kind.SIGN || token.kind() == Kind.NAME ? SIGNS.get(token.text()) : null;
    }

    private Expression signed() {
        if (takes("!")) {
            return new Call(Function.NOT, List.of(within()));
        }
        if (!takes("-")) {
            return value();
        }
        if (peek().kind() == Kind.NUMBER) {
            return number("-" + take().text());
        }
        return new Call(Function.SUB, List.of(new Literal(0L), within()));
    }

    /** The operand of a sign that stands before it. */
    private Expression within() {
        if (++depth > DEEPEST) {
            throw bad(peek(), "at most " + DEEPEST + " levels");
        }
        Expression operand = signed();
        depth--;
        return operand;
    }

    private Expression value() {
        Token token = take();
        switch (token.kind()) {
            case NUMBER:
                return number(token.text());
            case WORDS:
                return new Literal(token.text());
            case COLUMN:
                return new Field(token.text());
            case NAME:
                return token.is("TRUE") || token.is("FALSE") ? new Literal(token.is("TRUE")) : call(token);
            default:
                if (!token.is("(")) {
                    throw bad(token, "a value, a column or a function");
                }
                Expression inner = expression(1);
                if (!takes(")")) {
                    throw bad(peek(), "')'");
                }
                return inner;
        }
    }

    private Expression number(String text) {
        try {
            double number = Double.parseDouble(text);
            boolean whole = text.chars().allMatch(digit -> digit == '-' || Character.isDigit(digit));
            if (whole && new BigInteger(text).bitLength() < Long.SIZE) {
                return new Literal(new BigDecimal(text).longValueExact());
            }
            return new Literal(number);
        } catch (IllegalArgumentException e) {
            Token token = tokens.get(next - 1);
            throw new BadExpression(token.position(), token.shown(), "a number of at most 1.8e308");
        }
    }

    private Expression call(Token name) {
        Function function = Arrays.stream(Function.values())
                .filter(known -> known.name().equals(name.text().equals("ADD") ? "SUM" : name.text()))
                .findFirst()
                .orElseThrow(() -> bad(
                        name,
                        MISSING.getOrDefault(name.text(), "a function, one of " + Arrays.toString(Function.values()))));
        if (!takes("(")) {
            throw bad(peek(), "'(' after " + name.text());
        }
        List<Expression> arguments = new ArrayList<>();
        while (!takes(")")) {
            arguments.add(expression(1));
            if (!peek().is(")") && !takes(",")) {
                throw bad(peek(), "',' or ')'");
            }
        }
        try {
            return new Call(function, arguments);
        } catch (IllegalArgumentException e) {
            throw new BadExpression(name.position(), name.shown(), e.getMessage());
        }
    }
}
