package org.scruffy.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.persistence.internal.databaseaccess.DatabaseCall;
import org.eclipse.persistence.mappings.DatabaseMapping;
import org.eclipse.persistence.queries.DatabaseQuery;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;
import org.scruffy.database.Caller;

/**
 * A span for each statement EclipseLink sends to the database, with the relation it is read for. EclipseLink makes it by the
 * name in persistence.xml; it does nothing until {@link #tellTo} names who wants to know.
 */
public final class SqlSpans extends SessionEventAdapter {

    // hides the values, yet equal values of one run have equal hashes
    private static final byte[] SECRET = new SecureRandom().generateSeed(16);
    private static final int HASH_BYTES = 8;
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(SqlSpans::sha256);

    private static volatile Tracer tracer;

    private final ThreadLocal<Span> open = new ThreadLocal<>();

    private final ThreadLocal<DatabaseMapping> wanted = new ThreadLocal<>();

    static void tellTo(Tracer teller) {
        tracer = teller;
        Caller.want(teller != null);
    }

    /** A single object is then read by its key with a query of the class, which no longer knows for which relation. */
    @Override
    public void preExecuteQuery(SessionEvent event) {
        DatabaseMapping relation = event.getQuery().getSourceMapping();
        if (tracer != null && relation != null) {
            wanted.set(relation);
        }
    }

    @Override
    public void postExecuteQuery(SessionEvent event) {
        if (event.getQuery().getSourceMapping() != null) {
            wanted.remove();
        }
    }

    // the span begins here, not with the query: that is also asked for what the identity map answers
    @Override
    public void preExecuteCall(SessionEvent event) {
        Tracer teller = tracer;
        if (teller != null && event.getCall() instanceof DatabaseCall call && call.getSQLString() != null) {
            open.set(span(teller, call).startSpan());
            ServerSpan.countStatement();
        }
    }

    private SpanBuilder span(Tracer teller, DatabaseCall call) {
        Statement statement = Statement.known(call.getSQLString());
        SpanBuilder span = teller.spanBuilder(statement.name())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("db.system", "postgresql")
                .setAttribute("db.operation", statement.operation())
                .setAttribute("db.statement", call.getSQLString())
                .setAttribute("db.bind_hash", hash(call.getParameters()));
        Caller.of(call.getSQLString())
                .ifPresent(caller -> span.setAttribute("code.namespace", caller.type())
                        .setAttribute("code.function", caller.method())
                        .setAttribute("code.lineno", (long) caller.line()));
        DatabaseQuery query = call.getQuery();
        DatabaseMapping relation = query == null ? null : relation(query);
        if (relation != null) {
            span.setAttribute("jpa.relation", relation.getDescriptor().getAlias() + "." + relation.getAttributeName());
            span.setAttribute("jpa.to_many", relation.isCollectionMapping());
        }
        return span;
    }

    private DatabaseMapping relation(DatabaseQuery query) {
        DatabaseMapping outer = wanted.get();
        boolean byKey = outer != null
                && query.getSourceMapping() == null
                && outer.getReferenceDescriptor() != null
                && outer.getReferenceDescriptor().getJavaClass() == query.getReferenceClass();
        return byKey ? outer : query.getSourceMapping();
    }

    private static String hash(List<?> values) {
        MessageDigest digest = DIGEST.get();
        digest.update(SECRET);
        for (Object value : values) {
            digest.update(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public void postExecuteCall(SessionEvent event) {
        Span span = open.get();
        if (span == null) {
            return;
        }
        open.remove();
        if (event.getResult() instanceof List<?> rows) {
            span.setAttribute("db.rows", rows.size());
        } else if (event.getResult() instanceof Integer changed) {
            span.setAttribute("db.rows", changed);
        }
        span.end();
    }
}
