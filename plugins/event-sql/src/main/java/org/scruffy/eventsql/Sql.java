package org.scruffy.eventsql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.scruffy.spi.telemetry.Column;

/** A piece of SQL and the values to bind to its question marks, in their order. */
public record Sql(String text, List<Object> values) {

    private static final char NONE = 0;

    public Sql {
        values = Collections.unmodifiableList(values); // null is a value
    }

    public static Sql of(String text, Object... values) {
        return new Sql(text, Arrays.asList(values));
    }

    public Sql then(String more, Object... values) {
        return then(of(more, values));
    }

    public Sql then(Sql more) {
        List<Object> all = new ArrayList<>(values);
        all.addAll(more.values);
        return new Sql(text + more.text, all);
    }

    /** With a phrase whose $1, $2 … are the parts, each wherever and as often as it is there. */
    Sql filling(String phrase, Sql... parts) {
        Sql all = this;
        int done = 0;
        for (int at = phrase.indexOf('$'); at >= 0; at = phrase.indexOf('$', at + 1)) {
            int part = at + 1 < phrase.length() ? phrase.charAt(at + 1) - '1' : -1;
            if (part >= 0 && part < parts.length) {
                all = all.then(phrase.substring(done, at)).then(parts[part]);
                done = at + 2;
            }
        }
        return all.then(phrase.substring(done));
    }

    /** The value that this is, as one of a type. */
    Sql as(Column.Type type) {
        return of("CAST(").then(this).then(" AS " + Typed.sql(type) + ")");
    }

    /** @param parts at least one */
    public static Sql join(String separator, List<Sql> parts) {
        Sql all = parts.get(0);
        for (Sql part : parts.subList(1, parts.size())) {
            all = all.then(separator).then(part);
        }
        return all;
    }

    /** The text with what a database takes for a value, by its number from 0 on, instead of each question mark. */
    public String text(IntFunction<String> value) {
        StringBuilder told = new StringBuilder();
        int number = 0;
        char quote = NONE;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (quote == NONE && (next == '\'' || next == '"')) {
                quote = next;
            } else if (quote == next) {
                quote = NONE; // one within quotes is there twice
            }
            told.append(quote == NONE && next == '?' ? value.apply(number++) : next);
        }
        return told.toString();
    }

    /** Binds the values from the first parameter on. */
    public void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    public PreparedStatement on(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        bind(statement);
        return statement;
    }
}
