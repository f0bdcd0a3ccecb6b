package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
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
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Real players on a real break: as we stitch it, without its discontinuities, and on a bad network with the guide's lines beside it. */
@Order(PlayerIT.LAST)
@Isolated
@ExtendWith(RunningScruffy.Shared.class)
class PlayerIT {

    /** A player that must not stall wants the machine to itself. */
    static final int LAST = Integer.MAX_VALUE - 1;

    private static final String TROUBLES = "troubled";

    /** Of milliseconds, between two listeners to the same thing. */
    private static final Offset<Double> A_MOMENT = within(50.0);

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
              window.badges = [];
              setInterval(() => {
                if (!badge.hidden) window.badges.push(badge.innerText);
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
    void aBreak_playsThroughBothEdges_andWouldNotWithoutItsDiscontinuities_andPlayersTellTheirTroubles(
            RunningScruffy scruffy, Chromium chromium, @TempDir Path folder) throws IOException, InterruptedException {
        String feed = feedWithTimeLeft(scruffy);
        URI stream = scruffy.base().resolve("/live/KSCF/" + feed + "/master.m3u8");
        URI player = scruffy.base().resolve("/jakarta.faces.resource/hls.min.js.xhtml?ln=hls");
        try (StrippedStream stripped = new StrippedStream(player, stream);
                Decoder decoder = Decoder.start(scruffy.data(), stream.toString(), folder);
                Screen air = chromium.screen(scruffy).signInByForm();
                Screen control = chromium.screen(scruffy);
                TroubledViewer viewer =
                        new TroubledViewer(chromium.screen(scruffy), player, recipeOfTheGuide(air), stream)) {
            Page page = air.open("on-air.xhtml?station=KSCF&feed=" + feed);
            page.evaluate(NOTE_COLOURS);
            control.open(stripped.page());

            page.waitForFunction("() => /nnn/.test((" + PLAYED + ")())", null, patience());
            viewer.waitsFor("watched.played");
            viewer.choosesTheOtherRendition();
            viewer.waitsFor("new Set(watched.levels).size === 2");
            StrangersOriginIT.waitUntil(
                    PATIENCE,
                    () -> played(page).endsWith("n")
                            && viewer.says("watched.played.endsWith('n')")
                            && StrangersOriginIT.fires(scruffy, feed));
            viewer.keepsSpotsBack();
            String before = "^.{" + played(page).length() + "}n*";
            page.evaluate("() => { window.badges = []; }");
            page.waitForFunction(
                    "() => /" + before + "s/.test((" + PLAYED + ")()) && window.badges.length", null, patience());
            air.shot("on-air-spot");
            viewer.waitsFor("watched.waiting && performance.now() - watched.waiting > 1_500");
            viewer.letsThemGo();
            page.waitForFunction("() => /" + before + "s+nn/.test((" + PLAYED + ")())", null, patience());
            List<String> badges = ((List<?>) page.evaluate("() => [...new Set(window.badges)]"))
                    .stream().map(Object::toString).toList();
            assertThat(badges).isNotEmpty().allMatch(badge -> badge.startsWith("SPOT: "));
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

            viewer.waitsFor("/ns+n/.test(watched.played)");
            viewer.findsNoSegmentAnyMore();
            viewer.waitsFor("watched.failed");
            itsTroublesAreTold(
                    scruffy,
                    air,
                    viewer,
                    badges.stream()
                            .map(badge -> badge.replaceFirst("SPOT: ", ""))
                            .toList());
        }
    }

    private static String recipeOfTheGuide(Screen screen) {
        return screen.open("guide.xhtml")
                .locator("[id='player.html'] code")
                .textContent()
                .replace("/1/events/players", "/1/events/" + TROUBLES);
    }

    private static String played(Page page) {
        return (String) page.evaluate(PLAYED);
    }

    /** @param spots the titles of what the break was filled with */
    private static void itsTroublesAreTold(
            RunningScruffy scruffy, Screen screen, TroubledViewer viewer, List<String> spots)
            throws IOException, InterruptedException {
        StrangersOriginIT.waitUntil(
                PATIENCE, () -> told(scruffy, "player error").stream().anyMatch(error -> error.getBoolean("error")));
        JsonObject start = told(scruffy, "start").get(0);
        assertThat(length(start)).isCloseTo(viewer.milliseconds("watched.started"), A_MOMENT);
        assertThat(start.getInt("player.height")).isEqualTo(720);
        assertThat(start.isNull("player.spot")).as("of the program").isEqualTo(viewer.says("watched.first === 'n'"));
        assertThat(told(scruffy, "level"))
                .extracting(level -> level.getInt("player.height"))
                .contains(360);
        JsonObject stall = told(scruffy, "stall").stream()
                .filter(one -> !one.isNull("player.spot"))
                .findFirst()
                .orElseThrow();
        assertThat(length(stall)).isGreaterThan(1_500).isCloseTo(viewer.milliseconds("watched.stalled"), A_MOMENT);
        assertThat(stall.getInt("player.height")).isEqualTo(360);
        assertThat(told(scruffy, "player error")).anySatisfy(error -> {
            assertThat(error.getBoolean("error")).isTrue();
            assertThat(error.getString("exception.message")).isEqualTo("fragLoadError");
            assertThat(error.isNull("player.spot"))
                    .as("of the program")
                    .isEqualTo(viewer.says("watched.failed === 'n'"));
        });

        Page page = screen.open("players.xhtml?range=15m&dataset=" + TROUBLES);
        Screen.settled(page, "players");
        assertThat(page.locator("#p-numbers .o-number:has-text('Sessions') dd").innerText())
                .isEqualTo("1");
        assertThat(page.locator("#p-spots tbody th").allInnerTexts())
                .anyMatch(title -> spots.stream().anyMatch(title::startsWith))
                .contains("the program");
        assertThat(page.locator("#p-renditions tbody th").allInnerTexts()).contains("720", "360");
        assertThat(page.locator("#p-troubles").innerText()).contains("fragLoadError");
        screen.shot("players-troubled");
        Locator row = page.locator("#p-troubles tr:has-text('stalled for')").last();
        assertThat(spots).anyMatch(row.innerText()::contains);
        row.getByRole(AriaRole.BUTTON).click();
        page.waitForURL("**/avails.xhtml?**");
        page.locator("#v-steps li").first().waitFor();
        assertThat(page.locator("#v-one").innerText()).contains("fired it by hand", "aired");
        screen.shot("players-troubled-avail");
    }

    /** The events of this name, with all that is asked of any of them. */
    private static List<JsonObject> told(RunningScruffy scruffy, String name) {
        String query = "{'time_range':900,'filters':[{'column':'name','op':'=','value':'%s'},"
                + "{'column':'meta.dataset','op':'=','value':'%s'}],'breakdowns':['duration_ms','error',"
                + "'exception.message','player.height','player.spot'],'calculations':[{'op':'COUNT'}]}";
        return Api.send(scruffy, "POST", "/api/v1/query", query.formatted(name, TROUBLES))
                .is(200)
                .json()
                .getJsonArray("rows")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(row -> row.getJsonObject("group"))
                .toList();
    }

    private static double length(JsonObject event) {
        return event.getJsonNumber("duration_ms").doubleValue();
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
