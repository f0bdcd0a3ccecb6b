package org.scruffy.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.order.Order.State;
import org.scruffy.plugin.Platform;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.ScheduleChanged;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * In demo mode, and there only: orders for the spots that the demo's station came with, written as people write them, once, when its
 * schedule is there.
 */
@ApplicationScoped
public class DemoOrders {

    /** The first are those of the first underwriters by name: books, a hospital, a bakery, a library. */
    private static final List<String> CATEGORIES = List.of("ARTS", "HEALTH", "FOOD", "EDUCATION", "FINANCE");

    private static final List<String> NAMES =
            List.of("Arts and culture", "Health", "Food and drink", "Education", "Banks and insurance");
    private static final int ORDERS = 4;

    private final Platform platform;
    private final Database database;
    private final Clock clock;
    private final Underwriters underwriters;
    private final Creatives creatives;
    private final Orders orders;

    protected DemoOrders() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public DemoOrders(
            Platform platform,
            Database database,
            Clock clock,
            Underwriters underwriters,
            Creatives creatives,
            Orders orders) {
        this.platform = platform;
        this.database = database;
        this.clock = clock;
        this.underwriters = underwriters;
        this.creatives = creatives;
        this.orders = orders;
    }

    void followed(@Observes ScheduleChanged change) {
        if (platform.demo() && !written()) {
            write(new Actor("demo", change.callSign(), true, ""), change.feed());
        }
    }

    private boolean written() {
        return database.read(em -> !new Sql(em)
                .rows("SELECT 1 FROM category UNION ALL SELECT 1 FROM traffic_order LIMIT 1")
                .isEmpty());
    }

    private void write(Actor actor, String feed) {
        for (int i = 0; i < CATEGORIES.size(); i++) {
            underwriters.createCategory(actor, CATEGORIES.get(i), NAMES.get(i), "");
        }
        int number = 0;
        for (Underwriter one : underwriters.named("", ORDERS)) {
            Underwriter known = underwriters.change(actor, one.id(), one.version(), one.name(), CATEGORIES.get(number));
            order(actor, feed, known, number++);
        }
        CreativeCard promo = creatives.create(
                actor,
                new CreativeDraft(
                        "SCRF0100H", "Winter season, 30 s", "", "PROMO", 30_030, Optional.empty(), Optional.empty()));
        creatives.submit(actor, promo.adId(), promo.version());
    }

    private void order(Actor actor, String feed, Underwriter underwriter, int number) {
        List<LineDraft.Weight> spots = spotsOf(underwriter);
        if (spots.isEmpty()) {
            return;
        }
        int lengthMs = creatives.get(actor.callSign(), spots.get(0).adId()).lengthMs();
        LocalDate monday = LocalWeek.at(clock.instant(), zone(actor, feed)).monday();
        Order order = orders.create(actor, underwriter.name() + ", season", underwriter.id());
        orders.addLine(
                actor,
                order.id(),
                new LineDraft(
                        number % 2 == 0 ? "Prime time" : "Daytime",
                        List.of(feed),
                        Optional.of(monday.minusWeeks(1)),
                        Optional.of(monday.plusWeeks(13).minusDays(1)),
                        7 + 7 * number,
                        "WEEK",
                        lengthMs,
                        Daypart.ALWAYS.dayNames(),
                        number % 2 == 0 ? "19:00" : "06:00",
                        number % 2 == 0 ? "23:00" : "19:00",
                        4 + number,
                        "EVEN",
                        60,
                        Optional.empty(),
                        1,
                        "WEIGHTED",
                        spots));
        if (number != 2) {
            orders.state(actor, order.id(), order.version(), State.APPROVED, "");
        }
    }

    private ZoneId zone(Actor actor, String feed) {
        return LocalTimes.zone(database.read(em -> new Sql(em)
                        .rows(
                                "SELECT f.zone FROM feed f JOIN station s ON s.id = f.station_id"
                                        + " WHERE s.call_sign = ?1 AND f.name = ?2",
                                actor.callSign(),
                                feed))
                .get(0)
                .text(0));
    }

    private List<LineDraft.Weight> spotsOf(Underwriter underwriter) {
        List<Row> rows = database.read(em -> new Sql(em)
                .rows(
                        "SELECT ad_id FROM creative c WHERE underwriter_id = ?1 AND NOT disabled AND duration_ms ="
                                + " (SELECT min(duration_ms) FROM creative o WHERE o.underwriter_id = c.underwriter_id)"
                                + " ORDER BY ad_id LIMIT 3",
                        Long.valueOf(underwriter.id())));
        return rows.stream().map(row -> new LineDraft.Weight(row.text(0), 1)).toList();
    }
}
