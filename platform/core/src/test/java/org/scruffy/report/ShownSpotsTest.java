package org.scruffy.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.order.TestStationDesk;
import org.scruffy.report.ShownSpots.ShownSpot;

class ShownSpotsTest {

    private static final String HASH = "a".repeat(64);

    @TempDir
    Path data;

    @Test
    void aFolderOfSegments_isACreatives_whetherItCameReadyOrWasConditioned() throws Exception {
        try (TestStationDesk test = new TestStationDesk(data, 1_000)) {
            test.run("INSERT INTO underwriter (id, name) VALUES (1, 'Acme')");
            test.creative("ACME0001", "CREDIT", 15_000, "1");
            test.creative("PROMO001", "PROMO", 30_000, "");
            test.run("UPDATE creative SET media = 'ready/master.m3u8' WHERE ad_id = 'PROMO001'");
            test.run(
                    "INSERT INTO air_copy (creative_id, source, booked_ms, ladder, rungs, folder, asked_at) SELECT id, '"
                            + HASH + "', 15000, '" + HASH + "', '', 'air/" + HASH
                            + "', now() FROM creative WHERE ad_id = 'ACME0001'");

            assertThat(new ShownSpots(test.database).of(List.of(HASH, "ready", "strange", "rea"), List.of("KXYZ")))
                    .containsExactly(
                            new ShownSpot(HASH, "ACME0001", "ACME0001", "Acme"),
                            new ShownSpot("ready", "PROMO001", "PROMO001", ""));
        }
    }

    @Test
    void aStationsOwnCreative_isToldOnlyToWhoMaySeeTheStation() throws Exception {
        try (TestStationDesk test = new TestStationDesk(data, 1_000)) {
            test.creative("PROMO001", "PROMO", 30_000, "");
            test.run("UPDATE creative SET media = 'ready/master.m3u8',"
                    + " station_id = (SELECT id FROM station WHERE call_sign = 'KSCF')");
            ShownSpots spots = new ShownSpots(test.database);

            assertThat(spots.of(List.of("ready"), List.of("KXYZ"))).isEmpty();
            assertThat(spots.of(List.of("ready"), List.of())).isEmpty();
            assertThat(spots.of(List.of("ready"), List.of("KSCF"))).hasSize(1);
            assertThat(spots.of(List.of("ready"), List.of("*"))).hasSize(1);
        }
    }
}
