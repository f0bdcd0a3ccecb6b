package org.scruffy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.order.Find;
import org.scruffy.order.TestStationDesk;
import org.scruffy.schedule.CountedStatements;
import org.scruffy.schedule.NoSuchFeed;

class ReportsTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 8);
    private static final LocalDate SUNDAY = MONDAY.plusDays(6);

    @TempDir
    Path data;

    private CountedStatements counted;
    private TestStationDesk test;
    private Reports reports;

    @BeforeEach
    void open() throws Exception {
        counted = new CountedStatements();
        test = new TestStationDesk(counted.source(), data, 1_000);
        reports = new Reports(test.database, test.clock);
        test.run("INSERT INTO underwriter (id, name) VALUES (1, '=Acme')");
        test.creative("ACME0001", "CREDIT", 15_000, "1");
        test.creative("PROMO001", "PROMO", 30_000, "");
        test.run("INSERT INTO traffic_order (id, station_id, underwriter_id, name, state)"
                + " SELECT 1, id, 1, 'June', 'APPROVED' FROM station WHERE call_sign = 'KSCF'");
        test.run("INSERT INTO order_line (id, order_id, name, flight, spots, duration_ms)"
                + " VALUES (1, 1, 'prime', '[2026-06-03,2026-06-23)', 5, 15000)");
        test.run("INSERT INTO order_line_feed SELECT 1, id FROM feed WHERE name = 'main'");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private long underwriting(String feed, String local) {
        return test.adBreak(feed, local, "UNDERWRITING", 60_000);
    }

    private void became(long spot, String outcome, String status) {
        boolean proved = !outcome.equals("MISSED");
        test.run("UPDATE placement SET status = '" + status + "' WHERE id = " + spot);
        if (proved) {
            test.run("INSERT INTO import_file (id, at, actor, station, kind, file_name, sha256, state) SELECT"
                    + " '00000000-0000-0000-0000-000000000001', now(), 'a', 'KSCF', 'AS_RUN', 'x', '', 'COMMITTED'"
                    + " ON CONFLICT DO NOTHING");
            test.run(
                    "INSERT INTO as_run (id, feed_id, station, feed, avail_key, position, break_id, placement, ad_id, title,"
                            + " actual_start, length_ms, reason, source, import_id, line) SELECT " + spot
                            + ", id, 'KSCF', 'main', '', 0, '', '', '', '', '2026-06-09T00:00Z', 15000, '', 'AUTOMATION',"
                            + " '00000000-0000-0000-0000-000000000001', " + spot + " FROM feed ORDER BY id LIMIT 1");
        }
        test.run(
                "INSERT INTO reconciliation (placement_id, airs_on, outcome, as_run_id, as_run_at, actor, at) SELECT id, airs_on, '"
                        + outcome + "', " + (proved ? spot + ", timestamptz '2026-06-09T00:00Z'" : "NULL, NULL")
                        + ", 'anna', now() FROM placement WHERE id = " + spot);
    }

    @Test
    void fillRate_sumsTheBreaksOfEachPartOfABroadcastDay() {
        test.run("UPDATE station SET broadcast_day_start = '06:00'");
        long prime = underwriting("main", "2026-06-08T20:00");
        test.place(prime, "ACME0001", "1");
        test.place(prime, "PROMO001", "");
        underwriting("main", "2026-06-08T22:50");
        underwriting("main", "2026-06-09T02:00");
        underwriting("kids", "2026-06-08T07:00");
        underwriting("main", "2026-06-08T05:50"); // still Sunday's

        assertThat(reports.fillRate("KSCF", "", MONDAY, SUNDAY))
                .containsExactly(
                        new FillRate("main", MONDAY, PartOfDay.PRIME, 2, 1, 120_000, 45_000, 15_000),
                        new FillRate("main", MONDAY, PartOfDay.OVERNIGHT, 1, 1, 60_000, 0, 0),
                        new FillRate("kids", MONDAY, PartOfDay.MORNING, 1, 1, 60_000, 0, 0));
        assertThat(reports.fillRate("KSCF", "kids", MONDAY, SUNDAY)).hasSize(1);
        assertThat(reports.fillRate("KXYZ", "", MONDAY, SUNDAY)).isEmpty();
    }

    @Test
    void delivery_tellsWhatBecameOfWhatWasOrdered() {
        test.clock.set(Instant.parse("2026-06-13T16:00:00Z")); // half of the flight is over
        became(test.place(underwriting("main", "2026-06-08T20:00"), "ACME0001", "1"), "AIRED", "AIRED");
        became(test.place(underwriting("main", "2026-06-08T21:00"), "ACME0001", "1"), "SHORT", "AIRED");
        became(test.place(underwriting("main", "2026-06-09T20:00"), "ACME0001", "1"), "MISSED", "MISSED");
        became(test.place(underwriting("main", "2026-06-09T21:00"), "ACME0001", "1"), "MISSED", "MADE_GOOD");
        test.place(underwriting("main", "2026-06-10T20:00"), "ACME0001", "1");
        test.place(underwriting("main", "2026-06-15T20:00"), "ACME0001", "1");

        LineDelivery line = reports.delivery("KSCF", "main", MONDAY, SUNDAY).get(0);

        assertThat(line)
                .isEqualTo(new LineDelivery(
                        "1",
                        "June",
                        "=Acme",
                        "APPROVED",
                        "1",
                        "prime",
                        LocalDate.of(2026, 6, 3),
                        LocalDate.of(2026, 6, 22),
                        20,
                        1,
                        1,
                        2,
                        1,
                        1,
                        1,
                        10));
        assertThat(line.ordered())
                .isEqualTo(test.orders
                        .find("KSCF", Find.all())
                        .found()
                        .get(0)
                        .lines()
                        .get(0)
                        .ordered());
        assertThat(line.shortBy()).isEqualTo(16);
        assertThat(line.ahead()).isEqualTo(-7);
        assertThat(reports.delivery("KSCF", "kids", MONDAY, SUNDAY)).isEmpty();
        assertThat(reports.delivery("KXYZ", "", MONDAY, SUNDAY)).isEmpty();
        assertThat(reports.delivery("KSCF", "", LocalDate.of(2026, 6, 23), LocalDate.of(2026, 6, 30)))
                .isEmpty();
    }

    @Test
    void owed_isOpenUntilItIsPlaced_andPlacedUntilThatAired() {
        long open = test.place(underwriting("main", "2026-06-08T20:00"), "ACME0001", "1");
        long placed = test.place(underwriting("main", "2026-06-08T21:00"), "ACME0001", "1");
        long aired = test.place(underwriting("main", "2026-06-08T22:00"), "ACME0001", "1");
        became(open, "MISSED", "MISSED");
        became(placed, "MISSED", "MADE_GOOD");
        became(aired, "MISSED", "MADE_GOOD");
        long first = test.place(underwriting("main", "2026-06-10T21:00"), "ACME0001", "1");
        long second = test.place(underwriting("main", "2026-06-10T22:00"), "ACME0001", "1");
        became(second, "AIRED", "AIRED");
        test.run(
                "INSERT INTO make_good (missed_id, missed_on, made_id, made_on) SELECT m.id, m.airs_on, n.id, n.airs_on"
                        + " FROM placement m, placement n WHERE (m.id, n.id) IN ((" + placed + ", " + first + "), ("
                        + aired + ", "
                        + second + "))");

        List<Owed> owed = reports.owed("KSCF", "", MONDAY, SUNDAY);

        assertThat(owed.stream().map(Owed::state)).containsExactly("OPEN", "PLACED", "AIRED");
        assertThat(owed.get(0).order()).isEqualTo("June");
        assertThat(owed.get(1).madeAt()).contains(Instant.parse("2026-06-11T01:00:00Z"));
        assertThat(reports.owed("KXYZ", "", MONDAY, SUNDAY)).isEmpty();
    }

    @Test
    void report_takesTheSameStatementsForADayAndForAQuarter() {
        for (int day = 8; day < 28; day++) {
            test.place(underwriting("main", "2026-06-%02dT20:00".formatted(day)), "ACME0001", "1");
            underwriting("kids", "2026-06-%02dT20:00".formatted(day));
        }
        for (LocalDate to : List.of(MONDAY, MONDAY.plusDays(99))) {
            counted.forget();
            reports.fillRate("KSCF", "", MONDAY, to);
            assertThat(counted.count()).isEqualTo(2);
            reports.delivery("KSCF", "", MONDAY, to);
            assertThat(counted.count()).isEqualTo(4);
            reports.owed("KSCF", "", MONDAY, to);
            assertThat(counted.count()).isEqualTo(6);
        }
    }

    @Test
    void csv_hasAHeadAndNoFormulas() {
        test.place(underwriting("main", "2026-06-08T20:00"), "ACME0001", "1");

        assertThat(ReportCsv.fillRate(reports.fillRate("KSCF", "", MONDAY, SUNDAY))
                        .lines())
                .containsExactly(
                        "feed,day,part,hours,breaks,empty,capacitySeconds,bookedSeconds,orderedSeconds",
                        "main,2026-06-08,PRIME,20:00–23:00,1,0,60.0,15.0,15.0");
        assertThat(ReportCsv.delivery(reports.delivery("KSCF", "", MONDAY, SUNDAY)))
                .contains("'=Acme,June,APPROVED,prime,2026-06-03,2026-06-22,20,1,0,0,0,0,0,19,0,0");
        assertThat(ReportCsv.owed(reports.owed("KSCF", "", MONDAY, SUNDAY))).startsWith("feed,day,planned");
    }

    @Test
    void feed_thatIsNotKnownIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> reports.fillRate("KSCF", "create", MONDAY, SUNDAY))
                .isInstanceOf(NoSuchFeed.class)
                .hasMessageContaining("main");
        assertThatThrownBy(() -> reports.delivery("KNOT", "", MONDAY, SUNDAY)).isInstanceOf(NoSuchFeed.class);
    }
}
