package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.alert.Slo.BurnAlert;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.dataset.Names;

/** The objectives there are, and which of them are due. */
@ApplicationScoped
public class Slos {

    private static final Duration PACE = Duration.ofMinutes(5);
    private static final String COLUMNS =
            "s.id, s.name, s.description, s.station, s.qualifying, s.good, s.weight, s.target,"
                    + " s.window_days, array_to_string(s.recipients, ','), s.checked_at, s.problem, s.total, s.served_well, s.burn_rate,"
                    + " (SELECT min(a.began_at) FROM alert a WHERE a.source = 'SLO' AND a.source_id = s.id AND a.ended_at IS NULL),"
                    + " s.updated_at";

    private final Database database;
    private final Alerts alerts;
    private final Clock clock;

    protected Slos() {
        this(null, null, null);
    }

    @Inject
    public Slos(Database database, Alerts alerts, Clock clock) {
        this.database = database;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Two statements. */
    public List<Slo> all() {
        return database.read(em -> read(new Sql(em), "SELECT " + COLUMNS + " FROM slo s ORDER BY lower(s.name), s.id"));
    }

    public Optional<Slo> find(long id) {
        return database.read(em -> read(new Sql(em), "SELECT " + COLUMNS + " FROM slo s WHERE s.id = ?1", id)).stream()
                .findFirst();
    }

    private static List<Slo> read(Sql sql, String statement, Object... parameters) {
        List<Row> rows = sql.rows(statement, parameters);
        Map<String, List<BurnAlert>> burns = sql
                .rows(
                        "SELECT slo_id, kind, amount, window_s FROM burn_alert WHERE slo_id = ANY (CAST(?1 AS bigint[]))"
                                + " ORDER BY slo_id, place",
                        rows.stream().map(row -> row.id(0)).toList())
                .stream()
                .collect(Collectors.groupingBy(row -> row.id(0), Collectors.mapping(Slos::burn, Collectors.toList())));
        return rows.stream()
                .map(row -> slo(row, burns.getOrDefault(row.id(0), List.of())))
                .toList();
    }

    private static BurnAlert burn(Row row) {
        return new BurnAlert(Slo.Burn.valueOf(row.text(1)), amount(row, 2), Duration.ofSeconds(row.number(3)));
    }

    private static Slo slo(Row row, List<BurnAlert> burns) {
        Slo.Said said = new Slo.Said(
                row.text(1),
                row.text(2),
                row.text(3),
                row.text(4),
                row.text(5),
                row.text(6),
                amount(row, 7),
                (int) row.number(8),
                burns,
                Triggers.ids(row.text(9)));
        Budget budget = new Budget(said.target(), amount(row, 12), amount(row, 13), amount(row, 14));
        return new Slo(
                row.id(0), said, row.at(16), budget, Triggers.maybe(row, 15), Triggers.maybe(row, 10), row.text(11));
    }

    private static double amount(Row row, int column) {
        return ((Number) row.columns()[column]).doubleValue();
    }

    public Slo create(Slo.Said said) {
        long made = database.transaction(em -> {
            Sql sql = new Sql(em);
            long id = sql.rows(
                            "INSERT INTO slo (name, description, station, qualifying, good, weight, target, window_days, recipients,"
                                    + " due_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, CAST(?9 AS bigint[]),"
                                    + " CAST(?10 AS timestamptz), CAST(?10 AS timestamptz)) RETURNING id",
                            with(said, clock.instant()))
                    .get(0)
                    .number(0);
            write(sql, id, said.burnAlerts());
            return id;
        });
        return find(made).orElseThrow();
    }

    /**
     * Says all of it anew, and has it looked at soon; empty where there is no such objective.
     *
     * @param seen when it was changed last, for whoever says so
     * @throws Overtaken where it was changed since
     */
    public Optional<Slo> change(long id, Slo.Said said, Instant seen) {
        database.change(em -> {
            Sql sql = new Sql(em);
            Kept.OBJECTIVE.unchanged(sql, id, seen);
            int changed = sql.run(
                    "UPDATE slo SET name = ?1, description = ?2, station = ?3, qualifying = ?4, good = ?5, weight = ?6, target = ?7,"
                            + " window_days = ?8, recipients = CAST(?9 AS bigint[]), due_at = CAST(?10 AS timestamptz),"
                            + " updated_at = CAST(?10 AS timestamptz) WHERE id = ?11",
                    with(said, clock.instant(), id));
            if (changed > 0) {
                sql.run("DELETE FROM burn_alert WHERE slo_id = ?1", id);
                write(sql, id, said.burnAlerts());
            }
        });
        return find(id);
    }

    private static Object[] with(Slo.Said said, Object... more) {
        return Stream.concat(
                        Stream.of(
                                Names.kept(said.name()),
                                Names.kept(said.description()),
                                said.station(),
                                Names.kept(said.qualifying()),
                                Names.kept(said.good()),
                                Names.kept(said.weight()),
                                said.target(),
                                said.windowDays(),
                                said.recipients()),
                        Stream.of(more))
                .toArray();
    }

    private static void write(Sql sql, long slo, List<BurnAlert> burns) {
        for (int place = 0; place < burns.size(); place++) {
            BurnAlert burn = burns.get(place);
            sql.run(
                    "INSERT INTO burn_alert (slo_id, place, kind, amount, window_s) VALUES (?1, ?2, ?3, ?4, ?5)",
                    slo,
                    place,
                    burn.kind(),
                    burn.amount(),
                    burn.window().toSeconds());
        }
    }

    /** What fires of it is over; its history stays. */
    public void delete(long id) {
        database.change(em -> {
            Sql sql = new Sql(em);
            alerts.end(sql, Alert.Source.SLO, id);
            sql.run("DELETE FROM slo WHERE id = ?1", id);
        });
    }

    /** One that is to be looked at now, taken so that no other node looks at it too; empty where none is due. */
    Optional<Slo> take() {
        return database
                .transaction(em -> read(
                        new Sql(em),
                        "UPDATE slo s SET due_at = CAST(?2 AS timestamptz) WHERE s.id = (SELECT d.id FROM slo d"
                                + " WHERE d.due_at <= CAST(?1 AS timestamptz) ORDER BY d.due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING "
                                + COLUMNS,
                        clock.instant(),
                        clock.instant().plus(PACE)))
                .stream()
                .findFirst();
    }

    /** How it stands, and which of its burn alerts fire. */
    void judge(Slo slo, Budget budget, List<Beyond> burning) {
        long id = Long.parseLong(slo.id());
        database.change(em -> {
            Sql sql = new Sql(em);
            int there = sql.run(
                    "UPDATE slo SET checked_at = CAST(?2 AS timestamptz), problem = '', total = ?3, served_well = ?4, burn_rate = ?5"
                            + " WHERE id = ?1",
                    id,
                    clock.instant(),
                    budget.total(),
                    budget.good(),
                    budget.burnRate());
            if (there > 0) {
                Slo.Said said = slo.said();
                alerts.settle(
                        sql,
                        new Alerts.Watched(Alert.Source.SLO, id, said.name(), said.station(), said.recipients()),
                        burning,
                        burning);
            }
        });
    }

    /** It could not be answered: nothing begins and nothing ends. */
    void note(Slo slo, String problem) {
        database.change(em -> new Sql(em)
                .run(
                        "UPDATE slo SET checked_at = CAST(?2 AS timestamptz), problem = ?3 WHERE id = ?1",
                        Long.parseLong(slo.id()),
                        clock.instant(),
                        Names.kept(problem)));
    }
}
