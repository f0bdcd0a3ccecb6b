package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scruffy.report.BlastRadii;
import org.scruffy.report.BlastRadius;
import org.scruffy.security.Access;
import org.scruffy.security.Account;
import org.scruffy.security.Caller;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;
import org.scruffy.telemetry.Touch;
import org.scruffy.telemetry.Touches;

class BlastRadiusResourceTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final Caller caller = new Caller();
    private final Access access = new Access(caller, null);
    private final AskedRadii radii = new AskedRadii();

    @Test
    void otherStations_areNotTold() {
        caller.is(new Account("eve", Set.of(new Grant(Role.ENGINEER, "KSCF"))));
        BlastRadiusResource resource =
                new BlastRadiusResource(new TwoStations(), null, radii, access, Clock.systemUTC());

        assertThat(resource.radius("t1", "", "", "").feeds())
                .containsExactly(new BlastRadiusResource.Feed("KSCF", "main", 3));
        assertThat(radii.stations).containsExactly("KSCF");
    }

    @Test
    void whatWasOnInAPlayer_isToldOfOwnStationsOnly() {
        caller.is(new Account("eve", Set.of(new Grant(Role.ENGINEER, "KSCF"))));
        PlayersResource resource = new PlayersResource(null, radii, access);

        resource.onAir("https://tv.test/live/KXYZ/main/master.m3u8", "2026-11-24T12:00:00Z");
        assertThat(radii.stations).isEmpty();
        resource.onAir("https://tv.test/live/KSCF/main/master.m3u8", "2026-11-24T12:00:00Z");
        assertThat(radii.stations).containsExactly("KSCF");
    }

    private static final class TwoStations extends Touches {
        @Override
        public List<Touch> ofTrace(String id) {
            return List.of(
                    new Touch("KSCF", "main", "", "", NOON, NOON, 3), new Touch("KXYZ", "main", "", "", NOON, NOON, 4));
        }
    }

    private static final class AskedRadii extends BlastRadii {
        private final List<String> stations = new ArrayList<>();

        @Override
        public BlastRadius of(List<Place> places) {
            places.forEach(place -> stations.add(place.station()));
            return new BlastRadius(List.of(), List.of(), List.of(), 0);
        }
    }
}
