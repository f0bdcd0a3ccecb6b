package org.scruffy.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.Silence;
import org.scruffy.database.Sql;
import org.scruffy.desk.EditRefused.Because;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.TestSchedule;
import org.scruffy.schedule.TestStation;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;

/** What is not taken back, because of what somebody else did beside it. */
class UndoBesideOthersTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);
    private static final Editor ANNA = new Editor("anna", false);
    private static final Editor BOB = new Editor("bob", false);

    private TestSchedule test;
    private Desk desk;

    @BeforeEach
    void open() throws SQLException {
        test = new TestSchedule(Instant.parse("2026-02-01T12:00:00Z"));
        desk = new Desk(test.database, test.clock(), new Silence(), test.event(), new Rules());
        test.take(new TestStation("KSCF", ZoneId.of("America/New_York"), 2, "main"), MONDAY);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private long apply(Editor editor, Edit edit) {
        Options options = Options.plain().because("a test").as(UUID.randomUUID());
        return Long.parseLong(desk.apply(editor, "KSCF", List.of(edit), options)
                .results()
                .get(0)
                .id());
    }

    private Timeslot last() {
        List<Timeslot> slots = test.schedule.week("KSCF", "main", MONDAY).slots();
        return slots.get(slots.size() - 1);
    }

    private static long id(AdBreak adBreak) {
        return Long.parseLong(adBreak.id());
    }

    private void assertUndoRefused(Because why) {
        Timeslot before = last();
        assertThatThrownBy(() -> desk.undo(ANNA, "KSCF"))
                .isInstanceOfSatisfying(
                        EditRefused.class,
                        refused -> assertThat(refused.because())
                                .as(refused.getMessage())
                                .isEqualTo(why));
        assertThat(last()).isEqualTo(before);
    }

    @Test
    void undo_ofABreakKeepsTheSpotThatSomebodyElsePutIntoIt() {
        Timeslot slot = last();
        long adBreak = apply(
                ANNA,
                new Edit.CreateBreak(Long.parseLong(slot.id()), slot.start().plusSeconds(1200), 60_000, "MIXED"));
        apply(BOB, new Edit.PlaceSpot(adBreak, 1, "TEST0001H", null));

        assertUndoRefused(Because.CLASH);
    }

    @Test
    void undo_ofMoreRoomIsRefusedWhereSomebodyElseHasFilledIt() {
        AdBreak full = last().breaks().get(0);
        apply(ANNA, new Edit.ChangeBreak(id(full), null, 120_000, null, null, 1));
        apply(BOB, new Edit.PlaceSpot(id(full), null, "TEST0009H", null));

        assertUndoRefused(Because.CONFLICT);
    }

    @Test
    void undo_ofADeletedBreakIsRefusedWhereItsSlotHasMoved() {
        Timeslot slot = last();
        apply(ANNA, new Edit.DeleteBreak(id(slot.breaks().get(1)), 1));
        apply(BOB, new Edit.MoveSlot(Long.parseLong(slot.id()), slot.start().plusSeconds(3600), 1));

        assertThatThrownBy(() -> desk.undo(ANNA, "KSCF")).isInstanceOf(EditRefused.class);
    }

    @Test
    void undo_leavesWhatSomebodyElseLocked() {
        AdBreak full = last().breaks().get(0);
        apply(ANNA, new Edit.RemoveSpot(Long.parseLong(full.spots().get(1).id()), 1));
        apply(BOB, new Edit.ChangeBreak(id(full), null, null, null, true, 1));

        assertUndoRefused(Because.LOCKED);
    }

    @Test
    void undo_ofADeletedBreakIsRefusedWhereTheProgramBeforeHasOneThere() {
        List<Timeslot> slots = test.schedule.week("KSCF", "main", MONDAY).slots();
        Timeslot before = slots.get(slots.size() - 2);
        apply(ANNA, new Edit.DeleteBreak(id(last().breaks().get(0)), 1));
        apply(BOB, new Edit.CreateBreak(Long.parseLong(before.id()), before.end(), 60_000, "MIXED"));

        assertUndoRefused(Because.CLASH);
    }

    @Test
    void undo_bringsBackNoSpotWhoseCreativeWasRejectedSince() {
        Spot spot = last().breaks().get(0).spots().get(0);
        apply(ANNA, new Edit.RemoveSpot(Long.parseLong(spot.id()), 1));
        reject(spot);

        assertUndoRefused(Because.CONFLICT);
    }

    @Test
    void undo_bringsBackWhatWasInConflictBefore() {
        Timeslot slot = last();
        reject(slot.breaks().get(0).spots().get(0));
        apply(ANNA, new Edit.DeleteSlot(Long.parseLong(slot.id()), 1));
        apply(BOB, new Edit.RemoveSpot(Long.parseLong(firstSpot().id()), 1));

        desk.undo(ANNA, "KSCF");

        assertThat(last()).isEqualTo(slot);
    }

    @Test
    void undo_bringsBackTheDayThatACopyReplacedWithItsConflicts() {
        test.database.change(em -> new Sql(em)
                .run(
                        "UPDATE ad_break SET capacity_ms = 1000 WHERE id = ?1",
                        id(last().breaks().get(0))));
        Timeslot slot = last();
        Edit copy = new Edit.CopyDay("main", MONDAY, MONDAY.plusDays(6), null, true);
        desk.apply(ANNA, "KSCF", List.of(copy), Options.plain().because("a test"));

        desk.undo(ANNA, "KSCF");

        assertThat(last()).isEqualTo(slot);
    }

    private Spot firstSpot() {
        return test.schedule
                .week("KSCF", "main", MONDAY)
                .slots()
                .get(0)
                .breaks()
                .get(0)
                .spots()
                .get(0);
    }

    private void reject(Spot spot) {
        test.database.change(em -> new Sql(em)
                .run(
                        "UPDATE creative SET approval = 'REJECTED' WHERE ad_id = ?1",
                        spot.creative().adId()));
    }
}
