package org.scruffy.asrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.desk.EditRefused;
import org.scruffy.desk.Editor;
import org.scruffy.plugin.Retries;
import org.scruffy.schedule.ScheduleChanged;

class ReconciliationTest {

    private static final Map<String, String> EXPECTED = Map.of(
            "SYNA0001000H", "AIRED",
            "SYNB0001000H", "SHORT",
            "SYNC0001000H", "LATE",
            "SYND0001000H", "MISSED",
            "SYNE0001000H", "AIRED",
            "SYNF0001000H", "PREEMPTED");

    private static final Editor ANNA = new Editor("anna", false);

    private AirDay air;

    @BeforeEach
    void open() {
        air = new AirDay();
    }

    private AsRunImport commit(String template, LocalDate day, String log) {
        return air.imports.commit(AirDay.STATION, air.read(template, day, log).id(), "traffic");
    }

    @Test
    void rivendellStyleLog_isClassified() {
        air.plan();
        AsRunImport done = commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        assertThat(done.rows()).isEqualTo(5);
        assertThat(air.outcomes(AirDay.DAY)).isEqualTo(EXPECTED);
        assertThat(air.reconciliations.day(AirDay.STATION, "main", AirDay.DAY).unscheduled().stream()
                        .map(AsRunRow::adId))
                .containsExactly("ZZZZ0001000H");
    }

    @Test
    void verLog_isClassified() {
        air.plan();
        AsRunImport done = commit("scte-118-ver", AirDay.DAY, AirDay.resource("synthetic-scte118.ver"));
        assertThat(done.rows()).isEqualTo(4);
        assertThat(done.skipped()).isEqualTo(3);
        assertThat(air.outcomes(AirDay.DAY)).isEqualTo(EXPECTED);
    }

    @Test
    void ownRows_areOfTheSpotTheyName() {
        long spot = air.spot(air.adBreak(Instant.parse("2026-11-25T01:00:00Z")), "SYNA0001000H", 30);
        long avail = air.insert("INSERT INTO avail (feed_id, key, epoch, at, planned_ms, break_id, reason)"
                + " SELECT id, 'k', 0, now(), 30000, '1', '' FROM feed ORDER BY id LIMIT 1 RETURNING id");
        air.change(
                "INSERT INTO as_run (feed_id, station, feed, avail_id, avail_key, position, break_id, placement, ad_id, title,"
                        + " planned_start, actual_start, length_ms, first_sequence, last_sequence, reason)"
                        + " SELECT feed_id, 'KSCF', 'main', id, 'k', 0, '1', ?2, 'SYNA0001000H', 't', CAST(?3 AS timestamptz),"
                        + " CAST(?3 AS timestamptz), 12000, 1, 2, 'EARLY_RETURN' FROM avail WHERE id = ?1",
                avail,
                Long.toString(spot),
                Instant.parse("2026-11-25T01:00:01Z"));
        assertThat(air.reconciliations.run(AirDay.STATION, "main", AirDay.DAY, false, "traffic"))
                .isEqualTo(1);
        assertThat(air.outcomes(AirDay.DAY)).containsExactly(Map.entry("SYNA0001000H", "SHORT"));
        assertThat(air.value("SELECT status FROM placement")).isEqualTo("AIRED");
    }

    @Test
    void bothHoursOfTheFold_haveTheirOwnSpots() {
        LocalDate day = LocalDate.of(2026, 10, 31);
        air.spot(air.adBreak(Instant.parse("2026-11-01T05:30:00Z")), "FOLD0001", 30);
        air.spot(air.adBreak(Instant.parse("2026-11-01T06:30:00Z")), "FOLD0002", 30);
        commit(
                "rivendell",
                day,
                "01:30:00  01:30:00  00:00:30  FOLD0001\n01:30:01  01:30:00  00:00:30  FOLD0003\n"
                        + "01:30:00  01:30:00  00:00:30  FOLD0002\n");
        assertThat(air.outcomes(day)).isEqualTo(Map.of("FOLD0001", "AIRED", "FOLD0002", "AIRED"));
        assertThat(air.value(
                        "SELECT EXTRACT(epoch FROM actual_start - planned_start) FROM as_run WHERE ad_id = 'FOLD0002'"))
                .startsWith("0");
    }

    @Test
    void dayOf23Hours_isMatchedOverItsGap() {
        LocalDate day = LocalDate.of(2026, 3, 7);
        air.spot(air.adBreak(Instant.parse("2026-03-08T06:59:00Z")), "GAPS0001", 30);
        air.spot(air.adBreak(Instant.parse("2026-03-08T07:05:00Z")), "GAPS0002", 30);
        commit("rivendell", day, "01:59:00  01:59:00  00:00:30  GAPS0001\n03:05:05  03:05:00  00:00:30  GAPS0002\n");
        assertThat(air.outcomes(day)).isEqualTo(Map.of("GAPS0001", "AIRED", "GAPS0002", "AIRED"));
    }

    @Test
    void again_changesNothing() {
        air.plan();
        commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        String audits = air.value("SELECT count(*) FROM audit_entry");
        String revision = air.value("SELECT sum(revision) FROM feed_week");
        assertThat(air.value("SELECT count(*) FROM audit_entry WHERE action = 'reconcile'"))
                .isEqualTo("6");
        assertThat(air.reconciliations.run(AirDay.STATION, "main", AirDay.DAY, false, "traffic"))
                .isZero();
        assertThat(air.value("SELECT count(*) FROM audit_entry")).isEqualTo(audits);
        assertThat(air.value("SELECT sum(revision) FROM feed_week")).isEqualTo(revision);
        assertThat(Long.parseLong(revision)).isGreaterThan(1);
    }

    @Test
    void laterLog_changesWhatAnEarlierLeftOut() {
        air.plan();
        commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        commit("rivendell", AirDay.DAY, "20:30:40  20:30:30  00:00:30  SYND0001000H\n");
        assertThat(air.outcomes(AirDay.DAY)).containsEntry("SYND0001000H", "AIRED");
        assertThat(air.value("SELECT count(*) FROM placement WHERE status = 'AIRED'"))
                .isEqualTo("5");
    }

    @Test
    void sameFileTwice_isRefused_andNamesTheFirst() {
        air.plan();
        AsRunImport first = air.read("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        assertThatThrownBy(() -> air.read("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr")))
                .isInstanceOfSatisfying(AsRunProblem.class, problem -> {
                    assertThat(problem.kind().status()).isEqualTo(409);
                    assertThat(problem.found()).contains(first.id());
                })
                .hasMessageContaining("as log of feed main");
        assertThat(air.value("SELECT count(DISTINCT import_id) FROM import_row"))
                .isEqualTo("1");
        air.imports.cancel(AirDay.STATION, first.id());
        assertThat(commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"))
                        .state())
                .isEqualTo("COMMITTED");
    }

    @Test
    void commitTwice_writesOnce() {
        air.plan();
        AsRunImport done = commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        air.imports.commit(AirDay.STATION, done.id(), "traffic");
        assertThat(air.value("SELECT count(*) FROM as_run")).isEqualTo("5");
    }

    @Test
    void aTakeOverThatFailed_isRepeatedForTheSamePreview_inTheNameOfWhoAsks() {
        air.plan();
        AsRunImport preview = air.read("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        air.change("ALTER TABLE as_run RENAME TO as_run_away");
        try {
            assertThatThrownBy(() -> air.imports.commit(AirDay.STATION, preview.id(), "traffic"))
                    .isInstanceOf(RuntimeException.class);
        } finally {
            air.change("ALTER TABLE as_run_away RENAME TO as_run");
        }
        Map<String, Object> failed =
                new HashMap<>(air.heard.of("commit as-run log").get(0));
        assertThat(failed).containsEntry("error", true);
        failed.put("actor", "mallory"); // as anybody may write who sends events

        air.imports.again(new Retries.Run("commit as-run log", "abc", failed, "olga"));

        assertThat(air.value("SELECT string_agg(DISTINCT actor, ', ') FROM audit_entry WHERE action = 'reconcile'"))
                .isEqualTo("olga");

        assertThat(air.outcomes(AirDay.DAY)).isEqualTo(EXPECTED);
        assertThat(air.imports.named(AirDay.STATION, preview.id()).state()).isEqualTo("COMMITTED");
        assertThat(air.heard.of("commit as-run log").get(1))
                .containsEntry(Retries.OF, "abc")
                .doesNotContainKey("error");
    }

    @Test
    void rowsOfAnotherFile_areKnown_andLeftOut() {
        air.plan();
        commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        AsRunImport more = air.read("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr") + "bad\n");
        assertThat(more.known()).isEqualTo(5);
        assertThat(more.bad()).isEqualTo(1);
        air.imports.commit(AirDay.STATION, more.id(), "traffic");
        assertThat(air.value("SELECT count(*) FROM as_run")).isEqualTo("5");
    }

    @Test
    void preview_showsWhichSpotARowIsOf_andChangesNothing() {
        air.plan();
        AsRunImport preview =
                air.read("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr") + "gibberish\n");
        assertThat(preview.state()).isEqualTo("PREVIEW");
        assertThat(preview.matched()).isEqualTo(4);
        List<AsRunImportRow> rows = air.imports.rows(AirDay.STATION, preview.id(), false, 0, 100);
        assertThat(rows.stream().map(AsRunImportRow::outcome))
                .containsExactly("AIRED", "SHORT", "LATE", "", "AIRED", "");
        assertThat(rows.get(5).problem()).startsWith("line 6: time is 'gibberis'");
        assertThat(air.imports.rows(AirDay.STATION, preview.id(), true, 0, 100)).hasSize(1);
        assertThat(air.value("SELECT count(*) FROM as_run")).isEqualTo("0");
        assertThat(air.value("SELECT count(*) FROM reconciliation")).isEqualTo("0");
    }

    @Test
    void fileThatIsNoLog_fails_andLeavesNothing() {
        assertThatThrownBy(() -> air.read("rivendell", AirDay.DAY, "no\nlog\nat\nall\n"))
                .isInstanceOf(AsRunProblem.class)
                .hasMessageContaining("line 1: time is 'no'");
        assertThat(air.value("SELECT state FROM import_file")).isEqualTo("FAILED");
        assertThat(air.value("SELECT count(*) FROM import_row")).isEqualTo("0");
    }

    @Test
    void importOfAnotherStation_isNotThere() {
        air.plan();
        AsRunImport preview = air.read("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        assertThatThrownBy(() -> air.imports.commit("KOTH", preview.id(), "x")).isInstanceOf(AsRunProblem.class);
        assertThatThrownBy(() -> air.imports.named("KOTH", preview.id())).isInstanceOf(AsRunProblem.class);
        assertThatThrownBy(() -> air.imports.named(AirDay.STATION, "x' OR 1=1")).isInstanceOf(AsRunProblem.class);
    }

    @Test
    void dayWithoutRows_saysSo_unlessToldThatNothingAired() {
        air.plan();
        assertThatThrownBy(() -> air.reconciliations.run(AirDay.STATION, "main", AirDay.DAY, false, "traffic"))
                .isInstanceOf(AsRunProblem.class);
        assertThat(air.reconciliations.run(AirDay.STATION, "main", AirDay.DAY, true, "traffic"))
                .isEqualTo(6);
        assertThat(air.outcomes(AirDay.DAY).values()).containsOnly("PREEMPTED");
    }

    @Test
    void spotsToCome_areLeftAlone() {
        air.plan();
        air.clock.set(Instant.parse("2026-11-25T02:30:00Z"));
        commit("rivendell", AirDay.DAY, "20:00:05  20:00:00  00:00:30  SYNA0001000H\n");
        assertThat(air.outcomes(AirDay.DAY))
                .containsEntry("SYNE0001000H", "")
                .containsEntry("SYND0001000H", "PREEMPTED");
    }

    @Test
    void correction_needsAReason_isAudited_andStays() {
        air.plan();
        commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        String spot = air.value(
                "SELECT p.id FROM placement p JOIN creative c ON c.id = p.creative_id WHERE c.ad_id = 'SYND0001000H'");
        assertThatThrownBy(() -> air.reconciliations.correct(AirDay.STATION, spot, Outcome.AIRED, "", " ", ANNA))
                .isInstanceOf(AsRunProblem.class);
        assertThatThrownBy(() -> air.reconciliations.correct("KOTH", spot, Outcome.AIRED, "", "seen", ANNA))
                .isInstanceOf(AsRunProblem.class);
        air.reconciliations.correct(AirDay.STATION, spot, Outcome.AIRED, "", "seen on the air check", ANNA);
        air.reconciliations.run(AirDay.STATION, "main", AirDay.DAY, false, "traffic");
        assertThat(air.outcomes(AirDay.DAY)).containsEntry("SYND0001000H", "AIRED");
        assertThat(air.value(
                        "SELECT string_agg(concat_ws(' ', actor, action, entity, before ->> 'outcome', after ->> 'outcome'),"
                                + " ', ' ORDER BY id) FROM audit_entry WHERE reason = 'seen on the air check'"))
                .isEqualTo("anna remove outcome MISSED, anna add outcome AIRED, anna change spot");
    }

    private List<String> said(String spot) {
        return List.of(
                air.value("SELECT status FROM placement WHERE id = ?1", Long.parseLong(spot)),
                air.value(
                        "SELECT concat_ws(' ', outcome, actor, note, corrected) FROM reconciliation WHERE placement_id = ?1",
                        Long.parseLong(spot)));
    }

    @Test
    void correction_isOneCommandThatIsUndoneAndRedone() {
        air.plan();
        commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        String spot = air.value(
                "SELECT p.id FROM placement p JOIN creative c ON c.id = p.creative_id WHERE c.ad_id = 'SYND0001000H'");
        List<String> before = said(spot);
        air.reconciliations.correct(AirDay.STATION, spot, Outcome.LATE, "", "seen", ANNA);
        List<String> corrected = said(spot);
        air.changed.clear();

        air.desk.undo(ANNA, AirDay.STATION);

        assertThat(said(spot)).isEqualTo(before).isNotEqualTo(corrected);
        assertThat(air.changed).extracting(ScheduleChanged::label).containsExactly("undo SYND0001000H: aired late");
        air.desk.redo(ANNA, AirDay.STATION);
        assertThat(said(spot)).isEqualTo(corrected).first().isEqualTo("AIRED");
    }

    @Test
    void correction_isNotTakenBackOverWhatSomebodySaidSince() {
        air.plan();
        commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        String spot = air.value(
                "SELECT p.id FROM placement p JOIN creative c ON c.id = p.creative_id WHERE c.ad_id = 'SYND0001000H'");
        air.reconciliations.correct(AirDay.STATION, spot, Outcome.LATE, "", "seen", ANNA);
        air.reconciliations.correct(AirDay.STATION, spot, Outcome.SHORT, "", "seen again", new Editor("bob", false));

        assertThatThrownBy(() -> air.desk.undo(ANNA, AirDay.STATION))
                .isInstanceOf(EditRefused.class)
                .hasMessageContaining("the outcome SYND0001000H at Tue 24 Nov 20:30:00 on KSCF main (by bob)");
        assertThat(said(spot).get(1)).isEqualTo("SHORT bob seen again t");
    }

    @Test
    void rows_comeInPages_byKey() {
        air.plan();
        commit("rivendell", AirDay.DAY, AirDay.resource("synthetic-rivendell.elr"));
        Reconciliations.Question all =
                new Reconciliations.Question(AirDay.STATION, "main", AirDay.DAY, AirDay.DAY, "", Optional.empty());
        List<AsRunRow> first = air.reconciliations.rows(all, "", 3);
        List<AsRunRow> rest = air.reconciliations.rows(all, Reconciliations.mark(first.get(2)), 3);
        assertThat(first).hasSize(3);
        assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(first);
        Reconciliations.Question late = new Reconciliations.Question(
                AirDay.STATION, "main", AirDay.DAY, AirDay.DAY, "", Optional.of(Outcome.LATE));
        assertThat(air.reconciliations.rows(late, "", 9).stream().map(AsRunRow::adId))
                .containsExactly("SYNC0001000H");
        assertThatThrownBy(() -> air.reconciliations.rows(all, "x", 3)).isInstanceOf(AsRunProblem.class);
    }

    @Test
    void ownTemplate_comesBeforeTheShippedOne() {
        String json = air.templates.all(AirDay.STATION).get(0).toJson();
        air.templates.put(AirDay.STATION, "csv", "Ours", json, "traffic");
        assertThat(air.templates.all(AirDay.STATION).get(0).title()).isEqualTo("Ours");
        assertThat(air.templates.all("KOTH").get(0).title()).startsWith("CSV with");
        air.templates.delete(AirDay.STATION, "csv", "traffic");
        assertThat(air.templates.all(AirDay.STATION))
                .hasSize(3)
                .extracting(LogTemplate::title)
                .doesNotContain("Ours");
        assertThatThrownBy(() -> air.templates.delete(AirDay.STATION, "csv", "traffic"))
                .isInstanceOf(AsRunProblem.class);
    }
}
