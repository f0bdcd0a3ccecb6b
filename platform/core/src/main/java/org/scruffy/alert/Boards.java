package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.alert.Board.Panel;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.dataset.Names;

/** The boards there are. */
@ApplicationScoped
public class Boards {

    private static final String SELECT =
            "SELECT b.id, b.name, b.description, b.station, b.shared, array_to_string(b.presets, chr(10)), b.owner, b.updated_at"
                    + " FROM board b";

    private final Database database;
    private final Clock clock;

    protected Boards() {
        this(null, null);
    }

    @Inject
    public Boards(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Those that somebody may see by name: the shared ones, and their own. Two statements. */
    public List<Board> seenBy(String user) {
        return read(" WHERE (b.shared OR b.owner = ?1) ORDER BY lower(b.name), b.id", Names.kept(user));
    }

    public Optional<Board> find(long id) {
        return read(" WHERE b.id = ?1", id).stream().findFirst();
    }

    private List<Board> read(String where, Object parameter) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            List<Row> boards = sql.rows(SELECT + where, parameter);
            Map<String, List<Panel>> panels = sql
                    .rows(
                            "SELECT p.board_id, p.title, p.address, p.specification, p.shown FROM board_panel p"
                                    + " WHERE p.board_id = ANY (CAST(?1 AS bigint[])) ORDER BY p.board_id, p.place",
                            boards.stream().map(row -> row.id(0)).toList())
                    .stream()
                    .collect(Collectors.groupingBy(
                            row -> row.id(0), Collectors.mapping(Boards::panel, Collectors.toList())));
            return boards.stream()
                    .map(row -> board(row, panels.getOrDefault(row.id(0), List.of())))
                    .toList();
        });
    }

    private static Panel panel(Row row) {
        return new Panel(row.text(1), row.text(2), row.text(3), Board.Shown.valueOf(row.text(4)));
    }

    private static Board board(Row row, List<Panel> panels) {
        List<String> presets =
                Stream.of(row.text(5).split("\n")).filter(one -> !one.isEmpty()).toList();
        Board.Said said = new Board.Said(row.text(1), row.text(2), row.text(3), row.flag(4), panels, presets);
        return new Board(row.id(0), said, row.text(6), row.at(7));
    }

    public Board create(Board.Said said, String owner) {
        long made = database.transaction(em -> {
            Sql sql = new Sql(em);
            long id = sql.rows(
                            "INSERT INTO board (name, description, station, shared, presets, owner, updated_at)"
                                    + " VALUES (?1, ?2, ?3, ?4, CAST(?5 AS text[]), ?6, CAST(?7 AS timestamptz)) RETURNING id",
                            Names.kept(said.name()),
                            Names.kept(said.description()),
                            said.station(),
                            said.shared(),
                            said.presets().stream().map(Names::kept).toList(),
                            Names.kept(owner),
                            clock.instant())
                    .get(0)
                    .number(0);
            write(sql, id, 0, said.panels());
            return id;
        });
        return find(made).orElseThrow();
    }

    /**
     * Says all of it anew; empty where there is no such board.
     *
     * @param seen when it was changed last, for whoever says so
     * @throws Overtaken where it was changed since
     */
    public Optional<Board> change(long id, Board.Said said, Instant seen) {
        database.change(em -> {
            Sql sql = new Sql(em);
            Kept.BOARD.unchanged(sql, id, seen);
            int changed = sql.run(
                    "UPDATE board SET name = ?2, description = ?3, station = ?4, shared = ?5, presets = CAST(?6 AS text[]),"
                            + " updated_at = CAST(?7 AS timestamptz) WHERE id = ?1",
                    id,
                    Names.kept(said.name()),
                    Names.kept(said.description()),
                    said.station(),
                    said.shared(),
                    said.presets().stream().map(Names::kept).toList(),
                    clock.instant());
            if (changed > 0) {
                sql.run("DELETE FROM board_panel WHERE board_id = ?1", id);
                write(sql, id, 0, said.panels());
            }
        });
        return find(id);
    }

    /** Puts a panel behind those there are; empty where there is no such board. */
    public Optional<Board> add(long id, Panel panel) {
        database.change(em -> {
            Sql sql = new Sql(em);
            int there =
                    sql.run("UPDATE board SET updated_at = CAST(?2 AS timestamptz) WHERE id = ?1", id, clock.instant());
            if (there > 0) { // and nobody else adds to it until this is kept
                int place =
                        (int) sql.rows("SELECT coalesce(max(place) + 1, 0) FROM board_panel WHERE board_id = ?1", id)
                                .get(0)
                                .number(0);
                write(sql, id, place, List.of(panel));
            }
        });
        return find(id);
    }

    private static void write(Sql sql, long board, int first, List<Panel> panels) {
        int place = first;
        for (Panel panel : panels) {
            sql.run(
                    "INSERT INTO board_panel (board_id, place, title, address, specification, shown)"
                            + " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    board,
                    place++,
                    Names.kept(panel.title()),
                    Names.kept(panel.address()),
                    Names.kept(panel.specification()),
                    panel.shown());
        }
    }

    public void delete(long id) {
        database.change(em -> new Sql(em).run("DELETE FROM board WHERE id = ?1", id));
    }
}
