package org.scruffy.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.schedule.Schedule;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;

class AccessTest {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    private final Caller caller = new Caller();
    private final Access access = new Access(caller, new TwoStations());

    @Test
    void nobody_seesNothing() {
        assertThat(access.user()).isEmpty();
        assertThat(access.stations()).isEmpty();
        assertThatThrownBy(() -> access.require(Role.VIEWER, "KSCF")).isInstanceOf(NoSuchFeed.class);
        assertThatThrownBy(() -> access.requireSomewhere(Role.VIEWER)).isInstanceOf(NotAllowed.class);
    }

    @Test
    void stationThatMayNotBeSeen_isAsIfThereWereNone() {
        caller.is(new Account("tom", Set.of(new Grant(Role.TRAFFIC, "KSCF"))));

        assertThat(access.stations()).containsExactly("KSCF");
        assertThatThrownBy(() -> access.require(Role.VIEWER, "KOTH"))
                .isInstanceOf(NoSuchFeed.class)
                .hasMessage("There is no station 'KOTH'; known: KSCF");
        assertThatThrownBy(() -> access.require(Role.VIEWER, "KNOT"))
                .isInstanceOf(NoSuchFeed.class)
                .hasMessage("There is no station 'KNOT'; known: KSCF");
    }

    @Test
    void roleThatIsMissing_isSaid() {
        caller.is(new Account("tom", Set.of(new Grant(Role.TRAFFIC, "KSCF"))));

        assertThatCode(() -> access.require(Role.TRAFFIC, "KSCF")).doesNotThrowAnyException();
        assertThatThrownBy(() -> access.require(Role.ADMIN, "KSCF"))
                .isInstanceOf(NotAllowed.class)
                .hasMessage("User tom may not do this: it needs the role admin at station KSCF");
    }

    private static final class TwoStations extends Schedule {

        @Override
        public List<Station> stations() {
            return List.of(station("KSCF"), station("KOTH"));
        }

        private static Station station(String callSign) {
            Feed feed = new Feed(
                    "main", "Main", Feed.Kind.MAIN, ZONE, URI.create("http://origin/x.m3u8"), Feed.BreakSignal.CUES);
            return new Station(callSign, callSign, ZONE, List.of(feed));
        }
    }
}
