package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An origin whose encoder is frozen: its web server goes on handing out the playlist that was written last. */
class StaleOriginTest {

    private static final Duration TWO = Duration.ofSeconds(2);
    private static final int TARGET_SECONDS = 2;
    private static final int PATIENCE_SECONDS = 3 * TARGET_SECONDS;

    @TempDir
    private Path media;

    private Air air;

    @BeforeEach
    void goOnAir() {
        air = new Air(media, 8, TWO);
        air.start().run(20);
    }

    @AfterEach
    void close() {
        air.close();
    }

    @Test
    void frozenOrigin_isSaidToBeStaleAndItsLastBodyIsServed() {
        freeze("hi", "lo");
        air.run(PATIENCE_SECONDS - 2);
        assertThat(state()).as("an encoder may be late").isEqualTo(FeedStatus.State.ON_AIR);
        String last = body("v0");

        air.run(PATIENCE_SECONDS);

        assertThat(state()).isEqualTo(FeedStatus.State.ORIGIN_STALE);
        assertThat(air.live.status().origin()).containsPattern("has listed nothing new for \\d+ s");
        assertThat(body("v0")).isEqualTo(last).doesNotContain("#EXT-X-ENDLIST");
        air.isConformant();
    }

    @Test
    void originThatThaws_isOnAirAgainWithTheNumbersOn() {
        freeze("hi", "lo");
        air.run(4 * PATIENCE_SECONDS);

        air.origin.faults.clear();
        air.run(20);

        assertThat(state()).isEqualTo(FeedStatus.State.ON_AIR);
        assertThat(air.live.status().origin()).isEqualTo("answers");
        air.isConformant();
    }

    @Test
    void frozenRendition_doesNotHoldTheOthers() {
        freeze("lo");
        air.run(PATIENCE_SECONDS + 4);
        String then = body("v0");

        air.run(6);

        assertThat(state()).isEqualTo(FeedStatus.State.ON_AIR);
        assertThat(body("v0")).as("the rendition that goes on").isNotEqualTo(then);
        air.origin.faults.clear();
        air.run(20);
        air.isConformant();
    }

    @Test
    void originThatFallsSilentAfterItFroze_isDown() {
        freeze("hi", "lo");
        air.run(2 * PATIENCE_SECONDS);

        air.origin.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 503, "later"));
        air.origin.faults.remove("hi");
        air.origin.faults.remove("lo");
        air.run(2 * PATIENCE_SECONDS);

        assertThat(state()).isEqualTo(FeedStatus.State.ORIGIN_DOWN);
        assertThat(air.live.status().origin()).contains("answers 503");
    }

    private void freeze(String... renditions) {
        Map<String, String> frozen = new ConcurrentHashMap<>();
        for (String rendition : renditions) {
            frozen.put(rendition, air.origin.playlist(rendition));
            air.origin.faults.put(rendition, exchange -> answer(exchange, frozen.get(rendition)));
        }
    }

    private static void answer(HttpExchange exchange, String playlist) throws IOException {
        SimulatedOrigin.send(exchange, 200, playlist);
    }

    private FeedStatus.State state() {
        return air.live.status().state();
    }

    private String body(String name) {
        return air.live.body(name).orElseThrow().text();
    }
}
