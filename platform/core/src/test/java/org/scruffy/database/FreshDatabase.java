package org.scruffy.database;

import com.zaxxer.hikari.HikariConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Databases of a real PostgreSQL, which all tests of one run share. It is in memory where there is enough: a database has hundreds of
 * files, and a disk takes several times as long to make them.
 */
public final class FreshDatabase {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ENOUGH = 2_000_000_000;

    private static final int LEFT_ALONE = 4;
    private static final String LEFT_BEHIND = """
            SELECT datname FROM pg_database d WHERE datname ~ '^t[0-9]+$' AND CAST(substr(datname, 2) AS integer) <= %d
                AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)
            """;

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
        config.setIdleTimeout(0); // whose pool is open is connected
        config.setMaxLifetime(0);
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
            tidy();
        }
        return Server.POSTGRES.getDatabase("postgres", name);
    }

    /** Drops what nobody is connected to any more, now and then. */
    private static void tidy() throws SQLException {
        int last = DATABASES.get() - LEFT_ALONE;
        if (last % (2 * LEFT_ALONE) != 0) return;
        List<String> names = new ArrayList<>();
        try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LEFT_BEHIND.formatted(last))) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        for (String name : names) {
            execute("DROP DATABASE " + name);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres.Builder server = EmbeddedPostgres.builder();
            if (Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ENOUGH) {
                server.setDataDirectory(Files.createTempDirectory(MEMORY, "scruffy-test"));
            }
            return server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
