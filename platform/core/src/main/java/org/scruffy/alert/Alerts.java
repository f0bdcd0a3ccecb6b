package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.dataset.Names;
import org.scruffy.spi.schedule.LocalTimes;

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

    /** Of how many groups that begin to fire in one look somebody is told by itself. */
    private static final int MOST_TOLD = 20;

    private static final String SEEN =
            " WHERE (station = '*' OR station = ANY (CAST(?1 AS text[])) OR '*' = ANY (CAST(?1 AS text[])))";

    /** The alert that a delivery is about when it is told. */
    private static final String FACE =
            "coalesce((SELECT min(m.id) FROM alert m JOIN alert c ON c.id = m.told_with WHERE c.id = d.alert_id"
                    + " AND d.what = 'FIRED' AND c.ended_at IS NOT NULL AND m.ended_at IS NULL), d.alert_id)";

    /** Of what alerts come, and the ids of who is told. */
    record Watched(Alert.Source source, long id, String name, String station, List<String> recipients) {}

    /**
     * What fires now, then what fired, the latest first. Two statements.
     *
     * @param stations the call signs of which it is wanted, beside what belongs everywhere; {@code *} among them for all
     */
    public List<Alert> latest(Set<String> stations, int limit) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            List<Row> alerts = sql.rows(
                    "SELECT id, source, source_id, name, station, group_name, value, words, began_at, ended_at FROM alert"
                            + SEEN + " ORDER BY ended_at IS NULL DESC, began_at DESC, id DESC LIMIT ?2",
                    stations,
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

    /** How many fire now. */
    public long firing(Set<String> stations) {
        return database.read(em -> new Sql(em)
                .rows("SELECT count(*) FROM alert" + SEEN + " AND ended_at IS NULL", stations)
                .get(0)
                .number(0));
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

    /**
     * What is watched was looked at: what is not beyond any more ends, what fires and did not yet begins, and who is to be told will be.
     *
     * @param firing some of what is beyond, the worst first
     */
    void settle(Sql sql, Watched watched, List<Beyond> beyond, List<Beyond> firing) {
        Instant now = clock.instant();
        end(sql, watched.source(), watched.id(), beyond, now);
        List<Long> begun = begin(sql, watched, firing, now);
        if (!begun.isEmpty()) {
            tell(sql, watched, begun, now);
        }
    }

    /** Nothing of it fires any more. */
    void end(Sql sql, Alert.Source source, long id) {
        end(sql, source, id, List.of(), clock.instant());
    }

    private static List<Long> begin(Sql sql, Watched watched, List<Beyond> firing, Instant now) {
        return sql
                .rows(
                        "INSERT INTO alert (source, source_id, name, station, group_name, value, words, began_at)"
                                + " SELECT ?1, ?2, ?3, ?4, f.group_name, f.value, f.words, CAST(?8 AS timestamptz)"
                                + " FROM unnest(CAST(?5 AS text[]), CAST(?6 AS float8[]), CAST(?7 AS text[])) AS f (group_name, value, words)"
                                + " ON CONFLICT (source, source_id, group_name) WHERE ended_at IS NULL DO NOTHING RETURNING id",
                        watched.source(),
                        watched.id(),
                        Names.kept(watched.name()),
                        watched.station(),
                        firing.stream().map(Beyond::group).toList(),
                        firing.stream().map(Beyond::value).toList(),
                        firing.stream().map(Beyond::words).toList(),
                        now)
                .stream()
                .map(row -> row.number(0))
                .toList();
    }

    /** Of a flood of groups the first are told one by one, and with the last of them how many more there are. */
    private static void tell(Sql sql, Watched watched, List<Long> begun, Instant now) {
        List<Long> told = begun.subList(0, Math.min(MOST_TOLD, begun.size()));
        sql.run(
                "UPDATE alert SET told_with = ?2 WHERE id = ANY (CAST(?1 AS bigint[]))",
                begun.subList(told.size(), begun.size()),
                told.get(told.size() - 1));
        sql.run(
                "INSERT INTO alert_delivery (alert_id, recipient_id, what, due_at) SELECT a.id, r.id, 'FIRED', CAST(?3 AS timestamptz)"
                        + " FROM alert a, alert_recipient r WHERE a.id = ANY (CAST(?1 AS bigint[])) AND r.id = ANY (CAST(?2 AS bigint[]))",
                told,
                watched.recipients(),
                due(sql, watched.station(), now));
    }

    private static void end(Sql sql, Alert.Source source, long id, List<Beyond> beyond, Instant now) {
        sql
                .rows(
                        "UPDATE alert SET ended_at = CAST(?4 AS timestamptz) WHERE source = ?1 AND source_id = ?2 AND ended_at IS NULL"
                                + " AND group_name <> ALL (CAST(?3 AS text[])) RETURNING station, id",
                        source,
                        id,
                        beyond.stream().map(Beyond::group).toList(),
                        now)
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.text(0), Collectors.mapping(row -> row.number(1), Collectors.toList())))
                .forEach((station, over) -> recovered(sql, over, due(sql, station, now)));
    }

    /**
     * Who may have heard that it fires is told that it is over; who cannot have hears nothing of it. That somebody tries is kept before
     * they do, so an attempt that is under way, was broken off or got no answer counts too. What was told by number is told so again:
     * with the one it was told with where both are over at once, otherwise with the first of those that are.
     */
    private static void recovered(Sql sql, List<Long> over, Instant due) {
        drop(sql, over);
        sql.run(
                "INSERT INTO alert_delivery (alert_id, recipient_id, what, due_at, more)"
                        + " SELECT d.alert_id, d.recipient_id, 'RECOVERED', CAST(?2 AS timestamptz),"
                        + " (SELECT count(*) FROM alert m WHERE m.told_with = d.alert_id AND m.id = ANY (CAST(?1 AS bigint[])))"
                        + " FROM alert_delivery d"
                        + " WHERE d.alert_id = ANY (CAST(?1 AS bigint[])) AND d.what = 'FIRED' AND d.attempts > 0 ON CONFLICT DO NOTHING",
                over,
                due);
        sql.run(
                "INSERT INTO alert_delivery (alert_id, recipient_id, what, due_at, more)"
                        + " SELECT min(m.id), d.recipient_id, 'RECOVERED', CAST(?2 AS timestamptz), count(*) - 1"
                        + " FROM alert m JOIN alert_delivery d ON d.alert_id = m.told_with AND d.what = 'FIRED' AND d.attempts > 0"
                        + " WHERE m.id = ANY (CAST(?1 AS bigint[])) AND m.told_with <> ALL (CAST(?1 AS bigint[]))"
                        + " GROUP BY m.told_with, d.recipient_id ON CONFLICT DO NOTHING",
                over,
                due);
    }

    /** Nobody needs to hear any more of what is over, unless others that still fire are told by the same. */
    private static void drop(Sql sql, List<Long> over) {
        sql.run(
                "UPDATE alert_delivery d SET state = 'DROPPED' FROM alert a WHERE a.id = d.alert_id AND a.ended_at IS NOT NULL"
                        + " AND d.what = 'FIRED' AND d.state = 'WAITING' AND d.alert_id IN (SELECT unnest(CAST(?1 AS bigint[]))"
                        + " UNION SELECT told_with FROM alert WHERE id = ANY (CAST(?1 AS bigint[])))"
                        + " AND NOT EXISTS (SELECT 1 FROM alert m WHERE m.told_with = d.alert_id AND m.ended_at IS NULL)",
                over);
    }

    /** When a station may be told: now, or when its quiet hours end. */
    private static Instant due(Sql sql, String station, Instant now) {
        return sql
                .rows(
                        "SELECT q.station, q.begins, q.ends, s.zone FROM quiet_hours q JOIN station s ON s.call_sign = q.station"
                                + " WHERE q.station = ?1",
                        station)
                .stream()
                .flatMap(row -> quiet(row).end(now, LocalTimes.zone(row.text(3))).stream())
                .findFirst()
                .orElse(now);
    }

    private static QuietHours quiet(Row row) {
        return new QuietHours(row.text(0), LocalTime.parse(row.text(1)), LocalTime.parse(row.text(2)));
    }

    /**
     * What is told to whom, taken to be sent within the lease.
     *
     * @param means what people said of what is watched
     * @param alert what it is about; of what is told with others, and is over itself, the first of them that still fires
     * @param more how many other groups are told by this alone
     */
    record Delivery(long id, Alert.What what, int attempts, Alert alert, Recipient recipient, String means, int more) {}

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
                                    + " FROM alert a, alert_recipient r WHERE a.id = " + FACE
                                    + " AND r.id = d.recipient_id AND d.id ="
                                    + " (SELECT w.id FROM alert_delivery w WHERE w.state = 'WAITING' AND w.due_at <= CAST(?1 AS timestamptz)"
                                    + " ORDER BY w.due_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING d.id, d.what, d.attempts, a.id,"
                                    + " a.source, a.source_id, a.name, a.station, a.group_name, a.value, a.words, a.began_at, a.ended_at,"
                                    + " r.id, r.name, r.kind, r.address, r.secret, r.updated_at,"
                                    + " coalesce((SELECT t.description FROM alert_trigger t WHERE a.source = 'TRIGGER' AND t.id = a.source_id),"
                                    + " (SELECT s.description FROM slo s WHERE a.source = 'SLO' AND s.id = a.source_id), ''),"
                                    + " CASE d.what WHEN 'RECOVERED' THEN d.more ELSE (SELECT count(*) FROM alert m"
                                    + " WHERE m.told_with = d.alert_id AND m.ended_at IS NULL AND m.id <> a.id) END",
                            clock.instant(),
                            leasedUntil)
                    .stream()
                    .map(row -> new Delivery(
                            row.number(0),
                            Alert.What.valueOf(row.text(1)),
                            (int) row.number(2),
                            alert(row, 3, List.of()),
                            Recipients.recipient(row, 13),
                            row.text(19),
                            (int) row.number(20)))
                    .findFirst();
        });
    }

    /** It is due now, even where it was given up; false where it was sent, or there is none of the id. */
    boolean again(long delivery) {
        return database.transaction(em -> new Sql(em)
                        .run(
                                "UPDATE alert_delivery SET state = 'WAITING', due_at = CAST(?2 AS timestamptz)"
                                        + " WHERE id = ?1 AND state IN ('WAITING', 'FAILED')",
                                delivery,
                                clock.instant()))
                > 0;
    }

    void sent(Delivery delivery) {
        database.change(em -> new Sql(em)
                .run(
                        "UPDATE alert_delivery SET state = 'SENT', sent_at = CAST(?2 AS timestamptz), problem = '' WHERE id = ?1",
                        delivery.id(),
                        clock.instant()));
    }

    /**
     * It was not told, and whatever waits for the same recipient waits until it is tried again.
     *
     * @param last whether this one is given up
     */
    void failed(Delivery delivery, String problem, boolean last, Instant again) {
        long recipient = Long.parseLong(delivery.recipient().id());
        database.change(em -> {
            Sql sql = new Sql(em);
            // one node after the other: each would wait for what the other put off already
            sql.rows("SELECT id FROM alert_recipient WHERE id = ?1 FOR NO KEY UPDATE", recipient);
            sql.run(
                    "UPDATE alert_delivery SET state = CASE WHEN state = 'WAITING' AND ?2 THEN 'FAILED' ELSE state END,"
                            + " due_at = CASE WHEN ?2 THEN due_at ELSE CAST(?4 AS timestamptz) END, problem = ?3 WHERE id = ?1",
                    delivery.id(),
                    last,
                    Names.kept(problem),
                    again);
            putOff(sql, recipient, again);
        });
    }

    private static void putOff(Sql sql, long recipient, Instant until) {
        List<Row> stations = sql.rows(
                "SELECT DISTINCT a.station FROM alert_delivery d JOIN alert a ON a.id = d.alert_id"
                        + " WHERE d.recipient_id = ?1 AND d.state = 'WAITING'",
                recipient);
        for (Row row : stations) {
            sql.run(
                    "UPDATE alert_delivery d SET due_at = greatest(d.due_at, CAST(?3 AS timestamptz)) FROM alert a"
                            + " WHERE a.id = d.alert_id AND d.recipient_id = ?1 AND a.station = ?2 AND d.state = 'WAITING'",
                    recipient,
                    row.text(0),
                    due(sql, row.text(0), until));
        }
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
