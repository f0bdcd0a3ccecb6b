package org.scruffy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.database.FreshDatabase;
import org.scruffy.database.Sql;
import org.scruffy.desk.EditRefused;
import org.scruffy.rule.Conflict;
import org.scruffy.rule.Severity;
import org.scruffy.schedule.ScheduleChanged;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Timeslot;

class ImportsTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final String NEWS = "P|2026-11-24T20:00:00Z|2026-11-24T21:00:00Z|News";
    private static final String NATURE = "P|2026-11-24T21:00:00Z|2026-11-24T22:00:00Z|Nature";
    private static final String BREAK = "B|2026-11-24T20:00:00Z|2026-11-24T20:58:00Z|60";

    private Office office;

    @BeforeEach
    void open() throws SQLException {
        office = new Office(FreshDatabase.open(), NOW).withStation();
    }

    @AfterEach
    void close() {
        office.close();
    }

    private static String spot(int position, String adId, int seconds) {
        return "S|2026-11-24T20:00:00Z|2026-11-24T20:58:00Z|" + position + "|" + adId + "|" + seconds;
    }

    private List<ImportRow> bad(ImportFile file) {
        return office.imports.rows("KSCR", file.id(), true, 0, 100);
    }

    @Test
    void read_isAPreviewAndLeavesTheScheduleAlone() {
        ImportFile file = office.read(false, NEWS, BREAK, spot(1, "ACME0001", 30));

        assertThat(file.state()).isEqualTo(ImportFile.State.PREVIEW);
        assertThat(file.rowsRead()).isEqualTo(3);
        assertThat(file.rowsBad()).isZero();
        assertThat(file.fileName()).isEqualTo("week.txt");
        assertThat(file.bytesRead()).isEqualTo(file.bytesTotal());
        assertThat(office.count("timeslot")).isZero();
        assertThat(office.count("feed_week")).isZero();
    }

    @Test
    void rows_showThoseWithAProblemFirst() {
        ImportFile file = office.read(false, NEWS, "X|1", NATURE);

        assertThat(office.imports.rows("KSCR", file.id(), false, 0, 10))
                .extracting(ImportRow::line)
                .containsExactly(2L, 1L, 3L);
        assertThat(bad(file).get(0).problem()).isEqualTo("type is 'X', expected P, B or S");
    }

    @Test
    void commit_putsProgramsBreaksAndSpotsIntoTheWeek() {
        ImportFile done = office.commit(
                office.read(false, NEWS, NATURE, BREAK, spot(1, "ACME0001", 30), spot(2, "ACME0002", 15)));

        assertThat(done.state()).isEqualTo(ImportFile.State.COMMITTED);
        List<Timeslot> slots = office.schedule.week("KSCR", "main", DAY).slots();
        assertThat(slots).extracting(slot -> slot.program().title()).containsExactly("News", "Nature");
        AdBreak adBreak = slots.get(0).breaks().get(0);
        assertThat(adBreak.spots()).extracting(spot -> spot.creative().adId()).containsExactly("ACME0001", "ACME0002");
        assertThat(office.schedule.revision("KSCR", "main", DAY)).isEqualTo(1);
        assertThat(office.changes)
                .containsExactly(new ScheduleChanged(
                        "KSCR", "main", Optional.of(LocalDate.of(2026, 11, 23)), 1, "anna", "Import week.txt"));
        assertThat(office.count("audit_entry WHERE actor = 'anna' AND action = 'add' AND reason = 'a test'"))
                .isEqualTo(5);
        assertThat(office.count("creative WHERE approval = 'DRAFT'")).isEqualTo(2);
        assertThat(office.count("import_row")).isZero();
    }

    private List<String> titles() {
        return office.schedule.week("KSCR", "main", DAY).slots().stream()
                .map(slot -> slot.program().title())
                .toList();
    }

    @Test
    void commit_isOneCommandThatIsUndoneAndRedone() {
        office.commit(office.read(false, NEWS, BREAK, spot(1, "ACME0001", 30), NATURE));
        office.commit(office.read(true, "P|2026-11-24T20:00:00Z|2026-11-24T20:30:00Z|Late"));

        office.desk.undo(Office.ANNA, "KSCR");

        assertThat(titles()).containsExactly("News", "Nature");
        assertThat(office.count("placement")).isEqualTo(1);
        office.desk.undo(Office.ANNA, "KSCR");
        assertThat(office.count("timeslot")).isZero();
        assertThat(office.count("placement")).isZero();
        assertThat(office.imports.all("KSCR"))
                .allSatisfy(file -> assertThat(file.state()).isEqualTo(ImportFile.State.UNDONE))
                .allSatisfy(file -> assertThat(file.undoneAt()).isPresent());
        assertThatThrownBy(() -> office.imports.discard(
                        "KSCR", office.imports.all("KSCR").get(0).id()))
                .isInstanceOf(ExchangeRefused.class);
        office.desk.redo(Office.ANNA, "KSCR");
        office.desk.redo(Office.ANNA, "KSCR");
        assertThat(titles()).containsExactly("Late", "Nature");
        assertThat(office.imports.all("KSCR")).extracting(ImportFile::state).containsOnly(ImportFile.State.COMMITTED);
        assertThat(office.schedule.revision("KSCR", "main", DAY)).isEqualTo(6);
    }

    @Test
    void commit_asksForAReasonWhereNobodyApprovedACreativeYet() {
        ImportFile file = office.read(false, NEWS, BREAK, spot(1, "ACME0001", 30));

        assertThatThrownBy(() -> office.commit(file, new Imports.Terms("", false, "")))
                .isInstanceOfSatisfying(
                        EditRefused.class,
                        e -> assertThat(e.conflicts())
                                .allSatisfy(one -> assertThat(one.severity()).isEqualTo(Severity.WARN))
                                .extracting(Conflict::rule)
                                .contains("APPROVAL", "AIR_READY"));
        assertThat(office.count("timeslot")).isZero();
        assertThat(office.count("creative")).isZero();
        assertThat(office.commit(file).state()).isEqualTo(ImportFile.State.COMMITTED);
    }

    @Test
    void commit_isRefusedWhereARuleBlocks() {
        office.database.change(em -> new Sql(em)
                .run("INSERT INTO creative (ad_id, title, duration_ms, media, kind, approval)"
                        + " VALUES ('ACME0001', 'Known', 15000, 'acme', 'PROMO', 'REJECTED')"));
        ImportFile file = office.read(false, NEWS, BREAK, spot(1, "ACME0001", 15));

        assertThatThrownBy(() -> office.commit(file))
                .isInstanceOfSatisfying(
                        EditRefused.class,
                        e -> assertThat(e.conflicts().get(0).rule()).isEqualTo("APPROVAL"));
        assertThat(office.count("timeslot")).isZero();
        assertThat(office.imports.find("KSCR", file.id()).state()).isEqualTo(ImportFile.State.PREVIEW);
    }

    @Test
    void commit_leavesACreativeThatIsKnownAsItIs() {
        office.database.change(
                em -> new Sql(em)
                        .run(
                                "INSERT INTO creative (ad_id, title, duration_ms, media) VALUES ('ACME0001', 'Known', 15000, 'acme')"));

        office.commit(office.read(false, NEWS, BREAK, spot(1, "ACME0001", 30)));

        assertThat(office.schedule
                        .week("KSCR", "main", DAY)
                        .slots()
                        .get(0)
                        .breaks()
                        .get(0)
                        .spots()
                        .get(0)
                        .creative()
                        .title())
                .isEqualTo("Known");
        assertThat(office.count("placement WHERE duration_ms = 15000")).isEqualTo(1);
    }

    @Test
    void read_namesTheSlotOfTheScheduleThatIsInTheWay() {
        office.commit(office.read(false, NEWS));

        ImportFile second = office.read(false, "P|2026-11-24T20:30:00Z|2026-11-24T21:30:00Z|Late");

        assertThat(bad(second).get(0).problem())
                .contains("overlaps News from Tue 24 Nov 2026 15:00:00 to Tue 24 Nov 2026 16:00:00");
    }

    @Test
    void commit_isAConflictWhenTheTimeWasTakenSinceThePreview() {
        ImportFile first = office.read(false, NEWS);
        ImportFile second = office.read(false, NEWS, NATURE);
        office.commit(first);

        assertThat(second.rowsBad()).isZero();
        assertThatThrownBy(() -> office.commit(second))
                .isInstanceOfSatisfying(
                        ExchangeRefused.class, e -> assertThat(e.reason()).isEqualTo(ExchangeRefused.Reason.CONFLICT))
                .hasMessageContaining("overlaps News");
        assertThat(office.count("timeslot")).isEqualTo(1);
        assertThat(office.schedule.revision("KSCR", "main", DAY)).isEqualTo(1);
        assertThat(bad(second)).hasSize(1);
    }

    @Test
    void commit_leavesRowsWithAProblemOutWhenToldTo() {
        ImportFile file = office.read(false, "X|1", NATURE);

        office.commit(file, new Imports.Terms("", true, "a test"));

        assertThat(office.count("timeslot")).isEqualTo(1);
    }

    @Test
    void commit_replacesWhatIsScheduledInItsTime() {
        office.commit(office.read(false, NEWS, BREAK, spot(1, "ACME0001", 30), NATURE));

        office.commit(office.read(true, "P|2026-11-24T20:00:00Z|2026-11-24T20:30:00Z|Late"));

        assertThat(office.schedule.week("KSCR", "main", DAY).slots())
                .extracting(slot -> slot.program().title())
                .containsExactly("Late", "Nature");
        assertThat(office.count("placement")).isZero();
        assertThat(office.count("audit_entry WHERE action = 'remove' AND entity = 'slot'"))
                .isEqualTo(1);
        assertThat(office.schedule.revision("KSCR", "main", DAY)).isEqualTo(2);
    }

    @Test
    void commit_isDoneOnceForAKey() {
        ImportFile file = office.read(false, NEWS);

        office.commit(file, new Imports.Terms("k1", false, ""));
        ImportFile again = office.commit(file, new Imports.Terms("k1", false, ""));

        assertThat(again.state()).isEqualTo(ImportFile.State.COMMITTED);
        assertThat(office.count("timeslot")).isEqualTo(1);
        ImportFile other = office.read(false, NATURE);
        assertThatThrownBy(() -> office.commit(other, new Imports.Terms("k1", false, "")))
                .isInstanceOfSatisfying(
                        ExchangeRefused.class,
                        e -> assertThat(e.reason()).isEqualTo(ExchangeRefused.Reason.KEY_REUSED));
        assertThatThrownBy(() -> office.commit(file)).hasMessageContaining("COMMITTED");
    }

    @Test
    void read_findsWhatDoesNotGoTogetherWithinTheFile() {
        ImportFile file = office.read(
                false,
                NEWS,
                "P|2026-11-24T20:59:00Z|2026-11-24T21:00:00Z|Over",
                BREAK,
                spot(1, "ACME0001", 30),
                spot(2, "ACME0001", 15),
                spot(3, "ACME0003", 60),
                spot(1, "ACME0004", 10),
                "B|2026-11-24T20:59:00Z|2026-11-24T20:59:10Z|10");

        assertThat(bad(file))
                .extracting(row -> row.line() + " " + row.problem().replaceAll(",.*", ""))
                .containsExactly(
                        "2 start is Tue 24 Nov 2026 15:59:00",
                        "5 adId is ACME0001 with another title",
                        "6 length is 60.0000000000000000 s",
                        "7 position is 1 a second time in its break",
                        "8 its program has a problem");
    }

    @Test
    void read_refusesALockedDayAndAYearFarAway() {
        office.database.change(em ->
                new Sql(em).run("INSERT INTO feed_day (feed_id, day, locked) SELECT id, '2026-11-24', true FROM feed"));

        ImportFile file = office.read(false, NEWS, "P|9999-12-31T00:00:00Z|9999-12-31T01:00:00Z|End");

        assertThat(bad(file).get(0).problem()).startsWith("start is on 2026-11-24, which is locked");
        assertThat(bad(file).get(1).problem()).startsWith("start is '9999-12-31T00:00:00Z', expected from 2016");
    }

    @Test
    void spots_goIntoBreaksThatTheScheduleHas() {
        office.commit(office.read(false, NEWS, BREAK));

        ImportFile file = office.read(
                false,
                "S|2026-11-24T20:58:00Z|2026-11-24T20:58:00Z|1|ACME0001|30",
                "S|2026-11-24T20:50:00Z|2026-11-24T20:50:00Z|1|ACME0002|30");

        assertThat(bad(file)).extracting(ImportRow::line).containsExactly(2L);
        office.commit(file, new Imports.Terms("", true, "a test"));
        assertThat(office.count("placement")).isEqualTo(1);
        assertThat(office.schedule.revision("KSCR", "main", DAY)).isEqualTo(2);
    }

    @Test
    void commit_refusesAFileWithoutRows() {
        ImportFile file = office.read(false, new java.io.ByteArrayInputStream(new byte[0]), 0);

        assertThatThrownBy(() -> office.commit(file)).hasMessageContaining("no rows");
    }

    @Test
    void discard_dropsTheRowsAndKeepsTheHistory() {
        ImportFile file = office.read(false, NEWS);

        office.imports.discard("KSCR", file.id());

        assertThat(office.count("import_row")).isZero();
        assertThat(office.imports.all("KSCR"))
                .extracting(ImportFile::state)
                .containsExactly(ImportFile.State.CANCELLED);
    }

    @Test
    void find_knowsNoImportOfAnotherStation() {
        ImportFile file = office.read(false, NEWS);
        office.database.change(em -> new Sql(em)
                .run("INSERT INTO station (call_sign, name, zone) VALUES ('WXYZ', 'Other', 'America/New_York')"));

        assertThatThrownBy(() -> office.imports.find("WXYZ", file.id())).isInstanceOf(ExchangeRefused.class);
        assertThatThrownBy(() -> office.imports.find("KSCR", "nonsense")).isInstanceOf(ExchangeRefused.class);
    }

    @Test
    void export_holdsTheProgramsThatStartOnTheDay() {
        office.commit(office.read(false, NEWS, NATURE, "P|2026-11-25T05:00:00Z|2026-11-25T06:00:00Z|Next day"));

        byte[] file = office.exports.write(office.exports.withSuffix("txt"), new Exports.Span("KSCR", "main", DAY, 1));

        assertThat(new String(file, java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(NEWS + "\n" + NATURE + "\n");
    }
}
