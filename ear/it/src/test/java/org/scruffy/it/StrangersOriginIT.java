package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.scruffy.feed.PlaylistReader;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.testkit.ConformancePoller;

/** A live encoder that nobody here wrote becomes a feed by the form, and the schedule's clock puts spots into it. */
@Order(InTurn.FIRST)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RunningScruffy.Shared.class)
class StrangersOriginIT {

    private static final String ON_AIR = "/api/stations/KSCF/feeds/guest/on-air";
    private static final Pattern NEXT_BREAK = Pattern.compile("\"nextBreak\":\\{.*?\"start\":\"([^\"]+)\"");

    private static final Duration SOON = Duration.ofMinutes(2);
    /** Breaks come every four minutes, and some of them are empty. */
    private static final Duration UNTIL_A_BREAK_IS_OVER = Duration.ofMinutes(10);

    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration SEGMENT_OF_THE_ORIGIN = Duration.ofSeconds(2);
    private static final int NETWORK_SEGMENTS_AFTER_THE_BREAK = 3;

    /** What the feed's only rendition has listed so far. */
    private final Map<Long, Segment> listed = new TreeMap<>();

    @Test
    void anEncoderNobodyHereWrote_getsSpotsByTheClock_andKeepsItsNumbersWhenItDies(
            RunningScruffy scruffy, Chromium chromium, @TempDir Path folder) throws Exception {
        try (StockEncoder origin = StockEncoder.start(scruffy.data(), folder)) {
            waitUntil(
                    SOON,
                    () -> origin.playlist()
                                    .lines()
                                    .filter(line -> line.startsWith("#EXTINF"))
                                    .count()
                            > 2);
            assertThat(origin.playlist())
                    .as("a playlist as the encoder writes it: %s", origin.output())
                    .containsPattern("#EXT-X-PROGRAM-DATE-TIME:\\S+[+-]\\d{4}\\n")
                    .doesNotContain("CUE", "SCTE35", "#EXT-X-DATERANGE");
            addByTheForm(scruffy, chromium, "guest", origin.address());
            scruffy.awaitPictures();

            URI master = scruffy.base().resolve("/live/KSCF/guest/master.m3u8");
            waitUntil(
                    SOON,
                    () -> scruffy.send(scruffy.anonymous(master.getPath()).GET())
                                    .statusCode()
                            == 200);
            ConformancePoller player = new ConformancePoller(master);
            Instant planned = watchABreak(scruffy, player);
            theBreakIsAsItShouldBe(scruffy, planned);
            theOriginMayDie(scruffy, player, origin);

            System.out.printf(
                    "Stranger's origin: %d polls, %d violations, %d segments listed, %d of them of spots, break of %s from %s%n",
                    player.polls(),
                    player.violations().size(),
                    listed.size(),
                    spots().size(),
                    planned,
                    spots().get(0).start());
        }
    }

    /** Half a second after its pictures are there players have them, and a break changes nothing about that. */
    @Test
    void anOriginWithParts_isStitchedInParts_andPlayersWaitForEachOfThem(RunningScruffy scruffy, Chromium chromium)
            throws Exception {
        try (LowLatencyOrigin origin = LowLatencyOrigin.start()) {
            addByTheForm(scruffy, chromium, "near", origin.address());
            scruffy.awaitPictures();
            URI master = scruffy.base().resolve("/live/KSCF/near/master.m3u8");
            waitUntil(
                    SOON,
                    () -> scruffy.send(scruffy.anonymous(master.getPath()).GET())
                                    .statusCode()
                            == 200);
            ConformancePoller player = new ConformancePoller(master);
            player.poll();
            player.ask();
            waitUntil(SOON, () -> fires(scruffy, "near"));
            waitUntil(SOON, () -> partOfASpot(player));
            player.ask();

            assertThat(player.violations()).as("violations of the rules of HLS").isEmpty();
            assertThat(origin.blocked()).as("requests that the origin let wait").isPositive();
            // a part is half a second long: whoever asks for the next one waits, and that is what is told of it
            waitUntil(SOON, () -> spans(scruffy, "{'column':'duration_ms','op':'>','value':150}", 200) > 0);
            assertThat(spans(scruffy, "{'column':'http.target','op':'contains','value':'_HLS_part=0'}", 400))
                    .as("requests that were refused")
                    .isPositive();
        }
    }

    /** While a break is on by the schedule's clock none can be fired. */
    static boolean fires(RunningScruffy scruffy, String feed) {
        HttpResponse<String> answer = scruffy.post(
                "/api/stations/KSCF/feeds/" + feed + "/actions",
                Api.json(
                        "{'kind':'FIRE','break':'%s','reason':'a test'}",
                        breakWithSpots(Api.ofTheDemo(scruffy), feed)));
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 409);
        return answer.statusCode() == 201;
    }

    /** Some of the next breaks are empty, and of some spots other tests have replaced the pictures. */
    private static String breakWithSpots(Api api, String feed) {
        JsonObject week = api.get("weeks/" + api.scruffy().today() + "?feed=" + feed)
                .is(200)
                .json();
        return week.getJsonArray("feeds").getJsonObject(0).getJsonArray("slots").getValuesAs(JsonObject.class).stream()
                .flatMap(slot -> slot.getJsonArray("breaks").getValuesAs(JsonObject.class).stream())
                .filter(one -> Instant.parse(one.getString("startsAt"))
                        .isAfter(Instant.now().plusSeconds(30)))
                .filter(one -> one.getJsonArray("placements").getValuesAs(JsonObject.class).stream()
                        .anyMatch(spot -> Files.exists(
                                api.scruffy().data().resolve("media/" + spot.getString("creative") + "/master.m3u8"))))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    /** How many requests of players that named what they wait for were answered so. */
    private static int spans(RunningScruffy scruffy, String filter, int status) {
        String query = Api.json(
                "{'from':'%s','to':'%s','filters':[{'column':'feed','op':'=','value':'near'},"
                        + "{'column':'http.target','op':'contains','value':'_HLS_'},"
                        + "{'column':'http.status_code','op':'=','value':%s},%s]}",
                Instant.now().minusSeconds(3_600), Instant.now().plusSeconds(60), status, filter);
        return new Api.Answer(scruffy.post("/api/v1/query", query))
                .is(200)
                .json()
                .getInt("matched");
    }

    private static boolean partOfASpot(ConformancePoller player) throws IOException {
        try {
            return poll(player).lines().anyMatch(line -> line.matches("#EXT-X-PART:.*URI=\"\\.\\./\\.\\./spots/.*"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void addByTheForm(RunningScruffy scruffy, Chromium chromium, String name, URI origin) {
        try (Screen screen = chromium.screen(scruffy).signInByForm()) {
            Page page = screen.open("feeds.xhtml?station=KSCF&feed=main");
            Locator form = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Add a feed"));
            form.getByLabel("Title", exactly()).fill("A guest's feed, " + name);
            form.getByLabel("Short name", exactly()).fill(name);
            form.getByLabel("Origin", exactly()).fill(origin.toString());
            form.getByLabel("A break starts by", exactly())
                    .selectOption(new SelectOption().setLabel("The schedule's clock"));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Check the origin"))
                    .click();
            assertThat(page.locator("#feed\\:seen .notice.ok")).containsText("This can be a feed");
            assertThat(page.locator("#feed\\:seen .notice")).containsText("breaks can start by the schedule's clock");
            assertThat(page.locator("#feed\\:seen .notice")).containsText("No cue tags are in the stream right now");
            screen.shot("feeds-stranger-checked-" + name);

            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add this feed"))
                    .click();
            assertThat(page.locator("body")).containsText("Feed " + name + " is added");
            assertThat(page.locator("#list\\:table")).containsText(origin.toString());
            screen.shot("feeds-stranger-added-" + name);
        }
    }

    private static Locator.GetByLabelOptions exactly() {
        return new Locator.GetByLabelOptions().setExact(true);
    }

    /** Polls as a player does until a break has come and gone; says when it was planned. */
    private Instant watchABreak(RunningScruffy scruffy, ConformancePoller player) throws Exception {
        Optional<Instant> planned = Optional.empty();
        long deadline = System.nanoTime() + UNTIL_A_BREAK_IS_OVER.toNanos();
        while (!theNetworkIsBack()) {
            assertThat(System.nanoTime())
                    .as(
                            "no break came and went; the feed says %s",
                            scruffy.get(ON_AIR).body())
                    .isLessThan(deadline);
            note(poll(player));
            player.look();
            if (planned.isEmpty() && !spots().isEmpty()) {
                planned = breakThatIsOn(scruffy);
            }
            Thread.sleep(PACE.toMillis());
        }
        return planned.orElseThrow();
    }

    private static String poll(ConformancePoller player) throws IOException, InterruptedException {
        Map<String, String> bodies = player.poll();
        assertThat(bodies).as("renditions").hasSize(1);
        return bodies.values().iterator().next();
    }

    private void note(String body) {
        read(body).segments().forEach(segment -> listed.putIfAbsent(segment.sequence(), segment));
    }

    private static MediaPlaylist read(String body) {
        return PlaylistReader.media(body.getBytes(StandardCharsets.UTF_8))
                .value()
                .orElseThrow();
    }

    private static boolean ofASpot(Segment segment) {
        return segment.uri().contains("spots/");
    }

    /** Of the first break that was seen from its start. */
    private List<Segment> spots() {
        return listed.values().stream()
                .dropWhile(StrangersOriginIT::ofASpot)
                .dropWhile(segment -> !ofASpot(segment))
                .takeWhile(StrangersOriginIT::ofASpot)
                .toList();
    }

    private boolean theNetworkIsBack() {
        List<Segment> spots = spots();
        return !spots.isEmpty()
                && listed.containsKey(spots.get(spots.size() - 1).sequence() + NETWORK_SEGMENTS_AFTER_THE_BREAK);
    }

    private static Optional<Instant> breakThatIsOn(RunningScruffy scruffy) {
        Matcher start = NEXT_BREAK.matcher(scruffy.get(ON_AIR).body());
        return start.find() ? Optional.of(Instant.parse(start.group(1))) : Optional.empty();
    }

    private void theBreakIsAsItShouldBe(RunningScruffy scruffy, Instant planned) throws Exception {
        List<Segment> spots = spots();
        Segment first = spots.get(0);
        Segment before = listed.get(first.sequence() - 1);
        Segment after = listed.get(spots.get(spots.size() - 1).sequence() + 1);

        assertThat(before).as("a network segment before the break").isNotNull();
        assertThat(List.of(first, after))
                .as("both edges of the break")
                .allMatch(Segment::discontinuous)
                .allMatch(segment ->
                        segment.tags().stream().anyMatch(tag -> tag.startsWith("#EXT-X-PROGRAM-DATE-TIME:")));
        assertThat(first.start())
                .as("the first spot, in the first segment from the planned moment on")
                .isBetween(
                        planned.minusMillis(500),
                        planned.plus(SEGMENT_OF_THE_ORIGIN).plusMillis(500));
        Duration aired = spots.stream().map(Segment::length).reduce(Duration.ZERO, Duration::plus);
        assertThat(Duration.between(first.start(), after.start()))
                .as("the break in the network's time")
                .isBetween(
                        aired.minusMillis(500),
                        aired.plus(SEGMENT_OF_THE_ORIGIN).plusMillis(500));
        for (Segment spot : spots) {
            URI address = scruffy.base().resolve("/live/KSCF/guest/").resolve(spot.uri());
            HttpResponse<String> segment =
                    scruffy.send(scruffy.anonymous(address.getPath()).GET());
            assertThat(segment.statusCode()).as(spot.uri()).isEqualTo(200);
        }
        assertThat(scruffy.get(ON_AIR).body())
                .as("the as-run rows")
                .containsPattern("\"asRun\":\\[\\{[^]]*\"result\":\"aired\"");
    }

    private void theOriginMayDie(RunningScruffy scruffy, ConformancePoller player, StockEncoder origin)
            throws Exception {
        origin.killEncoder();
        player.watch(SEGMENT_OF_THE_ORIGIN.multipliedBy(3), PACE);
        String last = poll(player);
        note(last);

        origin.stopServer();
        waitUntil(SOON, () -> scruffy.get(ON_AIR).body().contains("\"good\":false"));
        player.watch(SEGMENT_OF_THE_ORIGIN.multipliedBy(3), PACE);

        assertThat(read(poll(player)))
                .as("what is served when the origin is gone")
                .isEqualTo(read(last));
        assertThat(read(last).ended()).as("an end of the stream").isFalse();
        assertThat(player.violations()).as("violations of the rules of HLS").isEmpty();
    }

    /** Something that becomes true. */
    interface Condition {
        boolean holds() throws IOException;
    }

    static void waitUntil(Duration patience, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(PACE.toMillis());
        }
    }
}
