package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A real player on a real break, once as we stitch it and once without its discontinuities. */
@Order(PlayerIT.LAST)
@Isolated
@ExtendWith(RunningScruffy.Shared.class)
class PlayerIT {

    /** A player that must not stall wants the machine to itself. */
    static final int LAST = Integer.MAX_VALUE - 1;

    private static final List<String> FEEDS = List.of("main", "kids");

    /** A break that the schedule has begun ends before one by hand can begin. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration A_BREAK_AND_WHAT_IS_AROUND_IT = Duration.ofSeconds(35);

    /** The paler of the two feeds has its spots 14 away from its programs, and two halves of a program are 2 apart. */
    private static final int SEEN_AS_ANOTHER_PICTURE = 8;

    private static final String NOTE_COLOURS = """
            () => {
              const video = document.querySelector('#player-stitched video');
              const badge = document.querySelector('#player-stitched .player-badge');
              const canvas = document.createElement('canvas');
              canvas.width = 32;
              canvas.height = 18;
              const g = canvas.getContext('2d', { willReadFrequently: true });
              window.colours = { spot: [], network: [] };
              setInterval(() => {
                if (video.readyState < 2) return;
                g.drawImage(video, 0, 0, 32, 18);
                const pixels = g.getImageData(0, 0, 32, 18).data;
                const mean = [0, 1, 2].map((c) => pixels.filter((_, i) => i % 4 === c).reduce((a, b) => a + b, 0) / (32 * 18));
                window.colours[badge.hidden ? 'network' : 'spot'].push(mean);
              }, 1000);
            }
            """;

    /** How far the mean colour of the spots is from that of the network's pictures. */
    private static final String COLOUR_DISTANCE = """
            () => {
              const mean = (list) => [0, 1, 2].map((c) => list.reduce((sum, one) => sum + one[c], 0) / list.length);
              const [a, b] = [mean(window.colours.spot), mean(window.colours.network)];
              return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
            }
            """;

    private static final String PLAYED = "() => scruffy.players.stitched.fragments"
            + ".map(fragment => fragment.url.includes('/live/spots/') ? 's' : 'n').join('')";

    @Test
    void aBreak_playsThroughBothEdges_andWouldNotWithoutItsDiscontinuities(
            RunningScruffy scruffy, Chromium chromium, @TempDir Path folder) throws IOException, InterruptedException {
        String feed = feedWithTimeLeft(scruffy);
        URI stream = scruffy.base().resolve("/live/KSCF/" + feed + "/master.m3u8");
        URI player = scruffy.base().resolve("/jakarta.faces.resource/hls.min.js.xhtml?ln=hls");
        try (StrippedStream stripped = new StrippedStream(player, stream);
                Decoder decoder = Decoder.start(scruffy.data(), stream.toString(), folder);
                Screen air = chromium.screen(scruffy).signInByForm();
                Screen control = chromium.screen(scruffy)) {
            Page page = air.open("on-air.xhtml?station=KSCF&feed=" + feed);
            page.evaluate(NOTE_COLOURS);
            control.open(stripped.page());

            page.waitForFunction("() => /nnn/.test((" + PLAYED + ")())", null, patience());
            StrangersOriginIT.waitUntil(PATIENCE, () -> StrangersOriginIT.fires(scruffy, feed));
            page.waitForFunction(
                    "() => (" + PLAYED + ")().includes('s') && !document"
                            + ".querySelector('#player-stitched .player-badge').hidden",
                    null,
                    patience());
            assertThat(page.locator("#player-stitched .player-badge").innerText())
                    .startsWith("SPOT: ");
            air.shot("on-air-spot");
            page.waitForFunction("() => /ns+nn/.test((" + PLAYED + ")())", null, patience());
            air.shot("on-air-after-break");

            assertThat((List<?>) page.evaluate("() => scruffy.players.stitched.errors"))
                    .as("errors of the player")
                    .isEmpty();
            assertThat(page.evaluate("() => scruffy.players.stitched.waits"))
                    .as("stalls of the player")
                    .isEqualTo(0);
            assertThat(page.evaluate("() => scruffy.players.stitched.video.buffered.length"))
                    .as("stretches in the buffer")
                    .isEqualTo(1);
            assertThat(((Number) page.evaluate(COLOUR_DISTANCE)).doubleValue())
                    .as("another picture during the spots")
                    .isGreaterThan(SEEN_AS_ANOTHER_PICTURE);

            assertThat(decoder.complaints()).as("complaints of a decoder").isEmpty();
            assertThat(decoder.decoded())
                    .as("decoded from before the break to after it")
                    .isGreaterThan(A_BREAK_AND_WHAT_IS_AROUND_IT);

            assertThat((List<?>) control.page().evaluate("() => watched.troubles"))
                    .as("troubles of the stripped stream")
                    .isNotEmpty();
            control.open("about:blank"); // its player would go on asking
            control.forgive();
        }
    }

    @Test
    void aDecoder_complainsOfDamagedPictures(RunningScruffy scruffy, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path whole = aSegment(scruffy.data().resolve("media"));
        byte[] bytes = Files.readAllBytes(whole);
        for (int at = bytes.length / 3; at < bytes.length; at += 997) {
            bytes[at] ^= 0x55;
        }
        Path damaged = Files.write(folder.resolve("damaged.ts"), bytes);

        try (Decoder one =
                        Decoder.start(scruffy.data(), whole.toString(), folder).toTheEnd();
                Decoder other = Decoder.start(scruffy.data(), damaged.toString(), folder)
                        .toTheEnd()) {
            assertThat(one.complaints()).isEmpty();
            assertThat(one.decoded()).isPositive();
            assertThat(other.complaints()).isNotEmpty();
        }
    }

    private static Path aSegment(Path media) throws IOException {
        try (Stream<Path> files = Files.walk(media)) {
            return files.filter(file -> file.toString().endsWith("v360/000.ts"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The feed whose next break by the schedule is farther away. */
    private static String feedWithTimeLeft(RunningScruffy scruffy) {
        return Collections.max(FEEDS, Comparator.comparing(feed -> nextBreak(scruffy, feed)));
    }

    private static Instant nextBreak(RunningScruffy scruffy, String feed) {
        Api.Answer onAir = new Api.Answer(scruffy.get("/api/stations/KSCF/feeds/" + feed + "/on-air"));
        JsonObject next = onAir.is(200).json().getJsonObject("nextBreak");
        return next == null ? Instant.MAX : Instant.parse(next.getString("start"));
    }

    private static Page.WaitForFunctionOptions patience() {
        return new Page.WaitForFunctionOptions().setTimeout(PATIENCE.toMillis()).setPollingInterval(500);
    }
}
