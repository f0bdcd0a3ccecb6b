package org.scruffy.clickhouse;

import org.scruffy.eventsql.Dialect;
import org.scruffy.eventsql.Sql;
import org.scruffy.eventsql.Typed;
import org.scruffy.eventsql.Word;
import org.scruffy.spi.telemetry.Column;

/**
 * ClickHouse's words, as they are meant under the {@link Server}'s settings. In a cluster each node reads its own events and
 * spans, for a trace is on one node whole; only what it answers travels.
 */
record ClickHouseDialect(String database, String cluster) implements Dialect {

    /** An empty match counts once for each character, but is found before each byte of one. */
    private static final String COUNTED =
            "if(isNull($1), NULL, arrayCount(p -> NOT (p >= '\\x80' AND p < '\\xC0'), splitByChar('\\x01',"
                    + " replaceRegexpAll(replaceAll(ifNull($1, ''), '\\x01', ' '), $2, '\\x01'))) - 1)";

    private static final String SOME = "mapFilter((name, value) -> name IN ($1), attrs)";

    /** A day that is none would be taken for a later one. */
    private static final String SECONDS = "if(toString(toDate32OrNull(substring($1, 1, 10))) = substring($1, 1, 10),"
            + " toInt32(toDate32OrNull(substring($1, 1, 10))) * 86400. + toFloat64OrNull(substring($1, 12, 2)) * 3600"
            + " + toFloat64OrNull(substring($1, 15, 2)) * 60"
            + " + toFloat64OrNull(substring($1, 18, length($1) - 18)), NULL)";

    @Override
    public String phrase(Word word) {
        return switch (word) {
            case NANOS -> "toUnixTimestamp64Nano($1)";
            case TIME -> "fromUnixTimestamp64Nano(toInt64($1), 'UTC')";
            case QUOTIENT -> "intDiv($1, $2)";
            case EQUAL -> "($1 = $2 OR isNaN($1) AND isNaN($2))";
            case LESS -> "($1 < $2 OR isNaN($2) AND NOT isNaN($1))";
            case LESS_OR_EQUAL -> "($1 <= $2 OR isNaN($2) AND isNotNull($1))";
            case UPWARDS -> "isNaN($1) ASC NULLS LAST, $1 ASC NULLS LAST";
            case DOWNWARDS -> "isNaN($1) DESC NULLS LAST, $1 DESC NULLS LAST";
            case STARTS_WITH -> "startsWith($1, $2)";
            case ENDS_WITH -> "endsWith($1, $2)";
            case CONTAINS -> "(position($1, $2) > 0)";
            case LOWER -> "lowerUTF8($1)";
            case LENGTH -> "lengthUTF8($1)";
            case MATCHES -> "match($1, $2)";
            case MATCHES_WHOLLY -> "match($1, concat('^(', $2, ')$'))";
            case EXTRACTED -> "regexpExtract($1, $2, $3)";
            case MATCHES_COUNTED -> COUNTED;
            case READ -> "toFloat64OrNull($1)";
            case WHOLE -> "accurateCastOrNull(trunc($1), 'Int64')";
            case SECONDS -> SECONDS;
            case FORMATTED ->
                "formatDateTime(fromUnixTimestamp64Second(accurateCastOrNull(floor($1), 'Int64'), 'UTC'), $2)";
            case RANDOM -> "randCanonical($1)";
            case FIRST -> "argMin(tuple($1), (r.ts, r.\"trace.span_id\")).1";
            case MOST_REPEATED -> "arrayMax(mapValues(sumMap(map(ifNull($1, ''), toUInt64(isNotNull($1))))))";
            case LARGEST -> "if(countIf(isNaN($1)) > 0, nan, max($1))";
            case PERCENTILE -> "quantileExactInclusive($2)($1)";
            case READ_AGAIN -> "";
            case FOREMOST -> "SELECT * FROM ($1)";
            case EACH -> "arrayJoin(range($1, assumeNotNull($2)))";
            case ENTRIES -> "CAST(attrs AS Array(Tuple(key String, value String)))";
            case ENTRIES_OF -> SOME;
            case ENTRIES_TOLD -> "if(empty(" + SOME + "), NULL, toJSONString(" + SOME + "))";
            case TOLD -> "concat(replaceOne(toString($1), ' ', 'T'), 'Z')";
            case UNNESTED -> "arrayJoin($1)";
            case PLACE -> "indexOf([$1], assumeNotNull($2))";
            case LEFT_OUT -> "grouping($1)";
            case UNIT -> "if(isNull(\"trace.trace_id\"), event_id, cityHash64(ifNull(\"trace.trace_id\", '')))";
        };
    }

    @Override
    public String directive(char posix) {
        return switch (posix) {
            case 'A' -> "%W";
            case 'B' -> "%M";
            case 'M' -> "%i";
            default -> "%" + posix;
        };
    }

    @Override
    public String table() {
        return database + ".event";
    }

    /** A backslash speaks within identifiers too, and a question mark would be taken for a value. */
    @Override
    public String named(String name) {
        return ParquetFile.quoted(name);
    }

    @Override
    public String column(Column column) {
        return Typed.has(column.name()) ? Typed.with(column, inMap(column)) : inMap(column);
    }

    private static String inMap(Column column) {
        String name = Bound.literal(column.name());
        String text = "if(mapContains(attrs, " + name + "), attrs[" + name + "], NULL)";
        return switch (column.type()) {
            case STRING, MIXED -> text;
            case INTEGER -> "toInt64OrNull(" + text + ")";
            case FLOAT -> "toFloat64OrNull(" + text + ")";
            case BOOLEAN -> "accurateCastOrNull(" + text + ", 'Bool')";
        };
    }

    @Override
    public boolean correlates() {
        return false; // not in a cluster, and on one node not where there are several
    }

    @Override
    public Sql events(Sql columns, Sql joined, Sql conditions) {
        Sql own = Sql.of("SELECT ")
                .then(columns)
                .then(" FROM " + table() + " AS event")
                .then(joined)
                .then(" WHERE ")
                .then(conditions);
        return cluster.isEmpty()
                ? own
                : Sql.of("SELECT * FROM cluster('" + cluster + "', view(")
                        .then(own)
                        .then("))");
    }

    /** What is said twice is worked out once. */
    @Override
    public Sql compared(Sql columns, Sql joined, Sql time, Sql selection, Sql rest) {
        return events(
                columns.then(", coalesce(").then(selection).then(", FALSE) AS selected"),
                joined,
                time.then(" AND ((").then(selection).then(") OR (").then(rest).then("))"));
    }
}
