package org.scruffy.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.Heard;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Column.Type;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.EventWatch;

class CatalogueTest {

    private final HandClock clock = new HandClock();
    private final Routines routines = new Routines(clock);
    private final Heard heard = new Heard();
    private Database database;
    private Catalogue catalogue;
    private Datasets datasets;

    @BeforeEach
    void open() throws SQLException {
        database = FreshDatabase.open();
        catalogue = started();
        datasets = new Datasets(database, catalogue, clock);
    }

    private Catalogue started() {
        Catalogue one = new Catalogue(database, clock);
        one.start(new Object(), routines, heard);
        return one;
    }

    @AfterEach
    void close() {
        catalogue.stop();
        database.close();
    }

    private static Event event(String dataset, Map<String, ?> fields) {
        Map<String, Object> all = new HashMap<>(fields);
        all.put(Event.DATASET, dataset);
        return new Event(Instant.parse("2026-11-24T12:00:00Z"), all);
    }

    private ColumnCard column(String name) {
        return datasets.columnNamed("shop", name).orElseThrow();
    }

    @Test
    void firstEvent_makesItsDatasetAndColumns() {
        catalogue.admit(event("shop", Map.of("items", 3L, "paid", true, "total", 1.5, "name", "checkout")));

        assertThat(datasets.all()).singleElement().satisfies(dataset -> {
            assertThat(dataset.slug()).isEqualTo("shop");
            assertThat(dataset.columns()).isEqualTo(5);
            assertThat(dataset.lastWritten()).contains(clock.instant());
        });
        assertThat(datasets.columns("shop"))
                .extracting(ColumnCard::name, ColumnCard::type, ColumnCard::mixed)
                .containsExactly(
                        tuple("items", Type.INTEGER, false),
                        tuple(Event.DATASET, Type.STRING, false),
                        tuple("name", Type.STRING, false),
                        tuple("paid", Type.BOOLEAN, false),
                        tuple("total", Type.FLOAT, false));
        assertThat(column("items").firstSeen()).contains(clock.instant());
    }

    @Test
    void replay_readsWhatWasWrittenAndWritesNothing() {
        catalogue.admit(event("shop", Map.of("items", 3L)));

        List<DatasetCard> read =
                database.replay(Duration.ofMinutes(1), replay -> replay.by(List.of(), () -> datasets.all()));

        assertThat(read).isEmpty();
        assertThat(datasets.all()).extracting(DatasetCard::slug).containsExactly("shop");
    }

    @Test
    void sights_areWrittenToTheMinute() {
        Instant first = clock.instant();
        catalogue.admit(event("shop", Map.of("items", 3L)));
        catalogue.write();
        clock.forward(Duration.ofSeconds(30));
        catalogue.admit(event("shop", Map.of("items", 3L)));
        assertThat(column("items").lastSeen()).contains(first);
        clock.forward(Duration.ofSeconds(30));
        catalogue.admit(event("shop", Map.of("items", 3L)));
        assertThat(column("items").lastSeen()).contains(first.plusSeconds(60));
        assertThat(column("items").firstSeen()).contains(first);
        assertThat(datasets.dataset("shop").orElseThrow().lastWritten()).contains(first.plusSeconds(60));
    }

    @Test
    void wholeNumbersAndOthers_areNumbers_wordsBesideNumbersAreMarked() {
        catalogue.admit(event("shop", Map.of("a", 3L, "b", 3L, "c", "three")));
        catalogue.admit(event("shop", Map.of("a", 3.5, "b", "three", "c", true)));

        assertThat(column("a")).extracting(ColumnCard::type, ColumnCard::mixed).containsExactly(Type.FLOAT, false);
        assertThat(column("b")).extracting(ColumnCard::type, ColumnCard::mixed).containsExactly(Type.STRING, true);
        assertThat(column("c")).extracting(ColumnCard::type, ColumnCard::mixed).containsExactly(Type.STRING, true);
    }

    @Test
    void valuesOfEvents_areEstimated() {
        IntStream.range(0, 500)
                .forEach(i -> catalogue.admit(event("shop", Map.of("user", "u" + i, "kind", "k" + i % 3))));
        assertThat(column("user").values()).isBetween(400L, 600L);
        assertThat(column("kind").values()).isEqualTo(3);
    }

    /** Until there is no room for another column. */
    private void fill(String dataset) {
        for (int from = 0; from < Columns.MOST; from += 500) {
            Map<String, Object> fields = new HashMap<>();
            IntStream.range(from, from + 500).forEach(i -> fields.put("column." + i, 1L));
            catalogue.admit(event(dataset, fields));
        }
    }

    @Test
    void columnBeyondTheMost_isTakenOutAndNamed_whatMakesAnEventStays() {
        fill("shop");
        Event before = event("shop", Map.of("column.7", 2L, "one.more", "x", "trace.trace_id", "t", "name", "n"));

        Event after = catalogue.admit(before);

        assertThat(after.fields())
                .containsOnlyKeys("column.7", "trace.trace_id", "name", Event.DATASET, EventWatch.REFUSED_COLUMNS)
                .containsEntry(EventWatch.REFUSED_COLUMNS, "one.more");
        assertThat(after.time()).isEqualTo(before.time());
        assertThat(catalogue.admit(event("other", Map.of("one.more", "x"))).fields())
                .containsKey("one.more");
        assertThatThrownBy(() -> datasets.createColumn("shop", "by.hand", new Datasets.Said(Type.STRING, "", false)))
                .hasMessage("Dataset has too many columns.");
    }

    @Test
    void namesOfWhatIsTakenOut_areCutWhereTheyAreMany() {
        fill("shop");
        Map<String, Object> fields = new HashMap<>();
        IntStream.range(0, 100).forEach(i -> fields.put("more." + i + "x".repeat(200), 1L));
        assertThat(catalogue.admit(event("shop", fields)).text(EventWatch.REFUSED_COLUMNS))
                .hasSize(10_000);
    }

    @Test
    void nodeThatStarts_knowsTheColumnsThereAre() {
        fill("shop");
        catalogue.write();
        Catalogue other = started();
        assertThat(other.admit(event("shop", Map.of("column.7", 1L, "one.more", 1L)))
                        .fields())
                .containsOnlyKeys("column.7", Event.DATASET, EventWatch.REFUSED_COLUMNS);
        other.stop();
    }

    @Test
    void datasetBeyondTheMost_isRefused() {
        IntStream.range(0, 1_000).forEach(i -> catalogue.admit(event("d" + i, Map.of())));
        assertThatThrownBy(() -> catalogue.admit(event("more", Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'more'");
        assertThat(catalogue.admit(event("d7", Map.of("a", 1L))).fields()).containsKey("a");
        assertThat(catalogue.admit(event("D7", Map.of("a", 1L))).fields())
                .as("d7")
                .containsKey("a");
    }

    @Test
    void datasetByAnotherSpelling_isTheSame() {
        catalogue.admit(event("my-shop", Map.of("a", 1L)));
        catalogue.admit(event("My Shop", Map.of("b", 1L)));

        assertThat(datasets.all()).extracting(DatasetCard::slug).containsExactly("my-shop");
        assertThat(datasets.columns("my-shop")).extracting(ColumnCard::name).containsExactly("a", "b", Event.DATASET);
    }

    @Test
    void namesThatPostgresCannotKeep_areKeptAsNearAsCanBe() {
        catalogue.admit(
                event("shop", Map.of("a\0b", 1L, "a\uFFFDb", 1L, "half\uD800", 1L, "'; DROP TABLE dataset; --", 1L)));
        catalogue.admit(event("\0\uD800" + "x".repeat(70_000), Map.of("a", 1L)));

        assertThat(datasets.columns("shop"))
                .extracting(ColumnCard::name)
                .contains("a\uFFFDb", "half\uFFFD", "'; DROP TABLE dataset; --");
        assertThat(datasets.all()).hasSize(2);
    }

    @Test
    void twoNodes_meetInTheDatabase() {
        Catalogue other = started();
        catalogue.admit(event("shop", Map.of("a", 1L, "only.here", 1L)));
        other.admit(event("shop", Map.of("a", "one", "only.there", 1L)));
        catalogue.write();
        other.write();
        other.stop();

        assertThat(datasets.columns("shop")).extracting(ColumnCard::name).contains("a", "only.here", "only.there");
        assertThat(column("a")).extracting(ColumnCard::type, ColumnCard::mixed).containsExactly(Type.STRING, true);
        Catalogue third = started();
        third.admit(event("shop", Map.of("a", 1L)));
        third.write();
        third.stop();
        assertThat(column("a").type()).isEqualTo(Type.STRING);
    }

    @Test
    void databaseThatFails_getsItLater() {
        catalogue.admit(event("shop", Map.of("a", 1L)));
        database.change(em -> em.createNativeQuery("ALTER TABLE dataset_column RENAME TO away")
                .executeUpdate());
        assertThatThrownBy(catalogue::write).isInstanceOf(RuntimeException.class);
        database.change(em -> em.createNativeQuery("ALTER TABLE away RENAME TO dataset_column")
                .executeUpdate());
        assertThat(column("a").type()).isEqualTo(Type.INTEGER);
    }

    @Test
    void datasets_areMadeOnceAndDescribed() {
        assertThat(datasets.create("my-shop", "My Shop!", "sells").made()).isTrue();
        assertThat(datasets.create("my-shop", "Other", "other")).satisfies(again -> {
            assertThat(again.made()).isFalse();
            assertThat(again.dataset().name()).isEqualTo("My Shop!");
        });
        assertThat(datasets.describe("my-shop", "buys\0").orElseThrow().description())
                .isEqualTo("buys\uFFFD");
        assertThat(datasets.describe("none", "x")).isEmpty();
        assertThat(datasets.dataset("my-shop").orElseThrow().lastWritten()).isEmpty();
    }

    @Test
    void columns_areMadeChangedAndDeletedByHand() {
        datasets.create("shop", "Shop", "");
        Datasets.Said said = new Datasets.Said(Type.INTEGER, "how many", false);
        ColumnCard made = datasets.createColumn("shop", "items", said).orElseThrow();
        assertThat(made.firstSeen()).isEmpty();
        assertThat(datasets.createColumn("shop", "items", said)).isEmpty();

        ColumnCard changed = datasets.changeColumn(made, new Datasets.Said(Type.FLOAT, "how much", true));
        assertThat(changed)
                .extracting(ColumnCard::type, ColumnCard::description, ColumnCard::hidden)
                .containsExactly(Type.FLOAT, "how much", true);
        catalogue.admit(event("shop", Map.of("items", 3L)));
        assertThat(column("items")).satisfies(seen -> {
            assertThat(seen.type()).isEqualTo(Type.FLOAT);
            assertThat(seen.description()).isEqualTo("how much");
            assertThat(seen.lastSeen()).isPresent();
        });

        datasets.deleteColumn(changed);
        assertThat(datasets.columnNamed("shop", "items")).isEqualTo(Optional.empty());
        assertThat(datasets.column("shop", changed.id())).isEmpty();
        assertThat(datasets.column("shop", "1 OR 1=1")).isEmpty();
        catalogue.admit(event("shop", Map.of("items", 3L)));
        assertThat(column("items").type()).isEqualTo(Type.INTEGER);
    }

    @Test
    void typeByHand_staysUntilEventsSayOtherwise() {
        catalogue.admit(event("shop", Map.of("items", "three")));
        catalogue.admit(event("shop", Map.of("items", 3L)));
        assertThat(column("items").mixed()).isTrue();

        ColumnCard changed = datasets.changeColumn(column("items"), new Datasets.Said(Type.INTEGER, "", false));
        assertThat(changed).extracting(ColumnCard::type, ColumnCard::mixed).containsExactly(Type.INTEGER, false);
        clock.forward(Duration.ofMinutes(1));
        catalogue.admit(event("shop", Map.of("items", 3L)));
        assertThat(column("items"))
                .extracting(ColumnCard::type, ColumnCard::mixed, ColumnCard::lastSeen)
                .containsExactly(Type.INTEGER, false, Optional.of(clock.instant()));
        catalogue.admit(event("shop", Map.of("items", "three")));
        assertThat(column("items"))
                .extracting(ColumnCard::type, ColumnCard::mixed)
                .containsExactly(Type.STRING, true);
    }

    @Test
    void writingIsAJob_thatIsToldOnlyWhereThereWasSomethingToWrite() {
        assertThat(routines.all()).extracting(Routines.Routine::name).containsExactly("write catalogue");
        catalogue.write(heard);
        assertThat(heard.of("write catalogue")).isEmpty();

        catalogue.admit(event("shop", Map.of("items", 3L)));
        catalogue.write(heard);
        catalogue.write(heard);

        assertThat(heard.of("write catalogue"))
                .singleElement()
                .satisfies(job ->
                        assertThat(job).containsEntry("catalogue.lines", 3L).doesNotContainKey("error"));
    }
}
