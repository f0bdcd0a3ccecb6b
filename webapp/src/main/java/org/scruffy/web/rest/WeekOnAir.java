package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.scruffy.database.Database;
import org.scruffy.schedule.OutsideSchedule;
import org.scruffy.schedule.Schedule;
import org.scruffy.schedule.ScheduleChanged;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;
import org.scruffy.spi.telemetry.Telemetry;

/** The schedule around now, kept for a while: many pages ask for it every few seconds, and it changes seldom. */
@ApplicationScoped
public class WeekOnAir {

    /** How long another node's change may stay unseen. */
    private static final Duration KEPT = Duration.ofSeconds(20);

    private record Key(String callSign, String feed) {}

    /** The timeslots of this week, on its last day also of the next, as far as they are planned. */
    record Around(Instant readAt, Feed feed, List<Timeslot> slots) {

        Optional<Timeslot> at(Instant now) {
            return slots.stream()
                    .filter(slot -> !slot.start().isAfter(now) && slot.end().isAfter(now))
                    .findFirst();
        }

        /** The break that is on, or else the next one. */
        Optional<AdBreak> nextBreak(Instant now) {
            return slots.stream()
                    .flatMap(slot -> slot.breaks().stream())
                    .filter(one -> one.start().plus(one.capacity()).isAfter(now))
                    .min(Comparator.comparing(AdBreak::start));
        }

        Optional<Creative> creative(String adId) {
            return slots.stream()
                    .flatMap(slot -> slot.breaks().stream())
                    .flatMap(one -> one.spots().stream())
                    .map(spot -> spot.creative())
                    .filter(creative -> creative.adId().equals(adId))
                    .findFirst();
        }
    }

    private final Map<Key, Around> read = new ConcurrentHashMap<>();
    private final Schedule schedule;
    private final Database database;
    private final Telemetry telemetry;
    private final Clock clock;

    protected WeekOnAir() {
        this(null, null, null, null);
    }

    @Inject
    public WeekOnAir(Schedule schedule, Database database, Telemetry telemetry, Clock clock) {
        this.schedule = schedule;
        this.database = database;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    void forget(@Observes ScheduleChanged change) {
        read.remove(new Key(change.callSign(), change.feed()));
    }

    /**
     * The schedule around now.
     *
     * @throws org.scruffy.schedule.NoSuchFeed where there is no such feed
     */
    Around around(String callSign, String feed) {
        Key key = new Key(callSign, feed);
        return database.isReplaying() ? readAround(key) : kept(key);
    }

    private Around kept(Key key) {
        Around known = read.get(key);
        boolean fresh = known != null && known.readAt().plus(KEPT).isAfter(clock.instant());
        try (Telemetry.Span span = telemetry.span("cache lookup")) {
            span.set("cache.name", "week on air").set("cache.hit", fresh);
            return fresh ? known : read(key);
        }
    }

    private Around read(Key key) {
        Around around = readAround(key);
        read.put(key, around);
        return around;
    }

    private Around readAround(Key key) {
        Instant now = clock.instant();
        Optional<Feed> feed = schedule.stations().stream()
                .filter(station -> station.callSign().equals(key.callSign()))
                .flatMap(station -> station.feeds().stream())
                .filter(one -> one.name().equals(key.feed()))
                .findFirst();
        // Who asks for a feed that is not known is told so by the schedule, in its words.
        LocalDate today = LocalDate.ofInstant(now, feed.map(Feed::zone).orElse(ZoneOffset.UTC));
        Optional<Week> week = week(key, today);
        Optional<Week> next =
                today.getDayOfWeek() == DayOfWeek.SUNDAY ? week(key, today.plusDays(1)) : Optional.empty();
        List<Timeslot> slots = Stream.of(week, next)
                .flatMap(Optional::stream)
                .flatMap(one -> one.slots().stream())
                .toList();
        return new Around(now, feed.orElseThrow(), slots);
    }

    private Optional<Week> week(Key key, LocalDate day) {
        try {
            return Optional.of(schedule.week(key.callSign(), key.feed(), day));
        } catch (OutsideSchedule nothingPlanned) {
            return Optional.empty();
        }
    }
}
