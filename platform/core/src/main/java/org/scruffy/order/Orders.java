package org.scruffy.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.order.Order.Line;
import org.scruffy.order.Order.State;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.schedule.LocalTimes;

/** The orders of a station with their lines. Whether somebody may read or change them is asked before. */
@ApplicationScoped
public class Orders {

    /** To which state an order may go from each. */
    private static final Map<State, Set<State>> NEXT = Map.of(
            State.DRAFT, Set.of(State.APPROVED, State.ENDED),
            State.APPROVED, Set.of(State.DRAFT, State.ON_HOLD, State.ENDED),
            State.ON_HOLD, Set.of(State.DRAFT, State.APPROVED, State.ENDED),
            State.ENDED, Set.of(State.APPROVED, State.ON_HOLD, State.DRAFT));

    private static final String ORDER = """
            SELECT o.id, o.name, o.underwriter_id, u.name AS underwriter, o.state, o.disabled, o.version
            FROM traffic_order o JOIN station s ON s.id = o.station_id JOIN underwriter u ON u.id = o.underwriter_id
            """;

    private static final String FOUND = """
            WHERE s.call_sign = ?1 AND o.disabled = ?2 AND (o.name ILIKE ?3 OR u.name ILIKE ?3) AND (?4 = '' OR o.state = ?4)
            AND o.id > ?5
            """;

    private static final String AIRED = "p.status = 'AIRED' OR r.outcome IN ('AIRED', 'LATE', 'EARLY', 'SHORT')";

    private static final String LINE = """
            SELECT l.id, l.order_id, l.name, lower(l.flight) AS flight_from, upper(l.flight) - 1 AS flight_until, l.spots, l.per,
                   l.duration_ms, l.days, l.from_local, l.to_local, l.priority, l.pacing, l.sep_minutes, l.max_per_day,
                   l.max_per_break, l.rotation, l.disabled, l.version,
                   (SELECT string_agg(f.name, ',' ORDER BY f.id) FROM order_line_feed lf JOIN feed f ON f.id = lf.feed_id
                    WHERE lf.line_id = l.id) AS feeds,
                   (SELECT string_agg(c.ad_id || ' ' || lc.weight, ',' ORDER BY lc.position, c.ad_id)
                    FROM line_creative lc JOIN creative c ON c.id = lc.creative_id WHERE lc.line_id = l.id) AS creatives,
                   d.placed, d.aired
            FROM order_line l JOIN traffic_order o ON o.id = l.order_id JOIN station s ON s.id = o.station_id
            LEFT JOIN LATERAL (
                SELECT count(*) AS placed, count(*) FILTER (WHERE %s) AS aired
                FROM placement p LEFT JOIN reconciliation r ON r.placement_id = p.id
                WHERE p.order_line_id = l.id AND p.status NOT IN ('MISSED', 'PREEMPTED', 'MADE_GOOD')) d ON true
            """.formatted(AIRED);

    private static final String STANDING = """
            SELECT b.starts_at, f.zone, %s AS aired
            FROM placement p JOIN ad_break b ON b.id = p.break_id AND b.airs_on = p.airs_on JOIN feed f ON f.id = b.feed_id
            LEFT JOIN reconciliation r ON r.placement_id = p.id
            WHERE p.order_line_id = ?1 AND p.status NOT IN ('MISSED', 'PREEMPTED', 'MADE_GOOD')
            """.formatted("(" + AIRED + ")");

    private final Database database;
    private final Clock clock;

    protected Orders() {
        this(null, null);
    }

    @Inject
    public Orders(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The orders of a station in the order in which they were written, each with its lines. Two statements. */
    public Page<Order> find(String callSign, Find find) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            List<Row> rows = sql.rows(
                    ORDER + FOUND + " ORDER BY o.id OFFSET ?6 LIMIT ?7",
                    callSign,
                    find.deleted(),
                    find.pattern(),
                    find.state(),
                    find.afterId(),
                    find.skip(),
                    find.limit() + 1);
            boolean more = rows.size() > find.limit();
            List<Order> found = orders(sql, more ? rows.subList(0, find.limit()) : rows);
            return new Page<>(found, more ? found.get(found.size() - 1).id() : "");
        });
    }

    public long count(String callSign, Find find) {
        return database.read(em -> new Sql(em)
                .rows(
                        "SELECT count(*) FROM traffic_order o JOIN station s ON s.id = o.station_id"
                                + " JOIN underwriter u ON u.id = o.underwriter_id " + FOUND,
                        callSign,
                        find.deleted(),
                        find.pattern(),
                        find.state(),
                        0L)
                .get(0)
                .number(0));
    }

    public Order get(String callSign, String id) {
        return database.read(em -> get(new Sql(em), callSign, id, ""));
    }

    private static Order get(Sql sql, String callSign, String id, String lock) {
        List<Row> rows =
                sql.rows(ORDER + " WHERE s.call_sign = ?1 AND o.id = ?2" + lock, callSign, Ids.of("order", id));
        if (rows.isEmpty()) {
            throw Refused.unknown("order", id);
        }
        return orders(sql, rows).get(0);
    }

    private static List<Order> orders(Sql sql, List<Row> rows) {
        Map<Long, List<Line>> lines = new HashMap<>();
        sql.rows(
                        LINE + " WHERE l.order_id = ANY (CAST(?1 AS bigint[])) ORDER BY l.id",
                        rows.stream().map(row -> row.number(0)).toList())
                .forEach(row -> lines.computeIfAbsent(row.number(1), id -> new ArrayList<>())
                        .add(line(row)));
        return rows.stream()
                .map(row -> new Order(
                        row.id(0),
                        row.text(1),
                        row.id(2),
                        row.text(3),
                        State.valueOf(row.text(4)),
                        lines.getOrDefault(row.number(0), List.of()),
                        Boolean.parseBoolean(row.text(5)),
                        (int) row.number(6)))
                .toList();
    }

    private static Line line(Row row) {
        return new Line(
                row.id(0),
                row.text(2),
                list(row.text(19)),
                row.day(3),
                row.day(4),
                (int) row.number(5),
                Order.Per.valueOf(row.text(6)),
                (int) row.number(7),
                new Daypart(
                        Daypart.days((int) row.number(8)), LocalTime.parse(row.text(9)), LocalTime.parse(row.text(10))),
                (int) row.number(11),
                Order.Pacing.valueOf(row.text(12)),
                (int) row.number(13),
                row.empty(14) ? Optional.empty() : Optional.of((int) row.number(14)),
                (int) row.number(15),
                Rotation.valueOf(row.text(16)),
                list(row.text(20)).stream()
                        .map(share -> share.split(" "))
                        .map(share -> new Rotation.Share(share[0], Integer.parseInt(share[1])))
                        .toList(),
                row.number(21),
                row.number(22),
                Boolean.parseBoolean(row.text(17)),
                (int) row.number(18));
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    // Orders
    // ------------------------------------------------------------------------------------------------------------------

    public Order create(Actor actor, String name, String underwriterId) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            check(sql, name, underwriterId);
            List<Row> made = sql.rows(
                    "INSERT INTO traffic_order (station_id, underwriter_id, name) SELECT id, ?2, ?3 FROM station"
                            + " WHERE call_sign = ?1 ON CONFLICT (station_id, name) DO NOTHING RETURNING id",
                    actor.callSign(),
                    Ids.of("underwriter", underwriterId),
                    name.strip());
            if (made.isEmpty()) {
                throw nameTaken("order", name);
            }
            audit(sql, actor).wrote("create", made.get(0).number(0), "", "");
            return get(sql, actor.callSign(), made.get(0).id(0), "");
        });
    }

    public Order change(Actor actor, String id, int version, String name, String underwriterId) {
        return changed(actor, id, version, "change", "", (sql, order) -> {
            check(sql, name, underwriterId);
            if (!sql.rows(
                            "SELECT 1 FROM traffic_order o JOIN station s ON s.id = o.station_id"
                                    + " WHERE s.call_sign = ?1 AND o.name = ?2 AND o.id <> ?3",
                            actor.callSign(),
                            name.strip(),
                            Long.valueOf(order.id()))
                    .isEmpty()) {
                throw nameTaken("order", name);
            }
            sql.run(
                    "UPDATE traffic_order SET name = ?2, underwriter_id = ?3 WHERE id = ?1",
                    Long.valueOf(order.id()),
                    name.strip(),
                    Ids.of("underwriter", underwriterId));
        });
    }

    private static void check(Sql sql, String name, String underwriterId) {
        List<Fault> faults = new ArrayList<>();
        if (name.isBlank() || name.strip().length() > 200) {
            faults.add(new Fault("name", name, "a name of 1 to 200 characters"));
        }
        if (Ids.number(underwriterId)
                .map(id -> sql.rows("SELECT 1 FROM underwriter WHERE id = ?1 AND NOT disabled", id)
                        .isEmpty())
                .orElse(true)) {
            faults.add(
                    new Fault("underwriter", underwriterId, "an underwriter that is known; a new one is added first"));
        }
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
    }

    private static Refused nameTaken(String what, String name) {
        return Refused.clash(
                "There is " + (what.equals("order") ? "an " : "a ") + what + " '" + name.strip()
                        + "' already, perhaps among the deleted ones",
                "name",
                name,
                "a name that no other " + what + " has");
    }

    /** Brings an order into another state; it is approved with at least one line that has feeds and creatives. */
    public Order state(Actor actor, String id, int version, State to, String reason) {
        return changed(actor, id, version, to.name(), reason, (sql, order) -> {
            Set<State> next = NEXT.get(order.state());
            if (!next.contains(to)) {
                throw Refused.clash(
                        "Order " + order.name() + " is " + order.state() + " and cannot become " + to,
                        "state",
                        to.name(),
                        next.stream().map(State::name).sorted().collect(Collectors.joining(" or ")));
            }
            if (to == State.APPROVED) {
                checkWhole(order);
            }
            sql.run("UPDATE traffic_order SET state = ?2 WHERE id = ?1", Long.valueOf(order.id()), to);
        });
    }

    private static void checkWhole(Order order) {
        List<Line> lines =
                order.lines().stream().filter(line -> !line.deleted()).toList();
        if (lines.isEmpty()) {
            throw Refused.clash("Order " + order.name() + " has no line yet", "lines", "none", "at least one");
        }
        lines.stream().filter(line -> line.creatives().isEmpty()).findFirst().ifPresent(line -> {
            throw Refused.clash(
                    "Line " + line.name() + " has no creative yet", "creatives", "none", "at least one for each line");
        });
    }

    /** Deletes an order of which nothing is planned, so that it can come back. */
    public Order delete(Actor actor, String id, int version) {
        return changed(actor, id, version, "delete", "", (sql, order) -> {
            refusePlanned(sql, "order " + order.name(), order.lines());
            sql.run("UPDATE traffic_order SET disabled = true WHERE id = ?1", Long.valueOf(order.id()));
        });
    }

    public Order restore(Actor actor, String id, int version) {
        return changed(
                actor,
                id,
                version,
                "restore",
                "",
                (sql, order) ->
                        sql.run("UPDATE traffic_order SET disabled = false WHERE id = ?1", Long.valueOf(order.id())));
    }

    private static void refusePlanned(Sql sql, String what, List<Line> lines) {
        long planned = sql.rows(
                        "SELECT count(*) FROM placement WHERE order_line_id = ANY (CAST(?1 AS bigint[]))"
                                + " AND status IN ('PLANNED', 'LOCKED')",
                        lines.stream().map(Line::id).toList())
                .get(0)
                .number(0);
        if (planned > 0) {
            throw Refused.clash(
                    planned + (planned == 1 ? " spot of " + what + " is" : " spots of " + what + " are") + " planned",
                    "placements",
                    "" + planned,
                    "none: take them out of the breaks, or put the order on hold");
        }
    }

    private Order changed(
            Actor actor, String id, int version, String action, String reason, BiConsumer<Sql, Order> change) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            Order order = get(sql, actor.callSign(), id, " FOR UPDATE OF o");
            if (order.version() != version) {
                throw Refused.stale("order", version, order.version());
            }
            Audit audit = audit(sql, actor);
            String before = audit.row(Long.parseLong(order.id()));
            change.accept(sql, order);
            sql.run("UPDATE traffic_order SET version = version + 1 WHERE id = ?1", Long.valueOf(order.id()));
            audit.wrote(action, Long.parseLong(order.id()), before, reason);
            return get(sql, actor.callSign(), id, "");
        });
    }

    private Audit audit(Sql sql, Actor actor) {
        return new Audit(sql, clock, actor, "traffic_order", "order");
    }

    // Lines
    // -------------------------------------------------------------------------------------------------------------------

    public Line line(String callSign, String orderId, String id) {
        return lineOf(get(callSign, orderId), id);
    }

    private static Line lineOf(Order order, String id) {
        return order.lines().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("line", id));
    }

    public Line addLine(Actor actor, String orderId, LineDraft draft) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            Order order = get(sql, actor.callSign(), orderId, " FOR UPDATE OF o");
            check(sql, actor, draft);
            refuseNameTaken(order, "", draft);
            long id = sql.rows(
                            "INSERT INTO order_line (order_id, name, flight, spots, duration_ms)"
                                    + " VALUES (?1, ?2, CAST(?3 AS daterange), ?4, ?5) RETURNING id",
                            Long.valueOf(order.id()),
                            draft.name().strip(),
                            flight(draft),
                            draft.spots(),
                            draft.lengthMs())
                    .get(0)
                    .number(0);
            write(sql, actor, id, draft);
            lineAudit(sql, actor).wrote("create", id, "", "");
            return lineOf(get(sql, actor.callSign(), orderId, ""), "" + id);
        });
    }

    public Line changeLine(Actor actor, String orderId, String id, int version, LineDraft draft) {
        return lineChanged(actor, orderId, id, version, "change", (sql, order) -> {
            check(sql, actor, draft);
            refuseNameTaken(order, id, draft);
            write(sql, actor, Long.parseLong(id), draft);
        });
    }

    /** Deletes a line of which nothing is planned, so that it can come back. */
    public Line deleteLine(Actor actor, String orderId, String id, int version) {
        return lineChanged(actor, orderId, id, version, "delete", (sql, order) -> {
            Line line = lineOf(order, id);
            refusePlanned(sql, "line " + line.name(), List.of(line));
            sql.run("UPDATE order_line SET disabled = true WHERE id = ?1", Long.valueOf(id));
        });
    }

    public Line restoreLine(Actor actor, String orderId, String id, int version) {
        return lineChanged(
                actor,
                orderId,
                id,
                version,
                "restore",
                (sql, order) -> sql.run("UPDATE order_line SET disabled = false WHERE id = ?1", Long.valueOf(id)));
    }

    private Line lineChanged(
            Actor actor, String orderId, String id, int version, String action, BiConsumer<Sql, Order> change) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            Order order = get(sql, actor.callSign(), orderId, " FOR UPDATE OF o");
            Line line = lineOf(order, id);
            if (line.version() != version) {
                throw Refused.stale("line", version, line.version());
            }
            Audit audit = lineAudit(sql, actor);
            String before = audit.row(Long.parseLong(id));
            change.accept(sql, order);
            sql.run("UPDATE order_line SET version = version + 1 WHERE id = ?1", Long.valueOf(id));
            audit.wrote(action, Long.parseLong(id), before, "");
            return lineOf(get(sql, actor.callSign(), orderId, ""), id);
        });
    }

    private Audit lineAudit(Sql sql, Actor actor) {
        return new Audit(sql, clock, actor, "order_line", "line");
    }

    private static void refuseNameTaken(Order order, String id, LineDraft draft) {
        boolean taken = order.lines().stream()
                .anyMatch(line ->
                        line.name().equals(draft.name().strip()) && !line.id().equals(id));
        if (taken) {
            throw nameTaken("line", draft.name());
        }
    }

    private static String flight(LineDraft draft) {
        return "[" + draft.from().orElseThrow() + ","
                + draft.until().map(day -> day.plusDays(1)).orElseThrow() + ")";
    }

    private static void check(Sql sql, Actor actor, LineDraft draft) {
        List<Fault> faults = draft.faults();
        missing(
                        sql,
                        "SELECT f.name FROM feed f JOIN station s ON s.id = f.station_id"
                                + " WHERE s.call_sign = ?2 AND f.name = ANY (CAST(?1 AS text[]))",
                        actor,
                        draft.feeds())
                .ifPresent(name -> faults.add(new Fault("feeds", name, "the name of a feed of " + actor.callSign())));
        missing(
                        sql,
                        "SELECT c.ad_id FROM creative c LEFT JOIN station s ON s.id = c.station_id WHERE NOT c.disabled"
                                + " AND (c.station_id IS NULL OR s.call_sign = ?2) AND c.ad_id = ANY (CAST(?1 AS text[]))",
                        actor,
                        draft.creatives().stream().map(LineDraft.Weight::adId).toList())
                .ifPresent(adId -> faults.add(
                        new Fault("creatives.adId", adId, "the Ad-ID of a creative of " + actor.callSign())));
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
    }

    private static Optional<String> missing(Sql sql, String question, Actor actor, List<String> wanted) {
        Set<String> known = new HashSet<>();
        sql.rows(question, wanted, actor.callSign()).forEach(row -> known.add(row.text(0)));
        return wanted.stream().filter(one -> !known.contains(one)).findFirst();
    }

    private static void write(Sql sql, Actor actor, long id, LineDraft draft) {
        Daypart daypart = draft.daypart();
        sql.run(
                """
                UPDATE order_line SET name = ?2, flight = CAST(?3 AS daterange), spots = ?4, per = ?5, duration_ms = ?6, days = ?7,
                       from_local = CAST(?8 AS time), to_local = CAST(?9 AS time), priority = ?10, pacing = ?11, sep_minutes = ?12,
                       max_per_day = NULLIF(?13, 0), max_per_break = ?14, rotation = ?15
                WHERE id = ?1
                """,
                id,
                draft.name().strip(),
                flight(draft),
                draft.spots(),
                draft.per(),
                draft.lengthMs(),
                daypart.bits(),
                daypart.from().toString(),
                daypart.to().toString(),
                draft.priority(),
                draft.pacing(),
                draft.minutesApart(),
                draft.maxPerDay().orElse(0),
                draft.maxPerBreak(),
                draft.rotation());
        sql.run("DELETE FROM order_line_feed WHERE line_id = ?1", id);
        sql.run(
                "INSERT INTO order_line_feed (line_id, feed_id) SELECT DISTINCT ?1, f.id FROM feed f"
                        + " JOIN station s ON s.id = f.station_id WHERE s.call_sign = ?2 AND f.name = ANY (CAST(?3 AS text[]))",
                id,
                actor.callSign(),
                draft.feeds());
        sql.run("DELETE FROM line_creative WHERE line_id = ?1", id);
        sql.run(
                """
                INSERT INTO line_creative (line_id, creative_id, weight, position)
                SELECT ?1, c.id, n.weight, n.position
                FROM unnest(CAST(?2 AS text[]), CAST(?3 AS integer[])) WITH ORDINALITY AS n(ad_id, weight, position)
                JOIN creative c ON c.ad_id = n.ad_id
                """,
                id,
                draft.creatives().stream().map(LineDraft.Weight::adId).toList(),
                draft.creatives().stream().map(LineDraft.Weight::weight).toList());
    }

    // Delivery
    // ----------------------------------------------------------------------------------------------------------------

    /** What of a line was planned and has aired, by the weeks of the feeds it stands on. */
    public Delivery delivery(String callSign, String orderId, String id) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            Line line = lineOf(get(sql, callSign, orderId, ""), id);
            Map<LocalDate, long[]> weeks = new TreeMap<>();
            LocalDate first = LocalWeek.mondayOf(line.from());
            first.datesUntil(line.until().plusDays(1), java.time.Period.ofWeeks(1))
                    .forEach(monday -> weeks.put(monday, new long[2]));
            Set<LocalDate> flown = Set.copyOf(weeks.keySet());
            for (Row row : sql.rows(STANDING, Long.valueOf(id))) {
                LocalDate monday =
                        LocalWeek.at(row.at(0), LocalTimes.zone(row.text(1))).monday();
                long[] counted = weeks.computeIfAbsent(monday, key -> new long[2]);
                counted[0]++;
                counted[1] += Boolean.parseBoolean(row.text(2)) ? 1 : 0;
            }
            return new Delivery(
                    id,
                    line.ordered(),
                    line.placed(),
                    line.aired(),
                    weeks.entrySet().stream()
                            .map(week -> new Delivery.Week(
                                    week.getKey(),
                                    line.per() == Order.Per.FLIGHT
                                            ? Optional.empty()
                                            : Optional.of(flown.contains(week.getKey()) ? line.spots() : 0),
                                    week.getValue()[0],
                                    week.getValue()[1]))
                            .toList());
        });
    }
}
