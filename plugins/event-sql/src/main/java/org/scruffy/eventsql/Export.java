package org.scruffy.eventsql;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Run;

/** What goes into a file, as {@code EventStore.export} says: the groups of a query, or its events with a column for each field. */
public final class Export {

    private static final String TIME = "time";
    private static final String REST = "attrs";

    private final Query query;
    private final List<Column> columns;
    private final FileFormat format;
    private final Dialect dialect;
    private final Session session;
    private final Inquiry inquiry;

    /** @param columns those of the store */
    public Export(Query query, List<Column> columns, FileFormat format, Dialect dialect, Session session, Run run) {
        this.query = query;
        this.columns = columns;
        this.format = format;
        this.dialect = dialect;
        this.session = session;
        inquiry = new Inquiry(query, columns, dialect, session, run);
    }

    /** Whether it looks at other spans of a trace, which may be of another time. */
    public boolean wholeTraces() {
        return inquiry.wholeTraces();
    }

    /** The statement that gives the rows, with the names of the file's columns. */
    public Sql rows() throws Exception {
        return query.calculations().isEmpty() && query.breakdowns().isEmpty() ? events() : inquiry.table();
    }

    private Sql events() throws Exception {
        Set<String> inMap = inMap();
        List<Column> own = own(inMap, withValues());
        own.stream().map(Column::name).filter(name -> !Typed.has(name)).forEach(inMap::remove);
        String told = format == FileFormat.PARQUET ? "ts" : dialect.phrase(Word.TOLD, "ts");
        Sql each = Sql.of(told + " AS " + TIME);
        for (Column column : own) {
            each = each.then(", " + value(column) + " AS " + dialect.named(column.name()));
        }
        if (!inMap.isEmpty()) {
            each = each.then(", ").then(rest(inMap)).then(" AS " + REST);
        }
        return Sql.of("SELECT * FROM (")
                .then(inquiry.events(each))
                .then(") ORDER BY " + TIME + " LIMIT ?", query.limit());
    }

    /** What the map has of a typed column stays there, where it is words. */
    private String value(Column column) {
        return Typed.has(column.name()) ? Typed.quoted(column.name()) : dialect.column(column);
    }

    private Sql rest(Set<String> names) {
        Sql listed = Sql.of(String.join(", ", Collections.nCopies(names.size(), "?")), names.toArray());
        return dialect.say(format == FileFormat.CSV ? Word.ENTRIES_TOLD : Word.ENTRIES_OF, listed);
    }

    /** The fields of any event that have no column of their own. */
    private Set<String> inMap() throws Exception {
        Sql sql = Sql.of("SELECT DISTINCT entry.key FROM (SELECT " + dialect.phrase(Word.UNNESTED, "entries")
                        + " AS entry FROM (")
                .then(inquiry.events(Sql.of(dialect.phrase(Word.ENTRIES) + " AS entries")))
                .then("))");
        return session.rows(sql).stream().map(row -> (String) row[0]).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names that have a column in the store, and values. */
    private Set<String> withValues() throws Exception {
        List<Column> kept = columns.stream()
                .filter(column -> Typed.has(column.name()) || dialect.own().contains(column.name()))
                .toList();
        StringBuilder counts = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        for (int i = 0; i < kept.size(); i++) {
            String comma = i == 0 ? "" : ", ";
            counts.append(comma + "count(" + value(kept.get(i)) + ") AS c" + i);
            sums.append(comma + "sum(c" + i + ")");
        }
        Object[] found = session.rows(Sql.of("SELECT " + sums + " FROM (")
                        .then(inquiry.events(Sql.of(counts.toString())))
                        .then(")"))
                .get(0);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < found.length; i++) {
            if (((Number) found[i]).longValue() > 0) {
                names.add(kept.get(i).name());
            }
        }
        return names;
    }

    /** Names that differ in letter case only cannot be columns of one table: the first one is. Nor can one that is no identifier. */
    private List<Column> own(Set<String> inMap, Set<String> withValues) {
        Set<String> taken = new HashSet<>(Set.of(TIME, REST));
        withValues.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        return columns.stream()
                .filter(column -> withValues.contains(column.name())
                        || !Typed.has(column.name())
                                && inMap.contains(column.name())
                                && Typed.isIdentifier(column.name())
                                && taken.add(column.name().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
