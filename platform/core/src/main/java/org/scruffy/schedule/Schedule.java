package org.scruffy.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.scruffy.database.Database;
import org.scruffy.database.FetchPlan;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.schedule.Week;

/**
 * Stations, their feeds and what airs on them. A station may be left out ("") where there is only one; a feed that is left out
 * means all feeds of the station.
 */
@ApplicationScoped
public class Schedule {

    private final Database database;
    private final Clock clock;
    private final Event<ScheduleChanged> changes;

    protected Schedule() {
        this(null, null, null);
    }

    @Inject
    public Schedule(Database database, Clock clock, Event<ScheduleChanged> changes) {
        this.database = database;
        this.clock = clock;
        this.changes = changes;
    }

    /** Every station with its feeds, by call sign. One statement. */
    public List<Station> stations() {
        return database.read(em -> new Stations(new Sql(em)).all());
    }

    /**
     * Adds a station; its feeds are added one by one.
     *
     * @throws StationExists where the call sign is taken
     */
    public void addStation(String callSign, String name, ZoneId zone) {
        Station station = new Station(callSign, name, zone, List.of());
        database.change(em -> new Stations(new Sql(em)).add(station));
    }

    /**
     * The week of a feed that a day is in.
     *
     * @throws NoSuchFeed where the station or the feed is not known
     * @throws OutsideSchedule where that week has no schedule
     */
    public Week week(String callSign, String feed, LocalDate anyDay) {
        return weeks(callSign, feed, anyDay).get(0);
    }

    /** The same for each feed of a station, or for the one that is named; three statements whatever the size. */
    public List<Week> weeks(String callSign, String feed, LocalDate anyDay) {
        return weeksUnless(revisions -> false, callSign, feed, anyDay).orElseThrow();
    }

    /**
     * The same, or after one statement nothing where the asker knows the {@link #revisions} already.
     *
     * @param known asked once, with the revisions; may throw what the asker wants to stop the answer with
     */
    public Optional<List<Week>> weeksUnless(
            Predicate<Map<String, Long>> known, String callSign, String feed, LocalDate anyDay) {
        return database.read(em -> {
            LocalDate monday = LocalWeek.mondayOf(anyDay);
            List<FeedRow> feeds = scheduled(new Sql(em), callSign, feed, monday);
            return known.test(revisions(feeds))
                    ? Optional.empty()
                    : Optional.of(new WeekPlan(new Sql(em)).weeks(feeds, monday));
        });
    }

    /**
     * The week with all that a traffic desk has to know of it, of each feed that is named, with commas between them, or of all.
     *
     * @param known asked once, after one statement, with the feeds as they stand, still without slots; where it says yes, nothing
     *     more is read
     */
    public Optional<List<FeedSheet>> sheetsUnless(
            Predicate<List<FeedSheet>> known, String callSign, String feed, LocalDate anyDay) {
        return database.read(em -> {
            LocalDate monday = LocalWeek.mondayOf(anyDay);
            List<FeedRow> feeds = scheduled(new Sql(em), callSign, feed, monday);
            List<FeedSheet> heads = feeds.stream()
                    .map(row -> WeekPlan.sheet(row, monday, List.of()))
                    .toList();
            return known.test(heads) ? Optional.empty() : Optional.of(new WeekPlan(new Sql(em)).sheets(feeds, monday));
        });
    }

    /** The same answer, read as the application before Scruffy did: {@link LegacyWeek}. */
    public List<FeedSheet> legacySheets(String callSign, String feed, LocalDate anyDay) {
        return legacy(callSign, feed, anyDay, LegacyWeek::sheets);
    }

    /** The breaks of the same week, and what is in them, as it would have read them. */
    public List<FeedSheet.Break> legacyBreaks(String callSign, String feed, LocalDate anyDay) {
        return legacy(callSign, feed, anyDay, LegacyWeek::breaks);
    }

    /** The spots of the same week, and where they air, as it would have read them. */
    public List<PlannedSpot> legacySpots(String callSign, String feed, LocalDate anyDay) {
        return legacy(callSign, feed, anyDay, LegacyWeek::spots);
    }

    private <T> List<T> legacy(
            String callSign, String feed, LocalDate anyDay, BiFunction<LegacyWeek, FeedRow, List<T>> read) {
        return database.read(em -> {
            LocalDate monday = LocalWeek.mondayOf(anyDay);
            return scheduled(new Sql(em), callSign, feed, monday).stream()
                    .flatMap(row -> read.apply(new LegacyWeek(em, monday), row).stream())
                    .toList();
        });
    }

    /** How a week is read, however many feeds it has. */
    public static List<FetchPlan.Hop> plan() {
        return WeekPlan.HOPS;
    }

    /** What {@link #week} would answer as its revision. One statement. */
    public long revision(String callSign, String feed, LocalDate anyDay) {
        return revisions(callSign, feed, anyDay).values().iterator().next();
    }

    /** The revisions of the weeks that {@link #weeks} would answer, by {@code station/feed}. One statement. */
    public Map<String, Long> revisions(String callSign, String feed, LocalDate anyDay) {
        return database.read(em -> revisions(scheduled(new Sql(em), callSign, feed, LocalWeek.mondayOf(anyDay))));
    }

    private static Map<String, Long> revisions(List<FeedRow> feeds) {
        Map<String, Long> revisions = new LinkedHashMap<>();
        feeds.forEach(row -> revisions.put(row.callSign() + "/" + row.feed().name(), row.revision()));
        return revisions;
    }

    private static List<FeedRow> scheduled(Sql sql, String callSign, String feed, LocalDate monday) {
        List<FeedRow> feeds = FeedRow.named(sql, callSign, feed, monday);
        List<FeedRow> scheduled =
                feeds.stream().filter(row -> row.revision() > 0).toList();
        if (!scheduled.isEmpty()) {
            return scheduled;
        }
        Row span = sql.rows(
                        "SELECT min(week_start), max(week_start) FROM feed_week WHERE feed_id = ANY (CAST(?1 AS bigint[]))",
                        FeedRow.ids(feeds))
                .get(0);
        String station = feeds.get(0).callSign() + (feed.isEmpty() ? "" : "/" + feed);
        if (span.empty(0)) {
            throw new OutsideSchedule(station, monday, null, null);
        }
        throw new OutsideSchedule(station, monday, span.day(0), span.day(1));
    }

    /** The breaks of a feed that last into or start within an interval, in air order. Two statements. */
    public List<AdBreak> breaks(String callSign, String feed, Instant from, Instant to) {
        return database.read(em -> new BreakPlan(new Sql(em)).breaks(callSign, feed, from, to));
    }

    /**
     * Adds a feed to a station. It starts with the schedule of the station's main feed, and follows it into new weeks; the first
     * feed of a station starts empty.
     *
     * @throws NoSuchFeed where the station is not known
     * @throws FeedExists where the station has a feed of that name
     */
    public void addFeed(String callSign, Feed feed) {
        database.change(em -> new Stations(new Sql(em)).add(callSign, feed, clock.instant()));
        changed(callSign, feed.name());
    }

    void changed(String callSign, String feed) {
        changes.fire(new ScheduleChanged(callSign, feed));
    }
}
