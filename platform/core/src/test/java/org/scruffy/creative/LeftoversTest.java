package org.scruffy.creative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.Silence;
import org.scruffy.order.TestStationDesk;
import org.scruffy.plugin.Platform;

/** On a real database, with copies on a real disk. */
class LeftoversTest {

    private static final String OLD = "a".repeat(64);
    private static final String NEW = "b".repeat(64);
    private static final String LADDER = "c".repeat(64);
    private static final String RUNGS = "FMP4 muxed 48000 2 96000|640 360 30 1 60 avc1.4d401e 900000";
    private static final Duration MANIFESTS = Duration.ofHours(24);

    @TempDir
    Path data;

    private TestStationDesk desk;
    private Leftovers leftovers;

    @BeforeEach
    void open() throws SQLException {
        desk = new TestStationDesk(data, 1_000);
        leftovers = new Leftovers(
                desk.database,
                new Platform(data, data, URI.create("http://localhost/"), false),
                MANIFESTS,
                new Silence(),
                desk.clock);
        desk.run("INSERT INTO feed_ladder (feed_id, origin, ladder, rungs, read_at) SELECT f.id, 'x', '" + LADDER
                + "', '"
                + RUNGS + "', now() FROM feed f JOIN station s ON s.id = f.station_id AND s.call_sign = 'KSCF'"
                + " AND f.name = 'main'");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private static String folder(String letter) {
        return "air/" + letter.repeat(64);
    }

    /** A creative of KSCF with its copy of 1,500 bytes. */
    private void copied(String adId, String source, String folder) throws IOException {
        desk.run("INSERT INTO creative (ad_id, title, kind, duration_ms, media, sha256, station_id) SELECT '" + adId
                + "', '"
                + adId + "', 'PROMO', 15000, '" + folder + "', '" + source
                + "', id FROM station WHERE call_sign = 'KSCF'");
        row(adId, source, folder);
        Path rendition =
                Files.createDirectories(data.resolve("media").resolve(folder).resolve("v0"));
        Files.write(rendition.resolve("000.m4s"), new byte[1_000]);
        Files.write(rendition.resolveSibling("master.m3u8"), new byte[500]);
    }

    private void row(String adId, String source, String folder) {
        desk.run(
                "INSERT INTO air_copy (creative_id, source, booked_ms, ladder, rungs, state, folder, asked_at) SELECT id, '"
                        + source + "', 15000, '" + LADDER + "', '" + RUNGS + "', 'READY', '" + folder
                        + "', now() FROM creative WHERE ad_id = '" + adId + "'");
    }

    private void replaced(String adId) {
        desk.run("UPDATE creative SET sha256 = '" + NEW + "', media = '' WHERE ad_id = '" + adId + "'");
    }

    private boolean there(String folder) {
        return Files.isRegularFile(data.resolve("media").resolve(folder).resolve("master.m3u8"));
    }

    private void lookAfter(Duration time) {
        desk.clock.forward(time);
        leftovers.look();
    }

    @Test
    void copyOfAReplacedFile_goesAfterAWeek_andIsCounted() throws Exception {
        copied("SPOT1", OLD, folder("1"));
        copied("SPOT2", OLD, folder("2"));
        leftovers.look();
        assertThat(leftovers.of("KSCF").copies()).isEmpty();

        replaced("SPOT1");
        leftovers.look();
        Instant now = desk.clock.instant();
        assertThat(leftovers.of("KSCF").copies())
                .containsExactly(new Leftover(
                        "SPOT1",
                        "SPOT1",
                        LadderText.words(LadderText.read(RUNGS)),
                        1_500,
                        now,
                        now.plus(Duration.ofDays(7))));
        assertThat(leftovers.of("KXYZ").copies()).as("another station's").isEmpty();

        lookAfter(Duration.ofDays(7).minusMinutes(1));
        assertThat(there(folder("1"))).isTrue();
        lookAfter(Duration.ofMinutes(1));
        assertThat(data.resolve("media").resolve(folder("1"))).doesNotExist();
        assertThat(data.resolve("media/.leaving")).isEmptyDirectory();
        assertThat(there(folder("2"))).isTrue();
        assertThat(leftovers.of("KSCF").copies()).isEmpty();
        assertThat(leftovers.of("KXYZ")).isEqualTo(new Leftovers.Look(0, List.of(), 1, 1_500));
        assertThat(desk.column("SELECT folder FROM air_copy")).containsExactly(folder("2"));
        desk.clock.forward(Duration.ofDays(31));
        assertThat(leftovers.of("KSCF")).isEqualTo(new Leftovers.Look(0, List.of(), 0, 0));
    }

    @Test
    void copyThatIsNeededAgain_stays_andItsWeekBeginsAnewLater() throws Exception {
        copied("SPOT1", OLD, folder("1"));
        replaced("SPOT1");
        leftovers.look();
        desk.run("UPDATE creative SET sha256 = '" + OLD + "'");
        lookAfter(Duration.ofDays(8));
        assertThat(there(folder("1"))).isTrue();
        assertThat(leftovers.of("KSCF").copies()).isEmpty();

        replaced("SPOT1");
        leftovers.look();
        lookAfter(Duration.ofDays(6));
        assertThat(there(folder("1"))).isTrue();
    }

    /** What makes a copy needed that else nobody needs, and what does not. */
    @ParameterizedTest(name = "{0}: stays {2}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing                               | UPDATE creative SET title = 'x'                                    | false
            another length                        | UPDATE creative SET sha256 = 'OLD', duration_ms = 20000            | false
            the same file again                   | UPDATE creative SET sha256 = 'OLD'                                 | true
            the same file again, but no such feed | UPDATE creative SET sha256 = 'OLD'; DELETE FROM feed_ladder        | false
            its creative airs it as it is         | UPDATE creative SET media = 'PATH'                               | true
            a deleted creative                    | UPDATE creative SET media = 'PATH', disabled = true              | false
            another creative of the same content  | UPDATE creative SET media = 'PATH' WHERE ad_id = 'OTHER'         | true
            """)
    void need_isWhatCouldAir(String what, String change, boolean stays) throws Exception {
        copied("SPOT1", OLD, folder("1"));
        replaced("SPOT1");
        desk.creative("OTHER", "PROMO", 15_000, "");
        String of = change.contains("WHERE") ? "" : " WHERE ad_id = 'SPOT1'";
        for (String statement :
                change.replace("OLD", OLD).replace("PATH", folder("1")).split("; ")) {
            desk.run(statement.startsWith("DELETE") ? statement : statement + of);
        }
        leftovers.look();
        lookAfter(Duration.ofDays(8));
        assertThat(there(folder("1"))).as(what).isEqualTo(stays);
    }

    @ParameterizedTest
    @CsvSource({"slate", "fillers"})
    void whatFillsBreaks_staysAlsoWhereItIsDeleted(String column) throws Exception {
        copied("SPOT1", OLD, folder("1"));
        desk.run("UPDATE creative SET disabled = true");
        desk.run("INSERT INTO feed_stitching (feed_id, " + column + ") SELECT min(id), '"
                + column.replace("slate", "SPOT1").replace("fillers", "X SPOT1") + "' FROM feed");
        leftovers.look();
        lookAfter(Duration.ofDays(30));
        assertThat(there(folder("1"))).isTrue();
    }

    private void avail(String key, Instant at, String folder) {
        desk.run("INSERT INTO avail (feed_id, key, epoch, at, planned_ms, break_id, reason) SELECT min(id), '" + key
                + "', 0, '" + at + "', 30000, '" + key + "', '' FROM feed");
        desk.run(
                "INSERT INTO splice (avail_id, rendition, first_origin, starts_at, before_sequence, before_discontinuity,"
                        + " discontinuity, pod) SELECT max(id), 'v0', 1, '" + at + "', 0, 0, 1, '0 2000000 ../../spots/"
                        + folder
                        + "/v0/000.m4s ../../spots/" + folder + "/v0/init.mp4\n' FROM avail");
    }

    @Test
    void whatARecordNames_staysForAsLongAsAPlaylistCanSayIt() throws Exception {
        copied("SPOT1", OLD, folder("1"));
        copied("SPOT2", OLD, folder("2"));
        Stream.of("SPOT1", "SPOT2").forEach(this::replaced);
        avail("b1", desk.clock.instant(), folder("1"));
        for (int i = 0; i < 40; i++) {
            avail("later" + i, desk.clock.instant(), folder("3"));
        }
        leftovers.look();
        assertThat(leftovers.of("KSCF").copies()).extracting(Leftover::adId).containsExactly("SPOT2");
        lookAfter(Duration.ofDays(7));
        lookAfter(Duration.ofDays(6));
        assertThat(there(folder("1")))
                .as("its week began when the record was old")
                .isTrue();
        assertThat(there(folder("2"))).isFalse();
        lookAfter(Duration.ofDays(1));
        assertThat(there(folder("1"))).isFalse();
    }

    @Test
    void newestRecordsOfAFeed_areReadWhenItStarts_howeverOldTheyAre() throws Exception {
        copied("SPOT1", OLD, folder("1"));
        replaced("SPOT1");
        avail("b1", desk.clock.instant(), folder("1"));
        lookAfter(Duration.ofDays(60));
        lookAfter(Duration.ofDays(8));
        assertThat(there(folder("1"))).isTrue();
    }

    @Test
    void contentOfTwoCreatives_goesWhenBothAreWithoutNeedOfIt() throws Exception {
        copied("SPOT1", OLD, folder("1"));
        desk.run(
                "INSERT INTO creative (ad_id, title, kind, duration_ms, media, sha256) VALUES ('TWIN', 't', 'PROMO', 15000,"
                        + " '', '" + OLD + "')");
        row("TWIN", OLD, folder("1"));
        replaced("SPOT1");
        leftovers.look();
        lookAfter(Duration.ofDays(8));
        assertThat(there(folder("1"))).isTrue();
        replaced("TWIN");
        leftovers.look();
        assertThat(leftovers.of("KSCF").bytes()).as("one folder").isEqualTo(1_500);
        lookAfter(Duration.ofDays(8));
        assertThat(there(folder("1"))).isFalse();
        assertThat(leftovers.of("KSCF")).isEqualTo(new Leftovers.Look(0, List.of(), 2, 1_500));
    }

    @Test
    void deletedCreative_isNotReadyAnyMoreWithoutItsCopy() throws Exception {
        copied("SPOT1", OLD, folder("1"));
        desk.run("UPDATE creative SET disabled = true");
        leftovers.look();
        lookAfter(Duration.ofDays(8));
        assertThat(desk.column("SELECT media FROM creative")).containsExactly("");
    }

    @Test
    void folderThatANodeLeftOnItsWay_comesBackWhereItsRowStands() throws Exception {
        copied("SPOT1", OLD, folder("1"));
        Path leaving = Files.createDirectories(data.resolve("media/.leaving"));
        Files.move(data.resolve("media").resolve(folder("1")), leaving.resolve("1".repeat(64)));
        Files.createDirectories(leaving.resolve("2".repeat(64)));
        leftovers.look();
        assertThat(there(folder("1"))).isTrue();
        assertThat(leaving).isEmptyDirectory();
    }

    @Test
    void everyCopy_isMeasuredOnce() throws Exception {
        copied("SPOT1", OLD, folder("1"));
        replaced("SPOT1");
        leftovers.look();
        Files.write(data.resolve("media").resolve(folder("1")).resolve("more"), new byte[9]);
        leftovers.look();
        assertThat(leftovers.of("KSCF").copies()).extracting(Leftover::bytes).isEqualTo(List.of(1_500L));
    }
}
