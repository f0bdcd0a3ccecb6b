package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningScruffy.Shared.class)
class DemoIT {

    @Test
    void theConsole_showsTheLoginAndTheKeyOfTheDemo(RunningScruffy scruffy) throws IOException {
        assertThat(scruffy.output()).contains("admin / scruffy", RunningScruffy.DEMO_KEY, "live/KSCF/main/master.m3u8");
    }

    @Test
    void everyPlugin_isInService(RunningScruffy scruffy) {
        assertThat(scruffy.get("/api/plugins").body())
                .contains(
                        "\"demo\"",
                        "\"duckdb\"",
                        "\"hls-cues\"",
                        "\"segment-cues\"",
                        "\"station-ranges\"",
                        "\"drifting-clock\"",
                        "\"dash-cues\"")
                .doesNotContain("QUARANTINED");
    }

    @Test
    void theApi_asksWhoIsThere(RunningScruffy scruffy) {
        assertThat(scruffy.send(scruffy.anonymous("/api/plugins").GET()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void theForm_letsTheDemosAdminIn(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            assertThat(screen.page().title()).contains("Scruffy");
            screen.shot("signed-in");
        }
    }
}
