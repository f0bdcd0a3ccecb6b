package org.scruffy.telemetry;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.scruffy.spi.telemetry.Finding.Snippet;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * What to do about statements that cost more than they must.
 *
 * @param advice in words
 * @param snippets as code to copy, without the values of the statements; empty where none can be made of them
 */
record Remedy(String advice, List<Snippet> snippets) {

    private static final Pattern VALUE = Pattern.compile("\\?");

    /** Of a relation to many: a join would multiply the rows with those of the next relation. */
    static Remedy batch(String relation) {
        String path = path(relation);
        return new Remedy(
                "Read " + relation
                        + " of all owners with one statement: the hints eclipselink.batch.type=EXISTS and"
                        + " eclipselink.batch=<alias>." + attribute(relation)
                        + " on the query that reads the owners; a join would"
                        + " multiply the rows with those of the next relation.",
                List.of(java("""
                        %squery.setHint("eclipselink.batch.type", "EXISTS");
                        query.setHint("eclipselink.batch", "%s");
                        """, onTheQuery(relation), path)));
    }

    /** Of a relation to one: a join adds no rows. */
    static Remedy fetch(String relation) {
        String entity = entity(relation);
        String alias = alias(relation);
        return new Remedy(
                "Read " + relation + " together with its owner: a join fetch in the query.",
                List.of(
                        snippet(
                                "JPQL",
                                "SELECT %s FROM %s %s LEFT JOIN FETCH %s",
                                alias,
                                entity,
                                alias,
                                path(relation)),
                        java("""
                                %squery.setHint("eclipselink.left-join-fetch", "%s");
                                """, onTheQuery(relation), path(relation))));
    }

    static Remedy dataLoader(String field, TraceSpan read) {
        String name = field.substring(field.lastIndexOf('.') + 1);
        List<Snippet> snippets = ManyKeys.of(read).stream()
                .map(keys -> snippet(
                        "JavaScript",
                        """
                        // in the context of each request
                        const %1$s = new DataLoader(async (keys) => {
                          const rows = await query(%2$s, [%5$s]);
                          return keys.map((key) => rows.filter((row) => row.%3$s === key));
                        });

                        // the resolver of %4$s; id is what %3$s names
                        %1$s: (parent, args, context) => context.loaders.%1$s.load(parent.id),
                        """,
                        name,
                        quoted(numbered(keys.statement())),
                        keys.name(),
                        field,
                        keys.statement().indexOf('?') == keys.statement().lastIndexOf('?')
                                ? "keys"
                                : "keys /* and the other values, in order */"))
                .toList();
        return new Remedy(
                "Resolve " + field + " with a DataLoader that reads the rows of all parents at once, by their keys.",
                snippets);
    }

    static Remedy firstRowsOfAll(TraceSpan read) {
        return new Remedy(
                "Read the first rows of all parents with one statement: row_number() over (partition by the parent's key),"
                        + " or a lateral join.",
                sql(read));
    }

    static Remedy byAllKeys(TraceSpan read) {
        return new Remedy("Read all of them with one statement: WHERE … IN (the parents' keys), or a join.", sql(read));
    }

    static Remedy keep(TraceSpan read) {
        String table = Statement.of(read.text("db.statement")).table();
        String what = table.matches("[a-z][a-z0-9_]*") ? camel(table) : "answer";
        String asked = what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
        return new Remedy("Ask once and keep the answer for the request.", List.of(java("""
                        // in a bean that is @RequestScoped
                        private final Map<Object, %1$s> known = new HashMap<>();

                        %1$s %2$s(Object key) {
                            return known.computeIfAbsent(key, this::read%1$s);
                        }
                        """, asked, what)));
    }

    static Remedy batch(TraceSpan write) {
        return new Remedy(
                "Write many rows with one statement: JDBC batches, eclipselink.jdbc.batch-writing=JDBC.",
                List.of(java("""
                        try (PreparedStatement statement = connection.prepareStatement(
                                %s)) {
                            for (Object[] row : rows) {
                                for (int i = 0; i < row.length; i++) {
                                    statement.setObject(i + 1, row[i]);
                                }
                                statement.addBatch();
                            }
                            statement.executeBatch();
                        }
                        """, quoted(jdbc(write))), snippet("XML", """
                        <!-- persistence.xml: what JPA writes -->
                        <property name="eclipselink.jdbc.batch-writing" value="JDBC"/>
                        <property name="eclipselink.jdbc.batch-writing.size" value="100"/>
                        """)));
    }

    /** The plan of a slow statement. A write is undone, as it is run to be explained. */
    static Remedy explain(TraceSpan slow) {
        boolean writes = !Statement.of(slow.text("db.statement")).operation().equals("SELECT");
        String explain = ManyKeys.arrays(slow) ? "EXPLAIN (ANALYZE, BUFFERS)" : "EXPLAIN";
        String text = "-- with values for the question marks\n" + explain + "\n" + jdbc(slow) + ";";
        return new Remedy(
                "Look at its plan with EXPLAIN (ANALYZE, BUFFERS): most often an index on what it filters by is missing.",
                List.of(new Snippet("SQL", writes ? "BEGIN;\n" + text + "\nROLLBACK;" : text)));
    }

    private static String jdbc(TraceSpan span) {
        return Statement.bare(span.text("db.statement")).replace("%s", "?");
    }

    private static List<Snippet> sql(TraceSpan read) {
        return ManyKeys.of(read).stream()
                .map(keys -> new Snippet("SQL", keys.said() + "\n" + keys.statement()))
                .toList();
    }

    private static Snippet java(String lines, Object... values) {
        return snippet("Java", lines, values);
    }

    private static Snippet snippet(String language, String lines, Object... values) {
        return new Snippet(language, String.format(Locale.ROOT, lines, values).strip());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** As the drivers of JavaScript want the values: numbered where arrays are, else a list put for one question mark. */
    private static String numbered(String statement) {
        if (statement.contains("IN (?, ?, …)")) {
            return statement.replace("IN (?, ?, …)", "IN (?)");
        }
        AtomicInteger number = new AtomicInteger();
        return VALUE.matcher(statement).replaceAll(value -> "\\$" + number.incrementAndGet());
    }

    private static String camel(String table) {
        StringBuilder name = new StringBuilder();
        for (String word : table.split("_+")) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    /** Owners that are themselves read for others are not what the query selects: the path begins with what is. */
    private static String onTheQuery(String relation) {
        return String.format(
                Locale.ROOT,
                "// %s: %s in your query, or the path that leads to it from what is selected\n",
                alias(relation),
                entity(relation));
    }

    private static String entity(String relation) {
        return relation.substring(0, Math.max(0, relation.lastIndexOf('.')));
    }

    private static String attribute(String relation) {
        return relation.substring(relation.lastIndexOf('.') + 1);
    }

    private static String alias(String relation) {
        return relation.substring(0, 1).toLowerCase(Locale.ROOT);
    }

    private static String path(String relation) {
        return alias(relation) + "." + attribute(relation);
    }
}
