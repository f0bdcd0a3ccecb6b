package org.scruffy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.scruffy.order.TestStationDesk.ANNA;
import static org.scruffy.order.TestStationDesk.ROOT;
import static org.scruffy.order.TestStationDesk.XAVER;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.database.Sql;
import org.scruffy.order.Fault;
import org.scruffy.order.Refused;
import org.scruffy.order.Refused.Because;
import org.scruffy.order.TestStationDesk;
import org.scruffy.schedule.CountedStatements;
import org.scruffy.schedule.LocalWeek;

class RulesTest {

    private TestStationDesk desk;
    private CountedStatements statements;
    private RuleBook book;
    private String acme;

    @BeforeEach
    void open(@TempDir Path data) throws Exception {
        statements = new CountedStatements();
        desk = new TestStationDesk(statements.source(), data, 1_000);
        book = new RuleBook(desk.database, desk.clock);
        desk.underwriters.createCategory(ANNA, "BANK", "Banks", "");
        acme = desk.underwriters.create(ANNA, "Acme", "BANK").id();
        desk.creative("CREDIT15", "CREDIT", 15_015, acme);
        desk.creative("CREDIT16", "CREDIT", 16_000, acme);
        desk.creative("CREDIT30", "CREDIT", 30_000, acme);
        desk.creative("PREMIER30", "PREMIER", 30_000, acme);
        desk.creative("PREMIER31", "PREMIER", 31_000, acme);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private List<Conflict> conflicts(Long... breaks) {
        return desk.database.transaction(em -> new Rules().conflicts(new Sql(em), List.of(breaks)));
    }

    private static RuleDraft draft(String scope, String feed, String type, String params, String severity) {
        return new RuleDraft(scope, feed, type, params, severity, Optional.empty(), Optional.empty());
    }

    @Test
    void defaultProfile_flagsWhatIsTooLongAndPremierOnKids() {
        long sixteen = desk.adBreak("main", "2026-06-03T12:00", "UNDERWRITING", 120_000);
        desk.place(sixteen, "CREDIT16", "");
        long thirtyOne = desk.adBreak("main", "2026-06-04T12:00", "UNDERWRITING", 120_000);
        desk.place(thirtyOne, "PREMIER31", "");
        long sixtyOne = desk.adBreak("main", "2026-06-05T12:00", "UNDERWRITING", 120_000);
        desk.place(sixtyOne, "PREMIER31", "");
        desk.place(sixtyOne, "CREDIT30", "");
        long kids = desk.adBreak("kids", "2026-06-03T12:00", "UNDERWRITING", 120_000);
        desk.place(kids, "PREMIER30", "");
        long fine = desk.adBreak("main", "2026-06-06T12:00", "UNDERWRITING", 120_000);
        desk.place(fine, "CREDIT15", "");

        assertThat(conflicts(sixteen)).extracting(Conflict::rule).containsExactly("MAX_CREDIT_MS");
        assertThat(conflicts(thirtyOne)).extracting(Conflict::rule).containsExactly("MAX_PREMIER_MS");
        assertThat(conflicts(sixtyOne)).extracting(Conflict::rule).contains("MAX_POD_MS");
        assertThat(conflicts(kids)).singleElement().satisfies(conflict -> {
            assertThat(conflict.rule()).isEqualTo("NO_PREMIER");
            assertThat(conflict.severity()).isEqualTo(Severity.BLOCK);
            assertThat(conflict.feed()).isEqualTo("kids");
        });
        assertThat(conflicts(fine)).isEmpty();
    }

    @Test
    void stationsOwnRule_replacesTheDefaultAndIsAudited() throws Exception {
        long sixteen = desk.adBreak("main", "2026-06-03T12:00", "UNDERWRITING", 120_000);
        desk.place(sixteen, "CREDIT16", "");

        Rule rule = book.create(ANNA, draft("STATION", "", "MAX_CREDIT_MS", "{\"maxMs\": 30000}", "WARN"));

        assertThat(conflicts(sixteen)).isEmpty();
        Rule stricter = book.change(
                ANNA, "" + rule.id(), 1, draft("STATION", "", "MAX_CREDIT_MS", "{\"maxMs\": 10000}", "BLOCK"));
        assertThat(conflicts(sixteen))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.severity()).isEqualTo(Severity.BLOCK));
        Rule gone = book.delete(ANNA, "" + rule.id(), stricter.version());
        assertThat(conflicts(sixteen))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.severity()).isEqualTo(Severity.WARN));
        book.restore(ANNA, "" + rule.id(), gone.version());
        assertThat(
                        desk.column(
                                "SELECT actor || ' ' || station || ' ' || action || ' ' || COALESCE(before -> 'params' ->> 'maxMs', '-')"
                                        + " || ' ' || (after -> 'params' ->> 'maxMs') FROM audit_entry WHERE entity = 'rule' ORDER BY id"))
                .containsExactly(
                        "anna KSCF create - 30000",
                        "anna KSCF change 30000 10000",
                        "anna KSCF delete 10000 10000",
                        "anna KSCF restore 10000 10000");
    }

    @Test
    void rule_ofAnotherFeedOrStationDoesNotHold() {
        long sixteen = desk.adBreak("main", "2026-06-03T12:00", "UNDERWRITING", 120_000);
        desk.place(sixteen, "CREDIT16", "");
        book.create(ANNA, draft("FEED", "kids", "MAX_CREDIT_MS", "{\"maxMs\": 30000}", "WARN"));
        book.create(XAVER, draft("FEED", "main", "MAX_CREDIT_MS", "{\"maxMs\": 30000}", "WARN"));

        assertThat(conflicts(sixteen)).hasSize(1);
        book.create(ANNA, draft("FEED", "main", "MAX_CREDIT_MS", "{\"off\": true}", "WARN"));
        assertThat(conflicts(sixteen)).isEmpty();
    }

    @Test
    void separation_isReadOverMidnightAndTheEdgeOfTheWeek() {
        book.create(ANNA, draft("STATION", "", "CATEGORY_SEPARATION", "{\"minutes\": 60}", "WARN"));
        book.create(ANNA, draft("STATION", "", "ADVERTISER_SEPARATION", "{\"off\": true}", "WARN"));
        long sunday = desk.adBreak("main", "2026-06-07T23:40", "UNDERWRITING", 60_000);
        desk.place(sunday, "CREDIT15", "");
        long monday = desk.adBreak("main", "2026-06-08T00:20", "UNDERWRITING", 60_000);
        desk.place(monday, "CREDIT15", "");
        long feed = 1;
        LocalWeek second = new LocalWeek(LocalDate.of(2026, 6, 8), TestStationDesk.ZONE);

        assertThat(conflicts(sunday)).extracting(Conflict::breakId).containsExactly("" + sunday);
        assertThat(conflicts(monday)).extracting(Conflict::breakId).containsExactly("" + monday);
        assertThat(conflicts(sunday, monday)).extracting(Conflict::breakId).containsExactly("" + monday);
        List<Conflict> ofWeek = desk.database.transaction(em -> new Rules().ofWeek(new Sql(em), feed, second));
        assertThat(ofWeek).singleElement().satisfies(conflict -> {
            assertThat(conflict.breakId()).isEqualTo("" + monday);
            assertThat(conflict.message()).contains("40 minutes away, at least 60");
        });
    }

    @Test
    void separation_ofAWholeWeekReachesAWholeWeek() {
        book.create(ANNA, draft("STATION", "", "ADVERTISER_SEPARATION", "{\"minutes\": 10080}", "WARN"));
        book.create(ANNA, draft("STATION", "", "CATEGORY_SEPARATION", "{\"off\": true}", "WARN"));
        long first = desk.adBreak("main", "2026-06-01T12:30", "UNDERWRITING", 60_000);
        desk.place(first, "CREDIT15", "");
        long last = desk.adBreak("main", "2026-06-08T12:00", "UNDERWRITING", 60_000);
        desk.place(last, "CREDIT15", "");

        assertThat(conflicts(last)).extracting(Conflict::rule).containsExactly("ADVERTISER_SEPARATION");
    }

    @Test
    void conflicts_takeTheSameFewStatementsForOneBreakAndForMany() {
        Long[] breaks = new Long[40];
        for (int i = 0; i < breaks.length; i++) {
            breaks[i] = desk.adBreak("main", "2026-06-%02dT%02d:00".formatted(1 + i / 10, 6 + i % 10), "MIXED", 60_000);
            desk.place(breaks[i], "CREDIT16", "");
        }
        statements.forget();
        assertThat(conflicts(breaks[0])).hasSize(1);
        int one = statements.count();
        statements.forget();
        assertThat(conflicts(breaks).stream().filter(conflict -> conflict.rule().equals("MAX_CREDIT_MS")))
                .hasSize(40);

        assertThat(one).isEqualTo(4);
        assertThat(statements.count()).isEqualTo(4);
    }

    @Test
    void spotThatDoesNotAirAnyMore_isInNobodysWay() {
        long full = desk.adBreak("main", "2026-06-03T12:00", "UNDERWRITING", 30_000);
        long spot = desk.place(full, "CREDIT30", "");
        desk.place(full, "CREDIT15", "");

        assertThat(conflicts(full)).extracting(Conflict::rule).contains("OVERFULL");
        desk.run("UPDATE placement SET status = 'PREEMPTED' WHERE id = " + spot);
        assertThat(conflicts(full)).isEmpty();
        assertThat(conflicts(-1L)).isEmpty();
        assertThat(conflicts()).isEmpty();
    }

    @Test
    void bookIsTheStationsAndTheNetworksForThoseWhoWorkEverywhere() {
        RuleDraft network = draft("NETWORK", "", "MAX_POD_MS", "{\"maxMs\": 90000}", "WARN");

        assertThat(book.rules("KSCF")).hasSize(14).allMatch(rule -> rule.scope() == Scope.NETWORK);
        assertThatThrownBy(() -> book.create(ANNA, network))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.because()).isEqualTo(Because.NOT_YOURS));
        Rule made = book.create(ROOT, network);
        assertThatThrownBy(() -> book.delete(ANNA, "" + made.id(), 1)).isInstanceOf(Refused.class);
        Rule mine = book.create(ANNA, draft("STATION", "", "DAYPART", "{}", "BLOCK"));
        assertThat(book.rules("KXYZ")).contains(made).doesNotContain(mine);
        assertThatThrownBy(() -> book.delete(XAVER, "" + mine.id(), 1))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.because()).isEqualTo(Because.UNKNOWN));
        assertThatThrownBy(() -> book.delete(ANNA, "" + mine.id(), 7))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.because()).isEqualTo(Because.STALE));
    }

    @Test
    void rule_isRefusedNamingAllThatIsWrong() {
        assertThatThrownBy(() -> book.create(
                        ANNA,
                        new RuleDraft(
                                "FEED",
                                "radio",
                                "MAX_PATIENCE",
                                "{}",
                                "PERHAPS",
                                Optional.of(LocalDate.of(2026, 6, 2)),
                                Optional.of(LocalDate.of(2026, 6, 1)))))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(Fault::field)
                                .containsExactly("type", "severity", "feed", "until"));
        assertThatThrownBy(() -> book.create(
                        ANNA,
                        draft(
                                "STATION",
                                "",
                                "DAYPART_BAN",
                                "{\"category\": \"NOPE\", \"from\": \"06:00\", \"to\": \"22:00\"}",
                                "WARN")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("params.category");
        assertThatThrownBy(() -> book.change(
                        ROOT, "" + book.rules("KSCF").get(0).id(), 1, draft("NETWORK", "", "OVERFULL", "{}", "WARN")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("write a new rule");
    }
}
