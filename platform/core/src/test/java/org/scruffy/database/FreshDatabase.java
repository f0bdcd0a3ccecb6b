package org.scruffy.database;

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

    private static final EmbeddedPostgres POSTGRES = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static boolean templateIsThere;

    private FreshDatabase() {}

    /** An empty database with today's schema. */
    public static Database open() throws SQLException {
        return on(empty());
    }

    /** The product's access to a database, its schema brought up to date. */
    public static Database on(DataSource source) {
        Database database = new Database();
        database.open(source);
        return database;
    }

    /** An empty database without a schema. */
    public static DataSource empty() throws SQLException {
        String name = "t" + DATABASES.incrementAndGet();
        try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return POSTGRES.getDatabase("postgres", name);
    }

    /** A database with today's schema, copied from one that was brought up to date before: many times faster. */
    public static DataSource current() throws SQLException {
        String name = "t" + DATABASES.incrementAndGet();
        synchronized (POSTGRES) {
            if (!templateIsThere) {
                execute("CREATE DATABASE template_current");
                Database.migrate(POSTGRES.getDatabase("postgres", "template_current"));
                templateIsThere = true;
            }
            execute("CREATE DATABASE " + name + " TEMPLATE template_current");
        }
        return POSTGRES.getDatabase("postgres", name);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
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
