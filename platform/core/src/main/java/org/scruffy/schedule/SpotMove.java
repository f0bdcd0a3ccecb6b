package org.scruffy.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/**
 * Takes a spot from one break to another, within one transaction: the revision of each week that changes is raised first,
 * which also locks these weeks, so that of two moves into the last free seconds one waits and then sees them taken.
 */
record SpotMove(Sql sql, Clock clock, String actor, String traceId) {

    /** As {@link org.scruffy.spi.schedule.AdBreak#fill} has it: 30 s of video last 30.030 s. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private static final String BREAK = """
            SELECT b.id, b.starts_at, b.capacity_ms, t.starts_at AS slot_start, t.ends_at AS slot_end, f.id AS feed_id, f.zone,
                   f.name, s.call_sign, b.locked
            FROM ad_break b JOIN timeslot t ON t.id = b.slot_id JOIN feed f ON f.id = b.feed_id
            JOIN station s ON s.id = f.station_id
            WHERE b.id = ?1
            """;

    /** A break with the weeks it belongs to. */
    record Break(
            long id,
            Instant start,
            Duration capacity,
            long feedId,
            ZoneId zone,
            String feed,
            String callSign,
            boolean locked,
            List<LocalDate> mondays) {

        static Break of(Row row) {
            ZoneId zone = ZoneId.of(row.text(6));
            return new Break(
                    row.number(0),
                    row.at(1),
                    row.length(2),
                    row.number(5),
                    zone,
                    row.text(7),
                    row.text(8),
                    Boolean.parseBoolean(row.text(9)),
                    LocalWeek.touchedBy(row.at(3), row.at(4), zone).stream()
                            .map(LocalWeek::monday)
                            .toList());
        }
    }

    private record WeekKey(long feedId, LocalDate monday) implements Comparable<WeekKey> {
        @Override
        public int compareTo(WeekKey other) {
            int byFeed = Long.compare(feedId, other.feedId);
            return byFeed == 0 ? monday.compareTo(other.monday) : byFeed;
        }
    }

    /** Puts the spot into the break at a position, from 1, or at its end where that is beyond. */
    Moved move(String spotId, String toBreakId, int position) {
        return move(number("spot", spotId), number("break", toBreakId), position);
    }

    /** The call sign of the station that a spot belongs to. */
    String stationOf(String spotId) {
        return read(breakOf(number("spot", spotId))).callSign();
    }

    private Moved move(long spot, long toBreak, int position) {
        Break target = read(toBreak);
        Break source = read(breakOf(spot));
        raiseRevisions(source, target);
        Row placed = placement(spot);
        if (placed.number(0) != source.id()) {
            throw new MoveRefused(
                    "The spot was moved by somebody else just now", "break", placed.id(0), "" + source.id());
        }
        int from = (int) placed.number(1);
        if (source.id() == target.id()) {
            return moved(source, spot, from, target, from);
        }
        check(placed, source, target);
        int seq = makeRoom(target.id(), position);
        sql.run("""
                UPDATE placement p SET break_id = b.id, airs_on = b.airs_on, seq = ?2, origin = 'MANUAL', version = p.version + 1
                FROM ad_break b WHERE b.id = ?1 AND p.id = ?3
                """, target.id(), seq, spot);
        sql.run("UPDATE placement SET seq = seq - 1 WHERE break_id = ?1 AND seq > ?2", source.id(), from);
        Moved moved = moved(source, spot, from, target, seq);
        audit(moved);
        return moved;
    }

    private static Moved moved(Break source, long spot, int from, Break target, int seq) {
        return new Moved(source.callSign(), source.feed(), "" + spot, "" + source.id(), from, "" + target.id(), seq);
    }

    private Break read(long id) {
        return sql.rows(BREAK, id).stream()
                .findFirst()
                .map(Break::of)
                .orElseThrow(() -> new NoSuchSpot("break", "" + id));
    }

    private long breakOf(long spot) {
        return placement(spot).number(0);
    }

    private Row placement(long spot) {
        return sql.rows("SELECT break_id, seq, duration_ms, status FROM placement WHERE id = ?1", spot).stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchSpot("spot", "" + spot));
    }

    /** In one order everywhere, so that two moves never wait for each other. */
    private void raiseRevisions(Break source, Break target) {
        Set<WeekKey> weeks = new TreeSet<>();
        source.mondays().forEach(monday -> weeks.add(new WeekKey(source.feedId(), monday)));
        target.mondays().forEach(monday -> weeks.add(new WeekKey(target.feedId(), monday)));
        weeks.forEach(week -> sql.run(
                "UPDATE feed_week SET revision = revision + 1 WHERE feed_id = ?1 AND week_start = CAST(?2 AS date)",
                week.feedId(),
                week.monday()));
    }

    private void check(Row placed, Break source, Break target) {
        if (source.feedId() != target.feedId()) {
            throw new MoveRefused("A spot stays on its feed", "feed", target.feed(), source.feed());
        }
        refuseStarted(source);
        refuseStarted(target);
        if (source.locked() || target.locked() || !placed.text(3).equals("PLANNED")) {
            throw new MoveRefused("The spot or the break is locked", "status", placed.text(3), "PLANNED, not locked");
        }
        Duration booked = sql.rows(
                        "SELECT COALESCE(sum(duration_ms), 0) FROM placement WHERE break_id = ?1", target.id())
                .get(0)
                .length(0);
        Duration left = target.capacity().minus(booked);
        if (placed.length(2).compareTo(left.plus(TOLERANCE)) >= 0) {
            String room = left.isNegative() ? "none" : seconds(left);
            throw new MoveRefused(
                    "The spot lasts " + seconds(placed.length(2)) + ", the break at " + local(target) + " has " + room
                            + " left",
                    "capacity",
                    seconds(placed.length(2)),
                    "at most " + room);
        }
    }

    private void refuseStarted(Break adBreak) {
        if (!adBreak.start().isAfter(clock.instant())) {
            throw new MoveRefused(
                    "The break at " + local(adBreak) + " has started already",
                    "start",
                    adBreak.start().toString(),
                    "after " + clock.instant());
        }
    }

    private static String local(Break adBreak) {
        return adBreak.start().atZone(adBreak.zone()).toLocalTime() + " " + adBreak.zone();
    }

    private static String seconds(Duration length) {
        return length.toSeconds() + " s";
    }

    private int makeRoom(long toBreak, int position) {
        int end = (int) sql.rows("SELECT COALESCE(max(seq), 0) + 1 FROM placement WHERE break_id = ?1", toBreak)
                .get(0)
                .number(0);
        int seq = Math.max(1, Math.min(position, end));
        if (seq < end) {
            sql.run("UPDATE placement SET seq = seq + 1 WHERE break_id = ?1 AND seq >= ?2", toBreak, seq);
        }
        return seq;
    }

    private void audit(Moved moved) {
        sql.run(
                """
                INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id)
                VALUES (CAST(?1 AS timestamptz), ?2, ?3, 'move', 'placement', ?4,
                        jsonb_build_object('break', CAST(?5 AS bigint), 'seq', CAST(?6 AS integer)),
                        jsonb_build_object('break', CAST(?7 AS bigint), 'seq', CAST(?8 AS integer)),
                        CAST(?9 AS uuid), ?10)
                """,
                clock.instant(),
                actor,
                moved.callSign(),
                Long.valueOf(moved.spotId()),
                moved.fromBreakId(),
                moved.fromPosition(),
                moved.toBreakId(),
                moved.toPosition(),
                UUID.randomUUID().toString(),
                traceId);
    }

    private static long number(String field, String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new NoSuchSpot(field, id);
        }
    }
}
