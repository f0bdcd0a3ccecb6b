package org.scruffy.telemetry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a call goes, and what it asks for there. Addresses are as long as who sends them likes: what reads one looks at no character
 * again and again.
 *
 * @param text all of it, but for the scheme
 * @param complete whether a query would stand in it
 * @param host with its port and without credentials, in small letters
 * @param query its parameters: {@code page=7}
 */
record Address(String text, boolean complete, String host, String path, List<String> query) {

    /** Of a call that goes to none, or does not tell it. */
    static final Address NONE = new Address("", false, "", "", List.of());

    private static final int MANY = 3;
    private static final int LONGEST_TEMPLATE = 1_000;

    private static final Pattern SCHEME = Pattern.compile("^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//");
    // Template knows ids in hexadecimal digits, but neither those of Stripe or S3 nor tokens
    private static final Pattern ID = Pattern.compile("(?<=/)(?:\\d++(?![^/])|(?=[^/]*\\d)[^/]{16,})");
    private static final Pattern HIDDEN =
            Pattern.compile("[*?]|\\{\\w*}|(?:\\[|%5B)?(?:redacted|filtered)(?:]|%5D)?", Pattern.CASE_INSENSITIVE);
    // pages, parts and windows of time, by the usual names
    private static final Pattern PART = Pattern.compile(
            "(?:\\$|%24)?(?:p|page(?:[-_]?(?:no|num|number|index)|(?:\\[|%5B).*)?|part[-_]?number|offset|skip|marker"
                    + "|from|to|start.*|end.*|after|before|since|until|.*(?:cursor|token|scroll[-_]?id))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PAGE = Pattern.compile("(?<=/page/)\\d+");
    private static final Pattern COMMA = Pattern.compile(",|%2C", Pattern.CASE_INSENSITIVE);

    /**
     * @param host of whom is asked, where the address is a path only
     * @param query where it does not stand in the address
     */
    static Address of(String address, String host, String query) {
        boolean path = address.startsWith("/") && !address.startsWith("//");
        String bare = until('#', path ? host + address : SCHEME.matcher(address).replaceFirst(""));
        String text = query.isEmpty() || bare.contains("?") ? bare : bare + (query.startsWith("?") ? "" : "?") + query;
        String asked = until('?', text);
        String authority = until('/', asked);
        String rest = text.substring(Math.min(asked.length() + 1, text.length()));
        List<String> parameters = Stream.of(rest.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .toList();
        return new Address(
                text,
                !path || text.contains("?"),
                authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT),
                asked.substring(authority.length()),
                parameters);
    }

    private static String until(char end, String text) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    /** What addresses of one kind have in common. */
    String template(UnaryOperator<String> template) {
        String names = query.stream()
                .map(parameter -> parameter.contains("=") ? name(parameter) + "=" + Template.ANY : Template.ANY)
                .distinct()
                .collect(Collectors.joining("&"));
        String masked = ID.matcher(path).replaceAll(Template.ANY) + (names.isEmpty() ? "" : "?" + names);
        return host + template.apply(masked.substring(0, Math.min(masked.length(), LONGEST_TEMPLATE)));
    }

    /** Whether it is not known, or only without what tells it from others. */
    boolean hidden() {
        return text.isEmpty()
                || path.contains("{")
                || query.stream()
                        .anyMatch(parameter -> HIDDEN.matcher(value(parameter)).matches());
    }

    /** The address without what says which part of many is asked for. */
    String whole() {
        Map<String, Long> times = query.stream().collect(Collectors.groupingBy(Address::name, Collectors.counting()));
        String segments = Stream.of(PAGE.matcher(path).replaceAll("").split("/"))
                .map(segment -> list(segment) ? Template.ANY : segment)
                .collect(Collectors.joining("/"));
        return query.stream()
                .filter(parameter -> !PART.matcher(name(parameter)).matches() && !list(value(parameter)))
                .filter(parameter -> times.get(name(parameter)) < MANY)
                .collect(Collectors.joining("&", host + segments + "?", ""));
    }

    private static String name(String parameter) {
        return until('=', parameter);
    }

    private static String value(String parameter) {
        return parameter.substring(parameter.indexOf('=') + 1);
    }

    private static boolean list(String value) {
        return COMMA.split(value).length >= MANY;
    }
}
