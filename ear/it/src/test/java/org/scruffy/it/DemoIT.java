package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningScruffy.Shared.class)
class DemoIT {

    @Test
    void theConsole_showsTheLoginAndTheKeyOfTheDemo(RunningScruffy scruffy) throws IOException {
        assertThat(scruffy.output()).contains("admin / scruffy", RunningScruffy.DEMO_KEY, "live/KSCF/main/master.m3u8");
    }

    /** Or each playlist costs twice as much. */
    @Test
    void players_areAnsweredWithoutTheServletContainer(RunningScruffy scruffy) throws IOException {
        assertThat(Files.readString(scruffy.data().resolve("log/scruffy.log")))
                .contains("Players are answered by the server's HTTP layer");
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

    private static final String FEED = "/api/stations/KSCF/feeds/kids/";

    private static JsonObject onAir(RunningScruffy scruffy) {
        return new Api.Answer(scruffy.get(FEED + "on-air")).is(200).json();
    }

    /** What one poll brings is there within a few. */
    private static JsonObject untilOnAir(RunningScruffy scruffy, Predicate<JsonObject> expected)
            throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(150).toNanos();
        JsonObject news = onAir(scruffy);
        while (!expected.test(news)) {
            assertThat(System.nanoTime()).as(news.toString()).isLessThan(deadline);
            Thread.sleep(500);
            news = onAir(scruffy);
        }
        return news;
    }

    /** Whether no break is on or near that another test may be watching. */
    private static boolean quiet(JsonObject news) {
        return news.containsKey("window")
                && !news.getJsonObject("hands").containsKey("breakOn")
                && news.containsKey("nextBreak")
                && Instant.parse(news.getJsonObject("nextBreak").getString("start"))
                        .isAfter(Instant.parse(news.getString("at")).plusSeconds(15));
    }

    private static Api.Answer act(RunningScruffy scruffy, String kind) {
        return new Api.Answer(scruffy.post(FEED + "actions", "{\"kind\":\"" + kind + "\",\"reason\":\"a test\"}"));
    }

    private static Api.Answer undo(RunningScruffy scruffy, Api.Answer done) {
        return new Api.Answer(scruffy.send(
                scruffy.request(FEED + "actions/" + done.json().getString("id")).DELETE()));
    }

    @Test
    void feed_isBypassedByHandAndTakenBack(RunningScruffy scruffy) throws InterruptedException {
        untilOnAir(scruffy, DemoIT::quiet);

        Api.Answer bypass = act(scruffy, "BYPASS").is(201);
        assertThat(act(scruffy, "BYPASS").refuses(409, "kind").getString("detail"))
                .contains("set the bypass already");
        assertThat(act(scruffy, "FIRE").response().statusCode()).isEqualTo(409);
        assertThat(act(scruffy, "SLATE").refuses(409, "kind").getString("detail"))
                .contains("There is no slate");
        act(scruffy, "EXPLODE").refuses(400, "kind");
        untilOnAir(scruffy, news -> !news.getJsonObject("hands").containsKey("breakOn"));
        undo(scruffy, bypass).is(200);
        undo(scruffy, bypass).is(409);

        assertThat(new Api.Answer(scruffy.get("/api/v1/stations/KSCF/audit?entity=air&limit=10"))
                        .is(200).json().getJsonArray("entries").getValuesAs(JsonObject.class).stream()
                                .map(entry -> entry.getString("action"))
                                .toList())
                .contains("add", "change");
        assertThat(onAir(scruffy).getJsonObject("hands").getJsonArray("actions").toString())
                .contains("undoneAt");
    }

    @Test
    void viewers_sawWhatIsKeptToTheSecond(RunningScruffy scruffy) throws InterruptedException {
        untilOnAir(scruffy, news -> news.containsKey("window"));
        Instant now = Instant.now();

        JsonObject seen = new Api.Answer(scruffy.get(FEED + "manifests?at=" + now))
                .is(200)
                .json();
        assertThat(seen.getString("text")).startsWith("#EXTM3U");
        assertThat(Instant.parse(seen.getString("at"))).isBeforeOrEqualTo(now);
        assertThat(seen.getJsonArray("segments")).isNotEmpty();
        new Api.Answer(scruffy.get(FEED + "manifests?at=yesterday")).refuses(400, "at");
        new Api.Answer(scruffy.get(FEED + "manifests?rendition=..%2F..%2Fetc&at=" + now)).refuses(400, "rendition");
        new Api.Answer(scruffy.get(FEED + "manifests?at=2001-01-01T00:00:00Z")).is(404);
        new Api.Answer(scruffy.get("/api/stations/KSCF/feeds/nobody/manifests?at=" + now)).is(404);
        new Api.Answer(scruffy.get(FEED + "avails?from=" + now + "&to=" + now)).refuses(400, "to");
        new Api.Answer(scruffy.get(FEED + "avails?to=" + now + "&from=" + now.minusSeconds(600))).is(200);
        new Api.Answer(scruffy.get(FEED + "avails/1%27%20OR%201=1")).refuses(400, "id");
        new Api.Answer(scruffy.get(FEED + "avails/break-0")).is(404);
    }

    @Test
    void theForm_letsTheDemosAdminIn(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            assertThat(screen.page().title()).contains("Scruffy");
            screen.shot("signed-in");
        }
    }
}
