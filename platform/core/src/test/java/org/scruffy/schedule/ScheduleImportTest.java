package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.Silence;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.TestPlugins;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.ScheduleSource;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;

class ScheduleImportTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);

    /** A traffic system whose answers a test changes. */
    private static final class Traffic implements ScheduleSource {

        private final TestStation grid = new TestStation("KSCF", NEW_YORK, 2, "main", "kids");
        private URI origin = URI.create("http://origin.test:8301/main.m3u8");
        private boolean failing;
        private boolean overlapping;

        @Override
        public List<Station> stations() {
            if (failing) {
                throw new IllegalStateException("traffic system is down");
            }
            Station station = grid.station();
            List<Feed> feeds = station.feeds().stream()
                    .map(feed -> new Feed(
                            feed.name(), feed.title(), feed.kind(), feed.zone(), origin, Feed.BreakSignal.CUES))
                    .toList();
            return List.of(new Station(station.callSign(), station.name(), station.zone(), feeds));
        }

        @Override
        public List<Timeslot> week(Station station, Feed feed, LocalDate monday) {
            List<Timeslot> slots = grid.week(station, feed, monday);
            if (!overlapping) {
                return slots;
            }
            Timeslot first = slots.get(0);
            Timeslot twice =
                    new Timeslot("twice", first.start().plusSeconds(60), first.end(), first.program(), List.of());
            return List.of(first, twice);
        }
    }

    private final Traffic traffic = new Traffic();
    private TestSchedule test;
    private TestPlugins plugins;
    private ScheduleImport taking;

    @BeforeEach
    void open() throws Exception {
        test = new TestSchedule(Instant.parse("2026-06-07T23:30:00-04:00"));
        plugins = new TestPlugins(traffic, test.clock());
        taking = importing(false);
    }

    private ScheduleImport importing(boolean demo) {
        Platform platform = new Platform(Path.of(""), Path.of(""), URI.create("http://localhost/"), demo);
        return new ScheduleImport(plugins, test.database, test.schedule, new Silence(), test.clock(), platform);
    }

    @AfterEach
    void close() {
        taking.stop();
        plugins.close();
        test.close();
    }

    private List<Week> weeks() {
        return List.of(
                test.schedule.week("KSCF", "main", MONDAY),
                test.schedule.week("KSCF", "main", MONDAY.plusWeeks(1)),
                test.schedule.week("KSCF", "kids", MONDAY));
    }

    @Test
    void run_takesThisWeekAndTheNextOfTheFeedsZoneOver() {
        taking.run();

        assertThat(weeks())
                .allSatisfy(week -> assertThat(week.slots()).hasSize(336))
                .allSatisfy(week -> assertThat(week.revision()).isEqualTo(1));
        assertThat(test.changes)
                .containsExactlyInAnyOrder(new ScheduleChanged("KSCF", "main"), new ScheduleChanged("KSCF", "kids"));
    }

    @Test
    void demo_hasAPast_andARealStationHasNone() {
        taking.run();
        assertThatThrownBy(() -> test.schedule.week("KSCF", "main", MONDAY.minusWeeks(1)))
                .isInstanceOf(OutsideSchedule.class);
        taking.stop();
        taking = importing(true);

        taking.run();

        assertThat(test.schedule.week("KSCF", "main", MONDAY.minusWeeks(1)).slots())
                .hasSize(336);
    }

    @Test
    void run_asSecondTimeChangesNothing() {
        taking.run();
        List<Week> first = weeks();
        test.changes.clear();

        taking.run();

        assertThat(weeks()).isEqualTo(first);
        assertThat(test.changes).isEmpty();
    }

    @Test
    void run_followsTheWeekWhenItIsOver() {
        taking.run();
        test.now = Instant.parse("2026-06-08T00:30:00-04:00");

        taking.run();

        assertThat(test.schedule.week("KSCF", "kids", MONDAY.plusWeeks(2)).slots())
                .hasSize(336);
    }

    @Test
    void run_leavesTheLastGoodScheduleWhereTheSourceFails() {
        taking.run();
        List<Week> good = weeks();
        traffic.failing = true;

        taking.run();

        assertThat(weeks()).isEqualTo(good);
        traffic.failing = false;
        traffic.overlapping = true;
        test.now = Instant.parse("2026-06-08T00:30:00-04:00");
        taking.run();
        assertThat(weeks()).isEqualTo(good);
        assertThat(test.schedule.stations()).hasSize(1);
    }

    @Test
    void run_followsTheOriginOfTheSourceAndLeavesAPersonsFeed() {
        taking.run();
        test.schedule.addFeed("KSCF", TestStation.feed("stranger", NEW_YORK));
        traffic.origin = URI.create("http://origin.test:9999/main.m3u8");
        test.changes.clear();

        taking.run();

        assertThat(test.schedule.stations().get(0).feeds())
                .extracting(feed -> feed.origin().toString())
                .containsExactly(
                        "http://origin.test:9999/main.m3u8",
                        "http://origin.test:9999/main.m3u8",
                        "http://origin.test/stranger.m3u8");
        assertThat(test.changes)
                .containsExactlyInAnyOrder(new ScheduleChanged("KSCF", "main"), new ScheduleChanged("KSCF", "kids"));
        test.now = Instant.parse("2026-06-08T00:30:00-04:00");
        taking.run();
        assertThat(test.schedule.week("KSCF", "stranger", MONDAY.plusWeeks(2)).slots())
                .hasSize(336);
    }
}
