package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;

/** The shapes are those of Sentry's fixtures, and of what Sentry is known to miss. */
class RepetitionsTest {

    private static final String ONE = "SELECT id, title FROM ad_break WHERE timeslot_id = ?";

    private final List<TraceSpan> spans = new ArrayList<>();

    RepetitionsTest() {
        span("root", "", 1000, Map.of("http.route", "/api/week/{date}"));
    }

    private void span(String id, String parent, double ms, Map<String, Object> fields) {
        spans.add(new TraceSpan(id, parent, id, "client", "scruffy", spans.size(), ms, false, fields));
    }

    private void statement(String parent, double ms, String sql, String hash) {
        statement(parent, ms, sql, hash, Map.of());
    }

    private void statement(String parent, double ms, String sql, String hash, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("db.system", "postgresql");
        fields.put("db.statement", sql);
        if (!hash.isEmpty()) {
            fields.put("db.bind_hash", hash);
        }
        span("s" + spans.size(), parent, ms, fields);
    }

    private List<Finding> found() {
        return new Repetitions().findings(spans);
    }

    @Test
    void lazyRelation_isAnNPlusOneThatNamesIt() {
        statement("root", 5, "SELECT id FROM timeslot", "0");
        for (int i = 0; i < 336; i++) {
            statement("root", 0.5, ONE, "h" + i, Map.of("jpa.relation", "Timeslot.breaks", "jpa.to_many", true));
        }
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.N_PLUS_ONE);
            assertThat(finding.relation()).isEqualTo("Timeslot.breaks");
            assertThat(finding.count()).isEqualTo(336);
            assertThat(finding.totalMs()).isEqualTo(168);
            assertThat(finding.place().parent()).isEqualTo("root");
            assertThat(finding.spans()).hasSize(336);
            assertThat(finding.title())
                    .isEqualTo("Timeslot.breaks is read by 336 statements, one for each parent, 168 ms in all");
            assertThat(finding.advice()).contains("eclipselink.batch=<alias>.breaks");
            assertThat(finding.snippets()).extracting(Finding.Snippet::language).containsExactly("Java");
            assertThat(finding.snippets().get(0).text())
                    .contains("query.setHint(\"eclipselink.batch\", \"t.breaks\");");
        });
    }

    @Test
    void toOneRelation_isAdvisedToBeJoined() {
        IntStream.range(0, 60)
                .forEach(i -> statement(
                        "root", 1, ONE, "h" + i, Map.of("jpa.relation", "Placement.creative", "jpa.to_many", false)));
        assertThat(found())
                .singleElement()
                .extracting(Finding::advice)
                .asString()
                .contains("join fetch");
    }

    /** As OpenTelemetry's instrumentation of graphql-js names them. */
    @Test
    void resolversOfOneField_areOneWorker() {
        span("query Authors", "root", 100, Map.of());
        for (int i = 0; i < 100; i++) {
            String path = "authors." + i + ".books";
            span("graphql.resolve " + path, "query Authors", 2, Map.of("graphql.field.path", path));
            statement("graphql.resolve " + path, 1, "SELECT title FROM book WHERE author_id = $1", "");
        }
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.N_PLUS_ONE);
            assertThat(finding.count()).isEqualTo(100);
            assertThat(finding.place().parent()).isEqualTo("query Authors");
            assertThat(finding.advice()).startsWith("Resolve authors.books with a DataLoader");
        });
    }

    @Test
    void repetition_isFoundThoughOtherStatementsStandBetween() {
        for (int i = 0; i < 10; i++) {
            statement("root", 10, ONE, "a" + i);
            statement("root", 1, "SELECT " + i + " + 1", "");
        }
        assertThat(found()).singleElement().extracting(Finding::count).isEqualTo(10);
    }

    @Test
    void repetition_isFoundThoughEachHasADatabaseSpanAboveIt() {
        for (int i = 0; i < 10; i++) {
            statement("root", 0, "BEGIN", "");
            statement(spans.get(spans.size() - 1).id(), 10, ONE, "a" + i);
        }
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.place().parent()).isEqualTo("root");
            assertThat(finding.count()).isEqualTo(10);
        });
    }

    @Test
    void literals_areNotTakenForDifferentStatements() {
        for (int i = 0; i < 10; i++) {
            statement("root", 10, "SELECT title FROM ad_break WHERE timeslot_id = " + i + " AND kind = 'it''s'", "");
        }
        assertThat(found()).singleElement().extracting(Finding::kind).isEqualTo(Finding.N_PLUS_ONE);
    }

    @Test
    void sameQuestionAgainAndAgain_isRedundant() {
        IntStream.range(0, 10).forEach(i -> statement("root", 10, ONE, "same"));
        assertThat(found()).singleElement().extracting(Finding::kind).isEqualTo(Finding.REDUNDANT);
    }

    @Test
    void rowsWrittenOneByOne_areChunkable() {
        IntStream.range(0, 10)
                .forEach(i -> statement("root", 10, "INSERT INTO as_run (id, spot) VALUES (?, ?)", "h" + i));
        assertThat(found()).singleElement().extracting(Finding::kind).isEqualTo(Finding.CHUNKABLE_WRITE);
    }

    @Test
    void statementsOfDifferentWork_areNotAddedUp() {
        for (int i = 0; i < 4; i++) {
            span("work" + i, "root", 100, Map.of());
            IntStream.range(0, 4).forEach(n -> statement("work" + (spans.size() - 1) / 5, 20, ONE, "h" + n));
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void fewRepetitions_stayUntold() {
        IntStream.range(0, 4).forEach(i -> statement("root", 100, ONE, "h" + i));
        assertThat(found()).isEmpty();
    }

    @Test
    void quickRepetitions_stayUntoldUntilTheyAreMany() {
        IntStream.range(0, 49).forEach(i -> statement("root", 0.1, ONE, "h" + i));
        assertThat(found()).isEmpty();
        statement("root", 0.1, ONE, "h49");
        assertThat(found()).hasSize(1);
    }

    @Test
    void batchedLoads_stayUntold() {
        IntStream.range(0, 9)
                .forEach(i -> statement("root", 20, "SELECT id FROM placement WHERE break_id IN (?, ?, ?)", "h" + i));
        assertThat(found()).isEmpty();
    }

    @Test
    void keepAlivesAndCaches_stayUntold() {
        for (int i = 0; i < 60; i++) {
            statement("root", 5, "SELECT 1", "");
            span("redis" + i, "root", 5, Map.of("db.system", "redis", "db.statement", "GET FROM x"));
            span("call" + i, "root", 5, Map.of("http.method", "GET"));
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void circleOfParents_isSurvived() {
        for (int i = 0; i < 60; i++) {
            spans.add(new TraceSpan(
                    "c" + i, "c" + (i + 1) % 60, "n", "client", "s", i, 5, false, Map.of("db.statement", ONE)));
        }
        assertThat(found()).isNotNull();
    }

    @Test
    void costliest_comesFirst() {
        IntStream.range(0, 10).forEach(i -> statement("root", 10, ONE, "h" + i));
        IntStream.range(0, 10).forEach(i -> statement("root", 30, "SELECT x FROM creative WHERE id = ?", "h" + i));
        assertThat(found()).extracting(Finding::totalMs).containsExactly(300.0, 100.0);
    }
}
