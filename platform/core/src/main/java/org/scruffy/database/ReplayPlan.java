package org.scruffy.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.persistence.annotations.BatchFetchType;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.mappings.ForeignReferenceMapping;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;

/** Which relations a replay reads for all of their owners at once, and what stops it. */
final class ReplayPlan extends SessionEventAdapter implements SessionCustomizer {

    private final Collection<String> relations;
    private final Supplier<Duration> left;
    private final List<String> strange = new ArrayList<>();
    private boolean reads;
    private NotReplayed stopped;

    ReplayPlan(Collection<String> relations, Supplier<Duration> left) {
        this.relations = relations;
        this.left = left;
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

    /** Whoever reads may have answered with an error what stopped the replay. */
    void end() {
        reads = false;
        if (stopped != null) {
            throw stopped;
        }
        stopWhereLate();
    }

    @Override
    public void preExecuteQuery(SessionEvent event) {
        if (reads && event.getQuery().isModifyQuery()) {
            throw stop("It changes something, and a replay may not");
        }
        if (reads) {
            stopWhereLate();
        }
    }

    private void stopWhereLate() {
        if (left.get().isNegative()) {
            throw stop("It takes longer than a replay may");
        }
    }

    private NotReplayed stop(String why) {
        stopped = new NotReplayed(why);
        return stopped;
    }
}
