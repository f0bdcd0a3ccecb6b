package org.scruffy.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.scruffy.desk.Edit.ApplyTemplate;
import org.scruffy.desk.Edit.ChangeBreak;
import org.scruffy.desk.Edit.CopyDay;
import org.scruffy.desk.Edit.CopyWeek;
import org.scruffy.desk.Edit.CreateBreak;
import org.scruffy.desk.Edit.CreateSlot;
import org.scruffy.desk.Edit.DeleteBreak;
import org.scruffy.desk.Edit.DeleteSlot;
import org.scruffy.desk.Edit.LockDay;
import org.scruffy.desk.Edit.MoveSlot;
import org.scruffy.desk.Edit.MoveSpot;
import org.scruffy.desk.Edit.PlaceSpot;
import org.scruffy.desk.Edit.PublishDay;
import org.scruffy.desk.Edit.RemoveSpot;
import org.scruffy.desk.Edit.ReplaceSpot;
import org.scruffy.desk.Edit.ResizeSlot;
import org.scruffy.desk.Edit.SplitSlot;
import org.scruffy.desk.Edit.UnlockDay;
import org.scruffy.schedule.LocalWeek;

/**
 * What some edits may touch, found before anything is locked: the breaks they give something to, and every week they could change.
 */
final class Scope {

    private static final Duration LONGEST = Duration.ofHours(24);

    /** What starts on days that are replaced. */
    private record Cleared(DeskFeed feed, Instant start, Instant end) {}

    private final Work work;
    private final Set<Long> slots = new TreeSet<>();
    private final Set<Long> breaks = new TreeSet<>();
    private final Set<Long> spots = new TreeSet<>();
    private final Set<WeekKey> weeks = new TreeSet<>();
    private final Set<Long> missed = new TreeSet<>();
    private final List<Cleared> cleared = new ArrayList<>();
    private final Map<Edit, EditRefused> refused = new IdentityHashMap<>();

    private Scope(Work work) {
        this.work = work;
    }

    static Scope of(Work work, Collection<Edit> edits) {
        Scope scope = new Scope(work);
        for (Edit edit : edits) {
            try {
                scope.add(edit);
            } catch (EditRefused why) {
                scope.refused.put(edit, why);
            }
        }
        scope.addWeeksOfWhatIsNamed();
        return scope;
    }

    /** What cannot be done whatever the weeks hold, for example with what there is not. */
    void refuse(Edit edit) {
        if (refused.containsKey(edit)) {
            throw refused.get(edit);
        }
    }

    Set<WeekKey> weeks() {
        return weeks;
    }

    /** The breaks that are there already and may be judged after the edits; what is in conflict before is nobody's fault now. */
    Set<Long> breaks() {
        Set<Long> all = new TreeSet<>();
        work.sql.rows("""
                        SELECT id FROM ad_break WHERE slot_id = ANY (CAST(?1 AS bigint[])) OR slot_id IN (
                            SELECT o.slot_id FROM ad_break o WHERE o.id = ANY (CAST(?2 AS bigint[])))
                        """, slots, breaks).forEach(row -> all.add(row.number(0)));
        work.sql
                .rows("SELECT break_id FROM placement WHERE id = ANY (CAST(?1 AS bigint[]))", spots)
                .forEach(row -> all.add(row.number(0)));
        for (Cleared days : cleared) {
            work.sql.rows("""
                            SELECT b.id FROM ad_break b JOIN timeslot t ON t.id = b.slot_id WHERE t.feed_id = ?1
                            AND t.starts_at >= CAST(?2 AS timestamptz) AND t.starts_at < CAST(?3 AS timestamptz)
                            """, days.feed().id(), days.start(), days.end()).forEach(row -> all.add(row.number(0)));
        }
        return all;
    }

    private void add(Edit edit) {
        if (edit instanceof CreateSlot create) {
            interval(create.feed(), create.start(), create.end());
        } else if (edit instanceof MoveSlot move) {
            slots.add(move.slot());
            SlotRow slot = work.slot(move.slot());
            Instant start = work.near("startsAt", move.start());
            weeks.addAll(slot.feed().weeks(start, start.plus(Duration.between(slot.start(), slot.end()))));
        } else if (edit instanceof ResizeSlot resize) {
            slots.add(resize.slot());
            interval(work.slot(resize.slot()).feed().name(), resize.start(), resize.end());
        } else if (edit instanceof SplitSlot split) {
            slots.add(split.slot());
        } else if (edit instanceof DeleteSlot delete) {
            slots.add(delete.slot());
        } else if (edit instanceof CreateBreak create) {
            slots.add(create.slot());
        } else if (edit instanceof ChangeBreak change) {
            breaks.add(change.adBreak());
        } else if (edit instanceof DeleteBreak delete) {
            breaks.add(delete.adBreak());
        } else if (edit instanceof PlaceSpot place) {
            breaks.add(place.adBreak());
        } else if (edit instanceof MoveSpot move) {
            spots.add(move.spot());
            breaks.add(move.adBreak());
        } else if (edit instanceof ReplaceSpot replace) {
            spots.add(replace.spot());
        } else if (edit instanceof RemoveSpot remove) {
            spots.add(remove.spot());
        } else {
            addDays(edit);
        }
    }

    private void addDays(Edit edit) {
        if (edit instanceof CopyDay copy) {
            days(copy.feed(), work.near("day", copy.day()), 1);
            written(copy.feed(), copy.toFeed(), work.near("toDay", copy.toDay()), 1, copy.replace());
        } else if (edit instanceof CopyWeek copy) {
            days(copy.feed(), LocalWeek.mondayOf(work.near("week", copy.week())), 7);
            written(
                    copy.feed(),
                    copy.toFeed(),
                    LocalWeek.mondayOf(work.near("toWeek", copy.toWeek())),
                    7,
                    copy.replace());
        } else if (edit instanceof ApplyTemplate apply) {
            days(
                    Templates.feedOf(work, apply.template()).name(),
                    LocalWeek.mondayOf(work.near("week", apply.week())),
                    7);
        } else if (edit instanceof LockDay lock) {
            day(lock.feed(), lock.day());
        } else if (edit instanceof UnlockDay unlock) {
            day(unlock.feed(), unlock.day());
        } else if (edit instanceof PublishDay publish) {
            day(publish.feed(), publish.day());
        }
    }

    private void written(String feed, String toFeed, LocalDate first, int count, boolean replace) {
        String to = toFeed == null ? feed : toFeed;
        days(to, first, count);
        if (replace) {
            DeskFeed of = work.feed(to);
            cleared.add(new Cleared(of, of.startOf(first), of.startOf(first.plusDays(count))));
        }
    }

    /** The weeks that those times lie in, which are weeks of it from here on. */
    Set<WeekKey> add(Collection<Errand.Span> spans) {
        Set<WeekKey> added = new TreeSet<>();
        spans.forEach(span -> added.addAll(work.feed(span.feed()).weeks(span.start(), span.end())));
        weeks.addAll(added);
        return added;
    }

    /** A spot of these weeks may make one of another week good, which is owed again where it goes. */
    void addWeeksOfMissed() {
        List<DeskFeed> feeds =
                weeks.stream().map(week -> work.feed(week.feedId())).toList();
        List<LocalWeek> made = new ArrayList<>();
        weeks.forEach(week ->
                made.add(new LocalWeek(week.monday(), work.feed(week.feedId()).zone())));
        work.sql
                .rows(
                        """
                        SELECT g.missed_id, o.feed_id, o.starts_at FROM make_good g
                        JOIN placement p ON p.id = g.made_id AND p.airs_on = g.made_on JOIN ad_break b ON b.id = p.break_id
                        JOIN placement m ON m.id = g.missed_id AND m.airs_on = g.missed_on JOIN ad_break o ON o.id = m.break_id
                        WHERE EXISTS (SELECT 1 FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[]))
                            AS w(feed_id, starts, ends) WHERE b.feed_id = w.feed_id AND b.starts_at >= w.starts AND b.starts_at < w.ends)
                        """,
                        feeds.stream().map(DeskFeed::id).toList(),
                        made.stream().map(LocalWeek::start).toList(),
                        made.stream().map(LocalWeek::end).toList())
                .forEach(row -> {
                    missed.add(row.number(0));
                    weeks.addAll(
                            work.feed(row.number(1)).weeks(row.at(2), row.at(2).plusMillis(1)));
                });
    }

    /** The weeks of what was made good and is owed again have changed. */
    void changeWhatIsOwedAgain() {
        if (missed.isEmpty()) {
            return;
        }
        work.sql
                .rows("""
                        SELECT b.feed_id, b.starts_at FROM placement p JOIN ad_break b ON b.id = p.break_id AND b.airs_on = p.airs_on
                        WHERE p.id = ANY (CAST(?1 AS bigint[])) AND NOT EXISTS (SELECT 1 FROM make_good WHERE missed_id = p.id)
                        """, missed)
                .forEach(row -> work.changed(
                        work.feed(row.number(0)), row.at(1), row.at(1).plusMillis(1)));
    }

    private void interval(String feed, Instant start, Instant end) {
        DeskFeed of = work.feed(feed);
        work.near("startsAt", start);
        work.near("endsAt", end);
        if (!end.isAfter(start)) {
            throw EditRefused.invalid("endsAt", end, "after startsAt " + start);
        }
        weeks.addAll(of.weeks(start, end));
    }

    /** The weeks of some days, and that in which a program may end that starts on the last of them. */
    private void days(String feed, LocalDate first, int count) {
        DeskFeed of = work.feed(feed);
        weeks.addAll(
                of.weeks(of.startOf(first), of.startOf(first.plusDays(count)).plus(LONGEST)));
    }

    private void day(String feed, LocalDate day) {
        DeskFeed of = work.feed(feed);
        work.near("day", day);
        weeks.addAll(of.weeks(of.startOf(day), of.startOf(day.plusDays(1))));
    }

    private void addWeeksOfWhatIsNamed() {
        List<WeekKey> found = new ArrayList<>();
        work.sql
                .rows("""
                        SELECT t.feed_id, t.starts_at, t.ends_at FROM timeslot t
                        WHERE t.feed_id = ANY (CAST(?1 AS bigint[])) AND t.id IN (
                            SELECT unnest(CAST(?2 AS bigint[]))
                            UNION SELECT b.slot_id FROM ad_break b WHERE b.id IN (
                                SELECT unnest(CAST(?3 AS bigint[]))
                                UNION SELECT p.break_id FROM placement p WHERE p.id = ANY (CAST(?4 AS bigint[]))))
                        """, work.feedIds(), slots, breaks, spots)
                .forEach(row -> found.addAll(work.feed(row.number(0)).weeks(row.at(1), row.at(2))));
        weeks.addAll(found);
    }
}
