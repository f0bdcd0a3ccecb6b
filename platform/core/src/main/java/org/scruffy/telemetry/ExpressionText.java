package org.scruffy.telemetry;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Call;
import org.scruffy.spi.telemetry.Expression.Field;
import org.scruffy.spi.telemetry.Expression.Literal;

/** Writes an expression so that {@link ExpressionParser} reads the same: in functions only. */
public final class ExpressionText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_]([A-Za-z0-9_.]*[A-Za-z0-9_])?");

    private ExpressionText() {}

    public static String of(Expression expression) {
        if (expression instanceof Literal literal) {
            return literal.value() instanceof String words
                    ? quoted(words)
                    : literal.value().toString();
        }
        if (expression instanceof Field field) {
            return "$" + (PLAIN.matcher(field.name()).matches() ? field.name() : quoted(field.name()));
        }
        Call call = (Call) expression;
        return call.arguments().stream()
                .map(ExpressionText::of)
                .collect(Collectors.joining(", ", call.function() + "(", ")"));
    }

    private static String quoted(String words) {
        return '"'
                + words.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                + '"';
    }
}
