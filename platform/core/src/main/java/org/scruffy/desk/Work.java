package org.scruffy.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.EditRefused.Because;
import org.scruffy.rule.Conflict;
import org.scruffy.rule.RuleType;
import org.scruffy.rule.Severity;

/**
 * The edits of one transaction: what they may see and must not touch, and what they have changed. Everything is asked for by the
 * feeds of the station, so that nobody reaches another station's rows.
 */
final class Work {

    private static final Duration LONGEST_BREAK = Duration.ofMinutes(10);
    private static final Duration BACK = Duration.ofDays(400);
    private static final Duration AHEAD = Duration.ofDays(3 * 366);

    private static final String SLOT =
            "t.feed_id, t.id AS slot_id, t.starts_at AS slot_start, t.ends_at, t.version AS slot_version";
    private static final String BREAK =
            SLOT + ", b.id AS break_id, b.starts_at, b.capacity_ms, b.kind, b.locked, b.version AS break_version";
    private static final String OF_STATION = " t.state <> 'CANCELLED' AND t.feed_id = ANY (CAST(?2 AS bigint[]))";

    private static final String OVERLAPS = """
            SELECT a.id, o.id AS other, o.feed_id, o.starts_at, p.title
            FROM timeslot a JOIN timeslot o ON o.feed_id = a.feed_id AND o.id <> a.id AND o.state <> 'CANCELLED'
                 AND tstzrange(o.starts_at, o.ends_at, '[)') && tstzrange(a.starts_at, a.ends_at, '[)')
            JOIN program p ON p.id = o.program_id
            WHERE a.id = ANY (CAST(?1 AS bigint[])) AND a.state <> 'CANCELLED'
            ORDER BY o.id = ANY (CAST(?1 AS bigint[])), o.starts_at LIMIT 1
            """;

    /** Breaks of two programs at one time; those that were copied together are as far from each other as where they were. */
    private static final String BREAK_OVERLAPS = """
            SELECT b.feed_id, b.starts_at, o.id AS other, o.starts_at AS other_start, p.title
            FROM ad_break b JOIN timeslot t ON t.id = b.slot_id AND t.state <> 'CANCELLED'
            JOIN ad_break o ON o.feed_id = b.feed_id AND o.slot_id <> b.slot_id
                 AND o.starts_at > b.starts_at - ?3 * interval '1 millisecond'
                 AND o.starts_at < b.starts_at + b.capacity_ms * interval '1 millisecond'
                 AND o.starts_at + o.capacity_ms * interval '1 millisecond' > b.starts_at
            JOIN timeslot u ON u.id = o.slot_id AND u.state <> 'CANCELLED' JOIN program p ON p.id = u.program_id
            WHERE b.id = ANY (CAST(?1 AS bigint[]))
              AND NOT (b.slot_id = ANY (CAST(?2 AS bigint[])) AND o.slot_id = ANY (CAST(?2 AS bigint[])))
            ORDER BY o.id = ANY (CAST(?1 AS bigint[])), o.starts_at LIMIT 1
            """;

    /** A local day of a feed. */
    record PublishedDay(DeskFeed feed, LocalDate day) {}

    final Sql sql;
    final Instant now;
    final Editor editor;
    final Options options;
    final List<DeskFeed> feeds;

    /** The weeks that changed. */
    final Set<WeekKey> changed = new TreeSet<>();

    /** The breaks that were given something, for the rules to judge. */
    final Set<Long> judged = new TreeSet<>();

    /** The slots that were put somewhere. */
    final Set<Long> placedSlots = new TreeSet<>();

    /** The breaks that were put somewhere. */
    final Set<Long> placedBreaks = new TreeSet<>();

    /** The slots that were put somewhere together. */
    final Set<Long> copiedSlots = new TreeSet<>();

    /** The days that get the revision of their week as the published one. */
    final Set<PublishedDay> published = new HashSet<>();

    /** Creatives that came with the command. */
    final Set<Long> newCreatives = new HashSet<>();

    private final Map<Long, DeskFeed> byId = new HashMap<>();

    Work(Sql sql, Instant now, Editor editor, Options options, List<DeskFeed> feeds) {
        this.sql = sql;
        this.now = now;
        this.editor = editor;
        this.options = options;
        this.feeds = feeds;
        feeds.forEach(feed -> byId.put(feed.id(), feed));
    }

    List<Long> feedIds() {
        return feeds.stream().map(DeskFeed::id).toList();
    }

    DeskFeed feed(String name) {
        return DeskFeed.named(feeds, name);
    }

    DeskFeed feed(long id) {
        return byId.get(id);
    }

    // what there is

    SlotRow slot(long id) {
        return one("slot", id, "SELECT " + SLOT + " FROM timeslot t WHERE t.id = ?1 AND" + OF_STATION, this::slot);
    }

    BreakRow adBreak(long id) {
        return one(
                "break",
                id,
                "SELECT " + BREAK + " FROM ad_break b JOIN timeslot t ON t.id = b.slot_id WHERE b.id = ?1 AND"
                        + OF_STATION,
                this::adBreak);
    }

    SpotRow spot(long id) {
        return one(
                "spot",
                id,
                "SELECT " + BREAK + ", p.id AS spot_id, p.seq, p.status, p.version AS spot_version FROM placement p"
                        + " JOIN ad_break b ON b.id = p.break_id JOIN timeslot t ON t.id = b.slot_id WHERE p.id = ?1 AND"
                        + OF_STATION,
                row -> new SpotRow(
                        row.number(11), adBreak(row), (int) row.number(12), row.text(13), (int) row.number(14)));
    }

    private <T> T one(String what, long id, String question, java.util.function.Function<Row, T> read) {
        return sql.rows(question, id, feedIds()).stream()
                .findFirst()
                .map(read)
                .orElseThrow(() -> EditRefused.unknown(what, id));
    }

    private SlotRow slot(Row row) {
        return new SlotRow(row.number(1), feed(row.number(0)), row.at(2), row.at(3), (int) row.number(4));
    }

    private BreakRow adBreak(Row row) {
        return new BreakRow(
                row.number(5),
                slot(row),
                row.at(6),
                (int) row.number(7),
                row.text(8),
                Boolean.parseBoolean(row.text(9)),
                (int) row.number(10));
    }

    // what must not be touched

    void refuseClosed(BreakRow adBreak) {
        refuseStarted("The break at " + adBreak.feed().local(adBreak.start()), adBreak.start());
        refuseLockedDays(adBreak.feed(), adBreak.start(), adBreak.start().plusMillis(1));
        if (adBreak.locked()) {
            throw new EditRefused(
                    Because.LOCKED,
                    "The break at " + adBreak.feed().local(adBreak.start()) + " is locked",
                    "locked",
                    "true",
                    "a break that is not locked");
        }
    }

    void refuseClosed(SpotRow spot) {
        refuseClosed(spot.adBreak());
        if (!spot.status().equals("PLANNED")) {
            throw new EditRefused(
                    Because.LOCKED,
                    "A spot of the break at "
                            + spot.adBreak().feed().local(spot.adBreak().start()) + " is " + spot.status(),
                    "status",
                    spot.status(),
                    "PLANNED");
        }
    }

    /** A slot that is on or over stays, and so does one with a locked break or a spot that is more than planned. */
    void refuseClosed(SlotRow slot) {
        refuseStarted("The program at " + slot.feed().local(slot.start()), slot.start());
        refuseClosed(slot.feed(), List.of(slot.id()), slot.start(), slot.end());
    }

    void refuseClosed(DeskFeed feed, Collection<Long> slots, Instant start, Instant end) {
        refuseLockedDays(feed, start, end);
        sql.rows("""
                        SELECT b.starts_at, b.locked, p.status FROM ad_break b
                        LEFT JOIN placement p ON p.break_id = b.id AND p.status <> 'PLANNED'
                        WHERE b.slot_id = ANY (CAST(?1 AS bigint[])) AND (b.locked OR p.id IS NOT NULL) ORDER BY b.starts_at LIMIT 1
                        """, slots).forEach(row -> {
            throw new EditRefused(
                    Because.LOCKED,
                    "The break at " + feed.local(row.at(0)) + " is locked, or has spots that are",
                    "locked",
                    row.text(2).isEmpty() ? "the break" : row.text(2),
                    "nothing that is locked");
        });
    }

    void refuseStarted(String what, Instant start) {
        if (!start.isAfter(now)) {
            throw new EditRefused(
                    Because.STARTED, what + " has started already", "start", start.toString(), "after " + now);
        }
    }

    void refuseLockedDays(DeskFeed feed, Instant start, Instant end) {
        refuseLockedDays(feed, feed.days(start, end));
    }

    void refuseLockedDays(DeskFeed feed, Collection<LocalDate> days) {
        sql.rows(
                        "SELECT day, locked_by FROM feed_day WHERE feed_id = ?1 AND locked AND day = ANY (CAST(?2 AS date[]))"
                                + " ORDER BY day LIMIT 1",
                        feed.id(),
                        days)
                .forEach(row -> {
                    throw new EditRefused(
                            Because.LOCKED,
                            row.text(0) + " on " + feed.name() + " is locked by " + row.text(1),
                            "day",
                            "locked by " + row.text(1),
                            "a day that is not locked");
                });
    }

    /** A time that no schedule reaches is a slip of whoever typed it. */
    Instant near(String field, Instant at) {
        if (at == null || at.isBefore(now.minus(BACK)) || at.isAfter(now.plus(AHEAD))) {
            throw EditRefused.invalid(
                    field,
                    at == null ? "" : at,
                    "an instant from " + now.minus(BACK).truncatedTo(java.time.temporal.ChronoUnit.DAYS) + " to "
                            + now.plus(AHEAD).truncatedTo(java.time.temporal.ChronoUnit.DAYS));
        }
        return at;
    }

    LocalDate near(String field, LocalDate day) {
        LocalDate today = now.atZone(java.time.ZoneOffset.UTC).toLocalDate();
        LocalDate first = today.minusDays(BACK.toDays());
        LocalDate last = today.plusDays(AHEAD.toDays());
        if (day == null || day.isBefore(first) || day.isAfter(last)) {
            throw EditRefused.invalid(field, day == null ? "" : day, "a day from " + first + " to " + last);
        }
        return day;
    }

    /** An interval for a program. */
    void checkSlot(Instant start, Instant end) {
        near("startsAt", start);
        near("endsAt", end);
        if (!end.isAfter(start) || Duration.between(start, end).compareTo(Duration.ofHours(24)) > 0) {
            throw EditRefused.invalid("endsAt", end, "after startsAt " + start + ", by at most 24 h");
        }
        refuseStarted("The time from " + start, start);
    }

    static int checkCapacity(int capacityMs) {
        if (capacityMs < 1_000 || capacityMs > LONGEST_BREAK.toMillis()) {
            throw EditRefused.invalid("capacityMs", capacityMs, "from 1000 to " + LONGEST_BREAK.toMillis());
        }
        return capacityMs;
    }

    static String oneOf(String field, String found, List<String> known) {
        if (!known.contains(found)) {
            throw EditRefused.invalid(field, found == null ? "" : found, "one of: " + String.join(", ", known));
        }
        return found;
    }

    // what was changed

    void changed(DeskFeed feed, Instant start, Instant end) {
        changed.addAll(feed.weeks(start, end));
    }

    void changed(SlotRow slot) {
        changed(slot.feed(), slot.start(), slot.end());
    }

    /**
     * The same conflicts, of which those only warn that block a creative because nobody approved it, where it came with this
     * command: it was nowhere before for anybody to look at, and does not air before it has its video.
     */
    List<Conflict> softened(List<Conflict> conflicts) {
        List<String> approvals = conflicts.stream()
                .filter(Work::blocksUnapproved)
                .map(Conflict::spotId)
                .toList();
        if (newCreatives.isEmpty() || approvals.isEmpty()) {
            return conflicts;
        }
        Set<String> ofNew = new HashSet<>();
        sql.rows(
                        "SELECT id FROM placement WHERE id = ANY (CAST(?1 AS bigint[])) AND creative_id = ANY (CAST(?2 AS bigint[]))",
                        approvals.stream().map(Long::valueOf).toList(),
                        newCreatives)
                .forEach(row -> ofNew.add(row.id(0)));
        return conflicts.stream()
                .map(one -> blocksUnapproved(one) && ofNew.contains(one.spotId()) ? one.warning() : one)
                .toList();
    }

    private static boolean blocksUnapproved(Conflict conflict) {
        return conflict.severity() == Severity.BLOCK && conflict.rule().equals(RuleType.APPROVAL.name());
    }

    /** Refuses two programs, or breaks of two, at one time, and names the one that is in the way. */
    void refuseOverlaps() {
        if (!placedSlots.isEmpty()) {
            refuseSlotOverlaps();
        }
        if (!placedBreaks.isEmpty()) {
            refuseBreakOverlaps();
        }
    }

    private void refuseSlotOverlaps() {
        sql.rows(OVERLAPS, placedSlots).forEach(row -> {
            DeskFeed feed = feed(row.number(2));
            throw EditRefused.clash(
                    "It overlaps '" + row.text(4) + "' at " + feed.local(row.at(3)),
                    "slot",
                    row.id(1),
                    "a time that no other slot has");
        });
    }

    private void refuseBreakOverlaps() {
        sql.rows(BREAK_OVERLAPS, placedBreaks, copiedSlots, LONGEST_BREAK.toMillis())
                .forEach(row -> {
                    DeskFeed feed = feed(row.number(0));
                    throw EditRefused.clash(
                            "The break at " + feed.local(row.at(1)) + " overlaps that at " + feed.local(row.at(3))
                                    + " of '" + row.text(4) + "'",
                            "break",
                            row.id(2),
                            "a time that no other break has");
                });
    }
}
