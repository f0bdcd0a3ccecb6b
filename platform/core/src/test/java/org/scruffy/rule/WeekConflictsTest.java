package org.scruffy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.scruffy.database.Sql;
import org.scruffy.schedule.FeedSheet;
import org.scruffy.schedule.TestSchedule;
import org.scruffy.schedule.TestStation;

/** The conflicts of a week of one station and of twenty stations' size, and what says that they may be others now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeekConflictsTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);

    private TestSchedule test;
    private Rules rules;

    @BeforeAll
    void open() throws Exception {
        test = new TestSchedule(Instant.parse("2026-06-01T12:00:00Z"));
        rules = new Rules(test.database);
        test.take(new TestStation("KONE", NEW_YORK, 2, "main"), MONDAY);
        test.take(
                new TestStation(
                        "KXX",
                        NEW_YORK,
                        2,
                        IntStream.range(0, 20).mapToObj(i -> "f" + i).toArray(String[]::new)),
                MONDAY);
        change(
                "INSERT INTO rule (scope, type, params, severity) VALUES ('NETWORK', 'MAX_CREDIT_MS', '{\"maxMs\": 20000}', 'WARN')");
    }

    @AfterAll
    void close() {
        test.close();
    }

    private void change(String... statements) {
        test.database.change(em -> List.of(statements).forEach(sql -> new Sql(em).run(sql)));
    }

    private List<FeedSheet> sheets(String callSign) {
        return test.schedule.sheetsUnless(heads -> false, callSign, "", MONDAY).orElseThrow();
    }

    private List<Conflict> conflicts(String callSign, int statements) {
        List<FeedSheet> sheets = sheets(callSign);
        test.source.forget();
        List<Conflict> conflicts = rules.conflicts(FeedSheet.breakIds(sheets));
        assertThat(test.source.statements()).hasSize(statements);
        return conflicts;
    }

    @Test
    void conflicts_takeNoMoreStatementsForTwentyStationsSlotsThanForOne() {
        List<String> ofOne = conflicts("KONE", Rules.HOPS.size()).stream()
                .map(WeekConflictsTest::words)
                .toList();
        List<Conflict> ofTwenty = conflicts("KXX", Rules.HOPS.size());

        assertThat(ofOne).hasSizeGreaterThan(50);
        for (int i = 0; i < 20; i++) {
            String feed = "f" + i;
            assertThat(ofTwenty.stream()
                            .filter(conflict -> conflict.feed().equals(feed))
                            .map(WeekConflictsTest::words))
                    .containsExactlyElementsOf(ofOne);
        }
    }

    private static String words(Conflict conflict) {
        return conflict.rule() + " " + conflict.severity() + " " + conflict.day() + " " + conflict.message();
    }

    private void raises(ToLongFunction<FeedSheet> number, long by, String... statements) {
        long before = number.applyAsLong(sheets("KONE").get(0));
        change(statements);
        assertThat(number.applyAsLong(sheets("KONE").get(0)))
                .as(String.join("; ", statements))
                .isEqualTo(before + by);
    }

    @Test
    void reference_isRaisedOnceByATransactionThatChangesWhatWeeksNameOrAreJudgedBy() {
        raises(FeedSheet::reference, 1, "UPDATE rule SET severity = 'BLOCK'");
        raises(
                FeedSheet::reference,
                1,
                "INSERT INTO rule (scope, type, severity) VALUES ('NETWORK', 'OVERFULL', 'WARN')");
        raises(FeedSheet::reference, 1, "UPDATE underwriter SET name = name || '!'");
        raises(
                FeedSheet::reference,
                1,
                "UPDATE creative SET title = title || '!'",
                "UPDATE program SET title = title || '!'");
        raises(FeedSheet::reference, 1, "UPDATE feed SET title = title || '!'");
    }

    @Test
    void reference_staysWhereNothingThatItStandsForChanges() {
        raises(FeedSheet::reference, 0, "UPDATE underwriter SET name = name");
        raises(FeedSheet::reference, 0, "UPDATE placement SET version = version + 1");
        raises(FeedSheet::reference, 0, "INSERT INTO underwriter (name) VALUES ('New to the network')");
    }

    @Test
    void revisions_growWithEveryWeekOfTheFeed() {
        String nextWeek = " FROM feed f JOIN station s ON s.id = f.station_id AND s.call_sign = 'KONE'";
        raises(
                FeedSheet::revisions,
                3,
                "INSERT INTO feed_week (feed_id, week_start, revision) SELECT f.id, date '2026-06-08', 3" + nextWeek);
        raises(
                FeedSheet::revision,
                0,
                "UPDATE feed_week SET revision = revision + 1 WHERE week_start = date '2026-06-08'");
    }
}
