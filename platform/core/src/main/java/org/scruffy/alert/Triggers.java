package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.dataset.Names;
import org.scruffy.spi.telemetry.Filter;

/** The triggers there are, and which of them are due. */
@ApplicationScoped
public class Triggers {

    private static final String COLUMNS =
            "t.id, t.name, t.description, t.station, t.specification, t.op, t.threshold, t.every_s,"
                    + " t.window_s, t.exceeded_limit, t.enabled, array_to_string(t.recipients, ','), t.checked_at, t.problem,"
                    + " (SELECT min(a.began_at) FROM alert a WHERE a.source = 'TRIGGER' AND a.source_id = t.id AND a.ended_at IS NULL),"
                    + " t.updated_at";

    private final Database database;
    private final Alerts alerts;
    private final Clock clock;

    protected Triggers() {
        this(null, null, null);
    }

    @Inject
    public Triggers(Database database, Alerts alerts, Clock clock) {
        this.database = database;
        this.alerts = alerts;
        this.clock = clock;
    }

    public List<Trigger> all() {
        return read(" ORDER BY lower(t.name), t.id");
    }

    public Optional<Trigger> find(long id) {
        return read(" WHERE t.id = ?1", id).stream().findFirst();
    }

    private List<Trigger> read(String where, Object... parameters) {
        return database.read(em -> new Sql(em)
                .rows("SELECT " + COLUMNS + " FROM alert_trigger t" + where, parameters).stream()
                        .map(Triggers::trigger)
                        .toList());
    }

    private static Trigger trigger(Row row) {
        Trigger.Said said = new Trigger.Said(
                row.text(1),
                row.text(2),
                row.text(3),
                row.text(4),
                Filter.Op.valueOf(row.text(5)),
                ((Number) row.columns()[6]).doubleValue(),
                Duration.ofSeconds(row.number(7)),
                Duration.ofSeconds(row.number(8)),
                (int) row.number(9),
                row.flag(10),
                ids(row.text(11)));
        return new Trigger(row.id(0), said, row.at(15), maybe(row, 14), maybe(row, 12), row.text(13));
    }

    static List<String> ids(String joined) {
        return Stream.of(joined.split(",")).filter(id -> !id.isEmpty()).toList();
    }

    static Optional<Instant> maybe(Row row, int column) {
        return row.empty(column) ? Optional.empty() : Optional.of(row.at(column));
    }

    public Trigger create(Trigger.Said said) {
        long id = database.transaction(em -> new Sql(em)
                .rows(
                        "INSERT INTO alert_trigger (name, description, station, specification, op, threshold, every_s, window_s,"
                                + " exceeded_limit, enabled, recipients, due_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                                + " ?10, CAST(?11 AS bigint[]), CAST(?12 AS timestamptz), CAST(?12 AS timestamptz)) RETURNING id",
                        with(said, clock.instant()))
                .get(0)
                .number(0));
        return find(id).orElseThrow();
    }

    /**
     * Says all of it anew, and has it looked at soon; what fires of one that is switched off is over. Empty where there is no such trigger.
     *
     * @param seen when it was changed last, for whoever says so
     * @throws Overtaken where it was changed since
     */
    public Optional<Trigger> change(long id, Trigger.Said said, Instant seen) {
        database.change(em -> {
            Sql sql = new Sql(em);
            Kept.TRIGGER.unchanged(sql, id, seen);
            sql.run(
                    "UPDATE alert_trigger SET name = ?1, description = ?2, station = ?3, specification = ?4, op = ?5, threshold = ?6,"
                            + " every_s = ?7, window_s = ?8, exceeded_limit = ?9, enabled = ?10, recipients = CAST(?11 AS bigint[]),"
                            + " due_at = CAST(?12 AS timestamptz), updated_at = CAST(?12 AS timestamptz) WHERE id = ?13",
                    with(said, clock.instant(), id));
            sql.run("DELETE FROM alert_trigger_group WHERE trigger_id = ?1", id);
            if (!said.enabled()) {
                alerts.end(sql, Alert.Source.TRIGGER, id);
            }
        });
        return find(id);
    }

    private static Object[] with(Trigger.Said said, Object... more) {
        return Stream.concat(
                        Stream.of(
                                Names.kept(said.name()),
                                Names.kept(said.description()),
                                said.station(),
                                Names.kept(said.specification()),
                                said.op(),
                                said.threshold(),
                                said.every().toSeconds(),
                                said.window().toSeconds(),
                                said.exceededLimit(),
                                said.enabled(),
                                said.recipients()),
                        Stream.of(more))
                .toArray();
    }

    /** What fires of it is over; its history stays. */
    public void delete(long id) {
        database.change(em -> {
            Sql sql = new Sql(em);
            alerts.end(sql, Alert.Source.TRIGGER, id);
            sql.run("DELETE FROM alert_trigger WHERE id = ?1", id);
        });
    }

    /** One that is to be looked at now, taken so that no other node looks at it too; empty where none is due. */
    Optional<Trigger> take() {
        return database.transaction(em -> new Sql(em)
                        .rows(
                                "UPDATE alert_trigger t SET due_at = CAST(?1 AS timestamptz) + t.every_s * interval '1 second'"
                                        + " WHERE t.id = (SELECT d.id FROM alert_trigger d WHERE d.enabled AND d.due_at <= CAST(?1 AS timestamptz)"
                                        + " ORDER BY d.due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING " + COLUMNS,
                                clock.instant())
                        .stream()
                        .map(Triggers::trigger)
                        .findFirst());
    }

    /**
     * Which groups are beyond the threshold now. One that was often enough in a row fires, one that is not any more is over.
     *
     * @param problem what people are to know of this look, empty where there is nothing
     */
    void judge(Trigger trigger, List<Beyond> beyond, String problem) {
        long id = Long.parseLong(trigger.id());
        Trigger.Said said = trigger.said();
        database.change(em -> {
            Sql sql = new Sql(em);
            int there = sql.run(
                    "UPDATE alert_trigger SET checked_at = CAST(?2 AS timestamptz), problem = ?3 WHERE id = ?1 AND enabled",
                    id,
                    clock.instant(),
                    problem);
            if (there > 0) {
                Set<String> often = often(sql, id, said.exceededLimit(), beyond);
                alerts.settle(
                        sql,
                        new Alerts.Watched(Alert.Source.TRIGGER, id, said.name(), said.station(), said.recipients()),
                        beyond,
                        beyond.stream()
                                .filter(one -> often.contains(one.group()))
                                .toList());
            }
        });
    }

    private static Set<String> often(Sql sql, long id, int limit, List<Beyond> beyond) {
        List<String> groups = beyond.stream().map(Beyond::group).toList();
        sql.run(
                "DELETE FROM alert_trigger_group WHERE trigger_id = ?1 AND name <> ALL (CAST(?2 AS text[]))",
                id,
                groups);
        sql.run(
                "INSERT INTO alert_trigger_group (trigger_id, name, times) SELECT ?1, unnest(CAST(?2 AS text[])), 1"
                        + " ON CONFLICT (trigger_id, name) DO UPDATE SET times = alert_trigger_group.times + 1",
                id,
                groups);
        return sql
                .rows("SELECT name FROM alert_trigger_group WHERE trigger_id = ?1 AND times >= ?2", id, limit)
                .stream()
                .map(row -> row.text(0))
                .collect(Collectors.toSet());
    }

    /** It could not be answered: nothing begins and nothing ends. */
    void note(Trigger trigger, String problem) {
        database.change(em -> new Sql(em)
                .run(
                        "UPDATE alert_trigger SET checked_at = CAST(?2 AS timestamptz), problem = ?3 WHERE id = ?1",
                        Long.parseLong(trigger.id()),
                        clock.instant(),
                        Names.kept(problem)));
    }
}
