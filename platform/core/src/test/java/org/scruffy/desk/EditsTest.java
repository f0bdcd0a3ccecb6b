package org.scruffy.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.scruffy.Silence;
import org.scruffy.desk.EditRefused.Because;
import org.scruffy.desk.TemplateWeek.Fate;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.TestSchedule;
import org.scruffy.schedule.TestStation;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;

/** Each test has a station of its own in one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditsTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);
    private static final Editor ANNA = new Editor("anna", false);
    private static final Editor BOB = new Editor("bob", false);
    private static final Editor ADMIN = new Editor("root", true);
    private static final Options PLAIN = Options.plain().because("a test");

    private TestSchedule test;
    private Desk desk;
    private Templates templates;

    @BeforeAll
    void open() throws Exception {
        // before the week, so that all of it can be edited
        test = new TestSchedule(Instant.parse("2026-02-01T12:00:00Z"));
        desk = new Desk(test.database, test.clock(), new Silence(), test.event(), new Rules());
        templates = new Templates(test.database, test.clock(), new Silence());
    }

    @AfterAll
    void close() {
        test.close();
    }

    private void station(String callSign, String... feeds) {
        test.take(new TestStation(callSign, NEW_YORK, 1, feeds), MONDAY);
    }

    private static Options plain() {
        return PLAIN.as(java.util.UUID.randomUUID());
    }

    private Outcome apply(Editor editor, String station, Edit... edits) {
        return desk.apply(editor, station, List.of(edits), plain());
    }

    private Week week(String station) {
        return test.schedule.week(station, "main", MONDAY);
    }

    private int version(String table, String id) {
        return Integer.parseInt(
                column("SELECT version FROM " + table + " WHERE id = " + id).get(0));
    }

    private List<String> column(String sql) {
        try {
            return test.column(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything that is scheduled, but for the versions of rows. */
    private List<String> content(String station) {
        String feeds = " IN (SELECT f.id FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = '"
                + station + "')";
        List<String> all = new ArrayList<>();
        all.addAll(column("SELECT to_jsonb(t) - 'version' FROM timeslot t WHERE feed_id" + feeds + " ORDER BY id"));
        all.addAll(column("SELECT to_jsonb(b) - 'version' FROM ad_break b WHERE feed_id" + feeds + " ORDER BY id"));
        all.addAll(column(
                "SELECT to_jsonb(p) - 'version' FROM placement p JOIN ad_break b ON b.id = p.break_id WHERE b.feed_id"
                        + feeds + " ORDER BY p.id"));
        all.addAll(column("SELECT to_jsonb(d) FROM feed_day d WHERE feed_id" + feeds + " ORDER BY feed_id, day"));
        return all;
    }

    private static void assertRefused(Because why, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        EditRefused.class,
                        refused -> assertThat(refused.because())
                                .as(refused.getMessage())
                                .isEqualTo(why));
    }

    private Edit.MoveSlot move(Timeslot slot, Instant to) {
        return new Edit.MoveSlot(Long.parseLong(slot.id()), to, version("timeslot", slot.id()));
    }

    private static Edit.CreateSlot create(Instant start, Duration length) {
        return new Edit.CreateSlot("main", start, start.plus(length), new Edit.ProgramName("Special", "", ""), "LOCAL");
    }

    @Test
    void slots_swapInOneCommandWithTheirBreaksAndSpots() {
        station("KSWP", "main");
        List<Timeslot> slots = week("KSWP").slots();
        Timeslot first = slots.get(100);
        Timeslot second = slots.get(101);

        apply(ANNA, "KSWP", move(first, second.start()), move(second, first.start()));

        List<Timeslot> now = week("KSWP").slots();
        assertThat(now.get(100).id()).isEqualTo(second.id());
        assertThat(now.get(101).id()).isEqualTo(first.id());
        assertThat(now.get(101).breaks().get(0).spots())
                .isEqualTo(first.breaks().get(0).spots());
        assertThat(now.get(101).breaks().get(0).start()).isEqualTo(second.start());
    }

    @Test
    void moveSlot_overAnotherNamesItAndLeavesNothing() {
        station("KOVR", "main");
        List<Timeslot> slots = week("KOVR").slots();
        List<String> before = content("KOVR");

        assertThatThrownBy(() -> apply(
                        ANNA, "KOVR", move(slots.get(100), slots.get(50).start().plusSeconds(60))))
                .isInstanceOfSatisfying(EditRefused.class, refused -> {
                    assertThat(refused.because()).isEqualTo(Because.CLASH);
                    assertThat(refused.found())
                            .isIn(slots.get(50).id(), slots.get(51).id());
                });
        assertThat(content("KOVR")).isEqualTo(before);
    }

    @Test
    void breaks_ofNeighboursDoNotOverlap() {
        station("KNBR", "main");
        Timeslot slot = week("KNBR").slots().get(20);
        Timeslot next = week("KNBR").slots().get(21);
        long id = Long.parseLong(slot.id());
        Instant last = next.start().minusSeconds(30);

        assertRefused(
                Because.CLASH, () -> apply(ANNA, "KNBR", new Edit.CreateBreak(id, next.start(), 30_000, "MIXED")));
        long adBreak = Long.parseLong(apply(ANNA, "KNBR", new Edit.CreateBreak(id, last, 30_000, "MIXED"))
                .results()
                .get(0)
                .id());
        assertRefused(
                Because.CLASH, () -> apply(ANNA, "KNBR", new Edit.ChangeBreak(adBreak, null, 30_001, null, null, 1)));
        assertRefused(
                Because.CLASH,
                () -> apply(
                        ANNA,
                        "KNBR",
                        new Edit.ResizeSlot(
                                id, slot.start().plusMillis(1), slot.end(), version("timeslot", slot.id()))));
        apply(
                ANNA,
                "KNBR",
                new Edit.ChangeBreak(adBreak, null, 60_000, null, null, 1),
                new Edit.ChangeBreak(
                        Long.parseLong(next.breaks().get(0).id()), next.start().plusSeconds(30), null, null, null, 1));
    }

    @Test
    void createSlot_ofTwoUsersAtOneTimeExactlyOneCommits() throws Exception {
        station("KRAC", "main");
        Instant free = week("KRAC").slots().get(335).end();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 10; round++) {
                Instant at = free.plus(Duration.ofDays(10 + round));
                CyclicBarrier together = new CyclicBarrier(2);
                List<Future<Boolean>> answers = threads.invokeAll(List.of(
                        attempt(together, () -> apply(ANNA, "KRAC", create(at, Duration.ofMinutes(30)))),
                        attempt(
                                together,
                                () -> apply(BOB, "KRAC", create(at.plusSeconds(600), Duration.ofMinutes(30))))));
                assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(true, false);
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Callable<Boolean> attempt(CyclicBarrier together, Callable<?> work) {
        return () -> {
            together.await(30, TimeUnit.SECONDS);
            try {
                work.call();
                return true;
            } catch (EditRefused e) {
                return false;
            }
        };
    }

    @Test
    void versions_areAskedForAndCompared() {
        station("KVER", "main");
        Timeslot slot = week("KVER").slots().get(40);
        long id = Long.parseLong(slot.id());

        assertRefused(Because.NO_VERSION, () -> apply(ANNA, "KVER", new Edit.DeleteSlot(id, null)));
        assertRefused(Because.STALE, () -> apply(ANNA, "KVER", new Edit.DeleteSlot(id, 7)));
        assertRefused(Because.UNKNOWN, () -> apply(ANNA, "KVER", new Edit.DeleteSlot(4_711_000_000L, 1)));
        assertRefused(
                Because.INVALID,
                () -> apply(ANNA, "KVER", new Edit.MoveSlot(id, Instant.parse("9999-12-31T00:00:00Z"), 1)));
        assertRefused(
                Because.INVALID,
                () -> apply(ANNA, "KVER", create(slot.start().plus(Duration.ofDays(30)), Duration.ofMinutes(-5))));
        assertRefused(Because.INVALID, () -> apply(ANNA, "KVER", new Edit.CreateBreak(id, slot.start(), -5, "PROMO")));
        assertRefused(
                Because.INVALID,
                () -> apply(ANNA, "KVER", new Edit.CopyDay("main", LocalDate.of(9999, 12, 31), MONDAY, null, true)));
        assertRefused(
                Because.INVALID,
                () -> desk.apply(
                        ANNA,
                        "KVER",
                        java.util.Collections.nCopies(Desk.MOST_EDITS + 1, new Edit.DeleteSlot(id, 1)),
                        plain()));
        station("KOTH", "main");
        assertRefused(Because.UNKNOWN, () -> apply(ANNA, "KOTH", new Edit.DeleteSlot(id, 1)));
    }

    @Test
    void edits_eachForItselfSayWhichWereRefused() {
        station("KEAC", "main");
        List<Timeslot> slots = week("KEAC").slots();
        Edit good = new Edit.DeleteSlot(Long.parseLong(slots.get(10).id()), 1);
        Edit bad = move(slots.get(20), slots.get(30).start());

        Outcome outcome = desk.apply(ANNA, "KEAC", List.of(bad, good), plain().eachForItself());

        assertThat(outcome.results().get(0).refused()).isPresent();
        assertThat(outcome.results().get(1).refused()).isEmpty();
        assertThat(week("KEAC").slots()).hasSize(335).contains(slots.get(20));
    }

    @Test
    void dryRun_tellsAndChangesNothing() {
        station("KDRY", "main");
        List<String> before = content("KDRY");
        long revision = test.schedule.revision("KDRY", "main", MONDAY);

        Outcome outcome = desk.apply(
                ANNA,
                "KDRY",
                List.of(new Edit.DeleteSlot(
                        Long.parseLong(week("KDRY").slots().get(3).id()), 1)),
                plain().dry());

        assertThat(outcome.dryRun()).isTrue();
        assertThat(outcome.results().get(0).refused()).isEmpty();
        assertThat(content("KDRY")).isEqualTo(before);
        assertThat(test.schedule.revision("KDRY", "main", MONDAY)).isEqualTo(revision);
        assertThat(column("SELECT 1 FROM command WHERE station = 'KDRY'")).isEmpty();
    }

    @Test
    void lockedDay_refusesEditsAndNamesWhoLockedIt() {
        station("KLCK", "main");
        Timeslot slot = week("KLCK").slots().get(60);
        LocalDate day = slot.start().atZone(NEW_YORK).toLocalDate();
        apply(ANNA, "KLCK", new Edit.LockDay("main", day));

        assertThatThrownBy(() -> apply(BOB, "KLCK", new Edit.DeleteSlot(Long.parseLong(slot.id()), 1)))
                .isInstanceOf(EditRefused.class)
                .hasMessageContaining("locked by anna");
        assertRefused(Because.LOCKED, () -> apply(BOB, "KLCK", new Edit.UnlockDay("main", day)));
        apply(ADMIN, "KLCK", new Edit.UnlockDay("main", day));
        apply(BOB, "KLCK", new Edit.DeleteSlot(Long.parseLong(slot.id()), 1));
        apply(ANNA, "KLCK", new Edit.PublishDay("main", day));
        assertThat(column(
                        "SELECT d.published_revision = w.revision FROM feed_day d JOIN feed_week w ON w.feed_id = d.feed_id"
                                + " AND w.week_start = '2026-06-01' WHERE d.published_by = 'anna'"))
                .containsExactly("t");
    }

    @Test
    void undo_isRefusedWhereSomebodyElseChangedItSince() {
        station("KUND", "main");
        List<Timeslot> slots = week("KUND").slots();
        Instant free = week("KUND").slots().get(335).end();
        apply(ANNA, "KUND", move(slots.get(335), free.plusSeconds(3600)));
        apply(BOB, "KUND", move(slots.get(335), free.plusSeconds(7200)));

        assertThatThrownBy(() -> desk.undo(ANNA, "KUND")).isInstanceOfSatisfying(EditRefused.class, refused -> {
            assertThat(refused.because()).isEqualTo(Because.CLASH);
            assertThat(refused.getMessage()).contains("the slot ", " at Mon 8 Jun 01:00:00 on KUND main (by bob)");
        });
        desk.undo(BOB, "KUND");
        desk.undo(ANNA, "KUND");
        assertThat(week("KUND").slots()).isEqualTo(slots);
        assertRefused(Because.CLASH, () -> desk.undo(ANNA, "KUND"));
    }

    @Test
    void edits_thatAreAllUndoneLeaveWhatWasAndRedoneWhatCameOfThem() {
        station("KPRP", "main");
        List<String> before = content("KPRP");
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            int done = 0;
            for (int i = 0; i < 12; i++) {
                done += tried(random) ? 1 : 0;
            }
            List<String> after = content("KPRP");
            for (int i = 0; i < done; i++) {
                desk.undo(ANNA, "KPRP");
            }
            assertThat(content("KPRP")).as("undone, seed " + seed).isEqualTo(before);
            for (int i = 0; i < done; i++) {
                desk.redo(ANNA, "KPRP");
            }
            assertThat(content("KPRP")).as("redone, seed " + seed).isEqualTo(after);
            for (int i = 0; i < done; i++) {
                desk.undo(ANNA, "KPRP");
            }
            assertThat(done).isGreaterThan(4);
        }
    }

    private boolean tried(Random random) {
        try {
            apply(ANNA, "KPRP", anyEdit(random));
            return true;
        } catch (EditRefused e) {
            return false;
        }
    }

    private Edit anyEdit(Random random) {
        String[] slot = any(random, "timeslot", "t.starts_at || '|' || t.ends_at");
        String[] adBreak = any(random, "ad_break", "t.starts_at");
        String[] spot = any(random, "placement", "t.seq");
        long slotId = Long.parseLong(slot[0]);
        int slotVersion = Integer.parseInt(slot[1]);
        Instant start = instant(slot[2]);
        Instant end = instant(slot[3]);
        long breakId = Long.parseLong(adBreak[0]);
        int breakVersion = Integer.parseInt(adBreak[1]);
        long spotId = Long.parseLong(spot[0]);
        int spotVersion = Integer.parseInt(spot[1]);
        return switch (random.nextInt(14)) {
            case 0 -> new Edit.MoveSlot(slotId, start.plus(Duration.ofDays(8)), slotVersion);
            case 1 -> new Edit.ResizeSlot(slotId, start, end.minusSeconds(60), slotVersion);
            case 2 -> new Edit.SplitSlot(slotId, start.plusSeconds(60), slotVersion);
            case 3 -> new Edit.DeleteSlot(slotId, slotVersion);
            case 4 -> new Edit.CreateBreak(slotId, start.plusSeconds(120), 30_000, "PROMO");
            case 5 -> new Edit.ChangeBreak(breakId, null, 90_000, "MIXED", null, breakVersion);
            case 6 -> new Edit.DeleteBreak(breakId, breakVersion);
            case 7 -> new Edit.PlaceSpot(breakId, 1, "TEST0001H", null);
            case 8, 9 -> new Edit.MoveSpot(spotId, breakId, 1 + random.nextInt(3), spotVersion);
            case 10 -> new Edit.ReplaceSpot(spotId, "TEST0002H", spotVersion);
            case 11 -> new Edit.RemoveSpot(spotId, spotVersion);
            case 12 ->
                new Edit.CopyDay(
                        "main",
                        MONDAY.plusDays(random.nextInt(7)),
                        MONDAY.plusDays(7L + random.nextInt(30)),
                        null,
                        true);
            default -> new Edit.LockDay("main", MONDAY.plusDays(60L + random.nextInt(100)));
        };
    }

    private String[] any(Random random, String table, String more) {
        String feed = "(SELECT f.id FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = 'KPRP')";
        String of = table.equals("placement")
                ? "break_id IN (SELECT id FROM ad_break WHERE feed_id = " + feed + ")"
                : "feed_id = " + feed;
        List<String> rows = column("SELECT t.id || '|' || t.version || '|' || " + more + " FROM " + table + " t WHERE "
                + of + " ORDER BY t.id");
        return rows.get(random.nextInt(rows.size())).split("\\|");
    }

    private static Instant instant(String text) {
        return java.time.OffsetDateTime.parse(text.replace(' ', 'T') + (text.matches(".*[+-]\\d\\d$") ? ":00" : ""))
                .toInstant();
    }

    @Test
    void audit_hasEveryRowBeforeAndAfterUnderOneCommand() {
        station("KAUD", "main");
        Timeslot slot = week("KAUD").slots().get(9);
        Outcome outcome = apply(ANNA, "KAUD", new Edit.DeleteSlot(Long.parseLong(slot.id()), 1));

        List<AuditLine> lines = desk.audit("KAUD", "", 0, Long.MAX_VALUE, 100);

        assertThat(lines).hasSize(4).allSatisfy(line -> {
            assertThat(line.command()).isEqualTo(outcome.command().toString());
            assertThat(line.actor()).isEqualTo("anna");
            assertThat(line.action()).isEqualTo("remove");
            assertThat(line.before()).isNotEmpty();
            assertThat(line.after()).isEmpty();
            assertThat(line.reason()).isEqualTo("a test");
        });
        assertThat(desk.audit("KAUD", "slot", Long.parseLong(slot.id()), Long.MAX_VALUE, 100))
                .hasSize(1);
        assertThat(desk.audit("KAUD", "", 0, lines.get(1).id(), 100)).hasSize(2);
        assertThat(desk.commands("KAUD", Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(command -> assertThat(command.label()).isEqualTo("delete slot"));
    }

    @Test
    void copyWeek_overAChangeOfClocksKeepsLocalTimes() {
        station("KDST", "main");
        for (LocalDate to : List.of(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 10, 26))) {
            apply(ANNA, "KDST", new Edit.CopyWeek("main", MONDAY, to, null, true));

            Week source = week("KDST");
            Week copy = test.schedule.week("KDST", "main", to);
            assertThat(copy.slots()).hasSize(to.getMonthValue() == 3 ? 334 : 336);
            List<LocalTime> sundays = starts(source, 6);
            List<LocalTime> copied = starts(copy, 6);
            assertThat(sundays).containsAll(copied);
            assertThat(copied).contains(LocalTime.of(1, 30), LocalTime.of(3, 0), LocalTime.of(23, 30));
            for (int i = 1; i < copy.slots().size(); i++) {
                assertThat(copy.slots().get(i).start())
                        .isAfterOrEqualTo(copy.slots().get(i - 1).end());
            }
            assertThat(starts(copy, 2)).isEqualTo(starts(source, 2));
        }
        // a show at 02:00 is back at 02:00 in the week after (LibreTime #3236)
        LocalDate after = LocalDate.of(2026, 3, 9);
        apply(ANNA, "KDST", new Edit.CopyWeek("main", MONDAY, after, null, true));
        assertThat(starts(test.schedule.week("KDST", "main", after), 6))
                .contains(LocalTime.of(2, 0), LocalTime.of(2, 30));
    }

    private static List<LocalTime> starts(Week week, int day) {
        return week.slots().stream()
                .map(slot -> slot.start().atZone(NEW_YORK))
                .filter(start -> start.toLocalDate().equals(week.monday().plusDays(day)))
                .map(start -> start.toLocalTime())
                .toList();
    }

    @Test
    void copyDay_takesTheSameFewStatementsAtTwoSizes() {
        station("KTWO", "main", "kids");
        test.source.forget();
        apply(ANNA, "KTWO", new Edit.CopyDay("main", MONDAY, MONDAY.plusDays(8), "kids", false));
        int day = test.source.statements().size();
        test.source.forget();
        apply(ANNA, "KTWO", new Edit.CopyWeek("main", MONDAY, MONDAY.plusDays(14), "kids", false));
        assertThat(test.source.statements()).hasSizeLessThanOrEqualTo(day + 1);
    }

    @Test
    void template_isMadeOfAWeekAndAppliedOnceHoweverOften() {
        station("KTPL", "main");
        WeekTemplate template = templates.addFromWeek(ANNA, "KTPL", "main", "Summer", MONDAY);
        assertThat(template.items()).hasSize(336);
        assertThat(template.items().get(0).day()).isEqualTo(DayOfWeek.MONDAY);

        LocalDate to = LocalDate.of(2026, 7, 6);
        apply(ANNA, "KTPL", new Edit.ApplyTemplate(template.id(), to));
        Week applied = test.schedule.week("KTPL", "main", to);
        List<String> once = content("KTPL");
        apply(ANNA, "KTPL", new Edit.ApplyTemplate(template.id(), to));

        assertThat(applied.slots()).hasSize(336);
        assertThat(applied.slots().get(0).breaks()).hasSize(1);
        assertThat(content("KTPL")).isEqualTo(once);
        assertRefused(Because.STALE, () -> templates.replace(ANNA, "KTPL", template, 9));
        WeekTemplate shorter = new WeekTemplate(
                template.id(), "main", "Summer", 1, template.items().subList(0, 10));
        assertThat(templates.replace(ANNA, "KTPL", shorter, 1).items()).isEqualTo(shorter.items());
        templates.remove(ANNA, "KTPL", template.id(), 2);
        assertThat(templates.all("KTPL")).isEmpty();
        assertThat(test.schedule.week("KTPL", "main", to).slots()).hasSize(336);
    }

    @Test
    void template_saysBeforeWhatComesOfItInEachWeek() {
        station("KTPV", "main");
        WeekTemplate template = templates.addFromWeek(ANNA, "KTPV", "main", "Summer", MONDAY);
        LocalDate to = LocalDate.of(2026, 7, 6);
        apply(ANNA, "KTPV", new Edit.ApplyTemplate(template.id(), to), new Edit.LockDay("main", to.plusDays(7)));

        List<TemplateWeek> weeks = templates.preview("KTPV", template.id(), MONDAY, 7);

        assertThat(weeks).extracting(TemplateWeek::monday).startsWith(MONDAY).endsWith(to.plusDays(7));
        assertThat(fates(weeks.get(0))).containsOnly(entry(Fate.TAKEN, 336L));
        assertThat(fates(weeks.get(1))).containsOnly(entry(Fate.ADDED, 336L));
        assertThat(fates(weeks.get(5))).containsOnly(entry(Fate.THERE, 336L));
        assertThat(fates(weeks.get(6))).containsOnly(entry(Fate.LOCKED, 48L), entry(Fate.ADDED, 288L));
        assertRefused(Because.INVALID, () -> templates.preview("KTPV", template.id(), MONDAY, 54));
    }

    private static Map<Fate, Long> fates(TemplateWeek week) {
        return week.airings().stream().collect(Collectors.groupingBy(TemplateWeek.Airing::fate, Collectors.counting()));
    }

    @Test
    void template_leavesOutABreakThatTheProgramBeforeHasAtThatTime() {
        station("KTPB", "main");
        WeekTemplate template = templates.addFromWeek(ANNA, "KTPB", "main", "Summer", MONDAY);
        LocalDate to = LocalDate.of(2026, 7, 6);
        Instant start = to.atTime(6, 0).atZone(NEW_YORK).toInstant();
        String slot = apply(ANNA, "KTPB", create(start, Duration.ofMinutes(30)))
                .results()
                .get(0)
                .id();
        apply(ANNA, "KTPB", new Edit.CreateBreak(Long.parseLong(slot), start.plusSeconds(1800), 60_000, "MIXED"));

        apply(ANNA, "KTPB", new Edit.ApplyTemplate(template.id(), to));

        List<Timeslot> slots = test.schedule.week("KTPB", "main", to).slots();
        assertThat(slots).hasSize(336);
        assertThat(slots.get(13).breaks()).isEmpty();
        assertThat(slots.get(14).breaks()).hasSize(1);
    }

    @Test
    void warning_isRefusedWithoutAReasonOnly() {
        station("KWRN", "main");
        Edit place = new Edit.PlaceSpot(
                Long.parseLong(week("KWRN").slots().get(200).breaks().get(0).id()), null, "TEST0007H", null);
        Edit room = new Edit.ChangeBreak(
                Long.parseLong(week("KWRN").slots().get(200).breaks().get(0).id()), null, 120_000, null, null, 1);

        assertRefused(Because.CONFLICT, () -> desk.apply(ANNA, "KWRN", Arrays.asList(room, place), Options.plain()));
        Outcome outcome = apply(ANNA, "KWRN", room, place);
        assertThat(outcome.conflicts()).isNotEmpty();
        assertThat(outcome.revisions()).containsOnlyKeys("main@2026-06-01");
    }

    @Test
    void request_thatNamesItselfIsCarriedOutOnce() {
        Requests requests = new Requests(test.database, test.clock());
        Requests.Begun begun = requests.begin("anna", "k1", "body");
        assertThat(begun.answer()).isEmpty();
        assertRefused(Because.IN_PROGRESS, () -> requests.begin("anna", "k1", "body"));
        assertRefused(Because.OTHER_REQUEST, () -> requests.begin("anna", "k1", "another"));
        requests.answered("anna", "k1", new Requests.Answer(200, "{}"));
        assertThat(requests.begin("anna", "k1", "body").answer()).contains(new Requests.Answer(200, "{}"));
        assertThat(requests.begin("anna", "k1", "body").command()).isEqualTo(begun.command());
        assertThat(requests.begin("bob", "k1", "body").answer()).isEmpty();
    }
}
