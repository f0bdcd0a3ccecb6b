package org.scruffy.schedule;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleSource;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.schedule.Timeslot;

/**
 * A station with a grid of half-hours by its clock. Each slot has some breaks of 60 s; the first has two spots, which fill it,
 * the second one, the third none, and so on.
 */
public final class TestStation implements ScheduleSource {

    public static final Duration SPOT = Duration.ofMillis(30_030);

    private final Station station;
    private final int breaksPerSlot;
    String media = "spots/a";
    RuntimeException failure;

    public TestStation(String callSign, ZoneId zone, int breaksPerSlot, String... feeds) {
        this.breaksPerSlot = breaksPerSlot;
        List<Feed> list = new ArrayList<>();
        for (String feed : feeds) {
            list.add(feed(feed, zone));
        }
        this.station = new Station(callSign, callSign + " \"Public\" Media", zone, list);
    }

    public static Feed feed(String name, ZoneId zone) {
        return new Feed(
                name,
                name + " feed",
                Feed.Kind.MAIN,
                zone,
                URI.create("http://origin.test/" + name + ".m3u8"),
                Feed.BreakSignal.CUES);
    }

    public Station station() {
        return station;
    }

    @Override
    public List<Station> stations() {
        if (failure != null) {
            throw failure;
        }
        return List.of(station);
    }

    @Override
    public List<Timeslot> week(Station of, Feed feed, LocalDate monday) {
        Instant start = monday.atStartOfDay(feed.zone()).toInstant();
        Instant end = monday.plusDays(7).atStartOfDay(feed.zone()).toInstant();
        List<Timeslot> slots = new ArrayList<>();
        for (Instant at = start; at.isBefore(end); at = at.plus(Duration.ofMinutes(30))) {
            slots.add(slot(at, slots.size()));
        }
        return slots;
    }

    private Timeslot slot(Instant start, int index) {
        List<AdBreak> breaks = new ArrayList<>();
        for (int i = 0; i < breaksPerSlot; i++) {
            Instant at =
                    start.plus(Duration.ofMinutes(25).dividedBy(breaksPerSlot).multipliedBy(i));
            breaks.add(new AdBreak("b" + i, at, Duration.ofSeconds(60), AdBreak.Kind.UNDERWRITING, spots(index, i)));
        }
        return new Timeslot(
                "s" + index,
                start,
                start.plus(Duration.ofMinutes(30)),
                new Program("Nature's \"Finest\", \\ " + index % 20, "Episode {" + index + "}", "NAT" + index % 20),
                breaks);
    }

    private List<Spot> spots(int slot, int position) {
        List<Spot> spots = new ArrayList<>();
        for (int i = 0; i < 2 - position % 3; i++) {
            spots.add(new Spot("x", creative((slot + i) % 12)));
        }
        return spots;
    }

    Creative creative(int number) {
        String underwriter = number == 0 ? "" : "Underwriter {" + number % 4 + "}";
        return new Creative("TEST%04dH".formatted(number), "Spot, " + number, underwriter, SPOT, media);
    }
}
