package org.scruffy.asrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.plugin.Platform;
import org.scruffy.schedule.ScheduleChanged;

class DemoPastTest {

    private AirDay air;

    @BeforeEach
    void open() {
        air = new AirDay();
        air.plan();
        air.spot(air.adBreak(Instant.parse("2026-11-22T01:00:00Z")), "SYNG0001000H", 30);
        long other = air.spot(air.adBreak(Instant.parse("2026-11-22T02:00:00Z")), "PROMO001000H", 30);
        air.change("UPDATE placement SET order_line_id = NULL WHERE id = ?1", other);
        air.change(
                "INSERT INTO order_line_feed SELECT ?1, f.id FROM feed f JOIN station s ON s.id = f.station_id"
                        + " WHERE s.call_sign = 'KSCF'",
                air.line);
        air.change(
                "INSERT INTO line_creative (line_id, creative_id) SELECT ?1, id FROM creative WHERE ad_id LIKE 'SYN%'",
                air.line);
        air.change("UPDATE order_line SET spots = 21, sep_minutes = 0");
    }

    private DemoPast demo(boolean on) {
        Platform platform = new Platform(Path.of(""), Path.of(""), URI.create("http://localhost/"), on);
        return new DemoPast(platform, air.database, air.clock, air.imports, air.reconciliations);
    }

    @Test
    void demo_hasSpotsThatWereMissedCutLateAndOffAir() {
        demo(true).followed(new ScheduleChanged(AirDay.STATION, "main"));

        assertThat(air.outcomes(AirDay.DAY))
                .containsEntry("SYNA0001000H", "MISSED")
                .containsEntry("SYNB0001000H", "SHORT")
                .containsEntry("SYNC0001000H", "LATE")
                .containsEntry("SYND0001000H", "AIRED");
        assertThat(air.makeGoods.open(AirDay.STATION, "main", AirDay.DAY.minusDays(7), AirDay.DAY, 10))
                .extracting(ReconciledSpot::adId, ReconciledSpot::status)
                .containsExactly(tuple("SYNG0001000H", "PREEMPTED"), tuple("SYNA0001000H", "MISSED"));
    }

    @Test
    void line_getsNoMoreThanItAskedForOfEachDay() {
        air.change("UPDATE placement SET order_line_id = NULL");

        demo(true).followed(new ScheduleChanged(AirDay.STATION, "main"));

        assertThat(air.value("SELECT string_agg(c.ad_id, ' ' ORDER BY c.ad_id) FROM placement p"
                        + " JOIN creative c ON c.id = p.creative_id WHERE p.order_line_id IS NOT NULL"))
                .isEqualTo("SYNA0001000H SYNB0001000H SYNC0001000H SYNG0001000H");
    }

    @Test
    void past_isWrittenOnce_andOfTheDemoOnly() {
        demo(false).followed(new ScheduleChanged(AirDay.STATION, "main"));
        assertThat(air.imports.last(AirDay.STATION, 10)).isEmpty();

        List.of(demo(true), demo(true)).forEach(one -> one.followed(new ScheduleChanged(AirDay.STATION, "main")));

        assertThat(air.imports.last(AirDay.STATION, 10)).hasSize(1);
    }
}
