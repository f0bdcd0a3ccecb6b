package org.scruffy.schedule;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.scruffy.database.FreshDatabase;

/** A database with today's schema that counts what it is asked, for the tests of other packages. */
public final class CountedStatements {

    private final CountingDataSource source;

    public CountedStatements() throws SQLException {
        source = new CountingDataSource(FreshDatabase.current());
    }

    public DataSource source() {
        return source;
    }

    public int count() {
        return source.statements().size();
    }

    public void forget() {
        source.forget();
    }
}
