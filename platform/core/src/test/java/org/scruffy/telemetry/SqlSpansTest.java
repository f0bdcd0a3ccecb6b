package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.TypedQuery;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.database.PoolWaits;
import org.scruffy.database.Sql;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Finding;

class SqlSpansTest {

    private static final int MOTHERS = 10;

    private static EmbeddedPostgres postgres;
    private static EntityManagerFactory unit;

    private final Recorder recorder = new Recorder(10_000);
    private EntityManager em;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        unit = Persistence.createEntityManagerFactory(
                "family",
                Map.of(
                        "jakarta.persistence.nonJtaDataSource",
                        postgres.getPostgresDatabase(),
                        "jakarta.persistence.schema-generation.database.action",
                        "create"));
        EntityManager em = unit.createEntityManager();
        em.getTransaction().begin();
        for (long id = 0; id < MOTHERS; id++) {
            Mother mother = new Mother();
            mother.id = id;
            em.persist(mother);
            for (long n = 0; n < 2; n++) {
                Child child = new Child();
                child.id = id * 2 + n;
                child.name = "name " + child.id;
                child.mother = mother;
                em.persist(child);
            }
        }
        em.getTransaction().commit();
        em.close();
    }

    @AfterAll
    static void stop() throws Exception {
        unit.close();
        postgres.close();
    }

    @BeforeEach
    void listen() {
        SqlSpans.tellTo(recorder.tracer());
        em = unit.createEntityManager();
    }

    @AfterEach
    void deafen() {
        em.close();
        SqlSpans.tellTo(null);
    }

    @Test
    void waitForAConnection_isASpanOfTheRequest() {
        ServerSpan request = ServerSpan.start(recorder.tracer(), Context.root(), "GET", "/api/week");
        new PoolWaits().recordConnectionAcquiredNanos(5_000_000);
        request.finish(200);

        List<Event> events = recorder.events();
        assertThat(events).hasSize(2);
        assertThat(events.get(0).fields())
                .containsEntry("name", "pool wait")
                .containsEntry("duration_ms", 5.0)
                .containsEntry("trace.parent_id", events.get(1).text("trace.span_id"))
                .doesNotContainKey("db.statement");
        assertThat(events.get(1).fields()).containsEntry("db.statement_count", 0L);
    }

    @Test
    void relationReadLazily_isNamedByEachOfItsStatements() {
        List<Mother> mothers =
                em.createQuery("SELECT m FROM Mother m", Mother.class).getResultList();
        assertThat(mothers.stream().mapToInt(mother -> mother.children.size()).sum())
                .isEqualTo(2 * MOTHERS);

        List<Event> events = recorder.events();
        assertThat(events).hasSize(1 + MOTHERS);
        assertThat(events.get(0).text("name")).isEqualTo("SELECT mother");
        assertThat(events.get(0).text("jpa.relation")).isEmpty();
        assertThat(events.get(0).fields())
                .containsEntry("db.rows", (long) MOTHERS)
                .containsEntry("code.namespace", SqlSpansTest.class.getName())
                .containsEntry("code.function", "relationReadLazily_isNamedByEachOfItsStatements")
                .containsKey("code.lineno");
        Set<String> hashes = new HashSet<>();
        for (Event event : events.subList(1, events.size())) {
            assertThat(event.fields())
                    .containsEntry("name", "SELECT child")
                    .containsEntry("span.kind", "client")
                    .containsEntry("db.system", "postgresql")
                    .containsEntry("db.operation", "SELECT")
                    .containsEntry("jpa.relation", "Mother.children")
                    .containsEntry("jpa.to_many", true)
                    .containsEntry("code.function", "relationReadLazily_isNamedByEachOfItsStatements")
                    .containsEntry("db.rows", 2L);
            assertThat(event.text("db.statement")).contains("= ?");
            hashes.add(event.text("db.bind_hash"));
        }
        assertThat(hashes).hasSize(MOTHERS);
    }

    @Test
    void plainSql_isNamedByTheLineThatWantsItToo() {
        Sql sql = new Sql(em);
        List<Integer> ids = List.of(1, 2);
        ids.forEach(id -> sql.rows("SELECT name FROM child WHERE id = ?1", id));
        assertThat(recorder.events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.fields())
                        .containsEntry("code.namespace", SqlSpansTest.class.getName())
                        .containsEntry("code.function", "plainSql_isNamedByTheLineThatWantsItToo"));
        em.find(Mother.class, 1L);
        em.getTransaction().begin();
        sql.run("UPDATE child SET name = name WHERE id = ?1", 1);
        em.getTransaction().commit();
        assertThat(recorder.events())
                .extracting(event -> event.text("code.lineno"))
                .doesNotHaveDuplicates();
    }

    @Test
    void objectReadByItsKey_isNamedByTheRelationThatWantsIt() {
        em.createQuery("SELECT c FROM Child c", Child.class).getResultList();
        List<Event> events = recorder.events();
        assertThat(events).hasSize(1 + MOTHERS);
        assertThat(events.subList(1, events.size()))
                .allSatisfy(event -> assertThat(event.fields())
                        .containsEntry("name", "SELECT mother")
                        .containsEntry("jpa.relation", "Child.mother")
                        .containsEntry("jpa.to_many", false));
    }

    @Test
    void hintsThatAreAdvised_readARelationToManyOfAllAtOnce() {
        TypedQuery<Mother> query = em.createQuery("SELECT m FROM Mother m", Mother.class);
        hint(query, Remedy.batch("Mother.children").snippets().get(0).text());
        assertThat(query.getResultList().stream()
                        .mapToInt(mother -> mother.children.size())
                        .sum())
                .isEqualTo(2 * MOTHERS);
        assertThat(recorder.events()).hasSize(2);
    }

    @Test
    void queryAndHintThatAreAdvised_readARelationToOneTogetherWithItsOwner() {
        List<Finding.Snippet> snippets = Remedy.fetch("Child.mother").snippets();
        assertThat(snippets).extracting(Finding.Snippet::language).containsExactly("JPQL", "Java");
        assertThat(em.createQuery(snippets.get(0).text(), Child.class).getResultList())
                .hasSize(2 * MOTHERS);
        assertThat(recorder.events()).hasSize(1);

        em.clear();
        TypedQuery<Child> query = em.createQuery("SELECT c FROM Child c", Child.class);
        hint(query, snippets.get(1).text());
        assertThat(query.getResultList()).hasSize(2 * MOTHERS);
        assertThat(recorder.events()).hasSize(1);
    }

    private static void hint(TypedQuery<?> query, String java) {
        Matcher hint =
                Pattern.compile("query\\.setHint\\(\"(.+)\", \"(.+)\"\\);").matcher(java);
        while (hint.find()) {
            query.setHint(hint.group(1), hint.group(2));
        }
        assertThat(query.getHints()).isNotEmpty();
    }

    @Test
    void objectAskedForByItsKey_isNamedByNoRelation() {
        em.createQuery("SELECT c FROM Child c", Child.class).getResultList();
        recorder.events();
        em.clear();
        em.find(Mother.class, 1L);
        assertThat(recorder.events())
                .singleElement()
                .extracting(event -> event.text("jpa.relation"))
                .isEqualTo("");
    }

    @Test
    void equalValues_haveEqualHashesAndAreNowhereElse() {
        for (int i = 0; i < 2; i++) {
            em.createQuery("SELECT c FROM Child c WHERE c.name = :name", Child.class)
                    .setParameter("name", "a secret")
                    .getResultList();
        }
        List<Event> events = recorder.events();
        assertThat(events.stream().map(event -> event.text("db.bind_hash")).distinct())
                .hasSize(1);
        assertThat(events.toString()).doesNotContain("secret");
    }

    @Test
    void answerOutOfTheIdentityMap_isNoStatement() {
        em.find(Mother.class, 1L);
        em.find(Mother.class, 1L);
        assertThat(recorder.events()).hasSize(1);
    }

    @Test
    void failingStatement_endsItsSpan() {
        assertThatThrownBy(
                () -> em.createNativeQuery("SELECT nothing FROM nowhere").getResultList());
        em.find(Mother.class, 1L);
        assertThat(recorder.events())
                .extracting(event -> event.text("name"))
                .containsExactly("SELECT nowhere", "SELECT mother");
    }

    @Test
    void statementsOfARequest_areCountedOnItsSpan() {
        ServerSpan request = ServerSpan.start(recorder.tracer(), Context.root(), "GET", "/api/week/2026-06-07");
        em.find(Mother.class, 1L);
        em.find(Mother.class, 2L);
        request.finish(200);
        List<Event> events = recorder.events();
        Event server = events.get(0);
        assertThat(server.fields()).containsEntry("db.statement_count", 2L);
        assertThat(events.subList(1, 3)).allSatisfy(statement -> {
            assertThat(statement.text("trace.parent_id")).isEqualTo(server.text("trace.span_id"));
            assertThat(statement.text("trace.trace_id")).isEqualTo(server.text("trace.trace_id"));
        });
    }

    @Test
    void nobodyToTell_isNoHarm() {
        SqlSpans.tellTo(null);
        assertThat(em.find(Mother.class, 1L)).isNotNull();
        assertThat(recorder.events()).isEmpty();
    }
}
