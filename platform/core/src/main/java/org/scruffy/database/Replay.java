package org.scruffy.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.persistence.config.PersistenceUnitProperties;

/**
 * Reads again what was read before, by other fetch plans: each time the same state of the database, in a transaction of its own that
 * can change nothing and is undone. A plan names relations, and holds for whatever query reads their owners: it stands in the
 * mappings of a persistence unit that is opened for it.
 */
public final class Replay {

    private final Function<Map<String, Object>, EntityManagerFactory> units;
    private final ThreadLocal<EntityManager> again;
    private final String state;
    private final Duration longest;
    private final long start = System.nanoTime();
    private String stopped = "";

    Replay(
            Function<Map<String, Object>, EntityManagerFactory> units,
            ThreadLocal<EntityManager> again,
            String state,
            Duration longest) {
        this.units = units;
        this.again = again;
        this.state = state;
        this.longest = longest;
    }

    /**
     * What is read on this thread, through whatever asks the {@link Database}.
     *
     * @param relations that are read for all of their owners at once: {@code Timeslot.breaks}
     * @throws NotReplayed where a relation is not ours, where the read changes something, or takes too long
     */
    public <R> R by(Collection<String> relations, Supplier<R> read) {
        ReplayPlan plan = new ReplayPlan(relations, this);
        EntityManagerFactory unit = units.apply(Map.of(
                PersistenceUnitProperties.SESSION_NAME,
                "replay-" + UUID.randomUUID(),
                PersistenceUnitProperties.SESSION_CUSTOMIZER,
                plan));
        try {
            R answer = by(plan, unit.createEntityManager(), read);
            goOn();
            return answer;
        } catch (RuntimeException e) {
            goOn(); // of what stopped it whoever reads may have made something else
            throw e;
        } finally {
            unit.close();
        }
    }

    private <R> R by(ReplayPlan plan, EntityManager em, Supplier<R> read) {
        try {
            begin(em);
            plan.begin();
            again.set(em);
            return read.get();
        } finally {
            again.remove();
            if (em.getTransaction().isActive()) {
                em.getTransaction().rollback();
            }
            em.close();
        }
    }

    private void begin(EntityManager em) {
        em.getTransaction().begin();
        Sql sql = new Sql(em);
        sql.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        sql.run("SET TRANSACTION SNAPSHOT '" + state + "'");
    }

    /** @throws NotReplayed where something has stopped it, or its time is over */
    public void goOn() {
        if (!stopped.isEmpty()) {
            throw new NotReplayed(stopped);
        }
        if (left().isNegative()) {
            throw stop("It takes longer than a replay may");
        }
    }

    /** For whoever finds what no replay may do: nothing is read from here on, whatever becomes of what this returns. */
    public NotReplayed stop(String why) {
        stopped = why;
        return new NotReplayed(why);
    }

    Duration left() {
        return longest.minusNanos(System.nanoTime() - start);
    }
}
