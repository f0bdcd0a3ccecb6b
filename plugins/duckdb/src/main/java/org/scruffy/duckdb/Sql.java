package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A piece of SQL and the values to bind to its question marks, in their order. */
record Sql(String text, List<Object> values) {

    Sql {
        values = Collections.unmodifiableList(values); // null is a value
    }

    static Sql of(String text, Object... values) {
        return new Sql(text, Arrays.asList(values));
    }

    Sql then(String more, Object... values) {
        return then(of(more, values));
    }

    Sql then(Sql more) {
        List<Object> all = new ArrayList<>(values);
        all.addAll(more.values);
        return new Sql(text + more.text, all);
    }

    /** @param parts at least one */
    static Sql join(String separator, List<Sql> parts) {
        Sql all = parts.get(0);
        for (Sql part : parts.subList(1, parts.size())) {
            all = all.then(separator).then(part);
        }
        return all;
    }

    /** Binds the values from the given parameter on and answers the next free one. */
    int bind(PreparedStatement statement, int first) throws SQLException {
        int parameter = first;
        for (Object value : values) {
            statement.setObject(parameter++, value);
        }
        return parameter;
    }

    PreparedStatement on(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        bind(statement, 1);
        return statement;
    }
}
