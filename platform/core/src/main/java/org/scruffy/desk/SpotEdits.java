package org.scruffy.desk;

import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Edit.MoveSpot;
import org.scruffy.desk.Edit.PlaceSpot;
import org.scruffy.desk.Edit.RemoveSpot;
import org.scruffy.desk.Edit.ReplaceSpot;
import org.scruffy.desk.Outcome.Result;

/** Spots in breaks. Those behind a spot move up or down with it, which is not a change of theirs: their versions stay. */
record SpotEdits(Work work) {

    Result place(PlaceSpot edit) {
        BreakRow adBreak = work.adBreak(edit.adBreak());
        work.refuseClosed(adBreak);
        Row creative = creative(edit.adId());
        checkLine(edit.line());
        int seq = makeRoom(adBreak.id(), edit.position());
        long id = sql().rows("SELECT nextval('placement_number')").get(0).number(0);
        sql().run(
                        """
                        INSERT INTO placement (id, airs_on, break_id, seq, creative_id, order_line_id, duration_ms, origin)
                        SELECT ?1, b.airs_on, b.id, ?2, ?3, CAST(?4 AS bigint), ?5, ?6 FROM ad_break b WHERE b.id = ?7
                        """,
                        id,
                        seq,
                        creative.number(0),
                        edit.line() == null ? null : edit.line().toString(),
                        creative.number(1),
                        work.options.origin(),
                        adBreak.id());
        gave(adBreak);
        return Result.done(edit.op(), id, 1);
    }

    Result move(MoveSpot edit) {
        SpotRow spot = work.spot(edit.spot());
        BreakRow target = work.adBreak(edit.adBreak());
        EditRefused.ifStale("spot", spot.id(), edit.version(), spot.version());
        if (spot.adBreak().feed().id() != target.feed().id()) {
            throw EditRefused.clash(
                    "A spot stays on its feed",
                    "feed",
                    target.feed().name(),
                    spot.adBreak().feed().name());
        }
        work.refuseClosed(spot);
        work.refuseClosed(target);
        closeGap(spot);
        int seq = makeRoom(target.id(), edit.position(), spot.id());
        sql().run("""
                UPDATE placement p SET break_id = b.id, airs_on = b.airs_on, seq = ?2, origin = 'MANUAL', version = p.version + 1
                FROM ad_break b WHERE b.id = ?1 AND p.id = ?3
                """, target.id(), seq, spot.id());
        work.changed(spot.adBreak().slot());
        gave(target);
        return Result.done(edit.op(), spot.id(), spot.version() + 1);
    }

    Result replace(ReplaceSpot edit) {
        SpotRow spot = work.spot(edit.spot());
        EditRefused.ifStale("spot", spot.id(), edit.version(), spot.version());
        work.refuseClosed(spot);
        Row creative = creative(edit.adId());
        sql().run("""
                UPDATE placement p SET creative_id = ?1, duration_ms = ?2, origin = ?3, version = p.version + 1,
                    order_line_id = CASE WHEN EXISTS (SELECT 1 FROM line_creative l WHERE l.line_id = p.order_line_id
                                                      AND l.creative_id = ?1) THEN p.order_line_id END
                WHERE p.id = ?4
                """, creative.number(0), creative.number(1), work.options.origin(), spot.id());
        gave(spot.adBreak());
        return Result.done(edit.op(), spot.id(), spot.version() + 1);
    }

    Result remove(RemoveSpot edit) {
        SpotRow spot = work.spot(edit.spot());
        EditRefused.ifStale("spot", spot.id(), edit.version(), spot.version());
        work.refuseClosed(spot);
        sql().run("DELETE FROM placement WHERE id = ?1", spot.id());
        closeGap(spot);
        work.changed(spot.adBreak().slot());
        return Result.done(edit.op(), spot.id(), null);
    }

    private Sql sql() {
        return work.sql;
    }

    private void gave(BreakRow adBreak) {
        work.judged.add(adBreak.id());
        work.changed(adBreak.slot());
    }

    private Row creative(String adId) {
        return sql().rows("SELECT id, duration_ms FROM creative WHERE ad_id = ?1", adId == null ? "" : adId).stream()
                .findFirst()
                .orElseThrow(() -> EditRefused.unknown("creative", adId));
    }

    private void checkLine(Long line) {
        if (line == null) {
            return;
        }
        String callSign = work.feeds.get(0).callSign();
        if (sql().rows("""
                        SELECT 1 FROM order_line l JOIN traffic_order o ON o.id = l.order_id JOIN station s ON s.id = o.station_id
                        WHERE l.id = ?1 AND s.call_sign = ?2
                        """, line, callSign).isEmpty()) {
            throw EditRefused.unknown("line", line);
        }
    }

    private void closeGap(SpotRow spot) {
        sql().run(
                        "UPDATE placement SET seq = seq - 1 WHERE break_id = ?1 AND seq > ?2 AND id <> ?3",
                        spot.adBreak().id(),
                        spot.seq(),
                        spot.id());
    }

    private int makeRoom(long adBreak, Integer position) {
        return makeRoom(adBreak, position, 0);
    }

    /** The place of a spot in a break, which the others have left. */
    private int makeRoom(long adBreak, Integer position, long but) {
        if (position != null && position < 1) {
            throw EditRefused.invalid("position", position, "from 1");
        }
        int end = (int) sql().rows(
                        "SELECT COALESCE(max(seq), 0) + 1 FROM placement WHERE break_id = ?1 AND id <> ?2",
                        adBreak,
                        but)
                .get(0)
                .number(0);
        int seq = position == null ? end : Math.min(position, end);
        sql().run(
                        "UPDATE placement SET seq = seq + 1 WHERE break_id = ?1 AND seq >= ?2 AND id <> ?3",
                        adBreak,
                        seq,
                        but);
        return seq;
    }
}
