package org.scruffy.web.span;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    @ParameterizedTest
    @CsvSource({
        "/live/KSCF/main/master.m3u8, /live/{station}/{feed}/master.m3u8",
        "/live/KSCF/main/720p.m3u8, /live/{station}/{feed}/{rendition}.m3u8",
        "/live/KSCF/main.mpd, /live/{station}/{feed}.mpd",
        "/live/spots/acme-15/720p/3.ts, /live/spots/{media}/{rendition}/{segment}",
        "/live/whatever, /live/*",
    })
    void livePath_hasThePatternOfItsKind(String path, String pattern) {
        assertThat(Route.live(path).pattern()).isEqualTo(pattern);
    }

    @Test
    void livePlaylist_saysWhoseItIs() {
        assertThat(Route.live("/live/KSCF/main/720p.m3u8").fields())
                .isEqualTo(Map.of("station", "KSCF", "feed", "main"));
    }

    @Test
    void whatIsNotBelowLive_isNotLive() {
        assertThat(Route.isLive("/api/week/2026-06-07")).isFalse();
        assertThat(Route.isLive("/live.xhtml")).isFalse();
        assertThat(Route.isLive("/live/KSCF/main/master.m3u8")).isTrue();
    }
}
