package org.scruffy.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.scruffy.Silence;
import org.scruffy.database.Sql;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.TestSchedule;
import org.scruffy.schedule.TestStation;

/**
 * Two users at one desk do, undo and do again whatever they like to three hours around a Monday's midnight. Each try has a station
 * of its own in one database.
 */
class DeskPropertyTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);
    private static final Instant FIRST = Instant.parse("2026-06-01T04:00:00Z");
    private static final int QUARTER = 15 * 60;
    private static final List<Editor> USERS = List.of(new Editor("anna", false), new Editor("bob", false));

    /** The rule OVERFULL lets a break be longer by this. */
    private static final int TOLERANCE_MS = 999;

    private static final String SLOTS_THAT_OVERLAP = """
            SELECT a.id || ' and ' || b.id FROM timeslot a JOIN timeslot b ON b.feed_id = a.feed_id AND b.id > a.id
                AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at WHERE a.feed_id = %d
            """;
    private static final String BREAKS_OUTSIDE_THEIR_SLOT = """
            SELECT CAST(b.id AS text) FROM ad_break b JOIN timeslot t ON t.id = b.slot_id
            WHERE b.feed_id = %d AND (b.starts_at < t.starts_at OR b.starts_at > t.ends_at)
            """;
    private static final String BREAKS_THAT_OVERLAP = """
            SELECT a.id || ' and ' || b.id FROM ad_break a JOIN ad_break b ON b.feed_id = a.feed_id AND b.id > a.id
                AND b.starts_at < a.starts_at + a.capacity_ms * interval '1 ms'
                AND a.starts_at < b.starts_at + b.capacity_ms * interval '1 ms' WHERE a.feed_id = %d
            """;
    private static final String BREAKS_NOT_NUMBERED_AS_THEY_AIR = """
            SELECT CAST(id AS text) FROM (SELECT id, pos, row_number() OVER (PARTITION BY slot_id ORDER BY starts_at) AS nth FROM ad_break
                WHERE feed_id = %d) AS b WHERE pos <> nth
            """;
    private static final String SPOTS_NOT_NUMBERED_WITHOUT_GAPS = """
            SELECT CAST(id AS text) FROM (SELECT p.id, p.seq, row_number() OVER (PARTITION BY p.break_id ORDER BY p.seq) AS nth FROM placement p
                JOIN ad_break b ON b.id = p.break_id WHERE b.feed_id = %d) AS s WHERE seq <> nth
            """;
    private static final String BREAKS_THAT_ARE_OVERFULL =
            "SELECT CAST(b.id AS text) FROM ad_break b WHERE b.feed_id = %d AND b.capacity_ms + " + TOLERANCE_MS
                    + " < (SELECT sum(p.duration_ms) FROM placement p WHERE p.break_id = b.id)";

    private static final String WRONG = String.join(
            " UNION ALL ",
            named("slots that overlap", SLOTS_THAT_OVERLAP),
            named("break outside its slot", BREAKS_OUTSIDE_THEIR_SLOT),
            named("breaks that overlap", BREAKS_THAT_OVERLAP),
            named("break not numbered as it airs", BREAKS_NOT_NUMBERED_AS_THEY_AIR),
            named("spot not numbered without gaps", SPOTS_NOT_NUMBERED_WITHOUT_GAPS),
            named("break that is overfull", BREAKS_THAT_ARE_OVERFULL));

    /** Each row by what it is, the week that it is in and whether its break or day is locked, and what it holds. */
    private static final String CONTENT = """
            SELECT 'slot ' || t.id || '|' || CAST(date_trunc('week', t.starts_at AT TIME ZONE 'America/New_York') AS date)
                || '|open|' || (to_jsonb(t) - 'version') FROM timeslot t WHERE t.feed_id = %1$d
            UNION ALL SELECT 'break ' || b.id || '|' || CAST(date_trunc('week', b.starts_at AT TIME ZONE 'America/New_York') AS date)
                || '|open|' || (to_jsonb(b) - 'version') FROM ad_break b WHERE b.feed_id = %1$d
            UNION ALL SELECT 'spot ' || p.id || '|' || CAST(date_trunc('week', b.starts_at AT TIME ZONE 'America/New_York') AS date)
                || CASE WHEN b.locked OR EXISTS (SELECT 1 FROM feed_day d WHERE d.feed_id = b.feed_id AND d.locked
                        AND d.day = CAST(b.starts_at AT TIME ZONE 'America/New_York' AS date)) THEN '|locked|' ELSE '|open|' END
                || (to_jsonb(p) - 'version') FROM placement p JOIN ad_break b ON b.id = p.break_id WHERE b.feed_id = %1$d
            UNION ALL SELECT 'day ' || d.feed_id || ' ' || d.day || '|' || CAST(date_trunc('week', d.day) AS date)
                || '|open|' || to_jsonb(d) FROM feed_day d WHERE d.feed_id = %1$d
            """;

    private static TestSchedule test;
    private static Connection eyes;
    private static Desk desk;
    private static int stations;

    private String station;
    private long feed;

    private enum Op {
        CREATE_SLOT,
        MOVE_SLOT,
        RESIZE_SLOT,
        SPLIT_SLOT,
        DELETE_SLOT,
        CREATE_BREAK,
        CHANGE_BREAK,
        LOCK_BREAK,
        DELETE_BREAK,
        PLACE_SPOT,
        MOVE_SPOT,
        REPLACE_SPOT,
        REMOVE_SPOT,
        LOCK_DAY,
        UNLOCK_DAY,
        UNDO,
        REDO
    }

    /**
     * What one user does next.
     *
     * @param which of the things there are, counted round
     * @param where it goes: a quarter of an hour, a position, a creative
     */
    private record Step(int user, Op op, int which, int where) {}

    /** A row as it is, but for its version. */
    private record Kept(String week, boolean locked, String values) {}

    /** What there is at one time. */
    private record Grid(Map<String, Kept> rows, Map<String, Long> revisions) {

        Set<String> differentFrom(Grid other) {
            Set<String> keys = new TreeSet<>(rows.keySet());
            keys.addAll(other.rows.keySet());
            keys.removeIf(key -> values(key).equals(other.values(key)));
            return keys;
        }

        String values(String key) {
            return rows.containsKey(key) ? rows.get(key).values() : "";
        }
    }

    private static String named(String what, String question) {
        return "SELECT '" + what + " ' || w.id FROM (" + question + ") AS w(id)";
    }

    @BeforeContainer
    static void open() throws SQLException {
        test = new TestSchedule(Instant.parse("2026-02-01T12:00:00Z"));
        desk = new Desk(test.database, test.clock(), new Silence(), test.event(), new Rules());
        eyes = test.source.getConnection();
    }

    @AfterContainer
    static void close() throws SQLException {
        eyes.close();
        test.close();
    }

    /** Each of what can be done once, in any order, and more of undo: so each is taken back in each try. */
    @Provide
    Arbitrary<List<Step>> steps() {
        List<Op> ops = new ArrayList<>(List.of(Op.values()));
        ops.addAll(List.of(Op.UNDO, Op.UNDO, Op.REDO));
        return Combinators.combine(
                        Arbitraries.shuffle(ops),
                        numbers(ops.size(), 0, 1),
                        numbers(ops.size(), 0, 11),
                        numbers(ops.size(), -6, 14))
                .as((shuffled, user, which, where) -> IntStream.range(0, shuffled.size())
                        .mapToObj(i -> new Step(user.get(i), shuffled.get(i), which.get(i), where.get(i)))
                        .toList());
    }

    private static Arbitrary<List<Integer>> numbers(int count, int from, int to) {
        return Arbitraries.integers().between(from, to).list().ofSize(count);
    }

    @Property(tries = 8)
    void commandsUndoAndRedoOfTwoUsers_keepTheGridWholeAndAudited(@ForAll("steps") List<Step> steps) {
        newStation();
        check(grid());
        for (Step step : steps) {
            Editor user = USERS.get(step.user());
            Grid before = grid();
            boolean done = tried(step, user, before);
            Grid after = grid();
            if (!done || step.op() == Op.REDO) {
                continue;
            }
            boolean undone = step.op() == Op.UNDO;
            turn(user, undone, after, before, "taken back at once: " + step);
            turn(user, !undone, before, after, "and done again: " + step);
        }
    }

    private void newStation() {
        station = "KP" + ++stations;
        test.take(new TestStation(station, NEW_YORK, 2, "main"), MONDAY);
        feed = Long.parseLong(
                column("SELECT f.id FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = '" + station
                                + "'")
                        .get(0));
        // three hours are left of the week, so that the two get in each other's way
        test.database.change(em -> new Sql(em)
                .run(
                        "DELETE FROM timeslot WHERE feed_id = ?1 AND starts_at >= CAST(?2 AS timestamptz)",
                        feed,
                        FIRST.plusSeconds(12L * QUARTER)));
    }

    /** Whether it was done; what is refused leaves everything as it was. */
    private boolean tried(Step step, Editor user, Grid before) {
        long mark = lastAudit();
        try {
            if (!carriedOut(step, user)) {
                return false;
            }
        } catch (EditRefused refused) {
            assertThat(grid()).as("refused: " + step).isEqualTo(before);
            assertThat(lastAudit()).as("audit of what was refused: " + step).isEqualTo(mark);
            return false;
        }
        Grid after = grid();
        check(after);
        checkAudit(step.toString(), user, mark, before, after);
        checkRevisions(step.toString(), before, after);
        if (step.op() != Op.LOCK_BREAK) {
            checkLocks(step, before, after);
        }
        return true;
    }

    /** Whether there was anything to do it to. */
    private boolean carriedOut(Step step, Editor user) {
        if (step.op() == Op.UNDO) {
            desk.undo(user, station);
            return true;
        }
        if (step.op() == Op.REDO) {
            desk.redo(user, station);
            return true;
        }
        Optional<Edit> edit = edit(step);
        edit.ifPresent(one -> desk.apply(
                user, station, List.of(one), Options.plain().because("a test").as(UUID.randomUUID())));
        return edit.isPresent();
    }

    private void turn(Editor user, boolean redo, Grid from, Grid to, String what) {
        long mark = lastAudit();
        if (redo) {
            desk.redo(user, station);
        } else {
            desk.undo(user, station);
        }
        Grid now = grid();
        assertThat(now.rows()).as(what).isEqualTo(to.rows());
        checkAudit(what, user, mark, from, now);
        checkRevisions(what, from, now);
    }

    private Optional<Edit> edit(Step step) {
        Instant at = FIRST.plusSeconds((long) step.where() * QUARTER);
        return switch (step.op()) {
            case CREATE_SLOT ->
                Optional.of(new Edit.CreateSlot(
                        "main",
                        at,
                        at.plusSeconds((long) QUARTER * (1 + step.which() % 3)),
                        new Edit.ProgramName("Special", "", ""),
                        "LOCAL"));
            case MOVE_SLOT -> slot(step).map(slot -> new Edit.MoveSlot(slot.id(), at, slot.version()));
            case RESIZE_SLOT -> slot(step).map(slot -> resized(slot, step.where()));
            case SPLIT_SLOT ->
                slot(step)
                        .map(slot -> new Edit.SplitSlot(
                                slot.id(), slot.start().plusSeconds(60L * (6 + step.where())), slot.version()));
            case DELETE_SLOT -> slot(step).map(slot -> new Edit.DeleteSlot(slot.id(), slot.version()));
            case CREATE_BREAK ->
                slot(step)
                        .map(slot -> new Edit.CreateBreak(
                                slot.id(),
                                step.where() < 0
                                        ? slot.end().minusSeconds(30)
                                        : slot.start().plusSeconds(120L * step.where()),
                                60_000,
                                "MIXED"));
            case LOCK_DAY -> Optional.of(new Edit.LockDay("main", MONDAY.plusDays(step.where() % 2)));
            case UNLOCK_DAY -> Optional.of(new Edit.UnlockDay("main", MONDAY.plusDays(step.where() % 2)));
            case PLACE_SPOT ->
                adBreak(step)
                        .map(adBreak ->
                                new Edit.PlaceSpot(adBreak.id(), 1 + Math.abs(step.where()) % 3, creative(step), null));
            case CHANGE_BREAK, LOCK_BREAK, DELETE_BREAK -> adBreak(step).map(adBreak -> changedBreak(adBreak, step));
            default -> spot(step).map(spot -> changedSpot(spot, step));
        };
    }

    private static Edit resized(Thing slot, int where) {
        return where % 2 == 0
                ? new Edit.ResizeSlot(
                        slot.id(), slot.start(), slot.end().plusSeconds((long) QUARTER * where / 2), slot.version())
                : new Edit.ResizeSlot(slot.id(), slot.start().plusSeconds(60L * where), slot.end(), slot.version());
    }

    private static Edit changedBreak(Thing adBreak, Step step) {
        if (step.op() == Op.DELETE_BREAK) {
            return new Edit.DeleteBreak(adBreak.id(), adBreak.version());
        }
        if (step.op() == Op.LOCK_BREAK) {
            return new Edit.ChangeBreak(adBreak.id(), null, null, null, step.where() % 2 == 0, adBreak.version());
        }
        return step.where() < 5
                ? new Edit.ChangeBreak(
                        adBreak.id(), null, 30_000 * Math.floorMod(step.where(), 5), null, null, adBreak.version())
                : new Edit.ChangeBreak(
                        adBreak.id(),
                        adBreak.start().plusSeconds(120L * (step.where() - 8)),
                        null,
                        null,
                        null,
                        adBreak.version());
    }

    private Edit changedSpot(Thing spot, Step step) {
        return switch (step.op()) {
            case MOVE_SPOT ->
                new Edit.MoveSpot(
                        spot.id(), adBreak(step).orElseThrow().id(), 1 + Math.abs(step.where()) % 3, spot.version());
            case REPLACE_SPOT -> new Edit.ReplaceSpot(spot.id(), creative(step), spot.version());
            default -> new Edit.RemoveSpot(spot.id(), spot.version());
        };
    }

    /** Some of half a minute, and one of a quarter. */
    private static String creative(Step step) {
        return "TEST%04dH".formatted(Math.abs(step.where()) % 10);
    }

    /** A row that can be changed; a break or a spot has no end of its own. */
    private record Thing(long id, int version, Instant start, Instant end) {

        static Thing of(String row) {
            String[] values = row.split("\\|");
            return new Thing(
                    Long.parseLong(values[0]),
                    Integer.parseInt(values[1]),
                    Instant.ofEpochSecond(Long.parseLong(values[2])),
                    Instant.ofEpochSecond(Long.parseLong(values[3])));
        }
    }

    private Optional<Thing> slot(Step step) {
        return any(step.which(), "timeslot t", "t", "t");
    }

    private Optional<Thing> adBreak(Step step) {
        return any(Math.abs(step.which() + step.where()), "ad_break b JOIN timeslot t ON t.id = b.slot_id", "b", "b");
    }

    private Optional<Thing> spot(Step step) {
        return any(
                step.which(),
                "placement p JOIN ad_break b ON b.id = p.break_id JOIN timeslot t ON t.id = b.slot_id",
                "p",
                "b");
    }

    private Optional<Thing> any(int which, String from, String of, String starting) {
        List<String> rows = column("SELECT " + of + ".id || '|' || " + of
                + ".version || '|' || CAST(extract(epoch FROM "
                + starting + ".starts_at) AS bigint) || '|' || CAST(extract(epoch FROM t.ends_at) AS bigint) FROM "
                + from + " WHERE t.feed_id = " + feed + " ORDER BY " + starting + ".starts_at, " + of + ".id");
        return rows.isEmpty() ? Optional.empty() : Optional.of(Thing.of(rows.get(which % rows.size())));
    }

    private Grid grid() {
        Map<String, Kept> rows = new TreeMap<>();
        for (String row : column(CONTENT.formatted(feed))) {
            String[] values = row.split("\\|", 4);
            rows.put(values[0], new Kept(values[1], values[2].equals("locked"), values[3]));
        }
        Map<String, Long> revisions = new TreeMap<>();
        column("SELECT week_start || '|' || revision FROM feed_week WHERE feed_id = " + feed)
                .forEach(row -> revisions.put(row.split("\\|")[0], Long.valueOf(row.split("\\|")[1])));
        return new Grid(rows, revisions);
    }

    private void check(Grid grid) {
        assertThat(column(WRONG.replace("%d", "" + feed)))
                .as(() -> "what is wrong in " + grid.rows())
                .isEmpty();
    }

    /** Whatever became different is in the audit as it was and as it is, under one command of the user. */
    private void checkAudit(String what, Editor user, long mark, Grid before, Grid after) {
        List<AuditLine> lines = desk.audit(station, "", 0, Long.MAX_VALUE, 100).stream()
                .filter(line -> line.id() > mark)
                .sorted(Comparator.comparingLong(AuditLine::id))
                .toList();
        assertThat(lines).as("audit of " + what).isNotEmpty();
        assertThat(lines).extracting(AuditLine::actor).as(what).containsOnly(user.name());
        assertThat(lines)
                .extracting(AuditLine::command)
                .as(what)
                .containsOnly(lines.get(0).command());
        Map<String, String> was = new HashMap<>();
        Map<String, String> became = new HashMap<>();
        for (AuditLine line : lines) {
            String key = key(line);
            was.putIfAbsent(key, line.before());
            became.put(key, line.after());
        }
        Set<String> different = after.differentFrom(before);
        assertThat(was.keySet()).as("audited of " + what).containsAll(different);
        for (String key : different) {
            assertThat(was.get(key).isEmpty())
                    .as(key + " before " + what)
                    .isEqualTo(before.values(key).isEmpty());
            assertThat(became.get(key).isEmpty())
                    .as(key + " after " + what)
                    .isEqualTo(after.values(key).isEmpty());
        }
    }

    private static String key(AuditLine line) {
        if (!line.entity().equals("day")) {
            return line.entity() + " " + line.entityId();
        }
        String row = line.after().isEmpty() ? line.before() : line.after();
        return "day " + line.entityId() + " " + row.replaceAll(".*\"day\": \"([0-9-]+)\".*", "$1");
    }

    /** Those of the weeks that became different rise, and none falls. */
    private static void checkRevisions(String what, Grid before, Grid after) {
        before.revisions()
                .forEach((week, revision) -> assertThat(after.revisions().get(week))
                        .as("revision of " + week + " after " + what)
                        .isGreaterThanOrEqualTo(revision));
        List<String> weeks = new ArrayList<>();
        for (String key : after.differentFrom(before)) {
            Optional.ofNullable(before.rows().get(key)).ifPresent(row -> weeks.add(row.week()));
            Optional.ofNullable(after.rows().get(key)).ifPresent(row -> weeks.add(row.week()));
        }
        weeks.forEach(week -> assertThat(after.revisions().get(week))
                .as("revision of " + week + ", which is different after " + what)
                .isGreaterThan(before.revisions().getOrDefault(week, 0L)));
    }

    /** What was locked and still is holds what it held. */
    private static void checkLocks(Step step, Grid before, Grid after) {
        before.rows().forEach((key, row) -> {
            if (row.locked()
                    && (!after.rows().containsKey(key) || after.rows().get(key).locked())) {
                assertThat(after.values(key))
                        .as("locked " + key + " after " + step)
                        .isEqualTo(row.values());
            }
        });
        after.rows().forEach((key, row) -> {
            if (row.locked() && !before.rows().containsKey(key)) {
                assertThat(row.values())
                        .as("put into what is locked by " + step)
                        .isEmpty();
            }
        });
    }

    private static long lastAudit() {
        return Long.parseLong(
                column("SELECT COALESCE(max(id), 0) FROM audit_entry").get(0));
    }

    private static List<String> column(String sql) {
        try (Statement statement = eyes.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
