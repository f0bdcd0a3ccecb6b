package org.scruffy.schedule;

import jakarta.annotation.Priority;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
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

    void migrate(@Observes @Priority(Platform.MIGRATE) @Initialized(ApplicationScoped.class) Object event)
            throws NamingException {
        // injection of resources fails this early: java:comp/env is not bound yet
        migrate((DataSource) new InitialContext().lookup(NAME));
    }

    /** Brings the schema of a database up to date. */
    public static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .load()
                .migrate();
    }
}
