package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.scruffy.fill.FillRequest;
import org.scruffy.order.Find;
import org.scruffy.order.Order;
import org.scruffy.order.Orders;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.Station;

/** What a fill is asked for; the fill itself is watched, shown and applied by the page's script. */
@Named
@RequestScoped
public class FillPage {

    private final Orders orders;
    private final Access access;
    private final Chosen chosen;
    private final Clock clock;
    private final String asked;

    protected FillPage() {
        this(null, null, null, null);
    }

    @Inject
    public FillPage(Orders orders, Access access, Chosen chosen, Clock clock) {
        this.orders = orders;
        this.access = access;
        this.chosen = chosen;
        this.clock = clock;
        this.asked = Parameter.named("date").orElse(null);
    }

    /** Whether whoever looks may fill. */
    public boolean isMine() {
        return chosen.isFeedKnown() && access.may(Role.TRAFFIC, chosen.getCallSign());
    }

    /** Whether some order wants spots placed. */
    public boolean isOrdered() {
        return orders.count(chosen.getCallSign(), new Find("", Order.State.APPROVED.name(), false, "", 0, 1)) > 0;
    }

    public List<Feed> getFeeds() {
        return chosen.station().map(Station::feeds).orElse(List.of());
    }

    /** The Monday of the week that was asked for, or of the next one: that is the one people fill. */
    public String getMonday() {
        LocalDate next = LocalWeek.at(clock.instant(), LocalTimes.zone(chosen.getZone()))
                .monday()
                .plusWeeks(1);
        try {
            return (asked == null ? next : LocalWeek.mondayOf(LocalDate.parse(asked))).toString();
        } catch (DateTimeParseException e) {
            return next.toString();
        }
    }

    public long getMostSeconds() {
        return FillRequest.MOST_TIME.toSeconds();
    }
}
