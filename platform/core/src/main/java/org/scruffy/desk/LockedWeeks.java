package org.scruffy.desk;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.scruffy.database.Sql;

/**
 * Locks weeks of feeds for a transaction, always in the same order, so that of two edits one waits for the other and then sees what
 * it did. A week that has no schedule yet is locked, too: it gets a row, which goes again where nothing came of it.
 */
record LockedWeeks(Sql sql, Collection<WeekKey> keys) {

    private static final String KEYS = "unnest(CAST(?1 AS bigint[]), CAST(?2 AS date[])) AS k(feed_id, week_start)";

    static LockedWeeks lock(Sql sql, Collection<WeekKey> keys) {
        LockedWeeks weeks = new LockedWeeks(sql, new TreeSet<>(keys));
        sql.run(
                "INSERT INTO feed_week (feed_id, week_start, revision, taken) SELECT k.feed_id, k.week_start, 0, false FROM "
                        + KEYS
                        + " ORDER BY 1, 2 ON CONFLICT DO NOTHING",
                weeks.feeds(weeks.keys),
                weeks.mondays(weeks.keys));
        sql.rows(
                "SELECT w.feed_id, w.week_start FROM feed_week w WHERE (w.feed_id, w.week_start) IN (SELECT k.feed_id,"
                        + " k.week_start FROM " + KEYS + ") ORDER BY w.feed_id, w.week_start FOR UPDATE",
                weeks.feeds(weeks.keys),
                weeks.mondays(weeks.keys));
        return weeks;
    }

    /** Raises the revisions of those that changed; what they are now. */
    Map<WeekKey, Long> raise(Collection<WeekKey> changed) {
        sql.run(
                "UPDATE feed_week w SET revision = w.revision + 1 FROM " + KEYS
                        + " WHERE w.feed_id = k.feed_id AND w.week_start = k.week_start",
                feeds(changed),
                mondays(changed));
        sql.run(
                "DELETE FROM feed_week w USING " + KEYS
                        + " WHERE w.feed_id = k.feed_id AND w.week_start = k.week_start AND w.revision = 0",
                feeds(keys),
                mondays(keys));
        Map<WeekKey, Long> revisions = new LinkedHashMap<>();
        sql.rows(
                        "SELECT w.feed_id, w.week_start, w.revision FROM feed_week w JOIN " + KEYS
                                + " ON w.feed_id = k.feed_id AND w.week_start = k.week_start ORDER BY 1, 2",
                        feeds(changed),
                        mondays(changed))
                .forEach(row -> revisions.put(new WeekKey(row.number(0), row.day(1)), row.number(2)));
        return revisions;
    }

    private List<Long> feeds(Collection<WeekKey> some) {
        return some.stream().map(WeekKey::feedId).toList();
    }

    private List<LocalDate> mondays(Collection<WeekKey> some) {
        return some.stream().map(WeekKey::monday).toList();
    }
}
