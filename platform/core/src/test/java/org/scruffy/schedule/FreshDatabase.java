package org.scruffy.schedule;

import java.sql.SQLException;

/** An empty database of a real PostgreSQL with today's schema, for the tests of other contexts. */
public final class FreshDatabase {

    private FreshDatabase() {}

    public static Database open() throws SQLException {
        Database database = new Database();
        database.open(TestSchedule.emptyDatabase());
        return database;
    }

    public static void close(Database database) {
        database.close();
    }
}
