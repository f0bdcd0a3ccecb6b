package org.scruffy.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;

class ChosenTest {

    private static final List<Station> STATIONS = List.of(
            station("KSCF", "America/New_York", "main", "kids"), station("KPIX", "America/Phoenix", "main", "world"));

    private final Chosen chosen = new Chosen();

    @BeforeEach
    void clock() {
        chosen.use(Clock.fixed(Instant.parse("2026-07-04T16:00:05Z"), ZoneOffset.UTC));
    }

    @Test
    void firstFeedOfTheFirstStation_isWhereOneBegins() {
        chosen.follow(STATIONS, null, null);

        assertThat(chosen.getQuery()).isEqualTo("?station=KSCF&feed=main");
        assertThat(chosen.getLocalTime()).isEqualTo("Sat 12:00:05");
        assertThat(chosen.getZoneLabel()).isEqualTo("EDT");
    }

    @Test
    void address_leadsToStationAndFeedAndTheyStay() {
        chosen.follow(STATIONS, "KPIX", "world");
        chosen.follow(STATIONS, null, null);

        assertThat(chosen.getQuery()).isEqualTo("?station=KPIX&feed=world");
        assertThat(chosen.getZone()).isEqualTo("America/Phoenix");
        assertThat(chosen.getLocalTime()).isEqualTo("Sat 09:00:05");
    }

    @Test
    void anotherStationWithoutTheFeed_beginsWithItsFirst() {
        chosen.follow(STATIONS, "KSCF", "kids");
        chosen.follow(STATIONS, "KPIX", null);

        assertThat(chosen.getFeed()).isEqualTo("main");
    }

    @Test
    void stationThatMayNotBeSeenAnyMore_isLeft() {
        chosen.follow(STATIONS, "KPIX", "world");
        chosen.follow(STATIONS.subList(0, 1), "KPIX", "world");

        assertThat(chosen.getQuery()).isEqualTo("?station=KSCF&feed=main");
    }

    @Test
    void noStationAtAll_isSaid() {
        chosen.follow(List.of(), "KSCF", "main");

        assertThat(chosen.isKnown()).isFalse();
        assertThat(chosen.getQuery()).isEmpty();
    }

    private static Station station(String callSign, String zone, String... feeds) {
        return new Station(
                callSign,
                callSign,
                ZoneId.of(zone),
                java.util.Arrays.stream(feeds)
                        .map(feed -> new Feed(
                                feed,
                                feed,
                                Feed.Kind.OTHER,
                                ZoneId.of(zone),
                                URI.create("http://origin/" + feed),
                                Feed.BreakSignal.CUES))
                        .toList());
    }
}
