package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.spi.schedule.Creative;

/** The records on a real PostgreSQL. */
class AirLogTest {

    @TempDir
    Path media;

    private Database database;
    private javax.sql.DataSource source;

    @BeforeEach
    void open() throws SQLException {
        source = FreshDatabase.current();
        database = FreshDatabase.on(source);
        run(
                source,
                "INSERT INTO station (call_sign, name, zone) VALUES ('KSCF', 'Scruffy', 'UTC')",
                "INSERT INTO feed (station_id, name, title, kind, zone, origin, break_signal, added_by)"
                        + " VALUES (1, 'main', 'Main', 'MAIN', 'UTC', 'http://localhost/', 'CUES', 'PERSON')");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static void run(javax.sql.DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private AirLog log() {
        return AirLog.of(database, "KSCF", "main").orElseThrow();
    }

    private static Avail avail(String key, String breakId) {
        Splice splice = new Splice(
                40,
                Instant.parse("2026-11-24T12:00:00.123456Z"),
                new Shift(3, 1),
                5,
                List.of(
                        new AdSegment(0, Duration.ofMillis(3003), "../../spots/ONE1/v720/0.ts", ""),
                        new AdSegment(
                                1,
                                Duration.ofNanos(1_234_567_000),
                                "../../spots/TWO2/v720/0.m4s",
                                "../../spots/TWO2/v720/init.mp4")),
                java.util.Optional.empty());
        return new Avail(
                0,
                key,
                2,
                Instant.parse("2026-11-24T12:00:00Z"),
                Duration.ofSeconds(30),
                breakId,
                "",
                List.of(
                        new PodSpot(0, "11", "ONE1", "One", Duration.ofMillis(3003), Fill.SPOT, ""),
                        new PodSpot(1, "12", "TWO2", "Two", Duration.ofMillis(1234), Fill.FILLER, "")),
                Map.of("v0", splice, "v1", splice));
    }

    @Test
    void decision_isReadBackAsItWasWritten() {
        Avail written = log().decide(avail("cue-1", "7"));

        assertThat(written.id()).isPositive();
        assertThat(log().avails()).containsExactly(written);
    }

    @Test
    void decision_isWrittenOnceAndTheFirstOneCounts() {
        Avail first = log().decide(avail("cue-1", "7"));
        Avail second = log().decide(avail("cue-1", "8"));

        assertThat(second).isEqualTo(first);
        assertThat(log().decide(avail("cue-2", "7")).reason()).startsWith("BREAK_USED");
        assertThat(log().avails()).containsExactly(first);
    }

    @Test
    void end_isWrittenOnce() throws SQLException {
        Avail written = log().decide(avail("cue-1", "7"));
        Splice ended = written.splices()
                .get("v0")
                .endedLike(new Splice(
                        40,
                        Instant.EPOCH,
                        Shift.NONE,
                        0,
                        List.of(),
                        java.util.Optional.of(new Splice.End(45, 2, new Shift(0, 4)))));
        Avail closed = written.ended(Map.of("v0", ended, "v1", ended));

        log().end(closed, "");
        log().end(closed, "EARLY_RETURN");

        assertThat(log().avails()).containsExactly(closed);
        assertThatThrownBy(() -> run(source, "UPDATE splice SET aired = 1")).hasMessageContaining("written once");
        assertThatThrownBy(() -> run(source, "UPDATE splice SET pod = ''")).hasMessageContaining("written once");
    }

    @Test
    void asRun_isOneRowForeverHoweverOftenItIsWritten() {
        Avail written = log().decide(avail("cue-1", "7"));
        Airing airing = new Airing(
                "KSCF",
                "main",
                written.id(),
                "cue-1",
                0,
                "7",
                "11",
                "ONE1",
                "One",
                Instant.parse("2026-11-24T12:00:00Z"),
                Instant.parse("2026-11-24T12:00:00.123Z"),
                Duration.ofMillis(3003),
                43,
                43,
                "",
                java.util.Optional.of(new Proof(
                        Duration.ofMillis(3003),
                        270_270,
                        5,
                        List.of("v0", "v1"),
                        Fill.SPOT,
                        Duration.ofMillis(-123),
                        "#EXT-X-CUE-OUT:30",
                        "ONE1",
                        "a".repeat(64),
                        java.util.Optional.of(-24.1),
                        "\"abc\"",
                        "0".repeat(31) + "1")));

        log().aired(airing);
        log().aired(airing);

        assertThat(new AsRunLog(database).last("KSCF", "main", 10)).containsExactly(airing);
        assertThat(log().logged(written.id())).containsExactly(0);
        assertThatThrownBy(() -> run(source, "DELETE FROM as_run")).hasMessageContaining("written once");
    }

    @Test
    void asRun_thatAnAutomationBroughtIsNotWhatTheFeedAired() throws SQLException {
        run(
                source,
                "INSERT INTO import_file (id, at, actor, station, kind, file_name, sha256, state) VALUES"
                        + " ('00000000-0000-0000-0000-000000000001', now(), 'a', 'KSCF', 'AS_RUN', 'x', '', 'COMMITTED')",
                "INSERT INTO as_run (feed_id, station, feed, avail_key, position, break_id, placement, ad_id, title, actual_start,"
                        + " length_ms, reason, source, import_id, line) SELECT f.id, 'KSCF', 'main', '', 0, '', '', 'ONE1', 'One',"
                        + " now(), 15000, '', 'AUTOMATION', i.id, 1 FROM feed f, import_file i");

        assertThat(new AsRunLog(database).last("KSCF", "main", 10)).isEmpty();
    }

    private static Start start(int epoch, String rendition, long first, long sequence) {
        return new Start(
                rendition,
                new Epoch(epoch, first, new Shift(sequence, 3)),
                new OriginMark(first, 7, "https://origin/" + first + ".ts"));
    }

    @Test
    void epoch_isBegunOnceAndAllNodesAreToldHow() {
        AirLog log = log();
        List<Start> ours = List.of(start(4, "v0", 12, 500), start(4, "v1", 13, 500));
        assertThat(log.begin(4, ours)).isEqualTo(ours);
        assertThat(log().begin(4, List.of(start(4, "v0", 12, 600)))).containsExactlyInAnyOrderElementsOf(ours);
        assertThat(log.begun(5)).isEmpty();
        log.join(start(4, "m0", 20, 501));
        log.join(start(4, "m0", 20, 999));
        assertThat(log.begun(4)).hasSize(3).first().isEqualTo(start(4, "m0", 20, 501));
        assertThat(log.mark(Map.of())).isEqualTo(4);
    }

    @Test
    void numbering_ofANodeThatLagsTakesNothingBack() {
        AirLog log = log();
        Numbering ahead = new Numbering(6, Epoch.FIRST, new OriginMark(50, 0, "a"), 150, 2);
        log.mark(Map.of("v0", ahead));
        log().mark(Map.of("v0", new Numbering(6, Epoch.FIRST, new OriginMark(49, 0, "b"), 149, 2)));
        assertThat(log.numberings()).containsEntry("v0", ahead);
    }

    @Test
    void period_isPlacedOnce() {
        DashPeriod first = new DashPeriod(7, Instant.parse("2026-11-24T12:00:00.123456Z"), 9_000_000_000L, 90_000);

        assertThat(log().place(first)).isEqualTo(first);
        assertThat(log().place(new DashPeriod(7, Instant.EPOCH, 1, 48_000)))
                .as("what another node says later")
                .isEqualTo(first);
        log().place(new DashPeriod(2_000, Instant.EPOCH, 0, 1));
        assertThat(log().place(new DashPeriod(7, Instant.EPOCH, 1, 48_000)))
                .as("one so old that it is forgotten")
                .isNotEqualTo(first);
    }

    @Test
    void numbering_isReadBack() {
        Map<String, Numbering> numberings = Map.of(
                "v0",
                        new Numbering(
                                3,
                                new Epoch(1, 60, new Shift(12, 4)),
                                new OriginMark(70, 3, "http://origin/70.ts"),
                                82,
                                9),
                "v1", new Numbering(3, Epoch.FIRST, OriginMark.NONE, 70, 1));

        log().mark(numberings);
        log().mark(numberings);

        assertThat(log().numberings()).isEqualTo(numberings);
    }

    @Test
    void feed_restartedInMidBreakOnTheRealDatabase_numbersAndLogsOn() {
        try (Air air = new Air(media, 6, Duration.ofSeconds(2))) {
            air.records = log();
            Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
            air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 5), air.spot("TWO2", 5)));
            air.start().run(28).start().run(5).start().run(40);

            air.isConformant();
            assertThat(air.story("v0")).containsExactly("net", "ONE1", "TWO2", "net");
            assertThat(new AsRunLog(database).last("KSCF", "main", 10))
                    .extracting(Airing::adId)
                    .containsExactly("TWO2", "ONE1");
        }
    }

    @Test
    void stitching_isKeptPerFeedWithTheCopiesOfItsCreatives() throws SQLException {
        List<StitchingChanged> told = new ArrayList<>();
        StitchingTable table = new StitchingTable(database, Clock.systemUTC(), listener(told));
        String file = "a".repeat(64);
        run(
                source,
                "INSERT INTO creative (ad_id, title, duration_ms, media, sha256) VALUES ('PROMO1', 'One', 15000, 'one', ''),"
                        + " ('SLATE1', 'Slate', 10000, 'slate', '" + file
                        + "'), ('OTHER1', 'Other', 10000, 'other', '')",
                "INSERT INTO feed_ladder (feed_id, origin, ladder, read_at) VALUES (1, 'x', '" + "b".repeat(64)
                        + "', now())",
                "INSERT INTO air_copy (creative_id, source, booked_ms, ladder, rungs, state, folder, length_ms, asked_at) SELECT id, '"
                        + file + "', 10000, '" + "b".repeat(64)
                        + "', '', 'READY', 'air/slate', 10010, now() FROM creative WHERE ad_id = 'SLATE1'");
        assertThat(table.of("KSCF", "main")).isEqualTo(Stitching.DEFAULT);

        Stitching wanted = new Stitching(
                "https://backup.test/x.m3u8",
                Stitching.Overrun.COMPLETE_AD,
                Duration.ofMillis(1500),
                List.of("NOTTHERE", "PROMO1"),
                "SLATE1",
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
        table.put("KSCF", "main", wanted, "ada");

        assertThat(table.of("KSCF", "main")).isEqualTo(wanted);
        Filling filling = table.fillings().get("KSCF/main");
        assertThat(filling.rules()).isEqualTo(wanted);
        assertThat(filling.fillers()).extracting(Creative::media).containsExactly("one");
        assertThat(filling.slate().orElseThrow().media()).isEqualTo("air/slate");
        assertThat(filling.slate().orElseThrow().length()).isEqualTo(Duration.ofMillis(10_010));
        assertThat(told).containsExactly(new StitchingChanged("KSCF", "main"));
        assertThatThrownBy(() -> table.of("KSCF", "other")).isInstanceOf(NoSuchFeed.class);
        assertThatThrownBy(() -> table.put("KXXX", "main", wanted, "ada")).isInstanceOf(NoSuchFeed.class);
    }

    @SuppressWarnings("unchecked")
    private static Event<StitchingChanged> listener(List<StitchingChanged> told) {
        return (Event<StitchingChanged>) Proxy.newProxyInstance(
                AirLogTest.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
                    told.add((StitchingChanged) arguments[0]);
                    return null;
                });
    }
}
