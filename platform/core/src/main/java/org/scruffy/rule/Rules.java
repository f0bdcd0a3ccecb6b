package org.scruffy.rule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scruffy.database.Database;
import org.scruffy.database.FetchPlan;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.rule.PlacedRows.Asked;
import org.scruffy.schedule.LocalWeek;

/** Where the schedule is in conflict with the rules. Asked within the transaction of an edit it judges what the edit made. */
@ApplicationScoped
public class Rules {

    /** What {@link #conflicts(Collection)} reads. */
    public static final List<FetchPlan.Hop> HOPS = List.of(
            new FetchPlan.Hop("asked", "the breaks that are judged, with the reach of the lines in them"),
            new FetchPlan.Hop("rules", "the rules of the network, the station and the feeds"),
            new FetchPlan.Hop("around", "the breaks as far as rules reach, with spots, creatives, lines and orders"),
            new FetchPlan.Hop("categories", "the categories of underwriters"));

    private static final String OF_WEEK = """
            SELECT b.id FROM ad_break b JOIN timeslot t ON t.id = b.slot_id AND t.state <> 'CANCELLED'
            WHERE b.feed_id = ?1 AND b.starts_at >= CAST(?2 AS timestamptz) AND b.starts_at < CAST(?3 AS timestamptz)
            """;

    private final Database database;

    /** For whoever judges within a transaction of their own. */
    public Rules() {
        this(null);
    }

    @Inject
    public Rules(Database database) {
        this.database = database;
    }

    /** The conflicts of breaks as they were committed. Four statements, however many breaks. */
    public List<Conflict> conflicts(Collection<Long> breakIds) {
        return database.read(em -> conflicts(new Sql(em), breakIds));
    }

    /**
     * The conflicts of breaks as they are now, judged with what is around them: separation reaches over midnight and over the
     * edge of a week. Four statements, however many breaks. Breaks that are not there any more have none.
     *
     * @return by feed, in air order; of two spots that are too close to each other the later one is named, or the earlier where
     *     only that one's break was asked about
     */
    public List<Conflict> conflicts(Sql sql, Collection<Long> breakIds) {
        if (breakIds.isEmpty()) {
            return List.of();
        }
        PlacedRows rows = new PlacedRows(sql);
        List<Asked> asked = rows.asked(breakIds);
        if (asked.isEmpty()) {
            return List.of();
        }
        Set<Long> feeds = new HashSet<>();
        asked.forEach(one -> feeds.add(one.feed().id()));
        List<Rule> rules = rows.rules(feeds);
        Set<Long> ids = Set.copyOf(breakIds);
        List<Conflict> conflicts = new ArrayList<>();
        rows.around(asked, rules).values().forEach(breaks -> conflicts.addAll(Judge.judge(rules, breaks, ids)));
        return conflicts;
    }

    /** The conflicts of every break of a feed that starts in a week, in air order. Five statements. */
    public List<Conflict> ofWeek(Sql sql, long feedId, LocalWeek week) {
        List<Row> breaks = sql.rows(OF_WEEK, feedId, week.start(), week.end());
        return conflicts(sql, breaks.stream().map(row -> row.number(0)).toList());
    }
}
