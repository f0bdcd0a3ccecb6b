package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression. */
final class ExpressionTokens {

    enum Kind {
        NUMBER,
        WORDS,
        COLUMN,
        NAME,
        SIGN,
        END
    }

    /** @param text what it says: without quotes, escapes undone; a name in capitals */
    record Token(Kind kind, String text, int position) {

        boolean is(String sign) {
            return kind != Kind.WORDS && kind != Kind.COLUMN && text.equals(sign);
        }

        String shown() {
            return switch (kind) {
                case END -> "the end";
                case WORDS -> "the words \"" + text + "\"";
                case COLUMN -> "the column $" + text;
                default -> "'" + text + "'";
            };
        }
    }

    private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_]([A-Za-z0-9_.]*[A-Za-z0-9_])?");
    private static final Pattern SIGN = Pattern.compile("<=|>=|!=|==|[-+*/%<>=!(),]");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private ExpressionTokens(String text) {
        this.text = text;
    }

    /** The last one is the end. */
    static List<Token> of(String text) {
        return new ExpressionTokens(text).read();
    }

    private List<Token> read() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (Character.isWhitespace(next)) {
                at++;
            } else if (next == '"' || next == '`') {
                int start = at;
                add(Kind.WORDS, quoted(next), start);
            } else if (next == '$') {
                column();
            } else if (!matched(Kind.NUMBER, NUMBER) && !matched(Kind.NAME, NAME) && !matched(Kind.SIGN, SIGN)) {
                throw new BadExpression(
                        at + 1, "'" + Character.toString(text.codePointAt(at)) + "'", "a value, a function or a sign");
            }
        }
        add(Kind.END, "", at);
        return tokens;
    }

    private void add(Kind kind, String said, int start) {
        tokens.add(new Token(kind, said, start + 1));
    }

    private boolean matched(Kind kind, Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        String said = matcher.group();
        add(kind, kind == Kind.NAME ? said.toUpperCase(Locale.ROOT) : said, at);
        at = matcher.end();
        return true;
    }

    private void column() {
        int start = at++;
        if (at < text.length() && text.charAt(at) == '"') {
            add(Kind.COLUMN, quoted('"'), start);
            return;
        }
        Matcher matcher = COLUMN.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new BadExpression(start + 1, "'$'", "a column, as $name or $\"name with spaces\"");
        }
        add(Kind.COLUMN, matcher.group(), start);
        at = matcher.end();
    }

    /** Between backticks everything stands for itself. */
    private String quoted(char quote) {
        int start = at++;
        StringBuilder said = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == quote) {
                return said.toString();
            }
            said.append(next == '\\' && quote == '"' ? escaped(start) : next);
        }
        throw unended(start, quote);
    }

    private static BadExpression unended(int start, char quote) {
        return new BadExpression(start + 1, "a quote without its end", "another " + quote);
    }

    private char escaped(int start) {
        if (at == text.length()) {
            throw unended(start, '"');
        }
        char next = text.charAt(at++);
        return switch (next) {
            case '"', '\\' -> next;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> throw new BadExpression(at - 1, "\\" + next, "one of \\\" \\\\ \\n \\t \\r");
        };
    }
}
