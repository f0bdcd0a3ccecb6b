package org.scruffy.asrun;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scruffy.asrun.Matching.Matched;
import org.scruffy.asrun.Matching.Planned;
import org.scruffy.asrun.Matching.Seen;
import org.scruffy.asrun.Matching.Verdict;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/**
 * A broadcast day of a feed with what was planned and what is in the logs. The spots of the hours around it are matched with it,
 * so that none of them loses its row to a spot of this day, and then left to their own day.
 */
record DayOnAir(Sql sql, FeedAt feed, BroadcastDay day, AsRunSettings settings) {

    private Instant from() {
        return day.start().minus(settings.near().multipliedBy(2));
    }

    private Instant to() {
        return day.end().plus(settings.near().multipliedBy(2));
    }

    /** Matches what is in the log; spots whose time is not over, or about which a person decided, are left out. */
    Matched matched(Instant now) {
        return ofThisDay(new Matching(settings).match(planned(now), logged()));
    }

    /** Matches what is in the log together with rows that are not yet: their ids are below 0. */
    Matched matched(Instant now, List<Seen> rows) {
        List<Seen> all = new ArrayList<>(logged());
        all.addAll(rows);
        return ofThisDay(new Matching(settings).match(planned(now), all));
    }

    private Matched ofThisDay(Matched matched) {
        List<Verdict> verdicts = matched.verdicts().stream()
                .filter(verdict -> within(verdict.spot().at()))
                .toList();
        return new Matched(
                verdicts,
                matched.unscheduled().stream().filter(row -> within(row.at())).toList());
    }

    private boolean within(Instant at) {
        return !at.isBefore(day.start()) && at.isBefore(day.end());
    }

    /** When each spot was to start: one after the other in its break. */
    private List<Planned> planned(Instant now) {
        List<Row> rows = sql.rows("""
                SELECT p.id, p.break_id, b.starts_at, p.duration_ms, c.ad_id, t.state,
                       p.status <> 'MADE_GOOD' AND (r.placement_id IS NULL OR NOT r.corrected
                           AND b.starts_at >= CAST(?4 AS timestamptz) AND b.starts_at < CAST(?5 AS timestamptz))
                FROM ad_break b JOIN timeslot t ON t.id = b.slot_id
                JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on
                JOIN creative c ON c.id = p.creative_id
                LEFT JOIN reconciliation r ON r.placement_id = p.id
                WHERE b.feed_id = ?1 AND b.starts_at >= CAST(?2 AS timestamptz) AND b.starts_at < CAST(?3 AS timestamptz)
                ORDER BY b.starts_at, b.id, p.seq
                """, feed.id(), from(), to(), day.start(), day.end());
        List<Planned> planned = new ArrayList<>();
        long adBreak = -1;
        Duration before = Duration.ZERO;
        for (Row row : rows) {
            before = row.number(1) == adBreak ? before : Duration.ZERO;
            adBreak = row.number(1);
            Instant at = row.at(2).plus(before);
            before = before.plus(row.length(3));
            boolean over = !at.plus(row.length(3)).plus(settings.near()).isAfter(now);
            if (over && Boolean.parseBoolean(row.text(6))) {
                planned.add(new Planned(
                        row.number(0),
                        adBreak,
                        at,
                        row.length(3),
                        row.text(4),
                        row.text(5).equals("CANCELLED")));
            }
        }
        return planned;
    }

    /** Without the rows that a person named as those of a spot, or that are those of a spot of another day. */
    private List<Seen> logged() {
        Set<Long> taken = new HashSet<>();
        sql.rows("""
                        SELECT r.as_run_id FROM reconciliation r
                        JOIN placement p ON p.id = r.placement_id AND p.airs_on = r.airs_on JOIN ad_break b ON b.id = p.break_id
                        WHERE r.as_run_at >= CAST(?1 AS timestamptz) AND r.as_run_at < CAST(?2 AS timestamptz) AND b.feed_id = ?5
                          AND (r.corrected OR b.starts_at < CAST(?3 AS timestamptz) OR b.starts_at >= CAST(?4 AS timestamptz))
                        """, from(), to(), day.start(), day.end(), feed.id()).forEach(row -> taken.add(row.number(0)));
        return sql.rows("""
                        SELECT id, actual_start, length_ms, ad_id, placement, source FROM as_run
                        WHERE feed_id = ?1 AND actual_start >= CAST(?2 AS timestamptz) AND actual_start < CAST(?3 AS timestamptz)
                        ORDER BY actual_start, id
                        """, feed.id(), from(), to()).stream()
                .filter(row -> !taken.contains(row.number(0)))
                .map(DayOnAir::seen)
                .toList();
    }

    private static Seen seen(Row row) {
        boolean own = row.text(5).equals("SCRUFFY") && row.text(4).matches("\\d{1,18}");
        return new Seen(
                row.number(0),
                row.at(1),
                row.length(2),
                row.text(3),
                own ? Optional.of(Long.valueOf(row.text(4))) : Optional.empty());
    }
}
