package org.scruffy.launcher;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /health/ready} says of a start.
 *
 * @param progress in percent
 * @param step what is being done, in words; empty where nothing says
 * @param fatal why it will never be ready
 */
record Health(boolean ready, OptionalInt progress, String step, Optional<String> fatal) {

    static final Health SILENT = new Health(false, OptionalInt.empty(), "", Optional.empty());

    private static final Pattern READY = Pattern.compile("^\\s*\\{\\s*\"status\"\\s*:\\s*\"UP\"");
    private static final Pattern PROGRESS = Pattern.compile("\"progress\"\\s*:\\s*\"?(\\d{1,3})");
    private static final Pattern STEP = text("step");
    private static final Pattern FATAL = text("fatal");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|(.))");

    private static Pattern text(String name) {
        return Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    }

    static Health of(String json) {
        return new Health(
                READY.matcher(json).find(), number(json), find(STEP, json).orElse(""), find(FATAL, json));
    }

    private static OptionalInt number(String json) {
        Matcher number = PROGRESS.matcher(json);
        return number.find() ? OptionalInt.of(Integer.parseInt(number.group(1))) : OptionalInt.empty();
    }

    private static Optional<String> find(Pattern pattern, String json) {
        Matcher text = pattern.matcher(json);
        return text.find() ? Optional.of(unescape(text.group(1))) : Optional.empty();
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? plain(escape.group(2))
                                : Character.toString(Integer.parseInt(escape.group(1), 16))));
    }

    private static String plain(String escaped) {
        return "nrtbf".contains(escaped) ? " " : escaped;
    }
}
