package org.scruffy.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.Heard;
import org.scruffy.Silence;
import org.scruffy.database.Sql;
import org.scruffy.desk.Desk;
import org.scruffy.desk.Edit;
import org.scruffy.desk.EditRefused;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Options;
import org.scruffy.fill.Fill.State;
import org.scruffy.fill.FillPreview.Bumped;
import org.scruffy.fill.Openings.Opening;
import org.scruffy.order.Refused;
import org.scruffy.order.TestStationDesk;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Plugins;
import org.scruffy.plugin.Retries;
import org.scruffy.plugin.Routines;
import org.scruffy.rule.Conflict;
import org.scruffy.rule.RuleBook;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.CountedStatements;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.schedule.ScheduleChanged;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.FillProblem.Reason;

/** A week from the 8th of June 2026 with a break of 30 s at each full hour from 06:00 to 23:00, on a real PostgreSQL. */
class AutoFillTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 8);
    private static final Editor ANNA = new Editor("anna", false);

    @TempDir
    Path data;

    private TestStationDesk test;
    private CountedStatements counted;
    private final Heard heard = new Heard();
    private AutoFill fills;
    private Desk desk;
    private long[] breaks;

    @BeforeEach
    void open() throws Exception {
        counted = new CountedStatements();
        test = new TestStationDesk(counted.source(), data, 1_000);
        desk = new Desk(test.database, test.clock, new Silence(), nobody(), new Rules());
        Platform platform = new Platform(data, data, URI.create("http://localhost/"), false);
        Plugins none = new Plugins(platform, new Silence(), new Routines(test.clock), test.clock);
        fills = new AutoFill(test.database, new RuleBook(test.database, test.clock), desk, none, heard, test.clock);
        test.run(
                "INSERT INTO feed_week (feed_id, week_start)"
                        + " SELECT f.id, w FROM feed f JOIN station s ON s.id = f.station_id AND s.call_sign = 'KSCF',"
                        + " (VALUES (date '2026-06-01'), (date '2026-06-08'), (date '2026-06-15')) AS v(w) WHERE f.name = 'main'");
        breaks = breaks(hours().map(AutoFillTest::at).toList());
        test.run("INSERT INTO category (id, code, name) VALUES (1, 'BANK', 'Banks'), (2, 'CARS', 'Cars')");
        test.run("INSERT INTO underwriter (id, name, category_id) VALUES (1, 'Acme', 1), (2, 'Bolt', 2)");
        test.creative("ACME0001", "CREDIT", 15_000, "1");
        test.creative("ACME0002", "CREDIT", 15_000, "1");
        test.creative("BOLT0001", "CREDIT", 15_000, "2");
        test.run("INSERT INTO traffic_order (id, station_id, underwriter_id, name, state)"
                + " SELECT v.id, s.id, v.id, v.name, 'APPROVED' FROM station s,"
                + " (VALUES (1, 'Acme in June'), (2, 'Bolt in June')) AS v(id, name) WHERE s.call_sign = 'KSCF'");
    }

    private long[] breaks(List<Instant> starts) {
        return test.database.transaction(em -> {
            Sql sql = new Sql(em);
            sql.run("""
                    INSERT INTO timeslot (feed_id, starts_at, ends_at, program_id)
                    SELECT f.id, t.at, t.at + interval '10 minutes', p.id FROM unnest(CAST(?1 AS timestamptz[])) AS t(at), program p,
                           feed f JOIN station s ON s.id = f.station_id AND s.call_sign = 'KSCF' WHERE f.name = 'main'
                    """, starts);
            sql.run("INSERT INTO ad_break (slot_id, feed_id, pos, starts_at, capacity_ms, kind)"
                    + " SELECT id, feed_id, 1, starts_at, 30000, 'UNDERWRITING' FROM timeslot");
            return sql.rows("SELECT id FROM ad_break ORDER BY starts_at").stream()
                    .mapToLong(row -> row.number(0))
                    .toArray();
        });
    }

    private static Stream<String> hours() {
        return MONDAY.datesUntil(MONDAY.plusDays(7))
                .flatMap(day -> Stream.iterate(6, hour -> hour + 1)
                        .limit(18)
                        .map(hour -> day.atTime(hour, 0).toString()));
    }

    @SuppressWarnings("unchecked") // a proxy knows no type arguments
    private static Event<ScheduleChanged> nobody() {
        return (Event<ScheduleChanged>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> null);
    }

    @AfterEach
    void close() {
        fills.stop();
        test.close();
    }

    private void line(long id, int spots, String more, String... creatives) {
        test.run("INSERT INTO order_line (id, order_id, name, flight, spots, duration_ms) VALUES (" + id + ", " + id
                + ", 'line " + id + "', daterange('2026-06-01', '2026-07-01'), " + spots + ", 15000)");
        if (!more.isEmpty()) {
            test.run("UPDATE order_line SET " + more + " WHERE id = " + id);
        }
        test.run(
                "INSERT INTO order_line_feed SELECT " + id
                        + ", f.id FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = 'KSCF' AND f.name = 'main'");
        for (int i = 0; i < creatives.length; i++) {
            test.run("INSERT INTO line_creative (line_id, creative_id, position) SELECT " + id + ", id, " + (i + 1)
                    + " FROM creative WHERE ad_id = '" + creatives[i] + "'");
        }
    }

    private static FillRequest request(boolean replaceAuto) {
        return new FillRequest(
                "KSCF", "main", MONDAY.plusDays(3), FillBudget.ofIterations(1, 500), replaceAuto, true, "house");
    }

    private Fill ready(FillRequest request) throws InterruptedException {
        Fill fill = fills.start(request, "anna");
        for (int i = 0; i < 500 && fill.state() == State.RUNNING; i++) {
            Thread.sleep(20);
            fill = fills.get("KSCF", fill.id());
        }
        assertThat(fill.state()).as(fill.problem()).isEqualTo(State.READY);
        return fill;
    }

    private List<String> spots(String where) throws Exception {
        return test.column("SELECT p.order_line_id || ' ' || c.ad_id || ' ' || to_char(b.starts_at AT TIME ZONE"
                + " 'America/New_York', 'DD HH24') || ' ' || p.origin FROM placement p JOIN ad_break b ON b.id = p.break_id"
                + " JOIN creative c ON c.id = p.creative_id WHERE " + where + " ORDER BY b.starts_at, p.seq");
    }

    @Test
    void preview_showsWhatWouldComeAndWritesNothing() throws Exception {
        line(1, 14, "sep_minutes = 120, max_per_day = 2", "ACME0001", "ACME0002");
        FillPreview preview = ready(request(true)).preview().orElseThrow();
        assertThat(preview.added()).hasSize(14).allMatch(spot -> spot.lineName().equals("line 1"));
        assertThat(preview.added())
                .filteredOn(spot -> spot.adId().equals("ACME0001"))
                .hasSize(7);
        assertThat(preview.bumped()).isEmpty();
        assertThat(spots("true")).isEmpty();
    }

    @Test
    void apply_placesAllAsOneCommandOfTheFill() throws Exception {
        line(1, 14, "sep_minutes = 120, max_per_day = 2", "ACME0001", "ACME0002");
        Fill fill = ready(request(true));
        fills.apply("KSCF", fill.id(), ANNA, "");
        assertThat(spots("true")).hasSize(14).allMatch(spot -> spot.endsWith("AUTO"));
        assertThat(test.column("SELECT label FROM command")).containsExactly("Fill main, week of 2026-06-08");
        assertThat(fills.get("KSCF", fill.id()).state()).isEqualTo(State.APPLIED);
        assertThatThrownBy(() -> fills.apply("KSCF", fill.id(), ANNA, ""))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("APPLIED");
    }

    private List<String> placements() {
        return test.database.read(em -> new Sql(em)
                .rows("SELECT CAST(to_jsonb(p) - 'version' AS text) FROM placement p ORDER BY id").stream()
                        .map(row -> row.text(0))
                        .toList());
    }

    @Test
    void undo_ofAFillThatWasApplied_restoresEveryPlacement_andRedoDoesItAgain() throws Exception {
        line(1, 40, "", "ACME0001", "ACME0002");
        fills.apply("KSCF", ready(request(true)).id(), ANNA, "a test");
        List<String> first = placements();
        line(2, 30, "priority = 1", "BOLT0001");
        fills.apply("KSCF", ready(request(true)).id(), ANNA, "a test");
        List<String> second = placements();

        desk.undo(ANNA, "KSCF");

        assertThat(second).hasSizeGreaterThan(first.size());
        assertThat(placements()).isEqualTo(first);
        desk.undo(ANNA, "KSCF");
        assertThat(placements()).isEmpty();
        desk.redo(ANNA, "KSCF");
        desk.redo(ANNA, "KSCF");
        assertThat(placements()).isEqualTo(second);
    }

    @Test
    void fill_isInAgreementWithTheRules() throws Exception {
        line(1, 60, "sep_minutes = 61, from_local = '20:00', to_local = '07:00', days = 31", "ACME0001");
        line(2, 90, "max_per_day = 13", "BOLT0001");
        fills.apply("KSCF", ready(request(true)).id(), ANNA, "");
        List<Long> all = Arrays.stream(breaks).boxed().toList();
        List<Conflict> conflicts = test.database.read(em -> new Rules().conflicts(new Sql(em), all));
        assertThat(conflicts).isEmpty();
        assertThat(spots("order_line_id = 1")).isNotEmpty();
        assertThat(spots("order_line_id = 2")).hasSize(90);
    }

    @Test
    void fill_leavesWhatPeoplePlacedAndCountsIt() throws Exception {
        line(1, 7, "max_per_day = 1", "ACME0001");
        long manual = test.place(breaks[3], "ACME0001", "1");
        test.run("UPDATE placement SET origin = 'MANUAL'");
        FillPreview preview = ready(request(true)).preview().orElseThrow();
        assertThat(preview.added()).hasSize(6);
        assertThat(preview.added()).noneMatch(spot -> spot.start().isBefore(at("2026-06-09T00:00")));
        assertThat(preview.moved()).isEmpty();
        assertThat(preview.removed()).isEmpty();
        assertThat(test.column("SELECT break_id FROM placement WHERE id = " + manual))
                .containsExactly("" + breaks[3]);
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(TestStationDesk.ZONE).toInstant();
    }

    @Test
    void fill_keepsItsDistanceFromSpotsBeforeTheWeek() throws Exception {
        line(1, 1, "sep_minutes = 720, from_local = '06:00', to_local = '09:00', days = 1", "ACME0001");
        long late = test.adBreak("main", "2026-06-07T23:00", "UNDERWRITING", 30_000);
        test.place(late, "ACME0001", "1");
        FillPreview preview = ready(request(true)).preview().orElseThrow();
        assertThat(preview.added()).isEmpty();
        Bumped bumped = preview.bumped().get(0);
        assertThat(bumped.spots()).isEqualTo(1);
        assertThat(bumped.reasons()).containsEntry(Reason.SEPARATION, 3);
    }

    @Test
    void secondFill_movesAndRemovesWhatTheFirstPlaced() throws Exception {
        line(1, 14, "", "ACME0001");
        fills.apply("KSCF", ready(request(true)).id(), ANNA, "");
        test.run("UPDATE order_line SET spots = 5, from_local = '18:00', to_local = '22:00'");
        FillPreview preview = ready(request(true)).preview().orElseThrow();
        assertThat(preview.kept() + preview.moved().size() + preview.added().size())
                .isEqualTo(5);
        assertThat(preview.removed().size() + preview.moved().size() + preview.kept())
                .isEqualTo(14);
        Fill again = ready(request(true));
        fills.apply("KSCF", again.id(), ANNA, "");
        assertThat(spots("true")).hasSize(5).allMatch(spot -> spot.matches(".* (18|19|20|21) AUTO"));
    }

    @Test
    void fill_leavesEarlierFillsWhenItIsNotToReplaceThem() throws Exception {
        line(1, 7, "", "ACME0001");
        fills.apply("KSCF", ready(request(true)).id(), ANNA, "");
        List<String> before = spots("true");
        test.run("UPDATE order_line SET spots = 9");
        FillPreview preview = ready(request(false)).preview().orElseThrow();
        assertThat(preview.added()).hasSize(2);
        assertThat(preview.removed()).isEmpty();
        assertThat(spots("true")).isEqualTo(before);
    }

    @Test
    void apply_isRefusedWhenSomebodyFilledTheBreakInTheMeantime() throws Exception {
        line(1, 126, "", "ACME0001");
        Fill fill = ready(request(true));
        test.place(breaks[0], "BOLT0001", "");
        test.place(breaks[0], "BOLT0001", "");
        assertThatThrownBy(() -> fills.apply("KSCF", fill.id(), ANNA, "")).isInstanceOf(EditRefused.class);
        assertThat(spots("order_line_id = 1")).isEmpty();
        assertThat(fills.get("KSCF", fill.id()).state()).isEqualTo(State.READY);
    }

    @Test
    void apply_isRefusedWhereTheFillChangesNothing() throws Exception {
        test.run("UPDATE creative SET media = '' WHERE ad_id = 'BOLT0001'");
        line(2, 3, "", "BOLT0001");
        String nothing = ready(request(true)).id();
        assertThatThrownBy(() -> fills.apply("KSCF", nothing, ANNA, ""))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("changes nothing");
        assertThat(fills.get("KSCF", nothing).state()).isEqualTo(State.READY);
    }

    @Test
    void bumped_saysThatNoCreativeMayAir() throws Exception {
        test.run("UPDATE creative SET media = '' WHERE ad_id = 'BOLT0001'");
        line(2, 3, "", "BOLT0001");
        Bumped bumped = ready(request(true)).preview().orElseThrow().bumped().get(0);
        assertThat(bumped.reasons()).containsOnlyKeys(Reason.RULE);
        assertThat(bumped.underwriter()).isEqualTo("Bolt");
    }

    @Test
    void bumped_saysThatTheBreaksAreOfAnotherKind() throws Exception {
        test.run("UPDATE ad_break SET kind = 'PROMO'");
        line(2, 3, "", "BOLT0001");
        Bumped bumped = ready(request(true)).preview().orElseThrow().bumped().get(0);
        assertThat(bumped.reasons()).containsOnlyKeys(Reason.KIND);
    }

    @Test
    void problem_isReadByAConstantNumberOfStatements() {
        line(1, 14, "", "ACME0001");
        int few = statements();
        line(2, 40, "", "BOLT0001");
        for (int i = 0; i < 20; i++) {
            test.place(breaks[i], "BOLT0001", "2");
        }
        assertThat(statements()).isEqualTo(few).isEqualTo(6);
    }

    private int statements() {
        FillRows.FeedOf feed = test.database.read(em -> new FillRows(new Sql(em)).feed("KSCF", "main", MONDAY));
        counted.forget();
        fills.read(request(true), feed);
        return counted.count();
    }

    @Test
    void cancel_stopsWithinASecond() throws Exception {
        line(1, 120, "", "ACME0001");
        FillRequest slow = new FillRequest(
                "KSCF", "main", MONDAY, FillBudget.ofTime(1, Duration.ofMinutes(5)), true, true, "house");
        Fill fill = fills.start(slow, "anna");
        fills.cancel("KSCF", fill.id());
        assertThat(fills.get("KSCF", fill.id()).state()).isEqualTo(State.CANCELLED);
        // one thread each: the two slow ones are gone, or this would wait for minutes
        fills.cancel("KSCF", fills.start(slow, "anna").id());
        long began = System.nanoTime();
        ready(request(true));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void start_refusesWhatThereIsNot() {
        assertThatThrownBy(() -> fills.start(
                        new FillRequest("KSCF", "west", MONDAY, FillBudget.ofIterations(1, 1), true, true, "house"),
                        ""))
                .isInstanceOf(NoSuchFeed.class)
                .hasMessageContaining("west");
        assertThatThrownBy(() -> fills.start(
                        new FillRequest(
                                "KSCF",
                                "main",
                                MONDAY.plusYears(3),
                                FillBudget.ofIterations(1, 1),
                                true,
                                true,
                                "house"),
                        ""))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("2029-06-08");
        assertThatThrownBy(() -> fills.start(
                        new FillRequest("KSCF", "main", MONDAY, FillBudget.ofIterations(1, 1), true, true, "best"), ""))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("best");
        assertThatThrownBy(() -> fills.get("KSCF", "nothing")).isInstanceOf(Refused.class);
    }

    private Palette palette() {
        return new Palette(test.database, new RuleBook(test.database, test.clock), test.clock);
    }

    @Test
    void palette_hasTheLinesThatWantMoreAndWhyTheyCannotHaveIt() {
        line(1, 3, "", "ACME0001");
        line(2, 2, "from_local = '03:00', to_local = '04:00', priority = 1", "BOLT0001");

        List<OpenLine> open = palette().open("KSCF", "main", MONDAY);

        assertThat(open).extracting(OpenLine::line).containsExactly(2L, 1L);
        assertThat(open.get(0).fitting()).isZero();
        assertThat(open.get(0).ruledOut()).containsOnlyKeys(Reason.DAYPART);
        assertThat(open.get(1).missing()).isEqualTo(3);
        assertThat(open.get(1).fitting()).isEqualTo(breaks.length);
    }

    @Test
    void palette_offersFiveBreaksThatTheDeskTakesAndNoDayTwiceBeforeEachHasOne() {
        line(1, 7, "", "ACME0001", "ACME0002");
        Set<LocalDate> days = new HashSet<>();
        for (int i = 0; i < 7; i++) {
            days.add(placeBest(1));
        }
        assertThat(days).hasSize(7);
        assertThat(palette().open("KSCF", "main", MONDAY)).isEmpty();
    }

    /** Places a spot of a line where it stands best; answers the day. */
    private LocalDate placeBest(long line) {
        Openings openings = palette().ofLine("KSCF", "main", MONDAY, line);
        assertThat(openings.best())
                .hasSizeBetween(1, 5)
                .allSatisfy(one -> assertThat(one.reasons()).isNotEmpty());
        Opening best = openings.best().get(0);
        desk.apply(
                ANNA,
                "KSCF",
                List.of(new Edit.PlaceSpot(Long.parseLong(best.breakId()), null, best.adId(), line)),
                Options.plain().because("a test"));
        return LocalDateTime.ofInstant(best.start(), ZoneId.of("America/New_York"))
                .toLocalDate();
    }

    @Test
    void palette_keepsThePaceOfALine() {
        line(2, 3, "pacing = 'ASAP', max_per_day = 2", "BOLT0001");

        assertThat(List.of(placeBest(2), placeBest(2), placeBest(2)))
                .containsExactlyInAnyOrder(MONDAY, MONDAY, MONDAY.plusDays(1));
    }

    @Test
    void palette_offersBreaksForACreativeThatNoOrderAsksFor() {
        line(1, 1, "", "ACME0001");
        desk.apply(
                ANNA,
                "KSCF",
                List.of(new Edit.PlaceSpot(breaks[0], null, "ACME0001", 1L)),
                Options.plain().because("a test"));

        Openings openings = palette().ofCreative("KSCF", "main", MONDAY, "ACME0002");

        assertThat(openings.best()).hasSize(5).extracting(Opening::breakId).doesNotContain("" + breaks[0]);
        assertThat(openings.best()).extracting(Opening::adId).containsOnly("ACME0002");
        assertThatThrownBy(() -> palette().ofCreative("KSCF", "main", MONDAY, "NONE0001"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aFillThatFailed_isRepeatedAsItWasAsked() throws Exception {
        line(1, 14, "", "ACME0001");
        FillRequest asked = new FillRequest(
                "KSCF", "main", MONDAY.plusDays(3), FillBudget.ofTime(7, Duration.ofMillis(50)), false, false, "house");
        ready(asked);

        String page = fills.again(new Retries.Run(
                        "fill week", "abc", heard.of("fill week").get(0), "olga"))
                .page();

        String id = page.replaceFirst("fill.xhtml\\?station=KSCF&feed=main&date=2026-06-08&fill=", "");
        for (int i = 0; i < 500 && fills.get("KSCF", id).state() == State.RUNNING; i++) {
            Thread.sleep(20);
        }
        assertThat(fills.get("KSCF", id).state()).isEqualTo(State.READY);
        assertThat(fills.get("KSCF", id).request()).isEqualTo(asked);
        assertThat(heard.of("fill week").get(1)).containsEntry(Retries.OF, "abc");
    }
}
