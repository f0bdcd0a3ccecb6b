package org.scruffy.telemetry;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an SQL statement does, as far as its name needs it.
 *
 * @param operation SELECT, INSERT …, in capitals
 * @param table the first table it names that is no function, empty where it names none
 * @param name {@code SELECT placement}
 */
record Statement(String operation, String table, String name) {

    /** An application has so many at most, unless it writes values into its statements. */
    private static final int MOST_KNOWN = 2_000;

    private static final int LONGEST_KNOWN = 4_000;

    private static final Map<String, Statement> KNOWN = new ConcurrentHashMap<>();

    private static final Pattern FIRST_WORD = Pattern.compile("^[\\s(]*(\\w+)");
    private static final Pattern TABLE = Pattern.compile(
            "\\b(?:(?:INTO|UPDATE)\\s+\"?(\\w+)|(?:FROM|JOIN)\\s+(?:ONLY\\s+)?\"?+(\\w++)(?!\\s*\\())",
            Pattern.CASE_INSENSITIVE);
    // possessive, and atomic below: a statement may have thousands of values, each of thousands of characters
    private static final Pattern LITERAL = Pattern.compile("'[^']*+(?:''[^']*+)*+'|\\b\\d+(?:\\.\\d+)?\\b|\\$\\d+");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?(?:\\*/|\\z)|--[^\\n]*", Pattern.DOTALL);
    private static final Pattern PARAMETERS = Pattern.compile("\\(\\s*\\?(?:\\s*,\\s*\\?)++\\s*\\)");

    private static final Pattern MARK = Pattern.compile("\\?|\\$\\d+|%s");
    // how many rows it wants is no value that another may have to answer
    private static final Pattern ROWS = Pattern.compile(
            "\\b(?:LIMIT|TOP|FETCH (?:FIRST|NEXT))\\s+(?:\\d+|\\?|\\$\\d+|%s)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANGE = Pattern.compile(
            "^\\W*(?:CALL|COPY|CREATE|ALTER|DROP|LOCK|TRUNCATE)\\b"
                    + "|\\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|FOR (?:KEY )?SHARE)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern BATCH = Pattern.compile(
            "\\bIN ?\\(\\?…\\)|\\b(?:ANY|ALL|unnest) ?\\(|\\(\\?…\\) ?, ?\\(\\?…\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PAGE = Pattern.compile(
            "\\bOFFSET\\b|\\bFETCH (?:FORWARD|NEXT \\? FROM)\\b"
                    + "|^(?>.*?[<>]=? ?\\?)(?>.*? ORDER BY )(?>.*? LIMIT\\b)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LIMIT = Pattern.compile("\\bLIMIT\\b|\\bFETCH FIRST\\b", Pattern.CASE_INSENSITIVE);

    private Statement(String operation, String table) {
        this(operation, table, table.isEmpty() ? operation : operation + " " + table);
    }

    /** The same for statements of our own, which come again and again. */
    static Statement known(String sql) {
        Statement known = KNOWN.get(sql);
        if (known == null) {
            known = of(sql);
            if (KNOWN.size() < MOST_KNOWN && sql.length() <= LONGEST_KNOWN) {
                KNOWN.put(sql, known);
            }
        }
        return known;
    }

    static Statement of(String sql) {
        Matcher first = FIRST_WORD.matcher(sql);
        String operation = first.find() ? first.group(1).toUpperCase(Locale.ROOT) : "";
        Matcher table = TABLE.matcher(sql);
        if (!table.find()) {
            return new Statement(operation, "");
        }
        String name = table.group(1) == null ? table.group(2) : table.group(1);
        return new Statement(operation, name.toLowerCase(Locale.ROOT));
    }

    boolean writes() {
        return operation.equals("INSERT") || operation.equals("UPDATE") || operation.equals("DELETE");
    }

    /** The statement without its values: what two runs of one line of code have in common. */
    static String shape(String sql) {
        return PARAMETERS.matcher(bare(sql)).replaceAll("(?…)");
    }

    /** The statement with a question mark for each of its values, on one line. */
    static String bare(String sql) {
        return LITERAL.matcher(COMMENT.matcher(sql).replaceAll(" "))
                .replaceAll("?")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** The values that stand in it, and the marks of those that do not; empty where it has none. */
    static String values(String sql) {
        String asked = ROWS.matcher(COMMENT.matcher(sql).replaceAll(" ")).replaceAll("");
        return Stream.concat(
                        LITERAL.matcher(asked).results(), MARK.matcher(asked).results())
                .map(MatchResult::group)
                .collect(Collectors.joining(" "));
    }

    /** Whether values are left out of it, and where one stood is a mark. */
    static boolean marked(String sql) {
        return MARK.matcher(sql).find();
    }

    /** Whether it changes or locks rows or tables. */
    static boolean changes(String sql) {
        return CHANGE.matcher(bare(sql)).find();
    }

    /** Whether it reads or writes many rows at once: by a list of keys, an array, or several rows of values. */
    static boolean batched(String shape) {
        return BATCH.matcher(shape).find();
    }

    /** Whether it reads on where the last page ended. */
    static boolean paged(String shape) {
        return PAGE.matcher(shape).find();
    }

    /** Whether it reads the first rows only. */
    static boolean limited(String shape) {
        return LIMIT.matcher(shape).find();
    }
}
