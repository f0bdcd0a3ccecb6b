package org.scruffy.desk;

import java.time.Instant;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Edit.ChangeBreak;
import org.scruffy.desk.Edit.CreateBreak;
import org.scruffy.desk.Edit.DeleteBreak;
import org.scruffy.desk.EditRefused.Because;
import org.scruffy.desk.Outcome.Result;

/** Breaks in programs, numbered as they air. */
record BreakEdits(Work work) {

    static final List<String> KINDS = List.of("UNDERWRITING", "PROMO", "ID", "MIXED");

    /** Behind every number that a break of the slot has, before it is numbered. */
    private static final String INSERT = """
            INSERT INTO ad_break (id, slot_id, feed_id, pos, starts_at, capacity_ms, kind)
            SELECT ?1, ?2, ?3, COALESCE(max(pos), 0) + 1, CAST(?4 AS timestamptz), ?5, ?6 FROM ad_break WHERE slot_id = ?2
            """;

    private static final String NUMBER = """
            UPDATE ad_break b SET pos = n.pos
            FROM (SELECT id, row_number() OVER (ORDER BY starts_at, pos) AS pos FROM ad_break WHERE slot_id = ?1) AS n
            WHERE b.id = n.id AND b.pos <> n.pos
            """;

    Result create(CreateBreak edit) {
        SlotRow slot = work.slot(edit.slot());
        String kind = Work.oneOf("kind", edit.kind(), KINDS);
        int capacity = Work.checkCapacity(edit.capacityMs());
        checkPlace(slot, 0, edit.start(), capacity);
        long id = sql().rows("SELECT nextval(pg_get_serial_sequence('ad_break', 'id'))")
                .get(0)
                .number(0);
        sql().run(INSERT, id, slot.id(), slot.feed().id(), edit.start(), capacity, kind);
        sql().run(NUMBER, slot.id());
        work.changed(slot);
        work.judged.add(id);
        work.placedBreaks.add(id);
        return Result.done(edit.op(), id, 1);
    }

    Result change(ChangeBreak edit) {
        BreakRow before = work.adBreak(edit.adBreak());
        EditRefused.ifStale("break", before.id(), edit.version(), before.version());
        boolean unlocked = before.locked() && Boolean.FALSE.equals(edit.locked());
        work.refuseClosed(unlocked ? unlocked(before) : before);
        Instant start = edit.start() == null ? before.start() : edit.start();
        int capacity = edit.capacityMs() == null ? before.capacityMs() : Work.checkCapacity(edit.capacityMs());
        String kind = edit.kind() == null ? before.kind() : Work.oneOf("kind", edit.kind(), KINDS);
        if (!start.equals(before.start()) || capacity != before.capacityMs()) {
            checkPlace(before.slot(), before.id(), start, capacity);
            work.placedBreaks.add(before.id());
        }
        sql().run("""
                        UPDATE ad_break SET starts_at = CAST(?1 AS timestamptz), capacity_ms = ?2, kind = ?3, locked = ?4,
                            version = version + 1 WHERE id = ?5
                        """, start, capacity, kind, edit.locked() == null ? before.locked() : edit.locked(), before.id());
        sql().run(NUMBER, before.slot().id());
        work.changed(before.slot());
        work.judged.add(before.id());
        return Result.done(edit.op(), before.id(), before.version() + 1);
    }

    private static BreakRow unlocked(BreakRow row) {
        return new BreakRow(row.id(), row.slot(), row.start(), row.capacityMs(), row.kind(), false, row.version());
    }

    Result delete(DeleteBreak edit) {
        BreakRow adBreak = work.adBreak(edit.adBreak());
        EditRefused.ifStale("break", adBreak.id(), edit.version(), adBreak.version());
        work.refuseClosed(adBreak);
        refuseMoreThanPlanned(adBreak);
        sql().run("DELETE FROM ad_break WHERE id = ?1", adBreak.id());
        sql().run(NUMBER, adBreak.slot().id());
        work.changed(adBreak.slot());
        return Result.done(edit.op(), adBreak.id(), null);
    }

    private void refuseMoreThanPlanned(BreakRow adBreak) {
        sql().rows("SELECT id, status FROM placement WHERE break_id = ?1 AND status <> 'PLANNED' LIMIT 1", adBreak.id())
                .forEach(row -> {
                    throw new EditRefused(
                            Because.LOCKED,
                            "A spot of the break at " + adBreak.feed().local(adBreak.start()) + " is " + row.text(1),
                            "status",
                            row.text(1),
                            "only spots that are PLANNED");
                });
    }

    private Sql sql() {
        return work.sql;
    }

    private void checkPlace(SlotRow slot, long but, Instant start, int capacity) {
        work.near("startsAt", start);
        if (!slot.touches(start)) {
            throw EditRefused.invalid("startsAt", start, "from " + slot.start() + " to " + slot.end());
        }
        work.refuseStarted("The time from " + start, start);
        work.refuseLockedDays(slot.feed(), start, start.plusMillis(1));
        for (Row row : sql().rows("""
                SELECT id, starts_at FROM ad_break WHERE slot_id = ?1 AND id <> ?2
                AND starts_at < CAST(?3 AS timestamptz) AND starts_at + capacity_ms * interval '1 millisecond' > CAST(?4 AS timestamptz)
                ORDER BY starts_at LIMIT 1
                """, slot.id(), but, start.plusMillis(capacity), start)) {
            throw EditRefused.clash(
                    "The break at " + slot.feed().local(row.at(1)) + " is at that time",
                    "break",
                    row.id(0),
                    "a time that no other break has");
        }
    }
}
