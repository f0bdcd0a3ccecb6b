package org.scruffy.schedule;

import javax.sql.DataSource;

/** Opens the product's database access on any database, for tests of other contexts. */
public final class OpenDatabase {

    private OpenDatabase() {}

    public static Database on(DataSource source) {
        Database database = new Database();
        database.open(source);
        return database;
    }
}
