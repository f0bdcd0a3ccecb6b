package org.scruffy.asrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.desk.Edit;
import org.scruffy.desk.EditRefused;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Options;
import org.scruffy.rule.Conflict;
import org.scruffy.schedule.ScheduleChanged;

class MakeGoodsTest {

    private static final Editor ANNA = new Editor("anna", false);

    private AirDay air;
    private String missed;

    @BeforeEach
    void open() {
        air = new AirDay();
        air.plan();
        AsRunImport preview = air.imports.read(
                air.request("rivendell", AirDay.DAY, AirDay.DAY),
                new ByteArrayInputStream(
                        AirDay.resource("synthetic-rivendell.elr").getBytes(StandardCharsets.UTF_8)),
                "traffic");
        air.imports.commit(AirDay.STATION, preview.id(), "traffic");
        missed = air.value(
                "SELECT p.id FROM placement p JOIN creative c ON c.id = p.creative_id WHERE c.ad_id = 'SYND0001000H'");
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void open_areTheSpotsThatDidNotAir() {
        assertThat(air.makeGoods.open(AirDay.STATION, "main", AirDay.DAY, AirDay.DAY, 10).stream()
                        .map(ReconciledSpot::adId))
                .containsExactly("SYND0001000H", "SYNF0001000H");
    }

    @Test
    void offers_areTheNextThatFit_andTheOthersAreCounted() {
        long full = air.adBreak(at("2026-11-25T20:00:00Z"));
        air.spot(full, "SYNX0001000H", 60);
        air.change("UPDATE placement SET order_line_id = NULL WHERE break_id = ?1", full);
        long fits = air.adBreak(at("2026-11-25T21:00:00Z"));
        long locked = air.adBreak(at("2026-11-25T22:00:00Z"));
        air.change("UPDATE ad_break SET locked = true WHERE id = ?1", locked);
        air.spot(air.adBreak(at("2026-11-26T00:00:00Z")), "SYNA0001000H", 30);
        air.adBreak(at("2026-11-26T00:30:00Z"));
        air.adBreak(at("2026-12-02T20:00:00Z"));
        MakeGoodOffers offers = air.makeGoods.offers(AirDay.STATION, missed);
        assertThat(offers.offers().stream().map(MakeGoodOffer::adBreak)).containsExactly(Long.toString(fits));
        assertThat(offers.offers().get(0).reasons()).contains("same program", "75 s free, 30 s needed");
        assertThat(offers.ruledOut())
                .containsOnlyKeys(
                        "no room left",
                        "locked",
                        "has a spot of the line already",
                        "too near to another spot of the line",
                        "outside the flight");
    }

    @Test
    void madeGood_isLinked_andOnlyOnce() {
        String to = Long.toString(air.adBreak(at("2026-11-25T21:00:00Z")));
        String made = air.makeGoods.make(AirDay.STATION, missed, to, "a test", ANNA);
        assertThat(air.value("SELECT status FROM placement WHERE id = ?1", Long.parseLong(missed)))
                .isEqualTo("MADE_GOOD");
        assertThat(air.value("SELECT made_id FROM make_good WHERE missed_id = ?1", Long.parseLong(missed)))
                .isEqualTo(made);
        assertThat(air.value("SELECT string_agg(action || ' ' || entity, ', ' ORDER BY id) FROM audit_entry"
                        + " WHERE actor = 'anna' AND reason = 'a test'"))
                .isEqualTo("add spot, add make-good, change spot");
        assertThatThrownBy(() -> air.makeGoods.make(AirDay.STATION, missed, to, "a test", ANNA))
                .isInstanceOfSatisfying(
                        AsRunProblem.class,
                        problem -> assertThat(problem.kind().status()).isEqualTo(409));
        assertThat(air.makeGoods.open(AirDay.STATION, "main", AirDay.DAY, AirDay.DAY, 10))
                .hasSize(1);
    }

    private List<String> state() {
        return List.of(
                air.value("SELECT status FROM placement WHERE id = ?1", Long.parseLong(missed)),
                air.value("SELECT count(*) FROM make_good"),
                air.value("SELECT count(*) FROM placement"));
    }

    @Test
    void makeGood_isOneCommandThatIsUndoneAndRedone() {
        List<String> before = state();
        long to = air.adBreak(at("2026-11-25T21:00:00Z"));
        air.makeGoods.make(AirDay.STATION, missed, Long.toString(to), "a test", ANNA);
        List<String> made = state();
        air.changed.clear();

        air.desk.undo(ANNA, AirDay.STATION);

        assertThat(state()).isEqualTo(before);
        assertThat(air.changed).extracting(ScheduleChanged::label).containsOnly("undo Make good SYND0001000H");
        air.desk.redo(ANNA, AirDay.STATION);
        assertThat(state()).isEqualTo(made).isNotEqualTo(before);
    }

    @Test
    void spotWhoseMakeGoodIsRemoved_isOwedAgain_untilThatIsUndone() {
        List<String> before = state();
        long to = air.adBreak(at("2026-11-30T21:00:00Z"));
        String made = air.makeGoods.make(AirDay.STATION, missed, Long.toString(to), "a test", ANNA);

        air.changed.clear();
        air.desk.apply(ANNA, AirDay.STATION, List.of(new Edit.RemoveSpot(Long.parseLong(made), 1)), Options.plain());

        assertThat(state()).isEqualTo(before);
        assertThat(air.changed)
                .as("both weeks, or whoever looks at the missed one sees it made good for ever")
                .extracting(change -> change.monday().orElseThrow())
                .containsExactly(LocalDate.of(2026, 11, 23), LocalDate.of(2026, 11, 30));
        air.desk.undo(ANNA, AirDay.STATION);
        assertThat(state().subList(0, 2)).containsExactly("MADE_GOOD", "1");
    }

    @Test
    void makeGood_thatARuleWarnsOf_needsAReason() {
        air.change("UPDATE creative SET media = ''");
        String to = Long.toString(air.adBreak(at("2026-11-25T21:00:00Z")));

        assertThatThrownBy(() -> air.makeGoods.make(AirDay.STATION, missed, to, "", ANNA))
                .isInstanceOfSatisfying(
                        EditRefused.class,
                        e -> assertThat(e.conflicts())
                                .extracting(Conflict::rule)
                                .contains("AIR_READY"));
        assertThat(state()).startsWith("MISSED", "0");
    }

    @Test
    void makeGood_thatARuleBlocks_isRefused() {
        air.change("UPDATE creative SET approval = 'REJECTED'");
        String to = Long.toString(air.adBreak(at("2026-11-25T21:00:00Z")));

        assertThatThrownBy(() -> air.makeGoods.make(AirDay.STATION, missed, to, "a test", ANNA))
                .isInstanceOf(EditRefused.class);
        assertThat(state()).startsWith("MISSED", "0");
    }

    @Test
    void breakThatDoesNotFit_isRefusedWithTheReason() {
        long locked = air.adBreak(at("2026-11-25T22:00:00Z"));
        air.change("UPDATE ad_break SET locked = true WHERE id = ?1", locked);
        assertThatThrownBy(() -> air.makeGoods.make(AirDay.STATION, missed, Long.toString(locked), "a test", ANNA))
                .hasMessage("SYND0001000H cannot be made good at Wed 25 Nov 17:00:00 on KSCF main: locked");
        assertThatThrownBy(() -> air.makeGoods.make("KOTH", missed, Long.toString(locked), "a test", ANNA))
                .isInstanceOfSatisfying(
                        AsRunProblem.class,
                        problem -> assertThat(problem.kind().status()).isEqualTo(404));
        assertThat(air.value("SELECT count(*) FROM make_good")).isEqualTo("0");
    }

    @Test
    void daypartOverMidnight_belongsToTheDayItBeganOn() {
        Daypart fridayNight = new Daypart(
                LocalDate.of(2026, 11, 1),
                LocalDate.of(2026, 11, 28),
                0b0010000,
                LocalTime.of(22, 0),
                LocalTime.of(2, 0));
        LocalDateTime saturdayAtOne = LocalDateTime.of(2026, 11, 28, 1, 0);
        assertThat(fridayNight.holds(saturdayAtOne)).isTrue();
        assertThat(fridayNight.flies(saturdayAtOne)).isTrue();
        assertThat(fridayNight.holds(saturdayAtOne.minusDays(1))).isFalse();
        assertThat(fridayNight.holds(saturdayAtOne.withHour(3))).isFalse();
    }

    private String text(byte[] pdf, int page) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            if (page > 0) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
            }
            return stripper.getText(document);
        }
    }

    private Affidavit affidavit() {
        return air.affidavits.of(
                AirDay.STATION,
                air.value("SELECT id FROM traffic_order"),
                "",
                LocalDate.of(2026, 11, 1),
                LocalDate.of(2026, 11, 30));
    }

    @Test
    void affidavit_saysWhenEachSpotAired() throws Exception {
        air.makeGoods.make(
                AirDay.STATION, missed, Long.toString(air.adBreak(at("2026-11-25T21:00:00Z"))), "a test", ANNA);
        Affidavit affidavit = affidavit();
        assertThat(affidavit.totals()).isEqualTo(new Affidavit.Totals(7, 4, 2, 1, 1, Duration.ofSeconds(87)));
        String text = text(air.affidavits.pdf(affidavit), 0).replaceAll("\\s+", " ");
        assertThat(text)
                .contains("Scruffy Public Media (KSCF)")
                .contains("Underwriter: =Acme \"Żółw\" ?")
                .contains("2026-11-24 20:32:10 EST -05:00")
                .contains("SYNC0001000H")
                .contains("aired late")
                .contains("missed, made good")
                .contains("(make-good)")
                .contains("Totals: 7 planned, 4 aired (1:27), 2 not aired, of them 1 made good, 1 not reconciled yet")
                .contains("page 1 of 1");
    }

    @Test
    void affidavitOfManySpots_hasPagesWithTheirHeads_onTheStationsPaper() throws Exception {
        for (int i = 0; i < 60; i++) {
            air.spot(air.adBreak(at("2026-11-12T12:00:00Z").plusSeconds(i * 600L)), "MANY%04d".formatted(i), 30);
        }
        byte[] letter = air.affidavits.pdf(affidavit());
        air.settings.put(
                AirDay.STATION,
                new AsRunSettings(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ofMinutes(10),
                        AsRunSettings.Paper.A4),
                "anna");
        byte[] a4 = air.affidavits.pdf(affidavit());
        try (PDDocument one = Loader.loadPDF(letter);
                PDDocument other = Loader.loadPDF(a4)) {
            assertThat(one.getPage(0).getMediaBox().getWidth()).isEqualTo(792);
            assertThat(other.getPage(0).getMediaBox().getWidth()).isGreaterThan(841);
            assertThat(one.getNumberOfPages()).isGreaterThan(1);
            assertThat(text(letter, 2)).contains("Scheduled (local)").contains("page 2 of " + one.getNumberOfPages());
        }
        String all = text(letter, 0);
        for (int i = 0; i < 60; i++) {
            assertThat(all).contains("MANY%04d".formatted(i));
        }
    }

    @Test
    void affidavitAsCsv_isSafeInASpreadsheet() {
        air.change("UPDATE creative SET title = ?1 WHERE ad_id = 'SYNA0001000H'", "@SUM(A1)");
        List<String> lines = air.affidavits.csv(affidavit()).lines().toList();
        assertThat(lines.get(0)).startsWith("station,feed,underwriter,order,line,adId");
        assertThat(lines.get(1))
                .isEqualTo(
                        "KSCF,main,\"'=Acme \"\"Żółw\"\" 鉄\",Autumn,Prime,SYNA0001000H,'@SUM(A1),2026-11-24T20:00:00-05:00,"
                                + "2026-11-24T20:00:05-05:00,America/New_York,30.000,30.000,AIRED,false,false,");
    }

    @Test
    void affidavit_isOfTheStationsOwnOrders() {
        String order = air.value("SELECT id FROM traffic_order");
        assertThatThrownBy(() -> air.affidavits.of("KOTH", order, "", AirDay.DAY, AirDay.DAY))
                .isInstanceOf(AsRunProblem.class);
        assertThatThrownBy(() -> air.affidavits.of(AirDay.STATION, order, "999", AirDay.DAY, AirDay.DAY))
                .isInstanceOf(AsRunProblem.class);
        assertThatThrownBy(() -> air.affidavits.of(AirDay.STATION, order, "", AirDay.DAY, AirDay.DAY.minusDays(1)))
                .isInstanceOf(AsRunProblem.class);
        assertThat(air.affidavits
                        .of(AirDay.STATION, order, Long.toString(air.line), AirDay.DAY, AirDay.DAY)
                        .flight())
                .isEqualTo("Prime");
    }
}
