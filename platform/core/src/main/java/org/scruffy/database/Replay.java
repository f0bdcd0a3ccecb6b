package org.scruffy.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
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
        ReplayPlan plan = new ReplayPlan(relations, this::left);
        EntityManagerFactory unit = units.apply(Map.of(
                PersistenceUnitProperties.SESSION_NAME,
                "replay-" + UUID.randomUUID(),
                PersistenceUnitProperties.SESSION_CUSTOMIZER,
                plan));
        try {
            return by(plan, unit.createEntityManager(), read);
        } finally {
            unit.close();
        }
    }

    private <R> R by(ReplayPlan plan, EntityManager em, Supplier<R> read) {
        try {
            begin(em);
            plan.begin();
            again.set(em);
            R answer = read.get();
            plan.end();
            return answer;
        } catch (PersistenceException e) {
            plan.end(); // which knows why
            throw e;
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
        sql.run("SET LOCAL statement_timeout = " + Math.max(1, left().toMillis()));
    }

    private Duration left() {
        return longest.minusNanos(System.nanoTime() - start);
    }
}
