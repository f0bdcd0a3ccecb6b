package org.scruffy.creative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.scruffy.order.TestStationDesk.ANNA;
import static org.scruffy.order.TestStationDesk.XAVER;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.Heard;
import org.scruffy.Silence;
import org.scruffy.feed.FilesOverHttp;
import org.scruffy.feed.LadderReader;
import org.scruffy.order.CreativeDraft;
import org.scruffy.order.Fault;
import org.scruffy.order.Refused;
import org.scruffy.order.TestStationDesk;
import org.scruffy.plugin.NotRepeated;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Retries;
import org.scruffy.plugin.TestConditioner;
import org.scruffy.schedule.Schedule;
import org.scruffy.spi.feed.Booked;
import org.scruffy.spi.feed.Conditioned;
import org.scruffy.spi.feed.Conditioned.Finding;
import org.scruffy.spi.feed.Conditioner;
import org.scruffy.spi.feed.ConditioningWatch;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Probe;
import org.scruffy.spi.schedule.Creative;

/** The queue on a real database, with real playlists over HTTP and a conditioner that only writes a word. */
class ConditioningTest {

    private static final String MEDIA =
            "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3.003,\n0.ts\n#EXTINF:3.003,\n1.ts\n";

    @TempDir
    Path data;

    private TestStationDesk desk;
    private FilesOverHttp origin;
    private Studio studio;
    private TestConditioner plugins;
    private final Heard heard = new Heard();
    private Conditioning conditioning;
    private AirCopies copies;
    private Schedule schedule;

    /** Makes a copy in no time, unless the test wants it otherwise. */
    private static final class Studio implements Conditioner {

        private final List<String> made = new ArrayList<>();
        private final List<Duration> tolerances = new ArrayList<>();
        private volatile Optional<String> refusal = Optional.empty();
        private volatile Optional<IOException> trouble = Optional.empty();
        private volatile CountDownLatch busy;

        @Override
        public String recipe() {
            return "word-1";
        }

        @Override
        public Probe probe(Path file) {
            return new Probe(
                    "mpegts",
                    Duration.ZERO,
                    Optional.of(new Probe.Picture("h264", "avc1.4d401f", 1280, 720, new FrameRate(30_000, 1001))),
                    Optional.of(new Probe.Sound("aac", 48_000, 2, 96_000)));
        }

        @Override
        public Conditioned condition(Path source, Booked booked, Ladder ladder, Path folder, ConditioningWatch watch)
                throws IOException, InterruptedException {
            watch.progress(0.4, "Encoding");
            if (busy != null) {
                busy.countDown();
                while (!watch.cancelled()) {
                    Thread.sleep(20);
                    watch.progress(0.5, "Encoding");
                }
                throw new CancellationException();
            }
            if (trouble.isPresent()) {
                throw trouble.get();
            }
            if (refusal.isPresent()) {
                return new Conditioned.Refusal(refusal.get());
            }
            Files.writeString(folder.resolve("master.m3u8"), Files.readString(source));
            made.add(ladder.rungs().get(0).width() + "");
            tolerances.add(booked.tolerance());
            return new Conditioned.Copy(
                    Duration.ofMillis(15_015),
                    probe(source),
                    new Conditioned.Loudness(OptionalDouble.of(-12.5), OptionalDouble.of(-24), OptionalDouble.empty()),
                    List.of(new Finding(Finding.Kind.BLACK, "The picture is black for 2 s from 0 s.")),
                    List.of("master.m3u8"));
        }
    }

    @BeforeEach
    void open() throws Exception {
        desk = new TestStationDesk(data, 1_000);
        origin = new FilesOverHttp();
        origin.put("/main/master.m3u8", master("1280x720"));
        origin.put("/kids/master.m3u8", master("640x360"));
        for (String feed : List.of("main", "kids")) {
            origin.put("/" + feed + "/v.m3u8", MEDIA);
            origin.put("/" + feed + "/0.ts", "a segment");
            desk.run("UPDATE feed SET origin = '" + origin.address("/" + feed + "/master.m3u8") + "' WHERE name = '"
                    + feed + "'");
        }
        studio = new Studio();
        plugins = new TestConditioner(studio, desk.clock);
        schedule = new Schedule(desk.database, desk.clock, null);
        copies = new AirCopies(desk.database, desk.creatives, desk.clock);
        conditioning = new Conditioning(
                desk.database,
                plugins,
                new Platform(data, data, URI.create("http://localhost/"), false),
                desk.inbox,
                schedule,
                new LadderReader(FilesOverHttp.fetcher(), new Silence()),
                heard,
                desk.clock);
    }

    @AfterEach
    void close() {
        plugins.close();
        origin.close();
        desk.close();
    }

    private static String master(String resolution) {
        return "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1800000,RESOLUTION=" + resolution
                + ",FRAME-RATE=29.970,CODECS=\"avc1.4d401f,mp4a.40.2\"\nv.m3u8\n";
    }

    private void send(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        desk.creatives.receive(ANNA, "SPOT1", new ByteArrayInputStream(bytes), bytes.length);
    }

    private void spot() {
        desk.creatives.create(
                ANNA, new CreativeDraft("SPOT1", "Spot", "", "PROMO", 15_000, Optional.empty(), Optional.empty()));
        send("film");
    }

    private String fileState() {
        return desk.creatives.get("KSCF", "SPOT1").file().orElseThrow().state();
    }

    private List<AirCopy.State> states() {
        return copies.find("KSCF", "SPOT1").stream().map(AirCopy::state).toList();
    }

    private Creative planned(String feed) {
        Instant noon = Instant.parse("2026-06-02T16:00:00Z");
        return schedule.breaks("KSCF", feed, noon.minusSeconds(60), noon.plusSeconds(600))
                .get(0)
                .spots()
                .get(0)
                .creative();
    }

    private List<String> ready() throws Exception {
        return desk.column(
                "SELECT f.name FROM feed f, creative c WHERE c.ad_id = 'SPOT1'"
                        + " AND air_ready(c.id, c.sha256, c.duration_ms, c.media, f.id) AND f.station_id = c.station_id ORDER BY 1");
    }

    @Test
    void file_becomesACopyOnTheLadderOfEachFeed() throws Exception {
        spot();
        for (String feed : List.of("main", "kids")) {
            desk.place(desk.adBreak(feed, "2026-06-02T12:00:00", "PROMO", 30_000), "SPOT1", "");
        }
        conditioning.look();

        assertThat(studio.made).containsExactlyInAnyOrder("1280", "640");
        assertThat(fileState()).isEqualTo("CONDITIONED");
        assertThat(desk.creatives.get("KSCF", "SPOT1").airReady()).isTrue();
        assertThat(ready()).containsExactly("kids", "main");
        assertThat(planned("main").media())
                .matches("air/[0-9a-f]{64}")
                .isNotEqualTo(planned("kids").media());
        assertThat(planned("main").length()).isEqualTo(Duration.ofMillis(15_015));
        assertThat(data.resolve("media").resolve(planned("kids").media()).resolve("master.m3u8"))
                .hasContent("film");
        assertThat(data.resolve("media/.making")).isEmptyDirectory();
        AirCopy copy = copies.find("KSCF", "SPOT1").stream()
                .filter(one -> one.feeds().equals(List.of("main")))
                .findFirst()
                .orElseThrow();
        assertThat(copy.ladder()).isEqualTo("1280x720 at 29.97 frames a second; segments of 90 frames in MPEG-TS");
        assertThat(copy.loudnessBefore()).hasValue(-12.5);
        assertThat(copy.peak()).isEmpty();
        assertThat(copy.source()).isEqualTo("1280x720 h264, aac 48000 Hz, 2 channels");
        assertThat(copy.findings())
                .containsExactly(new Finding(Finding.Kind.BLACK, "The picture is black for 2 s from 0 s."));
        assertThat(copies.ladders("KSCF")).extracting(FeedLadder::feed).containsExactly("main", "kids");
        assertThat(copies.find("KXYZ", "")).isEmpty();

        conditioning.look();
        assertThat(studio.made).as("nothing is made twice").hasSize(2);
    }

    @Test
    void refusedFile_saysWhyAndCanBeTriedAgain() {
        spot();
        studio.refusal = Optional.of("This is a text, not a video.");
        conditioning.look();
        assertThat(desk.creatives.get("KSCF", "SPOT1").file().orElseThrow().problem())
                .isEqualTo("This is a text, not a video.");
        assertThat(states()).containsOnly(AirCopy.State.FAILED);
        conditioning.look();
        assertThat(states()).as("not tried again by itself").containsOnly(AirCopy.State.FAILED);

        studio.refusal = Optional.empty();
        copies.retry(ANNA, "SPOT1");
        assertThatThrownBy(() -> copies.retry(ANNA, "SPOT1")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> copies.retry(XAVER, "SPOT1")).isInstanceOf(Refused.class);
        conditioning.look();
        assertThat(fileState()).isEqualTo("CONDITIONED");
        assertThat(desk.creatives.get("KSCF", "SPOT1").file().orElseThrow().problem())
                .isEmpty();
    }

    @Test
    void fullDisk_isSaid() {
        spot();
        studio.trouble =
                Optional.of(new IOException("The disk is full: nothing can be conditioned until there is room"));
        conditioning.look();
        assertThat(desk.creatives.get("KSCF", "SPOT1").file().orElseThrow().problem())
                .isEqualTo("The disk is full: nothing can be conditioned until there is room.");
    }

    @Test
    void copyInTheMaking_isCancelledAndLeavesNothing() throws Exception {
        spot();
        studio.busy = new CountDownLatch(1);
        CompletableFuture<Void> looking = CompletableFuture.runAsync(conditioning::look);
        studio.busy.await();
        assertThat(copies.find("KSCF", "").get(0).progress()).isBetween(0.3, 0.6);
        assertThat(copies.find("KSCF", "").get(0).step()).isEqualTo("Encoding");
        copies.cancel(ANNA, "SPOT1");
        looking.get();
        assertThat(fileState()).isEqualTo("CANCELLED");
        assertThat(states()).containsOnly(AirCopy.State.CANCELLED);
        assertThat(data.resolve("media/.making")).isEmptyDirectory();
        assertThatThrownBy(() -> copies.cancel(ANNA, "SPOT1"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("CANCELLED");
    }

    @Test
    void whatADeadNodeLeft_isTakenUpWhenItsLeaseIsOver() throws Exception {
        spot();
        studio.refusal = Optional.of("later");
        conditioning.look();
        studio.refusal = Optional.empty();
        desk.run("UPDATE creative_file SET state = 'CONDITIONING'");
        desk.run("UPDATE air_copy SET state = 'CONDITIONING', attempt = 1, leased_until = '2026-06-01T12:00:20Z'");
        conditioning.look();
        assertThat(studio.made).isEmpty();
        desk.clock.forward(Duration.ofSeconds(21));
        conditioning.look();
        assertThat(studio.made).hasSize(2);

        desk.run("UPDATE creative_file SET state = 'CONDITIONING'");
        desk.run("UPDATE air_copy SET state = 'CONDITIONING', attempt = 4, leased_until = '2026-06-01T12:00:20Z'");
        conditioning.look();
        assertThat(states()).containsOnly(AirCopy.State.FAILED);
        assertThat(copies.find("KSCF", "").get(0).problem()).contains("given up");
    }

    @Test
    void anotherLadder_asksForAnotherCopyWhileTheOldOneStays() throws Exception {
        spot();
        conditioning.look();
        String before = desk.column("SELECT media FROM creative").get(0);
        origin.put("/main/master.m3u8", master("1920x1080"));
        desk.clock.forward(Duration.ofMinutes(6));
        studio.refusal = Optional.of("not now");
        conditioning.look();
        assertThat(ready()).containsExactly("kids");
        assertThat(desk.column("SELECT media FROM creative")).containsExactly(before);

        studio.refusal = Optional.empty();
        copies.retry(ANNA, "SPOT1");
        conditioning.look();
        assertThat(ready()).containsExactly("kids", "main");
        assertThat(studio.made).hasSize(3).contains("1920");
    }

    @Test
    void anotherFile_takesTheOldOneOffTheAirAtOnce() throws Exception {
        spot();
        desk.place(desk.adBreak("main", "2026-06-02T12:00:00", "PROMO", 30_000), "SPOT1", "");
        conditioning.look();
        String old = planned("main").media();
        send("another film");
        assertThat(planned("main").airReady()).isFalse();
        assertThat(ready()).isEmpty();
        conditioning.look();
        assertThat(planned("main").media()).startsWith("air/").isNotEqualTo(old);
        send("film");
        conditioning.look();
        assertThat(planned("main").media()).as("content has one address").isEqualTo(old);
        assertThat(studio.made).as("and is made once").hasSize(4);
    }

    @Test
    void lengths_areTheStations_orElseTheUsual() {
        LengthsTable lengths = new LengthsTable(desk.database, desk.clock);
        assertThat(lengths.of("KSCF")).isEqualTo(Lengths.DEFAULT);
        spot();
        conditioning.look();
        assertThat(studio.tolerances).containsOnly(Duration.ofSeconds(1));

        lengths.put(ANNA, new Lengths(Duration.ofMillis(200), Duration.ofSeconds(15)));
        lengths.put(ANNA, new Lengths(Duration.ofMillis(250), Duration.ofSeconds(15)));
        assertThat(lengths.of("KSCF")).isEqualTo(new Lengths(Duration.ofMillis(250), Duration.ofSeconds(15)));
        assertThat(lengths.of("KXYZ")).isEqualTo(Lengths.DEFAULT);
        send("another film");
        conditioning.look();
        assertThat(studio.tolerances).endsWith(Duration.ofMillis(250), Duration.ofMillis(250));
    }

    @Test
    void spotThatIsLongerThanTheLongest_isNotConditioned() throws Exception {
        new LengthsTable(desk.database, desk.clock)
                .put(ANNA, new Lengths(Duration.ofSeconds(1), Duration.ofMillis(14_500)));
        spot();
        conditioning.look();
        assertThat(studio.made).isEmpty();
        assertThat(desk.creatives.get("KSCF", "SPOT1").file().orElseThrow().problem())
                .isEqualTo("The creative is booked with 15 s, the longest spot that is taken has 14.5 s.");
        assertThat(desk.column("SELECT after ->> 'longest_ms' FROM audit_entry WHERE entity = 'creative_lengths'"))
                .containsExactly("14500");
    }

    @Test
    void lengthsThatCannotBe_nameTheirFields() {
        assertThatThrownBy(() -> new Lengths(Duration.ofMillis(5_001), Duration.ofMillis(600_001)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(Fault::field)
                                .containsExactly("toleranceMs", "longestMs"));
        assertThatThrownBy(() -> new Lengths(Duration.ofMillis(-1), Duration.ofMillis(999)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void feedThatDoesNotAnswer_leavesTheFileWaitingAndSaysWhy() {
        origin.remove("/main/master.m3u8");
        origin.remove("/kids/master.m3u8");
        spot();
        conditioning.look();
        assertThat(fileState()).isEqualTo("WAITING");
        assertThat(copies.ladders("KSCF"))
                .allSatisfy(ladder -> assertThat(ladder.problem()).isEqualTo("The origin answers 404."));
    }

    @Test
    void aRunThatFailed_isRepeatedWithTheFileOfItsCreative_andNotWhereThatIsDone() throws Exception {
        desk.run("DELETE FROM feed WHERE name = 'kids'");
        spot();
        studio.trouble = Optional.of(new IOException("the disk is full"));
        conditioning.look();
        assertThat(fileState()).isEqualTo("FAILED");
        studio.trouble = Optional.empty();
        Retries.Run failed = new Retries.Run(
                "condition creative", "abc", heard.of("condition creative").get(0), "olga");

        conditioning.again(failed);

        for (int i = 0; i < 200 && !fileState().equals("CONDITIONED"); i++) {
            Thread.sleep(50);
        }
        conditioning.stop();
        assertThat(heard.of("condition creative").get(1))
                .containsEntry("creative", "SPOT1")
                .containsEntry(Retries.OF, "abc")
                .doesNotContainKey("error");
        assertThatThrownBy(() -> conditioning.again(failed))
                .isInstanceOf(NotRepeated.class)
                .hasMessageContaining("SPOT1 did not fail");
    }
}
