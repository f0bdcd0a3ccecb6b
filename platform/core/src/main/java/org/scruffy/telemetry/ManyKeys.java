package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * A statement that reads the rows of one parent, written so that it reads those of many.
 *
 * @param key the column that names the parent, as the statement writes it
 * @param statement for many parents
 * @param said how their keys are passed, as a comment
 */
record ManyKeys(String key, String statement, String said) {

    private static final Set<String> WITH_ARRAYS = Set.of("postgresql", "cockroachdb");

    private static final Pattern EQUAL = Pattern.compile("((?:[\\w\"`]+\\.)*[\\w\"`]+) ?= ?(?:\\?|%s)");
    private static final Pattern NAMES_A_ROW = Pattern.compile("(?:.*_)?id|.*Id|.*_key", Pattern.CASE_INSENSITIVE);
    private static final Pattern WHERE = Pattern.compile("\\bWHERE\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern COLUMNS = Pattern.compile("^SELECT (.*?) FROM ", Pattern.CASE_INSENSITIVE);

    // what is counted, sorted out or cut off for one parent is not the same for many
    private static final Pattern FOR_ONE = Pattern.compile(
            "\\b(?:WITH|DISTINCT|LIMIT|FETCH FIRST|GROUP BY|HAVING|OVER|UNION|EXCEPT|INTERSECT|\\w+_agg|count|sum|min|max|avg)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Empty where it is not seen which column names the parent, or the database cannot do it for many. */
    static Optional<ManyKeys> of(TraceSpan read) {
        String one = Statement.bare(read.text("db.statement"));
        boolean arrays = arrays(read);
        return place(one).flatMap(place -> {
            String key = place.group(1);
            if (!FOR_ONE.matcher(one).find()) {
                String many = arrays ? "ANY (?)" : "IN (?, ?, …)";
                String list = arrays ? "the keys of all parents, as one array" : "the keys of all parents";
                String statement = put(one, place, key + (arrays ? " = " : " ") + many);
                return Optional.of(new ManyKeys(key, withKey(statement, key), "-- " + list));
            }
            return arrays ? Optional.of(lateral(one, place)) : Optional.empty();
        });
    }

    static boolean arrays(TraceSpan span) {
        return WITH_ARRAYS.contains(span.text("db.system"));
    }

    /** The name of the key's column alone. */
    String name() {
        return plain(key);
    }

    private static ManyKeys lateral(String one, Matcher place) {
        String key = plain(place.group(1));
        String each = put(one, place, place.group(1) + " = parent." + key);
        String statement = String.join(
                "\n",
                "SELECT parent." + key + ", found.*",
                "FROM unnest(?) AS parent (" + key + ")",
                "CROSS JOIN LATERAL (",
                "  " + each,
                ") AS found");
        return new ManyKeys(key, statement, "-- the keys of all parents, as one array that says its type");
    }

    /** Where the parent is named: rather by what looks like a key than by whatever else is compared. */
    private static Optional<Matcher> place(String one) {
        Matcher where = WHERE.matcher(one);
        if (!where.find()) {
            return Optional.empty();
        }
        List<Matcher> places = new ArrayList<>();
        for (int from = where.end(); ; from = places.get(places.size() - 1).end()) {
            Matcher place = EQUAL.matcher(one);
            if (!place.find(from)) {
                break;
            }
            places.add(place);
        }
        return places.stream()
                .filter(place -> NAMES_A_ROW.matcher(plain(place.group(1))).matches())
                .findFirst()
                .or(() -> places.stream().findFirst());
    }

    private static String put(String one, Matcher place, String instead) {
        return one.substring(0, place.start()) + instead + one.substring(place.end());
    }

    /** The rows of many parents must say whose they are. */
    private static String withKey(String statement, String key) {
        Matcher columns = COLUMNS.matcher(statement);
        if (!columns.find()) {
            return statement;
        }
        String named = "(?i).*(?:\\*|\\b" + Pattern.quote(plain(key)) + "\\b).*";
        boolean says = columns.group(1).matches(named);
        return says ? statement : "SELECT " + key + ", " + statement.substring("SELECT ".length());
    }

    private static String plain(String column) {
        return column.substring(column.lastIndexOf('.') + 1).replaceAll("[\"`]", "");
    }
}
