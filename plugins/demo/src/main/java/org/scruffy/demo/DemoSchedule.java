package org.scruffy.demo;

import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.scruffy.demo.ProgramGrid.Airing;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.ScheduleSource;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.schedule.Timeslot;

/** The traffic system of KSCF: it knows every week there will ever be. */
final class DemoSchedule implements ScheduleSource {

    static final String CALL_SIGN = "KSCF";

    private final Station station;

    /** @param origin where the demo's feeds are, ending with a slash */
    DemoSchedule(URI origin) {
        List<Feed> feeds = DemoFeed.ALL.stream()
                .map(feed -> new Feed(
                        feed.name(),
                        feed.title(),
                        feed.kind(),
                        DemoFeed.ZONE,
                        origin.resolve(feed.name() + "/master.m3u8"),
                        Feed.BreakSignal.CUES))
                .toList();
        this.station = new Station(CALL_SIGN, "Scruffy Public Television, Larkhaven", DemoFeed.ZONE, feeds);
    }

    @Override
    public List<Station> stations() {
        return List.of(station);
    }

    @Override
    public List<Timeslot> week(Station asked, Feed feed, LocalDate monday) {
        DemoFeed shown = DemoFeed.ALL.stream()
                .filter(candidate -> candidate.name().equals(feed.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(CALL_SIGN + " has no feed " + feed.name()));
        BreakFiller filler = new BreakFiller(shown, monday.toEpochDay());
        return shown.airings(monday).stream()
                .map(airing -> timeslot(shown, airing, filler))
                .toList();
    }

    /** When each spot airs next, by Ad-ID; a spot that does not air in this week or the next is not in it. */
    Map<String, Instant> nextAirings(Instant now) {
        Map<String, Instant> airings = new HashMap<>();
        LocalDate monday =
                now.atZone(DemoFeed.ZONE).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        for (Feed feed : station.feeds()) {
            Stream.of(monday, monday.plusDays(7))
                    .flatMap(week -> week(station, feed, week).stream())
                    .flatMap(slot -> slot.breaks().stream())
                    .filter(each -> each.start().plus(each.capacity()).isAfter(now))
                    .forEach(each -> each.spots()
                            .forEach(spot -> airings.merge(
                                    spot.creative().adId(),
                                    each.start(),
                                    (one, other) -> one.isBefore(other) ? one : other)));
        }
        return airings;
    }

    private static Timeslot timeslot(DemoFeed feed, Airing airing, BreakFiller filler) {
        List<AdBreak> breaks = new ArrayList<>();
        boolean hour = airing.end().atZone(DemoFeed.ZONE).getMinute() == 0;
        for (PlannedBreak planned : feed.breaks(airing)) {
            breaks.add(adBreak(feed, planned, filler.fill(planned, hour)));
        }
        String id = id(feed, "slot", airing.start().getEpochSecond());
        return new Timeslot(id, airing.start(), airing.end(), airing.program(), breaks);
    }

    private static AdBreak adBreak(DemoFeed feed, PlannedBreak planned, List<Message> messages) {
        String id = id(feed, "break", planned.first());
        List<Spot> spots = new ArrayList<>();
        for (Message message : messages) {
            spots.add(new Spot(id + "-" + (spots.size() + 1), message.creative()));
        }
        return new AdBreak(id, planned.start(), planned.length(), planned.kind(), spots);
    }

    private static String id(DemoFeed feed, String what, long number) {
        return CALL_SIGN.toLowerCase(Locale.ROOT) + "-" + feed.name() + "-" + what + "-" + number;
    }
}
