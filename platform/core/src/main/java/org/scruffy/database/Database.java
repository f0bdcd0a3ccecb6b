package org.scruffy.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.scruffy.plugin.Platform;

/**
 * The one relational database: its pool, and its schema brought up to date before anything reads it. The pool is ours and not the
 * container's, so that observers of the start, threads of ours and tests reach the database by one way, without JNDI.
 */
@ApplicationScoped
public class Database {

    private static final int MOST_CONNECTIONS = 20;

    private final String url;
    private final String user;
    private final String password;
    private HikariDataSource pool;
    private DataSource source;
    private DataSource alone;
    private EntityManagerFactory unit;
    private final ThreadLocal<EntityManager> again = new ThreadLocal<>();
    private final Semaphore replays = new Semaphore(1);

    /** For tests, which open a data source of their own. */
    protected Database() {
        this("", "", "");
    }

    @Inject
    Database(
            @ConfigProperty(name = "scruffy.db.url") String url,
            @ConfigProperty(name = "scruffy.db.user") String user,
            @ConfigProperty(name = "scruffy.db.password", defaultValue = "") String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    void start(@Observes @Priority(Platform.MIGRATE) @Initialized(ApplicationScoped.class) Object event) {
        HikariConfig config = pool(postgres());
        pool = new HikariDataSource(config);
        migrate(pool);
        meet(pool, config.getDataSource());
    }

    /** By a pool of connections to a database whose schema is today's. */
    void open(HikariConfig config) {
        pool = new HikariDataSource(config);
        meet(pool, config.getDataSource());
    }

    static HikariConfig pool(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("scruffy");
        config.setDataSource(source);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        config.setMetricsTrackerFactory((name, stats) -> new PoolWaits());
        return config;
    }

    private DataSource postgres() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setTcpKeepAlive(true);
        return source;
    }

    /** Brings the schema up to date and the entities in touch with it. */
    public void open(DataSource source) {
        migrate(source);
        meet(source, source);
    }

    private void meet(DataSource source, DataSource alone) {
        this.source = source;
        this.alone = alone;
        unit = unit(Map.of());
    }

    private EntityManagerFactory unit(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put(PersistenceUnitProperties.NON_JTA_DATASOURCE, source);
        properties.put(PersistenceUnitProperties.CLASSLOADER, Database.class.getClassLoader());
        return Persistence.createEntityManagerFactory("scruffy", properties);
    }

    /** Brings the schema of a database up to date. */
    public static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .load()
                .migrate();
    }

    /**
     * The connections of the pool.
     *
     * @param most how many there may be
     * @param waiting how many threads wait for one
     */
    public record Connections(int used, int idle, int most, int waiting) {}

    /** How the connections are used now; empty where tests brought a data source of their own. */
    public Optional<Connections> connections() {
        return Optional.ofNullable(pool)
                .map(HikariDataSource::getHikariPoolMXBean)
                .map(now -> new Connections(
                        now.getActiveConnections(),
                        now.getIdleConnections(),
                        MOST_CONNECTIONS,
                        now.getThreadsAwaitingConnection()));
    }

    /** What the work answers, done wholly or not at all. */
    public <R> R transaction(Function<EntityManager, R> work) {
        if (again.get() != null) {
            return again(work);
        }
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

    /**
     * What a question that changes nothing answers: on one connection, without a transaction, so that each statement sees what
     * was committed before it and nothing else is sent.
     */
    public <R> R read(Function<EntityManager, R> question) {
        if (again.get() != null) {
            return again(question);
        }
        EntityManager em =
                unit.createEntityManager(Map.of(PersistenceUnitProperties.EXCLUSIVE_CONNECTION_MODE, "Always"));
        try {
            return question.apply(em);
        } finally {
            em.close();
        }
    }

    /** The same where all statements see what was committed before the first one, and none can change anything. */
    public <R> R snapshot(Function<EntityManager, R> question) {
        if (again.get() != null) {
            return again(question);
        }
        EntityManager em = unit.createEntityManager();
        try {
            em.getTransaction().begin();
            em.createNativeQuery("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    .executeUpdate();
            return question.apply(em);
        } finally {
            em.getTransaction().rollback();
            em.close();
        }
    }

    /** The one entity manager of a replay stands for those that are opened otherwise: it knows nothing that the one before has read. */
    private <R> R again(Function<EntityManager, R> work) {
        EntityManager em = again.get();
        em.clear();
        return work.apply(em);
    }

    /**
     * What the work answers, which reads the same state of the database in several ways; see {@link Replay}. One at a time: each
     * takes two connections.
     *
     * @param longest all of it may take
     * @throws NotReplayed also while there is another
     */
    public <R> R replay(Duration longest, Function<Replay, R> work) {
        if (!replays.tryAcquire()) {
            throw new NotReplayed("Something else is read again just now: come again when that is done");
        }
        try {
            return snapshot(em -> {
                String state =
                        new Sql(em).rows("SELECT pg_export_snapshot()").get(0).text(0);
                return work.apply(new Replay(this::unit, again, state, longest));
            });
        } finally {
            replays.release();
        }
    }

    /** Whether this thread reads something again: what it finds is of then, and for nobody else to know. */
    public boolean isReplaying() {
        return again.get() != null;
    }

    /** A connection outside the pool, for whoever keeps it for as long as the application runs. */
    public Connection connect() throws SQLException {
        return alone.getConnection();
    }

    @PreDestroy
    public void close() {
        if (unit != null) {
            unit.close();
        }
        if (pool != null) {
            pool.close();
        }
    }
}
