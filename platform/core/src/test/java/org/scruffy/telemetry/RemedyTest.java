package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.database.FreshDatabase;
import org.scruffy.spi.telemetry.Finding.Snippet;
import org.scruffy.spi.telemetry.TraceSpan;

/** What is advised is run: by a real PostgreSQL. */
class RemedyTest {

    private static final Long[] PARENTS = {1L, 2L, 3L};

    private static Connection connection;

    @BeforeAll
    static void tables() throws SQLException {
        connection = FreshDatabase.current().getConnection();
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE book (id bigint, author_id bigint, title text, pages int)");
            statement.execute("INSERT INTO book SELECT n, n % 3 + 1, 'title ' || n % 4, n * 10"
                    + " FROM generate_series(1, 20) AS every (n)");
        }
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    private static TraceSpan span(String system, String sql) {
        Map<String, Object> fields = Map.of("db.system", system, "db.statement", sql);
        return new TraceSpan("s", "", "query", "client", "shop", 0, 1, false, fields);
    }

    private static String only(String language, Remedy remedy) {
        List<Snippet> snippets = remedy.snippets().stream()
                .filter(snippet -> snippet.language().equals(language))
                .toList();
        assertThat(snippets).hasSize(1);
        return snippets.get(0).text();
    }

    private static List<String> rows(PreparedStatement statement) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    /** For each parent by itself, with the parent's key in front of each row. */
    private static List<String> oneByOne(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (Long parent : PARENTS) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, parent);
                rows(statement).forEach(row -> rows.add(parent + "|" + row));
            }
        }
        return rows;
    }

    private static List<String> atOnce(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("bigint", PARENTS));
            return rows(statement);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT title, pages FROM book WHERE author_id = ?",
                "select b.title from book b where (b.author_id = ?)",
                "SELECT title FROM book WHERE pages > 0 AND author_id=? AND title <> 'title = 1'",
                "SELECT count(*) FROM book WHERE author_id = ?",
                "SELECT sum(pages) FROM book WHERE author_id = ?",
                "SELECT min(pages) FROM book WHERE author_id = ?",
                "SELECT max(pages) FROM book WHERE author_id = ?",
                "SELECT avg(pages) FROM book WHERE author_id = ?",
                "SELECT string_agg(title, ',' ORDER BY pages) FROM book WHERE author_id = ?",
                "SELECT DISTINCT title FROM book WHERE author_id = ?",
                "SELECT title FROM book WHERE author_id = ? ORDER BY pages DESC LIMIT 2",
                "SELECT b.title FROM book b WHERE b.author_id = ? ORDER BY b.pages FETCH FIRST 2 ROWS ONLY",
                "SELECT title, rank() OVER (ORDER BY pages) FROM book WHERE author_id = ?",
                "SELECT title FROM book WHERE author_id = ? UNION SELECT 'none'",
                "SELECT title FROM book WHERE author_id = ? EXCEPT SELECT 'title 0'",
                "SELECT title FROM book WHERE author_id = ? INTERSECT SELECT title FROM book WHERE pages < 60",
                "SELECT title FROM book WHERE author_id = ? GROUP BY title",
                "SELECT 1 FROM book WHERE author_id = ? HAVING true",
                "SELECT title, sum(pages) FROM book WHERE author_id = ? GROUP BY title HAVING sum(pages) > 20",
                "WITH long AS (SELECT * FROM book WHERE pages > 50) SELECT id FROM long WHERE author_id = ?"
            })
    void statementForAllKeys_readsWhatOneForEachReads(String one) throws SQLException {
        String many = only("SQL", Remedy.byAllKeys(span("postgresql", one)));
        List<String> expected = oneByOne(one);
        assertThat(expected).hasSizeGreaterThanOrEqualTo(3);
        assertThat(atOnce(withValues(many, one))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT title, author_id FROM book WHERE author_id = ?",
                "SELECT b.* FROM book b WHERE b.author_id = ?"
            })
    void statementThatSaysWhoseItsRowsAre_saysItOnce(String one) {
        assertThat(only("SQL", Remedy.byAllKeys(span("postgresql", one))))
                .endsWith("\n" + one.replace("= ?", "= ANY (?)"));
    }

    /** The values of a statement, which are not told, put back. */
    private static String withValues(String many, String one) {
        Iterator<String> values = Pattern.compile("'[^']*'|\\b\\d+\\b")
                .matcher(one)
                .results()
                .map(MatchResult::group)
                .toList()
                .iterator();
        return Pattern.compile("(?<!ANY \\(|unnest\\()\\?").matcher(many).replaceAll(value -> values.next());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "SELECT 1 FROM a WHERE tenant = 7 AND a.id = 8; a.id IN (?, ?, …)",
                "SELECT 1 FROM a WHERE name = 'x' AND kind = 'y'; name IN (?, ?, …)",
                "SELECT 1 FROM a WHERE \"ownerId\" = %s AND kind = 'y'; \"ownerId\" IN (?, ?, …)",
                "SELECT 1 FROM a JOIN b ON b.a_id = 1 WHERE b.kind = 2; b.kind IN (?, ?, …)"
            })
    void parent_isRatherNamedByWhatLooksLikeAKey(String one, String expected) {
        assertThat(only("SQL", Remedy.byAllKeys(span("mysql", one)))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql, SELECT 1 FROM a WHERE id > 7",
        "postgresql, SELECT 1 FROM a",
        "mysql, SELECT 1 FROM a WHERE id = 7 LIMIT 1",
        "mysql, SELECT count(*) FROM a WHERE id = 7"
    })
    void statementThatCannotBeRewritten_isAdvisedInWordsAlone(String system, String one) {
        assertThat(Remedy.byAllKeys(span(system, one)).snippets()).isEmpty();
    }

    @Test
    void snippet_holdsNoValueOfTheTrace() {
        TraceSpan span = span("postgresql", "SELECT a /* s3cret */ FROM t WHERE id = 's3cret' AND n = 4711");
        assertThat(List.of(
                                Remedy.byAllKeys(span),
                                Remedy.firstRowsOfAll(span),
                                Remedy.dataLoader("a.b", span),
                                Remedy.keep(span),
                                Remedy.batch(span),
                                Remedy.explain(span))
                        .toString())
                .doesNotContain("s3cret", "4711");
    }

    @Test
    void dataLoader_readsByKeysAndGivesEachParentItsRows() {
        assertThat(only(
                        "JavaScript",
                        Remedy.dataLoader(
                                "authors.books", span("postgresql", "SELECT title FROM book WHERE author_id = $1"))))
                .isEqualTo("""
                        // in the context of each request
                        const books = new DataLoader(async (keys) => {
                          const rows = await query("SELECT author_id, title FROM book WHERE author_id = ANY ($1)", [keys]);
                          return keys.map((key) => rows.filter((row) => row.author_id === key));
                        });

                        // the resolver of authors.books; id is what author_id names
                        books: (parent, args, context) => context.loaders.books.load(parent.id),""");
        assertThat(only(
                        "JavaScript",
                        Remedy.dataLoader("a.b", span("mysql", "SELECT `x` FROM b WHERE kind = 'k' AND a_id = 5"))))
                .contains("WHERE kind = ? AND a_id IN (?)\", [keys /* and the other values, in order */])");
    }

    @Test
    void write_isABatch() throws SQLException {
        Remedy remedy = Remedy.batch(span("postgresql", "INSERT INTO \"book\" (id, title) VALUES (7, 'it''s')"));
        assertThat(only("XML", remedy)).contains("<property name=\"eclipselink.jdbc.batch-writing\" value=\"JDBC\"/>");
        assertThat(only("Java", remedy))
                .contains("\"INSERT INTO \\\"book\\\" (id, title) VALUES (?, ?)\")", "addBatch()", "executeBatch()");
    }

    @Test
    void slowWrite_isExplainedAndUndone() {
        assertThat(only("SQL", Remedy.explain(span("postgresql", "DELETE FROM book WHERE pages < 3"))))
                .isEqualTo("BEGIN;\n-- with values for the question marks\nEXPLAIN (ANALYZE, BUFFERS)\n"
                        + "DELETE FROM book WHERE pages < ?;\nROLLBACK;");
        assertThat(only("SQL", Remedy.explain(span("mysql", "SELECT 1 FROM book WHERE pages < 3"))))
                .isEqualTo("-- with values for the question marks\nEXPLAIN\nSELECT ? FROM book WHERE pages < ?;");
    }

    @Test
    void sameQuestion_isKeptByTheNameOfItsTable() {
        assertThat(only("Java", Remedy.keep(span("postgresql", "SELECT 1 FROM ad_break WHERE id = 5"))))
                .contains("AdBreak adBreak(Object key)", "known.computeIfAbsent(key, this::readAdBreak)");
    }
}
