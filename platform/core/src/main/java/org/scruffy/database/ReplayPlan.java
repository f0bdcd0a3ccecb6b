package org.scruffy.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.persistence.annotations.BatchFetchType;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.internal.databaseaccess.DatabaseCall;
import org.eclipse.persistence.mappings.ForeignReferenceMapping;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;

/** Which relations a replay reads for all of their owners at once, and what stops it. */
final class ReplayPlan extends SessionEventAdapter implements SessionCustomizer {

    private final Collection<String> relations;
    private final Replay replay;
    private final List<String> strange = new ArrayList<>();
    private boolean reads;

    ReplayPlan(Collection<String> relations, Replay replay) {
        this.relations = relations;
        this.replay = replay;
    }

    @Override
    public void customize(Session session) {
        session.getEventManager().addListener(this);
        for (String relation : relations) {
            mapping(session, relation)
                    .ifPresentOrElse(
                            // also of one that could be joined: EclipseLink reads the relations of what it joins one by
                            // one
                            found -> found.setBatchFetchType(BatchFetchType.EXISTS),
                            () -> strange.add(relation));
        }
    }

    private static Optional<ForeignReferenceMapping> mapping(Session session, String relation) {
        String[] parts = relation.split("\\.", 2);
        ClassDescriptor owner = parts.length < 2 ? null : session.getDescriptorForAlias(parts[0]);
        return Optional.ofNullable(owner)
                .map(descriptor -> descriptor.getMappingForAttributeName(parts[1]))
                .filter(ForeignReferenceMapping.class::isInstance)
                .map(ForeignReferenceMapping.class::cast);
    }

    void begin() {
        if (!strange.isEmpty()) {
            throw new NotReplayed(String.join(", ", strange) + " is no relation of ours");
        }
        reads = true;
    }

    @Override
    public void preExecuteQuery(SessionEvent event) {
        if (!reads) {
            return;
        }
        replay.goOn();
        if (event.getQuery().isModifyQuery()) {
            throw replay.stop("It changes something, and a replay may not");
        }
    }

    /** A statement that begins late has less time. */
    @Override
    public void preExecuteCall(SessionEvent event) {
        if (reads && event.getCall() instanceof DatabaseCall call) {
            call.setQueryTimeoutUnit(TimeUnit.MILLISECONDS);
            call.setQueryTimeout((int) Math.max(1, replay.left().toMillis() + 1));
        }
    }
}
