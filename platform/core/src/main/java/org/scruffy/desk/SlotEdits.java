package org.scruffy.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Edit.CreateSlot;
import org.scruffy.desk.Edit.DeleteSlot;
import org.scruffy.desk.Edit.MoveSlot;
import org.scruffy.desk.Edit.ProgramName;
import org.scruffy.desk.Edit.ResizeSlot;
import org.scruffy.desk.Edit.SplitSlot;
import org.scruffy.desk.Outcome.Result;

/** Programs in the week, with their breaks. */
record SlotEdits(Work work) {

    private static final List<String> SOURCES = List.of("LOCAL", "NATIONAL", "COVER_UP");

    Result create(CreateSlot edit) {
        DeskFeed feed = work.feed(edit.feed());
        work.checkSlot(edit.start(), edit.end());
        work.refuseLockedDays(feed, edit.start(), edit.end());
        String source = edit.source() == null ? "LOCAL" : Work.oneOf("source", edit.source(), SOURCES);
        long id = insert(feed, edit.start(), edit.end(), program(edit.program()), source);
        put(new SlotRow(id, feed, edit.start(), edit.end(), 1));
        return Result.done(edit.op(), id, 1);
    }

    Result move(MoveSlot edit) {
        SlotRow slot = work.slot(edit.slot());
        work.near("startsAt", edit.start());
        Instant end = edit.start().plus(Duration.between(slot.start(), slot.end()));
        return put(edit.op(), slot, edit.version(), edit.start(), end);
    }

    Result resize(ResizeSlot edit) {
        return put(edit.op(), work.slot(edit.slot()), edit.version(), edit.start(), edit.end());
    }

    private Result put(String op, SlotRow slot, Integer version, Instant start, Instant end) {
        EditRefused.ifStale("slot", slot.id(), version, slot.version());
        work.refuseClosed(slot);
        work.checkSlot(start, end);
        work.refuseLockedDays(slot.feed(), start, end);
        long shift = Duration.between(slot.start(), start).toMillis();
        refuseBreaksOutside(slot, shift, end);
        sql().run(
                        "UPDATE timeslot SET starts_at = CAST(?1 AS timestamptz), ends_at = CAST(?2 AS timestamptz),"
                                + " version = version + 1 WHERE id = ?3",
                        start,
                        end,
                        slot.id());
        if (shift != 0) {
            sql().run(
                            "UPDATE ad_break SET starts_at = starts_at + ?1 * interval '1 millisecond', version = version + 1"
                                    + " WHERE slot_id = ?2",
                            shift,
                            slot.id());
        }
        work.changed(slot);
        List<Long> breaks = put(new SlotRow(slot.id(), slot.feed(), start, end, slot.version() + 1));
        if (shift != 0) {
            work.placedBreaks.addAll(breaks);
        }
        return Result.done(op, slot.id(), slot.version() + 1);
    }

    private void refuseBreaksOutside(SlotRow slot, long shift, Instant end) {
        for (Row row : sql().rows("""
                SELECT id, starts_at FROM ad_break WHERE slot_id = ?1
                AND starts_at + ?2 * interval '1 millisecond' > CAST(?3 AS timestamptz) ORDER BY starts_at LIMIT 1
                """, slot.id(), shift, end)) {
            throw EditRefused.clash(
                    "The break at " + slot.feed().local(row.at(1)) + " would be outside the program",
                    "break",
                    row.id(0),
                    "an end that is not before it");
        }
    }

    Result split(SplitSlot edit) {
        SlotRow slot = work.slot(edit.slot());
        EditRefused.ifStale("slot", slot.id(), edit.version(), slot.version());
        work.refuseClosed(slot);
        if (edit.at() == null || !edit.at().isAfter(slot.start()) || !edit.at().isBefore(slot.end())) {
            throw EditRefused.invalid("at", edit.at(), "between " + slot.start() + " and " + slot.end());
        }
        Row same = sql().rows("SELECT program_id, source FROM timeslot WHERE id = ?1", slot.id())
                .get(0);
        sql().run(
                        "UPDATE timeslot SET ends_at = CAST(?1 AS timestamptz), version = version + 1 WHERE id = ?2",
                        edit.at(),
                        slot.id());
        long second = insert(slot.feed(), edit.at(), slot.end(), same.number(0), same.text(1));
        sql().run("""
                UPDATE ad_break b SET slot_id = ?1, pos = n.pos, version = b.version + 1
                FROM (SELECT id, row_number() OVER (ORDER BY starts_at, pos) AS pos FROM ad_break
                      WHERE slot_id = ?2 AND starts_at >= CAST(?3 AS timestamptz)) AS n
                WHERE b.id = n.id
                """, second, slot.id(), edit.at());
        work.changed(slot);
        return Result.done(edit.op(), second, 1);
    }

    Result delete(DeleteSlot edit) {
        SlotRow slot = work.slot(edit.slot());
        EditRefused.ifStale("slot", slot.id(), edit.version(), slot.version());
        work.refuseClosed(slot);
        sql().run("DELETE FROM timeslot WHERE id = ?1", slot.id());
        work.changed(slot);
        return Result.done(edit.op(), slot.id(), null);
    }

    private Sql sql() {
        return work.sql;
    }

    /** Answers its breaks. */
    private List<Long> put(SlotRow slot) {
        work.placedSlots.add(slot.id());
        work.changed(slot);
        List<Long> breaks = sql().rows("SELECT id FROM ad_break WHERE slot_id = ?1", slot.id()).stream()
                .map(row -> row.number(0))
                .toList();
        work.judged.addAll(breaks);
        return breaks;
    }

    private long insert(DeskFeed feed, Instant start, Instant end, long program, String source) {
        long id = sql().rows("SELECT nextval(pg_get_serial_sequence('timeslot', 'id'))")
                .get(0)
                .number(0);
        sql().run("""
                        INSERT INTO timeslot (id, feed_id, starts_at, ends_at, program_id, source, state)
                        VALUES (?1, ?2, CAST(?3 AS timestamptz), CAST(?4 AS timestamptz), ?5, ?6, 'DRAFT')
                        """, id, feed.id(), start, end, program, source);
        return id;
    }

    private long program(ProgramName program) {
        if (program == null || program.title() == null || program.title().isBlank()) {
            throw EditRefused.invalid("program.title", "", "what airs");
        }
        Object[] name = {
            limited("program.title", program.title()),
            limited("program.episode", program.episode()),
            limited("program.nola", program.nola())
        };
        sql().run("INSERT INTO program (title, episode, nola) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", name);
        return sql().rows("SELECT id FROM program WHERE title = ?1 AND episode = ?2 AND nola = ?3", name)
                .get(0)
                .number(0);
    }

    private static String limited(String field, String text) {
        if (text != null && text.length() > 300) {
            throw EditRefused.invalid(field, text.length() + " characters", "at most 300 characters");
        }
        return text == null ? "" : text.strip();
    }
}
