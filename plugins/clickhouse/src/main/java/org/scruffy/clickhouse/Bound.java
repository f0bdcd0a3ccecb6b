package org.scruffy.clickhouse;

import java.util.ArrayList;
import java.util.List;
import org.scruffy.eventsql.Sql;

/**
 * A statement in which each value has a name and a type, as ClickHouse wants them: {@code {p0:String}}.
 *
 * @param values as ClickHouse reads them, the first is {@code p0}
 */
record Bound(String text, List<String> values) {

    /** ClickHouse takes no more for the field of a form. */
    private static final int LONGEST = 100_000;

    static Bound of(Sql sql) {
        StringBuilder text = new StringBuilder();
        List<String> values = new ArrayList<>();
        int done = 0;
        for (Object value : sql.values()) {
            int at = sql.text().indexOf('?', done);
            text.append(sql.text(), done, at).append(value == null ? "NULL" : named(value, values));
            done = at + 1;
        }
        return new Bound(text.append(sql.text().substring(done)).toString(), values);
    }

    private static String named(Object value, List<String> values) {
        String said = said(value);
        if (said.length() > LONGEST) {
            throw new IllegalArgumentException("A value of the query has " + said.length()
                    + " characters, expected at most " + LONGEST + " by ClickHouse");
        }
        values.add(said);
        return "{p" + (values.size() - 1) + ":" + type(value) + "}";
    }

    private static String type(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return "Int64";
        }
        if (value instanceof Double) {
            return "Float64";
        }
        return value instanceof Boolean ? "Bool" : "String";
    }

    private static String said(Object value) {
        return value.toString()
                .replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\0", "\\0");
    }

    /** Words within a statement. They hold no question mark: that would be taken for a value. */
    static String literal(String words) {
        return "'"
                + words.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("?", "\\x3F")
                        .replace("\0", "\\0") + "'";
    }
}
