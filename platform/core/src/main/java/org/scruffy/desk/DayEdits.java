package org.scruffy.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Edit.LockDay;
import org.scruffy.desk.Edit.PublishDay;
import org.scruffy.desk.Edit.UnlockDay;
import org.scruffy.desk.EditRefused.Because;
import org.scruffy.desk.Outcome.Result;
import org.scruffy.schedule.LocalWeek;

/** Local days that are finished: locked against edits, or published. */
record DayEdits(Work work) {

    Result lock(LockDay edit) {
        DeskFeed feed = work.feed(edit.feed());
        work.refuseLockedDays(feed, List.of(edit.day()));
        work.sql.run("""
                INSERT INTO feed_day (feed_id, day, locked, locked_by) VALUES (?1, CAST(?2 AS date), true, ?3)
                ON CONFLICT (feed_id, day) DO UPDATE SET locked = true, locked_by = excluded.locked_by
                """, feed.id(), edit.day(), work.editor.name());
        return changed(edit.op(), feed, edit.day());
    }

    Result unlock(UnlockDay edit) {
        DeskFeed feed = work.feed(edit.feed());
        List<Row> locked = work.sql.rows(
                "SELECT locked_by FROM feed_day WHERE feed_id = ?1 AND day = CAST(?2 AS date) AND locked",
                feed.id(),
                edit.day());
        if (locked.isEmpty()) {
            throw EditRefused.clash(edit.day() + " is not locked", "day", edit.day(), "a day that is locked");
        }
        String by = locked.get(0).text(0);
        if (!work.editor.admin() && !by.equals(work.editor.name())) {
            throw new EditRefused(
                    Because.LOCKED,
                    edit.day() + " on " + feed.name() + " is locked by " + by
                            + ", who alone may unlock it, or an admin",
                    "day",
                    "locked by " + by,
                    "by " + by + " or an admin");
        }
        work.sql.run(
                "UPDATE feed_day SET locked = false, locked_by = '' WHERE feed_id = ?1 AND day = CAST(?2 AS date)",
                feed.id(),
                edit.day());
        return changed(edit.op(), feed, edit.day());
    }

    /** The revision that is published is known only when the week has it: {@link #stampPublished}. */
    Result publish(PublishDay edit) {
        DeskFeed feed = work.feed(edit.feed());
        Instant start = feed.startOf(edit.day());
        Instant end = feed.startOf(edit.day().plusDays(1));
        work.sql.run("""
                UPDATE timeslot SET state = 'PUBLISHED', version = version + 1 WHERE feed_id = ?1 AND state = 'DRAFT'
                AND starts_at >= CAST(?2 AS timestamptz) AND starts_at < CAST(?3 AS timestamptz)
                """, feed.id(), start, end);
        work.published.add(new Work.PublishedDay(feed, edit.day()));
        return changed(edit.op(), feed, edit.day());
    }

    /** Says of each day that was published at which revision of its week that was. */
    void stampPublished() {
        if (work.published.isEmpty()) {
            return;
        }
        List<Long> feeds = new ArrayList<>();
        List<LocalDate> days = new ArrayList<>();
        List<LocalDate> mondays = new ArrayList<>();
        work.published.forEach(one -> {
            feeds.add(one.feed().id());
            days.add(one.day());
            mondays.add(LocalWeek.mondayOf(one.day()));
        });
        work.sql.run("""
                INSERT INTO feed_day (feed_id, day, published_revision, published_by, published_at)
                SELECT n.feed_id, n.day, w.revision, ?4, CAST(?5 AS timestamptz)
                FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS date[]), CAST(?3 AS date[])) AS n(feed_id, day, monday)
                JOIN feed_week w ON w.feed_id = n.feed_id AND w.week_start = n.monday
                ON CONFLICT (feed_id, day) DO UPDATE SET published_revision = excluded.published_revision,
                    published_by = excluded.published_by, published_at = excluded.published_at
                """, feeds, days, mondays, work.editor.name(), work.now);
        work.sql.run("""
                UPDATE feed_week w SET published_revision = w.revision
                FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS date[])) AS n(feed_id, monday)
                WHERE w.feed_id = n.feed_id AND w.week_start = n.monday
                """, feeds, mondays);
    }

    private Result changed(String op, DeskFeed feed, LocalDate day) {
        work.changed(feed, feed.startOf(day), feed.startOf(day).plusMillis(1));
        return Result.done(op);
    }
}
