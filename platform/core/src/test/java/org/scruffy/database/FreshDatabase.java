package org.scruffy.database;

import com.zaxxer.hikari.HikariConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Databases of a real PostgreSQL, which all tests of one run share. */
public final class FreshDatabase {

    /** Started when a database of it is wanted: a child process brings its own to {@link #on}. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();
    }

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static boolean templateIsThere;

    private FreshDatabase() {}

    /** The product's access to an empty database with today's schema. */
    public static Database open() throws SQLException {
        return on(current());
    }

    /**
     * The product's access to such a database. It has a pool, as the product has: a connection for each transaction would take
     * most of a test's time.
     */
    public static Database on(DataSource source) {
        Database database = new Database();
        database.open(pool(source));
        return database;
    }

    private static HikariConfig pool(DataSource source) {
        HikariConfig config = Database.pool(source);
        config.setMinimumIdle(0);
        return config;
    }

    /** A database with today's schema, copied from one that was brought up to date before: many times faster. */
    public static DataSource current() throws SQLException {
        String name = "t" + DATABASES.incrementAndGet();
        synchronized (Server.class) {
            if (!templateIsThere) {
                execute("CREATE DATABASE template_current");
                Database.migrate(Server.POSTGRES.getDatabase("postgres", "template_current"));
                templateIsThere = true;
            }
            execute("CREATE DATABASE " + name + " TEMPLATE template_current");
        }
        return Server.POSTGRES.getDatabase("postgres", name);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
