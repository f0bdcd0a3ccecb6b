package org.scruffy.telemetry;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * What a call of another service asks, as far as its span tells.
 *
 * @param operation what it asks of whom, without its values: {@code GET shop/price/<*>}; empty where the span does not tell
 * @param address with all its values; empty where they are no part of the address, or hidden
 */
record Call(TraceSpan span, String operation, String address) {

    private static final int MOST_KNOWN = 2_000;

    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    private static final Set<String> READS = Set.of("GET", "HEAD");

    private static final Pattern SCHEME = Pattern.compile("^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//|#.*$");
    private static final Pattern VALUE = Pattern.compile("(?<==)[^&]*");
    // Template knows ids in hexadecimal digits, but not those of Stripe, YouTube, S3 …
    private static final Pattern ID = Pattern.compile("(?<=/)(?:\\d+|(?=[^/?]*\\d)[\\w~-]{16,})(?=[/?]|$)");
    private static final Pattern HIDDEN = Pattern.compile(
            "\\{|(?<=[?&=])(?:\\*|\\?|(?:\\[|%5B)?(?:redacted|filtered)(?:]|%5D)?)(?:&|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PART = Pattern.compile(
            // pages and windows of time, by the usual names
            "(?<=[?&])(?:\\$|%24)?(?:page(?:[-_]?(?:no|num|number|index))?|offset|skip|marker"
                    + "|start[^=&]*|end[^=&]*|after|before|since|until|[^=&]*(?:cursor|token|scroll[-_]?id))=[^&]*&?"
                    + "|(?<=/page/)\\d+"
                    // three values and more, in one or by turns
                    + "|(?<=[/=])[^/?&=,]+(?:(?:,|%2C)[^/?&=,]+){2,}"
                    + "|(?<=[?&])([^=&]+)=[^&]*(?:&\\1=[^&]*){2,}",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern END = Pattern.compile("[?&]$");

    /** Whether a span calls another service. A database that is asked in SQL over HTTP is told by its statements. */
    static boolean remote(TraceSpan span) {
        boolean client = span.kind().equals("client") || span.text("sentry.op").equals("http.client");
        return client && !(method(span).isEmpty() && span.text("rpc.system").isEmpty()) && !sql(span);
    }

    private static boolean sql(TraceSpan span) {
        return span.statement()
                && !Statement.of(span.text("db.statement")).table().isEmpty();
    }

    static Call of(TraceSpan span) {
        String host = first(span, "server.address", "net.peer.name");
        String query = span.text("graphql.operation.name");
        if (!query.isEmpty()) {
            return new Call(span, "GraphQL " + query, "");
        }
        if (!span.text("rpc.system").isEmpty()) {
            String method = span.text("rpc.service") + "/" + span.text("rpc.method");
            return new Call(span, (host + " " + (method.equals("/") ? span.name() : method)).strip(), "");
        }
        String address = address(span, host);
        if (address.isEmpty() || address.contains("/graphql")) {
            return new Call(span, "", "");
        }
        String operation = method(span) + " " + template(address);
        return new Call(span, operation, HIDDEN.matcher(address).find() ? "" : address);
    }

    private static String method(TraceSpan span) {
        return first(span, "http.method", "http.request.method");
    }

    private static String first(TraceSpan span, String... fields) {
        return Stream.of(fields)
                .map(span::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Host, path and query. Where no field says it, it may be a part of the name. */
    private static String address(TraceSpan span, String host) {
        String url = first(span, "http.url", "url.full", "url");
        String path = url.isEmpty() ? first(span, "http.target", "url.path") : url;
        String named = span.name().substring(span.name().indexOf(' ') + 1);
        String said = path.isEmpty() && named.contains("/") ? named : path;
        String address = said.startsWith("/") && !said.startsWith("//")
                ? host + said
                : SCHEME.matcher(said).replaceAll("");
        String query = first(span, "http.query", "url.query");
        if (query.isEmpty() || address.contains("?")) {
            return address;
        }
        return address + (query.startsWith("?") ? "" : "?") + query;
    }

    private static String template(String address) {
        int path = Math.max(0, address.indexOf('/'));
        String values = VALUE.matcher(address.substring(path)).replaceAll(Template.ANY);
        return address.substring(0, path).toLowerCase(Locale.ROOT)
                + known(ID.matcher(values).replaceAll(Template.ANY));
    }

    /** The same paths come again and again, and a template is dear. */
    private static String known(String path) {
        if (KNOWN.size() >= MOST_KNOWN) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(path, Template::of);
    }

    /** Whether the address tells all that is asked: it has no body. */
    boolean told() {
        return !address.isEmpty() && READS.contains(method(span));
    }

    /** The address without what says which part of many is asked for. */
    String whole() {
        return END.matcher(PART.matcher(address).replaceAll("")).replaceFirst("");
    }

    /** Whether it asks for another part of what one before asked a part of: the next page, or the next thousand keys. */
    boolean continues(Call before) {
        return !address.equals(before.address) && whole().equals(before.whole());
    }
}
