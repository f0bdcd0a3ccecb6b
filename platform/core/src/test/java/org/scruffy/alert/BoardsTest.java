package org.scruffy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.alert.Board.Panel;
import org.scruffy.alert.Board.Shown;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;

class BoardsTest {

    private final HandClock clock = new HandClock();
    private Database database;
    private Boards boards;

    @BeforeEach
    void open() throws SQLException {
        database = FreshDatabase.open();
        boards = new Boards(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Board.Said said(String name, boolean shared, Panel... panels) {
        return new Board.Said(name, "", "*", shared, List.of(panels), List.of("station", "http.route"));
    }

    @Test
    void aBoard_keepsItsPanelsInOrder() {
        Panel first = new Panel("B", "by=b", "{\"breakdowns\":[\"b\"]}", Shown.LINE);
        Panel second = new Panel("A", "by=a", "{}", Shown.TABLE);
        Board made = boards.create(said("Slow\0", true, first, second), "ada");
        assertThat(made.said()).isEqualTo(said("Slow\uFFFD", true, first, second));
        assertThat(made.owner()).isEqualTo("ada");

        long id = Long.parseLong(made.id());
        assertThat(boards.change(id, said("Slow", true, second), made.updated())
                        .orElseThrow()
                        .said()
                        .panels())
                .containsExactly(second);
        boards.delete(id);
        assertThat(boards.find(id)).isEmpty();
        assertThat(boards.change(id, said("Slow", true), made.updated())).isEmpty();
    }

    @Test
    void aBoard_thatSomebodyElseChangedIsNotSaidAnew() {
        Panel panel = new Panel("A", "by=a", "{}", Shown.TABLE);
        Board read = boards.create(said("Slow", true, panel), "ada");
        long id = Long.parseLong(read.id());
        clock.forward(Duration.ofSeconds(1));
        Board added = boards.add(id, panel).orElseThrow();
        assertThat(added.said().panels()).containsExactly(panel, panel);
        assertThatThrownBy(() -> boards.change(id, said("Slower", true), read.updated()))
                .isInstanceOf(Overtaken.class)
                .hasMessageContaining(added.updated().toString());
        assertThat(boards.find(id)).contains(added);
        assertThat(boards.change(id, said("Slower", true), added.updated())).isPresent();
        assertThat(boards.add(7_000, panel)).isEmpty();
    }

    @Test
    void whatIsNotShared_isSeenByItsOwnerAlone() {
        boards.create(said("Mine", false), "ada");
        boards.create(said("Ours", true), "ada");
        assertThat(boards.seenBy("ada"))
                .extracting(board -> board.said().name())
                .contains("Mine", "Ours");
        assertThat(boards.seenBy("bob"))
                .extracting(board -> board.said().name())
                .contains("Ours", "The platform at a glance")
                .doesNotContain("Mine");
    }

    @Test
    void theFirstBoard_asksWhatCanBeAsked() {
        assertThat(boards.seenBy(""))
                .singleElement()
                .satisfies(board -> assertThat(board.said().panels())
                        .hasSize(4)
                        .allSatisfy(panel -> assertThat(Specification.query(
                                                panel.specification(),
                                                java.time.Instant.EPOCH,
                                                java.time.Instant.EPOCH.plusSeconds(60))
                                        .calculations())
                                .hasSize(1)));
    }
}
