package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.dataset.Names;

/** What fires and fired, what is to be told of it, and when nobody wants to be told. */
@ApplicationScoped
public class Alerts {

    private final Database database;
    private final Clock clock;

    protected Alerts() {
        this(null, null);
    }

    @Inject
    public Alerts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Of what alerts come. */
    record Watched(Alert.Source source, long id, String name, String station) {}

    /** What is beyond, and the ids of who is told. */
    record Fired(Beyond beyond, List<String> recipients) {}

    /** What fires now, then what fired, the latest first. Two statements. */
    public List<Alert> latest(int limit) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            List<Row> alerts = sql.rows(
                    "SELECT id, source, source_id, name, station, group_name, value, words, began_at, ended_at FROM alert"
                            + " ORDER BY ended_at IS NULL DESC, began_at DESC, id DESC LIMIT ?1",
                    limit);
            Map<String, List<Alert.Telling>> told = sql
                    .rows(
                            "SELECT d.alert_id, r.name, d.what, d.state, coalesce(d.sent_at, d.due_at), d.attempts, d.problem"
                                    + " FROM alert_delivery d JOIN alert_recipient r ON r.id = d.recipient_id"
                                    + " WHERE d.alert_id = ANY (CAST(?1 AS bigint[])) ORDER BY d.id",
                            alerts.stream().map(row -> row.id(0)).toList())
                    .stream()
                    .collect(Collectors.groupingBy(
                            row -> row.id(0), Collectors.mapping(Alerts::telling, Collectors.toList())));
            return alerts.stream()
                    .map(row -> alert(row, 0, told.getOrDefault(row.id(0), List.of())))
                    .toList();
        });
    }

    private static Alert.Telling telling(Row row) {
        return new Alert.Telling(
                row.text(1),
                Alert.What.valueOf(row.text(2)),
                Alert.State.valueOf(row.text(3)),
                row.at(4),
                (int) row.number(5),
                row.text(6));
    }

    /** @param first the column of the id, followed by the others in the order of {@link #latest} */
    static Alert alert(Row row, int first, List<Alert.Telling> told) {
        return new Alert(
                row.id(first),
                Alert.Source.valueOf(row.text(first + 1)),
                row.id(first + 2),
                row.text(first + 3),
                row.text(first + 4),
                row.text(first + 5),
                ((Number) row.columns()[first + 6]).doubleValue(),
                row.text(first + 7),
                row.at(first + 8),
                Triggers.maybe(row, first + 9),
                told);
    }

    /** Exactly these fire of what is watched: what did not yet begins, what does not any more ends; who is to be told will be. */
    void settle(Sql sql, Watched watched, List<Fired> firing) {
        Instant now = clock.instant();
        List<String> groups =
                firing.stream().map(one -> Names.kept(one.beyond().group())).toList();
        end(sql, watched.source(), watched.id(), groups, now);
        for (Fired fired : firing) {
            begin(sql, watched, fired, now);
        }
    }

    /** Nothing of it fires any more. */
    void end(Sql sql, Alert.Source source, long id) {
        end(sql, source, id, List.of(), clock.instant());
    }

    private void begin(Sql sql, Watched watched, Fired fired, Instant now) {
        List<Row> begun = sql.rows(
                "INSERT INTO alert (source, source_id, name, station, group_name, value, words, began_at)"
                        + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, CAST(?8 AS timestamptz)) ON CONFLICT (source, source_id, group_name)"
                        + " WHERE ended_at IS NULL DO NOTHING RETURNING id",
                watched.source(),
                watched.id(),
                Names.kept(watched.name()),
                watched.station(),
                Names.kept(fired.beyond().group()),
                fired.beyond().value(),
                Names.kept(fired.beyond().words()),
                now);
        for (Row row : begun) {
            sql.run(
                    "INSERT INTO alert_delivery (alert_id, recipient_id, what, due_at)"
                            + " SELECT ?1, r.id, 'FIRED', CAST(?3 AS timestamptz) FROM alert_recipient r"
                            + " WHERE r.id = ANY (CAST(?2 AS bigint[]))",
                    row.number(0),
                    fired.recipients(),
                    due(sql, watched.station(), now));
        }
    }

    /** Who was told that it fires is told that it is over; who was not yet hears nothing of it. */
    private void end(Sql sql, Alert.Source source, long id, List<String> firing, Instant now) {
        List<Row> over = sql.rows(
                "UPDATE alert SET ended_at = CAST(?4 AS timestamptz) WHERE source = ?1 AND source_id = ?2 AND ended_at IS NULL"
                        + " AND group_name <> ALL (CAST(?3 AS text[])) RETURNING id, station",
                source,
                id,
                firing,
                now);
        for (Row row : over) {
            sql.run(
                    "UPDATE alert_delivery SET state = 'DROPPED' WHERE alert_id = ?1 AND what = 'FIRED' AND state = 'WAITING'",
                    row.number(0));
            sql.run(
                    RECOVERED
                            + " WHERE d.alert_id = ?1 AND d.what = 'FIRED' AND d.state = 'SENT' ON CONFLICT DO NOTHING",
                    row.number(0),
                    due(sql, row.text(1), now));
        }
    }

    private static final String RECOVERED = "INSERT INTO alert_delivery (alert_id, recipient_id, what, due_at)"
            + " SELECT d.alert_id, d.recipient_id, 'RECOVERED', CAST(?2 AS timestamptz) FROM alert_delivery d";

    /** When a station may be told: now, or when its quiet hours end. */
    private static Instant due(Sql sql, String station, Instant now) {
        return sql
                .rows(
                        "SELECT q.station, q.begins, q.ends, s.zone FROM quiet_hours q JOIN station s ON s.call_sign = q.station"
                                + " WHERE q.station = ?1",
                        station)
                .stream()
                .flatMap(row -> quiet(row).end(now, ZoneId.of(row.text(3))).stream())
                .findFirst()
                .orElse(now);
    }

    private static QuietHours quiet(Row row) {
        return new QuietHours(row.text(0), LocalTime.parse(row.text(1)), LocalTime.parse(row.text(2)));
    }

    /** What is told to whom, taken to be sent within the lease. */
    record Delivery(long id, Alert.What what, int attempts, Alert alert, Recipient recipient) {}

    /**
     * The delivery that is due longest, taken so that no other node sends it too. Whoever takes it and does not come back leaves it to the
     * next after the lease: it may then be told twice, and never not at all.
     */
    Optional<Delivery> take(Instant leasedUntil) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            return sql
                    .rows(
                            "UPDATE alert_delivery d SET due_at = CAST(?2 AS timestamptz), attempts = d.attempts + 1"
                                    + " FROM alert a, alert_recipient r WHERE a.id = d.alert_id AND r.id = d.recipient_id AND d.id ="
                                    + " (SELECT w.id FROM alert_delivery w WHERE w.state = 'WAITING' AND w.due_at <= CAST(?1 AS timestamptz)"
                                    + " ORDER BY w.due_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING d.id, d.what, d.attempts, a.id,"
                                    + " a.source, a.source_id, a.name, a.station, a.group_name, a.value, a.words, a.began_at, a.ended_at,"
                                    + " r.id, r.name, r.kind, r.address, r.secret",
                            clock.instant(),
                            leasedUntil)
                    .stream()
                    .map(row -> new Delivery(
                            row.number(0),
                            Alert.What.valueOf(row.text(1)),
                            (int) row.number(2),
                            alert(row, 3, List.of()),
                            Recipients.recipient(row, 13)))
                    .findFirst();
        });
    }

    /** It was told. Where that it fires was told while it ended, that it is over is to be told too. */
    void sent(Delivery delivery) {
        Instant now = clock.instant();
        database.change(em -> {
            Sql sql = new Sql(em);
            boolean over = sql
                    .rows("SELECT id FROM alert_delivery WHERE id = ?1 AND state = 'DROPPED' FOR UPDATE", delivery.id())
                    .stream()
                    .findFirst()
                    .isPresent();
            sql.run(
                    "UPDATE alert_delivery SET state = 'SENT', sent_at = CAST(?2 AS timestamptz), problem = '' WHERE id = ?1",
                    delivery.id(),
                    now);
            if (over) {
                sql.run(
                        RECOVERED + " WHERE d.id = ?1 ON CONFLICT DO NOTHING",
                        delivery.id(),
                        due(sql, delivery.alert().station(), now));
            }
        });
    }

    /** It was not told, and is tried again then; or never, where that is empty. */
    void failed(Delivery delivery, String problem, Optional<Instant> again) {
        database.change(em -> new Sql(em)
                .run(
                        "UPDATE alert_delivery SET state = CASE WHEN state = 'WAITING' AND ?2 = '' THEN 'FAILED' ELSE state END,"
                                + " due_at = coalesce(CAST(nullif(?2, '') AS timestamptz), due_at), problem = ?3 WHERE id = ?1",
                        delivery.id(),
                        again.map(Instant::toString).orElse(""),
                        Names.kept(problem)));
    }

    /** The quiet hours of the stations that have some. */
    public List<QuietHours> quietHours() {
        return database.read(em -> new Sql(em)
                .rows("SELECT station, begins, ends FROM quiet_hours ORDER BY station").stream()
                        .map(Alerts::quiet)
                        .toList());
    }

    public void keep(QuietHours hours) {
        database.change(em -> new Sql(em)
                .run(
                        "INSERT INTO quiet_hours (station, begins, ends) VALUES (?1, CAST(?2 AS time), CAST(?3 AS time))"
                                + " ON CONFLICT (station) DO UPDATE SET begins = excluded.begins, ends = excluded.ends",
                        hours.station(),
                        hours.begins().toString(),
                        hours.ends().toString()));
    }

    /** The station has no quiet hours any more. */
    public void forgetQuietHours(String station) {
        database.change(em -> new Sql(em).run("DELETE FROM quiet_hours WHERE station = ?1", station));
    }

    /** Deletes what was over before a moment; how many there were. */
    int forget(Instant before) {
        return database.transaction(
                em -> new Sql(em).run("DELETE FROM alert WHERE ended_at < CAST(?1 AS timestamptz)", before));
    }
}
