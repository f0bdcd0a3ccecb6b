package org.scruffy.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;

class MarkersTest {

    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private final HandClock clock = new HandClock();
    private Database database;
    private Markers markers;

    @BeforeEach
    void open() throws SQLException {
        database = FreshDatabase.open();
        markers = new Markers(database, clock);
        new Datasets(database, new Catalogue(database, clock), clock).create("shop", "Shop", "");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Marker.Said deploy(Instant start) {
        return new Marker.Said(start, Optional.empty(), "deploy #123", "deploy", "https://ci.example/123");
    }

    @Test
    void markers_areThoseOfTheirDatasetOrOfAll() {
        Marker ofShop = markers.create("shop", deploy(START));
        Marker later = markers.create("shop", deploy(START.plusSeconds(1)));
        Marker ofAll = markers.create(Datasets.EVERY, deploy(START));

        assertThat(ofShop.id()).matches("[0-9a-f]{6}");
        assertThat(ofShop.said()).isEqualTo(deploy(START));
        assertThat(markers.of("shop")).containsExactly(later, ofShop);
        assertThat(markers.of(Datasets.EVERY)).containsExactly(ofAll);
        assertThat(markers.find("shop", ofAll.id())).isEmpty();
        assertThat(markers.all())
                .containsExactlyInAnyOrder(
                        new Markers.Placed("shop", "Shop", later),
                        new Markers.Placed("shop", "Shop", ofShop),
                        new Markers.Placed(Datasets.EVERY, "", ofAll))
                .startsWith(new Markers.Placed("shop", "Shop", later));
    }

    @Test
    void change_saysAllAnew() {
        Marker made = markers.create("shop", deploy(START));
        Marker.Said said = new Marker.Said(START, Optional.of(START.plusSeconds(60)), "", "", "");
        assertThat(markers.change("shop", made.id(), said).orElseThrow().said()).isEqualTo(said);
        assertThat(markers.change(Datasets.EVERY, made.id(), said)).isEmpty();
        assertThat(markers.change("shop", "'; --\0", said)).isEmpty();
    }

    @Test
    void delete_answersWhatWasThere() {
        Marker made = markers.create("shop", deploy(START));
        assertThat(markers.delete(Datasets.EVERY, made.id())).isEmpty();
        assertThat(markers.delete("shop", made.id())).contains(made);
        assertThat(markers.delete("shop", made.id())).isEmpty();
        assertThat(markers.of("shop")).isEmpty();
    }
}
