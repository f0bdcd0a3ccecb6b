package org.scruffy.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.persistence.internal.databaseaccess.DatabaseCall;
import org.eclipse.persistence.mappings.DatabaseMapping;
import org.eclipse.persistence.queries.DatabaseQuery;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;
import org.scruffy.database.Caller;
import org.scruffy.database.PoolWaits;

/**
 * A span for each statement EclipseLink sends to the database, with the relation it is read for, and for each wait for a connection. EclipseLink makes it by the
 * name in persistence.xml; it does nothing until {@link #tellTo} names who wants to know.
 */
public final class SqlSpans extends SessionEventAdapter {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation");
    private static final AttributeKey<String> STATEMENT = AttributeKey.stringKey("db.statement");
    private static final AttributeKey<String> BIND_HASH = AttributeKey.stringKey("db.bind_hash");
    private static final AttributeKey<Long> ROWS = AttributeKey.longKey("db.rows");
    private static final AttributeKey<String> RELATION = AttributeKey.stringKey("jpa.relation");
    private static final AttributeKey<Boolean> TO_MANY = AttributeKey.booleanKey("jpa.to_many");
    private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("code.namespace");
    private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function");
    private static final AttributeKey<Long> LINE = AttributeKey.longKey("code.lineno");

    // hides the values, yet equal values of one run have equal hashes
    private static final SipHash HASH = SipHash.secret();

    private static volatile Tracer tracer;

    private final ThreadLocal<Span> open = new ThreadLocal<>();

    private final ThreadLocal<DatabaseMapping> wanted = new ThreadLocal<>();

    static void tellTo(Tracer teller) {
        tracer = teller;
        Caller.want(teller == null ? null : ServerSpan::entry);
        PoolWaits.want(teller == null ? null : wait -> waited(teller, wait));
    }

    /** For a connection, before a statement could be sent. */
    private static void waited(Tracer teller, Duration wait) {
        Instant now = Instant.now();
        teller.spanBuilder("pool wait")
                .setStartTimestamp(now.minus(wait))
                .startSpan()
                .end(now);
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
            wanted.set(null);
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
                .setParent(ServerSpan.parent())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SYSTEM, "postgresql")
                .setAttribute(OPERATION, statement.operation())
                .setAttribute(STATEMENT, call.getSQLString())
                .setAttribute(BIND_HASH, hash(call.getParameters()));
        Caller.of(call.getSQLString())
                .ifPresent(caller -> span.setAttribute(NAMESPACE, caller.type())
                        .setAttribute(FUNCTION, caller.method())
                        .setAttribute(LINE, (long) caller.line()));
        DatabaseQuery query = call.getQuery();
        DatabaseMapping relation = query == null ? null : relation(query);
        if (relation != null) {
            span.setAttribute(RELATION, relation.getDescriptor().getAlias() + "." + relation.getAttributeName());
            span.setAttribute(TO_MANY, relation.isCollectionMapping());
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
        StringBuilder all = new StringBuilder();
        for (Object value : values) {
            all.append(value).append('\0');
        }
        return HexFormat.of().toHexDigits(HASH.of(all));
    }

    @Override
    public void postExecuteCall(SessionEvent event) {
        Span span = open.get();
        if (span == null) {
            return;
        }
        open.set(null);
        if (event.getResult() instanceof List<?> rows) {
            span.setAttribute(ROWS, (long) rows.size());
        } else if (event.getResult() instanceof Integer changed) {
            span.setAttribute(ROWS, changed.longValue());
        }
        span.end();
    }
}
