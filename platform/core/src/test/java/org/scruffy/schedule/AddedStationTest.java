package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;

/** A station that a person adds, where no source brings one. */
class AddedStationTest {

    private static final ZoneId DENVER = ZoneId.of("America/Denver");

    private TestSchedule test;
    private Schedule schedule;

    @BeforeEach
    void open() throws Exception {
        test = new TestSchedule(Instant.parse("2026-11-24T12:00:00Z"));
        schedule = test.schedule;
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static Feed feed(String name) {
        return new Feed(
                name,
                "Main",
                Feed.Kind.MAIN,
                DENVER,
                URI.create("http://origin.example/x.m3u8"),
                Feed.BreakSignal.CLOCK);
    }

    @Test
    void addedStation_isListedWithoutAFeed() {
        schedule.addStation("KRMA", "Rocky Mountain", DENVER);

        assertThat(schedule.stations()).containsExactly(new Station("KRMA", "Rocky Mountain", DENVER, List.of()));
        assertThatThrownBy(() -> schedule.addStation("KRMA", "Another", DENVER)).isInstanceOf(StationExists.class);
    }

    @Test
    void firstFeed_startsWithAnEmptySchedule() {
        schedule.addStation("KRMA", "Rocky Mountain", DENVER);

        schedule.addFeed("KRMA", feed("main"));

        assertThat(schedule.stations().get(0).feeds()).containsExactly(feed("main"));
        assertThatThrownBy(() -> schedule.week("KRMA", "main", LocalDate.parse("2026-11-24")))
                .isInstanceOf(OutsideSchedule.class);
        assertThatThrownBy(() -> schedule.addFeed("KRMA", feed("main"))).isInstanceOf(FeedExists.class);
        schedule.addFeed("KRMA", feed("second"));
        assertThat(schedule.stations().get(0).feeds()).hasSize(2);
    }

    @Test
    void stationWithoutAFeed_isNotSaidToBeUnknown() {
        schedule.addStation("KRMA", "Rocky Mountain", DENVER);

        assertThatThrownBy(() -> schedule.week("KRMA", "main", LocalDate.parse("2026-11-24")))
                .isInstanceOfSatisfying(
                        NoSuchFeed.class, thrown -> assertThat(thrown.field()).isEqualTo("feed"));
        assertThatThrownBy(() -> schedule.addFeed("NOPE", feed("main")))
                .isInstanceOfSatisfying(
                        NoSuchFeed.class, thrown -> assertThat(thrown.field()).isEqualTo("station"));
    }
}
