package org.scruffy.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.scruffy.order.TestStationDesk.ANNA;
import static org.scruffy.order.TestStationDesk.ROOT;
import static org.scruffy.order.TestStationDesk.XAVER;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.order.LineDraft.Weight;
import org.scruffy.order.Order.Line;
import org.scruffy.order.Order.State;
import org.scruffy.order.Refused.Because;

class OrdersTest {

    private TestStationDesk desk;
    private String acme;

    @BeforeEach
    void open(@TempDir Path data) throws Exception {
        desk = new TestStationDesk(data, 1_000);
        desk.underwriters.createCategory(ANNA, "BANK", "Banks", "");
        acme = desk.underwriters.create(ANNA, "Acme", "BANK").id();
        desk.creative("SPOTA", "CREDIT", 15_000, acme);
        desk.creative("SPOTB", "CREDIT", 15_000, acme);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private static LineDraft line(String name, LocalDate from, LocalDate until, String per) {
        return new LineDraft(
                name,
                List.of("main", "kids"),
                Optional.of(from),
                Optional.of(until),
                6,
                per,
                15_000,
                List.of("MON", "FRI"),
                "22:00",
                "02:00",
                4,
                "FRONT",
                30,
                Optional.of(3),
                1,
                "WEIGHTED",
                List.of(new Weight("SPOTB", 3), new Weight("SPOTA", 1)));
    }

    private static LineDraft june(String per) {
        return line("June", LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 30), per);
    }

    private static void refused(ThrowingCallable act, Because because, String words) {
        assertThatThrownBy(act).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.because()).isEqualTo(because);
            assertThat(refused.getMessage()).contains(words);
        });
    }

    @Test
    void line_isReadAsItWasWritten() {
        Order order = desk.orders.create(ANNA, "Fall", acme);
        Line line = desk.orders.addLine(ANNA, order.id(), june("WEEK"));

        assertThat(line.feeds()).containsExactly("main", "kids");
        assertThat(line.until()).isEqualTo(LocalDate.of(2026, 6, 30));
        assertThat(line.daypart().dayNames()).containsExactly("MON", "FRI");
        assertThat(line.daypart().from()).hasHour(22);
        assertThat(line.maxPerDay()).contains(3);
        assertThat(line.rotation()).isEqualTo(Rotation.WEIGHTED);
        assertThat(line.creatives()).containsExactly(new Rotation.Share("SPOTB", 3), new Rotation.Share("SPOTA", 1));
        assertThat(line.ordered()).isEqualTo(30); // five weeks touched
        assertThat(desk.orders.get("KSCF", order.id()).lines()).containsExactly(line);
    }

    @Test
    void line_isRefusedNamingAllThatIsWrong() {
        Order order = desk.orders.create(ANNA, "Fall", acme);
        LineDraft wrong = new LineDraft(
                "",
                List.of("main", "create"),
                Optional.of(LocalDate.of(2026, 6, 2)),
                Optional.of(LocalDate.of(2026, 6, 1)),
                0,
                "MONTH",
                1,
                List.of("SOMEDAY"),
                "25:00",
                "6",
                17,
                "FAST",
                -1,
                Optional.of(0),
                21,
                "RANDOM",
                List.of(new Weight("SPOTX", 0), new Weight("SPOTX", 1)));

        assertThatThrownBy(() -> desk.orders.addLine(ANNA, order.id(), wrong))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(Fault::field)
                                .contains(
                                        "name",
                                        "feeds",
                                        "until",
                                        "spots",
                                        "per",
                                        "lengthMs",
                                        "days",
                                        "fromLocal",
                                        "toLocal",
                                        "priority",
                                        "pacing",
                                        "minutesApart",
                                        "maxPerDay",
                                        "maxPerBreak",
                                        "rotation",
                                        "creatives.weight",
                                        "creatives",
                                        "creatives.adId"));
        refused(
                () -> desk.orders.addLine(
                        ANNA, order.id(), line("x", LocalDate.of(2026, 6, 2), LocalDate.of(2026, 6, 3), "WEEK")),
                Because.INVALID,
                "at least one day of the flight");
        refused(
                () -> desk.orders.addLine(
                        ANNA, order.id(), line("x", LocalDate.of(2026, 6, 2), LocalDate.of(9999, 12, 31), "WEEK")),
                Because.INVALID,
                "2000 to 2999");
    }

    @Test
    void order_isApprovedWholeHeldAndReleased() throws Exception {
        Order order = desk.orders.create(ANNA, "Fall", acme);
        refused(
                () -> desk.orders.state(ANNA, order.id(), order.version(), State.APPROVED, ""),
                Because.CLASH,
                "no line yet");
        desk.orders.addLine(ANNA, order.id(), june("WEEK"));
        Order approved = desk.orders.state(ANNA, order.id(), order.version(), State.APPROVED, "");
        Order held = desk.orders.state(ANNA, order.id(), approved.version(), State.ON_HOLD, "They have not paid");
        Order released = desk.orders.state(ANNA, order.id(), held.version(), State.APPROVED, "");

        assertThat(released.state()).isEqualTo(State.APPROVED);
        refused(
                () -> desk.orders.state(ANNA, order.id(), released.version(), State.APPROVED, ""),
                Because.CLASH,
                "cannot become APPROVED");
        refused(() -> desk.orders.state(ANNA, order.id(), 1, State.ENDED, ""), Because.STALE, "version 1");
        assertThat(desk.column("SELECT action || ' ' || reason FROM audit_entry WHERE entity = 'order' ORDER BY id"))
                .containsExactly("create ", "APPROVED ", "ON_HOLD They have not paid", "APPROVED ");
    }

    @Test
    void orders_areTheStationsOwn() {
        Order order = desk.orders.create(ANNA, "Fall", acme);

        assertThat(desk.orders.find("KXYZ", Find.all()).found()).isEmpty();
        refused(() -> desk.orders.get("KXYZ", order.id()), Because.UNKNOWN, "no order");
        refused(() -> desk.orders.change(XAVER, order.id(), 1, "Mine", acme), Because.UNKNOWN, "no order");
        refused(() -> desk.orders.get("KSCF", "1; DROP TABLE x"), Because.UNKNOWN, "no order");
        refused(() -> desk.orders.create(ANNA, "Fall", acme), Because.CLASH, "already");
        desk.orders.create(XAVER, "Fall", acme);
    }

    @Test
    void find_pagesAndCounts() {
        for (int i = 1; i <= 5; i++) {
            desk.orders.create(ANNA, "Order " + i, acme);
        }
        Page<Order> first = desk.orders.find("KSCF", new Find("acme", "DRAFT", false, "", 0, 3));
        Page<Order> second = desk.orders.find("KSCF", new Find("acme", "DRAFT", false, first.next(), 0, 3));

        assertThat(first.found()).extracting(Order::name).containsExactly("Order 1", "Order 2", "Order 3");
        assertThat(second.found()).extracting(Order::name).containsExactly("Order 4", "Order 5");
        assertThat(second.next()).isEmpty();
        assertThat(desk.orders.count("KSCF", new Find("acme", "", false, "", 0, 1)))
                .isEqualTo(5);
        refused(() -> desk.orders.find("KSCF", new Find("", "", false, "x", 0, 1)), Because.INVALID, "next of a page");
    }

    @Test
    void deletedOrderAndLine_comeBackAndPlannedOnesStay() {
        Order order = desk.orders.create(ANNA, "Fall", acme);
        Line line = desk.orders.addLine(ANNA, order.id(), june("WEEK"));
        Line gone = desk.orders.deleteLine(ANNA, order.id(), line.id(), line.version());
        Line back = desk.orders.restoreLine(ANNA, order.id(), line.id(), gone.version());

        assertThat(gone.deleted()).isTrue();
        assertThat(back.deleted()).isFalse();
        desk.place(desk.adBreak("main", "2026-06-05T22:30", "UNDERWRITING", 60_000), "SPOTA", line.id());
        refused(
                () -> desk.orders.deleteLine(ANNA, order.id(), line.id(), back.version()),
                Because.CLASH,
                "1 spot of line June is planned");
        refused(() -> desk.orders.delete(ANNA, order.id(), order.version()), Because.CLASH, "is planned");
    }

    @Test
    void delivery_countsByTheWeeksOfTheFeedsAndNotOfUtc() {
        Order order = desk.orders.create(ANNA, "Fall", acme);
        Line line = desk.orders.addLine(
                ANNA, order.id(), line("June", LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 12), "WEEK"));
        // Sunday 22:30 in New York is Monday in UTC
        long sunday = desk.place(desk.adBreak("main", "2026-06-07T22:30", "UNDERWRITING", 60_000), "SPOTA", line.id());
        desk.place(desk.adBreak("main", "2026-06-08T22:30", "UNDERWRITING", 60_000), "SPOTA", line.id());
        long missed = desk.place(desk.adBreak("kids", "2026-06-08T22:30", "UNDERWRITING", 60_000), "SPOTA", line.id());
        desk.run("UPDATE placement SET status = 'AIRED' WHERE id = " + sunday);
        desk.run("UPDATE placement SET status = 'MISSED' WHERE id = " + missed);

        Delivery delivery = desk.orders.delivery("KSCF", order.id(), line.id());

        assertThat(delivery.ordered()).isEqualTo(12);
        assertThat(delivery.placed()).isEqualTo(2);
        assertThat(delivery.aired()).isEqualTo(1);
        assertThat(delivery.weeks())
                .containsExactly(
                        new Delivery.Week(LocalDate.of(2026, 6, 1), Optional.of(6), 1, 1),
                        new Delivery.Week(LocalDate.of(2026, 6, 8), Optional.of(6), 1, 0));
    }

    @Test
    void delivery_ofAFlightHasNoOrderByWeek() {
        Order order = desk.orders.create(ANNA, "Fall", acme);
        Line line = desk.orders.addLine(ANNA, order.id(), june("FLIGHT"));

        Delivery delivery = desk.orders.delivery("KSCF", order.id(), line.id());

        assertThat(delivery.ordered()).isEqualTo(6);
        assertThat(delivery.weeks())
                .hasSize(5)
                .allSatisfy(week -> assertThat(week.ordered()).isEmpty());
    }

    @Test
    void underwriter_isChangedWhereItWasAddedAndNotDeletedWithOrders() {
        desk.orders.create(ANNA, "Fall", acme);

        refused(() -> desk.underwriters.change(XAVER, acme, 1, "Mine", ""), Because.NOT_YOURS, "Acme");
        refused(() -> desk.underwriters.delete(ANNA, acme, 1), Because.CLASH, "1 order that has not ended");
        refused(() -> desk.underwriters.create(XAVER, " Acme ", ""), Because.CLASH, "already");
        refused(() -> desk.underwriters.create(XAVER, "Other", "NOPE"), Because.INVALID, "NOPE");
        assertThat(desk.underwriters.change(ANNA, acme, 1, "Acme Inc.", "").category())
                .isEmpty();
        String other = desk.underwriters.create(XAVER, "Other", "BANK").id();
        assertThat(desk.underwriters.delete(XAVER, other, 1).deleted()).isTrue();
        assertThat(desk.underwriters.find(Find.all()).found())
                .extracting(Underwriter::name)
                .containsExactly("Acme Inc.");
        assertThat(desk.underwriters.restore(XAVER, other, 2).version()).isEqualTo(3);
        assertThat(desk.underwriters
                        .find(new Find("", "BANK", false, "", 0, 10))
                        .found())
                .extracting(Underwriter::name)
                .containsExactly("Other");
    }

    @Test
    void categories_haveNoCircles() {
        desk.underwriters.createCategory(ANNA, "CREDIT-UNION", "Credit unions", "BANK");

        refused(
                () -> desk.underwriters.changeCategory(ROOT, "BANK", 1, "Banks", "CREDIT-UNION"),
                Because.INVALID,
                "parent");
        refused(() -> desk.underwriters.changeCategory(ROOT, "BANK", 1, "Banks", "BANK"), Because.INVALID, "parent");
        refused(() -> desk.underwriters.changeCategory(ANNA, "BANK", 1, "Banks", ""), Because.NOT_YOURS, "BANK");
        refused(() -> desk.underwriters.createCategory(ANNA, "bank", "", "NOPE"), Because.INVALID, "and 2 more");
        refused(() -> desk.underwriters.createCategory(ANNA, "BANK", "Banks", ""), Because.CLASH, "BANK already");
        assertThat(desk.underwriters.category("CREDIT-UNION").parent()).isEqualTo("BANK");
    }
}
