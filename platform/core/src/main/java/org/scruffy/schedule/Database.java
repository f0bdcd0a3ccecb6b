package org.scruffy.schedule;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.flywaydb.core.Flyway;
import org.scruffy.plugin.Platform;

/** The one relational database: where it is, and its schema brought up to date before anything reads it. */
@DataSourceDefinition(
        name = Database.NAME,
        className = "org.postgresql.ds.PGSimpleDataSource",
        url = "${MPCONFIG=scruffy.db.url}",
        user = "${MPCONFIG=scruffy.db.user}",
        password = "${MPCONFIG=scruffy.db.password}",
        initialPoolSize = 2,
        maxPoolSize = 20)
@ApplicationScoped
public class Database {

    static final String NAME = "java:global/jdbc/scruffy";

    private EntityManagerFactory unit;

    void start(@Observes @Priority(Platform.MIGRATE) @Initialized(ApplicationScoped.class) Object event)
            throws NamingException {
        // injection of resources fails this early: java:comp/env is not bound yet
        open((DataSource) new InitialContext().lookup(NAME));
    }

    /** Brings the schema up to date and the entities in touch with it. */
    void open(DataSource source) {
        migrate(source);
        unit = Persistence.createEntityManagerFactory(
                "scruffy",
                Map.of(
                        PersistenceUnitProperties.NON_JTA_DATASOURCE,
                        source,
                        PersistenceUnitProperties.CLASSLOADER,
                        Database.class.getClassLoader()));
    }

    /** Brings the schema of a database up to date. */
    public static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .load()
                .migrate();
    }

    /** What the work answers, done wholly or not at all. */
    public <R> R transaction(Function<EntityManager, R> work) {
        EntityManager em = unit.createEntityManager();
        try {
            em.getTransaction().begin();
            R answer = work.apply(em);
            em.getTransaction().commit();
            return answer;
        } finally {
            if (em.getTransaction().isActive()) {
                em.getTransaction().rollback();
            }
            em.close();
        }
    }

    /** The same for work without an answer. */
    public void change(Consumer<EntityManager> work) {
        transaction(em -> {
            work.accept(em);
            return null;
        });
    }

    /** What a question that changes nothing answers; each of its statements sees what was committed before it. */
    public <R> R read(Function<EntityManager, R> question) {
        EntityManager em = unit.createEntityManager();
        try {
            return question.apply(em);
        } finally {
            em.close();
        }
    }

    @PreDestroy
    void close() {
        if (unit != null) {
            unit.close();
        }
    }
}
