package org.scruffy.telemetry;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * What a call of another service asks, as far as its span tells.
 *
 * @param address none where it goes to a procedure or a graph: what these are asked is sent
 */
record Call(TraceSpan span, Address address) {

    private static final int LONGEST = 500;

    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final Set<String> CHANGES = Set.of("POST", "PUT", "PATCH", "DELETE");

    // of Amazon's services, whose clients tell no address
    private static final Pattern PARTS =
            Pattern.compile("UploadPart(?:Copy)?|Query|Scan|List.*|GetRecords|ReceiveMessage");

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
        boolean sent = !span.text("graphql.operation.name").isEmpty()
                || !span.text("rpc.system").isEmpty();
        Address address = sent ? Address.NONE : address(span);
        return new Call(span, address.path().contains("/graphql") ? Address.NONE : address);
    }

    /** Where no field says it, it may be a part of the name. */
    private static Address address(TraceSpan span) {
        String told = first(span, "http.url", "url.full", "url", "http.target", "url.path", "http.path");
        String named = span.name().substring(span.name().indexOf(' ') + 1);
        String address = told.isEmpty() && named.contains("/") ? named : told;
        return address.isEmpty()
                ? Address.NONE
                : Address.of(address, host(span), first(span, "http.query", "url.query"));
    }

    private static String host(TraceSpan span) {
        return first(span, "server.address", "net.peer.name", "http.host", "peer.service");
    }

    private static String method(TraceSpan span) {
        String method = first(span, "http.method", "http.request.method");
        // Micrometer's, where that of another may be anything
        return method.isEmpty() && !span.text("http.url").isEmpty() ? span.text("method") : method;
    }

    private static String first(TraceSpan span, String... fields) {
        return Stream.of(fields)
                .map(span::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /**
     * What it asks of whom, without its values: {@code GET shop/price/<*>}; empty where the span does not tell.
     *
     * @param template of a path and its query
     */
    String operation(UnaryOperator<String> template) {
        String operation = asked(template);
        return operation.substring(0, Math.min(operation.length(), LONGEST));
    }

    private String asked(UnaryOperator<String> template) {
        String query = span.text("graphql.operation.name");
        if (!query.isEmpty()) {
            return "GraphQL " + query;
        }
        if (!span.text("rpc.system").isEmpty()) {
            return (host(span) + " " + procedure(span)).strip();
        }
        return address.text().isEmpty() ? "" : method(span) + " " + address.template(template);
    }

    private static String procedure(TraceSpan span) {
        String procedure = span.text("rpc.service") + "/" + span.text("rpc.method");
        return procedure.equals("/") ? span.name() : procedure;
    }

    /** Whether the address tells all that is asked: it has no body. */
    boolean told() {
        return !address.hidden() && address.complete() && READS.contains(method(span));
    }

    /** Whether it sends what the other side is to change, as far as its method tells. */
    boolean changes() {
        return !address.text().isEmpty() && CHANGES.contains(method(span));
    }

    /** Whether it is for a part of many, or answered by one, though its address does not say so. */
    boolean part() {
        return paged()
                || first(span, "http.status_code", "http.response.status_code").equals("206");
    }

    private boolean paged() {
        return span.text("rpc.system").equals("aws-api")
                && PARTS.matcher(span.text("rpc.method")).matches();
    }

    /** Whether it goes where one before went, as far as both tell. */
    boolean again(Call before) {
        return !address.hidden() && address.equals(before.address);
    }

    /** Whether it asks for another part of what one before asked a part of: the next page, or the next thousand keys. */
    boolean continues(Call before) {
        if (paged()) {
            return procedure(span).equals(procedure(before.span));
        }
        return !address.equals(before.address) && address.whole().equals(before.address.whole());
    }

    /** Whether it must wait for one before: it reads on where that ended, looks whether something has changed, or sends the rest. */
    boolean needs(Call before) {
        return continues(before) || (again(before) && !method(span).equals("POST"));
    }
}
