package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Call;
import org.scruffy.spi.telemetry.Expression.Field;
import org.scruffy.spi.telemetry.Expression.Function;
import org.scruffy.spi.telemetry.Expression.Literal;

class ExpressionParserTest {

    private static String read(String text) {
        return ExpressionText.of(ExpressionParser.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "IF(GT($duration_ms, 1000), \"slow\", \"fast\",) | IF(GT($duration_ms, 1000), \"slow\", \"fast\")",
                "if($a < 1 AND NOT($b), 1, 2)       | IF(AND(LT($a, 1), NOT($b)), 1, 2)",
                "1 + 2 * 3 - 4                      | SUB(SUM(1, MUL(2, 3)), 4)",
                "(1 + 2) * 3                        | MUL(SUM(1, 2), 3)",
                "10 - 4 - 3                         | SUB(SUB(10, 4), 3)",
                "8 / 4 / 2 % 2                      | MOD(DIV(DIV(8, 4), 2), 2)",
                "$a = 1 OR $b != 2 AND $c >= 3      | OR(EQUALS($a, 1), AND(NOT(EQUALS($b, 2)), GTE($c, 3)))",
                "!$a OR !EXISTS($b)                 | OR(NOT($a), NOT(EXISTS($b)))",
                "- 5 + -$a - -2                     | SUB(SUM(-5, SUB(0, $a)), -2)",
                "$http.route == `/api/\\d+`          | EQUALS($http.route, \"/api/\\\\d+\")",
                "$\"name with \\\"space\\\"\"          | $\"name with \\\"space\\\"\"",
                "add(1.5e3, .5)                     | SUM(1500.0, 0.5)",
                "9223372036854775807                | 9223372036854775807",
                "-9223372036854775808               | -9223372036854775808",
                "9223372036854775808                | 9.223372036854776E18",
                "True and FALSE                     | AND(true, false)",
                "IN($a, 1, \"x\")                   | IN($a, 1, \"x\")",
                "SWITCH($a, 1, \"x\", \"y\") | SWITCH($a, 1, \"x\", \"y\")",
                "EVENT_TIMESTAMP()                  | EVENT_TIMESTAMP()",
                "$a-1                               | SUB($a, 1)",
            })
    void expression_isReadAsItBinds(String text, String functions) {
        assertThat(read(text)).isEqualTo(functions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 +              | 4  | the end       | a value, a column or a function",
                "1 2              | 3  | '2'           | a sign between values, or the end",
                "FOO(1)           | 1  | 'FOO'         | a function, one of",
                "IF 1             | 4  | '1'           | '(' after IF",
                "SUM(1; 2)        | 6  | ';'           | a value, a function or a sign",
                "SUM(1 2)         | 7  | '2'           | ',' or ')'",
                "(1               | 3  | the end       | ')'",
                "NOT(1, 2)        | 1  | 'NOT'         | NOT takes 1 argument, found 2",
                "1 + \"open       | 5  | a quote without its end | another \"",
                "\"a\\q\"          | 3  | \\q            | one of",
                "$ a              | 1  | '$'           | a column",
                "1e999            | 1  | '1e999'       | a number of at most",
                "a | 1 | 'A' | a function",
                "1 + METRO_HASH($a) | 5 | 'METRO_HASH' | no MetroHash, which not every event store can work out",
                "INGEST_TIMESTAMP() | 1 | 'INGEST_TIMESTAMP' | no time of arrival, which is not kept",
            })
    void mistake_isToldWithItsPlace(String text, int position, String found, String expected) {
        BadExpression bad = catchThrowableOfType(BadExpression.class, () -> ExpressionParser.parse(text));
        assertThat(bad.position()).isEqualTo(position);
        assertThat(bad.found()).isEqualTo(found);
        assertThat(bad.expected()).startsWith(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "NOT(", "!", "-", "1+(", "$a AND "})
    void depth_isLimited(String step) {
        String deep = step.repeat(ExpressionParser.LONGEST / step.length() - 1);
        assertThatThrownBy(() -> ExpressionParser.parse(deep + "1"))
                .isInstanceOf(BadExpression.class)
                .hasMessageContaining("levels");
    }

    @Test
    void length_isLimited() {
        assertThatThrownBy(() -> ExpressionParser.parse(" ".repeat(ExpressionParser.LONGEST) + "1"))
                .isInstanceOf(BadExpression.class)
                .hasMessageContaining("4097 characters");
    }

    @Property(tries = 500)
    void printedExpression_isReadAsItself(@ForAll("expressions") Expression expression) {
        assertThat(ExpressionParser.parse(ExpressionText.of(expression))).isEqualTo(expression);
    }

    @Property(tries = 2_000)
    void anyText_isReadOrRefusedByName(@ForAll("texts") String text) {
        try {
            ExpressionParser.parse(text);
        } catch (BadExpression e) {
            assertThat(e.position()).isBetween(1, Math.max(text.length(), ExpressionParser.LONGEST) + 1);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "IF",
                "AND",
                "or",
                "NOT",
                "(",
                ")",
                ",",
                "$",
                "$a",
                "\"",
                "`",
                "1",
                ".",
                "1e9",
                "-",
                "!",
                "=",
                "<",
                "+",
                "\\",
                " ",
                "SUM",
                "EXISTS",
                "👾",
                "\u0000",
                "true",
                "SQL'; --");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                pieces.list().ofMaxSize(40).map(all -> String.join("", all)));
    }

    @Provide
    Arbitrary<Expression> expressions() {
        return expression(4);
    }

    private static Arbitrary<Expression> expression(int depth) {
        Arbitrary<Expression> plain = Arbitraries.oneOf(
                Arbitraries.longs().map(Literal::new),
                Arbitraries.doubles().map(Literal::new),
                Arbitraries.of(true, false).map(Literal::new),
                Arbitraries.strings().ofMaxLength(10).map(Literal::new),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(10).map(Field::new),
                Arbitraries.of("http.route", "a b", "a.", "1a", "$x").map(Field::new));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<Expression> inner = Arbitraries.lazy(() -> expression(depth - 1));
        Arbitrary<Expression> calls = Combinators.combine(
                        Arbitraries.of(Function.class), inner.list().ofMaxSize(3))
                .filter((function, arguments) -> fits(function, arguments))
                .as(Call::new);
        return Arbitraries.oneOf(plain, calls);
    }

    private static boolean fits(Function function, List<Expression> arguments) {
        try {
            return new Call(function, arguments).function() == function;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
